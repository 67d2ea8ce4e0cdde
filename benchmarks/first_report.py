"""Measures the main job on the first report and prints the table of docs/QUALITY.md.

usage: python -m benchmarks.first_report [--models FOLDER] [--report PATH ...]

Times are ratios inside this run. ``--models`` keeps the unpacked model between runs; more reports (files or folders)
can be added as distractors.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from assistant.evaluation.judged import read_questions
from assistant.evaluation.measure import evidence_rank
from assistant.evaluation.metrics import auroc, wilson
from assistant.evaluation.systems import retrieved
from assistant.library import Library
from assistant.settings import Settings, seal
from assistant.wiring import open_library
from corpus.types import Answer
from index.question import understand
from ingest.files.sources import find_sources
from ingest.readers import supported_suffixes

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "corpus" / "reports" / "000_b1a17c035f95a460.txt"
QUESTIONS = ROOT / "corpus" / "questions" / "gartner_2022.jsonl"
OUTLINE = ROOT / "corpus" / "questions" / "gartner_2022_outline.json"
CROSS_BORDER = (
    "what did the analyst say about cross-border cloud",
    "分析師對跨國雲端有什麼建議",
    "分析师对跨国云端有什么建议",
)


@dataclass(frozen=True, slots=True)
class Line:
    measure: str
    measured: str
    reach: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--report", type=Path, action="append", default=[])
    asked = parser.parse_args()
    seal(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        if asked.models:
            (Path(folder) / "models").symlink_to(asked.models.resolve())
        library = open_library(Settings(Path(folder)))
        library.engine()  # making the model is no part of an ingest
        lines = [*measure_ingest(library), *measure_answers(library, asked.report), measure_speed(library)]
        print(f"{datetime.now(UTC):%Y-%m-%d}, {library.status().backend}\n")
    print("| | measured | to reach |\n|---|---|---|")
    for line in lines:
        print(f"| {line.measure} | {line.measured} | {line.reach} |")


def measure_ingest(library: Library) -> list[Line]:
    first = seconds(lambda: library.ingest([REPORT]))
    (again,) = library.ingest([REPORT])
    second = min(seconds(lambda: library.ingest([REPORT])) for _ in range(5))
    gold = json.loads(OUTLINE.read_text(encoding="utf-8"))["sections"]
    report = library.report(again.report_id or "")
    found = {(s.path, s.start, s.heading_end, s.own_end, s.end) for s in report.outline.sections}
    right = sum((tuple(g["path"]), g["start"], g["heading_end"], g["own_end"], g["end"]) in found for g in gold)
    return [
        Line("outline of the first report: paths and offsets", f"{right} of {len(gold)}", "59 of 59"),
        Line(
            "second ingest of the same file, share of the first one's time",
            f"{100 * second / first:.2f} %, {again.embedded} passages embedded",
            "under 1 %, none embedded",
        ),
    ]


def measure_answers(library: Library, others: list[Path]) -> list[Line]:
    library.ingest(find_sources(others, supported_suffixes()))
    (first,) = [r for r in library.reports() if r.name == REPORT.name]
    answers = {q.id: library.ask(q.text, 10) for q in read_questions(QUESTIONS)}
    hits = [hit for answer in answers.values() for hit in answer.hits]
    texts = {r.id: library.report(r.id).text for r in library.reports()}
    exact = sum(texts[h.report_id][h.char_start : h.char_end] == h.text for h in hits)
    ranks = [_cross_border_rank(library, q, first.id) for q in CROSS_BORDER]
    return [
        Line(
            "肆 > (五) for the cross-border cloud question in English, 繁體, 简体", f"rank {ranks}", "rank 1, all three"
        ),
        *evidence_lines(library, answers),
        Line("quotes equal to their source slice", f"{exact} of {len(hits)}", "all"),
    ]


def evidence_lines(library: Library, answers: dict[str, Answer]) -> list[Line]:
    questions = read_questions(QUESTIONS)
    ranks = [evidence_rank(q, retrieved(library, answers[q.id])) for q in questions if q.answerable]
    lines = []
    for k, reach in ((1, 70), (3, 85), (5, 90)):
        count = sum(rank is not None and rank <= k for rank in ranks)
        low, high = wilson(count, len(ranks))
        interval = f"95 % interval {100 * low:.0f}–{100 * high:.0f}"
        share = f"{100 * count / len(ranks):.0f} % ({count} of {len(ranks)}; {interval})"
        lines.append(Line(f"evidence of the dev questions in top {k}", share, f"{reach} %"))
    said = {flag: [answers[q.id] for q in questions if q.answerable is flag] for flag in (True, False)}
    area = auroc([a.confidence for a in said[True]], [a.confidence for a in said[False]])
    wrongly = sum(not a.answerable for a in said[True])
    rightly = sum(not a.answerable for a in said[False])
    verdicts = (
        f"{rightly} of {len(said[False])} refused, {wrongly} of {len(said[True])} refused wrongly; AUROC {area:.2f}"
    )
    return [*lines, Line("«查無依據» on the dev questions", verdicts, "4 of 4, at most 1 of 16")]


def measure_speed(library: Library) -> Line:
    engine = library.engine()
    questions = [question.text for question in read_questions(QUESTIONS)]
    ratios = []
    for question in questions * 5:
        asked = understand(question)
        # side by side, so that a busy neighbour slows both
        embedding = seconds(partial(engine.embedder.embed_query, asked.for_model))
        whole = seconds(partial(library.ask, question))
        ratios.append(whole / embedding)
    quartiles = statistics.quantiles(ratios[len(questions) :], n=4)
    spread = f"{quartiles[1]:.2f}x (quartiles {quartiles[0]:.2f}–{quartiles[2]:.2f})"
    return Line("a warm question, whole path, over embedding the question alone", spread, "at most 1.5x")


def _cross_border_rank(library: Library, question: str, report: str) -> int | None:
    hits = library.ask(question, 10).hits
    return next((h.rank for h in hits if h.report_id == report and h.section_path[-1:] == ("(五)",)), None)


def seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
