"""What each report's form says of all that one filters by, as rows that a database can narrow by."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from corpus.categories import category_of
from corpus.filters import Filters, Said
from corpus.types import FrontMatter

VERSION: Final = "1"
"""Changes whenever :func:`facets_of` would say something else; a library writes the rows anew then."""


class Facet(StrEnum):
    """What a form says; a country is a code, a place what is printed of it."""

    AGENCY = "agency"
    COUNTRY = "country"
    PLACE = "place"
    YEAR = "year"
    CATEGORY = "category"


def facets_of(front: FrontMatter) -> Iterator[tuple[Facet, str]]:
    """Every value that ``front`` says, as :class:`corpus.filters.Said` reads it."""
    said = Said.by(front)
    yield from ((Facet.AGENCY, value) for value in said.agencies)
    yield from ((Facet.COUNTRY, value) for value in said.countries)
    yield from ((Facet.PLACE, value) for value in said.places)
    yield from ((Facet.YEAR, str(value)) for value in said.years)
    kinds = dict.fromkeys(
        category_of(value) or value for value in said.categories
    )  # cover and form have words of their own
    yield from ((Facet.CATEGORY, value) for value in kinds)


def meets(filters: Filters, facet: Facet, value: str) -> bool:
    """Whether a form that says this alone passes ``filters``, which are of one facet."""
    said = {
        Facet.AGENCY: Said(agencies=(value,)),
        Facet.COUNTRY: Said(countries=(value,)),
        Facet.PLACE: Said(places=(value,)),
        Facet.CATEGORY: Said(categories=(value,)),
    }
    return filters.meets(Said(years=(int(value),)) if facet is Facet.YEAR else said[facet])


def each_of(filters: Filters) -> Iterator[tuple[tuple[Facet, ...], Filters]]:
    """The filters that are on, each alone, with the facets whose values can meet it."""
    if filters.agency:
        yield (Facet.AGENCY,), Filters(agency=filters.agency)
    if filters.country:
        yield (Facet.COUNTRY, Facet.PLACE), Filters(country=filters.country)
    if filters.year:
        yield (Facet.YEAR,), Filters(year=filters.year)
    if filters.category:
        yield (Facet.CATEGORY,), Filters(category=filters.category)
