"""The address /check: GET shows the form, POST what was found. Nothing that is sent is stored or logged."""

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.web.add.door import Refused
from assistant.web.change.follow import Shown, follow
from assistant.web.change.form import drain
from assistant.web.check.form import CHECK, render_form
from assistant.web.check.found import render_found
from assistant.web.check.sent import Sent, sent
from assistant.web.check.under_way import Check, Checks
from assistant.web.html.markup import esc, in_language
from assistant.web.html.shelf import Shelf
from assistant.web.library import Library
from assistant.web.page.actions import problem_of
from assistant.web.page.view import Problem
from assistant.web.plain.frame import Asked, page

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_check(app: "FastAPI", library: Library) -> None:
    """Let drafts be checked, by whoever may read."""
    door = _Door(library)
    app.add_api_route(CHECK, door.asked, methods=["GET"], response_model=None)
    app.add_api_route(CHECK, door.sent, methods=["POST"], response_model=None)


class _Door:
    def __init__(self, library: Library) -> None:
        self._library, self._checks = library, Checks(library)

    async def asked(self, request: Request) -> Response:
        """The form; where there is nothing to check against, that."""
        return await self._form(Asked.of(request), Sent())

    async def sent(self, request: Request) -> Response:
        """What was found; the page grows while it is looked for."""
        asked, body = Asked.of(request), request.stream()
        try:
            check = self._checks.start(await sent(request.headers, body), asked.lang)
        except Refused as refused:
            await drain(body)
            return await self._form(asked, Sent(), str(refused), refused.status)
        except ClientDisconnect:
            return Response(status_code=400)
        shelf = await run_in_threadpool(self._shelf, asked.lang)
        return await follow(
            asked, asked.t("check.title"), lambda: _step(check, asked), lambda: _shown(check, shelf, asked)
        )

    async def _form(self, asked: Asked, filled: Sent, told: str = "", status: int = 200) -> Response:
        t, shelf = asked.t, await run_in_threadpool(self._shelf, asked.lang)
        if isinstance(shelf, Problem):
            told, status, shelf = told or shelf.message, shelf.status, Shelf()
        elif not shelf.reports:
            told = told or t("empty_library.title")
        lead = f'<p class="lead">{esc(t("check.lead"))}</p>'
        main = f"<h1>{esc(t('check.title'))}</h1>{lead}{render_form(filled, shelf, t, told)}"
        return page(asked, t("check.title"), main, name="check", status=status)

    def _shelf(self, lang: str) -> Shelf | Problem:
        try:
            return Shelf.of(self._library.reports())
        except Exception as error:
            return problem_of(error, lang)


def _step(check: Check, asked: Asked) -> str | None:
    if check.over:
        return None
    words = asked.t("check.step", done=f"{check.done:,}", total=f"{check.total:,}") if check.total else ""
    return f'<p class="step">{esc(words or asked.t("check.reading"))}</p>'


def _shown(check: Check, shelf: Shelf | Problem, asked: Asked) -> Shown:
    """What was found and the form with the draft in it, to be mended and checked again."""
    t, problem = asked.t, check.problem
    filled = replace(check.sent, text=check.text, file=None)
    shelf = Shelf() if isinstance(shelf, Problem) else shelf
    if problem is not None:
        told = t("check.empty") if problem.empty_question else problem.message
        return _whole(render_form(filled, shelf, t, told), asked, problem.status)
    assert check.checked is not None
    return _whole(f"{render_found(check.checked, t)}{render_form(filled, shelf, t, again=True)}", asked)


def _whole(inner: str, asked: Asked, status: int = 200) -> Shown:
    return Shown(in_language(f'<div class="outcome">{inner}</div>', asked.lang), status)
