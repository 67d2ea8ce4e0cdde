"""Lines that may be headings: marks found, wrapped halves joined, numbered paragraphs told from headings."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.captions import caption
from ingest.structure.headings import (
    BACK_MATTER,
    PREFACE,
    Mark,
    clean_title,
    marks,
    numbers_chapters,
    plain,
    plain_title,
)
from ingest.structure.lines import Layout, Line
from ingest.structure.sentences import ends_sentence, has_han, width

HEADING_WIDTH: Final = 60
"""Wider than this, nothing is a heading."""
BRIEF_WIDTH: Final = 45
"""A heading with commas, or a list's sentence, is not wider than this."""

_SENTENCE_INSIDE: Final = re.compile(r"[。！？!?][^”’」』）)\"']|[a-z0-9]{2}\.\s+[A-Z]|；.*[^；]$")
_SENTENCE_END: Final = re.compile(r"[。；;，,]$|(?:\S+\s+){7,}\S+\.$")
_COMMA: Final = re.compile(r"[，；]|[,;]\s")
_BRACKETED: Final = re.compile(r"[（(](?=[^（()）]*[A-Za-z]{3})[^（()）]{4,}[）)]\s*[:：]?")
_WRAPPED_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin a section, with every reading of its mark.

    ``last`` is the index of the last line of the heading. ``fused`` says that the numeral stands before a
    paragraph; ``brief`` that this paragraph is one short sentence, which in a list is as good as a title.
    """

    line: Line
    last: Line
    readings: tuple[Mark, ...]
    title: str
    fused: bool
    brief: bool


def candidates(layout: Layout, skipped: Collection[int]) -> list[Candidate]:
    """Every candidate among the lines that are not ``skipped`` (contents, slides), in order."""
    lines = [line for line in layout.lines if line.index not in skipped]
    readings = [tuple(marks(line.text, layout.markdown)) for line in lines]
    numbered = [c for at in range(len(lines)) if (c := _numbered(layout, lines, readings, at))]
    return sorted([*numbered, *_plain(lines, numbered)], key=lambda c: c.line.start)


def _numbered(layout: Layout, lines: Sequence[Line], readings: Sequence[tuple[Mark, ...]], at: int) -> Candidate | None:
    line, found = lines[at], readings[at]
    if not found or _is_quoted(layout, lines, at, found):
        return None
    last = _extent(layout, lines, readings, at)
    title = _title(found[0].title, lines[at + 1 : last + 1])
    if not title and found[0].scheme != "appendix":
        return None
    fused, brief = _fused(title), _brief(title)
    if found[0].scheme == "appendix" and (fused or brief):
        return None  # «附件一所示…», and the form's «附件，共…»
    shown = clean_title(title)
    return Candidate(line, lines[last], found, shown, fused or brief, brief)


def _is_quoted(layout: Layout, lines: Sequence[Line], at: int, found: Sequence[Mark]) -> bool:
    """A weak numeral at the start of a line that only continues the full line above it."""
    line = lines[at]
    if found[0].strong or line.gap or at == 0:
        return False
    return layout.is_full(lines[at - 1]) and not ends_sentence(lines[at - 1].text) and not line.indented


def _extent(layout: Layout, lines: Sequence[Line], readings: Sequence[tuple[Mark, ...]], at: int) -> int:
    """The index of the last line of the heading (or of the part of the paragraph that is enough to know it)."""
    last = at
    while last + 1 < len(lines) and last - at < _WRAPPED_LINES and _runs_on(layout, lines, readings, at, last):
        last += 1
    if _takes_brackets(lines, readings, at, last) or _takes_tail(lines, readings, last):
        last += 1
    return last


def _runs_on(layout: Layout, lines: Sequence[Line], readings: Sequence[tuple[Mark, ...]], at: int, last: int) -> bool:
    following = lines[last + 1]
    if readings[last + 1] or caption(following.text):
        return False
    if last == at and not readings[at][0].title:  # the numeral stands alone, its title on the next line
        return readings[at][0].scheme != "appendix" and following.width <= HEADING_WIDTH / 2
    unfinished = not following.gap and not ends_sentence(lines[last].text)
    return unfinished and layout.is_full(lines[last])


def _takes_brackets(lines: Sequence[Line], readings: Sequence[tuple[Mark, ...]], at: int, last: int) -> bool:
    """The English half of a Chinese heading, in brackets on a line of its own."""
    if last + 1 >= len(lines) or readings[last + 1] or last > at:
        return False
    title = lines[last].text
    alone = has_han(title) and not _BRACKETED.search(title) and not _fused(title) and not ends_sentence(title)
    return alone and _BRACKETED.fullmatch(lines[last + 1].text) is not None


def _takes_tail(lines: Sequence[Line], readings: Sequence[tuple[Mark, ...]], last: int) -> bool:
    """The last word of a long heading, alone on a line and all that stands before the next numeral."""
    if last + 1 >= len(lines) or readings[last + 1]:
        return False
    heading, tail = lines[last], lines[last + 1]
    after = lines[last + 2] if last + 2 < len(lines) else None
    closed = after is None or bool(readings[last + 2]) or caption(after.text) is not None
    short = tail.width <= min(10.0, heading.width / 2) and heading.width >= 25 and not caption(tail.text)
    finished = ends_sentence(heading.text) or ends_sentence(tail.text)
    alike = has_han(heading.text[-3:]) == has_han(tail.text)
    return closed and short and not finished and alike and plain_title(tail.text) is None


def _title(first: str, rest: Sequence[Line]) -> str:
    title = first
    for line in rest:
        title = joined(title, line.text)
    return title.strip()


def joined(left: str, right: str) -> str:
    """Two halves of a wrapped text: Chinese runs on without a blank, anything else takes one."""
    if not left or not right:
        return left or right
    tight = _is_wide(left[-1]) and _is_wide(right[0])
    return f"{left}{'' if tight else ' '}{right}"


def _is_wide(character: str) -> bool:
    return width(character) == 1.0


def _fused(title: str) -> bool:
    """Whether ``title`` reads as a paragraph rather than as a heading."""
    wide = width(title)
    if wide > HEADING_WIDTH or _SENTENCE_INSIDE.search(title):
        return True
    if wide > BRIEF_WIDTH and (_COMMA.search(title) or has_han(title)):
        return True
    return title.endswith(("，", ","))


def _brief(title: str) -> bool:
    return not _fused(title) and _SENTENCE_END.search(title) is not None


def _plain(lines: Sequence[Line], numbered: Sequence[Candidate]) -> Iterator[Candidate]:
    """Well-known chapter titles without a numeral: all of them where nothing numbers the chapters, else only a
    preface before the first numbered chapter and the references after the last."""
    taken = {index for c in numbered for index in range(c.line.index, c.last.index + 1)}
    free = [line for line in lines if line.index not in taken]
    found = [(line, title) for line in free if (title := plain_title(line.text)) and _stands_out(line)]
    chapters = [c.line.start for c in numbered if numbers_chapters(c.readings[0])]
    for line, title in found:
        before = bool(PREFACE.fullmatch(title)) and bool(chapters) and line.start < chapters[0]
        behind = bool(BACK_MATTER.fullmatch(title)) and bool(chapters) and line.start > chapters[-1]
        if before or behind or not chapters:
            yield Candidate(line, line, (plain(title),), title, False, False)


def _stands_out(line: Line) -> bool:
    """English words alone on a line head a chapter only where a blank row or a capital line sets them off."""
    return has_han(line.text) or line.gap or line.text.isupper()
