"""What a reader does after the first answer: the whole section, more of a report, by report, citing, the link."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.anchor import anchor_of, permanent_link
from assistant.cite import STYLES, Reference, footnote, linked
from assistant.locales import CHINESE, words_for
from assistant.web.page.scope import GROUPED, IN_ONE_REPORT
from corpus.types import Hit
from tests.web.fakes import FakeLibrary

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLOUD = "分析師對跨國雲端有什麼建議？"
ZH = words_for(CHINESE)
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


def answered(page: Any) -> None:
    page.wait_for_selector('html[data-state="answer"]')
    page.wait_for_selector("#results .card")


@WIDTHS
def test_the_whole_section_takes_the_place_of_the_passage_and_gives_it_back(
    visit: Any, address: str, library: FakeLibrary, width: int, shoot: Any
) -> None:
    page = visit(f"{address}?q={CLOUD}", width)
    answered(page)
    hit = library.ask(CLOUD).hits[1]
    section = library.section_around(hit.report_id, hit.char_start, hit.char_end)
    assert section is not None
    text = page.locator("#hit-2 .card-text")
    page.locator("#hit-2 [data-whole]").click()
    page.wait_for_function("n => document.querySelector('#hit-2 .card-text').textContent.length > n", arg=len(hit.text))
    assert text.evaluate("node => node.textContent") == section.text
    assert text.locator("mark").first.evaluate("node => node.textContent") in hit.text
    page.wait_for_function("document.activeElement.closest('#hit-2') !== null")
    assert page.locator("#source .passage, #source mark").count() > 0, "the report beside it stays open"
    shoot(page, f"section-{width}-light")
    page.locator("#hit-2 .cite").click()
    page.wait_for_selector("#toast:not([hidden])")
    assert page.evaluate("navigator.clipboard.readText()") == f"「{section.text.strip()}」\n{footnote(section.cited)}"
    page.locator("#hit-2 [data-whole]").click()
    page.wait_for_function("t => document.querySelector('#hit-2 .card-text').textContent === t", arg=hit.text)
    page.wait_for_function("document.activeElement.closest('#hit-2') !== null")


def test_more_from_a_report_asks_the_same_of_it_alone(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(f"{address}?q={CLOUD}")
    answered(page)
    page.get_by_role("link", name="這份報告的其他段落 第 1 段").click()
    page.wait_for_function("location.search.includes('report=gartner-2022')")
    answered(page)
    assert library.asked[-1] == (CLOUD, "gartner-2022")
    assert library.wanted[-1] == IN_ONE_REPORT
    assert "出席 2022" in page.locator("#report input").input_value()
    assert page.locator("#results .card-more a").count() == 0, "there is no other report to leave"
    page.wait_for_function("document.activeElement.closest('#results') !== null")


def test_the_hits_are_grouped_by_report_and_the_address_says_so(
    visit: Any, address: str, library: FakeLibrary, shoot: Any
) -> None:
    page = visit(f"{address}?q={CLOUD}")
    answered(page)
    page.get_by_role("link", name="依報告分組").click()
    page.wait_for_selector("#results .group")
    assert library.wanted[-1] == GROUPED
    assert page.locator("#results .group h3").all_inner_texts() == [library.reports()[0].title]
    assert page.evaluate("new URLSearchParams(location.search).get('group')") == "report"
    page.wait_for_function("document.activeElement.textContent === '依相關程度排列'")
    shoot(page, "grouped-1280-light")
    page.reload()
    page.wait_for_selector("#results .group")
    page.locator("#question input, #question textarea").press("Enter")
    page.wait_for_function("!document.querySelector('#results .group') && document.querySelector('#results .card')")
    page.wait_for_function("!location.search.includes('group')")  # the next question is one of its own


def test_filters_of_the_address_narrow_the_question_and_are_taken_off_one_by_one(
    visit: Any, address: str, library: FakeLibrary
) -> None:
    page = visit(f"{address}?q={CLOUD}&year=2023&agency=數位")
    answered(page)
    chips = page.locator("#results .chip")
    assert [chip.split(" ×")[0] for chip in chips.all_inner_texts()] == ["服務機關：數位", "年份：民國 112 年（2023）"]
    assert (library.filters[-1].year, library.filters[-1].agency) == (2023, "數位")
    chips.nth(1).click()
    page.wait_for_function("document.querySelectorAll('#results .chip').length === 1")
    assert (library.filters[-1].year, library.filters[-1].agency) == (None, "數位")
    page.locator("#question input, #question textarea").fill("會議")
    page.locator("#question input, #question textarea").press("Enter")
    page.wait_for_function("document.querySelector('#results [data-question]')?.dataset.question === '會議'")
    assert library.filters[-1].agency == "數位", "the next question is put to the same reports"


@WIDTHS
def test_every_style_is_copied_as_it_stands(visit: Any, address: str, library: FakeLibrary, width: int) -> None:
    page = visit(f"{address}?q={CLOUD}", width)
    answered(page)
    reference = linked(Reference(library.ask(CLOUD).hits[0].cited), address)
    prose = {ZH(style.label): style.of(reference) for style in STYLES.values() if style.is_prose}
    expected = prose | {"永久連結": linked(reference, address, CLOUD).link}
    page.locator("#hit-1 .citing summary").click()
    for style, words in expected.items():
        row = page.locator("#hit-1 .citing dl > div", has=page.get_by_text(style, exact=True))
        row.get_by_role("button").click()
        page.wait_for_function("said => document.getElementById('live').textContent === said", arg=f"已複製：{style}")
        assert page.evaluate("navigator.clipboard.readText()") == words
        assert row.locator(".cite-words").text_content() == words
    for style in (style for style in STYLES.values() if not style.is_prose):
        name = ZH(style.label)
        page.locator("#hit-1 .cite-files").get_by_role("button", name=f"第 1 段的{name}").click()
        page.wait_for_function("said => document.getElementById('live').textContent === said", arg=f"已複製：{name}")
        assert page.evaluate("navigator.clipboard.readText()") == style.of(reference)


@WIDTHS
@pytest.mark.parametrize("question", [CLOUD, ""])
def test_a_permanent_link_opens_its_passage(
    visit: Any, address: str, library: FakeLibrary, width: int, question: str, shoot: Any
) -> None:
    hit = library.ask(CLOUD).hits[2]
    page = visit(f"{address.rstrip('/')}{permanent_link(hit.cited, question)}", width)
    page.wait_for_selector(f'html[data-state="{"answer" if question else "linked"}"]')
    card = page.locator(f'#results .card[data-start="{hit.char_start}"]')
    assert card.locator(".card-text").evaluate("node => node.textContent") == hit.text
    if width > 1000:
        page.wait_for_selector("#source .passage")
        assert shown_passage(page) == hit.text
    shoot(page, f"linked-{width}-{'asked' if question else 'alone'}")


def shown_passage(page: Any) -> str:
    text: str = page.evaluate(
        """() => { const marks = [...document.querySelectorAll('#source .report-text :is(.passage, mark)')];
        const range = document.createRange(); range.setStartBefore(marks[0]); range.setEndAfter(marks.at(-1));
        return range.toString(); }"""
    )
    return text


def test_a_link_whose_text_is_gone_says_what_it_said_and_where(
    visit: Any, address: str, library: FakeLibrary, shoot: Any
) -> None:
    hit: Hit = library.ask(CLOUD).hits[0]
    gone = replace(anchor_of(hit.cited), proof="0" * 10)
    page = visit(f"{address}?report=gartner-2022#{gone}")
    page.wait_for_selector('html[data-state="linked-gone"]')
    said = page.locator("#results").inner_text()
    assert "第 1 版" in said and "早先的版本說過這一句。" in said
    assert page.locator("#results a.button").get_attribute("href") == "/reports/gartner-2022"
    shoot(page, "linked-gone-1280")


def test_a_jump_within_the_page_does_not_load_it_anew(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}")
    answered(page)
    page.evaluate("window.still = true")
    page.evaluate("location.hash = '#results'")
    page.wait_for_timeout(300)
    assert page.evaluate("window.still") is True


def test_back_leads_to_the_question_before(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}")
    answered(page)
    page.get_by_role("link", name="依報告分組").click()
    page.wait_for_selector("#results .group")
    page.go_back()
    page.wait_for_function("!document.querySelector('#results .group') && document.querySelector('#results .card')")


def test_of_two_cards_opened_at_once_the_last_one_is_shown(visit: Any, address: str, library: FakeLibrary) -> None:
    page = visit(f"{address}?q={CLOUD}")
    answered(page)
    page.wait_for_selector("#source .passage")
    third = library.ask(CLOUD).hits[2]
    page.evaluate("for (const n of [2, 4, 3]) document.querySelector(`#hit-${n} [data-show]`).click()")
    page.wait_for_selector(f'#source .source[data-start="{third.char_start}"]')
    page.wait_for_timeout(1000)
    assert shown_passage(page) == third.text
    assert page.evaluate("document.activeElement.className").startswith("source")
