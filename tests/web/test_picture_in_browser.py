"""Pages as pictures and the map of the report, in a real Chromium."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.boxes import rectangles, unpack
from corpus.errors import UnreadableFile
from corpus.types import Report
from tests.web.conftest import page_over
from tests.web.evidence import Evidence, hits_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
slow = pytest.mark.slow

FOCUSED = "document.activeElement.getAttribute('data-control') || document.activeElement.className"
READY = "#source .picture[data-state=here]"
MARKS = """() => {
    const page = document.querySelector('#source .picture > img').getBoundingClientRect();
    return [...document.querySelectorAll('#source .picture-mark:not(.answer)')].map((node) => {
        const box = node.getBoundingClientRect(), style = getComputedStyle(node);
        const pad = parseFloat(style.paddingLeft);
        const [left, top] = [box.left + pad - page.left, box.top + pad - page.top];
        return [left, top, box.right - pad - page.left, box.bottom - pad - page.top]
            .map((edge, at) => edge / (at % 2 ? page.height : page.width));
    });
}"""
IN_VIEW = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    const room = document.querySelector('#source .source-scroll').getBoundingClientRect();
    return box.top >= room.top && box.bottom <= room.bottom && box.left >= room.left && box.right <= room.right;
}"""
ON_MAP = """() => [...document.querySelectorAll('#source .map-hits button')].map((node) => {
    const box = node.getBoundingClientRect();
    return [box.left, box.right, box.height];
})"""
FETCHED = """(name) => performance.getEntriesByType('resource')
    .filter((one) => one.name.endsWith(name) && one.transferSize).length"""
FITS = "document.querySelector('#source .source').scrollWidth <= document.querySelector('#source .source').clientWidth"


class Troubled(Evidence):
    """Page 3 cannot be drawn; after ``replace`` the report has another file."""

    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        if number == 3:
            raise UnreadableFile("Page 3 of forum.pdf is damaged: mend it.")
        return super().page_picture(report_id, file, number)

    def replace(self) -> None:
        """The same pages under another hash, as after an ingest of a corrected file."""
        report = self.by_id["forum"]
        other = "f" * 64
        self.files[other] = self.files[report.sha256]
        self.by_id["forum"] = replace(report, sha256=other)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(Troubled(), tmp_path_factory.mktemp("pictures")) as url:
        yield url


@pytest.fixture(scope="module")
def report() -> Report:
    return Evidence().by_id["forum"]


def opened(page: Any, width: int = 1280) -> Any:
    page.wait_for_selector("#results .card")
    if width < 1000:
        page.locator("#hit-1 [data-show]").click()
        page.wait_for_selector("html.sheet")
    page.wait_for_selector("#source .has-passage")
    return page


def pictured(page: Any, number: int) -> None:
    page.wait_for_selector(f"#source .source[data-picture='{number}']")
    page.wait_for_selector(READY)
    page.wait_for_function(f"document.querySelector('#source .source').dataset.picture === '{number}'")


def test_the_passage_is_marked_on_its_page_where_it_is_printed(
    visit: Any, printed: str, report: Report, shoot: Any
) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    hit, sheet = hits_of(report)[0], report.document.pages[12]
    expected = rectangles(unpack(report.document.boxes[13]), hit.char_start - sheet.start, hit.char_end - sheet.start)
    size = (sheet.width, sheet.height, sheet.width, sheet.height)
    shares = [[edge / most for edge, most in zip(box, size, strict=True)] for box in expected]
    found = page.evaluate(MARKS)
    assert len(found) == len(shares) > 2
    for got, wanted in zip(found, shares, strict=True):
        assert got == pytest.approx(wanted, abs=0.002)
    assert page.evaluate(IN_VIEW, ".picture-mark")
    assert page.locator("#source .picture > img").evaluate("node => node.naturalWidth") > 1000
    assert page.locator("[data-mode=picture]").get_attribute("aria-pressed") == "true"
    shoot(page, "picture-1280-light")


@slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_are_turned_with_keys_buttons_and_the_list(
    visit: Any, printed: str, shoot: Any, width: int, dark: bool
) -> None:
    page = opened(visit(f"{printed}?q=票證", width=width, dark=dark), width)
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    assert page.evaluate("document.activeElement.dataset.mode") == "picture"
    assert page.evaluate(FITS)
    shoot(page, f"picture-{width}-{'dark' if dark else 'light'}")
    page.locator("#source .picture-scroll").focus()
    page.keyboard.press("ArrowLeft")
    pictured(page, 12)
    assert "picture-scroll" in page.evaluate(FOCUSED)
    page.wait_for_function("document.getElementById('live').textContent === '第 12 頁'")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    pictured(page, 15)
    page.keyboard.press("ArrowRight")
    page.locator("[data-control=previous]").press("Enter")
    pictured(page, 14)
    assert page.evaluate(FOCUSED) == "previous"
    page.locator("[data-control=next]").press("Enter")
    pictured(page, 15)
    assert "picture-scroll" in page.evaluate(FOCUSED)  # there is no next page any more
    page.locator("[data-control=choose]").select_option("1")
    pictured(page, 1)
    assert page.evaluate(FOCUSED) == "choose"
    assert page.locator(".picture-mark").count() == 0
    page.locator("[data-zoom]").click()
    assert page.locator(".picture-scroll").evaluate("node => node.scrollWidth > 1.5 * node.clientWidth")
    shoot(page, f"picture-large-{width}-{'dark' if dark else 'light'}")
    page.locator("[data-control=next]").click()
    pictured(page, 2)
    assert page.locator("[data-zoom]").get_attribute("aria-pressed") == "true"


@slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_map_opens_another_hit_as_text_or_as_picture_and_keeps_the_focus(
    visit: Any, printed: str, shoot: Any, width: int
) -> None:
    page = opened(visit(f"{printed}?q=票證", width=width), width)
    marks = page.evaluate(ON_MAP)
    least = 24 if width > 1000 else 44
    assert len(marks) == 4
    assert all(right - left >= least - 0.5 and height >= least - 0.5 for left, right, height in marks)
    assert all(before[1] <= after[0] + 0.5 for before, after in pairwise(marks))
    shoot(page, f"map-{width}-light")
    page.locator(".map [data-place='2']").press("Enter")
    page.wait_for_selector(".map [data-place='2'][aria-current]")
    assert page.evaluate("document.activeElement.dataset.place") == "2"
    assert page.evaluate(IN_VIEW, "#source .has-passage")
    assert "open" in page.locator("#hit-2").get_attribute("class")
    page.locator("[data-mode=picture]").click()
    pictured(page, 9)
    page.locator(".map [data-place='3']").press("Enter")
    pictured(page, 14)
    assert page.evaluate("document.activeElement.dataset.place") == "3"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.card').id") == "hit-3"


@slow
def test_the_mode_is_kept_from_hit_to_hit_and_in_another_language(visit: Any, printed: str, shoot: Any) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    page.locator("#hit-2 [data-show]").click()
    pictured(page, 9)
    page.locator("[data-lang]").click()
    page.wait_for_selector("html[lang=en]")
    pictured(page, 9)
    assert "Page 9" in page.locator("#source .picture > img").get_attribute("alt")
    shoot(page, "picture-en-1280-light")
    page.locator("#hit-5 [data-show]").click()  # a report without pages
    page.wait_for_selector("#source .report-text")
    assert page.locator("[data-mode]").count() == 0
    page.locator("#hit-1 [data-show]").click()
    page.wait_for_selector("#source [data-mode=text][aria-pressed=true]")


@slow
def test_from_text_to_page_and_back_one_stays_where_one_reads(visit: Any, printed: str) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    page.evaluate("document.getElementById('p5').scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(100)
    page.locator("[data-mode=picture]").click()
    pictured(page, 5)
    page.locator("[data-control=next]").click()
    pictured(page, 6)
    page.locator(".switch [data-mode=text]").click()
    page.wait_for_selector("#source .report-text")
    page.wait_for_function("document.activeElement.id === 'p6' || document.activeElement.dataset.mode === 'text'")
    box, room = page.locator("#p6").bounding_box(), page.locator("#source .source-scroll").bounding_box()
    assert room["y"] <= box["y"] < room["y"] + 100


@slow
def test_the_outline_and_the_panel_lead_to_pages_while_pages_are_shown(visit: Any, printed: str) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    page.locator("[data-outline]").click()
    assert page.locator("#source-outline a[aria-current]").get_attribute("data-section") == "30"
    page.locator("#source-outline a[data-section='41']").click()
    pictured(page, 15)
    assert "picture-scroll" in page.evaluate(FOCUSED)
    page.locator("#source .about-toggle").click()
    page.locator("#source-about [data-page='2']").first.click()
    pictured(page, 2)
    page.locator("[data-back]").click()
    pictured(page, 13)
    assert page.evaluate(IN_VIEW, ".picture-mark")


@slow
def test_the_line_on_the_map_follows_the_reader(visit: Any, printed: str) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    at = "parseFloat(document.querySelector('.map-here').style.left)"
    shown = page.evaluate(at)
    assert 80 < shown < 95
    page.evaluate("document.querySelector('#source .source-scroll').scrollTop = 0")
    page.wait_for_function(f"{at} < 10")
    page.evaluate("document.querySelector('#source .source-scroll').scrollTop = 1e6")
    page.wait_for_function(f"{at} > 95")
    page.locator("[data-mode=picture]").click()
    pictured(page, 15)
    assert page.evaluate(at) == pytest.approx(100 * 5505 / 5672, abs=0.1)


@slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_a_page_that_cannot_be_shown_says_so_and_offers_the_text(
    visit: Any, printed: str, shoot: Any, width: int, dark: bool
) -> None:
    page = opened(visit(f"{printed}?q=票證", width=width, dark=dark), width)
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    page.locator("[data-control=choose]").select_option("3")
    page.wait_for_selector("[data-wrong=failed]:not([hidden])")
    assert page.locator("[data-wrong]:visible").count() == 1
    page.wait_for_function("document.getElementById('live').textContent.includes('無法產生')")
    shoot(page, f"picture-failed-{width}-{'dark' if dark else 'light'}")
    page.locator("[data-wrong=failed] [data-mode=text]").click()
    page.wait_for_selector("#source .report-text #p3")


@slow
def test_a_report_that_was_replaced_says_so_and_opens_anew(visit: Any, tmp_path: Path, shoot: Any) -> None:
    library = Troubled()
    with page_over(library, tmp_path) as url:
        page = opened(visit(f"{url}?q=票證"))
        page.locator("[data-mode=picture]").click()
        pictured(page, 13)
        library.replace()
        page.evaluate("document.querySelector('#source .picture > img').src += '?again'")
        page.wait_for_selector("[data-wrong=gone]:not([hidden])")
        shoot(page, "picture-gone-1280-light")
        page.locator("[data-renew]").click()
        page.wait_for_selector("#source .picture > img[src='/picture/forum/ffffffffffff/13.webp']")
        page.wait_for_selector(READY)


@slow
def test_a_lost_connection_is_told_and_mended(visit: Any, printed: str, shoot: Any) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    page.route("**/picture/**", lambda route: route.abort())
    page.locator("[data-mode=picture]").click()
    page.wait_for_selector("[data-wrong=offline]:not([hidden])")
    shoot(page, "picture-offline-1280-light")
    page.unroute("**/picture/**")
    page.locator("[data-again]").click()
    pictured(page, 13)
    assert page.evaluate("document.activeElement !== document.body")


@slow
def test_the_next_pages_are_fetched_ahead_and_none_twice(visit: Any, printed: str) -> None:
    page = opened(visit(f"{printed}?q=票證"))
    asked: list[str] = []
    page.on("request", lambda request: "/picture/" in request.url and asked.append(request.url.rsplit("/", 1)[1]))
    page.locator("[data-mode=picture]").click()
    pictured(page, 13)
    page.wait_for_timeout(500)
    assert sorted(asked) == ["12.webp", "13.webp", "14.webp"]
    page.locator("[data-control=next]").click()
    pictured(page, 14)
    page.wait_for_timeout(500)
    assert page.evaluate(FETCHED, "/14.webp") == 1
