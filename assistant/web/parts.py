"""Cut a report into pieces (a heading and its text) and, where it is very long, into parts to turn."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.web.markup import Span
from corpus.types import Outline, Report, Section, SectionKind

PART_CHARACTERS = 100_000
"""A report up to this long is sent whole; a longer one part by part, so that no page freezes."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under one heading; without ``section`` it stands before the first heading."""

    section: Section | None
    start: int
    heading_end: int
    end: int


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
    """The best place to cut: the last chapter, else section, else paragraph in the second half of the room."""
    low, high = start + limit // 2, start + limit
    for places in (chapters, sections):
        near = [place for place in places if low < place <= high]
        if near:
            return max(near)
    blank = text.rfind("\n\n", low, high)
    return blank + 2 if blank > low else high


def part_at(parts: list[Span], offset: int) -> int:
    """The part that holds ``offset``."""
    return next((number for number, (_, end) in enumerate(parts) if offset < end), len(parts) - 1)


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
