"""Reports added in a real Chromium: dropped, followed, told of, asked after."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary
from tests.web.test_hostile_report_in_browser import ATTACKS, EVIL

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "赴荷蘭考察垃圾費隨袋徵收制度報告"
OTHER = "參加第 28 屆聯合國氣候變化綱要公約締約方大會報告"
DROP = """([zone, files]) => {
    const carried = new DataTransfer();
    for (const [name, text] of files) carried.items.add(new File([text], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true}));
    }
}"""


@pytest.fixture
def shelf() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def place(shelf: FakeLibrary, tmp_path: Path) -> Iterator[str]:
    with page_over(shelf, tmp_path) as url:
        yield url
        shelf.wait.set()


def text_file(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": words.encode("utf-8")}


def choose(page: Any, *files: dict[str, Any]) -> None:
    if not page.locator("#add-files").is_visible():
        page.locator("#head [data-add]").click()
    page.locator("#add-files").set_input_files(list(files))


def stage(page: Any, name: str) -> None:
    page.wait_for_selector(f'#adding [data-adding="{name}"]')


def told(page: Any) -> list[str]:
    return [" ".join(row.split()) for row in page.locator("#adding .added li").all_inner_texts()]


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (1280, False),
        (390, True),
        *(pytest.param(*more, marks=pytest.mark.slow) for more in ((1280, True), (390, False))),
    ],
)
def test_files_are_chosen_followed_and_told_of_and_the_filter_knows_them_at_once(
    visit: Any, place: str, shelf: FakeLibrary, shoot: Any, width: int, dark: bool
) -> None:
    page = visit(place, width=width, dark=dark)
    look = f"{width}-{'dark' if dark else 'light'}"
    page.locator("#head [data-add]").click()
    assert page.evaluate("document.activeElement.id") == "add-title"
    shoot(page, f"add-empty-{look}")
    damaged = text_file("會議紀錄.txt", "FAIL holds nothing but blanks: check that the right file was saved.")
    slow = text_file("COP28.md", f"{OTHER}\nSLOW")
    shelf.wait.clear()
    choose(page, text_file("荷蘭.txt", TITLE), damaged, slow, text_file("同一份.txt", f"{TITLE}\nSAME"))
    page.wait_for_selector("#adding li[data-outcome=now]")
    assert "第 1 份，共 4 份" in page.locator("#adding").inner_text()
    shelf.wait.set()
    page.wait_for_selector("#adding li[data-outcome=now]:has-text('建立索引')")
    page.wait_for_selector("#adding .add-line:has-text('每分鐘'):has-text('約')")
    assert "第 3 份，共 4 份" in page.locator("#adding").inner_text()
    shoot(page, f"add-working-{look}")
    stage(page, "done")
    assert "加入 2 份，未變更 1 份，失敗 1 份" in page.locator("#adding").inner_text()
    rows = told(page)
    assert rows[0].startswith("失敗 會議紀錄.txt") and "nothing but blanks" in rows[0]
    assert any(row.startswith(f"已加入 {OTHER}") for row in rows)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"add-done-{look}")
    assert "3 份報告" in page.locator("#head").inner_text()
    page.locator("#adding a", has_text=OTHER).click()
    page.wait_for_function("t => document.querySelector('#report input').value === t", arg=OTHER)
    assert not page.locator("#add").is_visible()
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    shoot(page, f"add-found-{look}")


@pytest.mark.slow
def test_dropped_files_and_archives_come_in_and_every_file_of_an_archive_counts(
    visit: Any, place: str, shelf: FakeLibrary, tmp_path: Path
) -> None:
    page = visit(place)
    page.locator("#head [data-add]").click()
    page.evaluate(DROP, [page.locator("#add .drop").element_handle(), [["a.txt", TITLE], ["b.txt", OTHER]]])
    stage(page, "done")
    assert "加入 2 份" in page.locator("#adding").inner_text()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("年度/一.txt", f"{TITLE}\n第二版")
        archive.writestr("年度/二.txt", "新的報告")
        archive.writestr("年度/圖.png", b"png")
    choose(page, {"name": "年度.zip", "mimeType": "application/zip", "buffer": packed.getvalue()})
    page.wait_for_selector("#adding :text('更新 1 份')")
    assert "加入 1 份，更新 1 份" in page.locator("#adding").inner_text()
    assert all(source.startswith("upload:") for source in shelf.sources)
    assert [source.rpartition("/")[2] for source in shelf.sources] == ["a.txt", "b.txt", "一.txt", "二.txt"]
    assert not [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]


@pytest.mark.slow
def test_the_same_files_sent_again_are_told_of_again(visit: Any, place: str, shelf: FakeLibrary) -> None:
    page = visit(place)
    for times in (1, 2, 3):
        choose(page, text_file("a.txt", f"{TITLE}\nSAME"))
        page.wait_for_selector(f'#adding [data-adding=done][data-batch="{times}"]')
        page.wait_for_function("document.documentElement.dataset.adding === 'done'")
        assert page.locator("#add-files").is_visible()
    assert len(shelf.sources) == 3


def test_a_file_that_misses_the_panel_does_not_take_the_page_away(visit: Any, place: str, shelf: FakeLibrary) -> None:
    page = visit(place)
    page.evaluate(DROP, [page.locator("#results").element_handle(), [["a.txt", TITLE]]])
    page.wait_for_timeout(500)
    assert page.locator("h1").count() == 1
    assert shelf.sources == []


def test_questions_are_answered_and_the_language_changes_while_reports_are_being_added(
    visit: Any, place: str, shelf: FakeLibrary
) -> None:
    page = visit(place)
    shelf.wait.clear()
    choose(page, text_file("a.txt", TITLE))
    stage(page, "working")
    page.locator("#question input, #question textarea").fill("分析師對跨國雲端有什麼建議？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results .answer .card")
    page.locator("#head [data-lang]").click()
    page.wait_for_selector("#adding :text('Report 1 of 1')")
    page.wait_for_selector("#add h2:text('Add reports')")
    shelf.wait.set()
    page.wait_for_selector("#adding :text('1 added')")
    assert page.locator("#results .answer .card").count(), "the answer is left alone"


@pytest.mark.slow
def test_the_second_visitor_waits_and_is_told(visit: Any, place: str, shelf: FakeLibrary, shoot: Any) -> None:
    one, two = visit(place), visit(place, locale="en-GB")
    shelf.wait.clear()
    choose(one, text_file("a.txt", TITLE))
    stage(one, "working")
    choose(two, text_file("b.txt", OTHER))
    two.wait_for_selector("#adding :text('1 other batch')")
    shoot(two, "add-waiting-1280-light")
    shelf.wait.set()
    stage(one, "done")
    two.wait_for_selector("#adding :text('1 added')")
    assert TITLE not in two.locator("#adding").inner_text()


@pytest.mark.slow
def test_a_browser_that_goes_away_stops_nothing_and_one_that_is_reloaded_follows_on(
    visit: Any, place: str, shelf: FakeLibrary
) -> None:
    page, gone = visit(place), visit(place)
    shelf.wait.clear()
    choose(gone, text_file("a.txt", TITLE))
    stage(gone, "working")
    gone.close()
    choose(page, text_file("b.txt", OTHER))
    stage(page, "waiting")
    page.reload()
    stage(page, "waiting")
    shelf.wait.set()
    page.wait_for_selector("#adding :text('加入 1 份')")
    assert {report.title for report in shelf.reports()} >= {TITLE, OTHER}


@pytest.mark.slow
def test_too_many_and_too_much_are_told_before_anything_is_sent(
    visit: Any, place: str, shelf: FakeLibrary, shoot: Any
) -> None:
    page = visit(place)
    choose(page, *(text_file(f"{n}.txt", "x") for n in range(51)))
    page.wait_for_selector("#add .add-note:text('這次有 51 份')")
    page.evaluate("document.querySelector('#add section').dataset.biggest = 10")
    choose(page, text_file("大.txt", "x" * 11), text_file("小.txt", "小"))
    page.wait_for_selector("#add .add-note:text('大.txt 超過')")
    page.wait_for_selector("#adding :text('加入 1 份')")
    shoot(page, "add-note-1280-light")
    assert len(shelf.sources) == 1


def test_the_keyboard_alone_opens_reaches_and_closes_the_panel(visit: Any, place: str) -> None:
    page = visit(place)
    page.locator("#head [data-add]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#head [data-add]").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "add-files"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#head [data-add]')")
    assert not page.locator("#add").is_visible()


@pytest.mark.slow
def test_progress_and_end_are_told_to_those_who_hear_the_page(visit: Any, place: str, shelf: FakeLibrary) -> None:
    page = visit(place)
    shelf.wait.clear()
    choose(page, text_file("a.txt", TITLE))
    page.wait_for_function("document.getElementById('live').textContent === '第 1 份，共 1 份'")
    page.locator("#add [data-add]").click()
    shelf.wait.set()
    page.wait_for_function("document.getElementById('live').textContent.includes('加入 1 份')")
    assert "加入 1 份" in page.locator("#toast").inner_text(), "the panel is closed, so it is said elsewhere"


@pytest.mark.parametrize("attack", [EVIL[:100], *(pytest.param(one, marks=pytest.mark.slow) for one in ATTACKS)])
def test_nothing_of_a_hostile_name_title_or_error_runs(visit: Any, place: str, attack: str) -> None:
    page = visit(place)
    name = f"{attack}.txt"
    choose(page, text_file(name, attack), text_file(f"x{name}", f"FAIL {attack}"))
    stage(page, "done")
    shown = page.locator("#adding").evaluate("node => node.textContent")
    assert attack in shown, "a title and an error are shown to the letter"
    assert "\u202e" not in page.locator("#adding .added-name").first.inner_text()
    page.locator("#adding a").first.click()
    page.wait_for_function("t => document.querySelector('#report input').value === t", arg=attack)
    page.locator("#head [data-add]").click()
    page.locator("#head [data-lang]").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#adding :is(img, svg, script)").count() == 0


def test_an_empty_library_is_filled_on_the_page(visit: Any, tmp_path: Path, shoot: Any) -> None:
    with page_over(FakeLibrary({}), tmp_path) as url:
        page = visit(url)
        page.locator("#results [data-add]").click()
        shoot(page, "add-empty-library-1280-light")
        choose(page, text_file("a.txt", TITLE))
        page.wait_for_selector("#results .welcome")
        assert page.locator("#question").is_visible()
        page.close()
