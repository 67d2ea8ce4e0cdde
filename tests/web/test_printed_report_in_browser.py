"""A printed report in a real Chromium: the panel of what is known of it, its pages and its tables."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.about import About
from corpus.types import Report, Source, Version
from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary, printed_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IN_REACH = """() => [...document.querySelectorAll('#source .source-head button')].every((node) => {
    const box = node.getBoundingClientRect();
    return !box.width || (box.left >= 0 && box.right <= innerWidth);
})"""
FOCUSED = "document.activeElement.id || document.activeElement.className"
READABLE = """() => {
    const shown = (node) => node.getClientRects().length && getComputedStyle(node).visibility === 'visible';
    const inside = [...document.querySelectorAll('#source-about *')].filter(shown);
    const room = document.getElementById('source-about').getBoundingClientRect();
    return inside.every((node) => node.getBoundingClientRect().right <= room.right + 0.5);
}"""


class Remembering(FakeLibrary):
    """Whose reports have come as two files, and once before."""

    def about(self, report_id: str) -> About:
        known = super().about(report_id)
        first = Version(1, "0", "forum.docx", "/in/forum.docx", "text/html", "2026-10-02T09:00:00Z", 5000, 57, 57, 0, 0)
        second = replace(known.versions[0], number=2, added=5, kept=55, removed=2)
        old = Source("/in/forum_draft.html", "forum_draft.html", "0", "text/html", 1)
        sources = (replace(known.sources[0], version=2), old)
        return About(replace(known.summary, version=2), sources, (first, second), known.card)


@pytest.fixture(scope="module")
def report() -> Report:
    return printed_report()


@pytest.fixture(scope="module")
def printed(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(Remembering({"forum": report}), tmp_path_factory.mktemp("printed")) as url:
        yield url


def opened(page: Any, width: int) -> None:
    page.wait_for_selector("#results .card")
    if width < 1000:
        page.locator("#hit-1 [data-show]").click()
        page.wait_for_selector("html.sheet")
    page.wait_for_selector("#source .has-passage")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_the_panel_opens_and_closes_with_the_keyboard(
    visit: Any, printed: str, shoot: Any, width: int, dark: bool
) -> None:
    page = visit(f"{printed}?q=行程", width=width, dark=dark)
    opened(page, width)
    shade = "dark" if dark else "light"
    shoot(page, f"printed-{width}-{shade}")
    assert page.evaluate(IN_REACH)
    button = page.locator("#source .about-toggle")
    assert "需留意 3 項" in button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#source-about:not([hidden])")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.evaluate(FOCUSED) == "source-about"
    assert page.evaluate("document.querySelector('#source .source-scroll').inert")
    assert page.evaluate(READABLE)
    assert "2024-05-12 – 2024-05-18" in page.locator("#source-about").inner_text()
    shoot(page, f"about-{width}-{shade}")
    page.evaluate("document.getElementById('source-about').scrollTop = 420")
    shoot(page, f"about-form-{width}-{shade}")
    page.evaluate("document.getElementById('source-about').scrollTop = 1e6")
    shoot(page, f"about-end-{width}-{shade}")
    page.keyboard.press("Escape")
    assert not page.locator("#source-about").is_visible()
    assert "about-toggle" in page.evaluate(FOCUSED)
    assert not page.evaluate("document.querySelector('#source .source-scroll').inert")
    assert page.locator("#source .has-passage").first.is_visible()


@pytest.mark.slow
def test_a_remark_leads_to_its_page(visit: Any, printed: str, shoot: Any) -> None:
    page = visit(f"{printed}?q=行程")
    opened(page, 1280)
    page.locator("#source .about-toggle").click()
    page.locator("#source-about [data-page='2']").first.click()
    assert not page.locator("#source-about").is_visible()
    assert page.evaluate(FOCUSED) == "p2"
    box, room = page.locator("#p2").bounding_box(), page.locator("#source .source-scroll").bounding_box()
    assert room["y"] <= box["y"] < room["y"] + 100
    shoot(page, "page-2-1280-light")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_panel_is_read_in_english_too(visit: Any, printed: str, shoot: Any, width: int) -> None:
    page = visit(f"{printed}?q=行程", width=width, locale="en-GB")
    opened(page, width)
    assert page.evaluate(IN_REACH)
    page.locator("#source .about-toggle").click()
    assert "Singapore" in page.locator("#source-about").inner_text()
    assert page.evaluate(READABLE)
    shoot(page, f"about-en-{width}-light")
    page.evaluate("document.getElementById('source-about').scrollTop = 420")
    shoot(page, f"about-form-en-{width}-light")


@pytest.mark.slow
def test_the_panel_stays_open_in_another_language_and_yields_to_a_passage(visit: Any, printed: str) -> None:
    page = visit(f"{printed}?q=行程")
    opened(page, 1280)
    page.locator("#source .about-toggle").click()
    page.locator("[data-lang]").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_selector("#source-about:not([hidden])")
    page.locator("#hit-1 [data-show]").click()
    page.wait_for_selector("#source-about", state="hidden")
    assert page.locator("#source .has-passage").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_and_tables_are_shown_and_the_text_is_as_it_was(
    visit: Any, printed: str, report: Report, shoot: Any, width: int
) -> None:
    page = visit(f"{printed}?q=行程", width=width)
    opened(page, width)
    assert page.locator("#source .report-text").evaluate("node => node.textContent") == report.text
    assert page.locator("#source [role=doc-pagebreak]").count() == len(report.document.pages)
    assert page.locator("#source .rows.has-passage tr").count() == 8
    for number in (3, 4, 9, 10):
        page.evaluate("id => document.getElementById(id).scrollIntoView({ block: 'center' })", f"p{number}")
        shoot(page, f"page-{number}-{width}-light")
    assert page.locator("#source .source-scroll").evaluate("node => node.scrollWidth <= node.clientWidth")


COPIED = """(node) => {
    getSelection().selectAllChildren(node);
    return getSelection().toString();
}"""


@pytest.mark.slow
def test_what_is_copied_is_the_text_without_the_marks_of_pages(visit: Any, printed: str, report: Report) -> None:
    page = visit(f"{printed}?q=行程")
    opened(page, 1280)
    over_a_page = page.locator("#source p:has(> .page-mark)").first.evaluate(COPIED)
    assert over_a_page in report.text and "頁" not in over_a_page
    table = page.locator("#source .rows:has(.page-row)").first.evaluate(COPIED)
    assert table.strip() in report.text and "\t" in table
