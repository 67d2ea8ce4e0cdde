"""Boxes to tick, as forms print them: «□1考察□2進修■3研究», «1. 考察 ☑», «[v] 是 [ ] 否»."""

import re
from typing import Final

from ingest.structure.sentences import Span, trimmed

_ON: Final = re.compile(r"[■☑☒✔✓●◼▣√🗹]|[\[(（]\s*[vVxXＶ✓✔√■]\s*[\])）]|(?<![A-Za-z])[vVＶ](?![A-Za-z])")
_OFF: Final = re.compile(r"[□☐◻▢○]|[\[(（]\s*[\])）]")
_BOX: Final = re.compile(rf"{_ON.pattern}|{_OFF.pattern}")
_NUMBER: Final = re.compile(r"\s*(?:[(（]?[0-9０-９]{1,2}[.、．)）]?|[一二三四五六七八九十][、.．])\s*")
_LETTER: Final = re.compile(r"[vVＶ]")


def ticked(text: str, start: int, end: int) -> list[Span] | None:
    """Where the ticked words stand in ``text[start:end]``; None where there is nothing to tick.

    >>> line = "□1考察□2進修□3研究□4實習■5其他 (開會)"
    >>> [line[a:b] for a, b in ticked(line, 0, len(line))]
    ['其他 (開會)']
    """
    boxes = list(_BOX.finditer(text, start, end))
    if not boxes or (all(_LETTER.fullmatch(box.group()) for box in boxes) and not _at_edge(text, boxes[0], start, end)):
        return None
    leading = not text[start : boxes[0].start()].strip()
    edges = [box.start() for box in boxes[1:]] + [end] if leading else [start, *(box.end() for box in boxes)]
    spans = []
    for number, box in enumerate(boxes):
        if _ON.fullmatch(box.group()):
            first, last = (box.end(), edges[number]) if leading else (edges[number], box.start())
            spans.append(_unnumbered(text, first, last))
    return [span for span in spans if span]


def _at_edge(text: str, box: re.Match[str], start: int, end: int) -> bool:
    """Whether a lone letter V is a tick: nothing stands before it, or nothing behind it."""
    return not text[start : box.start()].strip() or not text[box.end() : end].strip()


def _unnumbered(text: str, start: int, end: int) -> Span | None:
    number = _NUMBER.match(text, start, end)
    span = trimmed(text, number.end() if number else start, end)
    if span and text[span[1] - 1] in "，,；;、|":
        return trimmed(text, span[0], span[1] - 1)
    return span
