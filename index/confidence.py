"""Whether the best passage answers at all: how far it stands out from what is usual for this question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from corpus.types import Band, NearMiss, NearMissKind
from index.question import Language, Question
from index.search import Found

MOST_SURE: Final = 0.99
"""No rule over similarities is ever certain that a passage answers."""


ANSWERS_FROM: Final = 0.5
SURE_FROM: Final = 0.85


MISSED: Final[Mapping[NearMissKind, float]] = {
    NearMissKind.YEAR: 3.0,
    NearMissKind.NAME: 3.0,
    NearMissKind.THING: 2.0,
    NearMissKind.NUMBER: 1.5,
    NearMissKind.AMOUNT: 2.0,
    NearMissKind.NEGATION: 0.5,
}
"""What each kind of near miss takes off, in logits."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` is 0..1; the band follows from it."""

    value: float
    band: Band


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic rule over :func:`features`, for one language."""

    intercept: float
    standing_out: float
    lead: float


CALIBRATIONS: Final = {
    Language.CHINESE: Calibration(-6.0, 1.5, 10.0),
    Language.OTHER: Calibration(-2.9, 1.5, 10.0),
}


def confidence(question: Question, found: Found, missed: Sequence[NearMiss] = ()) -> Confidence:
    """How likely an answer is among ``found``, where the passages ``missed`` something; 0 where nothing was found."""
    if not found.candidates:
        return Confidence(0.0, Band.NONE)
    standing_out, lead = features(found)
    rule = CALIBRATIONS[question.language]
    logit = rule.intercept + rule.standing_out * standing_out + rule.lead * lead
    logit -= sum(MISSED[kind] for kind in {miss.kind for miss in missed})
    value = MOST_SURE / (1 + exp(-logit))
    return Confidence(value, band(value))


def band(value: float) -> Band:
    """What a stated confidence means to a reader."""
    if value < ANSWERS_FROM:
        return Band.NONE
    return Band.SURE if value >= SURE_FROM else Band.UNSURE


def features(found: Found) -> tuple[float, float]:
    """How many deviations the best fused score stands above the library's usual, and its lead over the fifth."""
    scores = [c.score for c in found.candidates]
    deviation = found.background_deviation or 1.0
    return (scores[0] - found.background_mean) / deviation, scores[0] - scores[min(4, len(scores) - 1)]
