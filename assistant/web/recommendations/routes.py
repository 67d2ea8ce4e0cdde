"""The addresses under /recommendations: the table, one of its rows, what is noted of it, the table as a file."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from fastapi.concurrency import run_in_threadpool
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from assistant.web.doors.visitor import Role, Visitor
from assistant.web.library import Library
from assistant.web.plain.frame import Asked, page, told
from assistant.web.recommendations.item import DEED, render_item
from assistant.web.recommendations.page import render_page
from assistant.web.recommendations.wish import PAGE, PLACE, Wish
from assistant.web.request import form_within
from corpus.errors import BadMark, ChangedMark, LibraryError, UnknownRecommendation, UnknownReport
from corpus.marks import Edit

if TYPE_CHECKING:
    from fastapi import FastAPI

_MOST_FORM: Final = 64 * 1024
"""Bytes of a form: a note of Chinese takes nine for each character."""
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def open_recommendations(app: "FastAPI", library: Library, marking: bool) -> None:
    """Answer at these addresses. ``marking``: whether anybody may note anything on the page."""
    room = _Room(library, marking)
    app.add_api_route(PLACE, room.table, methods=["GET"], response_model=None)
    for kind in _TYPES:
        app.add_api_route(f"{PLACE}.{kind}", room.sheet(kind), methods=["GET"], response_model=None)
    app.add_api_route(f"{PLACE}/{{key}}", room.item, methods=["GET"], response_model=None)
    if marking:
        app.add_api_route(f"{PLACE}/{{key}}/{DEED}", room.mark, methods=["POST"], response_model=None)


class _Room:
    def __init__(self, library: Library, marking: bool) -> None:
        self._library, self._marking = library, marking
        self._writing = threading.Lock()  # a sheet of all takes memory: one at a time

    def table(self, request: Request) -> Response:
        """One page of the table."""
        asked, wish = Asked.of(request), Wish.of(request.query_params)

        def shown() -> Response:
            found = self._library.recommendations(wish.wanted, (wish.page - 1) * PAGE, PAGE, choices=True)
            can_mark = self._marking and asked.visitor.role >= Role.ADD
            main = render_page(found, wish, can_mark, asked.t)
            return page(asked, asked.t("recommendations.title"), main, name="recommendations")

        return _answer(asked, shown)

    def item(self, request: Request, key: str) -> Response:
        """One row, and the form."""
        asked, wish = Asked.of(request), Wish.of(request.query_params)

        def shown() -> Response:
            row = self._library.recommendation(key)
            main = render_item(row, wish, self._visitor(asked), asked.t, saved="saved" in request.query_params)
            return _one(asked, main)

        return _answer(asked, shown)

    async def mark(self, request: Request, key: str) -> Response:
        """Note what the form says, if nobody noted anything since it was shown."""
        asked, wish = Asked.of(request), Wish.of(request.query_params)
        said = await _said(request)
        if said is None:
            words = asked.t("recommendations.too_long")
            return _state(asked, words, 413)
        return await run_in_threadpool(_answer, asked, lambda: self._noted(asked, wish, key, said))

    def _noted(self, asked: Asked, wish: Wish, key: str, said: dict[str, str]) -> Response:
        edit = Edit(*(said.get(name) for name in ("status", "owner", "note", "due")))
        seen = said.get("seen", "")
        try:
            row = self._library.mark_recommendation(key, edit, int(seen) if seen.isdecimal() else 0)
        except (BadMark, ChangedMark) as error:
            changed = isinstance(error, ChangedMark)
            main = render_item(
                self._library.recommendation(key), wish, self._visitor(asked), asked.t,
                said=said, wrong="" if isinstance(error, ChangedMark) else error.field, changed=changed,
            )  # fmt: skip
            return _one(asked, main, 409 if changed else 422)
        # after a deed its page is fetched, so that reloading that does nothing again
        address = wish.item(row.key)
        return RedirectResponse(f"{address}{'&' if '?' in address else '?'}saved=1", status_code=303)

    def _visitor(self, asked: Asked) -> Visitor | None:
        return asked.visitor if self._marking else None

    def sheet(self, kind: str) -> Callable[[Request], Response]:
        """All the rows that are asked for, as a file."""

        def answer(request: Request) -> Response:
            asked, wish = Asked.of(request), Wish.of(request.query_params)
            return _answer(asked, lambda: self._file(kind, wish, asked, str(request.base_url)))

        return answer

    def _file(self, kind: str, wish: Wish, asked: Asked, site: str) -> Response:
        from assistant.recommendations.files import put_csv, put_xlsx

        with NamedTemporaryFile(prefix="recommendations-", suffix=f".{kind}", delete=False) as made:
            path = Path(made.name)
        try:
            with self._writing:
                if kind == "csv":
                    put_csv(self._library, wish.wanted, path, asked.t)
                else:
                    put_xlsx(self._library, wish.wanted, path, asked.t, site)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return FileResponse(
            path, media_type=_TYPES[kind], filename=f"recommendations-{date.today().isoformat()}.{kind}",
            headers={"Cache-Control": "no-store"}, background=BackgroundTask(path.unlink, missing_ok=True),
        )  # fmt: skip


async def _said(request: Request) -> dict[str, str] | None:
    """The fields of the form, the empty ones too; None where it is longer than any of ours."""
    sent = await form_within(request, _MOST_FORM)
    return None if sent is None else dict(parse_qsl(sent, keep_blank_values=True))


def _one(asked: Asked, main: str, status: int = 200) -> Response:
    return page(asked, asked.t("recommendations.one"), main, name="recommendation", status=status)


def _answer(asked: Asked, answer: Callable[[], Response]) -> Response:
    """The page, or in words why there is none."""
    t = asked.t
    try:
        return answer()
    except UnknownRecommendation:
        return _state(asked, t("recommendations.unknown"), 404)
    except UnknownReport:
        return _state(asked, t("recommendations.no_report"), 404)
    except LibraryError as error:
        return _state(asked, str(error), 503)


def _state(asked: Asked, words: str, status: int) -> Response:
    t = asked.t
    return told(asked, t("recommendations.title"), words, (PLACE, t("recommendations.back")), status)
