"""What a visitor wants to see of the reports: read from the query of the address, and made an address again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from corpus.chapters import Chapter
from corpus.countries import country_code
from corpus.errors import SettingsError
from corpus.filters import Filters, year_from

NOT_STATED: Final = "-"
"""The value of a filter for the reports that do not say it."""


class Facet(StrEnum):
    """What one can filter by; the names are those in the address."""

    AGENCY = "agency"
    COUNTRY = "country"
    YEAR = "year"
    CATEGORY = "category"
    CHAPTER = "chapter"


ASKED: Final = (Facet.AGENCY, Facet.COUNTRY, Facet.YEAR, Facet.CATEGORY)
"""Those that a question can be narrowed by, too."""


class Sort(StrEnum):
    """In what order the reports come: the newest first, or by name."""

    DATE = "date"
    TITLE = "title"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Unread:
    """A value in the address that makes no sense, and is passed over: where it stands and what it is."""

    key: str
    value: str


def understood(
    query: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, str], dict[str, Any], tuple[Unread, ...]]:
    """What the query says, blanks aside; what of it the ``readers`` make sense of; and what they do not."""
    said = {key: " ".join(value.split()) for key, value in query.items() if value.strip()}
    read: dict[str, Any] = {}
    unread = []
    for key, understand in readers.items():
        if key in said:
            try:
                read[key] = understand(said[key])
            except ValueError:
                unread.append(Unread(key, said[key]))
    return said, read, tuple(unread)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters that are on, words to find in title and agency, the order, and the page, counted from 1."""

    on: Mapping[Facet, str]
    words: str = ""
    sort: Sort = Sort.DATE
    page: int = 1
    unread: tuple[Unread, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """What the query says; what cannot be understood is not guessed but kept in ``unread``."""
        said, read, unread = understood(query, _READERS)
        on = {facet: read[facet] for facet in Facet if facet in read}
        return cls(on, said.get("q", ""), read.get("sort", Sort.DATE), read.get("page", 1), unread)

    def with_filter(self, facet: Facet, value: str) -> "Wanted":
        """The same with one more filter, from the first page on."""
        return replace(self, on={**self.on, facet: value}, page=1)

    def without(self, facet: Facet) -> "Wanted":
        """The same with a filter less."""
        return replace(self, on={key: value for key, value in self.on.items() if key is not facet}, page=1)

    def without_words(self) -> "Wanted":
        """The same without the words to find."""
        return replace(self, words="", page=1)

    def in_order(self, sort: Sort) -> "Wanted":
        """The same in another order."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> "Wanted":
        """Another page of the same."""
        return replace(self, page=page)

    @property
    def narrows(self) -> bool:
        """Whether some reports may be left out."""
        return bool(self.on or self.words)

    @property
    def address(self) -> str:
        """The address of the list that this asks for."""
        query = dict(self._query())
        return f"/reports?{urlencode(query)}" if query else "/reports"

    def _query(self) -> Iterator[tuple[str, str]]:
        yield from ((facet.value, value) for facet, value in self.on.items())
        if self.words:
            yield "q", self.words
        if self.sort is not Sort.DATE:
            yield "sort", self.sort.value
        if self.page > 1:
            yield "page", str(self.page)

    def filters(self, facet: Facet) -> Filters | None:
        """The one filter as questions know it; None where it is not on, or no question can be narrowed so."""
        value = self.on.get(facet)
        if value is None or value == NOT_STATED or facet not in ASKED:
            return None
        return Filters(**{facet.value: int(value) if facet is Facet.YEAR else value})  # type: ignore[arg-type]

    @property
    def ask_address(self) -> str | None:
        """Where just these reports are asked; None where a question cannot be narrowed to them."""
        if self.words or any(self.filters(facet) is None for facet in self.on):
            return None
        return f"/?{urlencode({facet.value: value for facet, value in self.on.items()})}" if self.on else "/"


def a_year(said: str) -> str:
    """The western year; ValueError where it is none."""
    try:
        return str(year_from(said))
    except SettingsError as error:
        raise ValueError(said) from error


def a_country(said: str) -> str:
    """The code wherever there is one, so that a country has one address."""
    return said.upper() if len(said) == 2 and said.isascii() else country_code(said) or said


def _year(said: str) -> str:
    return said if said == NOT_STATED else a_year(said)


def _chapter(said: str) -> str:
    return said if said == NOT_STATED else Chapter(said).value


def a_page(said: str) -> int:
    """Counted from 1; ValueError where it is none."""
    if not (said.isascii() and said.isdecimal() and int(said[:9]) > 0):
        raise ValueError(said)
    return int(said[:9])


_READERS: Final[Mapping[str, Callable[[str], str | int]]] = {
    Facet.AGENCY.value: str,
    Facet.COUNTRY.value: a_country,
    Facet.YEAR.value: _year,
    Facet.CATEGORY.value: str,
    Facet.CHAPTER.value: _chapter,
    "sort": Sort,
    "page": a_page,
}
