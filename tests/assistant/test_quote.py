"""A passage named by a permanent link is found again, or told to be gone; a section is put around a passage."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.anchor import Anchor, anchor_of, permanent_link, read_anchor
from assistant.library import Library
from assistant.quote import LONGEST_SECTION
from corpus.errors import UnknownReport
from corpus.types import Hit

OLD = """出國報告

壹、目的
了解雲端治理。

貳、心得及建議
一、資料存放
建議建立跨國資料存放的分級制度，並逐年檢討。
二、國際交流
建議每年派員參加年會。
"""
NEW = OLD.replace("了解雲端治理。", "了解各國雲端治理與資料在地化的作法。")
GONE = OLD.replace("建議建立跨國資料存放的分級制度，並逐年檢討。", "建議停止租用境外機房。")
SENTENCE = "建議建立跨國資料存放的分級制度，並逐年檢討。"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(OLD, encoding="utf-8")
    return path


def said(library: Library, words: str) -> Hit:
    """``words`` of the only report as something to cite."""
    (report,) = library.reports()
    at = library.report(report.id).text.index(words)
    return library.quote(report.id, at, at + len(words))


def test_any_stretch_is_quoted_with_its_section(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    assert hit.text == SENTENCE
    assert hit.section_path == ("貳、心得及建議", "一、資料存放")
    assert hit.citation.endswith("貳、心得及建議，一、資料存放，無頁碼。")


def test_a_link_opens_its_passage_where_it_stands_now(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    file.write_text(NEW, encoding="utf-8")
    library.ingest([file])
    found = library.recall(hit.report_id, anchor_of(hit.cited))
    assert found.hit is not None and found.hit.text == SENTENCE
    assert found.hit.char_start != hit.char_start
    assert found.hit.cited.version == 2


def test_what_today_s_version_does_not_say_is_told_in_the_words_of_its_own(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    file.write_text(GONE, encoding="utf-8")
    library.ingest([file])
    found = library.recall(hit.report_id, anchor_of(hit.cited))
    assert found.hit is None
    assert (found.text, found.version) == (SENTENCE, 1)


def test_a_link_that_does_not_prove_itself_recalls_nothing(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    anchor = anchor_of(hit.cited)
    for wrong in (replace(anchor, proof="0" * 10), replace(anchor, version=9), replace(anchor, end=10**8)):
        found = library.recall(hit.report_id, wrong)
        assert (found.hit, found.text) == (None, "")
    with pytest.raises(UnknownReport):
        library.recall("nowhere", anchor)


def test_the_section_around_a_passage_is_the_smallest_that_says_more(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    section = library.section_around(hit.report_id, hit.char_start, hit.char_end)
    assert section is not None
    assert section.text.startswith("貳、心得及建議\n一、資料存放") and section.text.endswith("派員參加年會。")
    assert section.section_path == ("貳、心得及建議",)
    assert library.section_around(section.report_id, section.char_start, section.char_end) is None


def test_a_section_that_is_a_report_of_its_own_is_not_put_on_a_card(library: Library, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    sentences = "本次參訪說明了雲端治理的作法。" * (LONGEST_SECTION // 10)
    long.write_text(f"出國報告\n\n壹、過程\n{SENTENCE}\n{sentences}\n", encoding="utf-8")
    library.ingest([long])
    hit = said(library, SENTENCE)
    assert library.section_around(hit.report_id, hit.char_start, hit.char_end) is None


def test_a_permanent_link_says_question_report_and_passage(library: Library, file: Path) -> None:
    library.ingest([file])
    hit = said(library, SENTENCE)
    link = urlsplit(permanent_link(hit.cited, "雲端 & 資料?"))
    assert parse_qs(link.query) == {"q": ["雲端 & 資料?"], "report": [hit.report_id]}
    assert read_anchor(link.fragment) == anchor_of(hit.cited)


anchors = st.builds(
    Anchor,
    st.integers(0, 10**6 - 1),
    st.integers(0, 10**8),
    st.integers(10**8 + 1, 10**9 - 1),
    st.text("0123456789abcdef", min_size=10, max_size=10),
)


@given(anchors)
def test_every_anchor_reads_back(anchor: Anchor) -> None:
    assert read_anchor(f"#{anchor}") == anchor


@given(st.text() | st.from_regex(r"v\d+-\d+-\d+-[0-9a-f]*"))
def test_no_other_text_is_more_than_no_anchor(written: str) -> None:
    found = read_anchor(written)
    assert found is None or str(found) == written.removeprefix("#")
