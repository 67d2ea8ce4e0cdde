"""Asks the judged questions and counts."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import inf, nan
from typing import Final, TypeVar

from assistant.ask import MOST_HITS
from assistant.evaluation.judged import DOCUMENT_SOURCE, Beir, JudgedQuestion, holds
from assistant.evaluation.metrics import (
    MEASURES,
    auroc,
    bootstrap,
    calibration_error,
    refused_at,
    reliability,
    sign_test,
    wilson,
)
from assistant.evaluation.systems import Bench, Retrieved, baseline, retrieved
from assistant.library import Library
from corpus.filters import Filters
from corpus.seams import Progress
from corpus.types import Answer, Hit
from index.question import understand
from index.search import SearchOptions

_Item = TypeVar("_Item")

WRONGLY_REFUSED: Final = 0.05
"""The share of answerable questions that may be refused where refusals are compared."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question to one system: its figures, and the place of the first right document (infinite: not found)."""

    id: str
    language: str
    kind: str
    figures: Mapping[str, float]
    place: float
    ranked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Mean figures over ``questions`` questions, with their 95 % intervals."""

    name: str
    questions: int
    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Compared:
    """A baseline on the same questions; ``wins`` counts those where the product's right one stands higher."""

    name: str
    figures: Mapping[str, float]
    wins: int
    losses: int
    p_value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well «is there an answer» is told; ``right`` says of each stated confidence whether an answer was there.

    For a BEIR set the unanswerable questions are the same ones with the articles of their answers taken away.
    """

    positives: Sequence[float]
    negatives: Sequence[float]
    answered: float
    """Share of the answerable questions that were answered."""
    refused: float
    """Share of the unanswerable ones that were not."""
    values: Sequence[float]
    right: Sequence[bool]

    @property
    def auroc(self) -> float:
        """Chance that an answerable question is stated with more confidence than one that is not."""
        return auroc(self.positives, self.negatives)

    @property
    def refused_at_5(self) -> float:
        """Share of the unanswerable refused where 5 % of the answerable are."""
        return refused_at(WRONGLY_REFUSED, self.positives, self.negatives)

    @property
    def calibration_error(self) -> float:
        """Mean distance of stated confidence from the share that was right."""
        return calibration_error(self.values, self.right)

    @property
    def reliability(self) -> list[tuple[float, float, int]]:
        """(stated, true, count) by tenths."""
        return reliability(self.values, self.right)


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was found out about one set."""

    name: str
    questions: int
    reports: int
    passages: int
    groups: Sequence[Group]
    verdicts: Mapping[str, Verdict]
    compared: Sequence[Compared]
    judgements: Sequence[Judgement] = field(repr=False)


def measure_beir(
    beir: Beir, bench: Bench, baselines: Sequence[str] = (), progress: Callable[[str], Progress] | None = None
) -> Measured:
    """Ask every judged query; a hit counts for the document that it came from."""
    asked = [(q, beir.queries[q]) for q in beir.qrels]
    languages = {q: understand(text).language.value for q, text in asked}
    asking = bench.asking_with(SearchOptions())
    judgements, sure, without, right = [], {}, {}, {}
    others = elsewhere(beir, bench.library)
    for query, text in _told(asked, progress, "ask"):
        answer = bench.library.ask(text, MOST_HITS)
        documents = [_document(s) for item in retrieved(bench.library, answer) for s in (item.source, *item.also)]
        extra = _marked(answer.hits, documents, beir, query)
        judged = _judged(query, languages[query], documents, beir.qrels[query], extra)
        judgements.append(judged)
        sure[query], right[query] = answer, judged.place <= 5
        if others:
            without[query] = asking.ask(text, 10, Filters(tuple(others(beir.qrels[query]))))
    compared = []
    for name in baselines:
        system = baseline(name, bench)
        theirs = [
            _judged(q, languages[q], [_document(r.source) for r in system(text)], beir.qrels[q], {})
            for q, text in _told(asked, progress, name)
        ]
        compared.append(_compared(name, judgements, theirs))
    verdicts = {}
    for name, ids in _by({q: languages[q] for q in sure}).items():
        if without:
            verdicts[name] = _verdict([sure[q] for q in ids], [without[q] for q in ids], [right[q] for q in ids])
    return _measured(beir.name, bench, judgements, verdicts, compared, bootstrap)


def measure_questions(
    name: str,
    questions: Sequence[JudgedQuestion],
    bench: Bench,
    baselines: Sequence[str] = (),
    progress: Callable[[str], Progress] | None = None,
) -> Measured:
    """Ask every question; the figures are over the answerable ones, the verdict over all."""
    answers = {q.id: bench.library.ask(q.text, 10) for q in _told(questions, progress, "ask")}
    answerable = [q for q in questions if q.answerable]
    judgements = []
    for question in answerable:
        hits = answers[question.id].hits
        marked = {"marked": float(_evidence_marked(question, hits))}
        judgements.append(_evidence(question, retrieved(bench.library, answers[question.id]), marked))
    compared = []
    for baseline_name in baselines:
        system = baseline(baseline_name, bench)
        theirs = [_evidence(q, system(q.text)[:10], {}) for q in _told(answerable, progress, baseline_name)]
        compared.append(_compared(baseline_name, judgements, theirs))
    place = {j.id: j.place for j in judgements}
    verdicts = {}
    for group, ids in _by({q.id: q.language for q in questions}).items():
        yes = [i for i in ids if i in place]
        no = [answers[i] for i in ids if i not in place]
        verdicts[group] = _verdict([answers[i] for i in yes], no, [place[i] <= 5 for i in yes])
    return _measured(name, bench, judgements, verdicts, compared, lambda v: wilson(sum(v), len(v)))


def trec_run(measured: Measured) -> Iterator[str]:
    """Lines of a TREC run file: query, Q0, document, rank, score, tag."""
    for judged in measured.judgements:
        for rank, document in enumerate(judged.ranked, start=1):
            yield f"{judged.id} Q0 {document} {rank} {1 / rank:.6f} tripreport"


def evidence_rank(question: JudgedQuestion, found: Sequence[Retrieved]) -> int | None:
    """After how many passages the evidence is complete: one quote, or all where all are asked for."""
    have: set[str] = set()
    for rank, item in enumerate(found, start=1):
        if not question.reports or item.name in question.reports:
            have |= {quote for quote in question.evidence if holds(quote, item.text)}
        if have and (not question.match_all or len(have) == len(set(question.evidence))):
            return rank
    return None


def _judged(
    query: str, language: str, documents: Sequence[str], qrels: Mapping[str, int], extra: Mapping[str, float]
) -> Judgement:
    ranked = tuple(dict.fromkeys(documents))[:10]
    figures = {name: measure(ranked, qrels) for name, measure in MEASURES.items()}
    place = next((n for n, d in enumerate(ranked, start=1) if qrels.get(d, 0) > 0), inf)
    return Judgement(query, language, "", {**figures, **extra}, place, ranked)


def _evidence(question: JudgedQuestion, found: Sequence[Retrieved], extra: Mapping[str, float]) -> Judgement:
    rank = evidence_rank(question, found) or inf
    figures = {f"top {k}": float(rank <= k) for k in (1, 3, 5)}
    names = tuple(dict.fromkeys(item.name for item in found))
    return Judgement(question.id, question.language, question.kind, {**figures, **extra}, rank, names)


def _marked(hits: Sequence[Hit], documents: Sequence[str], beir: Beir, query: str) -> dict[str, float]:
    """Whether the best, or the best two, marked stretches of the right document's first hit hold the answer."""
    wanted = beir.answers.get(query)
    hit = next((h for h, d in zip(hits, documents, strict=True) if beir.qrels[query].get(d, 0) > 0), None)
    if wanted is None or hit is None:
        return {}
    texts = [hit.text[a - hit.char_start : b - hit.char_start] for a, b in hit.highlights]
    return {"marked 1": float(wanted in texts[0]), "marked 2": float(any(wanted in t for t in texts[:2]))}


def _evidence_marked(question: JudgedQuestion, hits: Sequence[Hit]) -> bool:
    """Whether a marked stretch of the first hit with evidence meets most of the quote, or lies in it."""
    for hit in hits:
        quotes = [q for q in question.evidence if holds(q, hit.text)]
        if quotes:
            texts = [hit.text[a - hit.char_start : b - hit.char_start] for a, b in hit.highlights]
            return any(_meet(quote, text) for quote in quotes for text in texts)
    return False


def _meet(quote: str, text: str) -> bool:
    a, b = "".join(quote.split()), "".join(text.split())
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size >= 0.6 * min(len(a), len(b))


def elsewhere(beir: Beir, library: Library) -> Callable[[Collection[str]], list[str]] | None:
    """A function from documents to the reports of all other articles; None where no titles tell articles apart."""
    if any(not d.title for d in beir.documents.values()):
        return None
    titles = {r.id: beir.documents[_document(r.source)].title for r in library.reports()}

    def reports_but(documents: Collection[str]) -> list[str]:
        away = {beir.documents[d].title for d in documents}
        return [report for report, title in titles.items() if title not in away]

    return reports_but


def _document(source: str) -> str:
    return source.removeprefix(DOCUMENT_SOURCE)


def _by(languages: Mapping[str, str]) -> dict[str, list[str]]:
    groups = {"all": list(languages)}
    if len(set(languages.values())) > 1:
        for item, language in languages.items():
            groups.setdefault(f"language {language}", []).append(item)
    return groups


def _verdict(yes: Sequence[Answer], no: Sequence[Answer], right: Sequence[bool]) -> Verdict:
    return Verdict(
        [a.confidence for a in yes], [a.confidence for a in no],
        sum(a.answerable for a in yes) / len(yes) if yes else nan,
        sum(not a.answerable for a in no) / len(no) if no else nan,
        [a.confidence for a in (*yes, *no)], [*right, *([False] * len(no))],
    )  # fmt: skip


def _compared(name: str, ours: Sequence[Judgement], theirs: Sequence[Judgement]) -> Compared:
    wins = sum(a.place < b.place for a, b in zip(ours, theirs, strict=True))
    losses = sum(a.place > b.place for a, b in zip(ours, theirs, strict=True))
    return Compared(name, _means(theirs), wins, losses, sign_test(wins, losses))


def _means(judgements: Sequence[Judgement]) -> dict[str, float]:
    names = dict.fromkeys(name for j in judgements for name in j.figures)
    values = {name: [j.figures[name] for j in judgements if name in j.figures] for name in names}
    return {name: sum(v) / len(v) for name, v in values.items()}


def _measured(
    name: str,
    bench: Bench,
    judgements: Sequence[Judgement],
    verdicts: Mapping[str, Verdict],
    compared: Sequence[Compared],
    interval: Callable[[Sequence[float]], tuple[float, float]],
) -> Measured:
    groups: dict[str, list[Judgement]] = {"all": list(judgements)}
    for key in ("language", "kind"):
        if len({getattr(j, key) for j in judgements}) > 1:
            for judged in judgements:
                groups.setdefault(f"{key} {getattr(judged, key)}", []).append(judged)
    rows = [
        Group(
            group, len(members), _means(members),
            {m: interval([j.figures[m] for j in members if m in j.figures]) for m in _means(members)},
        )
        for group, members in groups.items()
    ]  # fmt: skip
    status = bench.library.status()
    return Measured(name, len(judgements), status.reports, status.passages, rows, verdicts, compared, judgements)


def _told(items: Sequence[_Item], progress: Callable[[str], Progress] | None, label: str) -> Iterator[_Item]:
    tell = progress(label) if progress else None
    for done, item in enumerate(items, start=1):
        yield item
        if tell:
            tell(done, len(items))
