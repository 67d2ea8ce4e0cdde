"""Whether the best passage answers at all: how far it stands out from what is usual in this library.

No threshold on similarity carries from one library to another. What does carry is how far the best passage stands out
from the rest, counted in what the best *wrong* passage usually does in this very library (:mod:`index.usual`). What
the question names and the passage lacks (:mod:`index.checks`) takes its part off again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from corpus.types import Band, NearMiss, NearMissKind
from index.search import Found

MOST_SURE: Final = 0.99
"""No rule over similarities is ever certain that a passage answers."""
ANSWERS_FROM: Final = 0.5
SURE_FROM: Final = 0.85

INTERCEPT: Final = -0.66
STANDING_OUT: Final = 0.76
"""A logistic rule, fitted by ``benchmarks/calibrate.py`` on the development sets, each library weighing the same."""
MISSED: Final[Mapping[NearMissKind, float]] = {
    NearMissKind.YEAR: 3.0,
    NearMissKind.NAME: 3.0,
    NearMissKind.THING: 3.0,
    NearMissKind.NUMBER: 3.0,
    NearMissKind.AMOUNT: 3.0,
    NearMissKind.NEGATION: 1.0,
}
"""What each kind of near miss takes off, in logits; set by hand, for the sets have too few of each to fit."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` is 0..1; the band follows from it."""

    value: float
    band: Band


def confidence(found: Found, missed: Sequence[NearMiss] = ()) -> Confidence:
    """How likely an answer is among ``found``, where the passages ``missed`` something; 0 where nothing was found."""
    if not found.candidates:
        return Confidence(0.0, Band.NONE)
    logit = INTERCEPT + STANDING_OUT * beyond_usual(found) - sum(MISSED[kind] for kind in {m.kind for m in missed})
    value = MOST_SURE / (1 + exp(-logit))
    return Confidence(value, band(value))


def band(value: float) -> Band:
    """What a stated confidence means to a reader."""
    if value < ANSWERS_FROM:
        return Band.NONE
    return Band.SURE if value >= SURE_FROM else Band.UNSURE


def beyond_usual(found: Found) -> float:
    """How far the best candidate stands out, above what is usual for a wrong one, in deviations of that."""
    deviation = found.background_deviation or 1.0
    standing_out = (found.candidates[0].score - found.background_mean) / deviation
    return (standing_out - found.usual.mean) / (found.usual.deviation or 1.0)
