"""From a question to ranked passages: by meaning and by words, then fused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.seams import Embedder, TokenEmbedder
from corpus.tokens import QuestionTokens
from corpus.types import Expansion, PassageId, Scored
from corpus.view import View
from index.chapters import chapters_named, names_chapter
from index.derived import DerivedIndexes, Indexes
from index.expand import Expander
from index.fuse import FOREIGN_WORDS_WEIGHT, WORDS_WEIGHT, fuse, lifted, ranks, with_windows
from index.late import LATE_PASSAGES, LATE_WEIGHT, LateScore, interact
from index.question import Language, Question
from index.usual import Usual

CANDIDATES = 200
"""How many passages each index proposes."""
WORD_CANDIDATES = 1000
"""The word score is cheap, and a candidate by meaning beyond these counts as sharing no word."""
CLOSE_LOOK = 64
"""How many of the best candidates have their windows read."""

CHAPTER_BONUS = 0.06
"""In cosine: about the distance from the first to the tenth passage of one report."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One passage in the running. ``meaning_score`` is a cosine; ``window_scores`` are its windows' cosines.

    ``late`` is known of the best few, where they have tokens.
    """

    id: PassageId
    score: float
    meaning_rank: int | None
    meaning_score: float
    word_rank: int | None
    word_score: float
    window_scores: tuple[float, ...]
    late: LateScore | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first; what the question's vector sees in the whole library, and what is usual there."""

    candidates: tuple[Candidate, ...]
    background_mean: float
    background_deviation: float
    usual: Usual = field(default=Usual())
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Steps that can be switched off, for measuring what each is worth."""

    words_weight: float = WORDS_WEIGHT
    foreign_words_weight: float = FOREIGN_WORDS_WEIGHT
    windows: bool = True
    language_shift: bool = True
    gloss: bool = True
    glossary: bool = True
    chapters: bool = True
    late: bool = True
    late_weight: float = LATE_WEIGHT


class Search:
    """Finished parts put to work: an embedder, the derived indexes, other ways to say things, and the language shift.

    ``shift`` has shape (dimensions,); it is what an English question's vector has on top of a Chinese one's.
    """

    def __init__(
        self,
        embedder: Embedder,
        indexes: DerivedIndexes,
        expander: Expander,
        shift: NDArray[np.float32] | None = None,
        options: SearchOptions | None = None,
    ) -> None:
        self._embedder, self._indexes, self._expander, self._shift = embedder, indexes, expander, shift
        self._options = options or SearchOptions()

    def run(self, question: Question, view: View, among: Collection[PassageId] | None = None) -> Found:
        """Candidates for ``question`` in the state that ``view`` sees, only those in ``among`` if given.

        SettingsError where the glossary has a line that is wrong.
        """
        asked = self._expander.expand(question.text, self._options.gloss, self._options.glossary)
        indexes = self._indexes.at(view)
        query, tokens = self._embed(question)
        word_scores = {s.id: s.score for s in indexes.words.search(asked.groups, WORD_CANDIDATES, among)}
        meaning = _by_meaning(indexes, query, word_scores, among)
        weight = self._words_weight(question)
        close = [s.id for s in fuse(meaning, word_scores, weight)[:CLOSE_LOOK]]
        # outside the close look nothing can be compared with a mean of two cosines
        meaning = {i: meaning[i] for i in close}
        window_scores = _window_scores(view, close, query) if self._options.windows else {}
        meaning = with_windows(meaning, {i: max(w) for i, w in window_scores.items()})
        bonus = _chapter_bonus(question, view, close) if self._options.chapters else {}
        ranked = fuse(meaning, word_scores, weight, bonus)
        late = self._late(view, ranked[:LATE_PASSAGES], tokens) if tokens else {}
        ranked = lifted(ranked, {i: s.score for i, s in late.items()}, self._options.late_weight)
        meaning_ranks, word_ranks = ranks(meaning), ranks(word_scores)
        candidates = tuple(
            Candidate(
                s.id, s.score, meaning_ranks[s.id], meaning[s.id], word_ranks.get(s.id), word_scores.get(s.id, 0.0),
                window_scores.get(s.id, ()), late.get(s.id),
            )
            for s in ranked
        )  # fmt: skip
        return Found(candidates, *_background(indexes, query), indexes.manifest.usual, asked.expansions)

    def _words_weight(self, question: Question) -> float:
        if question.language is Language.CHINESE:
            return self._options.words_weight
        return self._options.foreign_words_weight

    def embed(self, question: Question) -> NDArray[np.float32]:
        """The question's vector, shape (dimensions,), moved to where Chinese text lies if it is not Chinese."""
        return self._embed(question)[0]

    def _embed(self, question: Question) -> tuple[NDArray[np.float32], QuestionTokens | None]:
        """The vector and, where tokens are compared and the model gives them, the tokens; from one run."""
        tokens: QuestionTokens | None = None
        if self._options.late and isinstance(self._embedder, TokenEmbedder):
            query, tokens = self._embedder.embed_query_and_tokens(question.for_model)
        else:
            query = self._embedder.embed_query(question.for_model)
        if question.language is Language.CHINESE or self._shift is None or not self._options.language_shift:
            return query, tokens
        moved = query - self._shift
        unit: NDArray[np.float32] = (moved / np.linalg.norm(moved)).astype(np.float32)
        return unit, tokens

    def _late(self, view: View, ranked: Sequence[Scored], tokens: QuestionTokens) -> dict[PassageId, LateScore]:
        """The late scores of ``ranked``; none where one of them has no tokens: it could not be compared."""
        assert isinstance(self._embedder, TokenEmbedder)
        ids = [s.id for s in ranked]
        held = view.tokens(ids, self._embedder.token_states)
        if len(held) < len(ids):
            return {}
        return dict(zip(ids, interact(tokens, [held[i] for i in ids]), strict=True))


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


def _chapter_bonus(question: Question, view: View, ids: list[PassageId]) -> dict[PassageId, float]:
    """What a passage gains where the question names the chapter that it stands in."""
    named = chapters_named(question.text)
    if not named:
        return {}
    return {i: CHAPTER_BONUS for i, path in view.paths(ids).items() if names_chapter(path, named)}


def _background(indexes: Indexes, query: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and deviation of the question's cosine over a sample of the library."""
    cosines = indexes.sample @ query
    return (float(cosines.mean()), float(cosines.std())) if len(cosines) else (0.0, 0.0)


def _window_scores(view: View, ids: list[PassageId], query: NDArray[np.float32]) -> dict[PassageId, tuple[float, ...]]:
    """The cosine of each window of each passage, in reading order."""
    owners, vectors = view.window_vectors(ids)
    scores: dict[PassageId, list[float]] = {}
    for owner, cosine in zip(owners, (vectors @ query).tolist() if owners else [], strict=True):
        scores.setdefault(owner, []).append(cosine)
    return {i: tuple(s) for i, s in scores.items()}
