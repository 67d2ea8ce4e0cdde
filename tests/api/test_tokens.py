"""API tokens: what they open, how long, how they are kept, and what becomes of those who guess at them."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from assistant.cli import tripreport
from assistant.web.doors.access import Access
from assistant.web.doors.keeper import Keeper, keeper_for
from assistant.web.doors.password import Passwords
from assistant.web.doors.sessions import Sessions
from assistant.web.doors.tokens import FILE_NAME, Tokens, tokens_in
from assistant.web.doors.tries import FROM_ONE, Tries
from assistant.web.doors.visitor import Role, needed
from corpus.errors import LibraryError, SettingsError, UserError
from tests.api.conftest import api_over
from tests.web.fakes import FakeLibrary
from tests.web.test_doors import GOOD, OTHER, Clock

REPORTS, JOBS = "/api/v1/reports", "/api/v1/jobs"


class Day:
    """A clock of days."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 29, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def tokens(tmp_path: Path, day: Day) -> Tokens:
    return Tokens(tmp_path / "library" / FILE_NAME, day)


@pytest.fixture
def keeper(tokens: Tokens) -> Keeper:
    passwords = Passwords(Access(password=GOOD, adding_password=OTHER), b"salt" * 8, cost=16)
    return Keeper(passwords, Sessions(passwords.keys()), Tries(Clock()), tokens)


@pytest.fixture
def client(tmp_path: Path, keeper: Keeper) -> Iterator[TestClient]:
    app = api_over(FakeLibrary(), tmp_path / "work", keeper)
    yield TestClient(app)
    app.state.adder.end()


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def kind_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/api/v1/docs#")


# ---------- how they are kept ----------


def test_of_a_token_only_its_hash_is_kept_and_only_its_owner_can_read_that(tokens: Tokens, tmp_path: Path) -> None:
    said = tokens.add("zotero", Role.READ)
    file = tmp_path / "library" / FILE_NAME
    assert said.startswith("trt_") and len(said) == 47
    assert said.encode() not in file.read_bytes() and said[4:].encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    found = tokens.find(said)
    assert found and (found.name, found.role, found.used, found.expires) == ("zotero", Role.READ, None, None)


def test_two_tokens_are_never_the_same_and_one_is_not_found_by_another(tokens: Tokens) -> None:
    one, other = tokens.add("one", Role.READ), tokens.add("other", Role.ADD)
    assert one != other
    assert [found.name for said in (one, other) if (found := tokens.find(said))] == ["one", "other"]
    assert tokens.find(one[:-1]) is None and tokens.find(f"{one}x") is None and tokens.find("trt_") is None


@pytest.mark.parametrize("name", ["", " ", "a b", "../x", "-x", "x" * 65, "甲", "a\n"])
def test_a_name_is_one_that_can_be_typed(tokens: Tokens, name: str) -> None:
    with pytest.raises(SettingsError, match="no name for a token"):
        tokens.add(name, Role.READ)


def test_a_name_is_given_once(tokens: Tokens) -> None:
    tokens.add("zotero", Role.READ)
    with pytest.raises(UserError, match="token revoke zotero"):
        tokens.add("zotero", Role.ADD)


def test_looking_makes_no_file(tokens: Tokens, tmp_path: Path) -> None:
    assert tokens.all() == [] and tokens.find("trt_x") is None
    with pytest.raises(UserError, match="token list"):
        tokens.revoke("zotero")
    assert not (tmp_path / "library").exists()


def test_the_use_of_a_token_is_noted_once_a_minute(tokens: Tokens, day: Day) -> None:
    said = tokens.add("zotero", Role.READ)
    seen = []
    for seconds in (0, 30, 31):
        day.now += timedelta(seconds=seconds)
        found = tokens.find(said)
        assert found
        tokens.note_use(found)
        (kept,) = tokens.all()
        seen.append(kept.used)
    assert seen[0] == seen[1] and seen[2] == day.now


def test_a_damaged_file_names_its_cure(tokens: Tokens, tmp_path: Path) -> None:
    tokens.add("zotero", Role.READ)
    (tmp_path / "library" / FILE_NAME).write_bytes(b"no database" * 100)
    with pytest.raises(LibraryError, match="delete it and make new tokens"):
        tokens.all()


# ---------- what they open ----------


def test_a_token_opens_what_its_role_may_do(client: TestClient, tokens: Tokens) -> None:
    reads, adds = tokens.add("reads", Role.READ), tokens.add("adds", Role.ADD)
    sent = {"file": ("a.txt", b"A title")}
    assert client.get(REPORTS, headers=bearing(reads)).status_code == 200
    answer = client.post(JOBS, headers=bearing(reads), files=sent)
    assert kind_of(answer) == (403, "forbidden") and "--role add" in answer.json()["detail"]
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]
    assert client.post(JOBS, headers=bearing(adds), files=sent).status_code == 202
    assert client.get(REPORTS, headers=bearing(adds)).status_code == 200


def test_without_a_token_or_a_session_nothing_is_open(client: TestClient) -> None:
    answer = client.get(REPORTS)
    assert kind_of(answer) == (401, "log-in-needed")
    assert answer.headers["www-authenticate"].startswith("Bearer") and "token add" in answer.json()["detail"]


def test_a_session_opens_the_api_as_well(client: TestClient) -> None:
    client.post("/login", data={"password": GOOD})
    assert client.get(REPORTS).status_code == 200
    assert kind_of(client.post(JOBS, files={"file": ("a.txt", b"x")})) == (403, "forbidden")
    client.post("/login", data={"password": OTHER})
    assert client.post(JOBS, files={"file": ("a.txt", b"A title")}).status_code == 202


def test_a_revoked_token_opens_nothing_from_then_on(client: TestClient, tokens: Tokens) -> None:
    said = tokens.add("zotero", Role.READ)
    assert client.get(REPORTS, headers=bearing(said)).status_code == 200
    tokens.revoke("zotero")
    answer = client.get(REPORTS, headers=bearing(said))
    assert kind_of(answer) == (401, "wrong-token")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_token_ends_when_its_time_is_up_and_nobody_is_locked_out_for_that(
    client: TestClient, tokens: Tokens, day: Day
) -> None:
    said = tokens.add("zotero", Role.READ, days=1)
    day.now += timedelta(days=1, seconds=-1)
    assert client.get(REPORTS, headers=bearing(said)).status_code == 200
    day.now += timedelta(seconds=1)
    for _ in range(FROM_ONE + 1):
        assert kind_of(client.get(REPORTS, headers=bearing(said))) == (401, "expired-token")


@pytest.mark.parametrize("header", ["Basic dHJ0Xzp4", "Bearer eyJhbGciOi", "Bearer", "trt_x", ""])
def test_what_a_proxy_puts_into_the_header_is_not_ours(client: TestClient, header: str) -> None:
    for _ in range(FROM_ONE + 1):
        assert kind_of(client.get(REPORTS, headers={"Authorization": header})) == (401, "log-in-needed")


def test_a_token_is_known_however_its_scheme_is_written(client: TestClient, tokens: Tokens) -> None:
    said = tokens.add("zotero", Role.READ)
    for header in (f"bearer {said}", f"BEARER  {said} "):
        assert client.get(REPORTS, headers={"Authorization": header}).status_code == 200


# ---------- guessing ----------


def test_who_guesses_has_to_wait_and_who_is_right_does_not(client: TestClient, tokens: Tokens) -> None:
    right = tokens.add("zotero", Role.READ)
    for _ in range(FROM_ONE):
        assert kind_of(client.get(REPORTS, headers=bearing("trt_wrong"))) == (401, "wrong-token")
    answer = client.get(REPORTS, headers=bearing("trt_wrong"))
    assert kind_of(answer) == (429, "locked-out") and int(answer.headers["retry-after"]) > 0
    assert client.get(REPORTS, headers=bearing(right)).status_code == 200
    assert client.post("/login", data={"password": GOOD}).status_code == 429, "one count for tokens and passwords"


def test_a_wrong_token_is_wrong_even_beside_a_session(client: TestClient) -> None:
    client.post("/login", data={"password": GOOD})
    assert client.get(REPORTS, headers=bearing("trt_wrong")).status_code == 401


def test_a_damaged_file_keeps_nobody_out_who_logs_in(client: TestClient, tokens: Tokens, tmp_path: Path) -> None:
    said = tokens.add("zotero", Role.READ)
    (tmp_path / "library" / FILE_NAME).write_bytes(b"no database" * 100)
    assert kind_of(client.get(REPORTS, headers=bearing(said))) == (503, "library-error")
    client.post("/login", data={"password": GOOD})
    assert client.get(REPORTS).status_code == 200


# ---------- which address asks for what ----------


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/api/v1/answers", Role.READ),
        ("POST", "/api/v1/answers", Role.READ),
        ("POST", "/api/v1/answers/x", Role.ADD),
        ("POST", "/api/v1/quote-checks", Role.READ),
        ("GET", "/api/v1/jobs/x", Role.ADD),
        ("POST", "/api/v1/jobs", Role.ADD),
        ("PUT", "/api/v1/reports/x", Role.ADD),
        ("DELETE", "/api/v1/reports/x", Role.ADD),
        ("PATCH", "/api/v1/recommendations/x", Role.ADD),
        ("POST", "/api/v1/answers\n", Role.ADD),
        ("BREW", "/api/v1/reports", Role.ADD),
        ("HEAD", "/api/v1/reports", Role.READ),
        ("GET", "/api/v1/docs", Role.READ),
        ("POST", "/mcp", Role.READ),
        ("POST", "/API/V1/REPORTS/x", Role.ADD),
    ],
)
def test_what_changes_anything_asks_for_more(method: str, path: str, role: Role) -> None:
    assert needed(path, method) is role


def test_a_page_without_passwords_needs_no_tokens(tmp_path: Path) -> None:
    assert keeper_for(Access(tokens=tmp_path / FILE_NAME), tmp_path) is None


# ---------- on the command line ----------


def run(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(tripreport, ["token", *arguments, "--library", str(library)])


def test_tokens_are_made_listed_and_revoked_on_the_command_line(tmp_path: Path) -> None:
    made = run(tmp_path, "add", "zotero", "--role", "add", "--expires", "30")
    said = made.stdout.strip()
    assert made.exit_code == 0 and made.stdout == f"{said}\n" and "not shown again" in made.stderr
    found = tokens_in(tmp_path).find(said)
    assert found and found.role is Role.ADD and found.expires
    (row,) = json.loads(run(tmp_path, "list", "--json").stdout)
    assert (row["name"], row["role"], row["used"]) == ("zotero", "add", None)
    listed = run(tmp_path, "list").stdout
    assert listed.startswith("zotero  add") and said not in listed
    assert run(tmp_path, "revoke", "zotero").exit_code == 0 and tokens_in(tmp_path).find(said) is None
    assert isinstance(run(tmp_path, "revoke", "zotero").exception, UserError)
    assert run(tmp_path, "list").stdout == ""


def test_a_second_process_sees_at_once_what_the_first_has_done(tokens: Tokens, tmp_path: Path) -> None:
    other = Tokens(tmp_path / "library" / FILE_NAME)
    said = tokens.add("zotero", Role.READ)
    assert other.find(said)
    other.revoke("zotero")
    assert tokens.find(said) is None
    with sqlite3.connect(tmp_path / "library" / FILE_NAME) as db:
        assert db.execute("SELECT count(*) FROM token").fetchone() == (0,)
