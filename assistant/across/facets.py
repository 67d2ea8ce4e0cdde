"""What each report is grouped by, read once a state of the library."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.across.types import NOT_STATED, By
from corpus.agencies import present_name
from corpus.filters import Filters, Said
from corpus.types import ReportSummary
from corpus.view import View


@dataclass(frozen=True, slots=True)
class Facets:
    """One report: its title, what its form says, its agency's present name, NOT_STATED where none is printed, and the
    day that the trip began, else that of the report, as ISO 8601, empty where neither is known."""

    title: str
    said: Said
    agency: str
    day: str

    @classmethod
    def of(cls, summary: ReportSummary) -> "Facets":
        """Of the agencies that a form prints the first is the report's."""
        said = Said.by(summary.front)
        agency = present_name(said.agencies[0]) if said.agencies else NOT_STATED
        iso = summary.front.iso
        return cls(summary.title, said, agency, iso.get("period_start") or iso.get("date") or "")

    def keys(self, report_id: str, by: By) -> tuple[str, ...]:
        """The groups that the report is in: a trip to two countries is in both."""
        if by is By.REPORT:
            return (report_id,)
        if by is By.AGENCY:
            return (self.agency,)
        values = tuple(map(str, self.said.years)) if by is By.YEAR else self.said.countries
        return values or (NOT_STATED,)


class Shelf:
    """The facets of all reports; kept from one question to the next until the library changes."""

    def __init__(self) -> None:
        self._kept: tuple[int, Mapping[str, Facets]] | None = None

    def at(self, view: View) -> Mapping[str, Facets]:
        """All reports, by id and in the order of their titles."""
        generation, kept = view.generation(), self._kept
        if kept is None or kept[0] != generation:
            kept = self._kept = (generation, {s.id: Facets.of(s) for s in view.reports()})
        return kept[1]

    def admitted(self, view: View, filters: Filters) -> Mapping[str, Facets]:
        """Those that pass; UnknownReport where the filters name one that is not there."""
        every = self.at(view)
        if filters.reports is not None:
            view.require(filters.reports)
            every = {i: every[i] for i in dict.fromkeys(filters.reports)}
        return {i: f for i, f in every.items() if filters.meets(f.said)}
