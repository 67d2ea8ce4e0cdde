"""Replacing and removing as a visitor does it, without any script; and what others see whose page is open meanwhile."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.store import EmbeddingModel, Store
from tests.assistant.test_intake import BODY, put, text_of
from tests.fakes import HashEmbedder
from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary
from tests.web.test_change import NEWER
from tests.web.test_hostile_report_in_browser import ATTACKS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIXED = text_of(body=BODY.replace("兩處設施", "三座焚化廠"))
DAYS = "\n\n".join(f"第{n}日參訪第{n}號設施，由承辦官員說明收費標準與執法方式，並答覆提問。" for n in range(1, 60))
LONG = text_of("瑞典", "碳稅", DAYS)
LONGER = text_of("瑞典", "碳稅", f"行前先討論分工與議題，並請駐外單位協助安排行程，以下為新增的內容。\n\n{DAYS}")
QUESTION = "第7號設施的收費標準"


@dataclass(frozen=True)
class Place:
    """A page over a real library; the reports were read from ``folder``."""

    url: str
    library: Library
    folder: Path

    def add(self, name: str, text: str) -> str:
        (done,) = self.library.ingest([put(self.folder, name, text)])
        assert done.report_id
        return done.report_id

    def file(self, name: str, text: str) -> str:
        """A file that a visitor has at hand."""
        (self.folder / "visitor").mkdir(exist_ok=True)
        return str(put(self.folder / "visitor", name, text))


@pytest.fixture(scope="module")
def whole_place(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("changes")
    settings, embedder = Settings(folder / "library", models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    library = Library(settings.library, store, lambda: engine_with(settings, store, embedder))
    (folder / "報告").mkdir()
    with page_over(library, folder / "work") as url:
        yield Place(url, library, folder / "報告")


@pytest.fixture
def place(whole_place: Place) -> Iterator[Place]:
    """The same, with nothing in it."""
    yield whole_place
    whole_place.library.remove([report.id for report in whole_place.library.reports()])


Read = Callable[..., Any]


@pytest.fixture
def read(chromium: Any) -> Iterator[Read]:
    """``read(url, width=…, dark=…)`` opens a plain page, with scripts switched off."""
    contexts: list[Any] = []
    outside: list[str] = []

    def open_page(url: str, width: int = 1280, locale: str = "zh-TW", dark: bool = False) -> Any:
        size = {"width": width, "height": 844 if width < 600 else 800}
        scheme = "dark" if dark else "light"
        context = chromium.new_context(viewport=size, locale=locale, color_scheme=scheme, java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        home = url.split("reports")[0]
        page.on("request", lambda r: None if r.url.startswith((home, "data:")) else outside.append(r.url))
        page.set_default_timeout(20_000)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not outside


def offer(page: Any, file: str) -> None:
    page.locator("#file").set_input_files(file)
    page.locator("button.primary").click()
    page.wait_for_selector("table.sides")


def test_a_report_is_replaced_and_removed_on_a_phone_without_any_script(
    address: str, library: FakeLibrary, read: Read, tmp_path: Path
) -> None:
    library.by_id["phone"] = library.by_id["gartner-2022"]
    page = read(f"{address}reports/phone/replace", width=390, dark=True)
    offer(page, str(put(tmp_path, "定稿.txt", "赴荷蘭考察報告")))
    page.locator("button.primary").click()
    page.wait_for_selector("text=已更新為第 1 版")
    page.goto(f"{address}reports/phone/remove")
    page.locator("label.tick").click()
    page.locator("button.danger").click()
    page.wait_for_selector("text=已移除下列報告")
    assert "phone" not in library.by_id


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("locale", ["zh-TW", "en-GB"])
def test_every_page_fits_and_can_be_looked_at(
    place: Place, read: Read, shoot: Any, width: int, dark: bool, locale: str
) -> None:
    title = "赴挪威及丹麥考察電動車補助與充電基礎設施布建之政策工具、執行經驗及跨部會協調機制" * 2
    report = place.add("荷蘭.txt", text_of())
    danish = place.add("丹麥.txt", text_of("丹麥", title))
    look = f"{width}-{'dark' if dark else 'light'}-{locale}"
    page = read(f"{place.url}reports/{report}/replace", width=width, dark=dark, locale=locale)

    def seen(name: str) -> None:
        shoot(page, f"change-{name}-{look}")
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    seen("choose")
    offer(page, place.file("新.txt", text_of("丹麥", title + "（修訂）")))
    seen("compare")
    page.locator("button.primary").click()
    page.wait_for_selector(".outcome .lead")
    seen("replaced")
    page.goto(f"{place.url}reports/{danish}/remove")
    seen("remove")
    page.goto(f"{place.url}reports/nope/remove")
    seen("unknown")


@pytest.mark.slow
def test_the_keyboard_alone_removes_a_report(place: Place, read: Read) -> None:
    report = place.add("荷蘭.txt", text_of())
    page = read(f"{place.url}reports/{report}/remove")
    page.locator("main").focus()
    page.keyboard.press("Tab")  # the sign of the main part
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the button that removes
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已移除下列報告")


@pytest.mark.slow
def test_a_missing_tick_is_asked_for_where_it_belongs_and_back_and_reload_do_nothing_twice(
    place: Place, read: Read
) -> None:
    report = place.add("荷蘭.txt", text_of())
    page = read(f"{place.url}reports/{report}/remove")
    page.locator("button.danger").click()
    page.wait_for_selector("#why:has-text('請先勾選')")
    assert page.evaluate("document.activeElement.id") == "sure"
    page.goto(f"{place.url}reports/{report}/replace")
    offer(page, place.file("定稿.txt", FIXED))
    page.locator("button.primary").click()
    page.wait_for_selector("text=已更新為第 2 版")
    page.reload()
    page.wait_for_selector("text=已更新為第 2 版")
    page.go_back()
    page.wait_for_selector("text=更新報告")
    assert place.library.summary(report).version == 2


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_hostile_name_or_title_becomes_more_than_words(place: Place, read: Read, attack: str) -> None:
    report = place.add("荷蘭.txt", text_of())
    page = read(f"{place.url}reports/{report}/replace")
    evil = NEWER.replace("赴挪威考察電動車補助報告", attack)
    page.locator("#file").set_input_files(
        {"name": f"{attack.replace('/', '')}\u202e.txt", "mimeType": "text/plain", "buffer": evil.encode("utf-8")}
    )
    page.locator("button.primary").click()
    page.wait_for_selector("table.sides")
    assert page.locator("main :is(img, svg, script, iframe)").count() == 0
    assert "\u202e" not in page.locator("table.sides tr", has_text="檔案").first.inner_text()
    page.locator("button.primary").click()
    page.wait_for_selector("text=已更新為第 2 版")
    assert page.locator("main :is(img, svg, script, iframe)").count() == 0


# ---------- while others look ----------


@pytest.mark.slow
def test_while_a_report_is_replaced_its_page_grows_and_every_other_page_answers(
    place: Place, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = place.add("荷蘭.txt", text_of())
    held, ingest = threading.Event(), place.library.ingest

    def slow(files: Any, **more: Any) -> Any:
        held.wait(30)
        return ingest(files, **more)

    monkeypatch.setattr(place.library, "ingest", slow)
    page = read(f"{place.url}reports/{report}/replace")
    offer(page, place.file("定稿.txt", FIXED))
    page.locator("button.primary").click(no_wait_after=True)
    page.wait_for_selector(".step:has-text('讀取中')")
    for path in ("reports", f"reports/{report}", f"reports/{report}/text", f"reports/{report}/remove", ""):
        assert httpx.get(place.url + path, timeout=3).status_code == 200, path
    assert place.library.summary(report).version == 1
    held.set()
    page.wait_for_selector("text=已更新為第 2 版")
    assert not page.locator(".step").first.is_visible()


def shown(page: Any) -> str:
    """What is marked in the source."""
    return "".join(page.locator("#source .report-text :is(.passage, mark)").all_inner_texts())


def asked(visit: Any, place: Place, report: str) -> Any:
    page = visit(f"{place.url}?q={QUESTION}&report={report}")
    page.wait_for_selector("#results .card >> nth=1")
    page.wait_for_selector("#source .report-text")
    return page


@pytest.mark.slow
def test_an_open_page_asks_a_report_that_was_replaced_and_gets_what_it_says_now(place: Place, visit: Any) -> None:
    report = place.add("瑞典.txt", LONG)
    page = asked(visit, place, report)
    place.library.ingest([Path(place.file("新.txt", LONGER.replace("第7號設施", "第7號焚化廠")))], replaces=report)
    page.locator("#question textarea, #question input").first.press("Enter")
    page.wait_for_selector("#results .card:has-text('第7號焚化廠')")
    page.wait_for_selector("#source .report-text:has-text('行前先討論分工')")


@pytest.mark.slow
def test_a_card_of_a_report_that_was_replaced_opens_the_passage_where_it_is_now(place: Place, visit: Any) -> None:
    report = place.add("瑞典.txt", LONG)
    page = asked(visit, place, report)
    place.library.ingest([Path(place.file("新.txt", LONGER))], replaces=report)
    page.locator("#results .card").nth(1).locator("[data-show]").click()
    page.wait_for_selector("#source .report-text:has-text('行前先討論分工')", state="attached")
    place_of = page.locator("#results .card").nth(1).get_attribute("data-start")
    text, start = place.library.version_text(report, 1), int(place_of or 0)
    assert shown(page).startswith(text[start : start + 10].split("\n")[0])


@pytest.mark.slow
def test_a_card_of_a_report_that_was_removed_says_so_and_the_page_goes_on(place: Place, visit: Any) -> None:
    report, other = place.add("瑞典.txt", LONG), place.add("荷蘭.txt", text_of())
    page = asked(visit, place, report)
    place.library.remove([report])
    page.locator("#results .card").nth(1).locator("[data-show]").click()
    page.wait_for_selector("#source:has-text('找不到這份報告')")
    page.locator("#question textarea, #question input").first.press("Enter")
    page.wait_for_selector("#results .card:has-text('赴荷蘭')")
    assert other in str(page.locator("#results .card").first.get_attribute("data-report"))


# ---------- while the server is restarted ----------


def port_of(url: str) -> int:
    return httpx.URL(url).port or 0


def turn_to_english(page: Any) -> None:
    page.locator("#head [data-lang]").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_selector("#results .card >> nth=1")


def open_third(page: Any) -> None:
    start = page.locator("#hit-3").get_attribute("data-start")
    page.locator("#hit-3 [data-show]").click()
    page.wait_for_selector(f'#source .source[data-start="{start}"]')


def ask_another(page: Any) -> None:
    box = page.locator("#question input, #question textarea")
    box.fill("分析師有什麼心得？")
    box.press("Enter")
    page.wait_for_selector('#results [data-question="分析師有什麼心得？"] .card')


def ask_for_the_section(page: Any) -> None:
    before = page.locator("#hit-2 .card-text").inner_text()
    page.locator("#hit-2 [data-whole]").click()
    page.wait_for_function("t => document.querySelector('#hit-2 .card-text').innerText.length > t.length", arg=before)


@pytest.mark.slow
@pytest.mark.parametrize("act", [turn_to_english, open_third, ask_another, ask_for_the_section])
def test_an_open_page_goes_on_after_the_server_was_restarted(visit: Any, tmp_path: Path, act: Any) -> None:
    shelf = FakeLibrary()
    with page_over(shelf, tmp_path) as url:
        page = visit(f"{url}?q=分析師對跨國雲端有什麼建議？")
        page.wait_for_selector("#results .card >> nth=2")
        page.wait_for_selector("#source .passage")
    with page_over(shelf, tmp_path, port=port_of(url)):
        act(page)
        page.close()


@pytest.mark.slow
def test_who_asks_while_the_server_is_down_is_told_and_answered_when_it_is_back(visit: Any, tmp_path: Path) -> None:
    shelf, question = FakeLibrary(), "分析師有什麼心得？"
    with page_over(shelf, tmp_path) as url:
        page = visit(url)
    page.locator("#question input, #question textarea").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#away:has-text('正在重新連線')")
    assert not page.locator(".toast-body").is_visible(), "Gradio says it in English"
    with page_over(shelf, tmp_path, port=port_of(url)):
        page.wait_for_selector(f'#results [data-question="{question}"] .card')
        assert page.evaluate("sessionStorage.length") == 0
        page.close()
