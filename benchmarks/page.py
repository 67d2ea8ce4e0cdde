"""How fast the page feels: from Enter to the first card on the screen, less what the search takes.

usage: python -m benchmarks.page [--rounds 15] [--reports 1 500] [--write]

A real Chromium asks a library of the tests that answers at once, so that all that is measured is the page: the way to
the server and back, the rendering, and Gradio. Beside it stands what the same machine takes for the least that any
page must do, one HTTP request; times are also given as multiples of that, for machines are shared and noisy.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from benchmarks.tables import put_between
from corpus.types import Report
from tests.web.conftest import CHROMIUM, QUIET, page_over
from tests.web.fakes import FakeLibrary, front_matter

LIMIT_MS = 300
DOCUMENT = Path(__file__).parents[1] / "docs" / "PAGE.md"
QUESTIONS = ("分析師對跨國雲端有什麼建議？", "作者在心得與建議提出哪幾點？")
FIRST_CARD = """([question, mark]) => new Promise((done) => {
    const box = document.querySelector('#question textarea, #question input');
    const begun = performance.now();
    box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    box.dispatchEvent(new KeyboardEvent('keypress', {key: 'Enter', bubbles: true}));
    const look = () => {
        const state = document.querySelector('#results [data-question]');
        const card = document.querySelector('#results .card');
        if (card && state.dataset.question === question && document.documentElement.dataset.state === 'answer')
            requestAnimationFrame(() => done(performance.now() - begun));
        else requestAnimationFrame(look);
    };
    look();
})"""


def library_of(reports: int) -> FakeLibrary:
    """The real report, and others that only have another form."""
    first = FakeLibrary()
    (report_id, report), *_ = first.by_id.items()
    return FakeLibrary({report_id: report, **{f"r{n}": _other(report, n) for n in range(1, reports)}})


def _other(report: Report, number: int) -> Report:
    day = f"20{10 + number % 14}-0{1 + number % 9}-15"
    return replace(report, front=front_matter(f"赴外考察第 {number} 次出國報告", f"機關{number % 40}", day, day))


def measured(page: Any, rounds: int) -> list[float]:
    """Milliseconds from Enter to the first card on the screen; the questions alternate."""
    times = []
    for number in range(rounds + 2):
        question = QUESTIONS[number % 2]
        page.locator("#question textarea, #question input").fill(question)
        times.append(page.evaluate(FIRST_CARD, [question, number]))
        page.wait_for_timeout(150)
    return times[2:]  # the first ones warm the server


def bare(address: str, rounds: int) -> list[float]:
    """Milliseconds of one small request."""
    with httpx.Client() as client:
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            client.get(f"{address}page/tokens.css")
            times.append(1000 * (time.perf_counter() - begun))
        return times


def run(reports: int, rounds: int) -> dict[str, Any]:
    """One row of the table."""
    from playwright.sync_api import sync_playwright

    folder = Path(tempfile.mkdtemp())
    try:
        with page_over(library_of(reports), folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-TW")
            page.goto(address)
            page.wait_for_selector("html.ready")
            page.wait_for_timeout(1000)
            times, requests = measured(page, rounds), bare(address, rounds)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    times.sort()
    median = statistics.median(times)
    return {
        "reports": reports, "median": median, "p95": times[int(0.95 * (len(times) - 1))],
        "times one request": median / statistics.median(requests),
    }  # fmt: skip


def table(rows: list[dict[str, Any]], rounds: int) -> str:
    """In Markdown, with the date and the command."""
    lines = [
        f"{time.strftime('%Y-%m-%d')}, `python -m benchmarks.page --rounds {rounds}`:", "",
        "| reports | median | p95 | to reach | median, in requests of this server for one small file |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    for r in rows:
        measured_ms = f"{r['median']:.0f} ms | {r['p95']:.0f} ms | <= {LIMIT_MS} ms"
        lines.append(f"| {r['reports']} | {measured_ms} | {r['times one request']:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and with ``--write`` put the table into docs/PAGE.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--reports", type=int, nargs="+", default=[1, 500])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not shutil.which(CHROMIUM):
        parser.error(f"no Chromium at {CHROMIUM}: install one, or name it in the environment variable CHROMIUM")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    made = table([run(reports, given.rounds) for reports in given.reports], given.rounds)
    print(made)
    if given.write:
        put_between(DOCUMENT, "<!-- benchmarks.page -->", "<!-- end -->", made)


if __name__ == "__main__":
    main()
