"""Keeping a library whole: looking it over, putting it away, putting it back."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from assistant.backup import STORE, look_over, restore
from assistant.cli.options import json_option, with_settings
from assistant.library import writing
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import LibraryError
from corpus.verify import Findings, Problem


@click.command()
@json_option
@with_settings
def verify(as_json: bool, settings: Settings) -> None:
    """Look the whole library over; say what is wrong and which command mends it. Nothing is changed.

    The exit code is 1 where something is wrong.
    """
    _required(settings)
    # not through open_library: it refuses a store that is too damaged, and that is a finding
    found = look_over(settings.library, bar("reports"))
    click.echo(json.dumps(_json(found), ensure_ascii=False, indent=1) if as_json else _text(found))
    if not found.ok:
        raise click.exceptions.Exit(LibraryError.exit_code)


def _required(settings: Settings) -> None:
    """An empty library made by the way would be found whole, or backed up, in the place of the one that is meant."""
    if not (settings.library / STORE).exists():
        raise LibraryError(
            f"There is no library in {settings.library}: name another one with --library, or put a backup there with "
            "`tripreport restore FILE`."
        )


def _json(found: Findings) -> dict[str, object]:
    return {
        "ok": found.ok,
        "checked": dict(found.checked),
        "problems": [asdict(problem) for problem in found.problems],
        "left_out": found.left_out,
        "notes": found.notes,
    }


def _text(found: Findings) -> str:
    """A line a problem, with its cure below; then what was looked at."""
    more = [f"and {found.left_out} more"] if found.left_out else []
    counts = ", ".join(f"{count} {of}" for of, count in found.checked.items()) or "nothing"
    verdict = "The library is whole." if found.ok else f"{len(found.problems) + found.left_out} problems."
    return "\n".join([*map(_problem_text, found.problems), *more, *found.notes, f"Checked: {counts}.", verdict])


def _problem_text(problem: Problem) -> str:
    named = {"report": problem.report, "passage": problem.passage}
    where = ", ".join(f"{kind} {name}" for kind, name in named.items() if name is not None)
    said = ": ".join(filter(None, [problem.kind.value, where, problem.detail]))
    return f"{said}\n    {problem.cure}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@json_option
@with_settings
def backup(file: Path, force: bool, as_json: bool, settings: Settings) -> None:
    """Put the whole library into one FILE; questions and ingests go on meanwhile."""
    _required(settings)
    made = open_library(settings).backup(file.absolute(), force, bar("backup"))
    said = f"{made.reports} reports, {made.passages} passages in {file}"
    click.echo(json.dumps(asdict(made), ensure_ascii=False, indent=1) if as_json else said)


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@json_option
@with_settings
def put_back(file: Path, as_json: bool, settings: Settings) -> None:
    """Make the library what it was when the backup FILE was made; what has come since is lost.

    Processes that have it open see the restored one from their next question on.
    """
    # not through open_library: what is to be replaced may be too damaged for it
    made = restore(settings.library, file.absolute(), writing(settings.library), bar("restore"))
    said = f"{made.reports} reports, {made.passages} passages, as of {made.created}"
    click.echo(json.dumps(asdict(made), ensure_ascii=False, indent=1) if as_json else said)
