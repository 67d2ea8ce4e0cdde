"""Looking at what is in the library."""

import json
import sys

import click

from assistant import listing
from assistant.about import about_json, about_text
from assistant.cli.options import json_option, with_settings
from assistant.settings import Settings
from assistant.wiring import open_library


@click.command()
@json_option
@with_settings
def reports(as_json: bool, settings: Settings) -> None:
    """List the reports of the library."""
    rows = open_library(settings).reports()
    if as_json:
        click.echo(json.dumps([listing.summary_json(r) for r in rows], ensure_ascii=False, indent=1))
    else:
        click.echo(listing.summaries_text(rows))


@click.command()
@click.argument("report_id")
@click.option("--text", "what", flag_value="text", help="The canonical text, exactly: what all offsets count in.")
@click.option("--outline", "what", flag_value="outline", help="The section tree.")
@click.option("--version", "number", type=click.IntRange(1), help="With --text: the text of an earlier version.")
@json_option
@with_settings
def show(report_id: str, what: str | None, number: int | None, as_json: bool, settings: Settings) -> None:
    """Show one report: what its form says, its files, versions and report card; or its text, or its outline."""
    library = open_library(settings)
    if number is not None and what != "text":
        raise click.UsageError("--version needs --text: `tripreport show ID --text --version 1`")
    if what == "text":
        shown_text = library.report(report_id).text if number is None else library.version_text(report_id, number)
        sys.stdout.buffer.write(shown_text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
        return
    shown: object
    if what == "outline":
        sections = library.report(report_id).outline.sections
        shown = [listing.section_json(s) for s in sections]
        text = listing.outline_text(sections)
    else:
        about = library.about(report_id)
        shown, text = about_json(about), about_text(about)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1) if as_json else text)
