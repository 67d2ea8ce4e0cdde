"""PDF to the canonical text: the order of the steps, page by page and then over all pages.

Made to run in a child process with its memory and time limited: no size that the file claims is believed, and pdfium,
which is C++, may still fall over what nobody has seen yet.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableFile
from corpus.types import Document, Notice, NoticeKind, RawFile
from ingest.readers.ocr import recognizer as installed_recognizer
from ingest.readers.pdf.furniture import without_furniture
from ingest.readers.pdf.glyphs import MAX_CHARACTERS, Sheet, frame_of, sheet_of
from ingest.readers.pdf.lines import pieces_of
from ingest.readers.pdf.notes import note_rules, with_notes
from ingest.readers.pdf.order import Ordered, in_reading_order
from ingest.readers.pdf.paragraphs import paragraphs
from ingest.readers.pdf.pieces import Kind, PageLines, Piece, beside, usual_size
from ingest.readers.pdf.rules import Drawn, drawn_on
from ingest.readers.pdf.scan import Recognizer, scanned
from ingest.readers.pdf.tables import grids, taken_out, with_whole_tables
from ingest.readers.pdf.text import canonical

MAX_PAGES: Final = 2000
MAX_TEXT: Final = 5_000_000
"""Characters: the longest reports have about 500,000."""
_FEW: Final = 10
"""A page with fewer characters is a picture or (almost) empty."""
_GARBLED: Final = 0.2
"""More of a page's characters than this being no writing, its text is not to be trusted."""
_CURE: Final = "install the extra [ocr] (pip install 'tripreport[ocr]') and ingest the file again."

FindRecognizer = Callable[[], Recognizer | None]


class PdfReader:
    """Reads ``.pdf``. ``find_recognizer`` is asked at the first scanned page, once a file."""

    suffixes: Sequence[str] = (".pdf",)

    def __init__(self, find_recognizer: FindRecognizer = installed_recognizer) -> None:
        self._find_recognizer = find_recognizer

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` naming what is wrong and the cure."""
        pdf = opened(raw)
        try:
            return _document(raw, pdf, self._find_recognizer)
        finally:
            pdf.close()


def opened(raw: RawFile) -> Any:
    """The file as a pypdfium2 document, to be closed; :class:`UnreadableFile` where it is none of a bearable size."""
    try:
        pdf = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            problem = "is protected by a password: save it without one (print it to a new PDF) and add it again."
        else:
            problem = "is damaged or no PDF: open it in a PDF viewer, save it anew and add it again."
        raise UnreadableFile(f"{raw.name} {problem}") from None
    if not 0 < len(pdf) <= MAX_PAGES:
        count = len(pdf)
        pdf.close()
        cure = "split it and add the parts." if count else "check that the right file was saved."
        raise UnreadableFile(f"{raw.name} has {count:,} pages, at most {MAX_PAGES:,} can be read: {cure}")
    return pdf


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What one page gave: its lines, what is to be said of it, and whether its text must be got from its picture."""

    page: PageLines
    picture: bool = False
    garbled: bool = False
    notices: tuple[Notice, ...] = ()


def _document(raw: RawFile, pdf: Any, find_recognizer: FindRecognizer) -> Document:
    leaves = list(_leaves(raw, pdf))
    pages, furniture = _text_and_furniture(leaves)
    leaves = _noticed(leaves, pages)
    unread = [at for at, leaf in enumerate(leaves) if leaf.garbled or (leaf.picture and pages[at].count < _FEW)]
    if unread:
        leaves = _recognized(pdf, leaves, unread, find_recognizer())
        pages, furniture = _text_and_furniture(leaves)
    notices = [notice for leaf in leaves for notice in leaf.notices]
    size = usual_size(line for page in pages for line in page.lines)
    pages = with_whole_tables([with_notes(page, size) for page in pages])
    text, made, boxes = canonical(pages, paragraphs(pages))
    if not text.strip():
        raise UnreadableFile(_nothing(raw, notices))
    return Document(text, "pdf", "application/pdf", made, (*furniture, *notices), boxes)


def _text_and_furniture(leaves: Sequence[_Leaf]) -> tuple[list[PageLines], list[Notice]]:
    pages = [leaf.page for leaf in leaves]
    kept, furniture = without_furniture(pages)
    if any(page.lines for page in kept) or any(leaf.picture for leaf in leaves):
        return kept, furniture
    return pages, []  # the same page over and over: then it is the text


def _leaves(raw: RawFile, pdf: Any) -> Iterator[_Leaf]:
    total = 0
    for at in range(len(pdf)):
        try:
            leaf = _leaf(pdf[at], at + 1)
        except pypdfium2.PdfiumError:
            lost = Notice(NoticeKind.LOST, at + 1, "the page is damaged and was left out")
            leaf = _Leaf(PageLines(at + 1, 0.0, 0.0, (0.0, 0.0), ()), notices=(lost,))
        total += leaf.page.count
        if total > MAX_TEXT:
            raise UnreadableFile(f"{raw.name} holds more than {MAX_TEXT:,} characters: split it and add the parts.")
        yield leaf


def _leaf(page: Any, number: int) -> _Leaf:
    frame = frame_of(page)
    sheet = sheet_of(page.get_textpage(), frame)
    drawn = drawn_on(page, frame)
    ordered = _ordered(sheet, drawn)
    width, height = frame.size
    sideways = sheet.turn in (90, 270)
    lines = PageLines(
        number, height if sideways else width, width if sideways else height, (round(width, 2), round(height, 2)),
        (*ordered.lines, *_asides(sheet)), note_rules(drawn.lying, width) if not sheet.turn else (),
    )  # fmt: skip
    said = [] if ordered.certain else [Notice(NoticeKind.ORDER, number)]
    if sheet.cut:
        said.append(Notice(NoticeKind.LOST, number, f"only the first {MAX_CHARACTERS:,} characters were read"))
    return _Leaf(lines, drawn.picture, sheet.garbled > _GARBLED, tuple(said))


def _ordered(sheet: Sheet, drawn: Drawn) -> Ordered:
    if not sheet.groups:
        return Ordered((), True)
    tables = [] if sheet.turn else grids(drawn)
    rest, rows = taken_out(sheet.groups[0], tables)
    return in_reading_order(pieces_of(rest), rows)


def _asides(sheet: Sheet) -> Iterator[Piece]:
    """The lines that run in another direction than most of the page."""
    for group in sheet.groups[1:]:
        yield from (replace(beside(row), kind=Kind.ASIDE) for row in pieces_of(group))


def _noticed(leaves: Sequence[_Leaf], pages: Sequence[PageLines]) -> list[_Leaf]:
    """The leaves, those that are almost empty without being a picture noted."""
    said: list[_Leaf] = []
    for leaf, page in zip(leaves, pages, strict=True):
        sparse = page.count < _FEW and not leaf.picture and not leaf.notices and not leaf.garbled
        more = (Notice(NoticeKind.SPARSE, page.number),) if sparse else ()
        said.append(replace(leaf, notices=(*leaf.notices, *more)))
    return said


def _recognized(pdf: Any, leaves: Sequence[_Leaf], unread: Sequence[int], recognizer: Recognizer | None) -> list[_Leaf]:
    """The leaves, those at ``unread`` read from their pictures where there is a recognizer."""
    read = list(leaves)
    for at in unread:
        leaf, number = leaves[at], at + 1
        if recognizer is not None:
            read[at] = _from_picture(pdf[at], leaf, recognizer)
        elif leaf.garbled:
            said = Notice(NoticeKind.GARBLED, number, f"the file does not say which characters it shows: {_CURE}")
            read[at] = replace(leaf, notices=(*leaf.notices, said))
        else:
            said = Notice(NoticeKind.UNREAD, number, f"the page is a picture: {_CURE}")
            read[at] = replace(leaf, notices=(*leaf.notices, said))
    return read


def _from_picture(page: Any, leaf: _Leaf, recognizer: Recognizer) -> _Leaf:
    """The page as it was recognized, with the lines of text that it has itself (a header over a scan)."""
    own = () if leaf.garbled else leaf.page.lines
    rows = [[p] for p in scanned(page, recognizer) if not any(_covers(line, p) for line in own)]
    ordered = in_reading_order(rows, [list(own)] if own else [])
    number = leaf.page.number
    order = () if ordered.certain else (Notice(NoticeKind.ORDER, number),)
    lines = replace(leaf.page, lines=ordered.lines)
    if not rows:
        kind = NoticeKind.GARBLED if leaf.garbled else NoticeKind.SPARSE
        return replace(leaf, page=lines, notices=(Notice(kind, number, "no text was found in its picture"),))
    return replace(leaf, page=lines, notices=(Notice(NoticeKind.OCR, number), *order))


def _covers(line: Piece, piece: Piece) -> bool:
    x, y = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return line.left <= x <= line.right and line.top - 2 <= y <= line.bottom + 2


def _nothing(raw: RawFile, notices: Sequence[Notice]) -> str:
    if any(notice.kind in (NoticeKind.UNREAD, NoticeKind.GARBLED) for notice in notices):
        return f"{raw.name} has only pictures of its pages, which were not read: {_CURE}"
    return f"{raw.name} has no text on any page: check that the right file was saved."
