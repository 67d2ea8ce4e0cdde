"""A close look at some passages: their windows, where they stand, and what that is worth for a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.types import PassageId, Placed
from corpus.view import View
from index.answers import Kind
from index.fuse import with_windows
from index.wanted import Wanted, answer_bonus

SAME: Final = 0.985
"""Cosine of two passages' mean windows from which on their texts are worth comparing; two versions of one sentence
have 0.99, two forms filled in differently may have it too."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen, by passage.

    ``named`` is the part of ``bonus`` that is owed to the report being named. ``said`` are the mean vectors of the
    windows, of length 1: what the text says, without its headings.
    """

    meaning: Mapping[PassageId, float]
    window_scores: Mapping[PassageId, tuple[float, ...]]
    placed: Mapping[PassageId, Placed]
    bonus: Mapping[PassageId, float]
    named: Mapping[PassageId, float]
    said: Mapping[PassageId, NDArray[np.float32]]

    def with_more(self, other: "Look") -> "Look":
        """Both together."""
        return Look(
            {**self.meaning, **other.meaning},
            {**self.window_scores, **other.window_scores},
            {**self.placed, **other.placed},
            {**self.bonus, **other.bonus},
            {**self.named, **other.named},
            {**self.said, **other.said},
        )

    def alike(self, ids: Sequence[PassageId]) -> list[tuple[PassageId, PassageId]]:
        """Pairs of ``ids``, the earlier one first, whose texts may be the same: they say next to the same."""
        known = [i for i in ids if i in self.said]
        if not known:
            return []
        said = np.array([self.said[i] for i in known])
        first, second = np.nonzero(np.triu(said @ said.T >= SAME, k=1))
        return [(known[a], known[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)]

    def lifted(self, by: Mapping[PassageId, float]) -> "Look":
        """With more bonus for some."""
        return replace(self, bonus={**self.bonus, **{i: self.bonus.get(i, 0.0) + more for i, more in by.items()}})


def look_closely(
    cosines: Mapping[PassageId, float], query: NDArray[np.float32], wanted: Wanted, view: View, windows: bool
) -> Look:
    """Look at the passages of ``cosines``, with their ``windows`` or without."""
    ids = list(cosines)
    scores, said = _windows(view, ids, query) if windows else ({}, {})
    meaning = with_windows(cosines, {i: max(w) for i, w in scores.items()})
    placed = view.placed(ids)
    bonus = wanted.bonuses(list(placed.values()))
    named = {i: wanted.named_bonus(p) for i, p in placed.items()}
    return Look(meaning, scores, placed, bonus, named, said)


def answer_bonuses(kinds: tuple[Kind, ...], ids: Sequence[PassageId], look: Look, view: View) -> dict[PassageId, float]:
    """What passages gain whose windows have an answer of one of ``kinds``."""
    texts = view.window_texts(ids)
    return {
        i: answer_bonus(kinds, look.window_scores[i], texts[i]) for i in ids if i in look.window_scores and i in texts
    }


def _windows(
    view: View, ids: Sequence[PassageId], query: NDArray[np.float32]
) -> tuple[dict[PassageId, tuple[float, ...]], dict[PassageId, NDArray[np.float32]]]:
    """Of each passage the cosines of its windows, in reading order, and the mean of their vectors."""
    owners, vectors = view.window_vectors(ids)
    if not owners:
        return {}, {}
    cosines: list[float] = (vectors @ query).tolist()
    starts = [n for n, owner in enumerate(owners) if n == 0 or owners[n - 1] != owner]
    sums = np.add.reduceat(vectors, starts, axis=0)
    means = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    scores = {owners[a]: tuple(cosines[a:b]) for a, b in zip(starts, [*starts[1:], len(owners)], strict=True)}
    return scores, dict(zip(scores, means, strict=True))
