"""The page in a real Chromium: what a person asks, reads, opens and copies."""

from typing import Any

import pytest

from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary

pytestmark = pytest.mark.browser

CLOUD = "分析師對跨國雲端有什麼建議？"
PASSAGE_SHOWN = """() => {
    const marks = [...document.querySelectorAll('#source .report-text .passage, #source .report-text mark')];
    const range = document.createRange();
    range.setStartBefore(marks[0]);
    range.setEndAfter(marks.at(-1));
    const room = document.querySelector('#source .source-scroll').getBoundingClientRect();
    const first = marks[0].getBoundingClientRect();
    const bottom = Math.min(room.bottom, innerHeight);
    return {text: range.toString(), inView: first.top >= room.top && first.bottom <= bottom};
}"""


def ask(page: Any, question: str) -> None:
    box = page.locator("#question input, #question textarea")
    box.fill(question)
    box.press("Enter")
    page.wait_for_function(
        "q => document.querySelector('#results [data-question]')?.dataset.question === q", arg=question
    )


def test_a_chinese_question_is_answered_with_its_source_open_at_the_passage(
    visit: Any, address: str, library: FakeLibrary, shoot: Any
) -> None:
    page = visit(address)
    shoot(page, "welcome-1280-light")
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    ask(page, CLOUD)
    hit = library.ask(CLOUD).hits[0]
    card = page.locator("#results .card").first
    assert card.locator(".card-text").evaluate("node => node.textContent") == hit.text
    assert card.locator("mark").evaluate("node => node.textContent") in hit.text
    assert "數位發展部" in card.inner_text()
    page.wait_for_selector("#source .passage")
    page.wait_for_timeout(300)
    assert page.evaluate(PASSAGE_SHOWN) == {"text": hit.text, "inView": True}
    assert page.locator("#source-outline a[aria-current]").inner_text().startswith("(五)")
    assert page.locator("#results .card.open").count() == 1
    assert "q=" in page.url
    shoot(page, "answer-1280-light")


def test_any_hit_opens_in_the_report_and_the_focus_comes_back(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(f"{address}?q={CLOUD}")
    page.wait_for_selector("#source .passage")
    hit = library.ask(CLOUD).hits[2]
    page.locator("#hit-3 [data-show]").click()
    page.wait_for_selector(f'#source .source[data-start="{hit.char_start}"]')
    page.wait_for_timeout(300)
    assert page.evaluate(PASSAGE_SHOWN) == {"text": hit.text, "inView": True}
    assert page.evaluate("document.activeElement.className").startswith("source")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.card').id") == "hit-3"


@pytest.mark.slow
def test_the_source_stays_in_the_window_while_the_results_scroll(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}")
    page.wait_for_selector("#source .passage")
    page.evaluate("window.scrollTo(0, 900)")
    page.wait_for_timeout(300)
    box = page.locator("#source .source").bounding_box()
    assert 0 <= box["y"] < 40
    assert 700 < box["height"] <= 800


def test_the_whole_report_reads_back_character_for_character(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(f"{address}?q={CLOUD}")
    page.wait_for_selector("#source .passage")
    text = page.locator("#source .report-text").evaluate("node => node.textContent")
    assert text == library.by_id["gartner-2022"].text


def test_the_outline_leads_to_a_section_and_marks_it(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}")
    page.wait_for_selector("#source .passage")
    page.locator('#source-outline a[data-section="4"]').click()
    page.wait_for_selector('#source-outline a[data-section="4"][aria-current]')
    top = page.evaluate("document.getElementById('s4').getBoundingClientRect().top")
    assert 0 < top < 400
    page.locator("[data-back]").click()
    assert page.evaluate(PASSAGE_SHOWN)["inView"]


def test_the_citation_is_copied_word_for_word(visit: Any, address: str, library: FakeLibrary, shoot: Any) -> None:
    page = visit(f"{address}?q={CLOUD}")
    hit = library.ask(CLOUD).hits[0]
    page.locator("#hit-1 .cite").click()
    page.wait_for_selector("#toast:not([hidden])")
    assert page.evaluate("navigator.clipboard.readText()") == f"「{hit.text}」\n{hit.citation}"
    page.wait_for_function("document.getElementById('live').textContent === '已複製引註'")
    shoot(page, "copied-1280-light")


def test_an_english_visitor_is_met_in_english_and_the_switch_is_remembered(
    visit: Any, address: str, shoot: Any
) -> None:
    page = visit(address, locale="en-GB", dark=True)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Trip Report Evidence"
    shoot(page, "welcome-en-1280-dark")
    ask(page, "What did the analyst say about cross-border cloud?")
    page.wait_for_selector("#source .passage")
    assert "5 passages found" in page.locator("#results").inner_text()
    assert "19 January 2023" in page.locator(".card").first.inner_text()
    shoot(page, "answer-en-1280-dark")
    page.locator("[data-lang]").click()
    page.wait_for_selector("html[lang=zh-Hant]")
    assert "找到 5 段依據" in page.locator("#results").inner_text()
    assert page.locator("#ask-button").inner_text() == "查詢"
    page.wait_for_selector("#source .passage")
    page.reload()
    page.wait_for_selector("html.ready[lang=zh-Hant]")


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["zh-HK", "zh-Hant-TW", "zh-CN"])
def test_every_kind_of_chinese_gets_chinese(visit: Any, address: str, locale: str) -> None:
    assert visit(address, locale=locale).locator("h1").inner_text() == "出國報告依據檢索"


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_example_question_is_asked_with_one_click(visit: Any, address: str, number: int) -> None:
    page = visit(address)
    example = page.locator(".example").nth(number)
    question = example.text_content()
    example.click()
    page.wait_for_selector("#results .answer .card")
    assert page.locator("#question input, #question textarea").input_value() == question


def test_what_is_not_in_the_reports_is_not_answered(visit: Any, address: str, shoot: Any) -> None:
    page = visit(address)
    ask(page, "2031 年的預算是多少？")
    words = page.locator("#results").inner_text()
    assert "查無依據" in words
    assert "1 份報告" in words
    assert "以下不是答案" in page.locator(".nearest").inner_text()
    assert page.locator("#source .passage").count() == 0
    shoot(page, "none-1280-light")


def test_an_empty_question_an_error_and_a_crash_are_told_in_words(visit: Any, address: str, shoot: Any) -> None:
    page = visit(address)
    page.locator("#ask-button").click()
    page.wait_for_selector("#results .empty-question")
    shoot(page, "empty-question-1280-light")
    box = page.locator("#question input, #question textarea")
    for question, words in (("busy", "一分鐘後再試"), ("crash", "未預期的錯誤")):
        box.fill(question)
        box.press("Enter")
        page.wait_for_selector(f"#results .error:has-text('{words}')")
        assert "secret detail" not in page.content()
    shoot(page, "error-1280-light")


def test_the_report_filter_is_sent_with_the_question(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(address)
    page.locator("#report input").click()
    page.locator("#report li, ul.options li").filter(has_text="Gartner").click()
    ask(page, "作者在心得與建議提出哪幾點？")
    page.wait_for_selector("#results .answer")
    assert library.asked[-1] == ("作者在心得與建議提出哪幾點？", "gartner-2022")
    assert "report=gartner-2022" in page.url


def test_the_keyboard_alone_asks_walks_and_opens(visit: Any, address: str) -> None:
    page = visit(address)
    page.keyboard.press("/")
    page.keyboard.type(CLOUD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#source .passage")
    page.locator("#hit-1").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "hit-2"
    page.keyboard.press("Enter")
    page.wait_for_selector('#source .source[data-rank="2"]')
    page.wait_for_function("document.activeElement.classList.contains('source')")


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_the_source_is_a_sheet_that_gives_the_focus_back(
    visit: Any, address: str, library: FakeLibrary, shoot: Any, dark: bool
) -> None:
    page = visit(address, width=390, dark=dark)
    shade = "dark" if dark else "light"
    shoot(page, f"welcome-390-{shade}")
    ask(page, CLOUD)
    page.wait_for_selector("#results .card")
    assert not page.locator("#source").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, f"answer-390-{shade}")
    for rank in (1, 2):
        page.locator(f"#hit-{rank} [data-show]").click()
        page.wait_for_selector(f'html.sheet #source .source[role=dialog][data-rank="{rank}"]')
        page.wait_for_timeout(300)
        hit = library.ask(CLOUD).hits[rank - 1]
        assert page.evaluate(PASSAGE_SHOWN) == {"text": hit.text, "inView": True}
        assert page.evaluate("document.activeElement.closest('#source') !== null")
        assert page.evaluate("document.getElementById('results').inert")
        if rank == 1:
            shoot(page, f"sheet-390-{shade}")
        page.locator("#source [data-close]").click()
        assert page.evaluate("document.activeElement.closest('.card').id") == f"hit-{rank}"
        assert not page.locator("#source").is_visible()


def test_two_visitors_do_not_see_each_other(visit: Any, address: str) -> None:
    one, two = visit(address), visit(address, locale="en-US")
    ask(one, CLOUD)
    ask(two, "2031 budget?")
    assert one.locator("#results .answer").count() == 1
    assert two.locator("#results .no-answer").count() == 1
    one.locator("[data-lang]").click()
    one.wait_for_selector("html[lang=en]")
    assert CLOUD in one.locator("#results").inner_text()


def test_an_address_with_question_and_report_opens_the_answer(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(f"{address}?q={CLOUD}&report=gartner-2022")
    page.wait_for_selector("#source .passage")
    assert library.asked[-1] == (CLOUD, "gartner-2022")
    assert "Gartner" in page.locator("#report input").input_value()


def test_while_the_library_looks_the_page_says_so(visit: Any, address: str, shoot: Any) -> None:
    page = visit(address)
    box = page.locator("#question input, #question textarea")
    box.fill("慢：跨國雲端")
    box.press("Enter")
    page.wait_for_selector("#results .loading[aria-busy=true]")
    shoot(page, "loading-1280-light")
    page.wait_for_selector("#results .answer")


@pytest.mark.slow
def test_a_passage_that_is_no_answer_can_still_be_read_in_its_report(visit: Any, address: str, shoot: Any) -> None:
    page = visit(f"{address}?q=2031 年")
    page.locator("#hit-2 [data-show]").click()
    page.wait_for_selector('#source .source[data-rank="2"] .passage')
    shoot(page, "none-opened-1280-light")


@pytest.mark.slow
@pytest.mark.parametrize(("locale", "words"), [("zh-TW", "還沒有任何報告"), ("en-US", "No reports yet")])
def test_an_empty_library_names_the_command_that_fills_it(
    visit: Any, tmp_path: Any, shoot: Any, locale: str, words: str
) -> None:
    with page_over(FakeLibrary({}), tmp_path) as url:
        page = visit(url, locale=locale)
        page.wait_for_selector("#results .empty-library")
        assert words in page.locator("#results").inner_text()
        assert "tripreport ingest FOLDER" in page.locator("#results").inner_text()
        shoot(page, f"empty-library-{locale}-1280-light")
        page.close()
