"""Serving assistants."""

import click

from assistant.cli.options import with_settings
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library


@click.command()
@with_settings
def mcp(settings: Settings) -> None:
    """Serve the library to an assistant that starts this command and speaks MCP over stdin and stdout.

    All it can do is ask and read. Over HTTP the same is at /mcp of `tripreport serve`.
    """
    from assistant.mcp.server import build_server  # a second that no other command waits for

    build_server(open_library(settings, bar)).run("stdio")
