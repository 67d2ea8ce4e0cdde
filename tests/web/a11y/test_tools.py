"""The tools do find what is wrong, and the page as it opens has nothing that axe-core could find."""

import re
from typing import Any

import pytest

from assistant.web import static
from tests.web.a11y.axe import axe_findings
from tests.web.a11y.check import barriers, told
from tests.web.a11y.findings import Finding, real

pytestmark = pytest.mark.browser

BAD = (
    '<html lang="en"><head><title>bad</title><style>p { color: #999; font-size: 11px } '
    "@media (prefers-color-scheme: dark) { h1 { color: #444; background: #222 } }</style></head>"
    '<body><main><h1>Bad</h1><p>hard to read</p><img src="data:,"></main></body></html>'
)


def test_the_page_opens_without_a_barrier(visit: Any, address: str) -> None:
    page = visit(address)
    page.wait_for_selector("#results .welcome")
    found = real(axe_findings(page, "light"))
    assert not found, told(found)


@pytest.mark.slow
def test_both_tools_find_a_bad_page_bad_in_light_and_in_dark(reused: Any, address: str) -> None:
    reused.route("**/bad", lambda route: route.fulfill(body=BAD, content_type="text/html"))
    reused.goto(f"{address}bad")
    found = {(one.tool, one.rule, one.scheme) for one in barriers(reused)}
    assert ("axe", "image-alt", "light") in found
    assert ("axe", "color-contrast", "dark") in found
    assert ("a11y-moda", "HM1110100C", "light") in found
    assert ("a11y-moda", "CS2140401C", "light") in found
    assert ("a11y-moda", "GN3140600E", "dark") in found


def test_light_and_dark_differ_in_nothing_but_colours() -> None:
    sheets = {name: static.read(name).decode() for name in static.FILES if name.endswith(".css")}
    dark = {name: styles.partition("prefers-color-scheme: dark)")[2] for name, styles in sheets.items()}
    assert [name for name, styles in dark.items() if styles] == ["tokens.css", "picture.css"]
    colours = dark["tokens.css"]
    assert set(re.findall(r":\s*([^;{}]+);", colours)) == set(re.findall(r"#[0-9a-f]{6}", colours))
    assert re.match(r"\s*{\s*[^{}]+{ filter: [^;{}]+; }\s*}", dark["picture.css"])


def test_what_is_exempt_is_so_only_in_its_one_place() -> None:
    table = Finding("axe", "td-has-header", "in a report: #s5 > table  <table>", "no headers")
    own = Finding("axe", "td-has-header", ".keys  <table>", "no headers")
    assert real([table, own]) == [own]
