"""One question held against every report at once: the best passages of each, from one search instead of one a report.

The usual search looks closely at the few best passages of the whole library, and these may all be of two reports. Here
both indexes propose many passages, whose reports are then searched passage by passage.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.types import Expansion, PassageId, PassageKind, Placed, Scored, TermGroup
from corpus.view import View
from index.asked import read
from index.chapters import Chapter, names_chapter
from index.derived import DerivedIndexes, Indexes
from index.expand import Expander
from index.fuse import fuse, with_windows
from index.question import Question
from index.search import Search, by_meaning
from index.usual import background
from index.wanted import CHAPTER_BONUS

PROPOSED: Final = 1000
"""How many passages each index proposes."""
REPORTS: Final = 100
"""How many reports are searched passage by passage."""
KEPT: Final = 6
"""How many passages of a report are looked at closely."""
INTERCEPT: Final = -1.46
BEYOND: Final = 1.52
WORDS: Final = 7.21
"""A logistic rule for «this report says something of it», fitted by ``benchmarks/across.py`` on the dev questions over
the invented reports. Of those held out 47 of the 48 reports that hold the evidence are shown, and they are 47 of 68
shown; most others are the same exercise's report of another year, which speaks of it too."""
SAYS_FROM: Final = 0.2
"""Low: a report that is shown is read, one that is not shown is passed over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One passage as the question sees it.

    ``meaning`` is the mean of its cosine and its best window's, ``windows`` are theirs. ``beyond``: how far it stands
    out by meaning above what is usual for a passage that does not answer, in deviations of that. ``words``: how much of
    the question's words it has, by their rarity, about 0..2.
    """

    placed: Placed
    score: float
    meaning: float
    windows: tuple[float, ...]
    beyond: float
    words: float

    @property
    def likelihood(self) -> float:
        """How likely it says something of what is asked, 0..1, wherever better passages stand."""
        return 1 / (1 + exp(-(INTERCEPT + BEYOND * self.beyond + WORDS * self.words)))

    @property
    def is_form(self) -> bool:
        """Whether it is of cover or form, which name a subject and say nothing of it."""
        return self.placed.kind is PassageKind.FORM

    @property
    def says(self) -> bool:
        """Whether that is likely enough to show it."""
        return self.likelihood >= SAYS_FROM


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A report's passages, the nearest first; there is at least one."""

    report: str
    passages: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The reports that a question is near to, the nearest first. ``complete``: every one that was proposed is here.
    ``asks_form``: the question asks for what stands on cover and form."""

    reports: tuple[ReportSeen, ...]
    complete: bool
    asks_form: bool = False
    expansions: tuple[Expansion, ...] = ()


class Wide:
    """Finished parts put to work, those of the usual search."""

    def __init__(self, search: Search, indexes: DerivedIndexes, expander: Expander) -> None:
        self._search, self._indexes, self._expander = search, indexes, expander

    def run(
        self, question: Question, view: View, among: Collection[PassageId] | None = None, most: int = REPORTS
    ) -> Overview:
        """At most ``most`` reports; only passages in ``among`` if given. SettingsError where the glossary is wrong."""
        indexes, query = self._indexes.at(view), self._search.embed(question)
        expanded, asked = self._expander.expand(question.text), read(question.text)
        look = _Look(
            indexes, query, expanded.groups,
            self._search.words_weight(question), background(indexes.sample @ query),
        )  # fmt: skip
        proposed = view.placed([s.id for s in look.proposed(among)])
        reports = list(dict.fromkeys(p.report for p in proposed.values()))
        inside = view.passage_ids(reports[:most]) if reports else []
        allowed = inside if among is None else sorted(set(inside).intersection(among))
        seen = _closely(look, allowed, view, asked.chapters)
        return Overview(tuple(seen), len(reports) <= most, asked.form, expanded.expansions)


@dataclass(frozen=True, slots=True)
class _Look:
    """A question, ready to be held against passages; ``background``: mean and deviation of what it sees here."""

    indexes: Indexes
    query: NDArray[np.float32]
    groups: tuple[TermGroup, ...]
    weight: float
    background: tuple[float, float]

    def proposed(self, among: Collection[PassageId] | None) -> list[Scored]:
        """The best by meaning and by words, the best first."""
        words = self.words(PROPOSED, among)
        return fuse(by_meaning(self.indexes, self.query, words, PROPOSED, among), words, self.weight)

    def meaning(self, limit: int, among: Collection[PassageId] | None) -> dict[PassageId, float]:
        return {s.id: s.score for s in self.indexes.vectors.search(self.query, limit, among)}

    def words(self, limit: int, among: Collection[PassageId] | None) -> dict[PassageId, float]:
        return {s.id: s.score for s in self.indexes.words.search(self.groups, limit, among)}

    def beyond(self, cosine: float) -> float:
        """How far it stands out above what is usual, in deviations of that."""
        usual, (mean, deviation) = self.indexes.manifest.usual, self.background
        return ((cosine - mean) / (deviation or 1.0) - usual.mean) / (usual.deviation or 1.0)


def _closely(look: _Look, ids: Sequence[PassageId], view: View, chapters: Collection[Chapter]) -> list[ReportSeen]:
    """The reports of ``ids``, each with its KEPT best passages, their windows read."""
    cosines, words = look.meaning(len(ids), ids), look.words(len(ids), ids)
    placed = view.placed(ids)
    bonus = {i: CHAPTER_BONUS for i, p in placed.items() if chapters and names_chapter(p.path, chapters)}
    ranked = [s for s in fuse(cosines, words, look.weight, bonus) if s.id in placed]
    kept = [i for ids in _by_report(ranked, placed).values() for i in ids[:KEPT]]
    windows = _windows(look, kept, view)
    meaning = with_windows({i: cosines[i] for i in kept}, {i: max(w) for i, w in windows.items()})
    best = fuse(meaning, words, look.weight, bonus)
    scores = {s.id: s.score for s in best}
    grouped = _by_report(best, placed)
    return [
        ReportSeen(
            report,
            tuple(
                Seen(placed[i], scores[i], meaning[i], windows.get(i, ()), look.beyond(meaning[i]), words.get(i, 0.0))
                for i in ids
            ),
        )
        for report, ids in grouped.items()
    ]


def _by_report(ranked: Iterable[Scored], placed: Mapping[PassageId, Placed]) -> dict[str, list[PassageId]]:
    """The passages of each report as they are ranked; the report with the best one first."""
    found: dict[str, list[PassageId]] = {}
    for scored in ranked:
        found.setdefault(placed[scored.id].report, []).append(scored.id)
    return found


def _windows(look: _Look, ids: Sequence[PassageId], view: View) -> dict[PassageId, tuple[float, ...]]:
    """Of each passage the cosines of its windows, in reading order; passages without any are left out."""
    owners, vectors = view.window_vectors(ids)
    found: dict[PassageId, list[float]] = {}
    for owner, cosine in zip(owners, (vectors @ look.query).tolist() if owners else (), strict=True):
        found.setdefault(owner, []).append(cosine)
    return {i: tuple(cosines) for i, cosines in found.items()}
