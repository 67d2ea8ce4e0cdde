"""Numbers, shares and dates as terms: whatever way each is written, one and the same term.

十二 and twelve become 12; 兩千三百 becomes 2300; 300萬, 三百萬 and 3 million become 3000000; 百分之四十一, 41％ and
41 percent become 41%; 民國111年 becomes 2022; 10月19日 and October 19 become 10月19日. The terms stand beside those
that the words give, in passages and in questions alike.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from corpus.dates import MONTHS, find_dates
from corpus.numerals import chinese

_UNITS: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TIMES: Final = {"": 1, "十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS: Final = _TENS | {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip

# bounded: what is longer is no number that anybody asks for
_ARABIC: Final = r"(?<![\d.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?(?!\d)"
_HAN: Final = r"[零〇○一二三四五六七八九十百千两]{1,15}(?:点[零〇一二三四五六七八九]{1,9})?"
_NUMBER: Final = rf"(?:{_ARABIC}|{_HAN})"
_WORD: Final = "|".join(_WORDS)
_ENGLISH: Final = rf"(?:{_ARABIC}|(?<![a-z])(?:(?:{'|'.join(_TENS)})[-\s])?(?:{_WORD})(?![a-z]))"
_PART: Final = re.compile(rf"({_NUMBER})\s?([十百千]?)([万亿兆])|({_NUMBER})")
_AMOUNT: Final = re.compile(
    rf"百分之\s?(?P<share>{_NUMBER})"
    rf"|(?P<percentage>{_ENGLISH}|{_HAN})\s?(?:%|percent(?![a-z])|per\s?cent(?![a-z])|个百分点)"
    rf"|(?P<tenths>[一二三四五六七八九])成(?P<half>[一二三四五六七八九](?![十百千万亿]))?"
    rf"|(?P<large>(?:{_NUMBER}\s?[十百千]?[万亿兆])+(?:{_NUMBER})?)"
    rf"|(?P<scaled>{_ENGLISH})(?P<scales>(?:[\s-](?:{'|'.join(_SCALES)})(?![a-z]))+)"
    rf"|(?P<ordinal>(?<![\w.])\d{{1,4}})(?:st|nd|rd|th)\b"
    rf"|(?P<han>{_HAN})"
    rf"|(?P<english>{_ENGLISH})"
)
_COUNTED: Final = re.compile(r"\s?[个大项点次年天周人名位国家种场件份期章节条类级阶步层届方部座台辆篇本册间组倍岁小]")
"""What follows a single Chinese numeral that counts; elsewhere 三 and its like are parts of names and words."""

_MONTH: Final = "|".join(name for name in sorted(MONTHS, key=len, reverse=True))
_N: Final = r"(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY: Final = re.compile(
    rf"(?P<month>{_N})\s?月(?:\s?(?P<day>{_N})\s?[日号])?"
    rf"|(?<![a-z0-9])(?P<dday>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<dmonth>{_MONTH})(?![a-z])"
    rf"|(?<![a-z])(?P<nmonth>{_MONTH})\.?\s(?P<nday>\d{{1,2}})(?:st|nd|rd|th)?(?![a-z0-9])"
    r"|(?<![\d/.])(?P<smonth>\d{1,2})/(?P<sday>\d{1,2})(?![\d/])"
    rf"|(?<![a-z])(?P<alone>{'|'.join(name for name in MONTHS if len(name) > 5)}|april|june|july)(?![a-z])"
)
_YEARS: Final = re.compile(r"\d{1,2}(?:\s?年|[./-].*)")
"""Two digits without an era: as often a span of years, or of something else, as a year."""


def quantities(folded: str) -> list[str]:
    """The terms for the numbers, shares and dates in ``folded`` (see :func:`corpus.fold.fold`), each once.

    A number that is written in digits only gives none: it is a term as it stands.

    >>> quantities("十大趋势,占百分之四十一,自民国111年10月19日")
    ['10', '41%', '2022', '10月', '10月19日']
    """
    return list(dict.fromkeys([*_amounts(folded), *_years(folded), *_days(folded), *_whole_dates(folded)]))


def _amounts(folded: str) -> Iterator[str]:
    for match in _AMOUNT.finditer(folded):
        if share := match["share"] or match["percentage"]:
            value, mark = _value(share), "%"
        elif match["tenths"]:
            value, mark = _value(match["tenths"] + (match["half"] or "零")), "%"
        else:
            value, mark = _amount(match), ""
        if value is not None:
            yield f"{value.normalize():f}{mark}"


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["large"]:
        return _large(match["large"])
    if match["scaled"]:
        value = _value(match["scaled"])
        for scale in re.findall(r"\w+", match["scales"]):
            value = value and value * _SCALES[scale]
        return value
    if match["ordinal"]:
        return Decimal(match["ordinal"])
    if han := match["han"]:
        ranked = match.string[match.start() - 1 : match.start()] == "第"
        # 一 is an article more often than a number
        counts = ranked or (han != "一" and _COUNTED.match(match.string, match.end()))
        return _value(han) if len(han) > 1 or counts else None
    word = match["english"]
    return None if word[0].isdecimal() or word == "one" else _value(word)


def _large(printed: str) -> Decimal | None:
    """三百萬, 3千萬, 1億2,000萬: each part times its unit, and what is left over."""
    total = Decimal(0)
    for number, times, unit, rest in _PART.findall(printed):
        value = _value(number or rest)
        if value is None:
            return None
        total += value * _TIMES[times] * _UNITS.get(unit, 1)
    return total


def _value(printed: str) -> Decimal | None:
    """A number in digits, in Chinese numerals or in English words; None where it is none."""
    if printed[0].isdecimal():
        return Decimal(printed.replace(",", ""))
    if printed[0].isascii():
        return Decimal(sum(_WORDS[word] for word in re.findall(r"[a-z]+", printed)))
    whole, _, part = printed.partition("点")
    value = chinese(whole)
    if value is None:
        return None
    return Decimal(f"{value}.{''.join(str(chinese(c)) for c in part)}") if part else Decimal(value)


def _years(folded: str) -> Iterator[str]:
    for found in find_dates(folded):
        if found.year and not _YEARS.fullmatch(folded[found.start : found.end].strip()):
            yield str(found.year)


def _days(folded: str) -> Iterator[str]:
    for match in _DAY.finditer(folded):
        if match["alone"]:
            yield f"{MONTHS[match['alone']]}月"
            continue
        name = match["dmonth"] or match["nmonth"]
        month = MONTHS[name] if name else _small(match["month"] or match["smonth"])
        day = match["day"] or match["dday"] or match["nday"] or match["sday"]
        if not 1 <= month <= 12:
            continue
        if not match["smonth"]:  # 10/19 may be a share, 10月 may not
            yield f"{month}月"
        if day and 1 <= _small(day) <= 31:
            yield f"{month}月{_small(day)}日"


def _whole_dates(folded: str) -> Iterator[str]:
    """The days of dates in digits: 2022/10/19, 111.10.19."""
    for found in find_dates(folded):
        if found.year and found.month and found.day:
            yield f"{found.month}月"
            yield f"{found.month}月{found.day}日"


def _small(printed: str) -> int:
    """A month or a day; 0 where it is no number."""
    return int(printed) if printed.isdecimal() else chinese(printed) or 0
