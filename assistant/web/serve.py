"""Run the page: bind the port, keep Gradio inside its folder, answer Ctrl-C at once."""

import logging
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from assistant.settings import seal
from assistant.web.library import Library
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

_GOODBYE_SECONDS = 1
"""How long an open connection may delay the end; browsers hold one open for good."""


def serve(
    library: Library,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    *,
    adding: bool = True,
    work_folder: Path,
    announce: Callable[[str], object] = print,
) -> None:
    """Serve the page until Ctrl-C or SIGTERM, then return. Port 0 takes any free one.

    ``adding``: whether reports can be added on the page. ``work_folder`` is where Gradio may write, and where what is
    added waits. ``announce`` is given the address once the page answers.
    Raises SettingsError where the port is taken or the host is not this machine.
    """
    with bind(host, port) as listener:
        address = f"http://{_named(host)}:{listener.getsockname()[1]}/"

        def ready() -> None:
            announce(address)
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        app = build_app(library, work_folder, adding)
        make_server(app, ready).run(sockets=[listener])
        if app.state.adder is not None:
            app.state.adder.end()


def build_app(library: Library, work_folder: Path, adding: bool = True) -> "FastAPI":
    """The page as an ASGI application: Gradio mounted at the root, behind the guards."""
    keep_gradio_in(work_folder)
    import gradio as gr
    from fastapi import FastAPI
    from starlette.responses import Response

    from assistant.web import static
    from assistant.web.adding import Adder
    from assistant.web.layout import build_page
    from assistant.web.middleware import guard
    from assistant.web.upload import Uploads, open_door

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/page/{name}")
    def page_file(name: str) -> Response:
        if name not in static.FILES:
            return Response(status_code=404)
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(static.read(name), media_type=static.FILES[name], headers=kept)

    app.state.adder = adder = Adder(library, Uploads(work_folder)) if adding else None
    if adder is not None:
        open_door(app, adder.uploads)
    gr.mount_gradio_app(
        app,
        build_page(library, adder).queue(default_concurrency_limit=4),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
        show_error=False,
        max_file_size=1,  # files come through our own door, which knows whose they are and deletes them
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
    )
    guard(app)
    return app


def keep_gradio_in(work_folder: Path) -> None:
    """Tell Gradio, before it is imported, to write only into ``work_folder`` and to call nobody."""
    folder = work_folder / "gradio"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    seal(os.environ)


def make_server(app: "FastAPI", ready: Callable[[], object] = lambda: None) -> "Server":
    """A uvicorn server that calls ``ready`` when it answers and that a signal ends without a word."""
    from uvicorn import Config, Server

    class _Server(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
            # uvicorn raises the signal again once it has shut down; for us to be asked to end is no failure
            self.force_exit = self.should_exit
            self.should_exit = True

    server = _Server(Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=_GOODBYE_SECONDS))
    # every open page holds a stream that has to be cut at the end; that is expected and needs no traceback
    logging.getLogger("uvicorn.error").addFilter(lambda _record: not server.should_exit)
    return server


def bind(host: str, port: int) -> socket.socket:
    """A socket on ``host`` and ``port``, or a SettingsError that names the cure."""
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsError(
            f"The page has no password, so it is served to this machine only: {host!r} is not allowed. "
            "Use 127.0.0.1, and put a reverse proxy with a log-in before it to share it."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise SettingsError(
            f"Port {port} on {host} cannot be used ({error}). Choose another: --port 7861, or PORT=7861."
        ) from error
    return listener


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host
