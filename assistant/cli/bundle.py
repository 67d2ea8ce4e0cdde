"""Passages as one ZIP archive, to be attached to a document."""

from pathlib import Path

import click

from assistant.anchor import Anchor, anchor_of
from assistant.cli.cite import anchor_in, site_option
from assistant.cli.options import with_settings
from assistant.library import Library
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import LibraryError, UserError
from corpus.files import replacing


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--question", metavar="QUESTION", help="The passages that answer this.")
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many of them.")
@click.option(
    "--passage", "passages", nargs=2, multiple=True, metavar="ID ANCHOR",
    help="This passage, by its report and anchor (v1-120-310-3fa8c2d1e0); several times for several.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite OUT if it is there.")
@site_option
@with_settings
def bundle(
    out: Path, question: str | None, k: int, passages: tuple[tuple[str, str], ...], force: bool, site: str,
    settings: Settings,
) -> None:  # fmt: skip
    """Put passages into one ZIP archive OUT: quotes, citations, pictures of their pages, hashes, and a README.

    The passages that answer --question come first, then those of --passage.
    """
    if question is None and not passages:
        raise click.UsageError('give --question "分析師對跨國雲端有什麼建議", or --passage ID ANCHOR')
    _free(out, force)
    library = open_library(settings, bar)
    picked = [*(_answering(library, question, k) if question is not None else []), *_named(passages)]
    made = library.bundle(picked, question or "", site)
    _write(out.absolute(), made, force)
    click.echo(f"{len(dict.fromkeys(picked))} passages in {out}")


def _answering(library: Library, question: str, k: int) -> list[tuple[str, Anchor]]:
    """What answers the question; UserError where nothing does: the nearest passages are no evidence."""
    answer = library.ask(question, k)
    if not answer.answerable:
        raise UserError(
            "查無依據: the reports do not say it, so there is nothing to bundle. Look at the nearest passages with "
            "`tripreport ask`, and name one with --passage if it is what you need."
        )
    return [(hit.report_id, anchor_of(hit.cited)) for hit in answer.hits]


def _named(passages: tuple[tuple[str, str], ...]) -> list[tuple[str, Anchor]]:
    return [(report_id, anchor_in(written)) for report_id, written in passages]


def _free(out: Path, force: bool) -> None:
    if out.is_dir() or (out.exists() and not force):
        raise UserError(f"{out} exists already: name another file, or overwrite it with --force.")


def _write(out: Path, made: bytes, force: bool) -> None:
    try:
        with replacing(out) as beside:
            beside.write_bytes(made)
            _free(out, force)  # it may have come meanwhile
    except OSError as error:
        raise LibraryError(f"{out} cannot be written ({error}): is there room, and is the folder writable?") from error
