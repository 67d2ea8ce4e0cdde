"""The whole task with the keyboard alone: ask, walk, open the source, copy the citation; the focus is never lost, and
always seen."""

from typing import Any

import pytest

from tests.web.a11y.states import CLOUD
from tests.web.fakes import FakeLibrary

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const card = at.closest('.card')?.id ?? '';
    const inView = box.bottom > 0 && box.top < innerHeight;
    return {tag: at.tagName, id: at.id, name: at.className, card, ring, inView, text: at.innerText?.trim() ?? ''};
}"""


class Keys:
    """Presses keys, and after each looks where the focus is."""

    def __init__(self, page: Any):
        self.page = page

    def __call__(self, *keys: str, settle: str = "") -> dict[str, Any]:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(60)
            self.held()
        if settle:
            self.page.wait_for_selector(settle)
            self.page.wait_for_timeout(400)
        return self.held()

    def held(self) -> dict[str, Any]:
        """What has the focus: something that is seen to have it."""
        focus: dict[str, Any] = self.page.evaluate(FOCUS)
        assert focus["tag"] != "BODY", "the focus is lost"
        assert focus["ring"], f"nobody sees where the focus is: {focus}"
        assert focus["inView"], f"the focus is out of sight: {focus}"
        return focus

    def tab_to(self, selector: str, most: int = 30, key: str = "Tab") -> dict[str, Any]:
        """Tab until this has the focus."""
        for _ in range(most):
            self(key)
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return self.held()
        raise AssertionError(f"{selector} cannot be reached with {key}")


def clipboard(page: Any) -> str:
    words: str = page.evaluate("navigator.clipboard.readText()")
    return words


@pytest.mark.parametrize("width", [1280, 390])
def test_ask_open_the_source_and_copy_the_citation(visit: Any, address: str, library: FakeLibrary, width: int) -> None:
    page = visit(address, width=width)
    keys = Keys(page)
    assert "skip" in keys("Tab")["name"], "the first stop leads to the results"
    assert keys("/")["id"] == "question-field"
    page.keyboard.type(CLOUD)
    keys("Enter", settle="#results .answer .card")
    hits = library.ask(CLOUD).hits

    keys.tab_to(".card *")
    page.locator("#hit-1").focus()
    assert keys("ArrowDown")["id"] == "hit-2"
    assert keys("ArrowDown", "ArrowUp")["id"] == "hit-2"
    opened = keys("Enter", settle=f'#source .source[data-start="{hits[1].char_start}"]')
    assert "source" in opened["name"], "the report has the focus"
    assert page.locator("#source .source").get_attribute("role") == ("dialog" if width < 600 else None)

    back = keys("Escape")
    assert back["card"] == "hit-2", "the focus is back where it came from"
    keys.tab_to("#hit-2 .cite")
    keys("Enter", settle="#toast:not([hidden])")
    assert clipboard(page) == f"「{hits[1].text}」\n{hits[1].citation}"
    keys.tab_to("#hit-2 .citing summary")
    keys("Enter", settle="#hit-2 .citing[open]")
    keys.tab_to("#hit-2 [data-copy-of]")
    keys("Enter")
    page.wait_for_function("navigator.clipboard.readText().then(words => !words.startsWith('「'))")
    assert page.locator("#cite-2-1").inner_text() == clipboard(page)


def test_a_sheet_keeps_the_focus_until_it_is_closed(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}", width=390)
    page.wait_for_selector("#results .answer .card")
    keys = Keys(page)
    page.locator("#hit-1 [data-show]").focus()
    keys("Enter", settle="html.sheet #source .passage")
    for key in ["Tab"] * 14 + ["Shift+Tab"] * 14:
        keys(key)
        assert page.evaluate("document.activeElement.closest('#source') !== null"), f"{key} leads out of the sheet"
    assert keys("Escape")["card"] == "hit-1"


def test_the_report_filter_is_chosen_with_arrows_and_leads_on_to_the_button(
    visit: Any, address: str, library: FakeLibrary
) -> None:
    page = visit(address)
    keys = Keys(page)
    keys("/")
    page.keyboard.type(CLOUD)
    keys.tab_to("#report input")
    page.wait_for_selector("[role=listbox]")
    keys("ArrowDown")
    assert keys("Enter", settle="#ask-button:focus")["id"] == "ask-button"
    assert not page.locator("[role=listbox]").count()
    keys("Enter", settle="#results .answer")
    assert library.asked[-1] == (CLOUD, "gartner-2022")


def test_tab_leaves_the_report_filter_and_its_list_is_shut(visit: Any, address: str) -> None:
    page = visit(address)
    keys = Keys(page)
    keys("/")
    keys.tab_to("#report input")
    page.wait_for_selector("[role=listbox]")
    assert keys("Tab")["id"] == "ask-button"
    page.wait_for_function("!document.querySelector('[role=listbox]')")


def test_access_keys_and_the_skip_link_lead_to_their_parts(visit: Any, address: str) -> None:
    page = visit(f"{address}?q={CLOUD}")
    page.wait_for_selector("#results .answer .card")
    keys = Keys(page)
    for key, part in (("U", "top"), ("C", "results"), ("Z", "foot")):
        page.keyboard.press("Tab")  # so that it is the keyboard that moves the focus
        page.locator(f"[accesskey={key}]").evaluate("link => link.click()")  # what a browser does on Alt + the letter
        assert keys.held()["id"] == part
    assert page.locator("[accesskey=S]").get_attribute("id") == "question-field"
    page.locator(".skip").focus()
    assert keys("Enter")["id"] == "results"
    assert "q=" in page.url and "#" not in page.url, "the address is still that of the question"


def test_the_language_and_the_panel_for_adding_keep_the_focus(visit: Any, address: str) -> None:
    page = visit(address)
    keys = Keys(page)
    keys.tab_to("#head [data-lang]")
    keys("Enter", settle="html[lang=en]")
    assert keys.held()["text"] == "中文"
    keys.tab_to("#head [data-add]", key="Shift+Tab")
    assert keys("Enter")["id"] == "add-title"
    keys.tab_to("#add-files", most=4)
    assert keys("Escape")["text"] == "Add reports"
