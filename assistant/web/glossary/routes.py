"""The addresses of the glossary; editing it is for those who may add reports."""

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.web.doors.visitor import needed
from assistant.web.glossary.edit import from_form, render_edit
from assistant.web.glossary.page import EDIT, GLOSSARY, render_glossary
from assistant.web.html.markup import esc
from assistant.web.library import Library
from assistant.web.plain.frame import Asked, page
from assistant.web.request import form_within
from corpus.errors import ChangedGlossary, LibraryError, SettingsError
from index.own_glossary import LONGEST, Own

if TYPE_CHECKING:
    from fastapi import FastAPI

_MOST_BYTES: Final = 12 * LONGEST
"""A character takes up to four bytes, and three signs for each where it is quoted."""


def open_glossary(app: "FastAPI", library: Library, editing: bool) -> None:
    """Answer at these addresses; ``editing``: whether anybody may change it on the page."""

    @app.get(GLOSSARY)
    def glossary(request: Request) -> HTMLResponse:
        asked, query = Asked.of(request), request.query_params
        may = editing and needed(EDIT) <= asked.visitor.role
        try:
            own = library.own_glossary()
        except SettingsError as error:  # a file that is no text: ours are shown all the same
            own = Own("", "", wrong=str(error))
        find = query.get("find", "").strip()[:100]
        main = render_glossary(own, find, may, query.get("saved") == "1", asked.t)
        return page(asked, asked.t("glossary.title"), main, name="glossary")

    if editing:
        app.add_api_route(EDIT, _Editing(library).form, methods=["GET"], response_model=None)
        app.add_api_route(EDIT, _Editing(library).sent, methods=["POST"], response_model=None)


class _Editing:
    def __init__(self, library: Library) -> None:
        self._library = library

    async def form(self, request: Request) -> Response:
        """The lines as they are, with what is wrong with them."""
        asked = Asked.of(request)
        try:
            own = await run_in_threadpool(self._library.own_glossary)
        except SettingsError as error:
            return _told(asked, str(error), 409)
        return _shown(asked, render_edit(own.text, own.version, asked.t, own.wrong))

    async def sent(self, request: Request) -> Response:
        """They are saved, if they make sense and nobody else has saved meanwhile; else the form says why not."""
        asked, sent = Asked.of(request), await form_within(request, _MOST_BYTES)
        if sent is None:
            return _told(asked, asked.t("glossary.too_long"), 413)
        said = dict(parse_qsl(sent, keep_blank_values=True))
        text, seen = from_form(said.get("lines", "")), said.get("seen", "")
        try:
            await run_in_threadpool(self._library.save_glossary, text, seen)
        except ChangedGlossary:
            now = await run_in_threadpool(self._library.own_glossary)
            shown = render_edit(text, now.version, asked.t, asked.t("glossary.changed"), now)
            return _shown(asked, shown, 409)
        except SettingsError as error:
            return _shown(asked, render_edit(text, seen, asked.t, str(error)), 422)
        except LibraryError as error:
            return _shown(asked, render_edit(text, seen, asked.t, str(error)), 503)
        return RedirectResponse(f"{GLOSSARY}?saved=1", status_code=303)


def _shown(asked: Asked, main: str, status: int = 200) -> HTMLResponse:
    return page(asked, asked.t("glossary.edit_title"), main, name="glossary", status=status)


def _told(asked: Asked, words: str, status: int) -> HTMLResponse:
    """Where there is nothing to edit: why, and the way back."""
    t = asked.t
    main = (
        f'<h1 class="tool-title">{esc(t("glossary.edit_title"))}</h1><p class="warning"><bdi>{esc(words)}</bdi></p>'
        f'<p class="choices"><a class="button" href="{GLOSSARY}">{esc(t("glossary.way"))}</a></p>'
    )
    return _shown(asked, main, status)
