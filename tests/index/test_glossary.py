"""The user's own words: a plain file that is found in questions, read again, and told where it is wrong."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.errors import SettingsError
from corpus.segment import signature
from index.glossary import BUILT_IN, FILE_NAME, Glossary, Synonyms, read_lines
from tests.ingest.strategies import texts

OWN = """\
可持續性\t永續\tsustainability
# 雲端\tremark

雲端\tcloud
雲端服務\tcloud service\tSaaS
資料中心\tdata centre\tdata-center
人工智慧\tAI
C++\t程式語言
"""


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str | bytes], Glossary]:
    def written(text: str | bytes) -> Glossary:
        path = tmp_path / FILE_NAME
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Glossary(path)

    return written


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("glossary") / FILE_NAME
    path.write_text(OWN, encoding="utf-8")
    return Glossary(path)


def found(glossary: Glossary, question: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(said.expansion.said, said.expansion.also) for said in glossary.said(question)]


@pytest.mark.parametrize(
    ("question", "said", "also"),
    [
        ("永續的做法？", "永續", ("可持續性", "sustainability")),
        ("永续的做法？", "永续", ("可持續性", "sustainability")),  # the other script
        ("可持续性是什麼？", "可持续性", ("永續", "sustainability")),
        ("What of Sustainability?", "Sustainability", ("可持續性", "永續")),
        ("What of SUSTAINABILITY?", "SUSTAINABILITY", ("可持續性", "永續")),
        ("談ＡＩ的應用", "ＡＩ", ("人工智慧",)),
        ("談AI的應用", "AI", ("人工智慧",)),
        ("in the clouds?", "clouds", ("雲端",)),  # the plural
        ("Which data centres?", "data centres", ("資料中心", "data-center")),
        ("Which data-centre?", "data-centre", ("資料中心", "data-center")),
        ("Which data   center?", "data   center", ("資料中心", "data centre")),
        ("Which data\u3000center?", "data\u3000center", ("資料中心", "data centre")),
        ("C++ 怎麼學？", "C++", ("程式語言",)),
    ],
)
def test_a_form_is_found_however_it_is_written(
    glossary: Glossary, question: str, said: str, also: tuple[str, ...]
) -> None:
    assert found(glossary, question) == [(said, also)]


def test_it_says_where_a_form_stands_and_which_file_has_it(own: Callable[[str], Glossary], tmp_path: Path) -> None:
    question = "新軟體與  Cloud-Services 的永續"
    said = own(OWN).said(question)
    assert [question[s.start : s.end] for s in said] == ["軟體", "Cloud-Services", "永續"]
    assert [s.expansion.said for s in said] == ["軟體", "Cloud-Services", "永續"]
    path = str(tmp_path / FILE_NAME)
    assert [s.expansion.source for s in said] == [BUILT_IN, path, path]


@pytest.mark.parametrize(
    "question",
    ["recloud it", "cloudy", "clouds2", "saasy", "雲 端", "資料與中心", "sustain ability", "aid", "remark", "C+", ""],
)
def test_a_part_of_a_word_is_no_form(glossary: Glossary, question: str) -> None:
    assert glossary.said(question) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("雲端服務", ["雲端服務"]),
        ("雲端與雲端服務", ["雲端", "雲端服務"]),
        ("cloud services", ["cloud services"]),
        ("a cloud, a cloud service", ["cloud", "cloud service"]),
        ("雲端雲端服務雲端", ["雲端", "雲端服務", "雲端"]),
    ],
)
def test_of_overlapping_forms_the_longest_counts(glossary: Glossary, question: str, said: list[str]) -> None:
    assert [form for form, _ in found(glossary, question)] == said


def test_the_program_knows_terms_of_its_own_and_its_lines_are_right(tmp_path: Path) -> None:
    glossary = Glossary(tmp_path / FILE_NAME)
    for question in ("軟體採購", "软件采购", "buying software"):
        ((said, also),) = found(glossary, question)
        assert said in question and {said, *also} >= {"軟體", "软件", "software"}


def test_the_users_own_line_comes_before_one_that_is_built_in(own: Callable[[str], Glossary]) -> None:
    assert found(own("軟體\t程式\n"), "軟體") == [("軟體", ("程式",))]


def test_the_first_line_with_a_form_counts(own: Callable[[str], Glossary]) -> None:
    assert found(own("雲端\tcloud\n雲端\t天上\n"), "雲端與天上") == [("雲端", ("cloud",)), ("天上", ("雲端",))]


def test_a_form_whose_plural_is_a_form_too_stays_itself(own: Callable[[str], Glossary]) -> None:
    glossary = own("new\t新的\nnews\t新聞\n")
    assert found(glossary, "news of new things") == [("news", ("新聞",)), ("new", ("新的",))]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "\ufeff", " \t \n"])
def test_a_file_without_a_line_is_fine(own: Callable[[str], Glossary], text: str, tmp_path: Path) -> None:
    glossary = own(text)
    assert glossary.said("飛碟") == [] and glossary.said("軟體")
    assert FILE_NAME not in glossary.about()
    assert glossary.about() == Glossary(tmp_path / "absent.tsv").about()


def test_an_absent_file_is_fine(tmp_path: Path) -> None:
    glossary = Glossary(tmp_path / "no" / "folder" / FILE_NAME)
    assert glossary.said("飛碟") == [] and [s.expansion.source for s in glossary.said("軟體")] == [BUILT_IN]


def test_it_says_how_many_lines_it_has_and_where(glossary: Glossary, tmp_path: Path) -> None:
    built_in = Glossary(tmp_path / FILE_NAME).about()
    assert built_in.endswith(" terms built in")
    assert glossary.about().startswith(f"{built_in}, 6 in ") and glossary.about().endswith(FILE_NAME)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_editors_of_all_kinds_may_write_it(own: Callable[[bytes], Glossary], mark: bytes, newline: str) -> None:
    glossary = own(mark + OWN.replace("\n", newline).encode())
    assert found(glossary, "永續") == [("永續", ("可持續性", "sustainability"))]


@pytest.mark.parametrize(
    "line", ["雲端\tcloud", "  雲端 \t  cloud ", "雲端\t\tcloud\t", "雲端\tcloud\t雲端", "雲端\tcloud\tcloud"]
)
def test_white_space_around_and_forms_twice_do_not_count(line: str) -> None:
    assert list(read_lines(line, "file")) == [Synonyms(("雲端", "cloud"), "file")]


def test_a_changed_file_is_read_again(own: Callable[[str], Glossary], tmp_path: Path) -> None:
    path, glossary = tmp_path / FILE_NAME, own("飛碟\tUFO\n")
    assert found(glossary, "飛碟") == [("飛碟", ("UFO",))]
    path.write_text("飛碟\t天上的碟\n", encoding="utf-8")
    assert found(glossary, "飛碟") == [("飛碟", ("天上的碟",))]
    path.unlink()
    assert found(glossary, "飛碟") == []
    path.write_text("飛碟\tUFO\n", encoding="utf-8")
    assert found(glossary, "飛碟") == [("飛碟", ("UFO",))]


def test_a_change_that_keeps_the_length_is_seen_by_its_time(own: Callable[[str], Glossary], tmp_path: Path) -> None:
    path, glossary = tmp_path / FILE_NAME, own("雲端\tcloud\n")
    assert found(glossary, "雲端") == [("雲端", ("cloud",))]
    path.write_text("雲端\tclown\n", encoding="utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))
    assert found(glossary, "雲端") == [("雲端", ("clown",))]


@pytest.mark.parametrize(
    ("text", "number", "what"),
    [
        ("雲端\n", 1, "雲端"),
        ("雲端 cloud\n", 1, "雲端 cloud"),  # parted by a space
        ("雲端\tcloud\n\n# remark\n永續,sustainability\n", 4, "永續,sustainability"),
        ("雲端\tcloud\n雲端\t雲端\n", 2, "雲端\t雲端"),
        ("雲端\tcloud\n永續\tof the\n", 2, "of the"),
        ("永續\t！？\n", 1, "！？"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(
    own: Callable[[str], Glossary], tmp_path: Path, text: str, number: int, what: str
) -> None:
    glossary = own(text)
    for use in (glossary.about, lambda: glossary.said("雲端"), lambda: glossary.said("軟體")):
        with pytest.raises(SettingsError) as wrong:
            use()
        assert f"{tmp_path / FILE_NAME}, line {number}: {what!r}" in str(wrong.value)


def test_a_mended_line_is_fine_again(own: Callable[[str], Glossary], tmp_path: Path) -> None:
    glossary = own("雲端\n")
    with pytest.raises(SettingsError):
        glossary.said("雲端")
    (tmp_path / FILE_NAME).write_text("雲端\tcloud\n", encoding="utf-8")
    assert found(glossary, "雲端") == [("雲端", ("cloud",))]


@pytest.mark.parametrize("content", [OWN.encode("big5", "ignore"), OWN.encode("utf-16")])
def test_a_file_in_another_encoding_is_named(own: Callable[[bytes], Glossary], tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"UTF-8") as wrong:
        own(content).said("雲端")
    assert str(tmp_path / FILE_NAME) in str(wrong.value)


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as wrong:
        Glossary(tmp_path).said("雲端")
    assert str(tmp_path) in str(wrong.value)


@given(
    st.one_of(texts, st.lists(st.sampled_from([*OWN.split(), "s", "-", " ", "cloud ", "　", "服務"])).map("".join))
)  # fmt: skip
def test_whatever_the_question_what_is_said_stands_there_in_order(glossary: Glossary, question: str) -> None:
    said = glossary.said(question)
    assert all(question[one.start : one.end] == one.expansion.said != "" for one in said)
    assert all(a.end <= b.start for a, b in pairwise(said))
    assert all(one.expansion.also for one in said)


WORDS = st.one_of(
    st.text(alphabet="雲端服務資料治理永續於臺", min_size=1, max_size=5),
    st.lists(st.text(alphabet="abxyz", min_size=2, max_size=5), min_size=1, max_size=3).map(" ".join),
)


@given(st.lists(WORDS, min_size=2, max_size=4, unique=True))
def test_every_form_of_a_line_finds_the_others(tmp_path_factory: pytest.TempPathFactory, forms: list[str]) -> None:
    path = tmp_path_factory.mktemp("forms") / FILE_NAME
    path.write_text("\t".join(forms) + "\n", encoding="utf-8")
    assume(all(map(signature, forms)))
    glossary = Glossary(path)
    for form in forms:
        (said,) = glossary.said(f"「{form}」？")
        assert said.expansion.said == form and set(said.expansion.also) <= set(forms) - {form}
        assert said.expansion.source == str(path)


@given(st.text())
def test_whatever_the_text_it_is_read_or_its_line_is_named(text: str) -> None:
    wrong = ""
    try:
        assert all(len(line.forms) > 1 for line in read_lines(text, "file"))
    except SettingsError as error:
        wrong = str(error)
    assert not wrong or wrong.startswith("file, line ")
