"""What goes into the library and out of it: all say what became of each file, and the same tally at the end."""

import json
import signal
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from assistant.cli.options import with_settings
from assistant.outcomes import outcome_text, tally, tally_text
from assistant.progress import bar, say
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError
from ingest.files.sources import find_sources, oldest_first
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes

dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
json_option = click.option("--json", "as_json", is_flag=True, help="For other programs: the tally and each file.")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Read files anew that have not changed, as after an upgrade.")
@click.option(
    "--replace", "replaces", metavar="ID", help="The one file is the new version of report ID, whatever its form says."
)
@dry_run_option
@json_option
@with_settings
def ingest(
    paths: tuple[Path, ...], again: bool, replaces: str | None, dry_run: bool, as_json: bool, settings: Settings
) -> None:
    """Bring the library up to date with files, and with all reports in folders, archives and patterns."""
    files = oldest_first(find_sources(paths, supported_suffixes()))
    if not files:
        raise UserError(
            f"No report among {', '.join(map(str, paths))}: give {', '.join(supported_suffixes())} files, ZIP archives "
            "of them, or their folder."
        )
    library = open_library(settings, bar)
    _end(library.ingest(files, _tell, bar("files"), bar("embed", 1), again, dry_run, replaces), as_json)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@dry_run_option
@json_option
@with_settings
def sync(folder: Path, dry_run: bool, as_json: bool, settings: Settings) -> None:
    """Make the library equal to FOLDER: reports that are not in it are removed, also those from elsewhere."""
    library = open_library(settings, bar)
    _end(library.sync(folder, _tell, bar("files"), bar("embed", 1), dry_run), as_json)


@click.command()
@click.argument("report_ids", nargs=-1, required=True, metavar="ID...")
@dry_run_option
@json_option
@with_settings
def remove(report_ids: tuple[str, ...], dry_run: bool, as_json: bool, settings: Settings) -> None:
    """Forget reports wholly, their history too; their files stay where they are."""
    _end(open_library(settings).remove(report_ids, _tell, dry_run), as_json)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@with_settings
def watch(folder: Path, settings: Settings) -> None:
    """Keep the library up to date with FOLDER as files come, change and go; Ctrl-C ends it."""
    from assistant.watch import keep_up

    done: list[Ingested] = []
    stop = threading.Event()

    def tell(outcome: Ingested) -> None:
        done.append(outcome)
        _tell(outcome)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    keep_up(open_library(settings, bar), folder, tell, stop, lambda: click.echo(f"watching {folder}", err=True))
    click.echo(tally_text(done))


def _tell(done: Ingested) -> None:
    say(outcome_text(done))


def _end(outcomes: Sequence[Ingested], as_json: bool) -> None:
    """The tally; exit code 2 where a file failed."""
    if as_json:
        counts: dict[str, object] = {outcome.value: count for outcome, count in tally(outcomes).items()}
        click.echo(json.dumps(counts | {"files": [asdict(o) for o in outcomes]}, ensure_ascii=False))
    else:
        click.echo(tally_text(outcomes))
    if any(o.outcome is Outcome.FAILED for o in outcomes):
        raise click.exceptions.Exit(UserError.exit_code)
