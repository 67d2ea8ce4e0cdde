"""What Gradio sends, made ours: its first HTML says what it is and works without JavaScript, and its style sheets size
their letters as the reader's browser wants them."""

import re
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.doors.machines import for_programs
from assistant.web.doors.notice import render_notices
from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked
from assistant.web.plain.nowhere import nowhere
from assistant.web.plain.unscripted import render_unscripted
from assistant.web.static import HEAD

_SHARING: Final = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:).*?/>", re.DOTALL)
_STYLE_SHEET: Final = re.compile(r"/assets/[^/]+\.css|/theme\.css")
_LETTERS: Final = re.compile(r"(?:font-size|line-height|--[a-z-]*text-[a-z-]+)\s*:[^;{}]*")
_PIXELS: Final = re.compile(r"(?<![\w.])(\d*\.?\d+)px\b")
_A_REM: Final = 16
"""So many pixels are one, until a reader sets another size of letters."""

Change = Callable[[str], str]


class FirstHtml:
    """Give Gradio's raw HTML a language, a title, our style and script, and a page for where JavaScript is off."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the page itself, which is rewritten."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        kept = {"vary": "Accept-Language, Cookie", "cache-control": "no-store"}
        # who it is, is known by now: the gate stands further out
        answer = _Changed(send, "text/html", lambda page: rewrite(page, Asked.of(Request(scope))), kept)
        await self.app(scope, receive, answer)


class RelativeSizes:
    """Give the letters of Gradio's style sheets sizes in rem: pixels do not grow with what the reader has set."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but Gradio's style sheets, which are rewritten."""
        if scope["type"] != "http" or not _STYLE_SHEET.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        # whole and not packed, so that it can be read
        headers = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"range")]
        await self.app({**scope, "headers": headers}, receive, _Changed(send, "text/css", in_rem, {}))


class NotFound:
    """Give a browser that asks for a page where there is none a page that says so, and leads on."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and tell of an address that nobody knows."""
        request = Request(scope) if scope["type"] == "http" and not for_programs(scope["path"]) else None
        if request is None or scope["method"] != "GET" or "text/html" not in request.headers.get("accept", ""):
            await self.app(scope, receive, send)
            return
        unknown = False

        async def tell(message: Message) -> None:
            nonlocal unknown
            if message["type"] == "http.response.start":
                is_page = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                unknown = message["status"] == 404 and not is_page
            if not unknown:
                await send(message)
            elif message["type"] == "http.response.body" and not message.get("more_body"):
                await nowhere(Asked.of(request))(scope, receive, send)

        await self.app(scope, receive, tell)


class _Changed:
    """Where an answer is sent instead of to the browser: it is collected, changed if it is of the kind, and sent on."""

    def __init__(self, send: Send, kind: str, change: Change, headers: dict[str, str]):
        self._send, self._kind, self._change, self._headers = send, kind, change, headers
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Take a message of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish()
        else:
            await self._send(message)

    async def _finish(self) -> None:
        body, headers = bytes(self._body), MutableHeaders(scope=self._start)
        if body and headers.get("content-type", "").startswith(self._kind):
            body = self._change(body.decode("utf-8")).encode("utf-8")
            headers["content-length"] = str(len(body))
            for name, value in self._headers.items():
                headers[name] = value
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def rewrite(page: str, asked: Asked) -> str:
    """Gradio's raw HTML made ours, in the language of who asks for it."""
    t = asked.t
    page = _SHARING.sub("", page)
    page = re.sub(r'<html\s+lang="[^"]*"', f'<html lang="{t.lang}"', page, count=1)
    page = page.replace('<link rel="manifest" href="/manifest.json" />', "", 1)
    page = page.replace('<base href="./" />', "", 1)  # with it a link to a part of the page would lose the query
    page = page.replace("</head>", f"<title>{esc(t('app.title'))}</title>{HEAD}</head>", 1)
    boot = f'<p id="boot" role="status">{esc(t("app.starting"))}</p>{render_unscripted(asked)}'
    return page.replace("<gradio-app", f"{boot}{render_notices(asked.visitor)}<gradio-app", 1)


def in_rem(styles: str) -> str:
    """Style rules with the sizes of letters and lines in rem.

    >>> in_rem("a{font-size:14px;border:1px solid}:root{--text-md: 12px;}")
    'a{font-size:0.875rem;border:1px solid}:root{--text-md: 0.75rem;}'
    """
    return _LETTERS.sub(lambda found: _PIXELS.sub(_rem, found.group()), styles)


def _rem(found: re.Match[str]) -> str:
    return f"{float(found.group(1)) / _A_REM:.6g}rem"
