"""What is measured: the product, the product with one step off, and plain methods to compare it with.

Each system is a function from a question to passages, best first, over the same library.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeVar

from assistant.ask import MOST_HITS, Asking
from assistant.library import Library
from corpus.errors import UserError
from corpus.store import Store
from corpus.types import Answer, Scored
from index.search import SearchOptions

_Item = TypeVar("_Item", bound=Hashable)

RRF_CONSTANT: Final = 60
"""As in Cormack, Clarke & Büttcher 2009."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that a system came up with: the report's source and name, and the text.

    ``also`` are the other files that hold the same report: a judged set may have a document twice.
    """

    source: str
    name: str
    text: str
    also: tuple[str, ...] = ()


System = Callable[[str], Sequence[Retrieved]]


@dataclass(frozen=True, slots=True)
class Bench:
    """A throw-away library taken apart: ``asking_with`` makes the product with some steps off."""

    library: Library
    store: Store
    asking_with: Callable[[SearchOptions], Asking]
    raw_words: Callable[[], Callable[[str, int], list[Scored]]]
    """BM25 over jieba's words as they stand: nothing folded, no bigrams."""


def steps() -> list[str]:
    """The steps of the search that can be switched off, by name."""
    return [f.name for f in fields(SearchOptions) if isinstance(getattr(SearchOptions(), f.name), bool)]


def known_baselines() -> list[str]:
    """Names that :func:`baseline` takes."""
    return ["dense", "bm25", "rrf", *(f"no-{step}" for step in steps())]


def baseline(name: str, bench: Bench) -> System:
    """The system called ``name``, or UserError listing the names there are.

    dense: cosine of whole passages alone. bm25: over raw jieba words. rrf: both of these fused by reciprocal rank.
    no-STEP: the product without that step.
    """
    if name == "dense":
        return answering(bench, plain())
    if name == "bm25":
        return by_words(bench)
    if name == "rrf":
        dense, words = answering(bench, plain()), by_words(bench)
        return lambda question: reciprocal_rank_fusion([dense(question), words(question)])
    step = name.removeprefix("no-")
    if step in steps() and step != name:
        return answering(bench, _without((step,), SearchOptions()))
    raise UserError(f"There is no baseline {name!r}: the names are {', '.join(known_baselines())}.")


def plain() -> SearchOptions:
    """Every step off, words too: what is left is the cosine of whole passages."""
    return _without(steps(), SearchOptions(words_weight=0.0, foreign_words_weight=0.0))


def answering(bench: Bench, options: SearchOptions) -> System:
    """The product's own way of answering, with ``options``."""
    asking = bench.asking_with(options)
    return lambda question: retrieved(bench.library, asking.ask(question, MOST_HITS))


def retrieved(library: Library, answer: Answer) -> list[Retrieved]:
    """The hits of an answer, with where they came from."""
    places = {key: library.about(key).sources for key in {hit.report_id for hit in answer.hits}}
    return [
        Retrieved(first.path, first.name, hit.text, tuple(other.path for other in others))
        for hit in answer.hits
        for first, *others in [places[hit.report_id]]
    ]


def by_words(bench: Bench) -> System:
    """BM25 over jieba's words as they stand."""
    words = bench.raw_words()

    def ask(question: str) -> list[Retrieved]:
        ids = [hit.id for hit in words(question, MOST_HITS)]
        with bench.store.snapshot() as view:
            return [Retrieved(item.report.source, item.report.name, item.text) for item in view.locate(ids)]

    return ask


def reciprocal_rank_fusion(rankings: Sequence[Sequence[_Item]]) -> list[_Item]:
    """Rankings as one: each adds 1 / (60 + rank) (Cormack et al. 2009); ties stay in order of appearance."""
    scores: dict[_Item, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (RRF_CONSTANT + rank)
    return sorted(scores, key=lambda item: -scores[item])


def _without(names: Sequence[str], options: SearchOptions) -> SearchOptions:
    off: dict[str, Any] = dict.fromkeys(names, False)
    return replace(options, **off)
