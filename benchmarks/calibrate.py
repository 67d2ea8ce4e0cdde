"""Fits the constants of ``index/confidence.py``, and shows how they carry to a library that they were not fitted on.

usage: python -m benchmarks.calibrate [--library DIR] BEIR_FOLDER... QUESTIONS.jsonl=REPORTS[,REPORTS]...

Every set is a library of its own and weighs the same. Of a BEIR set each question is asked twice: as it is, and with
the articles of its answers taken away. A library of reports is also asked STRANGE questions of each BEIR set, which it
cannot answer. The table has each set fitted on all the others («held out») and on all.
"""

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.evaluation.judged import Beir, as_reports, read_beir, read_questions
from assistant.evaluation.measure import elsewhere
from assistant.evaluation.metrics import auroc, refused_at
from assistant.evaluation.run import filled, report_files, sampled
from assistant.progress import bar
from assistant.settings import seal, settings_from
from assistant.wiring import open_bench
from corpus.filters import Filters
from index.confidence import ANSWERS_FROM, INTERCEPT, WEIGHTS, Signs, given, signs_of
from index.question import understand

STRANGE = 60


Asked = tuple[str, Sequence[str] | None, bool]
"""A question, the reports it is put to (None: all), and whether they answer it."""


@dataclass(frozen=True, slots=True)
class Row:
    signs: Signs
    given: float
    answerable: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library")
    parser.add_argument("--sample", type=int, help="so many queries of each BEIR set")
    parser.add_argument("sets", nargs="+")
    args = parser.parse_args()
    seal(os.environ)
    settings = settings_from(os.environ, args.library)
    folders = [Path(name) for name in args.sets if "=" not in name]
    strange = [text for folder in folders for text in questions_of(sampled(read_beir(folder, "dev"), STRANGE))]
    sets: dict[str, list[Row]] = {}
    for name in args.sets:
        path, _, reports = name.partition("=")
        if reports:
            files = report_files(map(Path, reports.split(",")))
            bench = filled(files, settings, lambda s: open_bench(s, bar), bar)
            asked: list[Asked] = [(q.text, None, q.answerable) for q in read_questions(Path(path))]
            asked += [(text, None, False) for text in strange]
        else:
            beir = sampled(read_beir(Path(path), "dev"), args.sample)
            bench = filled(list(as_reports(beir.documents.values())), settings, lambda s: open_bench(s, bar), bar)
            without = elsewhere(beir, bench.library)
            assert without, f"{path} has no titles that tell articles apart"
            asked = [(beir.queries[q], None, True) for q in beir.qrels]
            asked += [(beir.queries[q], without(beir.qrels[q]), False) for q in beir.qrels]
        asking = bench.library.engine().asking
        rows, tell = [], bar(Path(path).stem)
        for done, (text, among, answerable) in enumerate(asked, start=1):
            found, _, missed, _ = asking.look_up(understand(text), 5, Filters(None if among is None else tuple(among)))
            rows.append(Row(signs_of(found), given(found, missed), answerable))
            tell(done, len(asked))
        sets[f"{Path(path).stem} {len(sets)}"] = rows
    print("| set | rule | answerable | not | AUROC | refused at 5 % wrongly | answered | refused |")
    print("|---|---|---|---|---|---|---|---|")
    for name, rows in sets.items():
        others = [other for key, other in sets.items() if key != name]
        if others:
            show(name, "held out", rows, *fit(others))
        show(name, "as it is", rows, INTERCEPT, astuple(WEIGHTS))
    intercept, weights = fit(list(sets.values()))
    print(f"\nfitted on all: INTERCEPT {intercept:.2f}, {Signs(*(round(w, 2) for w in weights))}")


def questions_of(beir: Beir) -> list[str]:
    return [beir.queries[query] for query in beir.qrels]


def fit(sets: Sequence[Sequence[Row]]) -> tuple[float, tuple[float, ...]]:
    """Intercept and weights; what is given counts as it does in the product.

    Each set weighs the same, and in it the answerable questions the same as the others.
    """
    # a question with a near miss or a whole chapter is decided by that, not by the signs
    rows = [(row, 1000 / counts[row.answerable]) for kept in sets
            for counts in [Counter(row.answerable for row in kept)] for row in kept if not row.given]  # fmt: skip
    signs = np.array([astuple(row.signs) for row, _ in rows])
    scale = signs.std(axis=0) + 1e-9
    model = LogisticRegression(C=10, max_iter=5000)
    model.fit(signs / scale, [row.answerable for row, _ in rows], sample_weight=[weight for _, weight in rows])
    return float(model.intercept_[0]), tuple((model.coef_[0] / scale).tolist())


def show(name: str, rule: str, rows: Sequence[Row], intercept: float, weights: Sequence[float]) -> None:
    values = [1 / (1 + np.exp(-(intercept + np.dot(weights, astuple(r.signs)) + r.given))) for r in rows]
    yes = [v for v, r in zip(values, rows, strict=True) if r.answerable]
    no = [v for v, r in zip(values, rows, strict=True) if not r.answerable]
    answered, refused = np.mean([v >= ANSWERS_FROM for v in yes]), np.mean([v < ANSWERS_FROM for v in no])
    print(
        f"| {name} | {rule} | {len(yes)} | {len(no)} | {auroc(yes, no):.3f} | {100 * refused_at(0.05, yes, no):.0f} % "
        f"| {100 * answered:.0f} % | {100 * refused:.0f} % |"
    )


if __name__ == "__main__":
    main()
