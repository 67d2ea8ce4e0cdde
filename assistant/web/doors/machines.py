"""The addresses that programs call: there, every refusal is said in the one form that they read."""

import logging
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import DOCS, MEDIA_TYPE, POLICY, UNEXPECTED, kind_of_status, problem, problem_of
from corpus.errors import TripReportError

log = logging.getLogger(__name__)

MCP: Final = "/mcp"
_API: Final = "/api"
_MOST: Final = 1000
_KEPT: Final = ("allow", "retry-after", "www-authenticate")


def for_programs(path: str) -> bool:
    """Whether no browser shows what is at ``path``.

    >>> for_programs("/api/v1/reports"), for_programs("/mcp"), for_programs("/api/v1/docs"), for_programs("/apiary")
    (True, True, False, False)
    """
    return path != DOCS and any(path == root or path.startswith(f"{root}/") for root in (_API, MCP))


class Problems:
    """Make every refusal under /api a problem (RFC 9457), whoever refuses, and what goes wrong unforeseen as well."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and say again in our words what was not said in them."""
        if scope["type"] != "http" or not for_programs(scope["path"]):
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, rewrite=not scope["path"].startswith(MCP))
        try:
            await self.app(scope, receive, answer)
        except TripReportError as error:
            await self._instead(answer, scope, receive, error)
        except Exception as error:
            log.error("%s %s went wrong", scope["method"], scope["path"], exc_info=error)
            await self._instead(answer, scope, receive, None)

    async def _instead(self, answer: "_Answer", scope: Scope, receive: Receive, error: TripReportError | None) -> None:
        if answer.begun:
            return  # it cannot be taken back: the connection ends within it
        words = "This is our mistake; nothing that was saved is lost. The server's log says more."
        response = problem_of(error) if error is not None else problem(UNEXPECTED, words)
        await response(scope, receive, answer.send)


class _Answer:
    """Where an answer is sent: a refusal is collected, so that it can be said in another form."""

    def __init__(self, send: Send, rewrite: bool) -> None:
        self.send, self.begun = send, False
        self._rewrite = rewrite
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Take a message of the answer."""
        if message["type"] == "http.response.start" and self._rewrite and _is_refusal(message):
            self._start = message
        elif self._start is None:
            self.begun = True
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Content-Security-Policy", POLICY)
            await self.send(message)
        elif message["type"] == "http.response.body":
            self._body.extend(message.get("body", b"")[:_MOST])
            if not message.get("more_body"):
                await self._say_again(self._start)

    async def _say_again(self, start: Message) -> None:
        self.begun = True
        headers, kind = Headers(raw=start["headers"]), kind_of_status(start["status"])
        plain = headers.get("content-type", "").startswith("text/plain") and start["status"] < 500
        words = bytes(self._body).decode("utf-8", "replace") if plain else f"{kind.title}."
        kept = {name: headers[name] for name in _KEPT if name in headers}
        response = problem(kind, words, kept)
        response.status_code = start["status"]
        await self.send({"type": "http.response.start", "status": start["status"], "headers": response.raw_headers})
        await self.send({"type": "http.response.body", "body": response.body})


def _is_refusal(start: Message) -> bool:
    return start["status"] >= 400 and not Headers(raw=start["headers"]).get("content-type", "").startswith(MEDIA_TYPE)
