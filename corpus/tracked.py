"""A recommendation as a row of the table that is kept of all of them, and which rows are wanted."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from corpus.advice import Advice, Kind
from corpus.errors import UnknownRecommendation
from corpus.filters import Filters
from corpus.marks import UNMARKED, Mark, Status

_KEY: Final = re.compile(r"(.+)-([0-9a-f]{12})")


class Order(StrEnum):
    """In what order the rows come; within each the newest report first, and in it as it is printed."""

    DATE = "date"
    AGENCY = "agency"
    REPORT = "report"  # by title
    STATUS = "status"
    OWNER = "owner"
    DUE = "due"  # the soonest first, those without a day last


@dataclass(frozen=True, slots=True)
class Wanted:
    """Every one that is given must hold. ``kind`` None is both kinds; ``owner`` and each word of ``text`` are looked
    for as parts, in either script."""

    filters: Filters = field(default_factory=Filters)
    kind: Kind | None = Kind.RECOMMENDATION
    status: Status | None = None
    owner: str = ""
    text: str = ""
    order: Order = Order.DATE


EVERY_ONE: Final = Wanted()
"""All recommendations."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """One row: the item as it is printed, its text, and what people noted of it.

    ``key`` names it by its report and its words: it is the same whatever its number and its place.
    """

    key: str
    report_id: str
    advice: Advice
    text: str
    mark: Mark = UNMARKED


@dataclass(frozen=True, slots=True)
class Gone:
    """What was noted of a recommendation that its report does not make any more.

    ``text`` is what it said in ``version``, the last that made it; empty where the report itself was removed (then
    ``title`` is None), for what that said is forgotten.
    """

    key: str
    report_id: str
    title: str | None
    version: int
    number: str | None
    path: tuple[str, ...]
    text: str
    mark: Mark


def key_of(report_id: str, digest: str) -> str:
    """The name of a recommendation.

    >>> key_of("fa43c01a", "9eedf5a1b2c3")
    'fa43c01a-9eedf5a1b2c3'
    """
    return f"{report_id}-{digest}"


def parts_of_key(key: str) -> tuple[str, str]:
    """Report and digest; UnknownRecommendation where it names none."""
    found = _KEY.fullmatch(key.strip())
    if found is None:
        raise no_recommendation(key)
    return found[1], found[2]


def no_recommendation(key: str) -> UnknownRecommendation:
    """The error that names the key, and where to find the right one."""
    return UnknownRecommendation(f"There is no recommendation {key!r}: `tripreport recommendations` lists the keys.")
