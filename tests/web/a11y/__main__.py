"""``python -m tests.web.a11y`` prints what axe-core and a11y-moda (AAA) find in every state of every page, light and
dark; with an address (``python -m tests.web.a11y http://127.0.0.1:7860/``), on that one."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.web.a11y.check import barriers, told
from tests.web.a11y.findings import Finding
from tests.web.a11y.servers import servers
from tests.web.a11y.states import LANGUAGES, STATES, State, arrive, new_page
from tests.web.conftest import CHROMIUM, QUIET


def main() -> int:
    """The number of findings decides the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.a11y", description=__doc__)
    parser.add_argument("addresses", nargs="*", help="addresses to look at; without any, every state we know of")
    parser.add_argument("--states", default="", help="only states with these letters in their name")
    wanted = parser.parse_args()
    with _browser() as page:
        looked = _at(page, wanted.addresses) if wanted.addresses else _at_states(page, wanted.states)
        total = 0
        for name, found in looked:
            total += len(found)
            print(f"== {name}\n{told(found)}", flush=True)
    print(f"{total} findings")
    return int(total > 0)


def _at(page: Any, addresses: list[str]) -> Iterator[tuple[str, list[Finding]]]:
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        yield address, barriers(page)


def _at_states(page: Any, letters: str) -> Iterator[tuple[str, list[Finding]]]:
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as served:
        for state in STATES:
            for width in state.widths if letters in state.name else ():
                for lang in LANGUAGES:
                    yield f"{state.name} {width} {lang}", _in_state(page, served[state.library], state, width, lang)


def _in_state(page: Any, origin: str, state: State, width: int, lang: str) -> list[Finding]:
    """What is found there; not getting there is a finding too."""
    from playwright.sync_api import Error

    try:
        arrive(page, origin, state, width, lang)
        return barriers(page)
    except Error as error:
        return [Finding("browser", "state", state.address, str(error))]


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield new_page(browser)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
