"""``python -m tests.web.pictures docs/screenshots``: every state of every page on a sheet of its own, wide and on a
phone, light in Chinese and dark in English, to be looked at one by one."""

import argparse
import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from assistant.locales import CHINESE, ENGLISH
from tests.web.a11y.servers import servers
from tests.web.a11y.states import STATES, State, arrive, new_page
from tests.web.conftest import CHROMIUM, QUIET

LOOKS = (("light", CHINESE), ("dark", ENGLISH))
SCALE = 0.5
GAP = 12


def main() -> None:
    """Make the sheets; those of states that are gone go."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", default="", help="only states with these letters in their name")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for old in given.folder.glob("*.webp") if not given.states else ():
        old.unlink()
    names = [name for name in dict.fromkeys(state.name for state in STATES) if given.states in name]
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as work, servers(Path(work)) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = new_page(browser)
        for number, name in enumerate(names, 1):
            print(f"{number}/{len(names)} {name}", flush=True)
            shots = [shot for state in STATES if state.name == name for shot in _shots(page, served, state)]
            _sheet(shots).save(given.folder / f"{name}.webp", quality=70, method=6)
        browser.close()


def _shots(page: Any, served: Any, state: State) -> list[Image.Image]:
    made = []
    for width in state.widths:
        for scheme, lang in LOOKS:
            arrive(page, served[state.library], state, width, lang)
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(200)
            image = Image.open(io.BytesIO(page.screenshot()))
            size = round(image.width * SCALE), round(image.height * SCALE)
            made.append(image.resize(size, Image.Resampling.LANCZOS))
    return made


def _sheet(shots: list[Image.Image]) -> Image.Image:
    """Side by side, on the grey between both looks."""
    size = sum(shot.width + GAP for shot in shots) + GAP, max(shot.height for shot in shots) + 2 * GAP
    sheet, at = Image.new("RGB", size, "#8a8a8a"), GAP
    for shot in shots:
        sheet.paste(shot, (at, GAP))
        at += shot.width + GAP
    return sheet


if __name__ == "__main__":
    main()
