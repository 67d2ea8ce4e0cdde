"""What happens is told to those who hear the page: each thing once, in the one live region."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.a11y.states import CLOUD, NOTHING, ask

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LISTEN = """() => {
    const live = document.getElementById('live');
    window.heard = [];
    const hear = () => live.textContent && window.heard.push(live.textContent);
    new MutationObserver(hear).observe(live, {childList: true});
}"""
OTHERS = "[aria-live]:not(#live, [aria-live=off]), [role=status]:not(#live, #boot), [role=log]"

SPOKEN = "nodes => nodes.map(node => node.textContent.trim()).filter(Boolean)"


@pytest.fixture
def heard(visit: Any, address: str) -> tuple[Any, Callable[[], list[str]]]:
    page = visit(address)
    page.wait_for_selector("#results .welcome")
    page.evaluate(LISTEN)

    def since() -> list[str]:
        """What has been said since this was asked last."""
        page.wait_for_timeout(700)
        words: list[str] = page.evaluate("window.heard.splice(0)")
        return words

    return page, since


def test_every_result_is_announced_once(heard: Any) -> None:
    page, since = heard
    ask(CLOUD)(page)
    page.wait_for_selector("#results .answer .card")
    (found,) = since()
    assert found.startswith("找到 5 段依據。第一段出自「出席 2022 Gartner")
    ask(NOTHING)(page)
    page.wait_for_selector("#results .no-answer")
    assert since() == ["查無依據。下方列出最接近的段落，但不是答案。"]
    ask("busy")(page)
    page.wait_for_selector("#results .error")
    assert since() == ["查詢沒有完成：另一個程式正在更新資料庫，請一分鐘後再試。"]
    ask("")(page)
    page.wait_for_selector("#results .empty-question")
    assert since() == ["請在上方輸入想查證的事，例如人、事、數字或建議，再按「查詢」。"]


def test_copying_and_opening_are_announced_once_and_again_when_done_again(heard: Any) -> None:
    page, since = heard
    ask(CLOUD)(page)
    page.wait_for_selector("#results .answer .card")
    since()
    for _ in range(2):
        page.locator("#hit-1 .cite").click()
        assert since() == ["已複製引註"]
    page.locator("#hit-3 [data-show]").click()
    page.wait_for_selector('#source .source[data-rank="3"]')
    assert since() == ["已顯示報告全文，並標出引用段落。"]


def test_no_other_region_speaks(heard: Any) -> None:
    page, _ = heard
    ask(CLOUD)(page)
    page.wait_for_selector("#results .answer .card")
    page.locator("#hit-1 .cite").click()
    page.wait_for_selector("#toast:not([hidden])")
    speaking = page.locator(OTHERS).evaluate_all(SPOKEN)
    assert speaking == []
    assert page.locator("#toast").get_attribute("aria-hidden") == "true"
