"""The log-in in a real Chromium: in, a question, out again; and what a page says whose session has ended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.web.doors.access import Access
from assistant.web.doors.sessions import SESSION_COOKIE
from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary
from tests.web.test_doors import GOOD, OTHER

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ASKED = "?q=跨國雲端"
FINGER = 44


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(FakeLibrary(), tmp_path_factory.mktemp("locked"), Access(password=GOOD)) as url:
        yield url


@pytest.fixture(scope="module")
def half_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(FakeLibrary(), tmp_path_factory.mktemp("half"), Access(adding_password=OTHER)) as url:
        yield url


@pytest.fixture(params=[(1280, False), (390, True)], ids=["1280 light", "390 dark"])
def browser_page(request: Any, chromium: Any) -> Iterator[Any]:
    width, dark = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, locale="zh-TW", color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def give(page: Any, password: str) -> None:
    page.get_by_label("密碼").fill(password)
    page.keyboard.press("Enter")


def height(page: Any, selector: str) -> float:
    return float(page.locator(f"{selector} >> visible=true").bounding_box()["height"])


def test_log_in_ask_log_out(locked: str, browser_page: Any, shoot: Any) -> None:
    page, width = browser_page, browser_page.viewport_size["width"]
    page.goto(f"{locked}{ASKED}")
    shoot(page, f"log-in-{width}")
    give(page, "a wrong password")
    assert page.get_by_role("alert").inner_text() == "密碼不正確，請重新輸入。"
    assert page.title().startswith("錯誤：")
    assert page.evaluate("document.activeElement.id") == "password"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"log-in-wrong-{width}")
    give(page, GOOD)
    page.wait_for_selector("#results .card")  # back at the question that was asked for
    page.locator("#question textarea, #question input").fill("心得")
    page.keyboard.press("Enter")
    page.wait_for_selector('#results [data-question="心得"] .card')
    assert page.locator(".leave button >> visible=true").inner_text() == "登出"
    assert width > 600 or height(page, ".leave button") >= FINGER
    page.locator("#head [data-lang]").click()
    page.get_by_role("button", name="Log out").click()
    assert "You have logged out." in page.get_by_role("status").inner_text()
    page.goto(f"{locked}{ASKED}")
    assert "/login?next=" in page.url


def test_a_page_whose_session_has_ended_says_so_and_leads_back(locked: str, browser_page: Any, shoot: Any) -> None:
    page = browser_page
    page.goto(f"{locked}{ASKED}")
    give(page, GOOD)
    page.wait_for_selector("#results .card")
    page.context.clear_cookies(name=SESSION_COOKIE)
    page.locator("#question textarea, #question input").fill("同理心")
    page.keyboard.press("Enter")
    said = page.locator('[role="alert"] .doors-shut >> visible=true')
    said.wait_for()
    assert "登入已逾時" in said.inner_text() and "doors" not in said.inner_text()
    assert height(page, ".doors-shut a") >= FINGER
    assert not page.locator(".toast-wrap >> visible=true").count(), "Gradio says the same in its own words"
    shoot(page, f"log-in-ended-{page.viewport_size['width']}")
    said.get_by_role("link").click()
    give(page, GOOD)
    page.wait_for_selector("#results .card")
    assert not page.locator(".doors-shut").count()


def test_who_wants_to_add_is_asked_to_log_in_before_choosing_files(half_open: str, browser_page: Any) -> None:
    page = browser_page
    page.goto(half_open)
    page.wait_for_selector("html.ready")
    page.locator("#head [data-add]").click()
    page.wait_for_url("**/login?next=*")
    give(page, OTHER)
    page.wait_for_selector("html.ready")
    page.locator("#head [data-add]").click()
    page.locator("#add-files").set_input_files(
        [{"name": "a.txt", "mimeType": "text/plain", "buffer": "新的報告\n內文".encode()}]
    )
    page.wait_for_selector("#adding [data-adding=done]")
    assert "新的報告" in page.locator("#adding").inner_text()


def test_behind_a_proxy_with_tls_the_cookie_is_secure_and_each_visitor_counts_alone(tmp_path: Path) -> None:
    with page_over(FakeLibrary(), tmp_path, Access(password=GOOD)) as url:
        proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        for _ in range(6):
            last = httpx.post(f"{url}login", data={"password": "wrong"}, headers=proxied)
        assert last.status_code == 429
        other = {**proxied, "X-Forwarded-For": "198.51.100.4", "Origin": url.rstrip("/")}
        answer = httpx.post(f"{url}login", data={"password": GOOD}, headers=other)
        assert answer.status_code == 303 and "Secure" in answer.headers["set-cookie"]
