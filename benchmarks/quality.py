"""Measures the product on all sets beside plain methods and with each step off; writes the tables of docs/QUALITY.md.

usage: python -m benchmarks.quality --sets FOLDER [--library DIR] [--sample N] [--write docs/QUALITY.md]

FOLDER holds the BEIR folders xquad_en_tw, xquad_tw_tw, xquad_zh_tw, drcd_dev and distractors (see docs/QUALITY.md for
where they come from). Without --write the tables are printed; with it they replace what stands between the two
comments «measured: begin» and «measured: end», and the reliability diagram is drawn beside the file.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

from assistant.evaluation.measure import Compared, Measured, Verdict
from assistant.evaluation.run import Request, evaluate
from assistant.evaluation.systems import steps
from assistant.evaluation.tables import pooled, table
from assistant.progress import bar
from assistant.settings import Settings, seal, settings_from
from assistant.wiring import open_bench
from benchmarks.reliability import diagram, points
from benchmarks.tables import put_between

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
PLAIN = ("dense", "bm25", "rrf")
REPORTS, INVENTED = Path("corpus/reports"), Path("benchmarks/invented/reports")
FIRST = Path("corpus/questions/gartner_2022.jsonl")


@dataclass(frozen=True, slots=True)
class Set:
    """``goal`` is what was to be reached, in the order of the figures; ``steps`` are measured switched off, too."""

    name: str
    request: Request
    goal: str = ""
    steps: tuple[str, ...] = ()


def sets(folder: Path, sample: int | None) -> list[Set]:
    """What is measured, in the order of the tables."""
    distractors, invented = folder / "distractors", Path("benchmarks/invented")
    every = tuple(f"no-{step}" for step in steps())
    generic = tuple(f"no-{step}" for step in ("windows", "language_shift", "gloss", "late"))

    def beir(name: str) -> Request:
        return Request(folder / name, baselines=(*PLAIN, *generic), sample=sample)

    def asked(path: Path, *reports: Path) -> Request:
        return Request(path, reports=reports, baselines=(*PLAIN, *every))

    return [
        Set("XQuAD, English questions", beir("xquad_en_tw"), "88 / 98 / 94", generic),
        Set("XQuAD, Traditional questions", beir("xquad_tw_tw"), "96 / 99.7 / 98.3", generic),
        Set("XQuAD, Simplified questions", beir("xquad_zh_tw"), "96 / 99.6 / 98", generic),
        Set("DRCD", beir("drcd_dev"), "96.5 / 99.8 / 98.5", generic),
        Set("first report, alone", asked(FIRST, REPORTS), "80 / 92 / 96", every),
        Set("first report among 511 others", asked(FIRST, REPORTS, distractors), "75 / 85 / 90", every),
        Set("eight invented reports, tuned on", asked(invented / "questions_dev.jsonl", INVENTED), "", every),
        Set("eight invented reports, held out", asked(invented / "questions_held.jsonl", INVENTED), "", every),
        Set(
            "invented among all others, held out",
            asked(invented / "questions_held.jsonl", INVENTED, REPORTS, distractors), "", every,
        ),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--library")
    parser.add_argument("--sample", type=int, help="so many queries of each BEIR set")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    seal(os.environ)
    settings = settings_from(os.environ, args.library)
    measured = [(one, run(one, settings)) for one in sets(args.sets, args.sample)]
    text = "\n\n".join([f"Measured on {date.today().isoformat()} with {made_with(settings)}.", *tables(measured)])
    if args.write is None:
        print(text)
        return
    drawn = {one.name: points(found.verdicts["all"].reliability) for one, found in measured if found.verdicts}
    args.write.with_name("reliability.svg").write_text(diagram(drawn), encoding="utf-8")
    put_between(args.write, BEGIN, END, text)


def run(one: Set, settings: Settings) -> Measured:
    print(one.name, file=sys.stderr)
    return evaluate(one.request, settings, partial(open_bench, progress=bar), bar)


def made_with(settings: Settings) -> str:
    packages = ("faiss-cpu", "tantivy", "jieba", "onnxruntime")
    model = settings.model or "the embedded multilingual-e5-small"
    return f"{model}, {', '.join(f'{name} {version(name)}' for name in packages)}"


def tables(measured: Sequence[tuple[Set, Measured]]) -> Iterator[str]:
    yield "### What comes first\n\n" + table(
        ["set", "questions", "passages", "R@1 / R@5 / nDCG@10, or evidence in top 1 / 3 / 5",
         "95 % interval of the first", "to reach", "dense alone", "BM25, raw jieba", "both by RRF"],
        map(first_row, measured),
    )  # fmt: skip
    yield "### Each step switched off\n\n" + table(
        ["step", *(one.name for one, _ in measured)],
        ([name.removeprefix("no-"), *(off(found, name) for _, found in measured)] for name in known_steps(measured)),
    )
    yield "### Is there an answer at all\n\n" + table(
        [
            "set",
            "answerable",
            "not",
            "AUROC",
            "refused at 5 % wrong refusals",
            "answered",
            "refused",
            "calibration error",
        ],
        verdict_rows(measured),
    )
    yield "![Reliability diagram](reliability.svg)\n\n" + table(
        ["set", "stated", "right", "questions"],
        (
            [one.name, per_cent(p.stated), per_cent(p.true), str(p.questions)]
            for one, found in measured if found.verdicts for p in points(found.verdicts["all"].reliability)
        ),
    )  # fmt: skip
    yield "### The marked sentence\n\n" + table(
        ["set", "the first marked one holds the answer", "one of at most two does"], marked_rows(measured)
    )
    yield "### By kind and language of question\n\n" + table(
        ["set", "kind", "questions", "top 1 / 3 / 5"],
        (
            [one.name, group.name, str(group.questions), main_figures(group.figures)]
            for one, found in measured if found.groups[0].name == "all" and "top 1" in found.groups[0].figures
            for group in found.groups[1:]
        ),
    )  # fmt: skip


def first_row(row: tuple[Set, Measured]) -> list[str]:
    one, found = row
    whole = found.groups[0]
    first = next(iter(whole.intervals))
    low, high = whole.intervals[first]
    plain = {c.name: c for c in found.compared}
    return [
        one.name, str(whole.questions), str(found.passages), f"**{main_figures(whole.figures)}**",
        f"{100 * low:.1f}–{100 * high:.1f}", one.goal, *(main_figures(plain[name].figures) for name in PLAIN),
    ]  # fmt: skip


def main_figures(figures: Mapping[str, float]) -> str:
    names = ("R@1", "R@5", "nDCG@10") if "R@1" in figures else ("top 1", "top 3", "top 5")
    return " / ".join(f"{100 * figures[name]:.1f}" for name in names)


def known_steps(measured: Sequence[tuple[Set, Measured]]) -> list[str]:
    return list(dict.fromkeys(step for one, _ in measured for step in one.steps))


def off(found: Measured, step: str) -> str:
    """What the first figure loses without ``step``, and how many questions it decides, for and against."""
    without: Compared | None = next((c for c in found.compared if c.name == step), None)
    if without is None:
        return ""
    name = next(iter(without.figures))
    gain = 100 * (without.figures[name] - found.groups[0].figures[name])
    sure = ", sure" if without.p_value < 0.05 else ""
    return f"{gain:+.1f} ({without.wins}:{without.losses}{sure})" if without.wins + without.losses else "0"


def verdict_rows(measured: Sequence[tuple[Set, Measured]]) -> Iterator[list[str]]:
    for one, found in measured:
        if found.verdicts:
            yield [one.name, *verdict_cells(found.verdicts["all"])]
    together = pooled([found for one, found in measured if one.name.startswith("XQuAD")])
    if together:
        yield ["**XQuAD, all languages pooled** (to reach: 0.97, 80 %)", *verdict_cells(together)]


def verdict_cells(verdict: Verdict) -> list[str]:
    return [
        str(len(verdict.positives)), str(len(verdict.negatives)), f"{verdict.auroc:.3f}",
        per_cent(verdict.refused_at_5), per_cent(verdict.answered), per_cent(verdict.refused),
        f"{verdict.calibration_error:.3f}",
    ]  # fmt: skip


def marked_rows(measured: Sequence[tuple[Set, Measured]]) -> Iterator[list[str]]:
    for one, found in measured:
        figures = found.groups[0].figures
        if "marked 1" in figures:
            yield [one.name, per_cent(figures["marked 1"], 1), per_cent(figures["marked 2"], 1)]
        elif "marked" in figures:
            yield [one.name, "", per_cent(figures["marked"], 1)]


def per_cent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


if __name__ == "__main__":
    main()
