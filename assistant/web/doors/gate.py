"""The gate: every request meets it, and gets in only if its visitor may do what its address asks for."""

import math
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import LOCKED_OUT, NOT_ENOUGH, OVER_TOKEN, WRONG_TOKEN, problem
from assistant.api.problems import LOG_IN as LOG_IN_NEEDED
from assistant.web.doors.keeper import Keeper, Shown
from assistant.web.doors.machines import for_programs
from assistant.web.doors.sessions import SESSION_COOKIE
from assistant.web.doors.tokens import BEGIN
from assistant.web.doors.visitor import LOG_IN, Role, Visitor, log_in_for, needed, set_visitor
from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page

_CHALLENGE = {"WWW-Authenticate": f'Cookie form-action="{LOG_IN}"'}
_BEARER = 'Bearer realm="tripreport"'


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
        visitor = await self._visitor(HTTPConnection(scope))
        if isinstance(visitor, Shown):
            await _no_token(visitor)(scope, receive, send)
            return
        set_visitor(scope, visitor)
        asked = needed(scope["path"], scope.get("method", "GET"))
        if visitor.role >= asked:
            await self.app(scope, receive, send if asked is Role.NOBODY else _for_one_only(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif for_programs(scope["path"]):
            await _not_for(visitor, asked)(scope, receive, send)
        else:
            await _refusal(Request(scope))(scope, receive, send)

    async def _visitor(self, caller: HTTPConnection) -> Visitor | Shown:
        """Who calls; what is wrong with the token where that opens nothing."""
        token = _token(caller)
        if token is None or caller.scope["type"] != "http":
            return self._keeper.visitor(caller.cookies.get(SESSION_COOKIE))
        shown = await self._keeper.try_token(caller.client.host if caller.client else "", token)
        return shown.visitor or shown


def _token(caller: HTTPConnection) -> str | None:
    """The API token that is shown; what else stands in that header is for a proxy, not for us."""
    scheme, _, said = caller.headers.get("authorization", "").partition(" ")
    return said.strip() if scheme.lower() == "bearer" and said.strip().startswith(BEGIN) else None


def _no_token(shown: Shown) -> Response:
    if shown.wait:
        seconds = math.ceil(shown.wait)
        words = f"Show a token that is right, or wait {seconds} s. `tripreport token list` names those there are."
        return problem(LOCKED_OUT, words, {"Retry-After": str(seconds)})
    headers = {"WWW-Authenticate": f'{_BEARER}, error="invalid_token"'}
    if shown.over:
        return problem(OVER_TOKEN, "Make a new one on the server: `tripreport token add NAME --role read`.", headers)
    words = "It is not one of this library's, or it was revoked: `tripreport token add NAME --role read` makes one."
    return problem(WRONG_TOKEN, words, headers)


def _not_for(visitor: Visitor, asked: Role) -> Response:
    role = asked.name.lower()
    if visitor.logged_in:
        headers = {"WWW-Authenticate": f'{_BEARER}, error="insufficient_scope", scope="{role}"'}
        return problem(
            NOT_ENOUGH, f"This asks for a token made with `tripreport token add NAME --role {role}`.", headers
        )
    words = f"Send «Authorization: Bearer {BEGIN}…»: `tripreport token add NAME --role {role}` makes one on the server."
    return problem(LOG_IN_NEEDED, words, {"WWW-Authenticate": _BEARER})


def _for_one_only(send: Send) -> Send:
    """What is behind the gate is kept by its visitor's browser at most, and by no cache on the way."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kept = [part.strip() for part in headers.get("cache-control", "").split(",")]
            headers["cache-control"] = ", ".join(
                ["private", *(part for part in kept if part not in ("", "public", "private"))]
            )
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
