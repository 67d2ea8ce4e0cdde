"""The paragraphs and bullets of a stretch of text, as spans; a line that was only broken at the margin goes on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.advice.wording import is_courtesy

Span = tuple[int, int]
_ROW: Final = re.compile(r"[^\n\f]*[\n\f]?")
_ENDS: Final = re.compile(r"[。！？!?；;：:.…][”’」』）)】》〉\"']*\s*$")
_BULLET: Final = re.compile(r"\s*(?:[•●○◎◆◇■□▪▲△※➢➤✓✔‧·\uf06c\uf0b7\uf06e\uf0d8]\s*|[-*+–]\s+)(?=\S)")
_PAGE_NUMBER: Final = re.compile(r"\s*(?:[-–—‧]\s*)?(?:第\s*)?[0-9]{1,4}(?:\s*頁)?(?:\s*[-–—‧])?\s*")
_CAPTION: Final = re.compile(r"\s*(?:圖|表|照片|Figure|Fig\.|Table)\s?[0-9A-Z一二三四五六七八九十][^。]{0,60}\s*$")
_MARGIN: Final = 14
"""Characters from which on a line may have been broken because it was full."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or one point of a list with bullets; ``said`` is where its words begin."""

    start: int
    said: int
    end: int
    bullet: bool


def blocks(text: str, start: int, end: int) -> list[Block]:
    """What of ``start`` .. ``end`` is a paragraph or a bullet, in order; page numbers and captions are neither."""
    found: list[Block] = []
    for lines in _runs(text, start, end):
        bullet = _BULLET.match(text, lines[0][0], lines[0][1])
        first, last = trimmed(text, lines[0][0], lines[-1][1])
        if first < last:
            found.append(Block(first, bullet.end() if bullet else first, last, bullet is not None))
    return found


def _runs(text: str, start: int, end: int) -> Iterator[Sequence[Span]]:
    """The lines that belong together."""
    run: list[Span] = []
    for line in _lines(text, start, end):
        words = text[line[0] : line[1]]
        if _PAGE_NUMBER.fullmatch(words) and words.strip():
            continue  # a paragraph may go on over the page
        if run and (not words.strip() or _begins(text, line, run[-1])):
            yield run
            run = []
        if words.strip() and not _CAPTION.fullmatch(words):
            run.append(line)
    if run:
        yield run


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        found = _ROW.match(text, at, end)
        assert found is not None  # it matches nothing too
        if found.end() == at:
            return
        yield found.span()
        at = found.end()


def _begins(text: str, line: Span, before: Span) -> bool:
    """Whether a paragraph begins in ``line``, which follows the line ``before``."""
    words, previous = text[slice(*line)], text[slice(*before)].rstrip()
    indented = len(words) - len(words.lstrip(" \u3000\t")) >= 2
    if _BULLET.match(words) is not None or "\t" in words.strip():
        return True
    if previous.endswith(("，", "、", ",")):
        return False
    full = len(previous.strip()) >= _MARGIN and not _ENDS.search(previous)
    return indented or not full


def trimmed(text: str, start: int, end: int) -> Span:
    """``start`` .. ``end`` without the white space at both ends; empty where nothing is left."""
    piece = text[start:end]
    kept = piece.strip()
    first = start + len(piece) - len(piece.lstrip()) if kept else start
    return first, first + len(kept)


def without_tail(text: str, start: int, end: int) -> int:
    """Where an item ends that is printed up to ``end``: page numbers, captions and thanks behind it are not its own."""
    paragraphs = blocks(text, start, end)
    while len(paragraphs) > 1 and is_courtesy(text[paragraphs[-1].start : paragraphs[-1].end]):
        paragraphs.pop()
    return paragraphs[-1].end if paragraphs else trimmed(text, start, end)[1]
