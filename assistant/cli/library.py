"""What the library is made of, and making it anew."""

import json
from dataclasses import asdict

import click

from assistant.cli.options import json_option, with_settings
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import embed_library_again, open_library
from corpus.types import EVERY_STEP, Step


@click.command()
@json_option
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


@click.command()
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
