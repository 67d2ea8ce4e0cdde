"""The dictionary both ways: from a small one of our own, damaged ones, and once the real one."""

import gzip
import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold
from corpus.segment import signature
from index.gloss import (
    DATA,
    FEWEST_ENTRIES,
    MOST_KEPT,
    PACKAGE,
    Entry,
    Gloss,
    chinese_rows,
    english_rows,
    open_gloss,
    read_entries,
    stems_of,
    write_lookup,
)

CAT = "貓 猫 [mao1] /cat/"
HEAD = "# CC-CEDICT\n#! date=2023-11-07T05:33:11Z\n"
ENTRIES = """\
漁業 渔业 [yu2 ye4] /fishing industry/fishery/
釣魚 钓鱼 [diao4 yu2] /to fish (with line and hook)/to angle/
水產 水产 [shui3 chan3] /aquatic product/
產業 产业 [chan3 ye4] /industry/estate/
工業 工业 [gong1 ye4] /industry/
市場 市场 [shi4 chang3] /market (also in abstract)/CL:個|个[ge4]/
行銷 行销 [xing2 xiao1] /to sell/marketing/
人工智慧 人工智慧 [ren2 gong1 zhi4 hui4] /artificial intelligence (Tw)/
雲端 云端 [yun2 duan1] /(computing) the cloud/high in the clouds/
飯店 饭店 [fan4 dian4] /restaurant/hotel/CL:家[jia1],個|个[ge4]/
先進 先进 [xian1 jin4] /state of the art/advanced (technology)/
風吹 风吹 [feng1 chui1] /what the wind carries away from here/
躲藏 躲藏 [duo3 cang2] /to hide oneself/to take cover/
服務 服务 [fu2 wu4] /to serve/service/CL:項|项[xiang4]/
台 台 [tai2] /platform/stage/
新加坡 新加坡 [Xin1 jia1 po1] /Singapore/
王 王 [wang2] /king or monarch/
王 王 [Wang2] /surname Wang/
峯 峰 [feng1] /old variant of 峰[feng1]/
羣 群 [qun2] /variant of 群[qun2]/
北約 北约 [Bei3 yue1] /abbr. for 北大西洋公約組織|北大西洋公约组织, NATO/
打造 打造 [da3 zao4] /see 建造[jian4 zao4]/
"""
WITH_MEANING = 17
FILLERS = "".join(f"詞{n} 词{n} [ci2] /filler/\n" for n in range(FEWEST_ENTRIES))
WHOLE = HEAD + ENTRIES + FILLERS


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=1, mtime=0)


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gloss")
    (folder / "cedict.gz").write_bytes(packed(WHOLE))
    write_lookup(folder / "made" / "lookup.sqlite", folder / "cedict.gz")
    return folder / "made" / "lookup.sqlite"


@pytest.fixture(scope="module")
def gloss(lookup: Path) -> Gloss:
    return Gloss(lookup, "ours")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("fishery", "漁業"),
        ("fisheries", "漁業"),  # by its stem
        ("fishing industry", "漁業"),
        ("fishing industries", "漁業"),
        ("cloud", "雲端"),
        ("hotels", "飯店"),
        ("artificial intelligence", "人工智慧"),
        ("state of the art", None),  # longer than is looked up as a whole
        ("hide", "躲藏"),  # «to hide oneself»
        ("serve", "服務"),
        ("service", "服務"),
        ("carries", None),  # a word of a long sense
        ("of", None),  # a stop word, though inside a sense
        ("nothing like it", None),
        ("", None),
    ],
)
def test_english_words_and_phrases_are_found_in_chinese(gloss: Gloss, english: str, chinese: str | None) -> None:
    found = gloss.chinese(english)
    assert found[:1] == ([signature(chinese)] if chinese else [])


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("渔业", [("fish", "industri"), ("fisheri",)]),
        ("饭店", [("restaur",), ("hotel",)]),
        ("服务", [("serv",), ("servic",)]),
        ("云端", [("cloud",), ("high", "cloud")]),
        ("人工智慧", [("artifici", "intellig")]),
        ("躲藏", [("hide",), ("take", "cover")]),
        ("没有", []),
        ("", []),
    ],
)
def test_chinese_words_are_found_in_english_by_their_usual_sense_first(
    gloss: Gloss, chinese: str, english: list[tuple[str, ...]]
) -> None:
    assert gloss.english(chinese) == english


def test_a_word_in_the_text_of_another_sense_comes_after_the_words_that_mean_it(gloss: Gloss) -> None:
    assert gloss.chinese("industry") == [("产业",), ("工业",), ("渔业",)]
    assert gloss.chinese("fishing") == [("钓鱼",), ("渔业",)]
    assert gloss.chinese("product") == [("水产",)]


def test_of_words_with_one_stem_the_one_spelt_most_alike_comes_first(gloss: Gloss) -> None:
    assert gloss.chinese("market") == gloss.chinese("markets") == [("市场",), ("行销",)]
    assert gloss.chinese("marketing") == [("行销",), ("市场",)]


def test_a_long_word_is_given_as_terms_that_every_text_with_it_has(gloss: Gloss) -> None:
    assert gloss.chinese("artificial intelligence") == [("人工", "工智", "智慧")]


@pytest.mark.parametrize("english", ["surname", "wang", "variant", "old variant", "abbr", "nato", "see", "cl"])
def test_surnames_variants_and_remarks_are_no_meanings(gloss: Gloss, english: str) -> None:
    assert gloss.chinese(english) == []


@pytest.mark.parametrize("chinese", ["峯", "群", "北约", "打造"])
def test_a_word_without_a_meaning_of_its_own_has_no_english(gloss: Gloss, chinese: str) -> None:
    assert gloss.english(fold(chinese)) == []


def test_no_more_ways_are_kept_than_anybody_needs(gloss: Gloss) -> None:
    assert len(gloss.chinese("filler")) == MOST_KEPT


def test_names_are_found_both_ways(gloss: Gloss) -> None:
    assert gloss.names("新加坡") == ("Singapore",) and gloss.names("singapore") == ("新加坡",)
    assert gloss.names("饭店") == gloss.names("hotel") == gloss.names("") == ()


def test_a_lookup_says_which_dictionary_it_was_made_from(own_package: Callable[[bytes], Path], tmp_path: Path) -> None:
    own_package(packed(WHOLE))
    assert open_gloss(tmp_path).about == f"CC-CEDICT 2023-11-07, {WITH_MEANING + FEWEST_ENTRIES} entries"


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("狗 狗 [gou3] /dog/CL:隻|只[zhi1]/(dialect) to hide oneself/", Entry("狗", ("dog", "hide"))),
        ("甲 甲 [jia3] /the A, an armor; shell/", Entry("甲", ("a", "armor", "shell"))),
        ("開 开 [kai1] /to open/to open/", Entry("开", ("open",))),
        ("臺 台 [tai2] /platform (raised)/", Entry("台", ("platform",))),
        ("台 台 [Tai2] /surname Tai/", None),
        ("裏 里 [li3] /variant of 裡|里[li3]/", None),
        ("隻 只 [zhi1] /CL:個|个[ge4]/", None),
        ("某 某 [mou3] /sb/sth/", None),
        ("# a remark", None),
        ("no entry at all", None),
        ("", None),
    ],
)
def test_an_entry_is_a_folded_word_and_its_bare_senses(line: str, entry: Entry | None) -> None:
    assert list(read_entries(f"{CAT}\n{line}\n")) == [Entry("猫", ("cat",)), *([entry] if entry else [])]


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="漁業臺台裏於乾甲AＡ", min_size=1, max_size=3),
            st.lists(st.text(alphabet="abcs of(),;[]' variant", max_size=20), max_size=4),
        )
    )
)
def test_whatever_the_entries_each_word_is_a_row_once(entries: list[tuple[str, list[str]]]) -> None:
    lines = [CAT, *(f"{word} {word} [x] /{'/'.join(senses)}/" for word, senses in entries)]
    found = list(read_entries("\n".join(lines)))
    words = fold("\n".join(line.split()[0] for line in lines)).split("\n")
    assert {entry.word for entry in found} <= set(words)
    stem = stems_of(found)
    there = [row[:3] for row in chinese_rows(found, stem)]
    back = [word for word, _ in english_rows(found, stem)]
    assert len(there) == len(set(there)) and len(back) == len(set(back))


@given(st.text())
def test_whatever_the_text_it_is_read(text: str) -> None:
    assert all(entry.word and entry.senses for entry in read_entries(f"{CAT}\n{text}"))


@given(st.text())
def test_whatever_is_looked_up_there_is_an_answer(gloss: Gloss, text: str) -> None:
    assert isinstance(gloss.chinese(text), list) and isinstance(gloss.english(text), list)
    assert isinstance(gloss.names(text), tuple) and gloss.about == "ours"


def test_without_a_dictionary_nothing_is_found() -> None:
    none = Gloss(None, "none: it is not installed")
    assert none.chinese("fishery") == none.english("渔业") == [] and none.names("singapore") == ()
    assert none.about == none.checked() == "none: it is not installed"


def spoilt(lookup: Path, folder: Path, at: int, length: int | None = None) -> Path:
    """A copy with noise in it from ``at``, or cut short there."""
    whole, copy = lookup.read_bytes(), folder / "spoilt.sqlite"
    copy.write_bytes(whole[:at] + (b"" if length is None else b"\xa5" * length + whole[at + length :]))
    return copy


@pytest.mark.parametrize(("at", "length"), [(0, 4096), (4096, 10**9), (8192, None)])
def test_a_damaged_file_counts_as_none_and_says_so(lookup: Path, tmp_path: Path, at: int, length: int | None) -> None:
    path = spoilt(lookup, tmp_path, at, min(length, lookup.stat().st_size - at) if length else None)
    gloss = Gloss(path, "ours")
    assert gloss.chinese("fishery") == gloss.english("渔业") == [] and gloss.names("singapore") == ()
    assert gloss.about.startswith(f"none: {path} is damaged (") and gloss.checked() == gloss.about


@pytest.mark.parametrize("within", [0, 2000])  # SQLite cannot go on, or goes on and tells
def test_damage_where_no_question_looks_is_found_by_a_check(lookup: Path, tmp_path: Path, within: int) -> None:
    page = lookup.stat().st_size // 8192 * 4096
    path = spoilt(lookup, tmp_path, page + within, 4096 - within)
    gloss = Gloss(path, "ours")
    assert gloss.chinese("fishery") and gloss.about == "ours"
    assert gloss.checked() == gloss.about and f"{path} is damaged" in gloss.about
    assert gloss.chinese("hotel") == []


def test_a_whole_file_passes_the_check(lookup: Path) -> None:
    gloss = Gloss(lookup, "ours")
    assert gloss.checked() == "ours" and gloss.chinese("fishery")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (packed(HEAD + ENTRIES), ValueError),  # too few
        (packed(WHOLE)[:-1000], EOFError),
        (b"not compressed at all", OSError),
        (packed(HEAD)[:-8] + b"\0" * 8, OSError),  # another checksum
        (gzip.compress(b"\xff\xfe" * 100, mtime=0), ValueError),  # no UTF-8
    ],
)
def test_from_a_damaged_dictionary_no_lookup_is_made(tmp_path: Path, source: bytes, error: type[Exception]) -> None:
    (tmp_path / "cedict.gz").write_bytes(source)
    with pytest.raises(error):
        write_lookup(tmp_path / "made" / "lookup.sqlite", tmp_path / "cedict.gz")
    assert not list(tmp_path.glob("made/*"))


@pytest.fixture
def own_package(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Path]:
    """Puts a package of the dictionary's name before the one that is installed."""
    folder = tmp_path_factory.mktemp("site")
    data = folder / PACKAGE / DATA
    data.parent.mkdir(parents=True)
    (folder / PACKAGE / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(folder))

    def write(source: bytes) -> Path:
        data.write_bytes(source)
        importlib.invalidate_caches()
        return data

    return write


def test_another_dictionary_and_a_spoilt_lookup_are_made_again(
    own_package: Callable[[bytes], Path], tmp_path: Path
) -> None:
    kept = tmp_path / "gloss-1-of-another-dictionary.sqlite"
    kept.write_bytes(b"old")
    own_package(packed(WHOLE))
    assert open_gloss(tmp_path).chinese("fishery") == [("渔业",)]
    (made,) = tmp_path.iterdir()
    assert made != kept
    made.write_bytes(b"no longer a database")
    assert open_gloss(tmp_path).chinese("fishery") == [("渔业",)]
    assert list(tmp_path.iterdir()) == [made]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (packed(HEAD + ENTRIES), f"only {WITH_MEANING} entries"),
        (packed(WHOLE)[:-1000], "end-of-stream"),
        (b"", ""),
        (b"noise" * 9, ""),
    ],
)
def test_a_damaged_package_is_no_dictionary_and_says_why(
    own_package: Callable[[bytes], Path], tmp_path: Path, source: bytes, why: str
) -> None:
    own_package(source)
    gloss = open_gloss(tmp_path)
    assert gloss.about.startswith("none: ") and why in gloss.about
    assert gloss.chinese("fishery") == [] and not list(tmp_path.iterdir())


def test_a_package_without_its_data_is_no_dictionary(own_package: Callable[[bytes], Path], tmp_path: Path) -> None:
    own_package(b"").unlink()
    assert open_gloss(tmp_path).about.startswith("none: ")


@pytest.fixture(scope="session")
def real(models: Path) -> Gloss:
    return open_gloss(models)


def test_the_real_dictionary_knows_fisheries(real: Gloss) -> None:
    assert ("渔业",) in real.chinese("fisheries") and ("fisheri",) in real.english("渔业")
    assert signature("人工智慧") in real.chinese("artificial intelligence")
    assert real.names("新加坡") == ("Singapore",) and "新加坡" in real.names("singapore")
    assert real.about.startswith("CC-CEDICT 20") and real.checked() == real.about


def test_the_real_dictionary_is_written_once(real: Gloss, models: Path) -> None:
    (before,) = models.glob("gloss-*.sqlite")
    written = before.stat()
    again = open_gloss(models)
    (after,) = models.glob("gloss-*.sqlite")
    now = after.stat()
    assert (now.st_ino, now.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert again.about == real.about and again.chinese("fisheries") == real.chinese("fisheries")
