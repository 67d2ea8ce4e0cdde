"""What a visitor wants to see of the recommendations: read from the query of the address, and made an address again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from assistant.web.browse.wanted import Unread, a_country, a_page, a_year, understood
from corpus.advice import Kind
from corpus.filters import Filters
from corpus.marks import Status
from corpus.tracked import Order, Wanted

PLACE: Final = "/recommendations"
PAGE: Final = 50
"""Rows on one page."""
EVERY: Final = "all"
"""The value of «kind» for recommendations and reflections."""
FILTERS: Final = ("agency", "country", "year", "category", "report", "status", "owner", "q", "kind")
"""The names in the address, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters that are on by their names in the address, the order, and the page, counted from 1; ``unread`` are
    the values that made no sense and were passed over."""

    on: Mapping[str, str]
    order: Order = Order.DATE
    page: int = 1
    unread: tuple[Unread, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """What the query says; what cannot be understood is not guessed."""
        _, read, unread = understood(query, _READERS)
        on: dict[str, str] = {key: read[key] for key in FILTERS if key in read}
        return cls(on, read.get("sort", Order.DATE), read.get("page", 1), unread)

    @property
    def wanted(self) -> Wanted:
        """The same as the library knows it."""
        on = self.on
        report = (on["report"],) if "report" in on else None
        year = int(on["year"]) if "year" in on else None
        return Wanted(
            Filters(report, on.get("agency"), on.get("country"), year, on.get("category")),
            kind=None if "kind" in on else Kind.RECOMMENDATION,
            status=Status(on["status"]) if "status" in on else None,
            owner=on.get("owner", ""), text=on.get("q", ""), order=self.order,
        )  # fmt: skip

    def with_filter(self, key: str, value: str) -> "Wish":
        """The same with one more filter, from the first page on."""
        return replace(self, on={**self.on, key: value}, page=1)

    def without(self, key: str) -> "Wish":
        """The same with a filter less."""
        return replace(self, on={name: value for name, value in self.on.items() if name != key}, page=1)

    def in_order(self, order: Order) -> "Wish":
        """The same in another order."""
        return replace(self, order=order, page=1)

    def at(self, page: int) -> "Wish":
        """Another page of the same."""
        return replace(self, page=page)

    @property
    def address(self) -> str:
        """The address of the table that this asks for."""
        return f"{PLACE}{self.query}"

    def sheet(self, kind: str) -> str:
        """The address of all of its rows as a file of that kind."""
        return f"{PLACE}.{kind}{self.at(1).query}"

    def item(self, key: str, deed: str = "") -> str:
        """The address of one recommendation, from which there is a way back to this; ``deed`` is what is done to it."""
        return f"{PLACE}/{quote(key, safe='')}{f'/{deed}' if deed else ''}{self.query}"

    @property
    def query(self) -> str:
        """With its question mark; empty where nothing is asked for."""
        query = dict(self._query())
        return f"?{urlencode(query)}" if query else ""

    def _query(self) -> Iterator[tuple[str, str]]:
        yield from self.on.items()
        if self.order is not Order.DATE:
            yield "sort", self.order.value
        if self.page > 1:
            yield "page", str(self.page)


def _kind(said: str) -> str:
    if said != EVERY:
        raise ValueError(said)
    return said


_READERS: Final[Mapping[str, Callable[[str], str | int]]] = {
    "agency": str,
    "country": a_country,
    "year": a_year,
    "category": str,
    "report": str,
    "status": lambda said: Status(said).value,
    "owner": str,
    "q": str,
    "kind": _kind,
    "sort": Order,
    "page": a_page,
}
