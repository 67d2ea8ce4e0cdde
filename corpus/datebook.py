"""Which passages of a report are about which day: by their headings, by the day's line, by their own words.

Pure. A date on a heading or on a line of its own («10/19(三)») holds for what follows, until the next one.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from corpus.days import Day, PrintedDays, printed_days
from corpus.types import FrontMatter, Passage, PassageKind, Report, Section, SectionKind

VERSION: Final = "2"
"""Changes whenever :func:`datebook` would say something else; a library writes its book anew then."""
MENTIONED_DAYS: Final = 3
"""A longer period in running text says nothing of any one of its days;"""
HEADED_DAYS: Final = 7
"""on a heading or a line of its own it may be all there is: «5/20－5/24 參加研討會»."""
_LABEL: Final = 30
"""Characters; a line with a date that is longer says all it has to say itself."""
_MARGIN: Final = timedelta(days=7)
_NO_DAY: Final = frozenset({SectionKind.COVER, SectionKind.FORM, SectionKind.TOC, SectionKind.AGENDA})
_BEFORE: Final = re.compile(
    r"[\s\-–—*•●○◎◆■□▪▲※➢✓|｜#【\[（(]*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]\s*)?"
    r"(?:(?:日期|時間|第\s?[一二三四五六七八九十0-9]{1,3}\s?[天日]|Day\s?[0-9]{1,2})[\s:：,，(（]*)?",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(r"\s*(?:$|[\s（(：:，,、|｜】\])）－—–\-~～至])")
_SENTENCE_END: Final = re.compile(r"[。！？!?；;：:.…]\s*$")
_WEEKDAY: Final = re.compile(
    r"\s*[（(\[]?\s*(?:星期|週|周|禮拜)?[一二三四五六日天]?\s*[)）\]]?[\s：:，,。、|｜】—－–-]*"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The passage of this ordinal speaks of this day; it is its ``subject`` where a heading or a line names it."""

    passage: int
    day: Day
    subject: bool


@dataclass(frozen=True, slots=True)
class _DayLine:
    """A line that begins with a day: what follows it is of that day up to ``until``."""

    printed: PrintedDays
    until: int


def datebook(report: Report, passages: Sequence[Passage]) -> list[Dated]:
    """Every passage with its days, each day once."""
    text, sections = report.text, report.outline.sections
    printed = [_completed(p, report.front) for p in printed_days(text)]
    lines = _day_lines(text, sections, printed)
    openers = {line.printed.start for line in lines}
    headings = {s.ordinal: _heading_days(s, printed) for s in sections}
    book: list[Dated] = []
    for passage in passages:
        found: dict[Day, bool] = {}
        for day, subject in (*_own(passage, printed, openers), *_above(passage, sections, headings, lines)):
            # a form's dates are values, not what it is about
            found[day] = found.get(day, False) or (subject and passage.kind is not PassageKind.FORM)
        book += [Dated(passage.ordinal, day, subject) for day, subject in found.items() if day.month is not None]
    return book


def _own(passage: Passage, printed: Sequence[PrintedDays], openers: Collection[int]) -> Iterator[tuple[Day, bool]]:
    """The days that the passage itself prints, and whether a line of it begins with them, as at ``openers``."""
    for one in _between(printed, passage.start, passage.end):
        subject = one.start in openers
        if len(one.days) <= (HEADED_DAYS if subject else MENTIONED_DAYS):
            yield from ((day, subject) for day in one.days)


def _above(
    passage: Passage,
    sections: Sequence[Section],
    headings: dict[int, list[PrintedDays]],
    lines: Sequence[_DayLine],
) -> Iterator[tuple[Day, bool]]:
    """The days of the line, else of the nearest heading, that it stands under."""
    at = bisect_right(lines, passage.start, key=lambda line: line.printed.start) - 1
    under = [lines[at].printed] if at >= 0 and passage.start < lines[at].until else []
    section: int | None = passage.section
    while section is not None and not under:
        under = headings[section]
        section = sections[section].parent
    yield from ((day, True) for one in under if len(one.days) <= HEADED_DAYS for day in one.days)


def _heading_days(section: Section, printed: Sequence[PrintedDays]) -> list[PrintedDays]:
    return [] if section.kind in _NO_DAY else list(_between(printed, section.start, section.heading_end))


def _day_lines(text: str, sections: Sequence[Section], printed: Sequence[PrintedDays]) -> list[_DayLine]:
    """The lines that begin with a day, and how far each holds."""
    openers = [p for p in printed if _opens_line(text, sections, p)]
    lines = []
    for number, one in enumerate(openers):
        following = openers[number + 1] if number + 1 < len(openers) else None
        before = openers[number - 1] if number else None
        lines.append(_DayLine(one, _until(text, sections, one, before, following)))
    return lines


def _until(
    text: str, sections: Sequence[Section], one: PrintedDays, before: PrintedDays | None, following: PrintedDays | None
) -> int:
    """Where the day of this line ends: at the next day's line, or with the section; a row of a table at its end."""
    end_of_line = _line_end(text, one.end)
    if end_of_line - one.end > _LABEL:
        return end_of_line
    says_more = end_of_line > _WEEKDAY.match(text, one.end).end()  # type: ignore[union-attr]  # matches nothing too
    in_table = any(n and _adjacent(text, n, one) for n in (before, following))
    if says_more and in_table:
        return end_of_line
    inside = [s for s in sections if s.start <= one.start < s.end]
    end = inside[-1].end if inside else len(text)
    if inside and inside[-1].kind in _NO_DAY:
        return end_of_line
    # with what stands before the next day in its line: «- 10/20(四)»
    return min(end, text.rfind("\n", 0, following.start) + 1) if following else end


def _adjacent(text: str, one: PrintedDays, other: PrintedDays) -> bool:
    first, last = sorted((one, other), key=lambda p: p.start)
    return text.count("\n", first.end, last.start) <= 2


def _opens_line(text: str, sections: Sequence[Section], one: PrintedDays) -> bool:
    """Whether a line begins with this day, and not because a sentence was wrapped there."""
    start = text.rfind("\n", 0, one.start) + 1
    if not _BEFORE.fullmatch(text, start, one.start):
        return False
    before = text[max(0, start - 80) : start].removesuffix("\n").rpartition("\n")[2]
    under_heading = any(s.start < start <= s.heading_end + 1 for s in sections)
    unwrapped = under_heading or not before.strip() or _SENTENCE_END.search(before) is not None
    return unwrapped or _BEHIND.match(text, one.end) is not None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _between(printed: Sequence[PrintedDays], start: int, end: int) -> Sequence[PrintedDays]:
    first = bisect_right(printed, start - 1, key=lambda p: p.start)
    last = bisect_right(printed, end - 1, key=lambda p: p.start)
    return printed[first:last]


def _completed(printed: PrintedDays, front: FrontMatter) -> PrintedDays:
    """A day without a year has the year of the trip, where it lies in or near the trip's period."""
    period = [date.fromisoformat(front.iso[key]) for key in ("period_start", "period_end") if key in front.iso]
    if len(period) < 2 or all(day.year is not None for day in printed.days):
        return printed
    return replace(printed, days=tuple(_with_year(day, period[0], period[1]) for day in printed.days))


def _with_year(day: Day, first: date, last: date) -> Day:
    if day.year is not None or day.month is None:
        return day
    for year in (first.year, last.year):
        try:
            if first - _MARGIN <= date(year, day.month, day.day) <= last + _MARGIN:
                return replace(day, year=year)
        except ValueError:
            continue
    return day
