"""Earlier trips that a travel plan is like."""

import json
from datetime import date, datetime

import click

from assistant.cli.options import json_option, with_settings
from assistant.prior import Plan
from assistant.prior.listing import prior_json, prior_text
from assistant.prior.prior import MOST_TRIPS, TRIPS
from assistant.prior.types import MOST_YEARS, YEARS
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--purpose", required=True, metavar="TEXT", help="What the trip is for, with the name of the event.")
@click.option("--country", default="", metavar="NAME", help="Where it goes; several parted by commas.")
@click.option("--agency", default="", metavar="NAME", help="Who travels.")
@click.option("--from", "start", type=_DAY, metavar="DATE", help="When it begins, as 2025-05-01.")
@click.option("--to", "end", type=_DAY, metavar="DATE", help="When it ends.")
@click.option(
    "--years", type=click.IntRange(1, MOST_YEARS), default=YEARS, show_default=True,
    help="Trips of so many years before it begins; before today where it does not say when.",
)  # fmt: skip
@click.option("-k", type=click.IntRange(1, MOST_TRIPS), default=TRIPS, show_default=True, help="How many trips.")
@json_option
@with_settings
def prior(
    purpose: str, country: str, agency: str, start: datetime | None, end: datetime | None, years: int, k: int,
    as_json: bool, settings: Settings,
) -> None:  # fmt: skip
    """Find earlier trips that a travel plan is like: the same event or study plan, or related ones.

    What was searched is always said.
    """
    library = open_library(settings, bar)
    if not library.reports():
        raise UserError("The library has no reports yet: `tripreport ingest FOLDER` brings them in.")
    found = library.prior(Plan(purpose, country, agency, _date(start), _date(end), years), k)
    click.echo(json.dumps(prior_json(found), ensure_ascii=False) if as_json else prior_text(found))


def _date(given: datetime | None) -> date | None:
    return given.date() if given else None
