"""From what the wide search saw of a report to passages that can be quoted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.ask import highlights, matched
from assistant.gather import same_text
from assistant.quote import quote
from corpus.days import Day, days_asked
from corpus.segment import Segmenter
from corpus.types import Answer, Hit, Located, Why
from corpus.view import View
from index.search import Candidate
from index.wide import Overview, Seen

ENOUGH: Final = 2
Stretch = Hit | Seen
"""A passage as the usual answer shows it, or one that only the wide search saw."""


def saying(answer: Answer, overview: Overview) -> dict[str, tuple[Stretch, ...]]:
    """The reports that say something of it, the nearest first, each with its passages, the best first.

    Passages of the answer come first, for they were looked at more closely; of those only the ones that the rule for a
    report finds likely, and the very best of an answer. Where there is no answer, a report alone is none either.
    """
    seen = {report.report: report.passages for report in overview.reports}
    found: dict[str, list[Stretch]] = {}
    for hit in answer.hits:
        if (answer.answerable and hit.rank == 1) or any(
            s.says and _overlap(s, hit) for s in seen.get(hit.report_id, ())
        ):
            found.setdefault(hit.report_id, []).append(hit)
    for report in overview.reports:
        for one in report.passages:
            if one.says and not any(_overlap(one, other) for other in found.get(report.report, ())):
                found.setdefault(report.report, []).append(one)
    if not answer.answerable and not agree(answer, len(found)):
        return {}
    forms = {i: [] if overview.asks_form else [s for s in passages if s.is_form] for i, passages in seen.items()}
    return {report: _telling(stretches, forms.get(report, ())) for report, stretches in found.items()}


def _telling(stretches: Sequence[Stretch], forms: Sequence[Seen]) -> tuple[Stretch, ...]:
    """Cover and form name a subject and say nothing of it: they are left out where anything else is there."""
    others = [one for one in stretches if not any(_overlap(form, one) for form in forms)]
    return tuple(others or stretches)


def agree(answer: Answer, reports: int) -> bool:
    """Whether so many reports that say something of it make an answer where the usual rule finds none.

    That rule wants the best passage to be ahead of the others; where several reports say the same, none is.
    """
    return reports >= ENOUGH and not answer.near_misses


def _overlap(seen: Seen, other: Stretch) -> bool:
    if isinstance(other, Hit):
        start, end = other.char_start, other.char_end
    else:
        start, end = other.placed.start, other.placed.end
    return seen.placed.start < end and start < seen.placed.end


@dataclass(frozen=True, slots=True)
class Quoting:
    """How stretches become hits: the state of the library, and what the question's words and days are."""

    view: View
    terms: Collection[str]
    days: Collection[Day]

    @classmethod
    def of(cls, question: str, segmenter: Segmenter, view: View) -> "Quoting":
        """Ready for one question."""
        return cls(view, set(segmenter.words(question)), days_asked(question))

    def hits(self, stretches: Sequence[Stretch]) -> tuple[Hit, ...]:
        """All of them, numbered in their order, the same text of one report once; one whose report was replaced
        meanwhile is left out."""
        ids = [s.placed.id for s in stretches if not isinstance(s, Hit)]
        located = {one.id: one for one in self.view.locate(ids)} if ids else {}
        made = [
            s if isinstance(s, Hit) else self._hit(s, located[s.placed.id])
            for s in stretches
            if isinstance(s, Hit) or s.placed.id in located
        ]
        once: list[Hit] = []
        for hit in made:
            if not any(hit.report_id == other.report_id and same_text(hit.text, other.text) for other in once):
                once.append(hit)
        return tuple(replace(hit, rank=rank) for rank, hit in enumerate(once, 1))

    def _hit(self, seen: Seen, located: Located) -> Hit:
        candidate = Candidate(
            seen.placed.id, seen.score, None, seen.meaning, None, seen.words, seen.windows
        )  # its ranks are known among the best few of the library only
        hit = quote(self.view, located.report.id, located.passage.start, located.passage.end)
        return replace(
            hit,
            score=seen.score,
            highlights=highlights(candidate, located, self.terms, self.days),
            matched=matched(located, self.terms),
            why=Why(None, seen.meaning, None, seen.words or None),
        )
