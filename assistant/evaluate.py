"""Measure the product through its own path: the same splitting, embedding, indexes and search, on judged questions.

Two kinds of judged questions are read: a BEIR folder (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv), and a
question file (JSON lines with ``question``, ``answerable``, ``evidence`` as verbatim quotes, ``match``).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from corpus.errors import UserError
from corpus.types import Answer, RawFile
from index.metrics import auroc, bootstrap, ndcg_at, recall_at, reciprocal_rank_at, wilson

DEPTH = 10
"""Documents a query is judged on."""
PASSAGES_A_DOCUMENT = 5
"""Passages fetched for each document wanted: several may come from one document."""


@dataclass(frozen=True, slots=True)
class Beir:
    """A BEIR set: documents, queries and judgements."""

    name: str
    documents: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the quotes that answer it; none where the reports do not."""

    id: str
    text: str
    answerable: bool
    evidence: tuple[str, ...] = ()
    match_all: bool = False
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a group of questions and its figures, each with its 95 % interval."""

    group: str
    questions: int
    figures: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def read_beir(folder: Path, split: str) -> Beir:
    """A BEIR folder, or UserError naming the file that is missing or wrong."""
    documents = {str(d["_id"]): str(d["text"]) for d in _json_lines(folder / "corpus.jsonl")}
    queries = {str(q["_id"]): str(q["text"]) for q in _json_lines(folder / "queries.jsonl")}
    qrels: dict[str, dict[str, int]] = {}
    path = folder / "qrels" / f"{split}.tsv"
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
        for query, document, grade in rows:
            qrels.setdefault(query, {})[document] = int(grade)
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error}): give --split a name that qrels/ has.") from error
    return Beir(folder.name, documents, queries, qrels)


def read_questions(path: Path) -> list[JudgedQuestion]:
    """A question file, or UserError."""
    return [
        JudgedQuestion(
            str(q["id"]), q["question"], bool(q["answerable"]), tuple(q.get("evidence") or ()),
            q.get("match") == "all", q.get("lang", ""), q.get("kind", ""),
        )
        for q in _json_lines(path)
    ]  # fmt: skip


def as_reports(documents: Mapping[str, str]) -> Iterator[RawFile]:
    """Documents as files of their own, so that they go the way of every report."""
    for document_id, text in documents.items():
        data = text.encode("utf-8")
        # equal texts under two ids are two documents here
        name = f"{document_id}.txt"
        yield RawFile(name, f"beir:{name}", data, sha256(document_id.encode() + b"\0" + data).hexdigest())


def documents_of(answer: Answer, names: Mapping[str, str]) -> list[str]:
    """The documents that an answer's hits came from, best first, each once."""
    return list(dict.fromkeys(names[hit.report_id] for hit in answer.hits))


def judge_run(run: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]], group: str) -> Row:
    """R@1/5/10, MRR@10 and nDCG@10 over the judged queries."""
    measures: dict[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
        "R@1": lambda r, q: recall_at(1, r, q),
        "R@5": lambda r, q: recall_at(5, r, q),
        "R@10": lambda r, q: recall_at(10, r, q),
        "MRR@10": lambda r, q: reciprocal_rank_at(10, r, q),
        "nDCG@10": lambda r, q: ndcg_at(10, r, q),
    }
    judged = [q for q in run if q in qrels]
    values = {name: [m(run[q], qrels[q]) for q in judged] for name, m in measures.items()}
    means = {name: sum(v) / len(v) if v else 0.0 for name, v in values.items()}
    return Row(group, len(judged), means, {name: bootstrap(v) for name, v in values.items()})


def holds(quote: str, text: str) -> bool:
    """Whether at least 60 % of the quote's characters, white space ignored, lie as one run in ``text``."""
    wanted, given = "".join(quote.split()), "".join(text.split())
    if wanted in given:
        return True
    longest = SequenceMatcher(None, wanted, given, autojunk=False).find_longest_match()
    return longest.size >= 0.6 * len(wanted)


def evidence_rank(question: JudgedQuestion, answer: Answer) -> int | None:
    """The number of hits after which the evidence is complete (one quote, or all where all are asked for)."""
    have: set[str] = set()
    for hit in answer.hits:
        have |= {quote for quote in question.evidence if holds(quote, hit.text)}
        if have and (not question.match_all or len(have) == len(question.evidence)):
            return hit.rank
    return None


def judge_questions(pairs: Sequence[tuple[JudgedQuestion, Answer]]) -> list[Row]:
    """Evidence in top 1/3/5 and the confidence's AUROC: over all, by language, by kind."""
    groups: dict[str, list[tuple[JudgedQuestion, Answer]]] = {"all": list(pairs)}
    for question, answer in pairs:
        groups.setdefault(f"language {question.language}", []).append((question, answer))
    for question, answer in pairs:
        groups.setdefault(f"kind {question.kind}", []).append((question, answer))
    return [_judge_group(name, group) for name, group in groups.items()]


def _judge_group(name: str, group: Sequence[tuple[JudgedQuestion, Answer]]) -> Row:
    answerable = [(q, a) for q, a in group if q.answerable]
    found = [evidence_rank(q, a) for q, a in answerable]
    figures, intervals = {}, {}
    for k in (1, 3, 5):
        count = sum(rank is not None and rank <= k for rank in found)
        figures[f"top {k}"] = count / len(found) if found else float("nan")
        intervals[f"top {k}"] = wilson(count, len(found))
    unanswerable = [a for q, a in group if not q.answerable]
    figures["AUROC"] = auroc([a.confidence for _, a in answerable], [a.confidence for a in unanswerable])
    figures["answered"] = sum(a.answerable for _, a in answerable) / len(found) if found else float("nan")
    refused = sum(not a.answerable for a in unanswerable)
    figures["refused"] = refused / len(unanswerable) if unanswerable else float("nan")
    return Row(name, len(group), figures, intervals)


def trec_run(answers: Iterable[tuple[str, Sequence[str]]], tag: str) -> Iterator[str]:
    """Lines of a TREC run file: query, Q0, document, rank, score, tag."""
    for query, ranked in answers:
        for rank, document in enumerate(ranked, start=1):
            yield f"{query} Q0 {document} {rank} {1 / rank:.6f} {tag}"


def table(rows: Sequence[Row]) -> str:
    """Rows as a Markdown table, in per cent, intervals in brackets."""
    names = list(dict.fromkeys(name for row in rows for name in row.figures))
    lines = ["| | n | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for row in rows:
        cells = [_cell(row, name) for name in names]
        lines.append(f"| {row.group} | {row.questions} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: Row, name: str) -> str:
    value = row.figures.get(name)
    if value is None or value != value:
        return ""
    low, high = row.intervals.get(name, (0.0, 0.0))
    spread = f" [{100 * low:.1f}–{100 * high:.1f}]" if name in row.intervals else ""
    return f"{100 * value:.1f}{spread}"


def _json_lines(path: Path) -> list[dict[str, object]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error}): give a BEIR folder or a file of JSON lines.") from error
