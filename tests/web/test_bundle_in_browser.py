"""Ticks and the bundle in a browser: with scripts, where cards are drawn anew, and without."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assistant.anchor import anchor_of
from tests.web.fakes import FakeLibrary

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLOUD = "分析師對跨國雲端有什麼建議？"
BUTTON = "form.bundle button"


def fetched(page: Any, folder: Path) -> list[dict[str, Any]]:
    """The passages of the bundle that the button gives."""
    with page.expect_download() as coming:
        page.locator(BUTTON).click()
    coming.value.save_as(folder / "got.zip")
    assert coming.value.suggested_filename == "依據包.zip"
    with zipfile.ZipFile(folder / "got.zip") as archive:
        passages: list[dict[str, Any]] = json.loads(archive.read("facts.json"))["passages"]
    return passages


def ticked(page: Any) -> list[bool]:
    return [tick.is_checked() for tick in page.locator("#results .pick input").all()]


@pytest.mark.parametrize("width", [1280, 390])
def test_ticks_outlive_what_is_drawn_anew_and_the_button_fetches_them(
    visit: Any, address: str, library: FakeLibrary, width: int, tmp_path: Path
) -> None:
    page = visit(f"{address}?q={CLOUD}", width)
    page.wait_for_selector("#results .answer .card")
    hits = library.ask(CLOUD).hits
    assert len(fetched(page, tmp_path)) == len(hits), "nothing is ticked: all of them"
    page.locator("#hit-2 .pick").click()
    page.locator("#hit-4 .pick").click()
    page.locator("#hit-2 [data-whole]").click()
    page.wait_for_selector("#hit-2 .passage")
    assert ticked(page) == [False, True, False, True, False]
    section = library.section_around(hits[1].report_id, hits[1].char_start, hits[1].char_end)
    assert section is not None
    expected = [str(anchor_of(section.cited)), str(anchor_of(hits[3].cited))]
    assert [passage["anchor"] for passage in fetched(page, tmp_path)] == expected
    page.locator("[data-lang=en]").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_function("document.querySelectorAll('.pick input:checked').length === 2")
    page.locator("#hit-4 .pick").click()
    assert [passage["anchor"] for passage in fetched(page, tmp_path)] == expected[:1]
    assert page.locator("#results .card").count() == len(hits), "one is still at the answer"


def test_without_javascript_it_is_the_same_form(
    chromium: Any, address: str, library: FakeLibrary, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-TW", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}lite?q={CLOUD}")
    page.get_by_label("選入依據包 第 3 段").check()
    (passage,) = fetched(page, tmp_path)
    assert passage["anchor"] == str(anchor_of(library.ask(CLOUD).hits[2].cited))
    page.locator("#hit-1 .citing summary").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="下載 RIS （第 1 段）").click()
    assert coming.value.suggested_filename.endswith(".ris")
    context.close()
