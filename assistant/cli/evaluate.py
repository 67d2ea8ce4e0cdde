"""Measuring retrieval."""

import json
from pathlib import Path

import click

from assistant.cli.options import with_settings
from assistant.progress import bar
from assistant.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--split", default="dev", show_default=True, help="Which judgements of a BEIR folder: qrels/SPLIT.tsv.")
@click.option(
    "--reports", multiple=True, type=click.Path(path_type=Path, exists=True),
    help="What a file of questions is about: files, folders, BEIR folders; several times for several [the library's].",
)  # fmt: skip
@click.option(
    "--baseline", "baselines", multiple=True, metavar="NAME", help="Compare: dense, bm25, rrf, no-STEP; one or more."
)
@click.option("--sample", type=click.IntRange(1), help="Only so many queries of a BEIR folder, always the same.")
@click.option("--run", "run_file", type=click.Path(path_type=Path, dir_okay=False), help="Write a TREC run here.")
@click.option("--json", "as_json", is_flag=True, help="For other programs: one object a set.")
@with_settings
def evaluate(
    paths: tuple[Path, ...], split: str, reports: tuple[Path, ...], baselines: tuple[str, ...], sample: int | None,
    run_file: Path | None, as_json: bool, settings: Settings,
) -> None:  # fmt: skip
    """Measure retrieval on judged questions: BEIR folders, or files of questions with their evidence.

    It works in a throw-away library of its own below the library's cache; yours is not touched.
    """
    from assistant.evaluation import tables
    from assistant.evaluation.measure import trec_run
    from assistant.evaluation.run import Request, evaluate
    from assistant.evaluation.systems import known_baselines
    from assistant.wiring import open_bench

    # «--baseline dense bm25»: the second one comes as a path
    more = [str(p) for p in paths if str(p) in known_baselines() and not p.exists()] if baselines else []
    baselines, paths = (*baselines, *more), tuple(p for p in paths if str(p) not in more)
    measured = []
    for path in paths:
        request = Request(path, split, reports, baselines, sample)
        measured.append(evaluate(request, settings, lambda s: open_bench(s, bar), bar))
        if as_json:
            click.echo(json.dumps(tables.measured_json(measured[-1]), ensure_ascii=False))
        else:
            click.echo(tables.measured_text(measured[-1]) + "\n")
    if pooled := tables.pooled(measured):
        if as_json:
            click.echo(json.dumps({"set": "pooled", "verdicts": {"all": tables.verdict_json(pooled)}}))
        else:
            click.echo("## Pooled\n\n" + tables.verdicts_text([("all", pooled)]))
    if run_file:
        lines = (line for m in measured for line in trec_run(m))
        run_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
