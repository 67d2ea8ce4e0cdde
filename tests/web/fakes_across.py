"""What the fake library says to one question over all reports, and to a travel plan: from its own answers."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from assistant.across import Across, By, Group, Silent
from assistant.across.facets import Facets
from assistant.prior import Ground, Likeness, Plan, PriorTrip, PriorTrips, Reason, Searched
from corpus.errors import ChangedGlossary, EmptyQuestion
from corpus.filters import Filters
from corpus.types import Answer, Expansion, Hit, ReportSummary
from index.glossary import read_lines
from index.own_glossary import Own


def fake_across(
    answer: Answer, summaries: Mapping[str, ReportSummary], by: By, per_report: int, filters: Filters
) -> Across:
    """The answer's hits in groups; every other report says nothing of it."""
    facets = {i: Facets.of(s) for i, s in summaries.items() if filters.admits(s)}
    hits = tuple(hit for hit in answer.hits if hit.report_id in facets)
    saying = {hit.report_id for hit in hits} if answer.answerable else set()
    sizes: dict[str, list[str]] = {}
    for report, facet in facets.items():
        for key in facet.keys(report, by):
            sizes.setdefault(key, []).append(report)
    groups = tuple(
        Group(key, _name(key, by, facets), _of(hits, reports)[:per_report], len(saying.intersection(reports)),
              len(reports), ("行政院環境保護署",) if by is By.AGENCY else ())
        for key, reports in sizes.items()
        if saying.intersection(reports)
    )  # fmt: skip
    shown = {group.key for group in groups}
    silent = tuple(Silent(key, _name(key, by, facets), len(r)) for key, r in sizes.items() if key not in shown)
    return Across(
        answer.question, by, answer.band, groups, silent, 0, len(facets), True, () if groups else hits[:3],
        answer.near_misses, (Expansion("雲端", ("云端", "cloud"), "built-in glossary"),) if groups else (),
    )  # fmt: skip


def _name(key: str, by: By, facets: Mapping[str, Facets]) -> str:
    return facets[key].title if by is By.REPORT else key


def _of(hits: tuple[Hit, ...], reports: list[str]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.report_id in reports)


def fake_prior(plan: Plan, summaries: Mapping[str, ReportSummary], evidence: tuple[Hit, ...]) -> PriorTrips:
    """Gartner's symposium is the first report's, «雲端» its theme; of anything else there is nothing."""
    if not plan.purpose.strip():
        raise EmptyQuestion("Say what for.")
    reasons = []
    if "Gartner" in plan.purpose:
        reasons.append(Reason(Ground.EVENT, "Gartner Symposium", 0.3))
    if "雲端" in plan.purpose:
        reasons.append(Reason(Ground.THEME, "", 0.4))
    if reasons and plan.country:
        reasons.append(Reason(Ground.COUNTRY, "US", 0.12))
    if reasons and plan.agency:
        reasons.append(Reason(Ground.AGENCY, "行政院資通安全處", 0.08))
    likeness = Likeness.MUCH if "Gartner" in plan.purpose else Likeness.RELATED
    trips = tuple(
        PriorTrip(
            s, "數位發展部", ("US",), "2022-10-14", likeness, sum(r.weight for r in reasons), tuple(reasons), evidence
        )
        for s in list(summaries.values())[:1]
        if reasons
    )
    until = plan.start or date(2026, 11, 29)
    searched = Searched(len(summaries), 1, 2, until.replace(year=until.year - plan.years), until, (plan.purpose,))
    return PriorTrips(plan, trips[0].likeness if trips else Likeness.NONE, trips, 0, searched)


class _Keeps(Protocol):
    glossary: Own


def save_own(library: _Keeps, text: str, seen: str) -> Own:
    """As a library's own glossary is saved, but in no file; each state has the next number."""
    if seen != library.glossary.version:
        raise ChangedGlossary("Somebody else was there before.")
    lines = tuple(read_lines(text, "glossary.tsv"))
    library.glossary = Own(text, f"v{int(seen[1:]) + 1}", lines)
    return library.glossary
