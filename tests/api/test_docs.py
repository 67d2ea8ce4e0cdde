"""The examples of docs/API.md do what they say."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from assistant.web.doors.access import Access
from assistant.web.doors.keeper import Keeper
from assistant.web.doors.password import Passwords
from assistant.web.doors.tokens import FILE_NAME, Tokens
from assistant.web.doors.visitor import Role
from tests.api.conftest import api_over, over
from tests.web.fakes import FakeLibrary

DOC = (Path(__file__).parents[2] / "docs" / "API.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(curl .+?)\s+# (\d{3})$", DOC, re.MULTILINE)
BASE = "http://127.0.0.1:7860/api/v1"


def carried_out(client: TestClient, command: str, folder: Path) -> Any:
    """What ``curl`` would send, sent."""
    words = iter(shlex.split(command)[1:])
    method, address, as_query, headers = "", "", False, {}
    said: list[str] = []
    files: dict[str, Any] = {}
    for word in words:
        match word:
            case "-G":
                as_query = True
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d" | "--data-urlencode":
                said.append(next(words))
            case "-F":
                name, _, file = next(words).partition("=@")
                files[name] = (file, (folder / file).read_bytes())
            case "-o":
                next(words)
            case _:
                address = word
    query = dict(pair.split("=", 1) for pair in said) if as_query else {}
    path = urlsplit(address)
    body = None if as_query or not said else said[0].encode()
    return client.request(
        method or ("POST" if body or files else "GET"),
        f"{path.path}?{path.query}" if path.query else path.path,
        params=query or None, content=body, files=files or None, headers=headers,
    )  # fmt: skip


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """The API as the page of an office has it, and what the examples' variables stand for."""
    tmp_path = tmp_path_factory.mktemp("office")
    tokens = Tokens(tmp_path / FILE_NAME)
    keeper = Keeper(Passwords(Access(password="a good password"), b"salt" * 8, cost=16), tokens=tokens)
    token = tokens.add("test", Role.ADD)
    app = api_over(FakeLibrary(), tmp_path / "work", keeper)
    client = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    cited = client.get("/api/v1/reports/gartner-2022/citations?start=11435&end=11536").json()["cited"]
    done = client.post("/api/v1/jobs", files={"file": ("a.txt", b"A title")})
    over(client, done)
    known = {
        "BASE": BASE,
        "TOKEN": token,
        "ANCHOR": cited["anchor"],
        "JOB": done.json()["id"],
        "ETAG": client.get("/api/v1/reports/gartner-2022").headers["etag"],
    }
    yield client, known
    app.state.adder.end()


@pytest.mark.parametrize(("command", "status"), EXAMPLES, ids=[command[:70] for command, _ in EXAMPLES])
def test_every_example_does_what_it_says(
    guarded: tuple[TestClient, dict[str, str]], command: str, status: str, tmp_path: Path
) -> None:
    client, known = guarded
    (tmp_path / "report.pdf").write_text("A report\nand its text", encoding="utf-8")
    words = Template(command).substitute({key: value.replace('"', '\\"') for key, value in known.items()})
    answer = carried_out(client, words, tmp_path)
    assert str(answer.status_code) == status, answer.text


def test_the_documentation_has_an_example_of_most_operations(guarded: tuple[TestClient, dict[str, str]]) -> None:
    assert len(EXAMPLES) > 20
    for path in guarded[0].get("/api/v1/openapi.json").json()["paths"]:
        assert path.split("{")[0].rstrip("/") in DOC.replace("gartner-2022", ""), path
