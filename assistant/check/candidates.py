"""Which stretches of which reports may have a quotation: the word index proposes passages, nothing is read through.

Every text that has the quotation has all its pairs of Chinese characters and all its words, and these are terms of the
index; one that has it nearly has most of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.check.folded import Folded, fold_text
from corpus.seams import LexicalIndex
from corpus.segment import signature
from corpus.text import unwrapped
from corpus.types import PassageId, TermGroup
from corpus.view import View

_PROBE: Final = 48
"""Characters of a quotation that are looked up together."""
_PROBES: Final = 5
_PASSAGES: Final = 20
"""Proposed by each probe."""
_MOST_PASSAGES: Final = 40
_LONG: Final = 300
"""Characters of a quotation that is told from others by less: fewer passages are looked at, and no headings."""
_MOST_FOR_LONG: Final = 16
_MARGIN: Final = 80
_STRETCHED: Final = 1.3
"""Characters around a passage, beside the quotation's own length, that are looked at; and how much longer the source
may be for its white space."""
_TEXTS_KEPT: Final = 12
_LONGEST_TEXT: Final = 3_000_000


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a report, from ``start`` on, that may have a quotation; ``score`` is the best passage's in it."""

    report_id: str
    start: int
    text: Folded
    score: float


class Candidates:
    """The stretches of the reports that ``view`` sees, as ``words`` proposes them."""

    def __init__(self, view: View, words: LexicalIndex) -> None:
        self.view, self._words = view, words
        self.whole = lru_cache(maxsize=_TEXTS_KEPT)(self._whole)
        self.former = lru_cache(maxsize=_TEXTS_KEPT)(self._former)
        self._passages_of = lru_cache(maxsize=64)(view.passage_ids)

    def regions(self, quotes: Sequence[str], report_ids: tuple[str, ...] | None = None) -> list[Region]:
        """The likeliest stretches, best first, for what is quoted in one or more pieces; only of some reports."""
        among = self._passages_of(report_ids) if report_ids is not None else None
        scores, longest = self._proposed(quotes, among), max(map(len, quotes), default=0)
        most = _MOST_PASSAGES if longest < _LONG else _MOST_FOR_LONG
        best = sorted(scores, key=lambda i: (-scores[i], i))[:most]
        placed = self.view.placed(best)
        spans: dict[str, list[tuple[int, int, float]]] = {}
        reach = _MARGIN + round(_STRETCHED * longest)
        for i in (i for i in best if i in placed):
            place = placed[i]
            for start, end in ((place.start, place.end), place.heading)[: 2 if longest < _LONG else 1]:
                spans.setdefault(place.report, []).append((max(0, start - reach), end + reach, scores[i]))
        return sorted(self._read(spans), key=lambda region: -region.score)

    def count(self, quote: str, report_ids: tuple[str, ...] | None = None, most: int = _PASSAGES) -> int:
        """In how many passages a short quotation stands, up to ``most``."""
        terms = signature(unwrapped(quote))
        among = self._passages_of(report_ids) if report_ids is not None else None
        found = self._words.search([TermGroup(terms)], most, among) if terms else []
        letters = fold_text(quote).letters
        texts = self.view.texts([s.id for s in found])
        return sum(letters in fold_text(text).letters for text in texts.values())

    def _proposed(self, quotes: Sequence[str], among: Collection[PassageId] | None) -> dict[PassageId, float]:
        scores: dict[PassageId, float] = {}
        for probe in probes(quotes):
            groups = [TermGroup((term,)) for term in signature(probe)]
            for scored in self._words.search(groups, _PASSAGES, among) if groups else ():
                scores[scored.id] = scores.get(scored.id, 0.0) + scored.score
        return scores

    def _read(self, spans: Mapping[str, Sequence[tuple[int, int, float]]]) -> Iterator[Region]:
        """Passages with what is around them and with their headings; those that touch as one."""
        for report_id, of_report in spans.items():
            for start, end, score in _joined(sorted(of_report)):
                yield Region(report_id, start, fold_text(self.view.slice(report_id, start, end)), score)

    def _whole(self, report_id: str) -> Folded:
        return fold_text(self.view.text(report_id)[:_LONGEST_TEXT])

    def _former(self, report_id: str, version: int) -> Folded:
        return fold_text(self.view.version_text(report_id, version)[:_LONGEST_TEXT])


def probes(quotes: Sequence[str]) -> Iterator[str]:
    """What is looked up: the beginning and end of what is quoted, and stretches between them, a few in all."""
    texts = [unwrapped(quote) for quote in quotes]
    starts = [(text, at) for text in texts for at in range(0, max(1, len(text) - _PROBE // 2), _PROBE)]
    step = max(1.0, (len(starts) - 1) / (_PROBES - 1))
    chosen = sorted({round(i * step) for i in range(_PROBES) if round(i * step) < len(starts)})
    for text, at in (starts[i] for i in chosen):
        yield text[at : at + _PROBE + _PROBE // 2]


def _joined(spans: Sequence[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """Spans that touch as one, with the best of their scores."""
    start, end, score = spans[0]
    for a, b, s in spans[1:]:
        if a <= end:
            end, score = max(end, b), max(score, s)
        else:
            yield start, end, score
            start, end, score = a, b, s
    yield start, end, score
