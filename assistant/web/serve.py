"""Run the page: bind the port, keep Gradio inside its folder, answer Ctrl-C at once."""

import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from assistant.web.app import build_app
from assistant.web.doors.access import THIS_MACHINE, Access
from assistant.web.library import Library
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

_GOODBYE_SECONDS = 1
"""How long an open connection may delay the end; browsers hold one open for good."""


def serve(
    library: Library,
    access: Access = THIS_MACHINE,
    port: int = 7860,
    open_browser: bool = True,
    *,
    work_folder: Path,
    announce: Callable[[str], object] = print,
) -> None:
    """Serve the page until Ctrl-C or SIGTERM, then return. Port 0 takes any free one.

    ``access`` says who may come in, and through which address. ``work_folder`` is where Gradio may write, and where
    what is added waits. ``announce`` is given the address once the page answers.
    Raises SettingsError where the port is taken or the host is not this machine.
    """
    with bind(access.host, port) as listener:
        taken = listener.getsockname()[1]

        def ready() -> None:
            announce(f"http://{access.name}:{taken}/")
            if open_browser:
                local = f"http://{access.local_name}:{taken}/"
                threading.Thread(target=webbrowser.open, args=(local,), daemon=True).start()

        app = build_app(library, work_folder, access)
        make_server(app, ready).run(sockets=[listener])
        if app.state.adder is not None:
            app.state.adder.end()


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
    """A socket on ``host`` and ``port``, or a SettingsError that names the cure. ``Access`` says whether it is safe."""
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
