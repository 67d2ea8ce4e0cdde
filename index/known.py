"""Agencies and countries in a question, by other names: what the corpus lists, in the shape of a glossary."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from corpus.agencies import Agency, agency_named, earlier_names, folded_forms
from corpus.countries import country_names_in, country_spellings
from corpus.fold import fold
from corpus.types import Expansion
from index.glossary import AGENCIES, COUNTRIES, Said

MOST: Final = 8
"""Other names of one agency that are looked for; more would be told than anybody reads."""
_FULL: Final = re.compile("(?:合眾國|共和國|民國|王國|聯邦)$")
"""Names that stand in treaties."""
_CABINET: Final = "行政院"
"""In front of many an agency's earlier name, and never said."""


def agencies_said(question: str) -> list[Said]:
    """The agencies that ``question`` names, each with what it is called besides, was before, and became.

    >>> [(said.expansion.said, said.expansion.also[:2]) for said in agencies_said("環保署對廚餘的作法")]
    [('環保署', ('環境保護署', '環境部'))]
    """
    found = []
    for match in _pattern().finditer(fold(question)):
        said = question[match.start() : match.end()]
        agency, form = _forms()[match.group()]
        if form.isupper() and not said.isupper():
            continue  # «most», «tips»: an abbreviation is written in capitals
        if also := _other_names(agency, said):
            found.append(Said(match.start(), match.end(), Expansion(said, also, AGENCIES)))
    return found


def countries_said(question: str) -> list[Said]:
    """The countries that ``question`` names and that have more than one Chinese name: 紐西蘭 is 新西兰 on the mainland.

    >>> [(said.expansion.said, said.expansion.also) for said in countries_said("新西兰的作法")]
    [('新西兰', ('紐西蘭', 'New Zealand'))]
    """
    found = []
    for code, start, end in country_names_in(question):
        said = question[start:end]
        every, english = country_spellings(code)
        chinese = [name for name in every if not _FULL.search(name)]
        others = [name for name in chinese if fold(name) != fold(said)]
        if others and len({fold(name) for name in chinese}) > 1:
            also = tuple(others) if said[0].isascii() else (*others, english[0])
            found.append(Said(start, end, Expansion(said, tuple(dict.fromkeys(also)), COUNTRIES)))
    return found


def _other_names(agency: Agency, said: str) -> tuple[str, ...]:
    """Short and full names in Chinese, then English ones of this name of it. A name that holds a shorter one is left
    out, for a text with 農業部漁業署 has 漁業署 too; English ones alone are the dictionary's."""
    kept, names = [fold(said)], []
    for name in (*_lineage(agency), *agency.english):
        if not any(shorter in fold(name) for shorter in kept):
            names.append(name)
            kept.append(fold(name))
    return () if all(name.isascii() for name in names) else tuple(names[:MOST])


def _lineage(agency: Agency) -> Iterator[str]:
    """Its own names, then what it became, then what it was."""
    yield from _chinese(agency)
    layer = [agency]
    while layer := [after for one in layer for name in one.into if (after := agency_named(name))]:
        for after in layer:
            yield from _chinese(after)
    for before in earlier_names(agency):
        yield from _chinese(before)


def _chinese(agency: Agency) -> Iterator[str]:
    yield from (form for form in agency.short if form not in agency.alone)
    yield agency.name.removeprefix(_CABINET) if agency.until else agency.name


@cache
def _forms() -> dict[str, tuple[Agency, str]]:
    return folded_forms()


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){re.escape(f)}(?![a-z])" if f.isascii() else f for f in longest_first))
