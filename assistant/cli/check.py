"""Checking what a draft quotes."""

import json
import sys
from pathlib import Path

import click

from assistant.cli.options import json_option, with_settings
from assistant.library import Library
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError
from ingest.files.sources import read_source

NOT_CLEAN = 3
"""The exit code where something is left to look at."""


@click.command()
@click.argument("file", required=False)
@click.option("--text", metavar="TEXT", help="What is to be checked, instead of a file.")
@click.option("--report", metavar="ID", help="Only against this report.")
@click.option("--sentences", is_flag=True, help="Check every sentence as a quotation, whatever stands in marks.")
@json_option
@with_settings
@click.pass_context
def check(
    context: click.Context, file: str | None, text: str | None, report: str | None, sentences: bool, as_json: bool,
    settings: Settings,
) -> None:  # fmt: skip
    """Hold each quotation of a draft against the reports. FILE is Word, ODT, PDF, HTML, Markdown or text; - is standard
    input.

    Quoted is what stands in marks and in block quotes; where nothing is, every sentence. Each is exact (in any script),
    near (with what differs), not found, or too short to prove anything; where a report, a page, a section or a link is
    cited beside it, that is checked too. Nothing of the draft is kept.

    Exit code: 0 all exact and nothing cited wrongly; 3 something is near, not found or cited wrongly; 2 a mistake in
    the call.
    """
    if (file is None) == (text is None):
        raise click.UsageError('give a file, as in `tripreport check draft.docx`, or --text "…"')
    from assistant.check.listing import checked_json, checked_text  # no other command waits for that

    library = open_library(settings, bar)
    draft = text if text is not None else _draft(file or "", library)
    if not library.reports():
        raise UserError("The library has no reports yet: `tripreport ingest FOLDER` brings them in.")
    checked = library.check(draft, report, every_sentence=sentences, progress=bar("quotations"))
    click.echo(json.dumps(checked_json(checked), ensure_ascii=False) if as_json else checked_text(checked))
    if not checked.clean:
        context.exit(NOT_CLEAN)


def _draft(file: str, library: Library) -> str:
    """The text of a file, or of standard input."""
    from assistant.check.check import MAX_CHARACTERS

    if file != "-":
        return library.draft(read_source(Path(file)))
    data = sys.stdin.buffer.read(4 * MAX_CHARACTERS + 4)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"Standard input is not UTF-8 ({error}): save the draft as a file, and give that.") from error
