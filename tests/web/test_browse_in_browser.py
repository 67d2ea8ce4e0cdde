"""Browsing in a real Chromium without JavaScript: on a phone and a desk, from the list to the place in the text."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary, printed_report, real_report
from tests.web.shelf import many_reports
from tests.web.test_browse import EVIL, hostile

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Any]


@pytest.fixture
def still(chromium: Any) -> Iterator[Open]:
    """``still(url, width=…)`` opens a page in a browser that runs no script."""
    contexts: list[Any] = []

    def open_page(url: str, width: int = 1280, locale: str = "zh-TW", dark: bool = False) -> Any:
        size = {"width": width, "height": 844 if width < 600 else 800}
        scheme = "dark" if dark else "light"
        context = chromium.new_context(
            viewport=size, locale=locale, color_scheme=scheme, java_script_enabled=False, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    reports = {"forum": printed_report(), "gartner": real_report(), "evil": hostile(EVIL), **many_reports(500)}
    with page_over(FakeLibrary(reports), tmp_path_factory.mktemp("shelf")) as url:
        yield url


def in_view(page: Any, selector: str) -> bool:
    box, size = page.locator(selector).bounding_box(), page.viewport_size
    return bool(box) and 0 <= box["y"] < size["height"]


def fits(page: Any) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_the_list_to_a_recommendation_in_the_text_without_any_script(still: Open, address: str) -> None:
    page = still(f"{address}reports?q=Gartner", width=390)
    page.locator(".reports tbody a").click()
    assert page.locator("#advice h3").inner_text().startswith("伍、心得與建議")
    page.locator("#advice .place a").nth(1).click()
    assert page.url.endswith("#passage") and in_view(page, "#passage")
    assert page.locator(".report-text .passage").first.is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-TW", "en-GB"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_its_window(
    still: Open, shelf: str, shoot: Callable[[Any, str], None], width: int, locale: str, dark: bool
) -> None:
    states = {
        "list": "reports",
        "filtered": "reports?country=JP&year=2021",
        "none": "reports?agency=none&year=x",
        "report": "reports/forum",
        "text": "reports/forum/text?start=3000&end=3200#passage",
        "missing": "reports/none",
    }
    for name, path in states.items():
        page = still(f"{shelf}{path}", width=width, locale=locale, dark=dark)
        assert fits(page), name
        shoot(page, f"browse-{name}-{width}-{locale[:2]}-{'dark' if dark else 'light'}")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_filters_are_chosen_sent_and_taken_off(still: Open, shelf: str, width: int) -> None:
    page = still(f"{shelf}reports", width=width)
    if width < 600:
        assert not page.locator("#filters").is_visible() and not page.locator("#pictures").is_visible()
        page.get_by_role("link", name="篩選").click()
    page.locator("#f-country").select_option("JP")
    page.locator("#f-q").fill("第 1")
    page.locator("#filters button").click()
    assert page.locator(".chip").count() == 2
    total = int(page.locator("#list").get_attribute("data-total"))
    assert 0 < total < 500 and page.locator(".reports tbody tr").count() == min(total, 50)
    page.locator(".chip").first.click()
    assert page.locator(".chip").count() == 1
    assert int(page.locator("#list").get_attribute("data-total")) > total


@pytest.mark.slow
def test_on_a_phone_pictures_and_outline_are_shown_to_who_asks_for_them(still: Open, shelf: str) -> None:
    page = still(f"{shelf}reports", width=390)
    page.get_by_role("link", name="圖表").click()
    assert in_view(page, "#pictures")
    page.locator("#pictures .columns a").last.click()
    assert page.locator(".chip").count() == 1 and not page.locator("#pictures").is_visible()
    page = still(f"{shelf}reports/forum", width=390)
    assert not page.locator("#outline").is_visible()
    page.get_by_role("link", name="大綱").click()
    page.locator("#outline a", has_text="參、過程").click()
    assert in_view(page, ".report-text .heading:has-text('參、過程')")


@pytest.mark.slow
def test_a_bar_that_is_on_is_marked_by_more_than_a_colour(still: Open, shelf: str) -> None:
    page = still(f"{shelf}reports?country=JP&year=2021")
    for picture in (".bars", ".columns"):
        on, off = page.locator(f"{picture} [aria-current]"), page.locator(f"{picture} a:not([aria-current])").first
        assert on.count() == 1
        weights = [one.locator(".count").evaluate("node => getComputedStyle(node).fontWeight") for one in (on, off)]
        assert weights == ["700", "400"]
        sign = "node => getComputedStyle(node, '::before').content"
        assert any("✓" in on.locator(part).evaluate(sign) for part in (".name", ".count"))


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_hostile_report_is_shown_as_it_is(still: Open, shelf: str, width: int) -> None:
    page = still(f"{shelf}reports?q=script", width=width)
    assert page.locator(".reports tbody th").text_content() == EVIL
    page.locator(".reports tbody a").click()
    assert page.locator("h1").text_content() == EVIL and fits(page)
    assert page.locator("main :is(img, svg, script, iframe)").count() == 0
