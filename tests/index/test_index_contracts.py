"""What every index of meaning and every index of words must do, whoever wrote it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.seams import LexicalIndex, VectorIndex
from corpus.segment import Segmenter
from corpus.types import PassageId, TermGroup
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


Said = Callable[[str], list[TermGroup]]


@pytest.fixture
def said(segmenter: Segmenter) -> Said:
    """A question's own terms, as they are searched for."""
    return segmenter.groups


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


def test_a_chinese_word_is_found_in_either_script(words: LexicalIndex, said: Said) -> None:
    words.add(IDS, TEXTS)
    assert ids_of(words.search(said("資料分散"), 5))[0] == 7
    assert ids_of(words.search(said("资料分散"), 5)) == ids_of(words.search(said("資料分散"), 5))
    assert ids_of(words.search(said("台灣"), 5)) == [11]


def test_words_nobody_wrote_find_nothing_and_weaken_the_others(words: LexicalIndex, said: Said) -> None:
    words.add(IDS, TEXTS)
    assert words.search(said("zebra"), 5) == []
    assert words.search(said("   "), 5) == []
    alone, diluted = words.search(said("adaptive"), 1)[0], words.search(said("adaptive zebra quagga"), 1)[0]
    assert alone.id == diluted.id and diluted.score < alone.score / 2


def test_another_way_to_say_it_counts_as_the_word_itself(words: LexicalIndex) -> None:
    words.add(IDS, TEXTS)
    cloud = TermGroup(("cloud",), (("云端",), ("云朵",)))
    assert ids_of(words.search([cloud], 5)) == [11, 7]
    assert [s.score for s in words.search([cloud], 5)] == pytest.approx(
        [s.score for s in words.search([TermGroup(("云端",))], 5)]
    )


def test_of_several_ways_only_the_best_counts(words: LexicalIndex) -> None:
    words.add(IDS, ["雲端服務平台", "雲端雲端雲端", "完全不同", "也不相同"])
    once = words.search([TermGroup(("云端",))], 5)
    twice = words.search([TermGroup(("云端",), (("云端",), ("服务",)))], 5)
    assert ids_of(once) == ids_of(twice) == [3, 7]


def test_all_terms_of_a_way_must_be_there(words: LexicalIndex) -> None:
    words.add(IDS, ["人工智慧的應用", "人工的智慧", "工智慧人", "完全不同"])
    assert ids_of(words.search([TermGroup(("人工", "工智", "智慧"))], 5)) == [7]
    assert words.search([TermGroup(("人工", "没有"))], 5) == []


def test_a_rare_translation_counts_no_more_than_the_usual_one(words: LexicalIndex) -> None:
    ids = [PassageId(n) for n in range(1, 21)]
    words.add(ids, ["卡路里說明", *(f"政府的說明{n}" for n in range(2, 21))])
    scores = {s.id: s.score for s in words.search([TermGroup(("govern",), (("政府",), ("卡路",)))], 20)}
    assert len(scores) == 20
    assert scores[ids[0]] < 1.2 * scores[ids[1]]


def test_a_filter_narrows_words_before_the_search(words: LexicalIndex, said: Said) -> None:
    words.add(IDS, TEXTS)
    assert ids_of(words.search(said("雲端"), 1, among=[IDS[3]])) == [11]
    assert words.search(said("雲端"), 1, among=[]) == []


def test_a_text_that_is_added_again_is_replaced(words: LexicalIndex, said: Said) -> None:
    words.add(IDS, TEXTS)
    words.add([IDS[0]], ["完全不同的內容"])
    assert ids_of(words.search(said("資料分散"), 5)) == []
    assert ids_of(words.search(said("完全不同"), 5)) == [7]


def test_removed_texts_are_not_found(words: LexicalIndex, said: Said) -> None:
    words.add(IDS, TEXTS)
    words.remove([IDS[0], PassageId(12345)])
    assert ids_of(words.search(said("雲端"), 5)) == [11]


def test_an_empty_index_of_words_finds_nothing(words: LexicalIndex, said: Said) -> None:
    assert words.search(said("雲端"), 5) == []
    words.remove([PassageId(1)])
    assert words.search(said("雲端"), 5) == []


def test_vectors_on_disk_are_the_same_vectors(tmp_path: Path) -> None:
    index = FlatVectors(4)
    index.add(IDS, VECTORS)
    index.save(tmp_path / "v.faiss")
    assert FlatVectors.load(tmp_path / "v.faiss").search(VECTORS[1], 4) == index.search(VECTORS[1], 4)
    assert [p.name for p in tmp_path.iterdir()] == ["v.faiss"]


def test_words_of_another_process_are_seen_after_a_reload(tmp_path: Path, segmenter: Segmenter, said: Said) -> None:
    reader, writer = TantivyWords(tmp_path, segmenter), TantivyWords(tmp_path, segmenter)
    writer.add(IDS, TEXTS)
    assert reader.search(said("雲端"), 5) == []
    reader.reload()
    assert ids_of(reader.search(said("雲端"), 5)) == ids_of(writer.search(said("雲端"), 5)) != []
