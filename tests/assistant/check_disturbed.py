"""What happens to a quotation on its way into a draft: each way by itself, drawn by a seeded generator."""

import random
from collections.abc import Callable

from corpus.fold import simplify, to_traditional

Disturb = Callable[[str, random.Random], str]
_WIDE = {chr(0x21 + i): chr(0xFF01 + i) for i in range(94)}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}
_QUOTES = str.maketrans({"「": "“", "」": "”", "『": "‘", "』": "’", "“": "「", "”": "」", '"': "”"})
_DASHES = str.maketrans({"–": "-", "—": "―", "‧": "・", "。": "｡"})


def simplified(text: str, _: random.Random) -> str:
    return simplify(text)


def traditional(text: str, _: random.Random) -> str:
    return to_traditional(text)


def other_width(text: str, draw: random.Random) -> str:
    """Each letter, digit and mark of ASCII in the other width, by chance."""
    tables = (_WIDE, _NARROW)
    return "".join(draw.choice(tables).get(c, c) if c != '"' else c for c in text)


def rewrapped(text: str, draw: random.Random) -> str:
    """White space otherwise: line ends between Chinese characters, other blanks between words."""
    out: list[str] = []
    for i, c in enumerate(text):
        if c.isspace():
            out.append(draw.choice((" ", "\n", "  ", "\u3000", "\r\n")))
            continue
        out.append(c)
        after = text[i + 1 : i + 2]
        if after and _is_han(c) and _is_han(after) and draw.random() < 0.1:
            out.append(draw.choice((" ", "\n", "\u200b", "\n　　")))
    return "".join(out)


def other_marks(text: str, _: random.Random) -> str:
    return text.translate(_QUOTES).translate(_DASHES)


def other_case(text: str, draw: random.Random) -> str:
    return "".join(c.swapcase() if c.isascii() and draw.random() < 0.5 else c for c in text)


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff"


HARMLESS: dict[str, Disturb] = {
    "script: to Simplified": simplified,
    "script: to Traditional": traditional,
    "width": other_width,
    "white space": rewrapped,
    "marks": other_marks,
    "case": other_case,
}


def all_at_once(text: str, draw: random.Random) -> str:
    for disturb in HARMLESS.values():
        text = disturb(text, draw)
    return text
