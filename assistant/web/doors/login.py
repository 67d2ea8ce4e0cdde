"""The log-in: a page with one field, and no script."""

import math
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.locales import Words
from assistant.web.doors.keeper import Keeper, Tried
from assistant.web.doors.sessions import SESSION_COOKIE, SESSION_SECONDS
from assistant.web.doors.visitor import LOG_IN, LOG_OUT, Role
from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page
from assistant.web.request import form_within

_MOST_BYTES: Final = 8192
"""More than any form of ours has to say."""
_LONGEST_ADDRESS: Final = 4000


def open_log_in(app: FastAPI, keeper: Keeper) -> None:
    """Where passwords are taken: ``GET`` and ``POST /login``, ``POST /logout``."""

    @app.get(LOG_IN)
    def ask(request: Request) -> Response:
        return _answer(request)

    @app.post(LOG_IN)
    async def enter(request: Request) -> Response:
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        address = request.client.host if request.client else ""
        password = form.get("password", "")
        tried = await keeper.try_password(address, password) if password else Tried(missing=True)
        if tried.token is None:
            return _answer(request, tried)
        return _go(request, own_address(request.query_params.get("next")), tried.token)

    @app.post(LOG_OUT)
    def leave(request: Request) -> Response:
        return _go(request, f"{LOG_IN}?left=1", token="")


def own_address(wanted: str | None) -> str:
    """``wanted`` if it surely leads to a page of ours, else the first page: a log-in that leads elsewhere is a trap.

    >>> own_address("/reports?page=2"), own_address("//evil.example"), own_address("/\\t/evil.example")
    ('/reports?page=2', '/', '/')
    """
    if not wanted or len(wanted) > _LONGEST_ADDRESS or not wanted.startswith("/"):
        return "/"
    # browsers read a backslash as a slash and leave tabs and line breaks out
    if wanted.startswith("//") or "\\" in wanted or any(not " " < sign <= "~" for sign in wanted):
        return "/"
    path = urlsplit(wanted).path
    return "/" if path in (LOG_IN, LOG_OUT) else wanted


def render_log_in(asked: Asked, tried: Tried | None = None, *, left: bool = False) -> str:
    """The middle of the page. ``tried`` is what was just tried in vain; ``left``: they have just logged out."""
    t = asked.t
    if asked.visitor.logged_in and not asked.visitor.could_do_more:
        return f'<h1>{esc(t("doors.enter"))}</h1><p class="lead" role="status">{esc(t("doors.inside"))}</p>'
    why = t("doors.why_add") if asked.visitor.role >= Role.READ else t("doors.why_read")
    said = f'<p class="said" role="status">{esc(t("doors.left"))}</p>' if left else ""
    return f'<h1>{esc(t("doors.enter"))}</h1>{said}<p class="lead">{esc(why)}</p>{_fields(asked, tried)}'


def trouble(tried: Tried, t: Words) -> str:
    """Why there is no getting in, in words."""
    if tried.missing:
        return t("doors.missing")
    return t.count("doors.wait", math.ceil(tried.wait / 60)) if tried.wait else t("doors.wrong")


def _fields(asked: Asked, tried: Tried | None) -> str:
    t = asked.t
    alert = told = ""
    if tried is not None:
        alert = f'<p class="trouble" id="trouble" role="alert">{esc(trouble(tried, t))}</p>'
        told = ' aria-invalid="true" autofocus'
    return (
        f'<form class="log-in" method="post" action="{esc(asked.address_with(left=None, lang=None))}">{alert}'
        f'<label for="password">{esc(t("doors.password"))}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" '
        f'aria-describedby="{"trouble " if alert else ""}hint"{told}>'
        f'<p class="note" id="hint">{esc(t("doors.hint", hours=SESSION_SECONDS // 3600))}</p>'
        f'<button class="primary">{esc(t("doors.enter"))}</button></form>'
    )


def _answer(request: Request, tried: Tried | None = None) -> Response:
    asked = Asked.of(request)
    title = asked.t("doors.enter")
    left = "left" in request.query_params
    if tried is None:
        return page(asked, title, render_log_in(asked, left=left), name="login")
    # a page that comes new is read from its title on: that is where a screen reader hears first what went wrong
    title = asked.t("doors.trouble", what=title)
    status = 400 if tried.missing else 429 if tried.wait else 401
    response = page(asked, title, render_log_in(asked, tried), name="login", status=status)
    if tried.wait:
        response.headers["Retry-After"] = str(math.ceil(tried.wait))
    elif not tried.missing:
        response.headers["WWW-Authenticate"] = f'Cookie form-action="{LOG_IN}"'
    return response


async def _form(request: Request) -> dict[str, str] | None:
    """The fields that were sent; None where it is too much to be a form of ours."""
    sent = await form_within(request, _MOST_BYTES)
    return None if sent is None else dict(parse_qsl(sent))


def _go(request: Request, address: str, token: str) -> Response:
    response = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=SESSION_SECONDS if token else 0,
        httponly=True,
        samesite="lax",  # a link in a letter leads into the page; what changes anything has its origin checked
        secure=request.url.scheme == "https",
    )
    return response
