"""What is usual in a library: how far a passage stands out that does *not* answer.

The confidence rule needs a yardstick from the library itself: in a library of one report every passage is near
every question, in a mixed one few are, and a threshold found on either misjudges the other. Sentences of the
library stand in for questions, and the best passage other than their own is a near one that does not answer. On
240 encyclopaedia passages they stand out by 3.9 deviations, as real questions do whose article was taken away
(4.0); on one trip report by 2.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.seams import VectorIndex, Vectors
from corpus.types import PassageId
from corpus.view import View
from index.fuse import with_windows

QUESTIONS: Final = 200
"""Sentences that are asked; the mean's error is then about 0.05 deviations."""
NEAREST: Final = 10
"""Passages looked at for each."""
TYPICAL_MEAN: Final = 3.0
TYPICAL_DEVIATION: Final = 0.9
TYPICAL_SPREAD: Final = 0.016
"""The deviation of one question's cosines. All three as most libraries have it with the embedded model."""
FEW: Final = 10
"""What is typical counts as much as so many passages, so that a library of three is no law."""
GROWTH: Final = 0.1
"""The share by which a library grows or shrinks before it is measured again."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Mean and deviation, over sentences of the library, of how far the best other passage stands out.

    ``passages`` is how many there were when it was measured.
    """

    mean: float = TYPICAL_MEAN
    deviation: float = TYPICAL_DEVIATION
    passages: int = 0

    def holds_for(self, passages: int) -> bool:
        """Whether it is still good for a library of so many passages."""
        return abs(passages - self.passages) <= GROWTH * self.passages


def background(cosines: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and deviation of ``cosines``, a sample of what a question sees in the library; mean 0 where it is empty."""
    if not len(cosines):
        return 0.0, TYPICAL_SPREAD
    share = len(cosines) / (len(cosines) + FEW)
    return float(cosines.mean()), float(np.sqrt(share * cosines.var() + (1 - share) * TYPICAL_SPREAD**2))


def standing_out(score: float, cosines: NDArray[np.float32]) -> float:
    """How many deviations ``score`` lies above the mean of ``cosines``, a sample of what the library gives."""
    mean, deviation = background(cosines)
    return (score - mean) / deviation


def usual(view: View, vectors: VectorIndex, sample: Vectors) -> Usual:
    """Ask the library its own sentences; ``sample`` (n, dimensions) is what questions are compared with."""
    ids = view.passage_ids()
    asked = ids[:: max(1, -(-len(ids) // QUESTIONS))]
    found = [z for i in asked if (z := _best_other(view, vectors, sample, i)) is not None]
    return Usual(*_with_typical(found), len(ids))


def _with_typical(found: Sequence[float]) -> tuple[float, float]:
    """Mean and deviation of ``found`` together with FEW typical ones, which keeps either from being an accident."""
    share = len(found) / (len(found) + FEW)
    mean, variance = (float(np.mean(found)), float(np.var(found))) if found else (TYPICAL_MEAN, 0.0)
    apart = share * (1 - share) * (mean - TYPICAL_MEAN) ** 2
    together = share * variance + (1 - share) * TYPICAL_DEVIATION**2 + apart
    return share * mean + (1 - share) * TYPICAL_MEAN, float(np.sqrt(together))


def _best_other(view: View, vectors: VectorIndex, sample: Vectors, asked: PassageId) -> float | None:
    """How far the best passage but ``asked`` stands out for the middle sentence of ``asked``; None without others."""
    question = _sentence(view, asked)
    nearest = {s.id: s.score for s in vectors.search(question, NEAREST + 1) if s.id != asked}
    if not nearest:
        return None
    owners, windows = view.window_vectors(list(nearest))
    best_windows: dict[PassageId, float] = {}
    for owner, cosine in zip(owners, _cosines(windows, question), strict=True):
        best_windows[owner] = max(cosine, best_windows.get(owner, -1.0))
    return standing_out(max(with_windows(nearest, best_windows).values()), sample @ question)


def _sentence(view: View, passage: PassageId) -> NDArray[np.float32]:
    """The vector of the passage's middle sentence, or its own where it has only one."""
    _, windows = view.window_vectors([passage])
    rows: NDArray[np.float32] = windows if len(windows) else view.vectors([passage])
    middle: NDArray[np.float32] = rows[len(rows) // 2]
    return middle


def _cosines(rows: Vectors, question: NDArray[np.float32]) -> Sequence[float]:
    cosines: list[float] = (rows @ question).tolist() if len(rows) else []
    return cosines
