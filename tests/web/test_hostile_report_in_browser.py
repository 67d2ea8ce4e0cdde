"""A report that is an attack from its title to its last line: all of it is shown, none of it runs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from corpus.types import Document, Outline, Report, Section, SectionKind
from tests.web.conftest import page_over
from tests.web.fakes import FakeLibrary, front_matter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ATTACKS = (
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=2">',
    "${window.hacked=3}",
    "{{#if value}}${alert(1)}{{/if}}{{{value}}}",
    "`);window.hacked=4;(`",
    "\"'><svg onload=window.hacked=5>",
    "\u202eكود\u2066txt.exe\u2069",
    "&lt;b&gt; &#36;{window.hacked=6} </p></section></article>",
)
EVIL = " ".join(ATTACKS)


def hostile_report() -> Report:
    heading, passage = f"壹、{EVIL}", f"PASSAGE {EVIL} 完"
    text = f"{EVIL}\n\n{heading}\n\n{passage}\n\n{EVIL}\n"
    start = text.index(heading)
    section = Section(
        0, None, 1, "壹", "D1", EVIL, SectionKind.BODY, start, start + len(heading), len(text), len(text), (heading,)
    )
    front = front_matter(EVIL, EVIL, EVIL, "2023-01-19")
    return Report("evil.txt", "/evil.txt", "0" * 64, Document(text, "utf-8", "text/plain"), Outline((section,)), front)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(FakeLibrary({EVIL: hostile_report()}), tmp_path_factory.mktemp("evil")) as url:
        yield url


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_a_hostile_report_runs_and_all_of_it_is_shown(visit: Any, hostile: str, width: int) -> None:
    page = visit(hostile, width=width)
    box = page.locator("#question input, #question textarea")
    box.fill(EVIL)
    box.press("Enter")
    page.wait_for_selector("#results .card")
    report = hostile_report()
    shown = page.locator("#results .asked").evaluate("node => node.textContent")
    assert shown == EVIL
    assert page.locator(".card cite").evaluate("node => node.textContent") == EVIL
    page.locator("#hit-1 [data-show]").click()
    page.wait_for_selector("#source .passage, #source .report-text mark")
    assert page.locator("#source .report-text").evaluate("node => node.textContent") == report.text
    assert page.locator("#source h2").evaluate("node => node.textContent") == EVIL
    if width < 600:
        page.locator("#source [data-close]").click()
    page.locator("#hit-1 .cite").click()
    page.wait_for_selector("#toast:not([hidden])")
    assert report.text[report.text.index("PASSAGE") :].split("\n")[0] in page.evaluate("navigator.clipboard.readText()")
    page.locator("[data-lang]").click()
    page.wait_for_selector("html[lang=en]")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#results img, #source img, #results svg, #source svg, #results script").count() == 0


def test_a_hostile_address_does_not_run_either(visit: Any, hostile: str) -> None:
    page = visit(hostile + "?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E&report=%24%7Bwindow.hacked%3D2%7D")
    page.wait_for_selector("#results .card")
    assert page.evaluate("window.hacked === undefined")


@pytest.fixture(scope="module")
def plain_hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(FakeLibrary({"evil": hostile_report()}), tmp_path_factory.mktemp("evil")) as url:
        yield url


SAID = quote(EVIL, safe="")
PLAIN = (
    "reports", f"reports?q={SAID}&agency={SAID}&country={SAID}&year={SAID}&category={SAID}&chapter={SAID}&sort={SAID}",
    "reports/evil", f"reports/{quote(ATTACKS[2])}", "reports/evil/text", "reports/evil/text?start=2&end=90#passage",
    f"reports/evil/text?start={SAID}", "reports/evil/remove", "reports/evil/replace", f"lite?q={SAID}",
    f"lite?q={SAID}&report=evil&agency={SAID}&year={SAID}", "sitemap",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLAIN)))
def test_nothing_of_a_hostile_report_or_address_runs_on_the_plain_pages(
    chromium: Any, plain_hostile: str, number: int
) -> None:
    context = chromium.new_context()
    page, trouble = context.new_page(), []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.goto(f"{plain_hostile}{PLAIN[number]}")
    page.wait_for_timeout(200)
    assert page.locator("main h1").count() == 1
    assert page.locator("main :is(img, script, iframe, object), svg[onload]").count() == 0
    assert page.evaluate("window.hacked === undefined") and not trouble
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh-TW", "en-GB"])
def test_citations_filters_and_sections_of_a_hostile_report_are_plain_text(
    visit: Any, plain_hostile: str, lang: str
) -> None:
    page = visit(f"{plain_hostile}?q={SAID}&agency={quote(ATTACKS[0])}&group=report", locale=lang)
    page.wait_for_selector("#results .card")
    assert page.locator("#results .group h3").evaluate("node => node.textContent") == EVIL
    assert ATTACKS[0] in page.locator("#results .chip").evaluate("node => node.textContent")
    page.locator("#hit-1 .citing summary").click()
    for row in page.locator("#hit-1 .citing dl > div").all()[:4]:
        assert "<script>" in (row.locator(".cite-words").text_content() or "").replace("\\", "")
    page.locator("#hit-1 [data-whole]").click()
    page.wait_for_timeout(800)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#results :is(img, svg, script), #source :is(img, script)").count() == 0
