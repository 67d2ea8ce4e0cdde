"""What every index of meaning and every index of words must do, whoever wrote it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.seams import LexicalIndex, VectorIndex
from corpus.segment import Segmenter
from corpus.types import PassageId
from index.vectors import FlatVectors
from index.words import TantivyWords

IDS = [PassageId(n) for n in (7, 3, 2**40, 11)]
VECTORS = np.eye(4, dtype=np.float32)


@pytest.fixture(params=["flat"])
def vectors(request: pytest.FixtureRequest) -> VectorIndex:
    return {"flat": lambda: FlatVectors(4)}[request.param]()


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(params=["tantivy"])
def words(request: pytest.FixtureRequest, tmp_path: Path, segmenter: Segmenter) -> LexicalIndex:
    made: dict[str, Callable[[], LexicalIndex]] = {"tantivy": lambda: TantivyWords(tmp_path / "words", segmenter)}
    return made[request.param]()


def ids_of(found: list) -> list[int]:
    return [s.id for s in found]


def test_the_nearest_comes_first_and_ids_are_those_that_were_given(vectors: VectorIndex) -> None:
    vectors.add(IDS, VECTORS)
    found = vectors.search(np.array([0.1, 0.2, 0.9, 0.3], dtype=np.float32), 2)
    assert ids_of(found) == [2**40, 11]
    assert all(type(s.id) is int for s in found)


def test_ties_break_by_id(vectors: VectorIndex) -> None:
    vectors.add(IDS, np.tile(VECTORS[:1], (4, 1)))
    assert ids_of(vectors.search(VECTORS[0], 4)) == [3, 7, 11, 2**40]


def test_asking_for_more_than_there_is_gives_what_there_is(vectors: VectorIndex) -> None:
    assert vectors.search(VECTORS[0], 5) == []
    vectors.add(IDS, VECTORS)
    assert len(vectors.search(VECTORS[0], 500)) == 4


def test_a_filter_narrows_before_the_search(vectors: VectorIndex) -> None:
    vectors.add(IDS, VECTORS)
    assert ids_of(vectors.search(VECTORS[0], 1, among=[IDS[1], PassageId(999)])) == [3]
    assert vectors.search(VECTORS[0], 1, among=[]) == []


def test_a_vector_that_is_added_again_is_replaced(vectors: VectorIndex) -> None:
    vectors.add(IDS, VECTORS)
    vectors.add([IDS[0]], VECTORS[3:])
    assert len(vectors.search(VECTORS[0], 9)) == 4
    assert ids_of(vectors.search(VECTORS[3], 2)) == [7, 11]


def test_removed_vectors_are_not_found_and_unknown_ids_are_ignored(vectors: VectorIndex) -> None:
    vectors.add(IDS, VECTORS)
    vectors.remove([IDS[0], PassageId(12345)])
    assert sorted(ids_of(vectors.search(VECTORS[0], 9))) == [3, 11, 2**40]


TEXTS = ["跨國的雲端服務與資料分散", "數位韌性政府服務推動", "The adaptive AI system keeps learning", "臺灣的雲端"]


def test_a_chinese_word_is_found_in_either_script(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    assert ids_of(words.search("資料分散", 5))[0] == 7
    assert ids_of(words.search("资料分散", 5)) == ids_of(words.search("資料分散", 5))
    assert ids_of(words.search("台灣", 5)) == [11]


def test_words_nobody_wrote_find_nothing_and_weaken_the_others(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    assert words.search("zebra", 5) == []
    assert words.search("   ", 5) == []
    alone, diluted = words.search("adaptive", 1)[0], words.search("adaptive zebra quagga", 1)[0]
    assert alone.id == diluted.id and diluted.score < alone.score / 2


def test_a_filter_narrows_words_before_the_search(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    assert ids_of(words.search("雲端", 1, among=[IDS[3]])) == [11]
    assert words.search("雲端", 1, among=[]) == []


def test_a_text_that_is_added_again_is_replaced(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    words.add([IDS[0]], ["完全不同的內容"])
    assert ids_of(words.search("資料分散", 5)) == []
    assert ids_of(words.search("完全不同", 5)) == [7]


def test_removed_texts_are_not_found(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    words.remove([IDS[0], PassageId(12345)])
    assert ids_of(words.search("雲端", 5)) == [11]


def test_an_empty_index_of_words_finds_nothing(words: LexicalIndex) -> None:
    assert words.search("雲端", 5) == []
    words.remove([PassageId(1)])
    assert words.search("雲端", 5) == []


def test_vectors_on_disk_are_the_same_vectors(tmp_path: Path) -> None:
    index = FlatVectors(4)
    index.add(IDS, VECTORS)
    index.save(tmp_path / "v.faiss")
    assert FlatVectors.load(tmp_path / "v.faiss").search(VECTORS[1], 4) == index.search(VECTORS[1], 4)
    assert [p.name for p in tmp_path.iterdir()] == ["v.faiss"]


def test_words_of_another_process_are_seen_after_a_reload(tmp_path: Path, segmenter: Segmenter) -> None:
    reader, writer = TantivyWords(tmp_path, segmenter), TantivyWords(tmp_path, segmenter)
    writer.add(IDS, TEXTS)
    assert reader.search("雲端", 5) == []
    reader.reload()
    assert ids_of(reader.search("雲端", 5)) == ids_of(writer.search("雲端", 5)) != []
