"""The places that trips go to, and every way to write each: a list of our own, in ``data/places.tsv``."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Final

from corpus.fold import fold

_WITHIN: Final = {"中国": "(?<!国)", "河内": "(?<!运)(?<!大)", "日本": "(?<!今)(?<!即)"}
"""Names that other words have in them: 國中國小, 運河內, 今日本館."""


def places_in(folded: str) -> Iterator[str]:
    """The places that a folded text names, each by the first of its names.

    >>> list(places_in(fold("the Estonian team in 東京")))
    ['愛沙尼亞', '東京']
    """
    names = _gazetteer()
    return (names[match.group()][0] for match in _pattern().finditer(folded))


def place_names(name: str) -> tuple[str, ...]:
    """All names of the place called ``name``, in Chinese and English, also of its people; none if it is no place.

    >>> place_names("Swiss")
    ('瑞士', 'Switzerland', 'Swiss')
    """
    return _gazetteer().get(fold(name), ())


@cache
def _gazetteer() -> dict[str, tuple[str, ...]]:
    """Every folded name of a place, and all its names as they are written."""
    text = resources.files("index").joinpath("data/places.tsv").read_text(encoding="utf-8")
    return dict(_spellings(text.splitlines()))


def _spellings(lines: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in lines:
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            names = (*chinese.split(), *english.split("|"))
            yield from ((fold(name), names) for name in names)


@cache
def _pattern() -> re.Pattern[str]:
    """The longest name first; an English one only as a whole word."""
    names = sorted(_gazetteer(), key=len, reverse=True)
    english = "|".join(re.escape(n) for n in names if n.isascii())
    chinese = "|".join(_WITHIN.get(n, "") + n for n in names if not n.isascii())
    return re.compile(chinese + rf"|(?<![a-z])(?:{english})(?![a-z])")
