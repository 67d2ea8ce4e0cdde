"""Citing: a passage, or a whole report, in any style."""

import re
from typing import Final

import click

from assistant.anchor import Anchor, read_anchor
from assistant.cite import STYLES, Reference, citation_json, linked
from assistant.cite.csl import written
from assistant.cite.styles import USUAL
from assistant.cli.options import json_option, with_settings
from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError

ALL: Final = "all"
_SITE: Final = re.compile(r"https?://[^\s/?#{}<>\"\\]+(?:/[^\s?#{}<>\"\\]*)?")


def _site(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not _SITE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no address of a page: give it like https://reports.example.gov.tw")
    return value


site_option = click.option(
    "--site", metavar="ADDRESS", default="", callback=_site,
    help="Where the page is served, for the links: https://reports.example.gov.tw",
)  # fmt: skip


@click.command()
@click.argument("report_id")
@click.option("--span", nargs=2, type=int, metavar="START END", help="These characters of `tripreport show ID --text`.")
@click.option(
    "--at", "anchor", metavar="ANCHOR", help="The passage that a permanent link names: v1-120-310-3fa8c2d1e0."
)
@click.option(
    "--style", type=click.Choice([*STYLES, ALL]),
    help=f"One style, or all of them. [{USUAL}; with --json {ALL}]",
)  # fmt: skip
@site_option
@json_option
@with_settings
def cite(
    report_id: str, span: tuple[int, int] | None, anchor: str | None, style: str | None, site: str, as_json: bool,
    settings: Settings,
) -> None:  # fmt: skip
    """Cite a passage of a report, by --span or --at; without either, the report as a whole."""
    if span and anchor is not None:
        raise click.UsageError("--span and --at name a passage each: give one of them")
    library = open_library(settings)
    named = None if anchor is None else anchor_in(anchor)
    found = _at_span(library, report_id, *span) if span else library.reference(report_id, named)
    reference = linked(found, site)
    chosen = style or (ALL if as_json else USUAL)
    made = {name: STYLES[name].of(reference) for name in (STYLES if chosen == ALL else [chosen])}
    if as_json:
        shown = {"facts": citation_json(reference), "citations": made}
        click.echo(written(shown), nl=False)
    elif chosen == ALL:
        click.echo("\n\n".join(f"{name}\n{words.rstrip()}" for name, words in made.items()))
    else:
        click.echo(made[chosen], nl=STYLES[chosen].is_prose)


def anchor_in(written: str) -> Anchor:
    """The anchor that is written, alone or at the end of a permanent link; UserError where there is none."""
    anchor = read_anchor(written.rpartition("#")[2])
    if anchor is None:
        raise UserError(
            f"{written!r} is no place of a passage: it looks like v1-120-310-3fa8c2d1e0, and stands at the end of a "
            "passage's permanent link, and in `anchor` of `tripreport cite ID --span START END --json`."
        )
    return anchor


def _at_span(library: Library, report_id: str, start: int, end: int) -> Reference:
    characters = library.summary(report_id).characters
    if not 0 <= start < end <= characters:
        raise UserError(
            f"--span {start} {end} is no stretch of report {report_id!r}: it has the characters 0 to {characters}, as "
            f"`tripreport show {report_id} --text` prints them."
        )
    return Reference(library.quote(report_id, start, end).cited)
