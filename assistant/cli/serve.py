"""Serving the page."""

from pathlib import Path

import click

from assistant.cli.options import with_settings
from assistant.progress import bar
from assistant.settings import PASSWORD_FILE, Settings
from assistant.web.doors.access import PLAIN_HTTP, Access
from assistant.wiring import open_library

_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="0: any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser of this machine's desktop.")
@click.option("--no-adding", is_flag=True, help="Nobody can add reports on the page.")
@click.option(
    "--password-file",
    type=_FILE,
    metavar="FILE",
    envvar=PASSWORD_FILE,
    help=f"Nobody reads without the password in the first line of FILE [{PASSWORD_FILE}].",
)
@click.option("--adding-password-file", type=_FILE, metavar="FILE", help="Nobody adds or removes reports without it.")
@click.option(
    "--allow-host",
    "allow_hosts",
    metavar="NAME",
    multiple=True,
    help="A name by which browsers may call the page, besides this machine's own; can be given again.",
)
@with_settings
def serve(
    host: str,
    port: int,
    open_browser: bool,
    no_adding: bool,
    password_file: Path | None,
    adding_password_file: Path | None,
    allow_hosts: tuple[str, ...],
    settings: Settings,
) -> None:
    """Serve the page; Ctrl-C ends it. Beyond this machine only with a password."""
    from assistant.web.doors.password import read_password
    from assistant.web.doors.tokens import FILE_NAME as TOKENS

    password, adding_password = (
        None if file is None else read_password(file) for file in (password_file, adding_password_file)
    )
    access = Access(host, not no_adding, password, adding_password, allow_hosts, settings.library / TOKENS)
    library = open_library(settings, bar)
    library.engine()  # the first question should not wait for the model
    from assistant.web.serve import serve as serve_page  # the page's libraries take seconds to import

    if access.is_open:
        click.echo(f"tripreport: {PLAIN_HTTP}", err=True)
    # click.echo flushes: whoever reads our output through a pipe gets the address at once
    folder = settings.library / "cache" / "web"
    serve_page(library, access, port, open_browser, work_folder=folder, announce=click.echo)
