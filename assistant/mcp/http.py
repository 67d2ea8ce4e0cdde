"""The server over HTTP: one address of the page's application, behind the same guards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.web.doors.machines import MCP

LARGEST_MESSAGE: Final = 1 << 20
_OURS: Final = TransportSecuritySettings(enable_dns_rebinding_protection=False)


class McpDoor:
    """Answers at /mcp while the application runs. Each request stands for itself: nothing is kept between two, so that
    any process may answer, and a session that somebody guessed opens nothing."""

    def __init__(self, server: MCPServer) -> None:
        self._server = server
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self, _app: FastAPI) -> AsyncIterator[None]:
        """As long as the application runs; it may be started again."""
        self._server.streamable_http_app(
            json_response=True, stateless_http=True, max_request_body_size=LARGEST_MESSAGE, transport_security=_OURS
        )  # for its manager, which runs but once: hosts and origins are our guards' business
        manager = self._server.session_manager
        async with manager.run():
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message. There is no stream to listen to and no session to end, for nothing is kept."""
        if scope["method"] != "POST":
            await PlainTextResponse("Send messages with POST.", 405, {"Allow": "POST"})(scope, receive, send)
        elif self._manager is None:
            await PlainTextResponse("The server begins or ends just now: send it again.", 503)(scope, receive, send)
        else:
            await self._manager.handle_request(scope, receive, send)


def open_mcp(app: FastAPI, door: McpDoor) -> None:
    """Let ``door`` answer; it runs with ``app``, whose lifespan it is."""
    app.router.routes.append(Route(MCP, endpoint=door))
