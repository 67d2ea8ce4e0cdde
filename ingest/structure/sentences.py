"""Sentences, clauses and the width of a text: written once, for passages and windows alike."""

import re
from collections.abc import Iterable
from typing import Final

LATIN_WIDTH: Final = 0.4
"""A Latin character says about as much as 0.4 of a Chinese one."""

_WIDE: Final = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CLOSERS: Final = "”’」』）)】》〉〕］\"'"
_END: Final = re.compile(
    rf"[。！？!?；;…]+[{_CLOSERS}]*|(?<!\.)\.(?!\.)[{_CLOSERS}]*(?=\s|$)|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])"
)
_CLAUSE: Final = re.compile(rf"[，,：:、—][{_CLOSERS}]*")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(（“\"])(?:[A-Za-z]\.)*(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|al|eg|ie|cf|No|Nos|Fig|Figs|Vol|pp?|Inc|Ltd|Co|Corp"
    r"|Dept|Univ|Gov|Gen|Sen|Rep|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[0-9]{1,2})$"
)
_TERMINAL: Final = re.compile(rf"[。！？!?；;：:.…][{_CLOSERS}]*$")

Span = tuple[int, int]


def width(text: str) -> float:
    """The length of ``text`` in Chinese characters: every other character counts 0.4, white space at a line's end too.

    >>> width("數位AI")
    2.8
    """
    wide = len(_WIDE.findall(text))
    return round(wide + LATIN_WIDTH * (len(text) - wide), 1)


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in ``text``."""
    return _HAN.search(text) is not None


def han_count(text: str) -> int:
    """How many Chinese characters there are in ``text``."""
    return len(_HAN.findall(text))


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence, or the line before a list, does."""
    return _TERMINAL.search(text.rstrip()) is not None


def sentences(text: str) -> list[Span]:
    """The sentences of one paragraph, in order and without the blanks around them.

    >>> [("他說：「好。」然後 2.5 億元。")[a:b] for a, b in sentences("他說：「好。」然後 2.5 億元。")]
    ['他說：「好。」', '然後 2.5 億元。']
    """
    return _cut(text, (found.end() for found in _END.finditer(text) if not _goes_on(text, found)))


def clauses(text: str) -> list[Span]:
    """The stretches of ``text`` between its commas; a comma inside a number is none."""
    return _cut(text, (found.end() for found in _CLAUSE.finditer(text) if not _in_number(text, found)))


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """A full stop after an abbreviation, an initial or before a small letter ends no sentence."""
    if text[found.start()] != ".":
        return False
    following = text[found.end() : found.end() + 12].lstrip()
    if not following:
        return False
    if following[0].islower():
        return True
    return _ABBREVIATION.search(text[max(0, found.start() - 12) : found.start()]) is not None


def _in_number(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return before.isdigit() and after.isdigit()


def _cut(text: str, ends: Iterable[int]) -> list[Span]:
    spans, start = [], 0
    for end in [*ends, len(text)]:
        if span := trimmed(text, start, end):
            spans.append(span)
        start = end
    return spans


def trimmed(text: str, start: int, end: int) -> Span | None:
    """``start`` .. ``end`` without the blanks at both ends; None where nothing is left."""
    piece = text[start:end]
    first = len(piece) - len(piece.lstrip())
    last = len(piece.rstrip())
    return (start + first, start + last) if first < last else None
