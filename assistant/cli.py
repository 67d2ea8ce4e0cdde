"""The command line: ``tripreport``. Answers go to stdout, everything else to stderr.

Exit codes: 0 done; 1 our fault or the machine's; 2 something that the person can mend; 130 interrupted.
"""

import functools
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from assistant import listing
from assistant.progress import bar
from assistant.settings import Settings, seal, settings_from
from assistant.wiring import embed_library_again, open_library
from corpus.errors import TripReportError, UserError
from corpus.types import EVERY_STEP, Step
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes
from ingest.sources import find_sources


def main() -> None:
    """Run the command and exit; errors become one line that names the cure."""
    seal(os.environ)
    for stream in (sys.stdout, sys.stderr):  # a terminal set to ASCII must not break Chinese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(_run())


def _run() -> int:
    try:
        code = tripreport.main(prog_name="tripreport", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except TripReportError as error:
        click.echo(f"tripreport: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:  # `tripreport ... | head`: what is left unsaid goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the last line of defence: say it, and how to see more
        if os.environ.get("TRIPREPORT_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"tripreport: unexpected {type(error).__name__}: {error}. This is our mistake, and nothing that was saved "
            "is lost. Set TRIPREPORT_DEBUG=1 to see where it happened, and please report it.",
            err=True,
        )
        return 1
    return 0


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--library`` and ``--model``, as its argument ``settings``."""

    @click.option("--library", metavar="DIR", help="The library's folder [TRIPREPORT_LIBRARY, else the data folder].")
    @click.option(
        "--model", metavar="NAME", help="A sentence-transformers model, by name or folder [TRIPREPORT_MODEL]."
    )
    @functools.wraps(command)
    def wrapped(*args: object, library: str | None, model: str | None, **options: object) -> None:
        command(*args, settings=settings_from(os.environ, library, model), **options)

    return wrapped


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tripreport")
def tripreport() -> None:
    """Ask official trip reports (出國報告) a question; get the passage word for word, with its citation."""


@tripreport.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.Path(path_type=Path), help="A JSON Lines file: each line has `id` and `question`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question, for other programs.")
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many passages.")
@click.option("--report", metavar="ID", help="Only in this report.")
@with_settings
def ask(
    question: str | None, batch: Path | None, as_json: bool, k: int, report: str | None, settings: Settings
) -> None:
    """Ask QUESTION, in Chinese (either script) or English."""
    if (question is None) == (batch is None):
        raise click.UsageError('give a question, as in `tripreport ask "分析師對跨國雲端有什麼建議"`, or --batch FILE')
    questions = [(None, question)] if question is not None else list(_batch(batch)) if batch else []
    library = open_library(settings, bar)
    if not library.reports():
        raise UserError("The library has no reports yet: `tripreport ingest FOLDER` brings them in.")
    for asked_id, text in questions:
        answer = library.ask(text or "", k, report)
        if as_json:
            click.echo(json.dumps(listing.answer_json(answer, asked_id), ensure_ascii=False))
        else:
            click.echo(listing.answer_text(answer))


def _batch(path: Path) -> Iterator[tuple[object, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}): give a file of JSON lines in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["id"], str(row["question"])
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                f'{path}, line {number} is not like {{"id": "q1", "question": "..."}} ({error!r}): mend that line.'
            ) from error


@tripreport.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_settings
def ingest(paths: tuple[Path, ...], settings: Settings) -> None:
    """Bring the library up to date with files, and with all reports in folders."""
    files = find_sources(paths, supported_suffixes())
    if not files:
        raise UserError(f"No report among {', '.join(map(str, paths))}: give text or Markdown files, or their folder.")
    outcomes = open_library(settings, bar).ingest(files, _tell, bar("embed"))
    tally = {o: sum(i.outcome is o for i in outcomes) for o in Outcome}
    click.echo(", ".join(f"{count} {outcome.value}" for outcome, count in tally.items()))
    if tally[Outcome.FAILED]:
        raise click.exceptions.Exit(UserError.exit_code)


def _tell(done: Ingested) -> None:
    name = Path(done.source).name
    if done.outcome is Outcome.FAILED:
        click.echo(f"failed     {name}: {done.error}", err=True)
        return
    counts = f"{done.embedded} passages embedded, {done.kept} kept"
    click.echo(f"{done.outcome.value:10} {done.report_id}  {name}  {done.title}  ({counts})", err=True)


@tripreport.command()
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@with_settings
def reports(as_json: bool, settings: Settings) -> None:
    """List the reports of the library."""
    rows = open_library(settings).reports()
    if as_json:
        click.echo(json.dumps([listing.summary_json(r) for r in rows], ensure_ascii=False, indent=1))
    else:
        click.echo(listing.summaries_text(rows))


@tripreport.command()
@click.argument("report_id")
@click.option("--text", "what", flag_value="text", help="The canonical text, exactly: what all offsets count in.")
@click.option("--outline", "what", flag_value="outline", help="The section tree.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@with_settings
def show(report_id: str, what: str | None, as_json: bool, settings: Settings) -> None:
    """Show one report: what its form says, its text, or its outline."""
    library = open_library(settings)
    if what == "text":
        sys.stdout.buffer.write(library.report(report_id).text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    shown: object
    if what == "outline":
        sections = library.report(report_id).outline.sections
        shown = [listing.section_json(s) for s in sections]
        text = listing.outline_text(sections)
    else:
        summary = library.summary(report_id)
        shown = listing.summary_json(summary)
        text = listing.summary_text(summary)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1) if as_json else text)


@tripreport.command()
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@with_settings
def status(as_json: bool, settings: Settings) -> None:
    """Say what the library is made of: reports, passages, model, indexes."""
    found = asdict(open_library(settings, bar).status())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(f"{key:14} {value}" for key, value in found.items()))


def _steps(given: str | None) -> frozenset[Step] | None:
    if given is None:
        return None
    names = {"all": [*EVERY_STEP], "none": []}.get(given, given.split(","))
    try:
        return frozenset(map(Step, names))
    except ValueError as error:
        raise click.BadParameter(f"{error}: give all, none, or some of {','.join(Step)}") from error


@tripreport.command()
@click.option("--embed", is_flag=True, help="Embed every passage again too, with the model of --model.")
@click.option(
    "--steps", metavar="STEPS", callback=lambda _, __, value: _steps(value),
    help="Embed again, and from now on keep what these steps need: all, none, or some of windows,late.",
)  # fmt: skip
@with_settings
def rebuild(embed: bool, steps: frozenset[Step] | None, settings: Settings) -> None:
    """Make the indexes anew from the store; with --embed the vectors too.

    A library without windows and late interaction is a third the size and ingests faster, and finds less.
    """
    if embed or steps is not None:
        embed_library_again(settings, bar, steps)
    count = open_library(settings, bar).rebuild(bar("index"))
    click.echo(f"{count} passages indexed")


@tripreport.command()
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


@tripreport.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="0: any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser of this machine's desktop.")
@with_settings
def serve(host: str, port: int, open_browser: bool, settings: Settings) -> None:
    """Serve the page; Ctrl-C ends it."""
    library = open_library(settings, bar)
    library.engine()  # the first question should not wait for the model
    from assistant.web.serve import serve as serve_page  # the page's libraries take seconds to import

    # click.echo flushes: whoever reads our output through a pipe gets the address at once
    serve_page(library, host, port, open_browser, work_folder=settings.library / "cache" / "web", announce=click.echo)
