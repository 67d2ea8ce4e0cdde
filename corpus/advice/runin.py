"""Numbering inside paragraphs: «一、…；二、…», «(1)… (2)…», «建議一：…», where the outline sees no sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.advice.blocks import trimmed
from corpus.numerals import any_number, circled

_CJK: Final = "[一二三四五六七八九十]{1,3}"
_DIGITS: Final = "[0-9０-９]{1,2}"
_SCHEMES: Final = tuple(
    re.compile(rf"(?:(?<=[\n；;。：:，,、\s])|\A){shape}")
    for shape in (
        rf"建\s?議(?:事項)?\s?(?P<number>{_CJK}|{_DIGITS})\s*(?:[、.．：:]|(?=\s|$))",
        r"(?P<number>[壹貳參肆伍陸柒捌玖拾]{1,2})、",
        rf"(?P<number>{_CJK})、",
        rf"第(?P<number>{_CJK})[，,、：:點項]+",
        rf"其(?P<number>{_CJK})[，,、：:為]",
        rf"[（(]\s?(?P<number>{_CJK})\s?[）)][、.．]?",
        rf"(?P<number>{_DIGITS})[、.．](?![0-9０-９])",
        rf"[（(]\s?(?P<number>{_DIGITS})\s?[）)][、.．]?",
        rf"(?P<number>{_DIGITS})[）)]",
        r"(?P<number>[①-⑳⑴-⒇])[、.．]?",
        r"[（(](?P<number>[a-z])[）)]",
    )
)
_SEPARATORS: Final = "；;，,、 \n\t\u3000"


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of several items in a text; its words begin at ``said``."""

    number: str
    start: int
    said: int
    end: int


def numbered_in(text: str, start: int, end: int) -> list[Numbered]:
    """The items of the outermost numbering from 1 on in ``start`` .. ``end``; none where there are not two of them."""
    sequences = [found for scheme in _SCHEMES if len(found := _sequence(scheme, text, start, end)) > 1]
    if not sequences:
        return []
    marks = min(sequences, key=lambda found: found[0].start())
    ends = [mark.start() for mark in marks[1:]] + [end]
    items = []
    for mark, until in zip(marks, ends, strict=True):
        _, last = trimmed(text, mark.start(), until)
        last = mark.start() + len(text[mark.start() : last].rstrip(_SEPARATORS))
        said, _ = trimmed(text, min(mark.end(), last), last)
        items.append(Numbered(mark["number"], mark.start(), said, last))
    return items


def _sequence(scheme: re.Pattern[str], text: str, start: int, end: int) -> Sequence[re.Match[str]]:
    """The marks that count 1, 2, 3, …; what does not count on is no mark."""
    found: list[re.Match[str]] = []
    for mark in scheme.finditer(text, start, end):
        number = mark["number"]
        value = circled(number) if (circle := circled(number)) is not None and circle > 0 else any_number(number)
        if value == len(found) + 1:
            found.append(mark)
    return found
