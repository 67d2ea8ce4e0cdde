"""What is said to one question over all reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus.types import Band, Expansion, Hit, NearMiss

NOT_STATED: Final = ""
"""The key of the group of those reports whose forms do not say."""


class By(StrEnum):
    """What reports are grouped by."""

    REPORT = "report"
    YEAR = "year"
    AGENCY = "agency"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Silent:
    """A group in which nothing was found. ``key`` is the report's id, the year, the agency's present name or the
    country's code, NOT_STATED where the forms do not say; ``name`` a report's title, else the key; ``reports`` how many
    reports it has."""

    key: str
    name: str
    reports: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group that says something of it; see :class:`Silent`.

    ``hits`` are best first, of one report at most as many as was asked for; ``saying`` is how many of its ``reports``
    say something of it, those without a hit here included. ``printed`` are other names under which its reports print
    the agency.
    """

    key: str
    name: str
    hits: tuple[Hit, ...]
    saying: int
    reports: int
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """What all reports say to one question.

    ``band``, ``near_misses`` and ``expansions`` are the usual answer's, but for one case: where it finds no passage
    ahead of the others because several reports say something of it, the band is UNSURE. Where it is NONE no group says
    anything of it, and ``nearest`` are the nearest passages, not an answer. ``left_out`` counts the groups that say
    something beyond the number that was wanted. ``searched`` reports were searched; where they are not ``complete``
    more of them may say something than were looked at closely.
    """

    question: str
    by: By
    band: Band
    groups: tuple[Group, ...]
    silent: tuple[Silent, ...]
    left_out: int
    searched: int
    complete: bool
    nearest: tuple[Hit, ...] = ()
    near_misses: Sequence[NearMiss] = ()
    expansions: Sequence[Expansion] = ()
