"""The canonical text of a PDF, its page map and its boxes, from the paragraphs.

A paragraph is one line. Where a page break cuts it, the page map has a border inside that line. A footnote stands
behind the paragraph that its mark is in; where that paragraph ends on the next page, the footnote counts for that, too,
and it has no boxes, for those would be boxes of another page.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.boxes import pack
from corpus.types import Page
from ingest.readers.pdf.paragraphs import Paragraph
from ingest.readers.pdf.pieces import PageLines, between

_BREAK_HYPHENS: Final = "\u00ad\u2010"
"""Hyphens that stand only where a word was broken."""
_WORD: Final = re.compile(r"[A-Za-z]{4,}")
_LAST_WORD: Final = re.compile(r"(?<![A-Za-z-])([A-Za-z]{2,})-$")
_FIRST_WORD: Final = re.compile(r"[a-z]{2,}(?!-)")


class _Canvas:
    """The text so far, and where each page begins in it."""

    def __init__(self, pages: int) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.page = 0
        self.starts = [0] * pages
        self.boxes: list[list[NDArray[np.uint16]]] = [[] for _ in range(pages)]

    def add(self, text: str, page: int, boxes: NDArray[np.uint16] | None = None) -> None:
        """``text`` on ``page``, or on the page reached before where that is later."""
        while self.page < page:
            self.page += 1
            self.starts[self.page] = self.length
        known = boxes is not None and self.page == page
        self.boxes[self.page].append(
            boxes if boxes is not None and known else np.zeros((len(text), 4), dtype=np.uint16)
        )
        self.parts.append(text)
        self.length += len(text)


def canonical(
    pages: Sequence[PageLines], paragraphs: Iterable[Paragraph]
) -> tuple[str, tuple[Page, ...], dict[int, bytes]]:
    """The text, its pages, and their boxes by physical page."""
    canvas = _Canvas(len(pages))
    words = _vocabulary(pages)
    for paragraph in paragraphs:
        _write(canvas, paragraph, words)
    ends = [*canvas.starts[1 : canvas.page + 1], *[canvas.length] * (len(pages) - canvas.page)]
    starts = [*canvas.starts[: canvas.page + 1], *[canvas.length] * (len(pages) - canvas.page - 1)]
    made = tuple(
        Page(page.number, start, end, page.label, *page.seen)
        for page, start, end in zip(pages, starts, ends, strict=True)
    )
    boxes = {page.number: pack(np.concatenate(canvas.boxes[at])) for at, page in enumerate(made) if canvas.boxes[at]}
    return "".join(canvas.parts), made, boxes


def _write(canvas: _Canvas, paragraph: Paragraph, words: Container[str]) -> None:
    texts = _whole([one.line.text for one in paragraph], words)
    for one, text in zip(paragraph, texts, strict=True):
        printed = min(len(text), len(one.line.text))
        canvas.add(text[:printed], one.page, one.line.boxes[:printed])
        if text[printed:]:
            canvas.add(text[printed:], one.page)
    canvas.add("\n", paragraph[-1].page)


def _whole(lines: Sequence[str], words: Container[str]) -> Iterator[str]:
    """Each line with what stands between it and the next, or without the hyphen that broke a word."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not following:
            yield line
        elif line[-1] in _BREAK_HYPHENS or _was_broken(line, following, words):
            yield line[:-1]
        else:
            yield line if _is_hyphened(line, following) else line + between(line, following)


def _is_hyphened(line: str, following: str) -> bool:
    return line[-1] == "-" and line[-2:-1].isalpha() and following[0].islower()


def _was_broken(line: str, following: str, words: Container[str]) -> bool:
    """Whether a hyphen is there only because the line ended: the report has the word in one piece elsewhere."""
    before, after = _LAST_WORD.search(line), _FIRST_WORD.match(following)
    return bool(before and after and before[1].lower() + after[0].lower() in words)


def _vocabulary(pages: Iterable[PageLines]) -> Container[str]:
    """The English words of the report, where any line ends with a hyphen."""
    lines = [line.text for page in pages for line in page.lines]
    broken = any(line.endswith("-") for line in lines)
    return {word.lower() for line in lines for word in _WORD.findall(line)} if broken else ()
