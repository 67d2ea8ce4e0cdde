"""The gate over HTTP: who gets in, who is sent to the log-in, how it answers to wrong passwords."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.web.doors.access import Access
from assistant.web.doors.guard import HEADERS, guard
from assistant.web.doors.keeper import Keeper
from assistant.web.doors.password import Passwords
from assistant.web.doors.sessions import SESSION_COOKIE, Sessions
from assistant.web.doors.tries import FROM_ONE, Tries
from assistant.web.plain.frame import Asked, page
from tests.web.conftest import app_over
from tests.web.fakes import FakeLibrary
from tests.web.test_doors import GOOD, OTHER, Clock

READING = Access(password=GOOD)
ADDING = Access(adding_password=OTHER)
BOTH = Access(password=GOOD, adding_password=OTHER)
VISIT = {"Accept": "text/html,*/*", "Accept-Language": "en"}
RAW = '<html lang="x"><head></head><body><gradio-app></gradio-app></body></html>'


def small_app(access: Access, clock: Clock) -> FastAPI:
    """The guards of the page before a few addresses of its kind."""
    app = FastAPI(openapi_url=None)
    passwords = Passwords(access, b"salt" * 8, cost=16)
    guard(app, ("testserver",), Keeper(passwords, Sessions(passwords.keys(), clock), Tries(clock)))

    def anything(request: Request) -> Response:
        return PlainTextResponse(f"{request.method} done", headers={"Cache-Control": "public, max-age=9"})

    @app.get("/plain")
    def plain(request: Request) -> Response:
        return page(Asked.of(request), "Plain", "<h1>Plain</h1>", name="plain")

    @app.get("/")
    def first() -> Response:
        return HTMLResponse(RAW)

    for path in ("/add", "/add/{key}", "/reports", "/reports/{id}", "/reports/{id}/remove", "/page/tokens.css"):
        app.add_api_route(path, anything, methods=["GET", "POST"])
    return app


@pytest.fixture
def clock() -> Clock:
    return Clock()


def caller(app: FastAPI, address: str = "192.0.2.1", scheme: str = "http") -> TestClient:
    return TestClient(app, f"{scheme}://testserver", follow_redirects=False, client=(address, 4000))


def log_in(client: TestClient, password: str, to: str = "/login", **headers: str) -> Any:
    return client.post(to, data={"password": password}, headers={**VISIT, **headers})


def reading(client: TestClient) -> bool:
    return bool(client.get("/reports").status_code == 200)


def adding(client: TestClient) -> bool:
    return bool(client.post("/add").status_code == 200)


# ---------- who gets in ----------


@pytest.mark.parametrize(
    ("access", "password", "before", "after"),
    [
        (READING, GOOD, (False, False), (True, True)),
        (ADDING, OTHER, (True, False), (True, True)),
        (BOTH, GOOD, (False, False), (True, False)),
        (BOTH, OTHER, (False, False), (True, True)),
    ],
    ids=["reading", "adding", "both, reading", "both, adding"],
)
def test_a_password_opens_what_it_is_for(
    access: Access, password: str, before: tuple[bool, bool], after: tuple[bool, bool], clock: Clock
) -> None:
    client = caller(small_app(access, clock))
    assert (reading(client), adding(client)) == before
    assert log_in(client, password[:-1]).status_code == 401
    assert (reading(client), adding(client)) == before
    assert log_in(client, password).status_code == 303
    assert (reading(client), adding(client)) == after
    client.post("/logout")
    assert (reading(client), adding(client)) == before


@pytest.mark.parametrize("path", ["/add", "/add/key", "/add%0A", "/reports/a/remove", "/reports/a%0Ab/remove"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "HEAD"])
def test_who_only_reads_gets_through_no_door_for_adding(path: str, method: str, clock: Clock) -> None:
    client = caller(small_app(BOTH, clock))
    log_in(client, GOOD)
    answer = client.request(method, path)
    assert answer.status_code == 401 and "done" not in answer.text


def test_a_session_ends_after_twelve_hours_and_survives_a_restart(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    log_in(client, GOOD)
    restarted = caller(small_app(READING, clock))
    changed = caller(small_app(Access(password=OTHER), clock))
    for other in (restarted, changed):
        other.cookies.update(client.cookies)
    assert reading(restarted) and not reading(changed)
    clock.now += 12 * 3600 + 1
    assert not reading(client)


@pytest.mark.parametrize("token", ["", "ADD", "ADD.x.y", "\u00e9", "x" * 9000])
def test_a_cookie_that_is_not_ours_is_none(token: str, clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    sent = f"{SESSION_COOKIE}={token}".encode("latin-1")
    assert client.get("/reports", headers={"Cookie": sent}).status_code == 401  # type: ignore[dict-item]


def test_the_log_in_and_the_files_of_the_page_are_open(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    assert client.get("/page/tokens.css").headers["cache-control"] == "public, max-age=9"
    made = client.get("/login", headers=VISIT)
    assert made.status_code == 200 and "no-store" in made.headers["cache-control"]
    assert '<label for="password">Password</label>' in made.text
    assert 'type="password" autocomplete="current-password" aria-describedby="hint"' in made.text
    assert re.findall(r'<li><a href="([^"]+)"', made.text) == ["/sitemap"], "no way that ends at the log-in again"
    assert "<script" not in made.text


def test_what_needs_a_log_in_is_kept_by_no_cache_on_the_way(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    log_in(client, GOOD)
    assert client.get("/reports").headers["cache-control"] == "private, max-age=9"
    assert client.get("/plain").headers["cache-control"] == "private, no-store"


# ---------- who is sent away ----------


def test_a_visitor_is_sent_to_the_log_in_and_back_again(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    sent = client.get("/reports?agency=%E7%92%B0&page=2", headers=VISIT)
    assert sent.status_code == 303
    assert client.get(sent.headers["location"], headers=VISIT).status_code == 200
    assert log_in(client, GOOD, sent.headers["location"]).headers["location"] == "/reports?agency=%E7%92%B0&page=2"
    assert log_in(client, GOOD, "/login?next=//evil.example").headers["location"] == "/"


def test_a_program_is_told_what_is_missing_in_its_language(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    for method in ("GET", "POST"):
        answer = client.request(method, "/reports", headers={"Accept-Language": "zh-TW"})
        assert (answer.status_code, answer.headers["content-type"]) == (401, "text/plain; charset=utf-8")
        assert "登入" in answer.text and "/login" in answer.headers["www-authenticate"]


def test_a_form_that_is_sent_too_late_is_said_not_to_be_done(clock: Clock) -> None:
    answer = caller(small_app(ADDING, clock)).post("/reports/a/remove", headers=VISIT)
    assert answer.status_code == 401 and "nothing was done" in answer.text and 'role="alert"' in answer.text
    assert "/login?next=%2Freports%2Fa%2Fremove" in answer.text


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_can_neither_log_anybody_in_nor_out(headers: dict[str, str], clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    refused = log_in(client, GOOD, **headers)
    assert refused.status_code == 403 and "set-cookie" not in refused.headers
    assert client.post("/logout", headers=headers).status_code == 403


def test_every_refusal_carries_the_safety_headers(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    answers = [
        client.get("/", headers={"Host": "evil.example"}),
        client.get("/", headers=VISIT),
        client.get("/reports"),
        log_in(client, GOOD, Origin="http://evil.example"),
        client.get("/gradio_api/upload"),
        client.post("/login", content=b"x" * 9000),
        *(log_in(client, "wrong") for _ in range(FROM_ONE + 1)),
    ]
    assert [answer.status_code for answer in answers] == [400, 303, 401, 403, 404, 413, *[401] * FROM_ONE, 429]
    assert all(name in answer.headers for name in HEADERS for answer in answers)


def test_a_websocket_is_no_way_round_the_gate(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/anything"):
        pass
    assert refused.value.code == 1008


# ---------- the session's cookie ----------


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_the_browser_alone_and_over_tls_only_for_tls(scheme: str, clock: Clock) -> None:
    client = caller(small_app(READING, clock), scheme=scheme)
    cookie = log_in(client, GOOD).headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=43200"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) == (scheme == "https")
    assert GOOD not in cookie


# ---------- wrong passwords ----------


@pytest.mark.parametrize(
    ("lang", "wrong", "wait"), [("en", "wrong", "in 15 minutes"), ("zh-TW", "不正確", "15 分鐘後")]
)
def test_after_five_wrong_passwords_even_the_right_one_waits(lang: str, wrong: str, wait: str, clock: Clock) -> None:
    app = small_app(READING, clock)
    client, other = caller(app), caller(app, "192.0.2.2")
    for _ in range(FROM_ONE):
        told = log_in(client, "wrong password", **{"Accept-Language": lang})
        assert told.status_code == 401 and wrong in told.text and 'role="alert"' in told.text
    told = log_in(client, GOOD, **{"Accept-Language": lang})
    assert (told.status_code, told.headers["retry-after"]) == (429, "900")
    assert wait in told.text and 'role="alert"' in told.text and "set-cookie" not in told.headers
    assert re.search("<title>(Error|錯誤)", told.text)
    assert log_in(other, GOOD).status_code == 303
    clock.now += 900
    assert log_in(client, GOOD).status_code == 303


def test_who_is_logged_in_notices_nothing_of_a_lock_out(clock: Clock) -> None:
    app = small_app(READING, clock)
    inside = caller(app)
    log_in(inside, GOOD)
    for n in range(100):
        assert log_in(caller(app, f"198.51.100.{n}"), "wrong").status_code == 401
    assert log_in(caller(app, "203.0.113.5"), GOOD).status_code == 429
    assert reading(inside)


def test_the_right_password_gives_an_address_its_tries_back(clock: Clock) -> None:
    client = caller(small_app(READING, clock))
    for _ in range(3):
        for _ in range(FROM_ONE - 1):
            assert log_in(client, "wrong").status_code == 401
        assert log_in(client, GOOD).status_code == 303


def test_a_reader_gets_no_new_tries_at_the_other_password_by_logging_in(clock: Clock) -> None:
    client = caller(small_app(BOTH, clock))
    for _ in range(FROM_ONE):
        log_in(client, "a guess at the other")
        last = log_in(client, GOOD)
    assert last.status_code == 429


def test_an_ipv6_visitor_cannot_move_to_the_next_address_of_its_network(clock: Clock) -> None:
    app = small_app(READING, clock)
    for n in range(FROM_ONE):
        log_in(caller(app, f"2001:db8::{n}"), "wrong")
    assert log_in(caller(app, "2001:db8::ffff"), GOOD).status_code == 429
    assert log_in(caller(app, "2001:db8:0:1::"), GOOD).status_code == 303


# ---------- the way in and out on each page ----------


def test_the_way_out_is_there_for_who_is_in_and_the_way_in_for_who_could_do_more(clock: Clock) -> None:
    client = caller(small_app(ADDING, clock))
    for path in ("/plain?a=b", "/"):
        made = client.get(path, headers=VISIT).text
        assert 'href="/login' in made and 'action="/logout"' not in made
    assert 'href="/login?next=%2Fplain%3Fa%3Db"' in client.get("/plain?a=b", headers=VISIT).text
    assert "data-to-add" in client.get("/").text
    log_in(client, OTHER)
    for path in ("/plain", "/"):
        made = client.get(path, headers=VISIT).text
        assert '<form class="leave" method="post" action="/logout"' in made and "data-to-add" not in made
    assert "You are logged in." in client.get("/login", headers=VISIT).text
    left = client.post("/logout", headers=VISIT)
    assert "You have logged out." in client.get(left.headers["location"], headers=VISIT).text


def test_where_there_is_no_password_there_is_nothing_to_log_in_for() -> None:
    app = FastAPI(openapi_url=None)
    guard(app, ("testserver",))
    app.add_api_route("/", lambda: HTMLResponse(RAW))
    app.add_api_route("/plain", lambda request: page(Asked.of(request), "Plain", "", name="plain"))
    client = caller(app)
    assert client.get("/login").status_code == 404
    assert "login" not in client.get("/").text and "doors-" not in client.get("/").text


# ---------- the whole page ----------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, FakeLibrary]]:
    library = FakeLibrary()
    app = app_over(library, tmp_path_factory.mktemp("work"), BOTH)
    yield app, library
    app.state.adder.end()


def at_the_whole(app: FastAPI) -> TestClient:
    return TestClient(app, "http://127.0.0.1", follow_redirects=False, client=("192.0.2.1", 4000))


@pytest.mark.parametrize(
    "path", ["/", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/queue/join", "/gradio_api/heartbeat/x",
             "/gradio_api/startup-events", "/assets/x.js", "/static/x", "/manifest.json", "/login_check", "/nothing"]
)  # fmt: skip
def test_nothing_of_gradio_answers_before_a_log_in(whole: tuple[FastAPI, FakeLibrary], path: str) -> None:
    client = at_the_whole(whole[0])
    assert client.get(path).status_code == 401
    assert client.post(path, json={}).status_code == 401


def test_every_address_of_the_page_that_changes_the_library_asks_for_the_role(
    whole: tuple[FastAPI, FakeLibrary],
) -> None:
    client = at_the_whole(whole[0])
    log_in(client, GOOD)
    paths = {getattr(route, "path", ""): getattr(route, "methods", None) or set() for route in whole[0].routes}
    asking = {"/login", "/logout", "/check", "/bundle"}  # what is sent there is looked at, and nothing changes
    changing = {path for path, methods in paths.items() if "POST" in methods} - asking
    assert "/add" in changing and asking <= paths.keys()
    for path in changing:
        assert client.post(path.replace("{", "").replace("}", "")).status_code == 401, path


def test_every_operation_that_changes_the_library_asks_for_the_role(whole: tuple[FastAPI, FakeLibrary]) -> None:
    client = at_the_whole(whole[0])
    log_in(client, GOOD)
    asking = {"askWithBody", "checkQuotes", "bundle", "priorTrips"}
    tried = set()
    for path, operations in client.get("/api/v1/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            if method != "get" and operation["operationId"] not in asking:
                answer = client.request(method, f"/api/v1{path}".replace("{", "").replace("}", ""))
                assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json"), path
                tried.add(operation["operationId"])
    assert {"ingest", "cancelJob", "replaceReport", "removeReport", "markRecommendation"} <= tried


def test_no_event_of_the_page_adds_anything_for_who_cannot_send_files(whole: tuple[FastAPI, FakeLibrary]) -> None:
    app, library = whole
    with at_the_whole(app) as client:
        log_in(client, GOOD)
        assert client.post("/add").status_code == 401
        events = client.get("/config").json()["dependencies"]
        for event in events:
            asked = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "me",
                     "event_data": {"batch": "guessed"}, "trigger_id": None}  # fmt: skip
            assert client.post("/gradio_api/queue/join", json=asked).status_code == 200
            with client.stream("GET", "/gradio_api/queue/data?session_hash=me") as told:
                assert any("process_completed" in line for line in told.iter_lines())
    assert app.state.adder.batch("guessed") is None
    assert library.sources == []
