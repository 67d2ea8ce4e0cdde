"""From ranked candidates to an answer that can be quoted: hits, highlights, citations, and whether it is one."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from assistant.cite import cite, footnote
from assistant.gather import Gathered, gather
from corpus.days import Day, days_asked, printed_days
from corpus.filters import Filters
from corpus.fold import fold
from corpus.segment import Segmenter
from corpus.store import Store
from corpus.types import Answer, Hit, Located, NearMiss, PassageId, Place, Why
from corpus.view import View
from index.checks import Evidence, Mentions, near_misses
from index.confidence import confidence
from index.question import Question, understand
from index.search import Candidate, Found, Search

MOST_HITS = 50
"""More than this is not read; it is browsing."""
ATTEMPTS = 3
"""How often a question is asked again when reports are replaced under it."""
CHECKED_HITS = 3
"""What a question names is looked for in these; it is these that are read."""
OVERLAP_WEIGHT = 0.3
"""What sharing all of the question's words is worth to a sentence, in cosine."""

EVERYTHING: Final = Filters()
_NO_EVIDENCE: Final = frozenset({"date", "abstract", "pages", "attachments"})
"""The report is dated after the trip, often in the next year; its abstract is found as a passage."""


class Asking:
    """Answers questions from one library; keeps nothing from one question to the next."""

    def __init__(self, store: Store, search: Search, segmenter: Segmenter, mentions: Callable[[str], Mentions]) -> None:
        self._store, self._search, self._segmenter, self._mentions = store, search, segmenter, mentions

    def ask(self, text: str, k: int = 5, filters: Filters = EVERYTHING) -> Answer:
        """The ``k`` best passages (at most MOST_HITS), of the reports that ``filters`` admit.

        EmptyQuestion where nothing is asked, UnknownReport where there is no such report.
        """
        question = understand(text)
        wanted = max(1, min(k, MOST_HITS))
        for _ in range(ATTEMPTS):
            found, gathered, missed, complete = self.look_up(question, wanted, filters)
            if complete:
                break  # else a report was replaced between the index and the look-up
        terms = set(self._segmenter.words(question.text))
        days = days_asked(question.text)
        hits = [_hit(rank, item, terms, days) for rank, item in enumerate(gathered, 1)]
        sure = confidence(found, missed)
        return Answer(question.text, sure.band, sure.value, hits, missed, found.expansions)

    def look_up(
        self, question: Question, wanted: int, filters: Filters = EVERYTHING
    ) -> tuple[Found, list[Gathered], tuple[NearMiss, ...], bool]:
        """Candidates, what of them is shown, what the first of that does not meet, and whether it is all there.

        All in one state of the library.
        """
        mentions = self._search.beside.submit(self._mentions, question.text)  # while the model runs
        with self._store.snapshot() as view:
            found = self._search.run(question, view, _among(view, filters))
            gathered, complete = gather(found, view, wanted, self._search.options)
            evidence = [_evidence(view, item.located) for item in gathered[:CHECKED_HITS]]
            missed = near_misses(question.text, evidence, mentions.result())
            return found, [_with_pages(view, item) for item in gathered], missed, complete


def _among(view: View, filters: Filters) -> list[PassageId] | None:
    """The passages that may answer; None where all may."""
    if not filters:
        return None
    if filters.reports is not None:
        view.require(filters.reports)
        if filters == Filters(filters.reports):
            return view.passage_ids(filters.reports)
    return view.passage_ids([summary.id for summary in view.reports() if filters.admits(summary)])


def _evidence(view: View, item: Located) -> Evidence:
    front = item.report.front
    form = [item.report.title, *(f.value for key, f in front.fields.items() if key not in _NO_EVIDENCE)]
    text = "\n".join([*item.section_path, item.text])
    return Evidence(text, "\n".join(form), item.passage.start, lambda: view.text(item.report.id))


def _with_pages(view: View, item: Gathered) -> Gathered:
    elsewhere = tuple(_on_pages(view, other) for other in item.elsewhere)
    return replace(item, located=_on_pages(view, item.located), elsewhere=elsewhere)


def _on_pages(view: View, located: Located) -> Located:
    """With the pages it stands on: only now is it known where it begins and ends."""
    passage = located.passage
    if passage.page is None:
        return located
    pages = view.pages_at(located.report.id, passage.start, passage.end)
    return replace(located, pages=pages, passage=replace(passage, page=pages[0].number if pages else passage.page))


def _hit(rank: int, item: Gathered, terms: Collection[str], days: Collection[Day]) -> Hit:
    candidate, located = item.candidate, item.located
    passage, cited = located.passage, cite(located)
    return Hit(
        rank=rank,
        score=candidate.score,
        report_id=located.report.id,
        report_title=located.report.title,
        section_path=located.section_path,
        char_start=passage.start,
        char_end=passage.end,
        page=passage.page,
        text=located.text,
        highlights=highlights(candidate, located, terms, days),
        citation=footnote(cited),
        cited=cited,
        why=Why(
            candidate.meaning_rank,
            candidate.meaning_score,
            candidate.word_rank,
            candidate.word_score or None,
            candidate.late.score if candidate.late else None,
        ),
        matched=matched(located, terms),
        also_in=tuple(_place(other) for other in item.elsewhere),
        pages=located.pages,
    )


def _place(located: Located) -> Place:
    passage = located.passage
    return Place(
        located.report.id, located.report.title, located.section_path, passage.start, passage.end, passage.page,
        footnote(cite(located)),
    )  # fmt: skip


def highlights(
    candidate: Candidate, located: Located, terms: Collection[str], days: Collection[Day] = ()
) -> tuple[tuple[int, int], ...]:
    """The sentence or two that answer, best first: in which the question's tokens find their best matches.

    Where tokens were not compared: closest in meaning, and sharing the question's words. What speaks of a day that is
    asked for comes first, of a table the row that does. Marking everything marks nothing: of a passage of two windows
    one is marked, of a longer one two.
    """
    windows = located.windows
    scores = candidate.late.windows if candidate.late else _by_meaning_and_words(candidate, located, terms)
    if len(windows) < 2 or len(scores) != len(windows):
        return _rows_of(located, days) or ((located.passage.start, located.passage.end),)
    dated = [bool(days) and _speaks_of(_text(located, w.start, w.end), days) for w in windows]
    best = sorted(zip(dated, scores, windows, strict=True), key=lambda s: (not s[0], -s[1], s[2].start))
    spans = tuple((window.start, window.end) for _, _, window in best[: 1 if len(windows) < 3 else 2])
    return _rows_of(located, days) or spans


def _rows_of(located: Located, days: Collection[Day]) -> tuple[tuple[int, int], ...]:
    """The rows of a table that speak of ``days``, where they are one or two."""
    found, at = [], located.passage.start
    for row in located.text.split("\n") if days else ():
        if "\t" in row and _speaks_of(row, days):
            found.append((at, at + len(row)))
        at += len(row) + 1
    return tuple(found) if 0 < len(found) <= 2 else ()


def _text(located: Located, start: int, end: int) -> str:
    return located.text[start - located.passage.start : end - located.passage.start]


def _speaks_of(text: str, days: Collection[Day]) -> bool:
    return any(said.meets(asked) for printed in printed_days(text) for said in printed.days for asked in days)


def _by_meaning_and_words(candidate: Candidate, located: Located, terms: Collection[str]) -> list[float]:
    """A score for each window, where all are known."""
    if len(candidate.window_scores) != len(located.windows):
        return []
    scores = []
    for window, cosine in zip(located.windows, candidate.window_scores, strict=True):
        text = fold(_text(located, window.start, window.end))
        scores.append(cosine + OVERLAP_WEIGHT * sum(term in text for term in terms) / max(1, len(terms)))
    return scores


def matched(located: Located, terms: Collection[str]) -> tuple[str, ...]:
    """The question's words that stand in the passage, as the passage writes them; the longest of each overlap."""
    folded = fold(located.text)
    spans = sorted(
        ((at, at + len(t)) for t in terms if (at := folded.find(t)) >= 0),
        key=lambda s: (s[0] - s[1], s[0]),
    )
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= a or start >= b for a, b in kept):
            kept.append((start, end))
    return tuple(dict.fromkeys(located.text[a:b] for a, b in sorted(kept)))
