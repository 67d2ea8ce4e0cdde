"""What the reports recommend: the table, noting how far each is, the sheet for the office and back."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from assistant.cli.options import json_option, with_settings
from assistant.library import Library
from assistant.locales import LANGUAGES, words_for
from assistant.recommendations.listing import marked_text, table_text, taken_text
from assistant.recommendations.table import Recommendation, gone_json, row_json, table_json
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError
from corpus.filters import Filters, year_from
from corpus.marks import Edit, Status, status_from
from corpus.tracked import Order, Wanted

_SCREEN = 50
"""Rows that are listed unless more are asked for."""


@click.command()
@click.option("--agency", metavar="NAME", help="Only of this agency, or a part of its name.")
@click.option("--country", metavar="NAME", help="Only of trips to this country, in Chinese or English, or by its code.")
@click.option("--year", metavar="YEAR", help="Only of trips of this year, as 2022 or 111.")
@click.option("--category", metavar="NAME", help="Only of trips of this category: 考察, 進修, 研究, 實習, 開會, 其他.")
@click.option("--report", "reports", metavar="ID", multiple=True, help="Only of this report; may be given again.")
@click.option("--status", metavar="STATUS", help=f"Only these: {', '.join(Status)}.")
@click.option("--owner", metavar="NAME", default="", help="Only those of this owner, or a part of the name.")
@click.option("--text", metavar="WORDS", default="", help="Only those that say all of these words, in either script.")
@click.option("--all", "every", is_flag=True, help="With the reflections (心得) of the same chapters.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.DATE.value,
    help="In what order. [date]",
)
@click.option("-k", type=click.IntRange(1), help=f"How many rows. [{_SCREEN} on a terminal, all in files and --json]")
@click.option("--csv", "csv_file", metavar="FILE", help="Write them as CSV; «-» to the terminal.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write them as an Excel sheet.")
@click.option("--link", metavar="URL", default="", help="With --xlsx: the page's address, for links into the reports.")
@click.option("--lang", type=click.Choice([*LANGUAGES]), default=LANGUAGES[0], help="Language of a file's headings.")
@click.option(
    "--import", "sheet", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="Note what was edited in such a file: status, owner, due and note.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --import: say what would be noted, and note nothing.")
@json_option
@with_settings
def recommendations(
    agency: str | None, country: str | None, year: str | None, category: str | None, reports: tuple[str, ...],
    status: str | None, owner: str, text: str, every: bool, sort: str, k: int | None, csv_file: str | None,
    xlsx: Path | None, link: str, lang: str, sheet: Path | None, dry_run: bool, as_json: bool, settings: Settings,
) -> None:  # fmt: skip
    """List what the reports recommend (建議事項), each with its place, its status and its owner; or write it to a file.

    An edited file is taken back with --import: rows that somebody else has changed meanwhile are told, and left.
    """
    library = open_library(settings)
    if sheet is not None:
        _take(library, sheet, dry_run, as_json)
        return
    filters = Filters(reports or None, agency, country, year_from(year) if year else None, category)
    wanted = Wanted(filters, owner=owner, text=text, order=Order(sort))
    if every:
        wanted = replace(wanted, kind=None)
    if status is not None:
        wanted = replace(wanted, status=status_from(status))
    if csv_file is None and xlsx is None:
        found = library.recommendations(wanted, limit=k if k or as_json else _SCREEN)
        click.echo(json.dumps(table_json(found), ensure_ascii=False, indent=1) if as_json else table_text(found))
    if csv_file is not None:
        _write_csv(library, wanted, csv_file, lang)
    if xlsx is not None:
        _write_xlsx(library, wanted, xlsx, lang, link)


def _write_csv(library: Library, wanted: Wanted, target: str, lang: str) -> None:
    from assistant.recommendations.files import put_csv
    from assistant.recommendations.sheets import csv_lines

    if target != "-":
        click.echo(f"{put_csv(library, wanted, Path(target), words_for(lang))} rows in {target}", err=True)
        return
    with library.each_recommendation(wanted) as rows:
        for line in csv_lines(rows, words_for(lang)):
            sys.stdout.write(line)


def _write_xlsx(library: Library, wanted: Wanted, target: Path, lang: str, site: str) -> None:
    from assistant.recommendations.files import put_xlsx

    click.echo(f"{put_xlsx(library, wanted, target, words_for(lang), site)} rows in {target}", err=True)


def _take(library: Library, sheet: Path, dry_run: bool, as_json: bool) -> None:
    """Exit code 2 where a row could not be taken."""
    from assistant.recommendations.reading import lines_of
    from assistant.recommendations.taking import Fate, decide, taken_json, to_note

    decided = decide(lines_of(sheet), library.recommendation)
    if not dry_run:
        library.mark_recommendations(to_note(decided))
    rows = [taken_json(taken) for taken in decided]
    click.echo(
        json.dumps({"dry_run": dry_run, "rows": rows}, ensure_ascii=False, indent=1)
        if as_json
        else taken_text(decided, dry_run)
    )
    if any(taken.fate not in (Fate.CHANGED, Fate.SAME) for taken in decided):
        raise click.exceptions.Exit(UserError.exit_code)


@click.command()
@click.argument("key")
@click.option("--status", metavar="STATUS", help=f"How far it is: {', '.join(Status)}.")
@click.option("--owner", metavar="NAME", help="Whose it is; «» for nobody's.")
@click.option("--due", metavar="DAY", help="By when, as 2025-03-01 or 114.3.1; «» for no day.")
@click.option("--note", metavar="TEXT", help="Whatever else; «» for nothing.")
@click.option("--seen", type=click.IntRange(0), metavar="N", help="Only if it still is revision N that is noted.")
@json_option
@with_settings
def mark(
    key: str, status: str | None, owner: str | None, due: str | None, note: str | None, seen: int | None,
    as_json: bool, settings: Settings,
) -> None:  # fmt: skip
    """Note of the recommendation KEY how far it is, whose, by when; `tripreport recommendations` lists the keys.

    What is noted stays when the report is read anew or replaced.
    """
    edit = Edit(status, owner, note, due)
    library = open_library(settings)
    row = library.recommendation(key) if edit == Edit() else library.mark_recommendation(key, edit, seen)
    told = row_json(row) if isinstance(row, Recommendation) else gone_json(row)
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else marked_text(row))
