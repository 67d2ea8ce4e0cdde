"""Judged questions from files: a BEIR folder, or a file of questions with verbatim evidence."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import UserError
from corpus.types import RawFile

DOCUMENT_SOURCE = "document:"
"""Where a BEIR document says it came from: this, then its id."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a BEIR corpus; those of one ``title`` are parts of one article."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Beir:
    """A BEIR set (Thakur et al. 2021). ``answers`` maps some queries to the verbatim answer in a relevant document."""

    name: str
    documents: Mapping[str, Document]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the quotes that answer it; none where the reports do not.

    Any one quote will do, or all are wanted (``match_all``). ``reports`` names the files that are meant; none: any.
    """

    id: str
    text: str
    answerable: bool
    evidence: tuple[str, ...] = ()
    match_all: bool = False
    language: str = ""
    kind: str = ""
    reports: tuple[str, ...] = ()


def read_beir(folder: Path, split: str) -> Beir:
    """The BEIR set in ``folder``, or UserError; ``answers.jsonl`` (id, answer) may lie beside it."""
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    documents = {d.id: d for d in read_documents(corpus)}
    asked = {_text(q, "_id", queries): _text(q, "text", queries) for q in _rows(queries)}
    path = folder / "qrels" / f"{split}.tsv"
    qrels: dict[str, dict[str, int]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        for query, document, grade in (line.split("\t") for line in lines if line.strip()):
            qrels.setdefault(query, {})[document] = int(grade)
    except (OSError, ValueError) as error:
        raise UserError(
            f"{path} cannot be read ({error}): it has a heading line, then query, document and grade between tabs; "
            "--split names another one of that folder."
        ) from error
    strange = next((d for row in qrels.values() for d in row if d not in documents), None)
    strange = strange or next((q for q in qrels if q not in asked), None)
    if strange is not None:
        raise UserError(f"{path} judges {strange!r}, which {folder} does not have: is it of another set?")
    beside = folder / "answers.jsonl"
    rows = _rows(beside) if beside.exists() else ()
    answers = {_text(r, "id", beside): _text(r, "answer", beside) for r in rows}
    return Beir(folder.name, documents, asked, qrels, answers)


def read_documents(path: Path) -> list[Document]:
    """A BEIR ``corpus.jsonl``, or UserError."""
    return [
        Document(_text(row, "_id", path), str(row.get("title") or ""), _text(row, "text", path)) for row in _rows(path)
    ]


def read_questions(path: Path) -> list[JudgedQuestion]:
    """A file of questions, or UserError naming the field that is missing."""
    return [
        JudgedQuestion(
            _text(row, "id", path), _text(row, "question", path), bool(row.get("answerable", True)),
            tuple(row.get("evidence") or ()), row.get("match") == "all", str(row.get("lang") or ""),
            str(row.get("kind") or ""), _names(row.get("report")),
        )
        for row in _rows(path)
    ]  # fmt: skip


def as_reports(documents: Iterable[Document]) -> Iterator[RawFile]:
    """Documents as files of their own, so that they go the way of every report; equal texts stay two."""
    for document in documents:
        data = document.text.encode("utf-8")
        digest = sha256(document.id.encode("utf-8") + b"\0" + data).hexdigest()
        yield RawFile(f"{document.id}.txt", f"{DOCUMENT_SOURCE}{document.id}", data, digest)


def holds(quote: str, text: str) -> bool:
    """Whether at least 60 % of the quote's characters, white space ignored, lie as one run in ``text``."""
    wanted, given = "".join(quote.split()), "".join(text.split())
    if wanted in given:
        return True
    return SequenceMatcher(None, wanted, given, autojunk=False).find_longest_match().size >= 0.6 * len(wanted)


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}): give a BEIR folder, or a file of JSON lines.") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(dict(json.loads(line)))
            except (ValueError, TypeError) as error:
                raise UserError(f"{path}, line {number} is no JSON object ({error}): mend that line.") from error
    return rows


def _names(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else ()


def _text(row: Mapping[str, Any], key: str, path: Path) -> str:
    if key not in row:
        raise UserError(f"{path} has a line without {key!r} ({json.dumps(row, ensure_ascii=False)[:80]}): add it.")
    return str(row[key])
