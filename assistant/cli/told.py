"""What several commands tell beside their answer."""

import click

from corpus.agencies import is_now


def tell_present_name(agency: str | None) -> None:
    """Whoever filters by a name that is no more is told today's, by which both are found."""
    now = is_now(agency) if agency else None
    if now is not None:
        since = f" since {now.since}" if now.since else ""
        click.echo(f"{agency} is {now.name}{since}: --agency {now.name} admits reports under both names.", err=True)
