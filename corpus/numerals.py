"""Numerals as Taiwanese reports print them: 十二, 拾貳, １２, XII, 甲, ⑿ and B."""

import re
from typing import Final

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "兩": 2, "两": 2}
_FORMAL: Final = str.maketrans("壹贰貳叁參参叄肆伍陸陆柒捌玖拾佰仟", "一二二三三三三四五六六七八九十百千")
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SHAPE: Final = re.compile(r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral, formal or not, positional or with units; None where it is none.

    >>> [chinese(n) for n in ("十二", "一百一十二", "貳拾參", "一一二", "二〇二三", "十十")]
    [12, 112, 23, 112, 2023, None]
    """
    plain = text.translate(_FORMAL)
    if not plain or any(c not in _DIGITS and c not in _UNITS for c in plain):
        return None
    if not any(c in _UNITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    return _with_units(plain)


def _with_units(plain: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for c in plain:
        unit = _UNITS.get(c)
        if unit is None:
            if digit:
                return None  # two digits in a row
            digit = _DIGITS[c]
        elif unit >= last:
            return None
        else:
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0)


def arabic(text: str) -> int | None:
    """The value of half- or full-width digits."""
    return int(text) if text.isdecimal() and len(text) < 9 else None


def roman(text: str) -> int | None:
    """The value of a Roman numeral below 90, also in its Unicode shapes (Ⅳ)."""
    if len(text) == 1 and "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    upper = text.upper()
    if not upper or not _ROMAN_SHAPE.fullmatch(upper):
        return None
    values = [_ROMAN[c] for c in upper]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def stem(text: str) -> int | None:
    """The place of one of the ten heavenly stems, 甲 being 1."""
    return STEMS.index(text) + 1 if len(text) == 1 and text in STEMS else None


def letter(text: str) -> int | None:
    """The place of a Latin letter in the alphabet."""
    return ord(text.lower()) - ord("a") + 1 if len(text) == 1 and text.isascii() and text.isalpha() else None


def circled(text: str) -> int | None:
    """The value of ① .. ⑳, ⑴ .. ⒇."""
    at = ord(text) if len(text) == 1 else 0
    return at - 0x2460 + 1 if 0x2460 <= at <= 0x2473 else at - 0x2474 + 1 if 0x2474 <= at <= 0x2487 else None


def any_number(text: str) -> int | None:
    """The value of a numeral of any of these kinds; None where it is none."""
    for read in (arabic, chinese, roman, stem, letter):
        value = read(text)
        if value is not None:
            return value
    return None
