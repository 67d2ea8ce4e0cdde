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
GROWTH: Final = 0.1
"""The share by which a library grows or shrinks before it is measured again."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Mean and deviation, over sentences of the library, of how far the best other passage stands out.

    ``passages`` is how many there were when it was measured.
    """

    mean: float = 0.0
    deviation: float = 1.0
    passages: int = 0

    def holds_for(self, passages: int) -> bool:
        """Whether it is still good for a library of so many passages."""
        return abs(passages - self.passages) <= GROWTH * self.passages


def standing_out(score: float, cosines: NDArray[np.float32]) -> float:
    """How many deviations ``score`` lies above the mean of ``cosines``, a sample of what the library gives."""
    deviation = float(cosines.std()) if len(cosines) else 0.0
    return (score - float(cosines.mean())) / deviation if deviation else 0.0


def usual(view: View, vectors: VectorIndex, sample: Vectors) -> Usual:
    """Ask the library its own sentences; ``sample`` (n, dimensions) is what questions are compared with."""
    ids = view.passage_ids()
    asked = ids[:: max(1, -(-len(ids) // QUESTIONS))]
    found = [z for i in asked if (z := _best_other(view, vectors, sample, i)) is not None]
    if len(found) < 2:
        return Usual(passages=len(ids))
    return Usual(float(np.mean(found)), float(np.std(found)), len(ids))


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
