"""Fits the constants of ``index/wide.py`` and shows how they do on questions that they were not fitted on.

usage: python -m benchmarks.across [--library DIR]

The library is the invented reports. Each question is held against every report; that one says something of it is judged
by the questions' own list of reports. Of the same exercise's reports of two years only one is listed, though both speak
of it: what is shown «wrongly» is mostly the other one.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.library import Library
from assistant.progress import bar
from assistant.settings import seal, settings_from
from assistant.wiring import open_library
from corpus.store import Store
from index.question import understand
from index.wide import BEYOND, INTERCEPT, SAYS_FROM, WORDS

INVENTED = Path(__file__).parent / "invented"


@dataclass(frozen=True, slots=True)
class Row:
    """A question's best passage in one report; ``says``: whether the report holds the answer."""

    beyond: float
    words: float
    says: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", help="whose model is used [as `tripreport`]")
    args = parser.parse_args()
    seal(os.environ)
    settings = settings_from(os.environ, args.library)
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(replace(settings, library=Path(folder), models=settings.models_folder), bar)
        library.ingest(sorted((INVENTED / "reports").glob("*.txt")))
        dev, held = (rows_of(library, Path(folder), INVENTED / f"questions_{name}.jsonl") for name in ("dev", "held"))
    fitted = LogisticRegression(C=100).fit(signs(dev), [row.says for row in dev])
    beyond, words = fitted.coef_[0]
    print(f"fitted now: {fitted.intercept_[0]:.2f} {beyond:.2f} {words:.2f}; in use: {INTERCEPT} {BEYOND} {WORDS}")
    for name, rows in (("dev", dev), ("held out", held)):
        print(f"{name}: {told(rows)}")


def rows_of(library: Library, folder: Path, path: Path) -> list[Row]:
    """Every pair of a question that is answered somewhere and a report that it is near to."""
    names = {report.id: report.name for report in library.reports()}
    wide, store, rows = library.engine().comparing.wide, Store(folder / "library.sqlite"), []
    for question in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if not library.ask(question["question"], 1).answerable:
            continue  # nothing is shown of it anyway
        with store.snapshot() as view:
            overview = wide.run(understand(question["question"]), view)
        for report in overview.reports:
            says = question["answerable"] and names[report.report] in question["report"]
            rows.append(Row(report.passages[0].beyond, report.passages[0].words, bool(says)))
    return rows


def signs(rows: Sequence[Row]) -> np.ndarray:
    return np.array([[row.beyond, row.words] for row in rows])


def told(rows: Sequence[Row]) -> str:
    """How many of the reports that say something are shown, and how many of those shown do."""
    logits = INTERCEPT + signs(rows) @ np.array([BEYOND, WORDS])
    shown = 1 / (1 + np.exp(-logits)) >= SAYS_FROM
    says = np.array([row.says for row in rows])
    right = int((shown & says).sum())
    return f"{right} of {says.sum()} that say it are shown; {right} of {shown.sum()} shown are listed"


if __name__ == "__main__":
    main()
