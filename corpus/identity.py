"""When two files are the same report: what they can be recognised by, and how alike their texts are."""

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from corpus.fold import fold, squeezed
from corpus.types import Report

VERSION: Final = "1"
"""Changes whenever a key would come out differently: the store then makes all keys anew."""
ALIKE: Final = 0.8
"""Two readings of one report in two formats share nearly all their shingles, two reports of one trip hardly any."""
Shingles = frozenset[str]
_SHINGLE: Final = 8
_LEAST: Final = 40
"""A shorter text is no evidence of anything."""


class KeyKind(StrEnum):
    """What a report can be recognised by."""

    FORM = "form"  # title, agency and dates, all three printed
    TITLE = "title"
    STEM = "stem"  # the file's name without its suffix
    TEXT = "text"  # all letters and digits of the text


def keys(report: Report) -> Iterator[tuple[KeyKind, str]]:
    """Every key of ``report``; a key that would rest on something that is not printed is left out."""
    front = report.front
    title, agency = front.value("title"), front.value("agency")
    days = [front.iso[key] for key in ("period_start", "period_end", "date") if key in front.iso]
    if title and agency and days:
        yield KeyKind.FORM, _digest("|".join([squeezed(title), squeezed(agency), *days]))
    if title and len(squeezed(title)) > 4:
        yield KeyKind.TITLE, _digest(squeezed(title))
    yield KeyKind.STEM, stem(report.name)
    text = squeezed(report.text)
    if len(text) >= _LEAST:
        yield KeyKind.TEXT, _digest(text)


def stem(name: str) -> str:
    """A file's name without its suffix, folded."""
    return fold(PurePath(name).stem)


def likeness(one: Shingles, other: Shingles) -> float:
    """0..1: the share of the shingles of either text that are in both (Jaccard, Broder 1997)."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)


def shingles(text: str) -> Shingles:
    """Every stretch of 8 letters of ``text``; none of a text that is too short to be evidence."""
    letters = squeezed(text)
    if len(letters) < _LEAST:
        return frozenset()
    return frozenset(letters[at : at + _SHINGLE] for at in range(len(letters) - _SHINGLE + 1))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
