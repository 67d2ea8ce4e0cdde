"""Paragraphs and their sentences, whatever the line breaks: wrapped lines and page breaks are joined.

A paragraph is thought of as one string while its sentences are found; their offsets are those of the document.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.captions import caption
from ingest.structure.headings import marks
from ingest.structure.lines import Layout, Line
from ingest.structure.sentences import Span, ends_sentence, has_han, sentences, width

_BULLET: Final = re.compile(r"[-–—*+•●○◎◆■□▪▲※·‧➢✓]\s|[•●○◎◆■□▪▲※➢✓]")
_LEAST: Final = 20.0
"""A line shorter than this is a label or a cell, not the first half of a sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a whole line of a list or form): what a passage is packed from. ``opens`` a paragraph."""

    start: int
    end: int
    width: float
    opens: bool


def unit(text: str, span: Span, opens: bool) -> Unit:
    """The unit at ``span``."""
    return Unit(*span, width(text[slice(*span)]), opens)


def sentence_units(layout: Layout, lines: Sequence[Line]) -> list[Unit]:
    """The sentences of ``lines`` in order, each paragraph's first one marked."""
    return [u for group in _paragraphs(layout, lines) for u in _sentences(layout.text, group)]


def _paragraphs(layout: Layout, lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _runs_on(layout, group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _runs_on(layout: Layout, line: Line, following: Line) -> bool:
    """Whether the paragraph of ``line`` goes on in the line after it."""
    done = ends_sentence(line.text)
    if layout.is_full(line) and not following.gap:
        goes_on = not done or following.first - following.start <= line.first - line.start
    elif following.gap:
        alike = has_han(line.text) == has_han(following.text)
        goes_on = not done and alike and (layout.is_full(line) if layout.measure else line.width >= _LEAST)
    else:
        goes_on = not done and line.width >= (0.6 * layout.measure or _LEAST)
    return goes_on and not _stands_alone(line) and not _begins(following)


def _stands_alone(line: Line) -> bool:
    return caption(line.text) is not None


def _begins(line: Line) -> bool:
    return bool(_BULLET.match(line.text)) or _stands_alone(line) or bool(marks(line.text))


def _sentences(text: str, group: Sequence[Line]) -> Iterator[Unit]:
    flat, places = _flatten(group)
    for number, (start, end) in enumerate(sentences(flat)):
        yield unit(text, (places[start], places[end - 1] + 1), number == 0)


def _flatten(group: Sequence[Line]) -> tuple[str, list[int]]:
    """The lines as one string, and the offset of each of its characters in the document."""
    pieces: list[str] = []
    places: list[int] = []
    for line in group:
        if pieces and not (width(pieces[-1][-1]) == 1.0 and width(line.text[0]) == 1.0):
            pieces.append(" ")
            places.append(line.start)
        pieces.append(line.text)
        places.extend(range(line.first, line.end))
    return "".join(pieces), places
