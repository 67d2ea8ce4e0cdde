"""Late interaction: each word of the question looks for its best match in the passage, by the model's own states.

Khattab & Zaharia 2020 (ColBERT), here without any training: the states of a middle layer of the model that embeds
anyway. Averaged into one vector, a name or a number drowns; token by token it is found, in another language too.
Passages are kept as signs, one bit a dimension (48 bytes a token), which costs nothing measurable against floats.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.tokens import PassageTokens, QuestionTokens

LATE_WEIGHT: Final = 0.7
"""What a point of the late score (a mean cosine of tokens) is worth in cosine; flat from 0.5 to 1 on the dev sets."""
LATE_PASSAGES: Final = 20
"""How many of the best passages are compared token by token; 40 give the same."""
DEPTH: Final = 0.75
"""Where in the model the states are taken: the last layers are all alike, they were trained to be averaged."""


@dataclass(frozen=True, slots=True)
class LateScore:
    """``windows`` are the scores of the passage's windows; ``score`` is the mean of the best one's and the whole's."""

    score: float
    windows: tuple[float, ...]


def token_layer(layers: int) -> int:
    """Which of a model's layers (counted from 1) gives the states: the ninth of twelve."""
    return round(DEPTH * layers)


def signs(states: NDArray[np.float32]) -> NDArray[np.uint8]:
    """States (tokens, dimensions) as bits, eight dimensions a byte."""
    return np.packbits(states > 0, axis=1)


def interact(question: QuestionTokens, passages: Sequence[PassageTokens]) -> list[LateScore]:
    """The late score of each passage.

    A score is the weighted mean, over the question's tokens, of the greatest cosine with any token of the passage
    (or of the window); a stretch without tokens scores 0.
    """
    rows = [p.bits for p in passages if len(p.bits)]
    if not rows or not len(question.states):
        return [LateScore(0.0, (0.0,) * len(p.counts)) for p in passages]
    cosines = _cosines(question.states, np.concatenate(rows))
    counts = np.array([n for p in passages for n in p.counts])
    best = np.zeros((len(question.states), len(counts)), dtype=np.float32)
    filled = np.flatnonzero(counts)
    best[:, filled] = np.maximum.reduceat(cosines, (np.cumsum(counts) - counts)[filled], axis=1)
    scores, at = [], 0
    for passage in passages:
        windows = slice(at, at := at + len(passage.counts))
        scores.append(_score(best[:, windows], np.array(passage.counts) > 0, question.weights))
    return scores


def _score(best: NDArray[np.float32], filled: NDArray[np.bool_], weights: NDArray[np.float32]) -> LateScore:
    """From the best cosines (question tokens, windows), of which only the ``filled`` windows have tokens."""
    windows = weights @ best
    if not filled.any():
        return LateScore(0.0, tuple(windows.tolist()))
    whole = float(weights @ best[:, filled].max(axis=1))
    return LateScore((whole + float(windows[filled].max())) / 2, tuple(windows.tolist()))


def _cosines(states: NDArray[np.float32], bits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Cosines (question tokens, passage tokens) of unit rows with vectors of +1 and -1."""
    dimensions = states.shape[1]
    ones = np.unpackbits(bits, axis=1, count=dimensions).astype(np.float32)
    # q . (2 b - 1) = 2 q . b - sum(q): the signs themselves are never made
    cosines: NDArray[np.float32] = (2 * (states @ ones.T) - states.sum(axis=1, keepdims=True)) / np.sqrt(dimensions)
    return cosines
