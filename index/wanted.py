"""What a question asks for, looked up in the library: which passages have it, and what that is worth to each.

Every bonus is in cosine and bounded: a passage that is near in meaning is moved some places up, one that is not
stays where it is. Values were chosen on the dev questions of the first and the invented reports; XQuAD and DRCD,
whose texts have no headings, days or forms, do not move.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.fold import fold
from corpus.types import PassageId, PassageKind, Placed
from corpus.view import View
from index.answers import Kind, holds
from index.asked import Asked
from index.chapters import names_chapter, without_number
from index.report_names import Naming

CHAPTER_BONUS: Final = 0.06
"""About the distance from the first to the tenth passage of one report."""
DAY_BONUS: Final = 0.06
"""For a passage under the heading, or with the line, of a day that is asked for;"""
MENTIONED_DAY_BONUS: Final = 0.03
"""for one that only mentions it."""
FORM_BONUS: Final = 0.05
SLIDE_BONUS: Final = 0.05
FIGURE_BONUS: Final = 0.08
"""For the passage with the caption of the number that is asked for."""
REPORT_BONUS: Final = 0.06
CERTAIN_REPORT_BONUS: Final = 0.15
"""Where the question says outright which report; more than any passage elsewhere gains by words alone."""
HEADING_BONUS: Final = 0.03
"""For a passage under a heading whose words the question repeats."""
ANSWER_BONUS: Final = 0.02
"""For a passage whose best window has an answer of the kind that is asked for."""
NAMED_ENOUGH: Final = 0.6
"""A report named this far, where the best is 1, has passages of its own brought in."""
LEAST_HEADING: Final = 4
"""Characters; a shorter heading is repeated by chance."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What :class:`Asked` found in the library of one view.

    ``folded`` is the question's letters, for headings to be found in; ``reports`` are those named, 0..1, where 1
    is worth ``report_bonus``.
    """

    asked: Asked
    folded: str | None
    on_days: Mapping[PassageId, bool]
    captioned: frozenset[PassageId]
    in_chapters: frozenset[PassageId]
    reports: Mapping[str, float]
    report_bonus: float
    in_reports: frozenset[PassageId]

    @classmethod
    def of(cls, asked: Asked, question: str, naming: Naming, view: View, headings: bool) -> "Wanted":
        """Look up days, captions, chapters and reports."""
        words = sorted({word for chapter in asked.chapters for word in chapter.words})
        best = [report for report, share in naming.reports.items() if share >= NAMED_ENOUGH]
        return cls(
            asked,
            _letters(fold(question)) if headings else None,
            view.on_days(asked.days),
            frozenset(view.captioned(asked.figures) if asked.figures else ()),
            frozenset(view.in_chapters(words) if words else ()),
            naming.reports,
            CERTAIN_REPORT_BONUS if naming.certain else REPORT_BONUS,
            frozenset(view.passage_ids(best) if best else ()),
        )

    def proposals(self) -> Iterator[Collection[PassageId]]:
        """Passages that should be looked at closely, however far in meaning they are from the question."""
        yield from filter(None, (self.on_days, self.captioned, self.in_chapters, self.in_reports))

    def bonuses(self, passages: Collection[Placed]) -> dict[PassageId, float]:
        """What each of ``passages`` gains for where it stands."""
        repeated = self._repeated({label for p in passages for label in p.path})
        return {p.id: self._bonus(p, repeated) for p in passages}

    def _bonus(self, passage: Placed, repeated: Collection[str]) -> float:
        asked = self.asked
        worth = self.named_bonus(passage)
        if asked.chapters and names_chapter(passage.path, asked.chapters):
            worth += CHAPTER_BONUS
        if passage.id in self.on_days:
            worth += DAY_BONUS if self.on_days[passage.id] else MENTIONED_DAY_BONUS
        if passage.id in self.captioned:
            worth += FIGURE_BONUS
        if asked.form and passage.kind is PassageKind.FORM:
            worth += FORM_BONUS
        if asked.slide and passage.kind is PassageKind.SLIDE:
            worth += SLIDE_BONUS
        if any(label in repeated for label in passage.path):
            worth += HEADING_BONUS
        return worth

    def named_bonus(self, passage: Placed) -> float:
        """What of it is owed to the passage's report being named; a cover only repeats that name."""
        if passage.kind is PassageKind.FORM and not self.asked.form:
            return 0.0
        return self.report_bonus * self.reports.get(passage.report, 0.0) if self.reports else 0.0

    def _repeated(self, labels: Collection[str]) -> set[str]:
        """Those of the headings whose words the question repeats."""
        if not labels or self.folded is None:
            return set()
        asked = self.folded
        return {label for label in labels if len(title := _title(label)) >= LEAST_HEADING and title in asked}


@lru_cache(maxsize=16384)  # many passages stand under one heading, and every question looks at the same ones
def _title(label: str) -> str:
    return _letters(without_number(fold(label.replace("\n", " "))))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def answer_bonus(kinds: tuple[Kind, ...], scores: tuple[float, ...], texts: list[str]) -> float:
    """What a passage's mean with its best window gains where windows with such an answer count for more.

    A caption stands apart from the text that it belongs to: it counts for the passage wherever it is.
    """
    if Kind.FIGURE in kinds:
        return ANSWER_BONUS * any(holds(text, kinds) for text in texts)
    raised = [score + 2 * ANSWER_BONUS * holds(text, kinds) for score, text in zip(scores, texts, strict=True)]
    return (max(raised) - max(scores)) / 2 if scores else 0.0
