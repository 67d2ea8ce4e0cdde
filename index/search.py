"""From a question to ranked passages: by meaning and by words, then fused."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.seams import Embedder, TokenEmbedder
from corpus.tokens import QuestionTokens
from corpus.types import Expansion, PassageId, Placed, Scored, TermGroup
from corpus.view import View
from index.asked import Asked, read
from index.derived import DerivedIndexes, Indexes
from index.encoder import usable_cores
from index.expand import Expander
from index.fuse import FOREIGN_WORDS_WEIGHT, WORDS_WEIGHT, fuse, lifted, ranks
from index.late import LATE_PASSAGES, LATE_WEIGHT, LateScore, interact
from index.look import Look, answer_bonuses, look_closely
from index.question import Language, Question, understand
from index.report_names import Naming, Shelf, names_place
from index.usual import Usual, background
from index.wanted import Wanted
from index.whole import whole

CANDIDATES = 100
"""How many passages each index proposes."""
WORD_CANDIDATES = 300
"""The word score is cheap, and a candidate by meaning beyond these counts as sharing no word."""
CLOSE_LOOK = 40
"""How many of the best candidates have their windows read."""
BROUGHT_IN = 32
"""How many passages with what the question asks for (a day, a chapter) are looked at besides, of each such thing."""
ANSWER_LOOK = 24
"""How many of the best have their windows read for the kind of answer that is wanted."""
ONCE_LOOK = 50
"""Among how many of the best the same text is looked for."""


class Candidate(NamedTuple):
    """One passage in the running. ``meaning_score`` is a cosine; ``window_scores`` are its windows' cosines.

    ``late`` is known of the best few, where they have tokens. ``bonus`` is what of ``score`` is owed to what the
    question asks for rather than to what the passage says.
    """

    id: PassageId
    score: float
    meaning_rank: int | None
    meaning_score: float
    word_rank: int | None
    word_score: float
    window_scores: tuple[float, ...]
    bonus: float = 0.0
    late: LateScore | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first; what the question's vector sees in the whole library, and what is usual there.

    ``whole`` are those that together are the answer, in reading order, where all of a chapter or a day is wanted.
    ``alike`` are pairs of the best, the better one first, whose texts may be the same. ``language`` is the question's.
    ``placed`` is where the candidates stand, those that exist.
    """

    candidates: tuple[Candidate, ...]
    background_mean: float
    background_deviation: float
    usual: Usual = field(default=Usual())
    language: Language = Language.CHINESE
    expansions: tuple[Expansion, ...] = ()
    whole: tuple[PassageId, ...] = ()
    alike: tuple[tuple[PassageId, PassageId], ...] = ()
    placed: Mapping[PassageId, Placed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Steps that can be switched off, for measuring what each is worth.

    chapters, days, form (slides too), figures, report_names, headings, answers: bonuses for what a question asks
    for, and the passages brought in for it. whole: chapters and days in one piece. merge, once: neighbours as one
    hit, and the same text once.
    """

    words_weight: float = WORDS_WEIGHT
    foreign_words_weight: float = FOREIGN_WORDS_WEIGHT
    windows: bool = True
    language_shift: bool = True
    gloss: bool = True
    glossary: bool = True
    chapters: bool = True
    late: bool = True
    late_weight: float = LATE_WEIGHT
    days: bool = True
    form: bool = True
    figures: bool = True
    report_names: bool = True
    headings: bool = True
    answers: bool = True
    whole: bool = True
    merge: bool = True
    once: bool = True


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
        self.options = options or SearchOptions()
        self._shelf: tuple[int, Shelf] | None = None
        # while the model runs it leaves the interpreter to others, and a core now and then
        self.beside = ThreadPoolExecutor(usable_cores(), "beside")

    def run(self, question: Question, view: View, among: Collection[PassageId] | None = None) -> Found:
        """Candidates for ``question`` in the state that ``view`` sees, only those in ``among`` if given.

        SettingsError where the glossary has a line that is wrong.
        """
        indexes = self._indexes.at(view)
        asked = self._read(question.text)
        naming = self._named(question, asked, view)
        if naming.remainder != question.text:
            question = understand(naming.remainder)
            asked = replace(asked, whole=asked.whole or self._read(question.text).whole)
        wanted = Wanted.of(asked, question.text, naming, view, self.options.headings)
        by_words = self.beside.submit(self._by_words, indexes, question, among)
        (query, tokens), weight = self._embed(question), self.words_weight(question)
        word_scores, expansions = by_words.result()
        cosines = by_meaning(indexes, query, word_scores, CANDIDATES, among)
        close = [s.id for s in fuse(cosines, word_scores, weight)[:CLOSE_LOOK]]
        # outside the close look nothing can be compared with a mean of two cosines
        cosines = {i: cosines[i] for i in close} | _brought_in(wanted, indexes, query, among)
        look = look_closely(cosines, query, wanted, view, self.options.windows)
        together: list[PassageId] = []
        if asked.whole:
            # the report that a question is nearest to: before its chapters and days are lifted
            nearest = fuse(look.meaning, word_scores, weight, look.named)
            together = [p.id for p in whole(wanted, nearest, look.placed, view)]
        if missing := [i for i in together if i not in cosines]:
            more = {s.id: s.score for s in indexes.vectors.search(query, len(missing), missing)}
            look = look.with_more(look_closely(more, query, wanted, view, self.options.windows))
        ranked = fuse(look.meaning, word_scores, weight, look.bonus)
        if asked.kinds and self.options.windows:
            look = look.lifted(answer_bonuses(asked.kinds, [s.id for s in ranked[:ANSWER_LOOK]], look, view))
            ranked = fuse(look.meaning, word_scores, weight, look.bonus)
        late = self._late(view, ranked[:LATE_PASSAGES], tokens) if tokens else {}
        ranked = lifted(ranked, {i: s.score for i, s in late.items()}, self.options.late_weight)
        best = list(dict.fromkeys([*together, *(s.id for s in ranked[:ONCE_LOOK])]))
        alike = look.alike(best) if self.options.once else ()
        return Found(
            _candidates(ranked, look, word_scores, late), *background(indexes.sample @ query), indexes.manifest.usual,
            question.language, expansions, tuple(together), tuple(alike), look.placed,
        )  # fmt: skip

    def _by_words(
        self, indexes: Indexes, question: Question, among: Collection[PassageId] | None
    ) -> tuple[dict[PassageId, float], tuple[Expansion, ...]]:
        """Word scores of the best by words, and which entries of the glossary had a part in it."""
        expanded = self._expander.expand(question.text, self.options.gloss, self.options.glossary)
        found = indexes.words.search(expanded.groups, WORD_CANDIDATES, among)
        return {s.id: s.score for s in found}, expanded.expansions

    def embed(self, question: Question) -> NDArray[np.float32]:
        """The question's vector, shape (dimensions,), moved to where Chinese text lies if it is not Chinese."""
        return self._embed(question)[0]

    def _embed(self, question: Question) -> tuple[NDArray[np.float32], QuestionTokens | None]:
        """The vector and, where tokens are compared and the model gives them, the tokens; from one run."""
        tokens: QuestionTokens | None = None
        if self.options.late and isinstance(self._embedder, TokenEmbedder):
            query, tokens = self._embedder.embed_query_and_tokens(question.for_model)
        else:
            query = self._embedder.embed_query(question.for_model)
        if question.language is Language.CHINESE or self._shift is None or not self.options.language_shift:
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

    def words_weight(self, question: Question) -> float:
        """What a point of the word score is worth for ``question``, in cosine."""
        if question.language is Language.CHINESE:
            return self.options.words_weight
        return self.options.foreign_words_weight

    def _read(self, question: str) -> Asked:
        """What is asked for, without what is switched off."""
        asked, on = read(question), self.options
        return replace(
            asked,
            days=asked.days if on.days else (),
            kinds=asked.kinds if on.answers else (),
            chapters=asked.chapters if on.chapters else (),
            figures=asked.figures if on.figures else (),
            form=asked.form and on.form,
            slide=asked.slide and on.form,
            whole=asked.whole and on.whole,
        )

    def _named(self, question: Question, asked: Asked, view: View) -> Naming:
        """The reports that the question names; their names are kept until the library changes."""
        if not self.options.report_names or not (asked.names_report or names_place(question.text)):
            return Naming({}, question.text)
        generation, kept = view.generation(), self._shelf
        if kept is None or kept[0] != generation:
            self._shelf = kept = (generation, Shelf(view.names()))
        return kept[1].named(question.text, asked.names_report, self._ways)

    def _ways(self, text: str) -> Sequence[TermGroup]:
        return self._expander.expand(text, self.options.gloss, glossary=False).groups


def by_meaning(
    indexes: Indexes,
    query: NDArray[np.float32],
    word_scores: Mapping[PassageId, float],
    limit: int,
    among: Collection[PassageId] | None,
) -> dict[PassageId, float]:
    """Cosines of the ``limit`` best by meaning, and of so many of the best by words that were not among them."""
    meaning = {s.id: s.score for s in indexes.vectors.search(query, limit, among)}
    others = [i for i in list(word_scores)[:limit] if i not in meaning]
    return meaning | {s.id: s.score for s in indexes.vectors.search(query, len(others), others)}


def _brought_in(
    wanted: Wanted, indexes: Indexes, query: NDArray[np.float32], among: Collection[PassageId] | None
) -> dict[PassageId, float]:
    """Cosines of the best passages that have what is asked for, each kind of it for itself."""
    allowed = None if among is None else set(among)
    cosines: dict[PassageId, float] = {}
    for ids in wanted.proposals():
        kept = list(ids if allowed is None else allowed.intersection(ids))
        cosines |= {s.id: s.score for s in indexes.vectors.search(query, BROUGHT_IN, kept)}
    return cosines


def _candidates(
    ranked: Sequence[Scored],
    look: Look,
    word_scores: Mapping[PassageId, float],
    late: Mapping[PassageId, LateScore],
) -> tuple[Candidate, ...]:
    meaning_ranks, word_ranks = ranks(look.meaning), ranks(word_scores)
    return tuple(
        Candidate(
            s.id, s.score, meaning_ranks[s.id], look.meaning[s.id], word_ranks.get(s.id), word_scores.get(s.id, 0.0),
            look.window_scores.get(s.id, ()), look.bonus.get(s.id, 0.0), late.get(s.id),
        )
        for s in ranked
    )  # fmt: skip
