"""Three reports in five formats: the same text and the same outline, whatever the file."""

import re
import shutil
from collections.abc import Callable

import pypdfium2
import pytest

from corpus.types import Document, RawFile
from ingest.readers.docx.reader import DocxReader
from ingest.readers.html.reader import HtmlReader
from ingest.readers.odt.reader import OdtReader
from ingest.readers.text import TextReader
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
from tests.ingest.authored.make import printed

FORMATS: dict[str, Callable[[AuthoredReport], Document]] = {
    "txt": lambda report: TextReader().read(_raw(write_txt(report), "txt")),
    "html": lambda report: HtmlReader().read(_raw(write_html(report), "html")),
    "html, Big5": lambda report: HtmlReader().read(_raw(write_html(report, "big5"), "html")),
    "docx": lambda report: DocxReader().read(_raw(write_docx(report), "docx")),
    "docx, numerals typed": lambda report: DocxReader().read(_raw(write_docx(report, auto_numbering=False), "docx")),
    "odt": lambda report: OdtReader().read(_raw(write_odt(report), "odt")),
    "odt, numerals typed": lambda report: OdtReader().read(_raw(write_odt(report, auto_numbering=False), "odt")),
}
EVERY = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)


def _raw(data: bytes, suffix: str) -> RawFile:
    return RawFile(f"report.{suffix}", f"/report.{suffix}", data, "")


@EVERY
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_text(report: AuthoredReport, kind: str) -> None:
    assert FORMATS[kind](report).text == write_txt(report).decode()


@EVERY
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_outline_written_beside_it(report: AuthoredReport, kind: str) -> None:
    document = FORMATS[kind](report)
    assert [(str(s.kind), s.path) for s in outline(document).sections] == outline_of(report)


@EVERY
def test_what_automatic_numbering_counts_is_not_in_the_file(report: AuthoredReport) -> None:
    typed, counted = (write_docx(report, auto_numbering=auto) for auto in (False, True))
    assert typed != counted
    text = DocxReader().read(_raw(counted, "docx")).text
    assert report.levels[0].label(2) in text
    assert counted == write_docx(report)  # the same bytes whenever it is written
    assert write_odt(report) == write_odt(report)


@EVERY
def test_the_committed_pdf_prints_the_numerals_that_are_resolved(report: AuthoredReport) -> None:
    assert _printed_words(pdf_path(report).read_bytes()) == _words(write_txt(report).decode())


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@EVERY
@pytest.mark.parametrize(("suffix", "write"), [(".docx", write_docx), (".odt", write_odt)])
def test_libreoffice_prints_the_numerals_that_are_resolved(
    report: AuthoredReport, suffix: str, write: Callable[[AuthoredReport], bytes]
) -> None:
    assert _printed_words(printed(write(report), suffix)) == _words(write_txt(report).decode())


def _printed_words(pdf: bytes) -> str:
    """The text of the pages without running headers, page numbers and leaders."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range().splitlines() for page in document]
    rows = [
        row for at, rows in enumerate(pages) for row in (rows if at == 0 and not rows[-1].isdigit() else rows[1:-1])
    ]
    return _words(re.sub(r"\.{4,}", "", "".join(rows)))


def _words(text: str) -> str:
    return re.sub(r"\s", "", text)
