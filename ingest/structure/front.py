"""The front of a report before its first heading: cover, form (提要), abstract, contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus.types import SectionKind
from ingest.form.labels import is_label_line
from ingest.structure.headings import clean_title
from ingest.structure.lines import Layout, Line
from ingest.structure.toc import Contents

_FORM: Final = re.compile(r".{0,24}[報报]告[書书]?\s*提\s*要\s*表?|提\s*要\s*表?")
_ABSTRACT: Final = re.compile(
    r"(?P<title>(?:[內内]\s*容|[報报]\s*告)?\s*(?:摘|提)\s*要)\s*(?:[（(][^）)]{0,20}[）)])?\s*(?P<colon>[:：])?(?P<value>.*)"
)
_ABSTRACT_ENGLISH: Final = re.compile(
    r"(?P<title>abstract|executive summary|summary)\s*(?P<colon>:)?(?P<value>)", re.IGNORECASE
)
_COVER: Final = re.compile(r".{0,30}出\s*[國国]\s*(?:人[員员])?\s*[報报]\s*告.{0,30}")
_EARLY: Final = 60
"""A table of contents within the first lines stands before the body."""


@dataclass(frozen=True, slots=True)
class FrontPart:
    """A piece of the front matter; ``parent`` is a place in the list of parts."""

    kind: SectionKind
    title: str
    start: int
    heading_end: int
    end: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class _Landmark:
    kind: SectionKind
    title: str
    line: Line
    is_label: bool = False
    has_value: bool = False


def landmarks_end(layout: Layout, contents: Sequence[Contents], before: int | None) -> int:
    """The index of the line from which on headings may be: numbered points in a form's abstract head nothing.

    ``before`` is the line of the first numbered chapter, where there is one.
    """
    latest = before if before is not None else max(_EARLY, len(layout.lines) // 3)
    tables = [c for c in contents if c.first <= latest]
    if tables:
        return max(c.last for c in tables if c.first - tables[0].last <= _EARLY)
    front = [mark for mark in _landmarks(layout.lines, (), len(layout.lines)) if mark.kind is not SectionKind.TOC]
    if before is not None and front and front[0].line.index < before:
        return before
    return 0


def front_parts(layout: Layout, contents: Sequence[Contents], body: int) -> list[FrontPart]:
    """The parts of the text before offset ``body``, adjacent to each other and in order."""
    lines = layout.within(0, body)
    found = _landmarks(lines, contents, len(lines))
    parts: list[FrontPart] = []
    first = found[0].line.index if found else len(lines)
    parts.extend(_opening(layout, lines[:first], found[0].line.start if found else body))
    ends = [mark.line.start for mark in found[1:]] + [body]
    for mark, end in zip(found, ends, strict=False):
        parts.extend(_part(layout, mark, end, parts, contents, found))
    return _with_furniture(layout, _close(parts), body)


def _with_furniture(layout: Layout, parts: list[FrontPart], body: int) -> list[FrontPart]:
    """A running header above all else belongs to the first part: no printed character is outside the outline."""
    first = parts[0].start if parts else body
    head = layout.furniture[0][0] if layout.furniture else first
    if head >= first:
        return parts
    if parts and parts[0].heading_end == first:
        return [replace(parts[0], start=head, heading_end=head), *parts[1:]]
    shifted = [replace(p, parent=None if p.parent is None else p.parent + 1) for p in parts]
    return [FrontPart(SectionKind.FRONT, "", head, head, first), *shifted]


def _landmarks(lines: Sequence[Line], contents: Sequence[Contents], limit: int) -> list[_Landmark]:
    inside = {i for c in contents for i in range(c.first, c.last)}
    tables = {c.first: c for c in contents if c.first < limit}
    found: list[_Landmark] = []
    for line in lines:
        if line.index in tables:
            found.append(_Landmark(SectionKind.TOC, tables[line.index].title, line))
        elif line.index not in inside and (mark := _landmark(line, found)):
            found.append(mark)
    return found


def _landmark(line: Line, before: Sequence[_Landmark]) -> _Landmark | None:
    """The form once, the abstract once; both alone on their line, or an abstract's label in a form."""
    kinds = {mark.kind for mark in before}
    if SectionKind.FORM not in kinds and SectionKind.ABSTRACT not in kinds and _FORM.fullmatch(line.text):
        return _Landmark(SectionKind.FORM, clean_title(line.text), line)
    found = _ABSTRACT.fullmatch(line.text) or _ABSTRACT_ENGLISH.fullmatch(line.text)
    if not found or SectionKind.ABSTRACT in kinds or (found["value"] and not found["colon"]):
        return None
    in_form = bool(before) and before[-1].kind is SectionKind.FORM and bool(found["colon"])
    return _Landmark(
        SectionKind.ABSTRACT, re.sub(r"\s+(?=[\u4e00-\u9fff])", "", found["title"]), line, in_form, bool(found["value"])
    )


def _opening(layout: Layout, lines: Sequence[Line], end: int) -> Iterator[FrontPart]:
    """What stands before the first landmark: a cover as far as it has no prose, else just a front."""
    if not lines:
        return
    start = lines[0].start
    fields = sum(is_label_line(line.text) for line in lines)
    headed = any(_COVER.fullmatch(line.text) for line in lines[:8])
    if fields < 2 and not headed:
        yield FrontPart(SectionKind.FRONT, "", start, start, end)
        return
    cut = _prose_start(lines) or end
    title = "封面" if layout.chinese else "Cover"
    yield FrontPart(SectionKind.COVER, title, start, start, cut)
    if cut < end:
        yield FrontPart(SectionKind.FRONT, "", cut, cut, end)


def _part(
    layout: Layout,
    mark: _Landmark,
    end: int,
    before: Sequence[FrontPart],
    contents: Sequence[Contents],
    marks: Sequence[_Landmark],
) -> Iterator[FrontPart]:
    line = mark.line
    if mark.kind is SectionKind.TOC:
        yield from _contents_part(layout, mark, end, contents)
    elif mark.kind is SectionKind.ABSTRACT:
        parent = (
            max((i for i, p in enumerate(before) if p.kind is SectionKind.FORM), default=None)
            if mark.is_label
            else None
        )
        yield FrontPart(
            mark.kind, mark.title, line.start, line.start if mark.is_label or mark.has_value else line.end, end, parent
        )
    else:
        # up to an abstract that is one of its fields all is the form's, be it long
        goes_on = any(other.is_label and other.line.start == end for other in marks)
        cut = end if goes_on else _prose_start(layout.within(line.end, end)) or end
        yield FrontPart(mark.kind, mark.title, line.start, line.end, cut)
        if cut < end:
            yield FrontPart(SectionKind.FRONT, "", cut, cut, end)


def _contents_part(layout: Layout, mark: _Landmark, end: int, contents: Sequence[Contents]) -> Iterator[FrontPart]:
    table = next(c for c in contents if c.first == mark.line.index)
    heading_end = mark.line.end if table.title else mark.line.start
    after = layout.lines[table.last].start if table.last < len(layout.lines) else end
    cut = min(after, end)
    yield FrontPart(SectionKind.TOC, table.title or "目錄", mark.line.start, heading_end, cut)
    if cut < end:
        yield FrontPart(SectionKind.FRONT, "", cut, cut, end)


def _prose_start(lines: Sequence[Line]) -> int | None:
    """Where the first paragraph of prose begins; cover and form have none but the values of their fields."""
    for before, line in pairwise([None, *lines]):
        long = line is not None and line.width > 30 and re.search(r"[。，]|\.\s|, ", line.text) is not None
        if line is not None and long and not is_label_line(line.text):
            if before is not None and before.text.endswith((":", "：")):
                continue
            return line.start
    return None


def _close(parts: Sequence[FrontPart]) -> list[FrontPart]:
    """A form that has an abstract in it ends where its abstract ends."""
    last = {p.parent: p.end for p in parts if p.parent is not None}
    return [
        FrontPart(p.kind, p.title, p.start, p.heading_end, last.get(i, p.end), p.parent) for i, p in enumerate(parts)
    ]
