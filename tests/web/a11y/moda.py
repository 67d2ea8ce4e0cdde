"""a11y-moda at level AAA on a live page: what its command does to an address, done to a page in any state."""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest import mock

from bs4 import BeautifulSoup

from tests.web.a11y.findings import SCHEMES, Finding

_MOTION_SECONDS = 0.5
"""How long it looks for pictures that move by themselves: nothing here ever moves (test_colours.py)."""
_NOTHING_COMES_LATER = "() => {}"
"""Instead of its slow scroll down the page and up again, which wakes pictures that load when they are seen."""
_FOCUS_AS_BEFORE = """() => {
    const before = window.focusBefore;
    if (before !== document.body && before.isConnected) { before.focus({preventScroll: true}); return; }
    const top = document.body.insertBefore(document.createElement("button"), document.body.firstChild);
    top.focus();
    top.remove(); // Tab goes on from where it was
}"""
_LIST_SHUT = "!document.querySelector('[role=listbox]') || document.activeElement.role === 'combobox'"


def moda_findings(page: Any, show: Callable[[str], None]) -> list[Finding]:
    """What it fails the page for, light and dark; ``show`` puts the page into a colour scheme.

    Last of all it presses buttons and sends forms: the page is of no use afterwards.
    """
    with _on_this_machine():
        html, url = page.content(), page.url
        soup = BeautifulSoup(html, "lxml")
        contexts = {scheme: _looked_at(page, scheme, show) for scheme in SCHEMES}
        pressed = _pressed(page)
        return [found for scheme in SCHEMES for found in _judged(soup, html, url, contexts[scheme] | pressed, scheme)]


@contextmanager
def _on_this_machine() -> Iterator[None]:
    """It reads no style sheet of a private address unless it is told to."""
    with (
        mock.patch.dict(os.environ, {"A11Y_ALLOW_PRIVATE_HOSTS": "1"}),
        mock.patch("a11y_moda.tools.contrast.WARMUP_JS", _NOTHING_COMES_LATER),
    ):
        yield


def _looked_at(page: Any, scheme: str, show: Callable[[str], None]) -> dict[str, Any]:
    """The colours of the text and the walk with Tab: both depend on the scheme, and change nothing."""
    from a11y_moda.tools.contrast import collect_text_samples_from_page
    from a11y_moda.tools.tab_walk import walk_tab_stops_from_page

    show(scheme)
    page.evaluate("window.focusBefore = document.activeElement")
    seen = {"text_samples": collect_text_samples_from_page(page), "tab_stops": walk_tab_stops_from_page(page)}
    page.evaluate(_FOCUS_AS_BEFORE)
    page.wait_for_function(_LIST_SHUT)
    return seen


def _pressed(page: Any) -> dict[str, Any]:
    """What happens when the page is narrow, its buttons are pressed and its forms are sent empty."""
    from a11y_moda.tools.carousel_probe import probe_carousels_from_page
    from a11y_moda.tools.dialog_probe import probe_dialogs_from_page
    from a11y_moda.tools.form_probe import probe_forms_from_page
    from a11y_moda.tools.reflow_probe import probe_reflow_from_page

    return {
        "carousel_probes": probe_carousels_from_page(page, observe_seconds=_MOTION_SECONDS),
        "reflow": probe_reflow_from_page(page),
        "dialog_probes": probe_dialogs_from_page(page),
        "form_sims": probe_forms_from_page(page, page.url),
    }


def _judged(soup: BeautifulSoup, html: str, url: str, seen: dict[str, Any], scheme: str) -> Iterator[Finding]:
    """Every rule on what was seen; one that breaks down is a finding too, for it has not been passed."""
    rules = [rule for rule in _rules() if scheme == SCHEMES[0] or _looks(type(rule))]
    from a11y_moda.models import PageReport
    from a11y_moda.rules.base import RuleContext

    report = PageReport(url)
    context = RuleContext(state={"strict_aaa": True, "color_scheme": scheme}, browser_used=True, **seen)
    for rule in rules:
        rule.check(soup, report, html=html, url=url, ctx=context)
    for issue in report.issues:
        if issue.status == "fail" or issue.message.startswith("檢測發生異常"):
            said = " ".join(f"{issue.desc} {issue.message}".split())
            yield Finding("a11y-moda", issue.rule_id, issue.snippet, said, scheme)


@cache
def _looks(rule: type) -> bool:
    """Whether it judges what is seen, of which the second scheme has other colours; the rest is the same there."""
    source = inspect.getsource(sys.modules[rule.__module__])
    return "text_samples" in source or "tab_stops" in source


@cache
def _rules() -> list[Any]:
    """All rules up to AAA. A dozen of them parse all style sheets of the page: now they do it once."""
    from a11y_moda import css_utils
    from a11y_moda.models import Level

    css_utils.collect_declarations = _once_a_page(css_utils.collect_declarations)
    from a11y_moda.rules import all_rules  # only now: the rules take the function as they are imported

    return all_rules(level=Level.AAA)


def _once_a_page(collect: Callable[..., Any]) -> Callable[..., Any]:
    last: dict[str, Any] = {}

    def collected(soup: BeautifulSoup, base_url: str, *, fetch_external: bool = True) -> Any:
        if last.get("soup") is not soup or last["external"] != fetch_external:
            last.update(soup=soup, external=fetch_external)
            last["found"] = collect(soup, base_url, fetch_external=fetch_external)
        return last["found"]

    return collected
