"""Whether the best passage answers at all: how far it stands out from what is usual in this library.

No threshold on similarity carries from one library to another. What does carry is how far the best passage stands out
from the rest, counted in what the best *wrong* passage usually does in this very library (:mod:`index.usual`), with
how many of the question's words it has and how far it is ahead of the next ones. What the question names and the
passage lacks (:mod:`index.checks`) takes its part off again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp
from typing import Final

from corpus.types import Band, NearMiss, NearMissKind
from index.question import Language
from index.search import Found

MOST_SURE: Final = 0.99
"""No rule over similarities is ever certain that a passage answers."""
ANSWERS_FROM: Final = 0.25
"""Lower than one in two: who is told «查無依據» stops looking, who is told «read before citing» reads."""
SURE_FROM: Final = 0.75
UNSURE_BELOW: Final = 0.74
MOST_LOGITS: Final = 30.0
"""Beyond that nothing changes, and exp would overflow."""
NEXT: Final = 4
"""How many passages after the best it is compared with."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the rule looks at.

    beyond: how far the best passage stands out by meaning, above what is usual for a wrong one, in deviations of that.
    words: its word score. ahead: how far its score is above the mean of the NEXT ones that are not the same text.
    chinese: 1 for a Chinese question, which meets Chinese passages more closely than an English one does.
    """

    beyond: float
    words: float
    ahead: float
    chinese: float


INTERCEPT: Final = -1.41
WEIGHTS: Final = Signs(beyond=1.32, words=3.06, ahead=34.26, chinese=-1.17)
"""A logistic rule, fitted by ``benchmarks/calibrate.py`` on the development sets, each library weighing the same."""
WHOLE: Final = 2.5
"""Added, in logits, where a chapter or a day is asked for and stands there: nothing near in meaning need be found."""
MISSED: Final[Mapping[NearMissKind, float]] = {
    NearMissKind.YEAR: 3.0,
    NearMissKind.NAME: 3.0,
    NearMissKind.THING: 3.0,
    NearMissKind.NUMBER: 3.0,
    NearMissKind.AMOUNT: 3.0,
    NearMissKind.DURATION: 2.0,
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
    logit = INTERCEPT + weighed(WEIGHTS, signs_of(found)) + given(found, missed)
    # something is told to be missing: then nobody is told that the passages answer
    most = UNSURE_BELOW if missed else MOST_SURE
    value = min(most, MOST_SURE / (1 + exp(-max(-MOST_LOGITS, logit))))
    return Confidence(value, band(value))


def weighed(weights: Signs, signs: Signs) -> float:
    """Each sign times its weight, added up."""
    return float(sum(getattr(weights, f.name) * getattr(signs, f.name) for f in fields(Signs)))


def given(found: Found, missed: Sequence[NearMiss]) -> float:
    """Logits for what is known rather than measured: all that was asked for is there; something asked for is not."""
    return WHOLE * bool(found.whole) - sum(MISSED[kind] for kind in {m.kind for m in missed})


def band(value: float) -> Band:
    """What a stated confidence means to a reader."""
    if value < ANSWERS_FROM:
        return Band.NONE
    return Band.SURE if value >= SURE_FROM else Band.UNSURE


def signs_of(found: Found) -> Signs:
    """The signs of an answer; ``found`` has candidates."""
    best, *others = found.candidates
    same = {worse for _, worse in found.alike}
    rest = [c.score for c in others if c.id not in same][:NEXT]
    # by meaning alone: a late score or a bonus was never part of what is usual
    nearest = max(c.meaning_score for c in found.candidates)
    standing_out = (nearest - found.background_mean) / (found.background_deviation or 1.0)
    return Signs(
        beyond=(standing_out - found.usual.mean) / (found.usual.deviation or 1.0),
        words=best.word_score,
        ahead=best.score - sum(rest) / len(rest) if rest else 0.0,
        chinese=float(found.language is Language.CHINESE),
    )
