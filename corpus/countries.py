"""Countries by their ISO 3166-1 code, as reports print them: in Chinese (Taiwan's and the mainland's names) and
English, also by a city or state in them. A list of our own, in ``data/countries.tsv``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from corpus.fold import fold

_TRAPS: Final = {
    "中国": "(?<![国其集途当高])中国(?!医药|文化大学|钢铁|信托|石油|时报)",  # 國中國小, 其中國外
    "日本": "(?<![0-9一二三四五六七八九十今即每当首翌次])日本",  # 今日本館, 9 日本團
    "美国": "(?<!欧)美国",  # 歐美國家
    "法国": "(?<![司宪])法国(?!际)",
    "印度": "印度(?!洋)",
    "星国": "(?<![卫明恒行])星国(?![家际])",
    "越南": "(?<![跨超穿翻])越南",
    "海地": "海地(?![区方带域])",
    "东加": "(?<![中屏台广远山关近])东加(?![强入上大速拿盟坡热])",
    "加纳": "(?<![增参])加纳(?![入编管保税])",  # 增加納入
    "查德": "(?<!理)查德",
    "古巴": "古巴(?!比伦)",
    "河内": "(?<![运大银])河内",
    "汉堡": "汉堡(?![王包店肉])",
    "万象": "(?<!罗)万象(?!更新)",
    "马赛": "马赛(?!克)",
    "罗马": "罗马(?!字)",
    "西安": "西安(?!全)",
    "成都": "(?<![形造构组变完达])成都",  # 形成都市
    "大连": "大连(?![结线锁续任接动贯同署])",
    "达卡": "达卡(?!达)",  # 抵達卡達
    "德里": "德里(?!克)",
    "us": r"us(?!\$)",
}
"""Folded names that other words have in them, each with the pattern that leaves those words alone."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One folded name; ``written`` is how the list writes it, ``alone`` that it counts only as the whole."""

    code: str
    written: str
    alone: bool


def countries_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every country, or place in one, that ``text`` names: its code and where; the longest name first.

    >>> countries_in("赴美國奧蘭多，經東京返國")
    (('US', 1, 3), ('US', 3, 6), ('JP', 8, 10))
    """
    names = _names()
    return tuple(
        (names[found.group()].code, found.start(), found.end())
        for found in _pattern().finditer(fold(text))
        if _is_written(names[found.group()].written, text[found.start() : found.end()])
    )


def country_code(name: str) -> str | None:
    """The code of the country that ``name`` is, or lies in; None where the list does not have it.

    >>> country_code("新西兰"), country_code("Orlando"), country_code("某地")
    ('NZ', 'US', None)
    """
    found = _names().get(" ".join(fold(name).split()))
    return found.code if found else None


def country_names(code: str) -> tuple[str, str]:
    """The usual names of the country in Chinese and English.

    >>> country_names("NZ")
    ('紐西蘭', 'New Zealand')
    """
    return _usual()[code]


def country_names_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """As :func:`countries_in`, but only where the country itself is named, and not a place in it.

    >>> country_names_in("由東京赴纽西兰")
    (('NZ', 4, 7),)
    """
    own = _own_names()
    return tuple(found for found in countries_in(text) if fold(text[found[1] : found[2]]) in own[found[0]])


def country_spellings(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every Chinese name of the country itself, and every English one, the usual one first.

    >>> country_spellings("NZ")[0]
    ('紐西蘭', '新西蘭')
    """
    return _own_rows()[code]


def country_codes() -> tuple[str, ...]:
    """Every code of ISO 3166-1 alpha-2, in order."""
    return tuple(sorted(_usual()))


def _is_written(name: str, printed: str) -> bool:
    """An English name begins with a capital, and an abbreviation is all capitals: «us» and «turkey» are words."""
    if not name.isascii():
        return True
    return printed.isupper() if name.isupper() else printed[0].isupper()


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    text = resources.files("corpus").joinpath("data/countries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        (code, tuple(chinese.split()), tuple(filter(None, english.split("|")))) for code, chinese, english in rows
    )


@cache
def _usual() -> dict[str, tuple[str, str]]:
    usual: dict[str, tuple[str, str]] = {}
    for code, chinese, english in _rows():
        if code not in usual:
            usual[code] = (chinese[0], english[0])
    return usual


@cache
def _own_rows() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each code its first row, which is the country."""
    own: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for code, chinese, english in _rows():
        own.setdefault(code, (tuple(n.removeprefix("=") for n in chinese), tuple(n.removeprefix("=") for n in english)))
    return own


@cache
def _own_names() -> dict[str, frozenset[str]]:
    return {code: frozenset(map(fold, (*chinese, *english))) for code, (chinese, english) in _own_rows().items()}


@cache
def _names() -> dict[str, _Name]:
    return {fold(name.written): name for name in _spellings()}


def _spellings() -> Iterator[_Name]:
    for code, chinese, english in _rows():
        for name in (*chinese, *english):
            yield _Name(code, name.removeprefix("="), name.startswith("="))


@cache
def _pattern() -> re.Pattern[str]:
    """The longest name first; one in Latin letters only as a whole word."""
    names = sorted((folded for folded, name in _names().items() if not name.alone), key=len, reverse=True)
    latin = "|".join(_TRAPS.get(n, re.escape(n)) for n in names if _is_latin(n))
    chinese = "|".join(_TRAPS.get(n, re.escape(n)) for n in names if not _is_latin(n))
    return re.compile(rf"{chinese}|(?<![a-z0-9])(?:{latin})(?![a-z0-9])")


def _is_latin(name: str) -> bool:
    return name[0].isascii() or (name[0].isalpha() and ord(name[0]) < 0x250)
