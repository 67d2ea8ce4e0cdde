"""Footnotes: the lines at a page's foot that are set smaller than the text, under a short rule or behind a raised mark.

Where the mark stands in the page's text, too, the two are a pair: the note follows the paragraph that it is on, and the
marks themselves, which are no words of anybody's, are left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.readers.pdf.paragraphs import note_mark
from ingest.readers.pdf.pieces import Kind, PageLines, Piece, without
from ingest.structure.captions import caption

_SMALLER: Final = 0.92
"""A footnote is set in at most this share of the text's size."""
_SHORT: Final = (0.1, 0.6)
"""How long the rule over footnotes is, in page widths; a longer one is a table's or a frame's."""


def note_rules(lying: Sequence[tuple[float, float, float, float]], width: float) -> tuple[float, ...]:
    """The heights of the rules that may stand over footnotes."""
    return tuple(bottom for left, _, right, bottom in lying if _SHORT[0] * width <= right - left <= _SHORT[1] * width)


def with_notes(page: PageLines, size: float) -> PageLines:
    """The page with its footnotes told from its text and paired with their marks; ``size`` is that of the text."""
    asides = [line for line in page.lines if line.kind is Kind.ASIDE]
    lines = [line for line in page.lines if line.kind is not Kind.ASIDE]
    first = len(lines)
    while first and _is_small(lines[first - 1], size):
        first -= 1
    first = _opening(lines, first, page.rules)
    if first in (0, len(lines)):
        return page
    text, notes = lines[:first], [replace(line, kind=Kind.NOTE) for line in lines[first:]]
    for at, note in enumerate(notes):
        mark = note_mark(note.text)
        place = next((n for n, line in enumerate(text) if mark and any(m == mark for m, _ in line.noted)), None)
        if mark is None or place is None:
            notes[at] = replace(note, noted=())
        else:
            text[place] = _without_mark(text[place], mark)
            notes[at] = _without_head(note, mark)
    return replace(page, lines=(*text, *notes, *asides))


def _is_small(line: Piece, size: float) -> bool:
    return line.kind is Kind.PROSE and line.size <= _SMALLER * size and not caption(line.text)


def _opening(lines: Sequence[Piece], first: int, rules: Sequence[float]) -> int:
    """The first of the small lines that has a raised mark before it, or a mark and a short rule above it."""
    for at in range(first, len(lines)):
        line, above = lines[at], lines[at - 1].base if at else 0.0
        ruled = any(above <= rule + 1 and rule <= line.top + 2 for rule in rules)
        raised = bool(line.noted) and line.noted[0][1] == 0
        if note_mark(line.text) and (ruled or raised):
            return at
    return len(lines)


def _without_mark(line: Piece, mark: str) -> Piece:
    """The line without the characters of ``mark``; it stays known that they stood in it."""
    at = next(place for known, place in line.noted if known == mark)
    noted = tuple((m, place - len(mark) if place > at else place) for m, place in line.noted)
    return without(replace(line, noted=noted), at, at + len(mark))


def _without_head(line: Piece, mark: str) -> Piece:
    """A footnote's first line without its mark and the blank behind it."""
    end = line.text.index(mark) + len(mark)
    while end < len(line.text) and line.text[end] in " \t])）":
        end += 1
    return replace(without(line, 0, end), noted=((mark, 0),))
