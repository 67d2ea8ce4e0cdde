"""Measures the quote check on sentences that are disturbed in known ways; writes the tables of docs/CHECK.md.

usage: python -m benchmarks.check --sets FOLDER [--models FOLDER] [--each N] [--write docs/CHECK.md]

FOLDER holds the BEIR folders distractors, drcd_dev and xquad_tw_tw (docs/QUALITY.md says where they come from). Of
each, every other text is in the library; sentences of the others are those that must not be found. ``--models`` has a
dictionary of names to tell by which name differs. Without --write the tables are printed.
"""

import argparse
import hashlib
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.check.cautions import Alarm, NameOf
from assistant.check.check import Checker
from assistant.check.quotations import Kind, Quotation, pieces, size_of
from assistant.check.verdict import Judged, Verdict
from assistant.evaluation.tables import table
from benchmarks.tables import put_between
from corpus.seams import Progress, Vectors
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import RawFile
from corpus.view import View
from index.gloss import open_gloss
from index.words import TantivyWords
from ingest.files.sources import read_source
from ingest.pipeline import Ingestor, parse
from ingest.structure.sentences import sentences
from tests.assistant.check_disturbed import HARMLESS, all_at_once

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SHORTEST, LONGEST = 8, 120
"""Chinese characters of a sentence that is drawn."""
Disturb = Callable[[str, random.Random], str]


class Blind:
    """An embedder that sees nothing: the check does not ask vectors."""

    name = fingerprint = "blind"
    backend, dimensions, max_tokens = "none", 8, 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 2 + 5 for text in texts]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:  # noqa: ARG002
        return np.full((len(texts), self.dimensions), 8**-0.5, dtype=np.float32)

    def embed_query(self, question: str) -> NDArray[np.float32]:  # noqa: ARG002
        return np.full(self.dimensions, 8**-0.5, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Sentence:
    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A way to disturb a sentence, and what is to be said of it then. ``alarm`` must be told of it."""

    name: str
    disturb: Disturb
    wanted: Verdict
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True)
class Row:
    kind: Case
    judged: tuple[tuple[Sentence | None, Judged], ...]

    def share(self, verdict: Verdict) -> float:
        return statistics.fmean(judged.verdict is verdict for _, judged in self.judged)

    def placed(self) -> float | None:
        """The share of those with a source whose source is the very sentence."""
        found = [(s, judged) for s, judged in self.judged if s and judged.source]
        return statistics.fmean(_is_there(s, judged) for s, judged in found) if found else None

    def warned(self) -> float | None:
        if self.kind.alarm is None:
            return None
        return statistics.fmean(any(c.alarm is self.kind.alarm for c in j.cautions) for _, j in self.judged)


def _is_there(sentence: Sentence, judged: Judged) -> bool:
    hits = [part.source.hit for part in judged.parts if part.source] + list(judged.also_in)
    meets = (
        h.report_id == sentence.report and h.char_start < sentence.end and sentence.start < h.char_end for h in hits
    )
    return any(meets)


def edited(share: float) -> Disturb:
    """Letters are taken out, put in or changed, the first and last few aside: without those it would be exact."""

    def edit(text: str, draw: random.Random) -> str:
        letters = list(text)
        for _ in range(max(1, round(share * len(text)))):
            at = draw.choice([i for i in range(2, len(letters) - 2) if letters[i].isalnum()])
            new = draw.choice([c for c in _COMMON if c != letters[at]])
            letters[at : at + 1] = draw.choice(([], [new, letters[at]], [new]))
        return "".join(letters)

    return edit


_COMMON = "的了與及或者各項相關辦理進行單位計畫年度"


def without_clause(text: str, draw: random.Random) -> str:
    """A clause is left out, and nothing says so."""
    clauses = re.split(r"(?<=[，、；])", text)
    if len(clauses) < 3:
        return edited(0.1)(text, draw)
    del clauses[draw.randrange(1, len(clauses) - 1)]
    return "".join(clauses)


def in_two_pieces(text: str, draw: random.Random) -> str:
    third = max(1, len(text) // 3)
    at = draw.randint(third, len(text) - third)
    return f"{text[: at - third // 3]}……{text[at:]}"


def with_addition(text: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(text))
    return f"{text[:at]}[{draw.choice(('按', '即本部', '編者補充'))}]{text[at:]}"


def other_number(text: str, draw: random.Random) -> str:
    numbers = list(re.finditer(r"\d+", text))
    found = draw.choice(numbers)
    return text[: found.start()] + str(int(found[0]) + draw.randint(1, 9)) + text[found.end() :]


def denied(text: str, draw: random.Random) -> str:
    """不 before a verb that sentences of reports often have."""
    found = draw.choice(list(_VERB.finditer(text)))
    return f"{text[: found.start()]}不{text[found.start() :]}"


_VERB = re.compile(r"(?<![不未無没沒非])(?:應|可以|能|會|得以|同意|支持|適用|必須|需要|提供|包含)")
EXACT = (
    Case("word for word", lambda text, _: text, Verdict.EXACT),
    *(Case(name, disturb, Verdict.EXACT) for name, disturb in HARMLESS.items()),
    Case("all of these at once", all_at_once, Verdict.EXACT),
    Case("in two pieces with ……", in_two_pieces, Verdict.EXACT),
    Case("with an addition in [ ]", with_addition, Verdict.EXACT),
)
NEAR = (
    Case("one edit", edited(0.0), Verdict.NEAR),
    *(Case(f"{share:.0%} of the characters edited", edited(share), Verdict.NEAR) for share in (0.05, 0.1, 0.2, 0.3)),
    Case("a clause left out", without_clause, Verdict.NEAR),
    Case("another number", other_number, Verdict.NEAR, Alarm.NUMBER),
    Case("不 put in", denied, Verdict.NEAR, Alarm.NEGATION),
)
OTHER = Case("a sentence of another text", lambda text, _: text, Verdict.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Bench:
    """``held`` are texts of the same kind that are not in the library."""

    name: str
    store: Store
    words: TantivyWords
    held: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--each", type=int, default=200, help="sentences of each kind")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    names = open_gloss(args.models).names if args.models else (lambda _: ())
    with tempfile.TemporaryDirectory() as folder:
        benches = [
            build(
                "development", Path(folder) / "dev", [Path("corpus/reports")],
                [args.sets / "distractors", args.sets / "drcd_dev"],
            ),
            build(
                "not tuned on", Path(folder) / "held", [Path("benchmarks/invented/reports")],
                [args.sets / "xquad_tw_tw"],
            ),
        ]  # fmt: skip
        text = "\n\n".join(part for bench in benches for part in measured(bench, names, args.each))
    text = f"Measured on {date.today().isoformat()}, {args.each} sentences of each kind.\n\n{text}"
    if args.write is None:
        print(text)
    else:
        put_between(args.write, BEGIN, END, text)


def build(name: str, folder: Path, reports: Sequence[Path], sets: Sequence[Path]) -> Bench:
    """A library with the reports and every other text of the sets."""
    store, embedder, segmenter = Store(folder / "library.sqlite"), Blind(), Segmenter(folder)
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    ingestor = Ingestor(store, embedder, segmenter)
    for path in (path for place in reports for path in sorted(place.iterdir()) if path.suffix == ".txt"):
        ingestor.put(parse(read_source(path)))
    held: list[str] = []
    for i, (title, texts) in enumerate(of_sets(sets)):
        if i % 2:
            held += texts
        else:
            data = f"{title}\n\n{chr(10).join(texts)}".encode()
            ingestor.put(parse(RawFile(f"{i}.txt", f"/sets/{i}.txt", data, hashlib.sha256(data).hexdigest())))
    words = TantivyWords(folder / "words", segmenter)
    with store.snapshot() as view:
        words.update((), view.indexed_texts(view.passage_ids()))
    return Bench(name, store, words, tuple(held))


def of_sets(sets: Sequence[Path]) -> Iterator[tuple[str, list[str]]]:
    for folder in sets:
        by_title: dict[str, list[str]] = {}
        for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            by_title.setdefault(row.get("title") or row["_id"], []).append(row["text"])
        yield from by_title.items()


def measured(bench: Bench, names: NameOf, each: int) -> Iterator[str]:
    draw = random.Random(20261129)
    with bench.store.snapshot() as view:
        ours = list(drawn(view))
        others = [t for text in bench.held for t in cut(text)]
        checker = Checker(view, bench.words, names)
        begun, rows = time.perf_counter(), []
        for kind in (*EXACT, *NEAR):
            rows.append(Row(kind, tuple(judge(checker, kind, s, draw) for s in suited(kind, ours, each, draw))))
        picked = draw.sample(others, min(each, len(others)))
        rows.append(Row(OTHER, tuple((None, checker.judge(quotation(text), None)) for text in picked)))
        count = sum(len(row.judged) for row in rows)
        taken = (time.perf_counter() - begun) / count
        reports, passages = len(view.reports()), view.passage_count()
    size = f"{reports} reports, {passages:,} passages; {taken * 1000:.0f} ms a quotation"
    yield f"### {bench.name[0].upper()}{bench.name[1:]}\n\n{size}."
    yield by_kind(rows)
    yield overall(rows)


def drawn(view: View) -> Iterator[Sentence]:
    for report in view.reports():
        text = view.text(report.id)
        for paragraph in re.finditer(r"[^\n]+", text):
            for a, b in sentences(paragraph[0]):
                if SHORTEST <= size_of(paragraph[0][a:b]) <= LONGEST:
                    start = paragraph.start() + a
                    yield Sentence(report.id, start, paragraph.start() + b, paragraph[0][a:b])


def cut(text: str) -> list[str]:
    found = (text[a:b] for a, b in sentences(text))
    return [one for one in found if SHORTEST <= size_of(one) <= LONGEST]


def suited(kind: Case, ours: Sequence[Sentence], each: int, draw: random.Random) -> list[Sentence]:
    """Sentences to which it can be done."""
    fits = ours
    if kind.alarm is Alarm.NUMBER:
        fits = [s for s in ours if re.search(r"\d", s.text)]
    elif kind.alarm is Alarm.NEGATION:
        fits = [s for s in ours if _VERB.search(s.text)]
    elif kind.disturb is in_two_pieces:
        fits = [s for s in ours if size_of(s.text) >= 24]
    return draw.sample(list(fits), min(each, len(fits)))


def judge(checker: Checker, kind: Case, sentence: Sentence, draw: random.Random) -> tuple[Sentence, Judged]:
    return sentence, checker.judge(quotation(kind.disturb(sentence.text, draw)), None)


def quotation(text: str) -> Quotation:
    return Quotation(0, len(text), text, Kind.MARKED, True, tuple(pieces(text)) or (text,))


def by_kind(rows: Sequence[Row]) -> str:
    head = ["what was done", "wanted", "n", "exact", "near", "not found", "at the right place", "warned of"]
    return table(
        head,
        (
            [row.kind.name, row.kind.wanted.value.replace("_", " "), str(len(row.judged)),
             *(percent(row.share(v)) for v in (Verdict.EXACT, Verdict.NEAR, Verdict.NOT_FOUND)),
             percent(row.placed()), percent(row.warned())]
            for row in rows
        ),
    )  # fmt: skip


def overall(rows: Sequence[Row]) -> str:
    """Precision and recall of each verdict over all kinds together."""
    lines = []
    for verdict in (Verdict.EXACT, Verdict.NEAR, Verdict.NOT_FOUND):
        said = [row.kind.wanted is verdict for row in rows for _, j in row.judged if j.verdict is verdict]
        wanted = [j.verdict is verdict for row in rows if row.kind.wanted is verdict for _, j in row.judged]
        shares = percent(statistics.fmean(said) if said else None), percent(statistics.fmean(wanted))
        lines.append([verdict.value.replace("_", " "), *shares, str(len(wanted))])
    return table(["verdict", "precision", "recall", "n"], lines)


def percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


if __name__ == "__main__":
    main()
