"""The server over the fake library, spoken to by the SDK's own client."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client

from assistant.mcp.server import build_server
from assistant.web.library import Library
from tests.web.conftest import run
from tests.web.fakes import FakeLibrary

Talk = Callable[[Callable[[Client], Awaitable[Any]]], Any]


def talk_to(library: Library, mode: str = "auto") -> Talk:
    """Say something to a server over ``library``, in this process."""
    server = build_server(library)

    def talk(what: Callable[[Client], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            async with Client(server, mode=mode) as client:
                return await what(client)

        return run(connected())

    return talk


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def talk(library: FakeLibrary) -> Talk:
    return talk_to(library)
