"""Comparing: one question over all reports."""

import json

import click

from assistant.across import By
from assistant.across.across import GROUPS, MOST_GROUPS, MOST_PER_REPORT, PER_REPORT
from assistant.across.listing import across_json, across_text
from assistant.cli.options import json_option, with_settings
from assistant.cli.told import tell_present_name
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError
from corpus.filters import Filters, year_from


@click.command()
@click.argument("question")
@click.option(
    "--by", type=click.Choice([by.value for by in By]), default=By.REPORT.value, show_default=True,
    help="What the passages are grouped by.",
)  # fmt: skip
@click.option(
    "--per-report", type=click.IntRange(1, MOST_PER_REPORT), default=PER_REPORT, show_default=True,
    help="At most so many passages of each report.",
)  # fmt: skip
@click.option(
    "--groups", type=click.IntRange(1, MOST_GROUPS), default=GROUPS, show_default=True,
    help="At most so many groups; those beyond are counted.",
)  # fmt: skip
@click.option("--agency", metavar="NAME", help="Only reports of this agency; see `tripreport ask --help`.")
@click.option("--country", metavar="NAME", help="Only trips to this country.")
@click.option("--year", metavar="YEAR", help="Only trips of this year, as 2022 or 111.")
@click.option("--category", metavar="NAME", help="Only trips of this category: 考察, 進修, 研究, 實習, 開會, 其他.")
@json_option
@with_settings
def compare(
    question: str, by: str, per_report: int, groups: int, agency: str | None, country: str | None, year: str | None,
    category: str | None, as_json: bool, settings: Settings,
) -> None:  # fmt: skip
    """Put QUESTION to all reports and show what each says, by report, year, agency or country.

    Agencies stand under their present names. Groups that say nothing of it are named or counted.
    """
    filters = Filters(None, agency, country, year_from(year) if year else None, category)
    tell_present_name(agency)
    library = open_library(settings, bar)
    if not library.reports():
        raise UserError("The library has no reports yet: `tripreport ingest FOLDER` brings them in.")
    found = library.ask_across(question, By(by), per_report, groups, filters)
    if filters and not found.searched:
        click.echo("No report passes these filters: `tripreport reports` shows what the forms say.", err=True)
    click.echo(json.dumps(across_json(found), ensure_ascii=False) if as_json else across_text(found))
