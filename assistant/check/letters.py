"""When two characters are the same letter of a quotation: whatever the script, the width, the case, the form of a mark.

Each character alone, never by its neighbours: a slice of a text has the same letters as the whole, and an offset among
the letters can be brought back to the text. :func:`corpus.fold.fold` converts whole phrases, as a search needs it.
"""

import unicodedata
from functools import cache
from typing import Final

from opencc import OpenCC

BLANK: Final = " "
UNSEEN: Final = "\u200b"
QUOTE: Final = '"'
DASH: Final = "-"
DOTS: Final = "…"

_MARKS: Final = {
    QUOTE: "「」『』“”„‟‘’‚‛«»‹›〝〞〟＂\"'`´′″﹁﹂﹃﹄",
    DASH: "-‐‑‒–—―−─━﹘﹣－⸺⸻",
    DOTS: "…⋯‥︙",
    "·": "·‧・•∙⋅･",
    ".": "。｡",
    "~": "~～〜∼",
    "[": "【〔〖［",
    "]": "】〕〗］",
    "<": "〈",
    ">": "〉",
}
_MARK: Final = {form: mark for mark, forms in _MARKS.items() for form in forms}
_FORMS: Final = (
    (0x2E80, 0x2FDF),
    (0x3000, 0x3000),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFFEF),
    (0x2F800, 0x2FA1F),
)
"""Blocks of characters that are other forms of one character each: radicals, compatibility, half and full width."""
_RADICALS: Final = dict(zip("⺠⻑⻄⻘⻝⻣⻩⻆⻔⻢⻥⻦⻰", "民長西青食骨黃角門馬魚鳥龍", strict=True))
"""What PDF files print in a character's place and Unicode has no other form for."""
_VARIANTS: Final = (
    *("了瞭", "着著", "借藉", "具俱", "复覆", "沈沉", "叙敍", "台枱", "座坐", "像象", "划画", "苏甦", "熏薰", "苎苧"),
    *("背揹", "夫伕", "仿彷", "浚濬", "宁甯", "卫衞", "链炼", "焰燄", "枪鎗", "妆粧", "澄澂", "拿拏"),
)
"""Pairs that OpenCC takes for each other in some words only (of all words of jieba's dictionary, converted both ways):
a quotation may have been converted with or without the word around it."""


@cache
def letter(character: str) -> str:
    """The letter that ``character`` is; white space is BLANK, what cannot be seen UNSEEN.

    >>> "".join(map(letter, "臺灣「ＡＩ」—計畫")), "".join(map(letter, "台湾“ai”-计划"))
    ('台湾"ai"-划划', '台湾"ai"-划划')
    """
    return _known(plain(character))


def _known(character: str) -> str:
    if character in _MARK:
        return _MARK[character]
    if character.isspace():
        return BLANK
    if unicodedata.category(character) in ("Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F:
        return UNSEEN
    lower = character.lower()
    return _variant(lower) if len(lower) == 1 else character


@cache
def plain(character: str) -> str:
    """``character`` in its usual form: the half width of what is Latin, the character that a radical stands for.

    >>> "".join(map(plain, "ＡＩ，⼈"))
    'AI,人'
    """
    if any(first <= ord(character) <= last for first, last in _FORMS):
        usual = unicodedata.normalize("NFKC", _RADICALS.get(character, character))
        return usual if len(usual) == 1 else character
    return character


def _variant(character: str) -> str:
    if not is_han(character):
        return character
    simplified = _simplified(character)
    return _first_of_pair().get(simplified, simplified)


def is_han(character: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000" or "\uf900" <= character <= "\ufaff"


def is_word(character: str) -> bool:
    """Whether it is a letter or digit of a script that parts its words by blanks."""
    return character.isalnum() and not is_han(character) and not "\u3040" <= character <= "\u30ff"


@cache
def _simplified(character: str) -> str:
    """The end of the way to the usual Traditional form of Taiwan and on to the Simplified one.

    First to Traditional, for Simplified text keeps some characters that Traditional text has two of (着, 著).
    """
    for _ in range(3):
        found = character
        for name in ("s2tw", "t2tw", "t2s"):
            converted = _converter(name).convert(found)
            found = converted if len(converted) == 1 else found
        if found == character:
            break
        character = found
    return character


@cache
def _first_of_pair() -> dict[str, str]:
    return {_simplified(pair[1]): _simplified(pair[0]) for pair in _VARIANTS}


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
