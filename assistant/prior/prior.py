"""From a travel plan to the trips before it that are like it, each with the passages that show it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from assistant.across.facets import Facets, Shelf
from assistant.across.stretches import Quoting
from assistant.prior.grounds import Alike, Wanted, alike
from assistant.prior.spoken import Spoken, speaks
from assistant.prior.theme import themes_of
from assistant.prior.types import MOST_YEARS, Likeness, Plan, PriorTrip, PriorTrips, Searched
from assistant.quote import quote
from corpus.agencies import agency_expansions
from corpus.errors import SettingsError
from corpus.segment import Segmenter
from corpus.store import Store
from corpus.types import Expansion, Hit, ReportSummary
from corpus.view import View
from index.question import understand
from index.wide import Seen, Wide

EVIDENCE: Final = 2
TRIPS: Final = 10
MOST_TRIPS: Final = 50


class Looking:
    """Looks for earlier trips in one library; ``shelf`` is what its reports are grouped by."""

    def __init__(self, store: Store, wide: Wide, segmenter: Segmenter, shelf: Shelf) -> None:
        self._store, self._wide, self._segmenter, self._shelf = store, wide, segmenter, shelf

    def prior(self, plan: Plan, k: int = TRIPS) -> PriorTrips:
        """The ``k`` trips that are most like ``plan``, and how far it is to be told apart from them.

        EmptyQuestion where it says no purpose, SettingsError where its days or years make no sense.
        """
        themes = themes_of(understand(plan.purpose).text)
        since, until = _window(plan)
        with self._store.snapshot() as view:
            every = self._shelf.at(view)
            searched = {i: f for i, f in every.items() if not f.day or since <= _day(f.day) < until}
            wanted = Wanted.of(plan)
            spoken, expansions = self._spoken(themes, view, None if len(searched) == len(every) else searched)
            found = sorted(
                alike(wanted, searched, spoken), key=lambda one: (one.likeness is not Likeness.MUCH, -one.score)
            )
            quoting = Quoting.of(plan.purpose, self._segmenter, view)
            trips = tuple(_trip(one, searched[one.report], quoting) for one in found[: max(1, min(k, MOST_TRIPS))])
        told = Searched(
            len(searched), sum(not f.day for f in searched.values()), len(every) - len(searched), since, until, themes
        )
        verdict = found[0].likeness if found else Likeness.NONE
        added = tuple(dict.fromkeys((*agency_expansions(plan.agency), *expansions)))
        return PriorTrips(plan, verdict, trips, len(found) - len(trips), told, added)

    def _spoken(
        self, themes: Sequence[str], view: View, among: Collection[str] | None
    ) -> tuple[dict[str, Spoken], tuple[Expansion, ...]]:
        """How much each report speaks of the themes: of the whole, or of its sentences on the average."""
        allowed = None if among is None else view.passage_ids(list(among))
        looks = [self._wide.run(understand(theme), view, allowed) for theme in themes]
        by_report: dict[str, list[tuple[int, tuple[Seen, ...]]]] = {}
        for number, look in enumerate(looks):
            for report in look.reports:
                by_report.setdefault(report.report, []).append((number, report.passages))
        spoken = {i: speaks(found, len(looks)) for i, found in by_report.items()}
        return spoken, tuple(e for look in looks for e in look.expansions)


def _window(plan: Plan) -> tuple[date, date]:
    """From when to when trips are looked for; SettingsError where the plan makes no sense."""
    if not 1 <= plan.years <= MOST_YEARS:
        raise SettingsError(f"{plan.years} years cannot be searched: give a number from 1 to {MOST_YEARS}.")
    if plan.start and plan.end and plan.end < plan.start:
        raise SettingsError(f"The trip would end ({plan.end}) before it begins ({plan.start}): turn the dates round.")
    until = plan.start or plan.end or date.today()
    year = max(1, until.year - plan.years)
    # 29 February has no day of its own in most years
    return date(year, until.month, min(until.day, 28 if until.month == 2 else until.day)), until


def _day(iso: str) -> date:
    """An ISO date; of a year or a month alone its first day."""
    return date.fromisoformat((iso + "-01-01")[:10])


def _trip(one: Alike, facets: Facets, quoting: Quoting) -> PriorTrip:
    summary = quoting.view.summary(one.report)
    countries = facets.said.countries or facets.said.places
    evidence = quoting.hits(_telling(one.passages))[:EVIDENCE] or _title(summary, quoting.view)
    return PriorTrip(
        summary, facets.agency, countries, facets.day, one.likeness, one.score, one.reasons, evidence
    )  # fmt: skip


def _telling(passages: Sequence[Seen]) -> tuple[Seen, ...]:
    """The passages that show it, some to spare, for two may say the same; cover and form where nothing else does."""
    likely = [s for s in passages if s.says]
    return tuple(([s for s in likely if not s.is_form] or likely)[: 2 * EVIDENCE])


def _title(summary: ReportSummary, view: View) -> tuple[Hit, ...]:
    """Where the event's name is all there is: the title, as it is printed."""
    printed = summary.front.fields.get("title")
    if printed is None:
        return ()
    return (replace(quote(view, summary.id, printed.start, printed.end), rank=1),)
