"""Cut a report into pieces (a heading and its text), these into blocks, and a very long one into parts to turn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assistant.web.html.markup import Span
from corpus.types import Outline, Page, Report, Section, SectionKind

PART_CHARACTERS = 100_000
"""A report up to this long is sent whole; a longer one part by part, so that no page freezes."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_WRAPPED: Final = ("text/plain", "text/markdown")
"""A line of such a file ends where its writer's page did; the readers of the other formats write a paragraph a line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under one heading; without ``section`` it stands before the first heading."""

    section: Section | None
    start: int
    heading_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or rows of a table with tabs between their cells; no blank lines around it."""

    start: int
    end: int
    is_table: bool = False


def pieces_of(text: str, outline: Outline) -> list[Piece]:
    """The whole text in reading order, every character once: each section up to where the next one starts."""
    sections = sorted(outline.sections, key=lambda section: (section.start, section.ordinal))
    starts = [section.start for section in sections] + [len(text)]
    pieces = [Piece(None, 0, 0, starts[0])] if starts[0] > 0 else []
    for section, end in zip(sections, starts[1:], strict=True):
        # the number of an «item» is part of its first sentence: it has no heading of its own
        heading_end = section.start if section.kind is SectionKind.ITEM else min(section.heading_end, end)
        pieces.append(Piece(section, section.start, max(heading_end, section.start), end))
    return pieces


def parts_of(report: Report, limit: int = PART_CHARACTERS) -> list[Span]:
    """Where each part starts and ends: at most ``limit`` characters, cut before a chapter where one is near."""
    text = report.text
    chapters = [section.start for section in report.outline.sections if section.parent is None]
    sections = [section.start for section in report.outline.sections]
    cuts = [0]
    while len(text) - cuts[-1] > limit:
        cuts.append(_cut(text, cuts[-1], limit, chapters, sections))
    return [*zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _cut(text: str, start: int, limit: int, chapters: list[int], sections: list[int]) -> int:
    """The best place to cut: the last chapter, else section, paragraph, line in the second half of the room."""
    low, high = start + limit // 2, start + limit
    for places in (chapters, sections):
        near = [place for place in places if low < place <= high]
        if near:
            return max(near)
    for end in ("\n\n", "\n"):
        found = text.rfind(end, low, high)
        if found > low:
            return found + len(end)
    return high


def part_at(parts: list[Span], offset: int) -> int:
    """The part that holds ``offset``."""
    return next((number for number, (_, end) in enumerate(parts) if offset < end), len(parts) - 1)


def page_at(pages: Sequence[Page], offset: int) -> Page:
    """The page that holds ``offset``; there must be pages."""
    return next((page for page in pages if offset < page.end), pages[-1])


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """The paragraphs of ``text[start:end]`` without the blank lines around them."""
    while start < end:
        found = _BLANK_LINES.search(text, start, end)
        stop, following = (found.start(), found.end()) if found else (end, end)
        stripped = text[start:stop].strip()
        if stripped:
            first = start + text[start:stop].index(stripped)
            yield first, first + len(stripped)
        start = following


def is_by_line(media_type: str) -> bool:
    """Whether each line of such a report's text is a paragraph of its own."""
    return media_type not in _WRAPPED


def blocks(text: str, start: int, end: int, by_line: bool) -> Iterator[Block]:
    """The paragraphs of ``text[start:end]``; where they come ``by_line``, the tables too."""
    at = start
    for first, last in paragraphs(text, start, end):
        if not by_line:
            yield Block(first, last)
            continue
        while first > at and text[first - 1] == "\t":
            first -= 1  # the first cells of the first row are empty
        yield from _lines(text, first, last)
        at = last


def _lines(text: str, start: int, end: int) -> Iterator[Block]:
    """Rows that follow one another together, any other line alone."""
    for is_row, run in groupby(_line_spans(text, start, end), key=lambda span: "\t" in text[slice(*span)]):
        lines = list(run)
        if is_row:
            yield Block(lines[0][0], lines[-1][1], True)
        else:
            yield from (Block(*span) for line in lines for span in paragraphs(text, *line))


def _line_spans(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        found = text.find("\n", start, end)
        stop = end if found < 0 else found
        yield start, stop
        start = stop + 1
