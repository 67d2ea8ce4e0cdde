"""The days of the calendar that a text prints: what a question asks about, and what a passage is about.

A day is looser than a date: «10/19(三)», «19 October» and «19 日» name one without a year, and a printed
period names all of its days.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from corpus.dates import MONTH, MONTHS, UNTIL, FoundDate, find_dates

LONGEST_RANGE: Final = 31
"""Days; a longer period says nothing of any one of its days."""
_NEAR: Final = 60
"""Characters within which «19 日» takes the month from the date before it."""
_LEAP_YEAR: Final = 2000
_SLASHED: Final = re.compile(
    r"(?<![0-9０-９/.\-])(1[0-2]|0?[1-9])\s?[/／]\s?(3[01]|[12][0-9]|0?[1-9])(?![0-9/／%％]|\.[0-9]|\s*的)"
)
_ENGLISH: Final = re.compile(
    rf"\b(?:the\s+)?([0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to|through|and)\s*([0-9]{{1,2}})(?:st|nd|rd|th)?)?"
    rf"\s+(?:of\s+)?({MONTH})\b(?!\.?,?\s+[0-9]{{4}})",
    re.IGNORECASE,
)

_LASTS: Final = re.compile(r"(?:期|共|計|第|約|近|達|續|每|滿|逾|前|後|時|僅|需|住|[0-9][.．])\s*$")
_LASTED: Final = re.compile(r"\s*(?:內|内|後|后|間|间|份|以上|以內|為限|遊|游)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ``year`` or ``month`` is None where it is not known."""

    year: int | None
    month: int | None
    day: int

    def meets(self, other: "Day") -> bool:
        """Whether both may be the same day: what one of them leaves open, the other may fill.

        >>> Day(None, 10, 19).meets(Day(2022, 10, 19)), Day(2023, 10, 19).meets(Day(2022, 10, 19))
        (True, False)
        """
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(a is None or b is None or a == b for a, b in pairs)


@dataclass(frozen=True, slots=True)
class PrintedDays:
    """One printed date or period: its span, and its day or days."""

    start: int
    end: int
    days: tuple[Day, ...]


def printed_days(text: str) -> list[PrintedDays]:
    """Every day and every period of at most LONGEST_RANGE days in ``text``, in order.

    >>> [len(p.days) for p in printed_days("10 月 17 日至 21 日，其中 19 日參訪；10/23(日)返國")]
    [5, 1, 1]
    """
    return [printed for run in _runs(text, _with_months(_found(text))) if (printed := _printed(run))]


def days_asked(question: str) -> tuple[Day, ...]:
    """The days that a question names, each once.

    >>> days_asked("What happened on 19 October?")
    (Day(year=None, month=10, day=19),)
    """
    return tuple(dict.fromkeys(day for printed in printed_days(question) for day in printed.days))


def _found(text: str) -> list[FoundDate]:
    """Dates in order, also those that are only looked for here; none overlaps another."""
    found = [f for f in find_dates(text) if f.month is not None or f.day is None or not _how_long(text, f)]
    taken = [(f.start, f.end) for f in found]
    for short in (*_slashed(text), *_english(text)):
        if all(short.end <= a or short.start >= b for a, b in taken):
            found.append(short)
    return sorted(found, key=lambda f: f.start)


def _how_long(text: str, found: FoundDate) -> bool:
    """Whether «4 日» says how long, as in «為期 4 日» and «一日體驗», not when."""
    a_few = text[found.start] in "一二三四五六七八九" and found.end - found.start == 2
    return a_few or bool(_LASTS.search(text[max(0, found.start - 4) : found.start]) or _LASTED.match(text, found.end))


def _slashed(text: str) -> Iterator[FoundDate]:
    for m in _SLASHED.finditer(text):
        yield FoundDate(None, int(m[1]), int(m[2]), *m.span())


def _english(text: str) -> Iterator[FoundDate]:
    for m in _ENGLISH.finditer(text):
        month, cut = MONTHS[m[3].lower()], m.start(2) if m[2] else m.end()
        yield FoundDate(None, month, int(m[1]), m.start(), cut)
        if m[2]:
            yield FoundDate(None, month, int(m[2]), cut, m.end())


def _with_months(found: Sequence[FoundDate]) -> Iterator[FoundDate]:
    """«19 日» takes month and year from the date before it."""
    before: FoundDate | None = None
    for one in found:
        if one.month is None and one.day is not None and before is not None and one.start - before.end <= _NEAR:
            one = replace(one, month=before.month, year=before.year)
        if one.month is not None:
            before = one
        yield one


def _runs(text: str, found: Iterator[FoundDate]) -> Iterator[list[FoundDate]]:
    """Single dates, and two that are the ends of a period."""
    run: list[FoundDate] = []
    for one in found:
        if len(run) == 1 and UNTIL.fullmatch(text[run[0].end : one.start] or "-"):
            yield [run[0], one]
            run = []
            continue
        if run:
            yield run
        run = [one]
    if run:
        yield run


def _printed(run: Sequence[FoundDate]) -> PrintedDays | None:
    days = [Day(f.year, f.month, f.day) for f in run if f.day is not None]
    if len(days) != len(run) or not all(_exists(day) for day in days):
        return None
    if len(days) == 2:
        days = _range(days[0], days[1])
    return PrintedDays(run[0].start, run[-1].end, tuple(days)) if days else None


def _exists(day: Day) -> bool:
    try:
        date(day.year or _LEAP_YEAR, day.month or 1, day.day)
    except ValueError:
        return False
    return True


def _range(first: Day, last: Day) -> list[Day]:
    """All days from ``first`` to ``last``, which takes from ``first`` what it leaves out; none if too many."""
    if first.month is None or last.month is None:
        return [Day(None, None, d) for d in range(first.day, last.day + 1)]
    year = first.year or last.year
    start = date(year or _LEAP_YEAR, first.month, first.day)
    end_year = (last.year or start.year) if year else start.year
    try:
        end = date(end_year, last.month, last.day)
        if end < start and not (first.year and last.year):
            end = date(end_year + 1, last.month, last.day)  # 12 月 28 日至 1 月 3 日
    except ValueError:
        return []
    count = (end - start).days + 1
    if not 1 <= count <= LONGEST_RANGE:
        return []
    every = (start + timedelta(days=n) for n in range(count))
    return [Day(d.year if year else None, d.month, d.day) for d in every]
