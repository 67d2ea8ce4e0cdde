"""Automatic numbering: how a number is written in each format, and the counters of a list with several levels.

Formats bear the names of WordprocessingML; OpenDocument and CSS name the same ones differently.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from corpus.numerals import STEMS

BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
BULLET: Final = "bullet"
NONE: Final = "none"
_PLAIN: Final = "零一二三四五六七八九"
_FORMAL: Final = "零壹貳參肆伍陸柒捌玖"
_SIMPLIFIED: Final = "零壹贰叁肆伍陆柒捌玖"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SPACED: Final = "、。．，：；）】》〉」』〕］"
"""What fills the width of a character brings its own space: no blank is put behind it."""


def _chinese(digits: str, units: str, value: int, lone_ten: bool) -> str | None:
    """A number below ten thousand with units; ``lone_ten``: 十一 rather than 一十一."""
    if not 0 < value < 10_000:
        return None
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + digits[digit] + ("", *units)[place]
        gap = False
    return text[1:] if lone_ten and 10 <= value < 20 else text


def _positional(digits: str, value: int) -> str | None:
    return "".join(digits[int(d)] for d in str(value)) if value >= 0 else None


def _roman(value: int) -> str | None:
    if not 0 < value < 4000:
        return None
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (value // amount)
        value %= amount
    return text


def _repeated(value: int) -> str | None:
    """A .. Z, AA, BB, as word processors go on after Z."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else None


def _counted(value: int) -> str | None:
    """A .. Z, AA, AB, as spreadsheets and browsers go on after Z."""
    text = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        text = chr(ord("A") + rest) + text
    return text or None


def _one_of(signs: str) -> Callable[[int], str | None]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else None


def _ordinal(value: int) -> str:
    tail = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


def _run(first: int, count: int) -> str:
    return "".join(chr(first + at) for at in range(count))


def _plain_count(value: int) -> str | None:
    return _chinese(_PLAIN, "十百千", value, lone_ten=True)


def _formal_count(value: int) -> str | None:
    return _chinese(_FORMAL, "拾佰仟", value, lone_ten=False)


def _lower(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda value: None if (text := write(value)) is None else text.lower()


_SEXAGENARY: Final = tuple(s + b for s, b in islice(zip(cycle(STEMS), cycle(BRANCHES), strict=False), 60))

_FORMATS: Final[Mapping[str, Callable[[int], str | None]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda value: _positional("０１２３４５６７８９", value),
    "decimalFullWidth2": lambda value: _positional("０１２３４５６７８９", value),
    "decimalZero": lambda value: f"{value:02}",
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": _ordinal,
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "upperLetter": _repeated,
    "lowerLetter": _lower(_repeated),
    "upperLetterCounted": _counted,
    "lowerLetterCounted": _lower(_counted),
    "decimalEnclosedCircle": _one_of(_run(0x2460, 20) + _run(0x3251, 15) + _run(0x32B1, 15)),
    "decimalEnclosedCircleChinese": _one_of(_run(0x2460, 20) + _run(0x3251, 15) + _run(0x32B1, 15)),
    "decimalEnclosedParen": _one_of(_run(0x2474, 20)),
    "decimalEnclosedFullstop": _one_of(_run(0x2488, 20)),
    "ideographEnclosedCircle": _one_of(_run(0x3280, 10)),
    "chineseCounting": _plain_count,
    "chineseCountingThousand": _plain_count,
    "taiwaneseCounting": _plain_count,
    "taiwaneseCountingThousand": _plain_count,
    "japaneseCounting": _plain_count,
    "ideographDigital": lambda value: _positional("〇一二三四五六七八九", value),
    "japaneseDigitalTenThousand": lambda value: _positional("〇一二三四五六七八九", value),
    "taiwaneseDigital": lambda value: _positional("○一二三四五六七八九", value),
    "ideographLegalTraditional": _formal_count,
    "chineseLegalSimplified": lambda value: _chinese(_SIMPLIFIED, "拾佰仟", value, lone_ten=False),
    "ideographTraditional": _one_of(STEMS),
    "ideographZodiac": _one_of(BRANCHES),
    "ideographZodiacTraditional": lambda value: _SEXAGENARY[value - 1] if 0 < value <= 60 else None,
}


def is_known(kind: str) -> bool:
    """Whether numbers of this format can be written as they are printed."""
    return kind in _FORMATS or kind in (BULLET, NONE)


def numeral(kind: str, value: int) -> str:
    """``value`` as ``kind`` writes it; plain digits where the format is unknown or does not go so far.

    >>> [numeral(k, 12) for k in ("ideographLegalTraditional", "taiwaneseCountingThousand", "lowerRoman")]
    ['壹拾貳', '十二', 'xii']
    """
    if kind == NONE:
        return ""
    write = _FORMATS.get(kind, str)
    return write(value) or str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; levels count from 0.

    In ``template`` %1 stands for the number of the topmost level, %2 for the next. ``apart``: a blank or a tab
    follows the numeral. ``restart``: the number of levels whose advance starts this one anew; None: all above.
    """

    kind: str = "decimal"
    template: str = ""
    start: int = 1
    apart: bool = True
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Counter:
    """The running numbers of one list."""

    values: dict[int, int] = field(default_factory=dict)

    def advance(self, levels: Mapping[int, Level], at: int, value: int | None = None) -> str:
        """The label of the next paragraph of level ``at``, with the blank that stands behind it.

        ``value`` is the number it is given, where it does not just go on. A level above that had no paragraph yet
        counts as begun, as in Word and LibreOffice: after «1.1» without a «1» comes «2».
        """
        level = levels.get(at, Level())
        if value is None:
            value = self.values[at] + 1 if at in self.values else level.start
        self.values[at] = value
        for above in range(at):
            self.values.setdefault(above, levels.get(above, Level()).start)
        for below in [b for b in self.values if b > at]:
            if at < _restarted_by(levels.get(below, Level()), below):
                del self.values[below]
        return label(levels, at, self.values)

    def restart_below(self, at: int) -> None:
        """The levels below ``at`` begin anew."""
        self.values = {place: value for place, value in self.values.items() if place <= at}


def _restarted_by(level: Level, at: int) -> int:
    return at if level.restart is None else min(level.restart, at)


def label(levels: Mapping[int, Level], at: int, values: Mapping[int, int]) -> str:
    """The numeral of a paragraph as printed, and what stands between it and the text.

    >>> label({0: Level("ideographLegalTraditional", "%1、"), 1: Level("decimal", "%1-%2.")}, 1, {0: 3, 1: 2})
    '參-2. '
    """
    level = levels.get(at, Level())
    if level.kind == BULLET:
        return "• "

    def written(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        other = levels.get(place, Level())
        kind = "decimal" if level.legal and other.kind != NONE else other.kind
        return numeral(kind, values.get(place, other.start))

    return spaced(re.sub(r"%([1-9])", written, level.template), level.apart)


def spaced(printed: str, apart: bool) -> str:
    """The label with one blank behind it, where one is printed and it does not end in a full-width sign.

    >>> [spaced("壹、", True), spaced("(一)", True), spaced("1.", False)]
    ['壹、', '(一) ', '1.']
    """
    bare = printed.strip()
    if not bare:
        return ""
    blank = (apart or printed[-1].isspace()) and bare[-1] not in _SPACED
    return bare + " " * blank
