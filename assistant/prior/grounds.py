"""Which earlier trips are like a plan, and why: the rule, and what each ground is worth.

A trip's score is what it owes to each ground, added up: THEME by how likely its best passages speak of what the plan is
about, EVENT or HOST, COUNTRY, AGENCY. The verdict is a rule, not a threshold on that sum: the same event, or the theme
with the country, is the same plan; the theme alone is related.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assistant.across.facets import Facets
from assistant.prior.events import Match, Planned, Sameness, same_event
from assistant.prior.spoken import Spoken
from assistant.prior.types import Ground, Likeness, Plan, Reason
from corpus.agencies import asked_for, present_name
from corpus.countries import countries_in, country_code, country_codes
from corpus.fold import fold
from index.wide import Seen

WEIGHTS: Final = {
    Ground.THEME: 0.5, Ground.EVENT: 0.3, Ground.HOST: 0.1, Ground.COUNTRY: 0.12, Ground.AGENCY: 0.08,
}  # fmt: skip
"""What each ground is worth at most; THEME times how much the trip speaks of it."""
SAME_THEME: Final = 0.75
"""From here on a trip to the same country has the same study plan."""
LIKE_THEME: Final = 0.2
"""From here on a trip is related."""
HOST_THEME: Final = 0.1
"""The same for another event of the same body."""
_PARTED: Final = re.compile(r"[、,，;；/／]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The plan, read: the codes of its countries, else their words, folded."""

    plan: Plan
    event: Planned
    codes: frozenset[str]
    place: str

    @classmethod
    def of(cls, plan: Plan) -> "Wanted":
        """Countries that the purpose names count too."""
        named = {code for code, _, _ in countries_in(f"{plan.country}。{plan.purpose}")}
        for given in map(str.strip, _PARTED.split(plan.country)):
            code = given.upper() if given.upper() in country_codes() else country_code(given)
            named |= {code} if code else set()
        return cls(plan, Planned.of(plan.purpose), frozenset(named), "" if named else fold(plan.country.strip()))


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier trip before it is quoted."""

    report: str
    likeness: Likeness
    score: float
    reasons: tuple[Reason, ...]
    passages: tuple[Seen, ...]


def alike(wanted: Wanted, searched: Mapping[str, Facets], spoken: Mapping[str, Spoken]) -> Iterator[Alike]:
    """Those of the trips ``searched`` that are like the plan, in no order; ``spoken`` is known of the nearest."""
    for report, facets in searched.items():
        said, event = spoken.get(report, Spoken()), same_event(facets.title, wanted.event)
        reasons = tuple(_reasons(wanted, facets, said.theme, event))
        apart = event is not None and event.told_apart
        likeness = _likeness(said.theme, {r.ground for r in reasons}, apart)
        if likeness is not Likeness.NONE:
            yield Alike(report, likeness, sum(r.weight for r in reasons), reasons, said.passages)


def _likeness(theme: float, grounds: Collection[Ground], apart: bool) -> Likeness:
    """The rule; see the head of this file. ``apart``: another event of the same body is no same study plan."""
    if Ground.EVENT in grounds or (theme >= SAME_THEME and Ground.COUNTRY in grounds and not apart):
        return Likeness.MUCH
    related = theme >= LIKE_THEME or (Ground.HOST in grounds and theme >= HOST_THEME)
    return Likeness.RELATED if related else Likeness.NONE


def _reasons(wanted: Wanted, facets: Facets, theme: float, event: Match | None) -> Iterator[Reason]:
    """What the two have in common, in the order in which one would say it."""
    if event:
        ground = Ground.EVENT if event.sameness is Sameness.EVENT else Ground.HOST
        yield Reason(ground, event.name, WEIGHTS[ground])
    if theme >= HOST_THEME:
        yield Reason(Ground.THEME, "", WEIGHTS[Ground.THEME] * theme)
    country = next((c for c in facets.said.countries if c in wanted.codes), None)
    place = next((p for p in facets.said.places if wanted.place and wanted.place in fold(p)), None)
    if country or place:
        yield Reason(Ground.COUNTRY, country or place or "", WEIGHTS[Ground.COUNTRY])
    agency = next((a for a in facets.said.agencies if _is_agency(wanted.plan.agency, a)), None)
    if agency:
        yield Reason(Ground.AGENCY, agency, WEIGHTS[Ground.AGENCY])


def _is_agency(asked: str, printed: str) -> bool:
    """The plan's agency under any of its names, those that came after an old one too."""
    return bool(asked.strip()) and (asked_for(asked, printed) or present_name(asked) == present_name(printed))
