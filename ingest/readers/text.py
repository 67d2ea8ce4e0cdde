"""Plain text and Markdown: bytes in whichever encoding to the canonical text.

The canonical text is verbatim but for the byte order mark and the line ends, so that an offset in it is an
offset in the UTF-8 file (where that file already ends its lines with LF).
"""

import codecs
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from corpus.errors import UnreadableFile
from corpus.types import Document, Page, RawFile

_MARKDOWN: Final = frozenset({".md", ".markdown"})
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 200_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd\ufffe\uffff]")
_COMMON: Final = re.compile(r"[的一是在有不人為会會國国中以及於和年月日出本，。、：；（）]")
_CURE: Final = "save it as plain text in UTF-8 and add it again."


class TextReader:
    """Reads ``.txt`` and ``.md``; a form feed ends a page, as pdftotext writes it."""

    suffixes: Sequence[str] = (".txt", ".text", ".md", ".markdown")

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` naming what is wrong and the cure."""
        text, encoding = decode(raw)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            raise UnreadableFile(f"{raw.name} holds nothing but blanks: check that the right file was saved.")
        markdown = PurePath(raw.name).suffix.lower() in _MARKDOWN
        return Document(text, encoding, "text/markdown" if markdown else "text/plain", pages_of(text))


def pages_of(text: str) -> tuple[Page, ...]:
    """The pages of a text that has form feeds; a form feed belongs to the page it ends.

    >>> pages_of("one\\ftwo")
    (Page(number=1, start=0, end=4), Page(number=2, start=4, end=7))
    """
    cuts = [0, *(found.end() for found in re.finditer("\f", text))]
    if len(cuts) == 1:
        return ()
    if text[cuts[-1] :].strip():
        cuts.append(len(text))
    else:
        cuts[-1] = len(text)  # a form feed at the very end opens no page
    return tuple(Page(number, start, end) for number, (start, end) in enumerate(pairwise(cuts), 1))


def decode(raw: RawFile) -> tuple[str, str]:
    """The text as it was written, byte order mark aside, and its encoding; or :class:`UnreadableFile`."""
    data = raw.data
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(raw, data[len(mark) :], encoding), encoding
    wide = _wide_without_mark(data)
    if wide:
        return _strict(raw, data, wide), wide
    if b"\0" in data:
        raise UnreadableFile(f"{raw.name} is not text but a binary file: {_CURE}")
    try:
        return _printable(raw, data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _legacy(raw)


def _strict(raw: RawFile, data: bytes, encoding: str) -> str:
    try:
        return _printable(raw, data.decode(encoding))
    except UnicodeDecodeError:
        raise UnreadableFile(f"{raw.name} is damaged: it is not the {encoding} it seems to be; {_CURE}") from None


def _printable(raw: RawFile, text: str) -> str:
    if "\0" in text or len(_CONTROL.findall(text)) > len(text) // 50 + 2:
        raise UnreadableFile(f"{raw.name} is not text but a binary file: {_CURE}")
    return text


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: read in the right byte order it is full of common characters, in the other of none."""
    if len(data) % 2 or b"\0" not in data:
        return None
    read = {name: data[:_SAMPLE].decode(name, "ignore") for name in ("utf-16-le", "utf-16-be")}
    scores = {name: _familiarity(text) if text else 0.0 for name, text in read.items()}
    best, other = sorted(scores, key=lambda name: -scores[name])
    return best if scores[best] > 0.1 and scores[best] > 3 * scores[other] else None


def _legacy(raw: RawFile) -> tuple[str, str]:
    """Big5 or GB18030, whichever reads more like Chinese; else what charset-normalizer makes of it."""
    tried = [
        (text, name) for name in ("cp950", "big5hkscs", "gb18030") if (text := _attempt(raw.data, name)) is not None
    ]
    if tried:
        text, name = max(tried, key=lambda pair: likeness(pair[0]))
        if likeness(text) > 0.02:
            return text, name
    from charset_normalizer import from_bytes  # 25 ms that hardly a report needs

    guess = from_bytes(raw.data[:_SAMPLE]).best()
    decoded = _attempt(raw.data, guess.encoding) if guess else None
    if guess is None or decoded is None or _oddity(decoded) > 0.02:
        raise UnreadableFile(f"The encoding of {raw.name} could not be told: {_CURE}")
    return decoded, guess.encoding


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\0" in text else text


def likeness(text: str) -> float:
    """How much of the text beyond ASCII are the commonest characters of Chinese: 0.2 and more when right."""
    sample = text[:_SAMPLE]
    beyond = sum(c > "\x7f" for c in sample)
    return len(_COMMON.findall(sample)) / beyond - 5 * _oddity(sample) if beyond else 0.0


def _familiarity(text: str) -> float:
    """The share of the commonest Chinese characters and of printable ASCII, less what no report has."""
    latin = sum(" " <= c <= "~" or c == "\n" for c in text)
    return (latin + len(_COMMON.findall(text))) / len(text) - 5 * _oddity(text)


def _oddity(text: str) -> float:
    """The share of characters that no report has: controls, private use, unassigned marks."""
    private = sum("\ue000" <= c <= "\uf8ff" for c in text)
    return (len(_CONTROL.findall(text)) + private) / max(len(text), 1)
