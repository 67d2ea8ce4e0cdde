"""The gate: every request meets it, and gets in only if its visitor may do what its address asks for."""

from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.doors.keeper import Keeper
from assistant.web.doors.sessions import SESSION_COOKIE
from assistant.web.doors.visitor import LOG_IN, Role, log_in_for, needed, set_visitor
from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page

_CHALLENGE = {"WWW-Authenticate": f'Cookie form-action="{LOG_IN}"'}


class Gate:
    """Let in whoever may do what the address asks for; send the others to the log-in, and come back from it."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self.app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say who calls, then let the call in or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        visitor = self._keeper.visitor(HTTPConnection(scope).cookies.get(SESSION_COOKIE))
        set_visitor(scope, visitor)
        asked = needed(scope["path"])
        if visitor.role >= asked:
            await self.app(scope, receive, send if asked is Role.NOBODY else _for_one_only(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refusal(Request(scope))(scope, receive, send)


def _for_one_only(send: Send) -> Send:
    """What is behind the gate is kept by its visitor's browser at most, and by no cache on the way."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = [part.strip() for part in headers.get("cache-control", "").split(",")]
            headers["cache-control"] = ", ".join(["private", *(part for part in kept if part not in ("", "public"))])
        await send(message)

    return send_private


def _refusal(request: Request) -> Response:
    visited = "text/html" in request.headers.get("accept", "")
    if visited and request.method in ("GET", "HEAD"):
        return RedirectResponse(
            log_in_for(_wanted(request.scope)), status_code=303, headers={"Cache-Control": "no-store"}
        )
    asked = Asked.of(request)
    if not visited:
        headers = {**_CHALLENGE, "Cache-Control": "no-store"}
        return PlainTextResponse(asked.t("doors.shut"), status_code=401, headers=headers)
    return _not_done(asked, request.scope)


def _not_done(asked: Asked, scope: Scope) -> Response:
    """For a form that was sent too late: what it wanted has not happened."""
    t = asked.t
    main = (
        f'<h1>{esc(t("doors.not_done"))}</h1><p class="lead" role="alert">{esc(t("doors.not_done_why"))}</p>'
        f'<p><a class="button" href="{esc(log_in_for(_wanted(scope)))}">{esc(t("doors.enter"))}</a></p>'
    )
    response = page(asked, t("doors.not_done"), main, name="login", status=401)
    response.headers.update(_CHALLENGE)
    return response


def _wanted(scope: Scope) -> str:
    """The address that was called, as it was written."""
    path = scope.get("raw_path", b"").decode("latin-1").split("?")[0] or quote(scope["path"])
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
