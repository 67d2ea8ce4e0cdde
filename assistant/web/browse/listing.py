"""The list of reports as data: which pass the filters, what else could be filtered for and how many there are of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.web.browse.wanted import NOT_STATED, Facet, Sort, Wanted
from corpus.categories import category_of
from corpus.chapters import Chapter
from corpus.filters import Filters, Said
from corpus.fold import fold
from corpus.listed import Listed
from corpus.types import ReportSummary

PAGE: Final = 50
"""Reports on one page of the list."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one report states of one facet: the values it is counted under, and what a filter is held against."""

    values: tuple[str, ...]
    said: Said

    def meets(self, facet: Facet, value: str) -> bool:
        """Whether a report that states this passes the filter; just as questions are narrowed."""
        if value == NOT_STATED:
            return not self.values
        if facet is Facet.CHAPTER:
            return value in self.values
        return Filters(**{facet.value: int(value) if facet is Facet.YEAR else value}).meets(self.said)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Entry:
    """A report with what it states of every facet."""

    listed: Listed
    stated: Mapping[Facet, Stated]

    @classmethod
    def of(cls, listed: Listed) -> "Entry":
        """Read from what the form says."""
        said = Said.by(listed.summary.front)
        kinds = tuple(category_of(printed) or printed for printed in said.categories[:1])
        chapters = tuple(chapter.value for chapter in Chapter if chapter in listed.chapters)
        stated = {
            Facet.AGENCY: Stated(said.agencies[:1], Said(agencies=said.agencies)),
            Facet.COUNTRY: Stated(
                said.countries or said.places[:1], Said(countries=said.countries, places=said.places)
            ),
            Facet.YEAR: Stated(tuple(map(str, said.years)), Said(years=said.years)),
            Facet.CATEGORY: Stated(kinds, Said(categories=said.categories)),
            Facet.CHAPTER: Stated(chapters, Said()),
        }
        return cls(listed, stated)

    @property
    def agency(self) -> str:
        """The agency as printed, empty where none is."""
        return next(iter(self.stated[Facet.AGENCY].values), "")

    def failed(self, wanted: Wanted) -> frozenset[Facet]:
        """The filters that keep this report out."""
        return frozenset(facet for facet, value in wanted.on.items() if not self.stated[facet].meets(facet, value))

    def says(self, words: Sequence[str]) -> bool:
        """Whether title and agency have all of ``words``, which are folded."""
        text = fold(f"{self.listed.summary.title} {self.agency}")
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many reports there would be with it, and whether it is the one that is on."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The values of a facet, and how many reports state the same of it."""

    facet: Facet
    choices: tuple[Choice, ...]
    groups: Mapping[Stated, int]

    @property
    def stated(self) -> tuple[Choice, ...]:
        """Without the reports that do not say it."""
        return tuple(choice for choice in self.choices if choice.value != NOT_STATED)

    @property
    def silent(self) -> Choice | None:
        """The reports that do not say it; None where every one does."""
        return next((choice for choice in self.choices if choice.value == NOT_STATED), None)

    def beyond(self, shown: Collection[Choice]) -> int:
        """How many reports state something, but none of the values that are shown."""
        return sum(
            count
            for stated, count in self.groups.items()
            if stated.values and not any(stated.meets(self.facet, choice.value) for choice in shown)
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list. ``tallies`` count, for each facet, what the *other* filters admit."""

    wanted: Wanted
    rows: tuple[Entry, ...]
    total: int
    library: int
    page: int
    pages: int
    tallies: Mapping[Facet, Tally]

    @property
    def first(self) -> int:
        """The number of the first report on this page, counted from 1."""
        return (self.page - 1) * PAGE + 1


def list_reports(reports: Iterable[Listed], wanted: Wanted) -> Listing:
    """The page that is wanted; of one beyond the end, the last."""
    entries = [Entry.of(listed) for listed in reports]
    words = fold(wanted.words).split()
    failed = [(entry, entry.failed(wanted)) for entry in entries if entry.says(words)]
    passed = _sorted([entry for entry, by in failed if not by], wanted.sort)
    pages = max(1, -(-len(passed) // PAGE))
    page = min(wanted.page, pages)
    tallies = {
        facet: _tally(facet, [entry.stated[facet] for entry, by in failed if by <= {facet}], wanted.on.get(facet))
        for facet in Facet
    }
    rows = tuple(passed[(page - 1) * PAGE : page * PAGE])
    return Listing(wanted, rows, len(passed), len(entries), page, pages, tallies)


def report_day(summary: ReportSummary) -> str:
    """The day that a report is of: its date, else when the trip ended or began; empty where it says none."""
    return next(
        (summary.front.iso[key] for key in ("date", "period_end", "period_start") if key in summary.front.iso), ""
    )


def _sorted(entries: list[Entry], sort: Sort) -> list[Entry]:
    by_title = sorted(entries, key=lambda entry: entry.listed.summary.title)
    if sort is Sort.TITLE:
        return by_title
    by_date = sorted(by_title, key=lambda entry: report_day(entry.listed.summary), reverse=True)
    return by_date if sort is Sort.DATE else sorted(by_date, key=lambda entry: (not entry.agency, entry.agency))


def _tally(facet: Facet, stated: Iterable[Stated], chosen: str | None) -> Tally:
    """Every value that there is; the one that is on also where no report has it."""
    groups = Counter(stated)  # reports that state the same are looked at once
    values = dict.fromkeys(value for group in groups for value in group.values)
    offered = _in_order(facet, [*values] + ([chosen] if chosen and chosen not in (*values, NOT_STATED) else []), groups)
    silent = sum(count for group, count in groups.items() if not group.values)
    if silent or chosen == NOT_STATED:
        offered.append((NOT_STATED, silent))
    return Tally(facet, tuple(Choice(value, count, value == chosen) for value, count in offered), groups)


def _in_order(facet: Facet, values: Iterable[str], groups: Mapping[Stated, int]) -> list[tuple[str, int]]:
    """Years from the newest, chapters as they come in a report, all others the most frequent first."""
    counted = [(v, sum(n for group, n in groups.items() if group.meets(facet, v))) for v in values]
    if facet is Facet.YEAR:
        return sorted(counted, key=lambda found: int(found[0]), reverse=True)
    if facet is Facet.CHAPTER:
        order = [chapter.value for chapter in Chapter]
        return sorted(counted, key=lambda found: order.index(found[0]))
    return sorted(counted, key=lambda found: (-found[1], found[0]))
