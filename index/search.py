"""From a question to ranked passages: by meaning and by words, then fused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.seams import Embedder
from corpus.types import PassageId
from corpus.view import View
from index.derived import DerivedIndexes, Indexes
from index.fuse import WORDS_WEIGHT, fuse, ranks, with_windows
from index.question import Language, Question

CANDIDATES = 200
"""How many passages each index proposes."""
WORD_CANDIDATES = 1000
"""The word score is cheap, and a candidate by meaning beyond these counts as sharing no word."""
CLOSE_LOOK = 64
"""How many of the best candidates have their windows read."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage in the running. ``meaning_score`` is a cosine; ``window_scores`` are its windows' cosines."""

    id: PassageId
    score: float
    meaning_rank: int | None
    meaning_score: float
    word_rank: int | None
    word_score: float
    window_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first, and what the question's vector sees in the library as a whole."""

    candidates: tuple[Candidate, ...]
    background_mean: float
    background_deviation: float


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Steps that can be switched off, for measuring what each is worth."""

    words_weight: float = WORDS_WEIGHT
    windows: bool = True
    language_shift: bool = True


class Search:
    """Finished parts put to work: an embedder, the derived indexes, and the language shift of that model.

    ``shift`` has shape (dimensions,); it is what an English question's vector has on top of a Chinese one's.
    """

    def __init__(
        self,
        embedder: Embedder,
        indexes: DerivedIndexes,
        shift: NDArray[np.float32] | None = None,
        options: SearchOptions | None = None,
    ) -> None:
        self._embedder, self._indexes, self._shift = embedder, indexes, shift
        self._options = options or SearchOptions()

    def run(self, question: Question, view: View, among: Collection[PassageId] | None = None) -> Found:
        """Candidates for ``question`` in the state that ``view`` sees, only those in ``among`` if given."""
        indexes = self._indexes.at(view)
        query = self.embed(question)
        word_scores = {s.id: s.score for s in indexes.words.search(question.text, WORD_CANDIDATES, among)}
        meaning = _by_meaning(indexes, query, word_scores, among)
        mean, deviation = _background(indexes, query)
        words = {i: word_scores[i] for i in meaning if i in word_scores}
        first = fuse(meaning, words, self._options.words_weight)
        window_scores: dict[PassageId, tuple[float, ...]] = {}
        if self._options.windows:
            close = [s.id for s in first[:CLOSE_LOOK]]
            window_scores = _window_scores(view, close, query)
            # outside the close look nothing is compared with the mean of two cosines
            kept = {i: meaning[i] for i in close}
            meaning = with_windows(kept, {i: max(w) for i, w in window_scores.items()})
            first = fuse(meaning, words, self._options.words_weight)
        meaning_ranks, word_ranks = ranks(meaning), ranks(word_scores)
        candidates = tuple(
            Candidate(
                s.id, s.score, meaning_ranks[s.id], meaning[s.id], word_ranks.get(s.id), words.get(s.id, 0.0),
                window_scores.get(s.id, ()),
            )
            for s in first
        )  # fmt: skip
        return Found(candidates, mean, deviation)

    def embed(self, question: Question) -> NDArray[np.float32]:
        """The question's vector, shape (dimensions,), moved to where Chinese text lies if it is not Chinese."""
        query = self._embedder.embed_query(question.for_model)
        if question.language is Language.CHINESE or self._shift is None or not self._options.language_shift:
            return query
        moved = query - self._shift
        unit: NDArray[np.float32] = (moved / np.linalg.norm(moved)).astype(np.float32)
        return unit


def _by_meaning(
    indexes: Indexes,
    query: NDArray[np.float32],
    word_scores: Mapping[PassageId, float],
    among: Collection[PassageId] | None,
) -> dict[PassageId, float]:
    """Cosines of the best by meaning, and of the best by words that were not among them."""
    meaning = {s.id: s.score for s in indexes.vectors.search(query, CANDIDATES, among)}
    others = [i for i in list(word_scores)[:CANDIDATES] if i not in meaning]
    return meaning | {s.id: s.score for s in indexes.vectors.search(query, len(others), others)}


def _background(indexes: Indexes, query: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and deviation of the question's cosine over a sample of the library."""
    cosines = indexes.sample @ query
    return (float(cosines.mean()), float(cosines.std())) if len(cosines) else (0.0, 0.0)


def _window_scores(
    view: View, ids: list[PassageId], query: NDArray[np.float32]
) -> dict[PassageId, tuple[float, ...]]:
    """The cosine of each window of each passage, in reading order."""
    owners, vectors = view.window_vectors(ids)
    scores: dict[PassageId, list[float]] = {}
    for owner, cosine in zip(owners, (vectors @ query).tolist() if owners else [], strict=True):
        scores.setdefault(owner, []).append(cosine)
    return {i: tuple(s) for i, s in scores.items()}
