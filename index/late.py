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
from threadpoolctl import threadpool_limits

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


def products_in_one_thread() -> None:
    """Let numpy multiply matrices in the calling thread, in this process from now on.

    Those of a question are too small to share: on two busy cores waking the others took 30 ms, the product 0.4.
    """
    threadpool_limits(1, "blas")


def interact(question: QuestionTokens, passages: Sequence[PassageTokens]) -> list[LateScore]:
    """The late score of each passage.

    A score is the weighted mean, over the question's tokens, of the greatest cosine with any token of the passage
    (or of the window); a stretch without tokens scores 0.
    """
    rows = [p.bits for p in passages if len(p.bits)]
    if not rows or not len(question.states):
        return [LateScore(0.0, (0.0,) * len(p.counts)) for p in passages]
    counts = np.array([n for p in passages for n in p.counts])
    filled = np.flatnonzero(counts)  # the windows with tokens
    best = np.maximum.reduceat(_cosines(question.states, np.concatenate(rows)), _starts(counts[filled]), axis=0)
    windows = np.zeros(len(counts), dtype=np.float32)
    windows[filled] = best @ question.weights
    # of each passage with tokens: how many such windows it has, and the best of them
    owners = [sum(map(bool, p.counts)) for p in passages]
    each = _starts(np.array([n for n in owners if n]))
    whole = iter(((np.maximum.reduceat(best, each, axis=0) @ question.weights) / 2).tolist())
    best_window = iter((np.maximum.reduceat(windows[filled], each) / 2).tolist())
    ends = np.cumsum([len(p.counts) for p in passages]).tolist()
    said = windows.tolist()
    return [
        LateScore(next(whole) + next(best_window) if has else 0.0, tuple(said[end - len(p.counts) : end]))
        for p, has, end in zip(passages, owners, ends, strict=True)
    ]


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of stretches of these lengths begins, one following the other."""
    starts: NDArray[np.int64] = np.cumsum(counts) - counts
    return starts


def _cosines(states: NDArray[np.float32], bits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Cosines (passage tokens, question tokens) of vectors of +1 and -1 with unit rows."""
    dimensions = states.shape[1]
    ones = np.unpackbits(bits, axis=1, count=dimensions).astype(np.float32)
    # q . (2 b - 1) = 2 q . b - sum(q): the signs themselves are never made
    cosines: NDArray[np.float32] = ones @ (states.T * np.float32(2 / np.sqrt(dimensions)))
    cosines -= states.sum(axis=1) / np.float32(np.sqrt(dimensions))
    return cosines
