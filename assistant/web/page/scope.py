"""Where a question is put, and how much of an answer is wanted: what stands in an address beside the question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from assistant.anchor import Anchor, read_anchor
from assistant.web.browse.wanted import ASKED
from corpus.filters import Filters, year_from

USUAL: Final = 5
IN_ONE_REPORT: Final = 10
GROUPED: Final = 20
MOST: Final = 50
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Scope:
    """``report`` is an id, empty for all. ``facets`` are the filters that are on. ``k``: how many passages, 0 for as
    many as is usual; ``grouped``: by report."""

    report: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    grouped: bool = False
    k: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Scope":
        """What an address says; what makes no sense there is as if it were not said, but for a filter."""
        facets = tuple((name.value, query[name].strip()[:_LONGEST]) for name in ASKED if query.get(name, "").strip())
        k = query.get("k", "")
        wanted = min(int(k), MOST) if k.isascii() and k.isdecimal() and len(k) < 9 else 0
        return cls(query.get("report", "").strip(), facets, query.get("group") == "report", wanted)

    @classmethod
    def read(cls, written: str, report: str = "") -> "Scope":
        """The same of a query string, with the report chosen beside it."""
        return replace(cls.of(dict(parse_qsl(written))), report=report)

    def written(self) -> str:
        """All but the report, as a query string: what the page keeps while one asks on."""
        rest = {"group": "report"} if self.grouped else {}
        return urlencode({**dict(self.facets), **rest, **({"k": self.k} if self.k else {})})

    def query(self, question: str = "") -> dict[str, str]:
        """As the address of the answer has it."""
        named = {"q": question, "report": self.report}
        return {key: value for key, value in named.items() if value} | dict(parse_qsl(self.written()))

    def without(self, facet: str) -> "Scope":
        """With one filter taken off."""
        return replace(self, facets=tuple(pair for pair in self.facets if pair[0] != facet))

    @property
    def filters(self) -> Filters:
        """The filters for the search; SettingsError where a year is none."""
        said = dict(self.facets)
        year = year_from(said["year"]) if "year" in said else None
        return Filters(None, said.get("agency"), said.get("country"), year, said.get("category"))

    @property
    def wanted(self) -> int:
        """How many passages are asked for."""
        return self.k or (GROUPED if self.grouped else IN_ONE_REPORT if self.report else USUAL)

    @property
    def more(self) -> "Scope | None":
        """With more passages; None where there are no more to be had."""
        return replace(self, k=min(self.wanted + 10, MOST)) if self.wanted < MOST else None


EVERYWHERE: Final = Scope()


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of the page says: ``?q=…&report=…#v1-120-310-3fa8c2d1e0``."""

    question: str = ""
    scope: Scope = EVERYWHERE
    anchor: Anchor | None = None

    @classmethod
    def of(cls, written: str) -> "Address":
        """What stands after the «?» of an address."""
        query, _, fragment = written.partition("?")[2].partition("#")
        said = dict(parse_qsl(query))
        return cls(said.get("q", ""), Scope.of(said), read_anchor(fragment))
