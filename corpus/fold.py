"""Folding: one spelling for every way of writing the same word, without moving a single offset.

Full- and half-width forms, upper and lower case, Traditional and Simplified (so 台 and 臺 too) become one.
Every function here but :func:`squeezed` maps character by character: ``len(fold(text)) == len(text)``, so that an
offset in the folded text is an offset in the text.
"""

import re
from functools import cache, lru_cache
from typing import Final

from opencc import OpenCC

_NO_WORDS: Final = re.compile(r"[\W_]+")
SHORT: Final = 200
"""Characters up to which what was folded is remembered."""


def fold(text: str) -> str:
    """Fold ``text`` for matching; the length never changes.

    >>> fold("臺灣ＡＩ（2023）")
    '台湾ai(2023)'
    """
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    return simplify(text).translate(_WIDTH_AND_CASE)


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> str:
    """A question and its words are folded again and again on their way to an answer."""
    return _fold(text)


def squeezed(text: str) -> str:
    """The letters and digits of ``text``, folded: equal whatever the format, the script and the white space.

    >>> squeezed("出國　報告（２０２２）")
    '出国报告2022'
    """
    return _NO_WORDS.sub("", fold(text))


def simplify(text: str) -> str:
    """Traditional to Simplified, length kept; text in Simplified stays as it is."""
    simplified: str = _converter("t2s").convert(text)
    if len(simplified) != len(text):  # OpenCC's phrase tables may change a length: then convert each alone
        simplified = "".join(_fold_character(c) for c in text)
    return simplified


def to_traditional(text: str) -> str:
    """Simplified to Taiwanese Traditional, characters only (no change of vocabulary)."""
    converted: str = _converter("s2tw").convert(text)
    return converted


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


@cache
def _fold_character(character: str) -> str:
    simplified: str = _converter("t2s").convert(character)
    return simplified if len(simplified) == 1 else character


def _width_and_case() -> dict[int, int]:
    """Full-width ASCII to ASCII, the ideographic space to a space, ASCII upper to lower case."""
    table = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
    lower = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
    return {k: lower.get(v, v) for k, v in table.items()} | lower


_WIDTH_AND_CASE: Final = _width_and_case()
