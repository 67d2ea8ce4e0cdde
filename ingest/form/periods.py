"""The days of a trip out of one printed value, also where its end is abbreviated: «112.05.03~05.09», «5 月 3-9 日»."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from corpus.dates import MONTH, MONTHS, ROC_OFFSET, UNTIL, FoundDate, find_dates, first_date
from corpus.fold import fold
from corpus.numerals import chinese

_DASHES: Final = str.maketrans(dict.fromkeys("〜∼∽⁓～", "~") | dict.fromkeys("─━‐‑‒−﹣﹘―", "-"))
_WEEKDAY: Final = r"\s{0,4}(?:\([^()0-9]{1,5}\))?\s{0,4}"
_TO: Final = rf"{_WEEKDAY}起?\s{{0,4}}(?:至|到|迄|~|-|–|—|to|through|until)\s{{0,4}}(?:同年|同月|本年|翌年|次年|隔年)?"
_N: Final = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_SLASHED: Final = re.compile(
    rf"(?<![0-9./])(?P<y>[0-9]{{2,4}})(?P<sep>[./-])(?P<m>[0-9]{{1,2}})(?P=sep)(?P<d>[0-9]{{1,2}}){_TO}"
    r"(?:(?P<m2>[0-9]{1,2})(?P=sep))?(?P<d2>[0-9]{1,2})(?![0-9./年月])"
)
_CHINESE: Final = re.compile(
    rf"(?P<y>[0-9]{{2,4}}|[零〇○一二三四五六七八九十百千]{{2,7}})\s{{0,4}}年\s{{0,4}}(?P<m>{_N})\s{{0,4}}月\s{{0,4}}(?P<d>{_N})"
    rf"\s{{0,4}}日?{_TO}(?:(?P<m2>{_N})\s{{0,4}}月\s{{0,4}})?(?P<d2>{_N})\s{{0,4}}日"
)
_ENGLISH: Final = re.compile(
    rf"\b(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\s{{1,4}}(?P<m>{MONTH})\.?{_TO}(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"\s{{1,4}}(?P<m2>{MONTH})\.?,?\s{{1,4}}(?P<y>[0-9]{{4}})\b"
    rf"|\b(?P<am>{MONTH})\.?\s{{1,4}}(?P<ad>[0-9]{{1,2}})(?:st|nd|rd|th)?{_TO}"
    rf"(?P<am2>{MONTH})\.?\s{{1,4}}(?P<ad2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s{{1,4}}(?P<ay>[0-9]{{4}})\b"
)
_COMPACT: Final = re.compile(
    r"(?<![0-9])(?P<y>1[0-9]{2}|[0-9]{2}|(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])"
)
_UNTIL: Final = re.compile(_TO)
_FURTHER: Final = re.compile(r"\s*(?:[、,;]|及|与|和|and)\s*")


def trip_days(text: str) -> tuple[date | None, date | None]:
    """First and last day; one that is not printed, or cannot be read, is None. A single day is both.

    >>> trip_days("112.05.03~05.09")
    (datetime.date(2023, 5, 3), datetime.date(2023, 5, 9))
    """
    printed = fold(text).translate(_DASHES)
    found = find_dates(printed)
    at = next((i for i, day in enumerate(found) if day.value), len(found))
    first = found[at].value if at < len(found) else None
    if first and (last := _chained(printed, found[at:])):
        return first, last
    if days := _abbreviated(printed):
        return days
    if first is None:
        return _compact_days(printed)
    return first, None if _UNTIL.match(printed, found[at].end) else first


def day_of(text: str) -> date | None:
    """The first whole day in ``text``, also «1120119»; None where there is none.

    >>> day_of("1120119")
    datetime.date(2023, 1, 19)
    """
    printed = fold(text).translate(_DASHES)
    return first_date(printed) or next(_compact(printed), None)


def _abbreviated(printed: str) -> tuple[date, date] | None:
    """A pair whose one half leaves out what the other says."""
    for shape in (_SLASHED, _CHINESE):
        if found := shape.search(printed):
            first = _day(_year(found["y"]), _number(found["m"]), _number(found["d"]))
            month = _number(found["m2"]) or _number(found["m"])
            return _pair(first, month, _number(found["d2"])) if first else None
    if found := _ENGLISH.search(printed):
        return _english(found)
    return None


def _pair(first: date, month: int, day: int) -> tuple[date, date] | None:
    year = first.year + (month < first.month)  # 12 月 28 日至 1 月 3 日
    last = _day(year, month, day)
    return (first, last) if last and last >= first else None


def _english(found: re.Match[str]) -> tuple[date, date] | None:
    """«28 May - 3 June 2023»: the year is the end's."""
    parts = found.groupdict()
    a = "" if parts["d"] else "a"
    year, month, until = int(parts[f"{a}y"]), MONTHS[parts[f"{a}m"]], MONTHS[parts[f"{a}m2"]]
    first = _day(year - (month > until), month, int(parts[f"{a}d"]))
    last = _day(year, until, int(parts[f"{a}d2"]))
    return (first, last) if first and last and last >= first else None


def _chained(printed: str, found: list[FoundDate]) -> date | None:
    """The last day that the first leads to by «至» and «、», each completed from the one before it; None if to none."""
    first = day = found[0].value
    for before, after in pairwise(found):
        gap = printed[before.end : max(before.end, after.start)]
        if day is None or not (UNTIL.fullmatch(gap or "-") or _FURTHER.fullmatch(gap)):
            break
        month = after.month or day.month
        year = after.year or day.year + (after.month is not None and month < day.month)
        following = _day(year, month, after.day)
        if following is None or following < day:
            break
        day = following
    return day if day != first else None


def _compact_days(printed: str) -> tuple[date | None, date | None]:
    days = list(_compact(printed))
    if not days:
        return None, None
    return days[0], days[1] if len(days) == 2 and days[1] >= days[0] else days[0] if len(days) == 1 else None


def _compact(printed: str) -> Iterator[date]:
    for found in _COMPACT.finditer(printed):
        if day := _day(_year(found["y"]), int(found["m"]), int(found["d"])):
            yield day


def _year(printed: str) -> int | None:
    value = _number(printed)
    if value is None:
        return None
    return value + ROC_OFFSET if value < 200 else value if 1900 <= value < 3000 else None


def _number(printed: str | None) -> int:
    if not printed:
        return 0
    return int(printed) if printed.isdecimal() else chinese(printed) or 0


def _day(year: int | None, month: int, day: int | None) -> date | None:
    try:
        return date(year or 0, month, day or 0)
    except ValueError:
        return None
