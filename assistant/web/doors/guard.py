"""What stands before Gradio: who may call, what a browser may load, and a first HTML that says what it is."""

import html
import re
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.locales import words_for
from assistant.web.plain.frame import LANGUAGE_COOKIE, language_from
from assistant.web.static import HEAD

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
"""The names under which this machine calls itself; others are refused (DNS rebinding)."""

# Gradio needs inline scripts and evaluates its templates; but nothing may be fetched from, or sent to, elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Reports come through a door of ours (upload.py), and no file is given: Gradio's doors for both stay shut.
_CLOSED = re.compile(r"/gradio_api/(upload|file|proxy|stream|reload|deep_link|runs|run_history)|/(proxy|file)=")
_SHARING = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:).*?/>", re.DOTALL)


def guard(app: FastAPI, hosts: tuple[str, ...] = LOOPBACK) -> None:
    """Put the page's guards before ``app``; the last one added is the first one met."""
    app.add_middleware(FirstHtml)
    app.add_middleware(Doors)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)


class Doors:
    """Refuse what another site sends and what the page has no use for; add the safety headers to the rest."""

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

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a plain page has a stricter policy of its own
            await send(message)

        await self.app(scope, receive, send_safely)


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    if headers.get("sec-fetch-site") == "cross-site":
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class FirstHtml:
    """Give Gradio's raw HTML a language, a title, our style and script, and words for where JavaScript is off."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the page itself, which is rewritten."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_rewritten(start, bytes(body), Headers(scope=scope), send)

        await self.app(scope, receive, collect)


async def _send_rewritten(start: Message, body: bytes, request: Headers, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        chosen = cookie_parser(request.get("cookie", "")).get(LANGUAGE_COOKIE)
        body = rewrite(body.decode("utf-8"), language_from(chosen, request.get("accept-language"))).encode("utf-8")
        headers["content-length"] = str(len(body))
        headers["vary"] = "Accept-Language, Cookie"
        headers["cache-control"] = "no-store"
    await send(start)
    await send({"type": "http.response.body", "body": body})


def rewrite(page: str, lang: str) -> str:
    """Gradio's raw HTML made ours, in the language ``lang``."""
    t = words_for(lang)
    title, start, noscript = (html.escape(t(key)) for key in ("app.title", "app.starting", "app.noscript"))
    page = _SHARING.sub("", page)
    page = re.sub(r'<html\s+lang="[^"]*"', f'<html lang="{t.lang}"', page, count=1)
    page = page.replace('<link rel="manifest" href="/manifest.json" />', "", 1)
    page = page.replace("</head>", f"<title>{title}</title>{HEAD}</head>", 1)
    boot = f'<p id="boot" role="status">{start}</p><noscript><p class="noscript">{noscript}</p></noscript>'
    return page.replace("<gradio-app", f"{boot}<gradio-app", 1)
