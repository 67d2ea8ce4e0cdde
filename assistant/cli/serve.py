"""Serving the page."""

import click

from assistant.cli.options import with_settings
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=7860, show_default=True, help="0: any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser of this machine's desktop.")
@click.option("--no-adding", is_flag=True, help="Nobody can add reports on the page.")
@with_settings
def serve(host: str, port: int, open_browser: bool, no_adding: bool, settings: Settings) -> None:
    """Serve the page; Ctrl-C ends it."""
    library = open_library(settings, bar)
    library.engine()  # the first question should not wait for the model
    from assistant.web.serve import serve as serve_page  # the page's libraries take seconds to import

    # click.echo flushes: whoever reads our output through a pipe gets the address at once
    folder = settings.library / "cache" / "web"
    serve_page(library, host, port, open_browser, adding=not no_adding, work_folder=folder, announce=click.echo)
