"""Which reader reads which file: one table, filled here and nowhere else.

The suffix says what a file should be, its bytes what it is: where they differ the bytes are believed. A reader's
module, with the libraries it needs, is imported only when a file of its format comes.
"""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from corpus.errors import UnreadableFile

if TYPE_CHECKING:  # numpy takes longer to import than a text to read
    import numpy as np
    from numpy.typing import NDArray

    from corpus.seams import Reader
    from ingest.readers.ocr import RecognizedLine
    from ingest.readers.pdf.scan import Recognizer


Alive = Callable[[], None]
"""Told each time a reader is about to do what takes seconds: it has not hung."""


def _text(_: Alive) -> "Reader":
    from ingest.readers.text import TextReader

    return TextReader()


def _pdf(alive: Alive) -> "Reader":
    from ingest.readers.pdf.reader import PdfReader

    return PdfReader(lambda: _telling(_recognizer(), alive))


@functools.cache  # it keeps its models, which take seconds to load, from file to file
def _recognizer() -> "Recognizer | None":
    from ingest.readers.ocr import recognizer

    return recognizer()


def _docx(_: Alive) -> "Reader":
    from ingest.readers.docx.reader import DocxReader

    return DocxReader()


def _odt(_: Alive) -> "Reader":
    from ingest.readers.odt.reader import OdtReader

    return OdtReader()


def _html(_: Alive) -> "Reader":
    from ingest.readers.html.reader import HtmlReader

    return HtmlReader()


class _Telling:
    """A recognizer that says before each page that it goes on."""

    def __init__(self, recognizer: "Recognizer", alive: Alive) -> None:
        self._recognizer, self._alive = recognizer, alive

    def read(self, image: "NDArray[np.uint8]") -> "Sequence[RecognizedLine]":
        """What the recognizer reads."""
        self._alive()
        return self._recognizer.read(image)


def _telling(recognizer: "Recognizer | None", alive: Alive) -> "Recognizer | None":
    return _Telling(recognizer, alive) if recognizer else None


@dataclass(frozen=True, slots=True)
class _Format:
    suffixes: tuple[str, ...]
    reader: Callable[[Alive], "Reader"]


_TEXT: Final = _Format((".txt", ".text", ".md", ".markdown"), _text)
_PDF: Final = _Format((".pdf",), _pdf)
_DOCX: Final = _Format((".docx", ".docm"), _docx)
_ODT: Final = _Format((".odt",), _odt)
_HTML: Final = _Format((".html", ".htm", ".xhtml"), _html)
_BY_SUFFIX: Final = {suffix: form for form in (_TEXT, _PDF, _DOCX, _ODT, _HTML) for suffix in form.suffixes}

_WORD_PROCESSOR: Final = "open it in a word processor, save it as .docx or .odt, and add that."
_PICTURE: Final = "is a picture: put it into a PDF, and add that."
_PACKED: Final = "is a packed archive: unpack it, and add what is in it."
_REFUSED: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"\s*\{\\rtf"), f"is rich text (RTF), which cannot be read: {_WORD_PROCESSOR}"),
    (re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0|II\*\0|MM\0\*", re.DOTALL), _PICTURE),
    (re.compile(rb"RIFF.{4}WEBP|\0\0\0.ftyp(?:hei|mif|avif)|\0\0\0\x0cjP  ", re.DOTALL), _PICTURE),
    (re.compile(rb"\x1f\x8b\x08|7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY|\xfd7zXZ"), _PACKED),
    (re.compile(rb"MIME-Version:(?s:.*)multipart/related", re.IGNORECASE),
     f"is a saved web page (MHTML), not read here: {_WORD_PROCESSOR}"),
    (re.compile(rb"(?:\xef\xbb\xbf)?<\?xml(?s:.{,600}?)(?:<\?mso-application|<w:wordDocument|<office:document[ >])"),
     f"is a word processor's flat XML, which cannot be read: {_WORD_PROCESSOR}"),
)  # fmt: skip
"""What files of no readable format begin with, and what to do about it."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE: Final = (
    ("EncryptedPackage", "is protected with a password: open it, save it without one, and add that."),
    ("WordDocument", f"is of Word 97-2003 (.doc), which cannot be read: {_WORD_PROCESSOR}"),
    ("PowerPoint Document", "is of PowerPoint 97-2003 (.ppt): export it as a PDF, and add that."),
    ("Workbook", "is an Excel workbook (.xls): print it to a PDF, and add that."),
)
"""By the name of a stream in it; names stand in UTF-16."""

_IN_ZIP: Final = (
    (b"ppt/presentation.xml", "is a PowerPoint file (.pptx): export it as a PDF, and add that."),
    (b"xl/workbook", "is an Excel workbook (.xlsx): print it to a PDF, and add that."),
    (b"application/epub+zip", "is an e-book (EPUB): print it to a PDF, and add that."),
    (b"application/vnd.oasis", "is an OpenDocument file, but no text (.odt): export it as a PDF, and add that."),
)
"""By a name or a stored file in it."""

_HTML_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{,200}>\s*)?"
    rb"(?>(?:<!--(?s:.{,2000}?)-->\s*){,5})<(?:!doctype\s+html|html)\b",
    re.IGNORECASE,
)
_HEAD: Final = 8192


def supported_suffixes() -> tuple[str, ...]:
    """Every suffix that can be read, sorted."""
    return tuple(sorted(_BY_SUFFIX))


def reader_for(path: PurePath | str, data: bytes | None = None, alive: Alive = lambda: None) -> "Reader":
    """The reader for ``path`` by what is in it, else by its suffix; or :class:`UnreadableFile` naming the cure.

    ``alive`` is called before each page that takes seconds, as one that is scanned does.

    >>> reader_for("report.DOC")
    Traceback (most recent call last):
        ...
    corpus.errors.UnreadableFile: report.DOC: .doc files cannot be read yet; save it as ...
    """
    path = PurePath(path)
    named = _BY_SUFFIX.get(path.suffix.lower())
    form = named if data is None else _format_of(path.name, data, named)
    if form is None:
        kind = f"{path.suffix.lower()} files" if path.suffix else "files without a suffix"
        known = ", ".join(supported_suffixes())
        raise UnreadableFile(f"{path.name}: {kind} cannot be read yet; save it as one of {known}.")
    return form.reader(alive)


def _format_of(name: str, data: bytes, named: _Format | None) -> _Format | None:
    """What ``data`` is, or ``named`` where it does not say; what is known to be no report is refused."""
    head = data[:_HEAD]
    if data.startswith(b"PK\3\4"):
        return _in_zip(name, data, named)
    if data.startswith(_OLE):
        raise UnreadableFile(f"{name} {_told(_IN_OLE, data)}")
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and b"endobj" in data):
        return _PDF
    for start, words in _REFUSED:
        if start.match(head):
            raise UnreadableFile(f"{name} {words}")
    return _HTML if _HTML_START.match(head.replace(b"\0", b"")) else named  # UTF-16 is ASCII and zeros here


def _told(streams: tuple[tuple[str, str], ...], data: bytes) -> str:
    found = (words for stream, words in streams if stream.encode("utf-16-le") in data)
    return next(found, f"is an old Office file, which cannot be read: {_WORD_PROCESSOR}")


def _in_zip(name: str, data: bytes, named: _Format | None) -> _Format:
    """Word and OpenDocument files are ZIP archives; what they hold stands by name in the directory at their end."""
    if b"application/vnd.oasis.opendocument.text" in data[:200]:
        return _ODT
    if b"word/document" in data and b"[Content_Types].xml" in data:
        return _DOCX
    for mark, words in _IN_ZIP:
        if mark in data:
            raise UnreadableFile(f"{name} {words}")
    if named in (_DOCX, _ODT):
        return named  # its reader knows what is missing
    raise UnreadableFile(f"{name} {_PACKED}")
