"""API tokens: what programs show instead of a password."""

import json

import click

from assistant.cli.options import json_option, with_settings
from assistant.settings import Settings
from assistant.web.doors.tokens import MOST_DAYS

_ROLES = click.Choice(["read", "add"])


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that programs show to the API and to MCP.

    They count at once, whether a server runs or not. A server asks for one only if it was started with a password.
    """


@token.command()
@click.argument("name")
@click.option("--role", type=_ROLES, required=True, help="read: ask and read; add: add, replace and remove, too.")
@click.option(
    "--expires", "days", type=click.IntRange(1, MOST_DAYS), metavar="DAYS", help="It ends after so many days."
)
@with_settings
def add(name: str, role: str, days: int | None, settings: Settings) -> None:
    """Make a token called NAME and print it: it is shown this once, and only its hash is kept."""
    from assistant.web.doors.tokens import tokens_in
    from assistant.web.doors.visitor import Role

    click.echo(tokens_in(settings.library).add(name, Role[role.upper()], days))
    click.echo("It is not shown again. Programs send it as «Authorization: Bearer trt_…».", err=True)


@token.command(name="list")
@json_option
@with_settings
def list_tokens(as_json: bool, settings: Settings) -> None:
    """List the tokens: name, role, when made, when last used, when they end."""
    from assistant.web.doors.tokens import token_json, tokens_in

    rows = list(map(token_json, tokens_in(settings.library).all()))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif rows:
        click.echo("\n".join(_line(row) for row in rows))
    else:
        click.echo("There are no tokens: `tripreport token add NAME --role read` makes one.", err=True)


@token.command()
@click.argument("name")
@with_settings
def revoke(name: str, settings: Settings) -> None:
    """Let the token called NAME open nothing any more, from now on."""
    from assistant.web.doors.tokens import tokens_in

    tokens_in(settings.library).revoke(name)
    click.echo(f"{name} opens nothing any more.", err=True)


def _line(row: dict[str, str | None]) -> str:
    ends = f"ends {row['expires']}" if row["expires"] else "does not end"
    return f"{row['name']}  {row['role']}  made {row['created']}  used {row['used'] or 'never'}  {ends}"
