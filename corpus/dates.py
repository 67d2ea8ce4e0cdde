"""Dates as reports print them, of the Republic (民國 112 = 2023) and western, in Chinese and English.

Pure functions; a date that does not exist is no date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from corpus.numerals import chinese

ROC_OFFSET: Final = 1911
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_N: Final = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_ERA: Final = r"(?:(?P<era>中[華华]民[國国]|民[國国]|西元|公元)\s*)?"
_YEAR: Final = (
    r"(?P<year>(?:(?<=民[國国])|(?<=民[國国]\s))[0-9]"
    r"|(?<![0-9０-９])[0-9０-９]{2,4}|[零〇○一二三四五六七八九十百千]{2,7})"
)
_CHINESE: Final = rf"{_ERA}{_YEAR}\s*年(?:\s*(?P<month>{_N})\s*月(?:\s*(?P<day>{_N})\s*[日號号])?)?"
_PARTIAL: Final = rf"(?:(?P<pmonth>{_N})\s*月\s*)?(?P<pday>(?<![0-9０-９]){_N})\s*[日號号]"
_SLASHED: Final = (
    r"(?<![0-9０-９])(?<![0-9][./])(?P<syear>[0-9]{2,4})(?P<sep>[/.\-])(?P<smonth>[0-9]{1,2})(?P=sep)(?P<sday>[0-9]{1,2})"
    r"(?![0-9])(?!(?P=sep)[0-9])"
)
_ENGLISH_MD: Final = (
    rf"\b(?P<emonth>{MONTH})\.?\s+(?P<eday>[0-9]{{1,2}})(?![0-9])(?:st|nd|rd|th)?"
    rf"(?:\s*(?:-|–|—|to|through|and)\s*(?:(?P<emonth2>{MONTH})\.?\s+)?(?P<eday2>[0-9]{{1,2}})(?:st|nd|rd|th)?)?"
    r"(?:,?\s*(?P<eyear>[0-9]{4})\b)?"
)
_ENGLISH_DM: Final = (
    rf"\b(?P<dday>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|—|to)\s*(?P<dday2>[0-9]{{1,2}})(?:st|nd|rd|th)?)?"
    rf"\s+(?P<dmonth>{MONTH})\.?,?\s+(?P<dyear>[0-9]{{4}})\b"
)
_DATE: Final = re.compile("|".join((_CHINESE, _PARTIAL, _SLASHED, _ENGLISH_MD, _ENGLISH_DM)), re.IGNORECASE)
UNTIL: Final = re.compile(
    r"[\s（(一二三四五六日星期週、)）起]*(?:至|到|迄|~|～|-|－|–|—|to|through|until)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands; ``month`` and ``day`` are None where only the year or month is printed."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def value(self) -> date | None:
        """The day, where it is wholly known and exists."""
        return _day(self.year, self.month, self.day)


def find_dates(text: str) -> list[FoundDate]:
    """Every date in ``text`` in order, also years alone and days without a year (not yet completed)."""
    return [found for match in _DATE.finditer(text) for found in _read(match)]


def first_date(text: str) -> date | None:
    """The first whole date in ``text``.

    >>> first_date("報告日期：112 年 1 月 19 日")
    datetime.date(2023, 1, 19)
    """
    return next((found.value for found in find_dates(text) if found.value), None)


def year_of(text: str) -> int | None:
    """The first year in ``text``, as a western year.

    >>> year_of("民國112年"), year_of("2022 年")
    (2023, 2022)
    """
    return next((found.year for found in find_dates(text) if found.year), None)


def period(text: str) -> tuple[date, date] | None:
    """First and last day; an end without year or month takes them from the start.

    >>> period("111 年 10 月 14 日至 23 日")
    (datetime.date(2022, 10, 14), datetime.date(2022, 10, 23))
    """
    found = find_dates(text)
    for first, last in pairwise(found):
        if first.value and UNTIL.fullmatch(text[first.end : max(first.end, last.start)] or "-"):
            until = _complete(first, last)
            return (first.value, until) if until and until >= first.value else None
    return None


def _complete(first: FoundDate, last: FoundDate) -> date | None:
    month = last.month or first.month
    year = last.year or first.year
    if last.year is None and last.month and first.month and last.month < first.month and year:
        year += 1  # 12 月 28 日至 1 月 3 日
    return _day(year, month, last.day)


def _read(match: re.Match[str]) -> Iterator[FoundDate]:
    start, end = match.span()
    if match["year"]:
        if year := _year(match["year"], match["era"]):
            yield FoundDate(year, _number(match["month"]), _number(match["day"]), start, end)
    elif match["pday"]:
        yield FoundDate(None, _number(match["pmonth"]), _number(match["pday"]), start, end)
    elif match["syear"]:
        if year := _year(match["syear"], None):
            yield FoundDate(year, int(match["smonth"]), int(match["sday"]), start, end)
    elif match["emonth"]:
        yield from _english(match, "e")
    else:
        yield from _english(match, "d")


def _english(match: re.Match[str], kind: str) -> Iterator[FoundDate]:
    parts = match.groupdict()
    month = MONTHS[parts[f"{kind}month"].lower()]
    year = int(parts[f"{kind}year"]) if parts[f"{kind}year"] else None
    second = parts[f"{kind}day2"]
    cut = match.start(f"{kind}day2") if second else match.end()
    yield FoundDate(year, month, int(parts[f"{kind}day"]), match.start(), cut)
    if second:
        other = parts.get("emonth2") if kind == "e" else None
        yield FoundDate(year, MONTHS[other.lower()] if other else month, int(second), cut, match.end())


def _year(printed: str, era: str | None) -> int | None:
    """A western year. Below 1000 it is the Republic's; two digits are, too, unless the era says otherwise."""
    value = _number(printed)
    if not value:
        return None
    if era and era.endswith(("民國", "民国")):
        return value + ROC_OFFSET if value < 1000 else None
    if value < 200:
        return None if era else value + ROC_OFFSET
    return value if 1000 <= value < 3000 else None


def _number(printed: str | None) -> int | None:
    if not printed:
        return None
    return int(printed) if printed.isdecimal() else chinese(printed)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if not (year and month and day):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
