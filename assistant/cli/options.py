"""What several commands have in common."""

import functools
import os
from collections.abc import Callable

import click

from assistant.settings import settings_from

json_option = click.option("--json", "as_json", is_flag=True, help="For other programs.")


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--library`` and ``--model``, as its argument ``settings``."""

    @click.option("--library", metavar="DIR", help="The library's folder [TRIPREPORT_LIBRARY, else the data folder].")
    @click.option(
        "--model", metavar="NAME", help="A sentence-transformers model, by name or folder [TRIPREPORT_MODEL]."
    )
    @functools.wraps(command)
    def wrapped(*args: object, library: str | None, model: str | None, **options: object) -> None:
        command(*args, settings=settings_from(os.environ, library, model), **options)

    return wrapped
