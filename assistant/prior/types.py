"""What is said to a travel plan: the trips that it is like, why, and what was searched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from corpus.types import Expansion, Hit, ReportSummary

YEARS: Final = 5
"""How far back is looked unless a plan says otherwise."""
MOST_YEARS: Final = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """A trip that is planned. ``purpose`` is free text, an event's name in it; ``country`` may be several, parted by
    commas, and a city; what is empty or None is not known. Trips of the ``years`` before it begins are searched, before
    today where it does not say when."""

    purpose: str
    country: str = ""
    agency: str = ""
    start: date | None = None
    end: date | None = None
    years: int = YEARS


class Likeness(StrEnum):
    """How far an earlier trip is like the plan, the most first."""

    MUCH = "much"  # the same event, or the same study plan
    RELATED = "related"
    NONE = "none"


class Ground(StrEnum):
    """What an earlier trip has in common with the plan."""

    EVENT = "event"  # the same event, another time; what is shared is its name
    HOST = "host"  # another event of the same body
    THEME = "theme"  # it speaks of the same
    COUNTRY = "country"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in common. ``shared`` says what: the event's name, the country's code, the agency as the report prints
    it, empty for the theme. ``weight`` is what of the trip's score is owed to it."""

    ground: Ground
    shared: str
    weight: float


@dataclass(frozen=True, slots=True)
class PriorTrip:
    """An earlier trip that is like the plan. ``evidence`` are its passages that show it, the best first."""

    report: ReportSummary
    agency: str
    countries: tuple[str, ...]
    day: str
    likeness: Likeness
    score: float
    reasons: tuple[Reason, ...]
    evidence: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What a verdict rests on: ``reports`` of trips from ``since`` to ``until``, ``undated`` of them without any date;
    ``outside`` others of the library are of other times. ``themes`` are the plan's words that were looked for."""

    reports: int
    undated: int
    outside: int
    since: date
    until: date
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriorTrips:
    """The verdict on a plan, and the trips that it rests on, the most alike first. ``left_out`` counts those beyond the
    number that was wanted; ``expansions`` are what the plan's agency was called before, and what a glossary added."""

    plan: Plan
    verdict: Likeness
    trips: tuple[PriorTrip, ...]
    left_out: int
    searched: Searched
    expansions: Sequence[Expansion] = field(default=())
