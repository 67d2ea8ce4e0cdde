"""What stands before the pages: who may call, and what a browser may load."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.doors.first import FirstHtml, NotFound, RelativeSizes
from assistant.web.doors.gate import Gate
from assistant.web.doors.keeper import Keeper
from assistant.web.doors.login import open_log_in
from assistant.web.doors.machines import Problems

# Gradio needs inline scripts and evaluates its templates; but nothing may be fetched from, or sent to, elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # with «no-referrer» a form of our own would send «Origin: null»
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Reports come through a door of ours (upload.py), and no file is given: Gradio's doors for both stay shut.
_CLOSED = re.compile(r"/gradio_api/(upload|file|proxy|stream|reload|deep_link|runs|run_history)|/(proxy|file)=")


def guard(app: FastAPI, hosts: Sequence[str], keeper: Keeper | None = None) -> None:
    """Put the page's guards before ``app``; the last one added is the first one met.

    ``hosts`` are the names that the page may be called by. Without a ``keeper`` there is nothing to log in for.
    """
    app.add_middleware(RelativeSizes)
    app.add_middleware(FirstHtml)
    app.add_middleware(NotFound)
    if keeper is not None:
        app.add_middleware(Gate, keeper=keeper)
        open_log_in(app, keeper)
    app.add_middleware(Doors)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Problems)
    app.add_middleware(SafetyHeaders)


class SafetyHeaders:
    """Tell the browser, with every answer and every refusal, what it may load and who may frame it."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call in, and add the headers on the way out."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a plain page has a stricter policy of its own
            await send(message)

        await self.app(scope, receive, send_safely)


class Doors:
    """Refuse what another site sends and what the page has no use for."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the door, or let the call in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _CLOSED.search(scope["path"]):
            await PlainTextResponse("This page has no such door.", status_code=404)(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not _same_origin(Headers(scope=scope)):
            await PlainTextResponse("Requests from other sites are refused.", status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if headers.get("sec-fetch-site") == "cross-site":
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host")
