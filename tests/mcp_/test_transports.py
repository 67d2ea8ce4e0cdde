"""The same server over HTTP, behind the page's guards, and over stdin and stdout; spoken to by the SDK's own client."""

import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from starlette.testclient import TestClient

from assistant.mcp.http import McpDoor, open_mcp
from assistant.mcp.server import build_server
from assistant.web.doors.access import Access
from assistant.web.doors.guard import guard
from assistant.web.doors.keeper import Keeper
from assistant.web.doors.password import Passwords
from assistant.web.doors.tokens import FILE_NAME, Tokens
from assistant.web.doors.visitor import Role
from tests.web.conftest import page_over, run
from tests.web.fakes import FakeLibrary
from tests.web.test_doors import GOOD

ROOT = Path(__file__).parents[2]
QUESTION = "分析師對跨國雲端有什麼建議"
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SPOKEN = {"Accept": "application/json, text/event-stream"}


@cache
def server() -> MCPServer:
    return build_server(FakeLibrary())


def app_with(keeper: Keeper | None = None) -> FastAPI:
    """The address /mcp behind the guards, without the page."""
    door = McpDoor(server())
    app = FastAPI(openapi_url=None, lifespan=door.running)
    guard(app, ("testserver",), keeper)
    open_mcp(app, door)
    return app


@asynccontextmanager
async def client_of(app: FastAPI, mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, headers=headers) as http,
        Client(streamable_http_client("http://testserver/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


def talk(app: FastAPI, what: Callable[[Client], Awaitable[Any]], mode: str = "auto", **headers: str) -> Any:
    async def connected() -> Any:
        async with client_of(app, mode, **headers) as client:
            return await what(client)

    return run(connected())


async def asked(client: Client) -> Any:
    return (await client.call_tool("ask", {"question": QUESTION, "k": 1})).structured_content


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / FILE_NAME)


@pytest.fixture
def keeper(tokens: Tokens) -> Keeper:
    return Keeper(Passwords(Access(password=GOOD), b"salt" * 8, cost=16), tokens=tokens)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_assistant_asks_over_http(mode: str) -> None:
    assert talk(app_with(), asked, mode)["answerable"]


def test_an_assistant_comes_in_with_a_token(keeper: Keeper, tokens: Tokens) -> None:
    said = tokens.add("assistant", Role.READ)
    assert talk(app_with(keeper), asked, Authorization=f"Bearer {said}")["answerable"]
    assert tokens.all()[0].used is not None


def test_without_a_token_nobody_comes_in(keeper: Keeper) -> None:
    with TestClient(app_with(keeper)) as client:
        answer = client.post("/mcp", json=PING, headers=SPOKEN)
        assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
        wrong = client.post("/mcp", json=PING, headers={**SPOKEN, "Authorization": "Bearer trt_wrong"})
        assert wrong.status_code == 401 and "invalid_token" in wrong.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 400),
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
    ids=["another host", "another origin", "another site"],
)
def test_what_comes_from_elsewhere_is_refused(headers: dict[str, str], status: int) -> None:
    with TestClient(app_with()) as client:
        assert client.post("/mcp", json=PING, headers={**SPOKEN, **headers}).status_code == status


def test_a_message_that_is_too_long_is_refused() -> None:
    with TestClient(app_with()) as client:
        long = {**PING, "params": {"_meta": {"x": "y" * (2 << 20)}}}
        assert client.post("/mcp", json=long, headers=SPOKEN).status_code == 413


def test_nothing_is_kept_between_two_messages() -> None:
    with TestClient(app_with()) as client:
        first = client.post("/mcp", json=PING, headers=SPOKEN)
        assert first.status_code == 200 and "mcp-session-id" not in first.headers
        assert first.json()["result"] == {}
        for method in ("GET", "DELETE"):
            answer = client.request(method, "/mcp", headers=SPOKEN)
            assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_the_application_may_be_started_again_and_says_when_it_is_not_running() -> None:
    app = app_with()
    for _ in range(2):
        with TestClient(app) as client:
            assert client.post("/mcp", json=PING, headers=SPOKEN).status_code == 200
    assert TestClient(app).post("/mcp", json=PING, headers=SPOKEN).status_code == 503


@pytest.mark.slow
def test_the_served_page_has_it_at_mcp(tmp_path: Path) -> None:
    async def over(address: str) -> Any:
        async with Client(f"{address}mcp") as client:
            return await asked(client)

    with page_over(FakeLibrary(), tmp_path) as address:
        assert run(over(address))["answerable"]


# ---------- over stdin and stdout ----------


def started(library: Path) -> StdioServerParameters:
    environment = {"PATH": os.environ["PATH"], "HOME": str(library), "TRIPREPORT_LIBRARY": str(library)}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env=environment, cwd=str(ROOT)
    )


@pytest.mark.slow
def test_an_assistant_starts_the_command_and_asks(tmp_path: Path, models: Path, first_report: Path) -> None:
    from assistant import Library
    from index.embed import load_embedder

    load_embedder(None, models)
    (tmp_path / "models").symlink_to(models)
    with Library.open(tmp_path) as library:
        library.ingest(first_report)

    async def over() -> Any:
        async with Client(stdio_client(started(tmp_path))) as client:
            text = await client.read_resource("report://fa43c01a")
            return await asked(client), text.contents[0].text

    answer, text = run(over())
    (hit,) = answer["hits"]
    assert answer["answerable"] and text[hit["char_start"] : hit["char_end"]] == hit["text"]


@pytest.mark.slow
def test_nothing_but_the_protocol_is_said_on_stdout(tmp_path: Path) -> None:
    import subprocess

    parameters = started(tmp_path)
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "list_reports", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "nope", "arguments": {}}},
    ]  # fmt: skip
    lines = "".join(json.dumps(message) + "\n" for message in messages)
    with subprocess.Popen(
        [parameters.command, *parameters.args], env=parameters.env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout
        process.stdin.write(lines)
        process.stdin.flush()
        said = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait(20) == 0
    assert {message["id"] for message in said} == {1, 2, 3} and rest == ""
    assert said[0]["result"]["serverInfo"]["name"] == "tripreport"
