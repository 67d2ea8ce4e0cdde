"""A text as its letters, each with its place: what a quotation and its source are compared by."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.check.letters import BLANK, DASH, DOTS, UNSEEN, is_han, is_word, letter, plain

_SPECIAL: Final = re.compile(
    rf"(?P<blank>[{BLANK}{UNSEEN}]+)"
    rf"|(?P<dash>{DASH}(?:[{BLANK}{UNSEEN}]*{DASH})*)(?=[{BLANK}{UNSEEN}]*(?P<after>.?))"
    rf"|(?P<dots>{DOTS}[{DOTS}{UNSEEN}]*|\.{{3,}}|·{{3,}})"
    r"|(?P<nothing>\*\*|__)"
    r"|(?P<ligature>[ﬀ-ﬆ])"
    r"|(?P<accent>[^\W_][\u0300-\u036f]+)",
    re.DOTALL,
)


class Form(StrEnum):
    """In what a quotation may differ from its source and still say it letter by letter."""

    SPACE = "space"  # white space, line breaks, a word that a line's end has cut
    WIDTH = "width"  # full and half width
    MARKS = "marks"  # the form of quotation marks, dashes, dots, full stops
    CASE = "case"  # upper and lower case
    SCRIPT = "script"  # Traditional, Simplified, and variant characters


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` as ``letters``; letter ``i`` is ``text[starts[i]:ends[i]]``. What is between two of them is no letter:
    white space that parts no words, a hyphen in a word, what cannot be seen."""

    text: str
    letters: str
    starts: "array[int]"
    ends: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters ``start`` .. ``end`` stand in the text."""
        return (self.starts[start], self.ends[end - 1]) if start < end else (0, 0)

    def between(self, start: int, end: int) -> str:
        """The text of these letters."""
        first, last = self.span(start, end)
        return self.text[first:last]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The letters of ``text[start:end]``: what :meth:`span` gives back."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def part(self, start: int, end: int) -> "Folded":
        """These letters alone, of the same text."""
        return Folded(self.text, self.letters[start:end], self.starts[start:end], self.ends[start:end])


def fold_text(text: str) -> Folded:
    """The letters of ``text``.

    >>> fold_text("「數位  AI\\nplan develop-\\nment」——").letters
    '"数位ai plan development"-'
    """
    raw = "".join(map(letter, text))
    letters: list[str] = []
    starts, ends = array("i"), array("i")
    at = 0
    for found in _SPECIAL.finditer(raw):
        _keep(raw, at, found.start(), letters, starts, ends)
        for said in _said(found, text):
            letters.append(said)
            starts.append(found.start())
            ends.append(found.end())
        at = found.end()
    _keep(raw, at, len(raw), letters, starts, ends)
    return Folded(text, "".join(letters), starts, ends)


def _keep(raw: str, start: int, end: int, letters: list[str], starts: "array[int]", ends: "array[int]") -> None:
    if start < end:
        letters.append(raw[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))


def _said(found: re.Match[str], text: str) -> str:
    """The letters in the place of something that is not a letter for each character."""
    raw, start, end = found.string, found.start(), found.end()
    before, after = raw[start - 1 : start], raw[end : end + 1]
    if found["blank"]:
        return BLANK if before and after and is_word(before) and is_word(after) and BLANK in found[0] else ""
    if found["dash"]:
        joined = found[0] == DASH and all(c.isalpha() and is_word(c) for c in (before, found["after"]))
        return "" if joined else DASH
    if found["dots"]:
        return DOTS
    if found["nothing"]:
        return ""
    usual = unicodedata.normalize("NFKC" if found["ligature"] else "NFC", text[start:end])
    return "".join(map(letter, usual))


def forms(quote: Folded, source: Folded, at: int) -> tuple[Form, ...]:
    """In what ``quote`` differs from the source, whose letters from ``at`` on are the same."""
    found: set[Form] = set()
    last = len(quote.letters) - 1
    for i in range(last + 1):
        j = at + i
        found.update(_forms(quote.between(i, i + 1), source.between(j, j + 1)))
        if i < last:
            here = quote.text[quote.ends[i] : quote.starts[i + 1]]
            there = source.text[source.ends[j] : source.starts[j + 1]]
            found.update(_between(here, there))
    return tuple(form for form in Form if form in found)


def _forms(one: str, other: str) -> Iterator[Form]:
    """What is not the same of two ways to write one letter."""
    if one == other:
        return
    if letter(one[0]) == BLANK:
        yield Form.SPACE
        return
    a, b = ("".join(map(plain, side)) for side in (one, other))
    if a == b or (a != one) != (b != other):
        yield Form.WIDTH
    if a == b:
        return
    if a.lower() == b.lower():
        yield Form.CASE
    elif is_han(a[0]) and is_han(b[0]):
        yield Form.SCRIPT
    elif unicodedata.normalize("NFKC", a).lower() != unicodedata.normalize("NFKC", b).lower():
        yield Form.MARKS
    elif a == one and b == other:
        yield Form.WIDTH


def _between(one: str, other: str) -> Iterator[Form]:
    if one == other:
        return
    if _without_blanks(one) == _without_blanks(other) or "\n" in one + other:
        yield Form.SPACE
    else:
        yield Form.MARKS


def _without_blanks(text: str) -> str:
    return "".join(c for c in text if letter(c) not in (BLANK, UNSEEN))
