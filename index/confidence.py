"""Whether the best passage answers at all: how far it stands out from what is usual for this question."""

from dataclasses import dataclass
from math import exp
from typing import Final

from index.question import Language, Question
from index.search import Found

MOST_SURE: Final = 0.99
"""No rule over similarities is ever certain that a passage answers."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """``value`` is 0..1; ``answerable`` where it is at least one half."""

    value: float
    answerable: bool


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


def confidence(question: Question, found: Found) -> Confidence:
    """How likely an answer is among ``found``; 0 where nothing was found."""
    if not found.candidates:
        return Confidence(0.0, False)
    standing_out, lead = features(found)
    rule = CALIBRATIONS[question.language]
    value = MOST_SURE / (1 + exp(-(rule.intercept + rule.standing_out * standing_out + rule.lead * lead)))
    return Confidence(value, value >= 0.5)


def features(found: Found) -> tuple[float, float]:
    """How many deviations the best fused score stands above the library's usual, and its lead over the fifth."""
    scores = [c.score for c in found.candidates]
    deviation = found.background_deviation or 1.0
    return (scores[0] - found.background_mean) / deviation, scores[0] - scores[min(4, len(scores) - 1)]
