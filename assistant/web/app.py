"""The page as an ASGI application: which addresses there are, and what stands before them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import seal
from assistant.web.doors.access import THIS_MACHINE, Access
from assistant.web.library import Library

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks


def build_app(library: Library, work_folder: Path, access: Access = THIS_MACHINE) -> "FastAPI":
    """The page as an ASGI application: Gradio mounted at the root, behind the guards."""
    keep_gradio_in(work_folder)
    from fastapi import FastAPI

    from assistant.api.app import build_api
    from assistant.api.problems import BASE
    from assistant.mcp.http import McpDoor, open_mcp
    from assistant.mcp.server import build_server
    from assistant.web.add.door import Uploads, open_door
    from assistant.web.add.queue import Adder
    from assistant.web.browse.routes import open_browse
    from assistant.web.change.routes import open_changes
    from assistant.web.check.routes import open_check
    from assistant.web.compare.routes import open_compare
    from assistant.web.doors.guard import guard
    from assistant.web.doors.keeper import keeper_for
    from assistant.web.evidence.routes import open_evidence
    from assistant.web.glossary.routes import open_glossary
    from assistant.web.page.layout import build_page
    from assistant.web.plain.routes import open_plain
    from assistant.web.prior.routes import open_prior
    from assistant.web.recommendations.routes import open_recommendations
    from assistant.web.source import door as pictures

    door = McpDoor(build_server(library))
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=door.running)
    guard(app, access.hosts, keeper_for(access, work_folder))
    _open_files(app)
    app.state.adder = adder = Adder(library, Uploads(work_folder)) if access.adding else None
    if adder is not None:
        open_door(app, adder.uploads)
        open_changes(app, library, adder)
    pictures.open_door(app, library)
    open_browse(app, library, adding=adder is not None)
    open_plain(app, library)
    open_compare(app, library)
    open_glossary(app, library, editing=adder is not None)
    open_check(app, library)
    open_prior(app, library)
    open_evidence(app, library)
    open_recommendations(app, library, marking=adder is not None)
    app.mount(BASE, build_api(library, adder, guarded=access.is_guarded))
    open_mcp(app, door)
    _mount(app, build_page(library, adder))
    return app


def _open_files(app: "FastAPI") -> None:
    """Style sheets and scripts; their addresses change with their content."""
    from starlette.responses import Response

    from assistant.web import static

    @app.get("/page/{name}")
    def page_file(name: str) -> Response:
        if name not in static.FILES:
            return Response(status_code=404)
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(static.read(name), media_type=static.FILES[name], headers=kept)


def _mount(app: "FastAPI", page: "Blocks") -> None:
    """Gradio at the root, without all that it offers and we do not."""
    import gradio as gr

    gr.mount_gradio_app(
        app,
        page.queue(default_concurrency_limit=4),
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


def keep_gradio_in(work_folder: Path) -> None:
    """Tell Gradio, before it is imported, to write only into ``work_folder`` and to call nobody."""
    folder = work_folder / "gradio"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    seal(os.environ)
