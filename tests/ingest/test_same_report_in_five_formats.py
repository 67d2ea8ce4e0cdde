"""The same report as text, web page, DOCX, ODT and PDF: the same outline, and the same passages but for white space."""

from collections.abc import Callable
from functools import cache

import pytest

from corpus.types import Document, NoticeKind, RawFile
from ingest.passages.split import split
from ingest.readers import reader_for
from ingest.structure.outline import outline
from tests.ingest.authored import (
    REPORTS,
    AuthoredReport,
    outline_of,
    pdf_path,
    write_docx,
    write_html,
    write_odt,
    write_txt,
)
from tests.ingest.authored.model import Contents
from tests.ingest.conftest import CountedCharacters
from tests.ingest.test_pdf import bare, errors

FORMATS: dict[str, Callable[[AuthoredReport], bytes]] = {
    ".txt": write_txt,
    ".html": write_html,
    ".docx": write_docx,
    ".odt": write_odt,
    ".pdf": lambda report: pdf_path(report).read_bytes(),
}
WORST = 0.005
"""The share of characters of the passages that may differ from what the author wrote."""

every_report = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
every_format = pytest.mark.parametrize("suffix", FORMATS)
every_other_format = pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".txt"])


@cache
def document(report: AuthoredReport, suffix: str) -> Document:
    name = f"{report.name}{suffix}"
    return reader_for(name).read(RawFile(name, f"/{name}", FORMATS[suffix](report), ""))


def passages(report: AuthoredReport, suffix: str, words: Callable[[str], list[int]]) -> list[tuple[str, str]]:
    """The path and the text of each passage, without white space."""
    found = document(report, suffix)
    tree = outline(found)
    paths = [" / ".join(section.path) for section in tree.sections]
    cut = split(found, tree, words, CountedCharacters())
    return [(bare(paths[p.section]), bare(found.text[p.start : p.end])) for p in cut]


@every_format
@every_report
def test_the_outline_is_the_authors(report: AuthoredReport, suffix: str) -> None:
    assert [(str(s.kind), s.path) for s in outline(document(report, suffix)).sections] == outline_of(report)


@every_other_format
@every_report
def test_the_passages_are_those_of_the_plain_text(report: AuthoredReport, suffix: str, words) -> None:  # type: ignore[no-untyped-def]
    assert passages(report, suffix, words) == passages(report, ".txt", words)


@every_other_format
@every_report
def test_hardly_a_character_of_a_passage_differs(report: AuthoredReport, suffix: str, words) -> None:  # type: ignore[no-untyped-def]
    expected = "".join(text for _, text in passages(report, ".txt", words))
    found = "".join(text for _, text in passages(report, suffix, words))
    wrong = errors(expected, found)
    print(f"\n# {report.name}{suffix} {wrong / len(expected):.4%}")
    assert wrong < WORST * len(expected)


@every_report
def test_only_the_pdf_has_pages_and_its_running_header_is_left_out(report: AuthoredReport) -> None:
    assert all(not document(report, suffix).pages for suffix in FORMATS if suffix != ".pdf")
    printed = document(report, ".pdf")
    assert report.header in {notice.detail for notice in printed.notices if notice.kind is NoticeKind.FURNITURE}
    assert all(report.header not in document(report, suffix).text.split("\n") for suffix in FORMATS)


@every_report
def test_a_section_begins_on_the_page_that_the_contents_name(report: AuthoredReport) -> None:
    printed = document(report, ".pdf")
    starts = {bare(" ".join(s.path[-1:])): s.start for s in outline(printed).sections}
    for contents in (block for block in report.blocks if isinstance(block, Contents)):
        for words, page in report.contents_lines(contents):
            at = starts[bare(words)]
            assert [p.label for p in printed.pages if p.start <= at < p.end] == [str(page)], words
