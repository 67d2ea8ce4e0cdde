"""A page on a free port for the tests of this folder, and a real Chromium that looks at it."""

import asyncio
import gc
import os
import shutil
import threading
import time
import warnings
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.web.app import build_app
from assistant.web.doors.access import THIS_MACHINE, Access
from assistant.web.library import Library
from assistant.web.serve import bind, make_server
from tests.web.fakes import FakeLibrary

Result = TypeVar("Result")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# What Gradio 6.31 does in its own threads and is not ours to mend.
GRADIO_WARNINGS = (
    "ignore:unclosed event loop:ResourceWarning",
    "ignore:'future.no_silent_downcasting' is deprecated",
    "ignore:The copy keyword is deprecated",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            for warning in GRADIO_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(warning))


def app_over(library: Library, folder: Path, access: Access = THIS_MACHINE) -> FastAPI:
    """The page over ``library``, not served."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed event loop", ResourceWarning)
        app = build_app(library, folder, access)
        gc.collect()  # now, so that Gradio's forgotten loops are not found, and blamed, in somebody else's test
    return app


@contextmanager
def reader_of(library: Library, folder: Path) -> Iterator[TestClient]:
    """Somebody with a Chinese browser at the page over ``library``, which is not served."""
    app = app_over(library, folder)
    with TestClient(app, base_url="http://localhost", headers={"Accept-Language": "zh-TW"}) as client:
        yield client


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of a coroutine, in a thread of its own: where a browser is driven, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@contextmanager
def page_over(library: Library, folder: Path, access: Access = THIS_MACHINE, port: int = 0) -> Iterator[str]:
    """Serve ``library`` on ``port``, 0 for a free one, in a thread; everything is shut down at the end."""
    app = app_over(library, folder, access)
    answering = threading.Event()
    with bind("127.0.0.1", port) as listener:
        server = make_server(app, answering.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert answering.wait(60), "the page did not start"
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive(), "the page did not end"


@pytest.fixture(scope="session")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="session")
def address(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(library, tmp_path_factory.mktemp("work")) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
    if not shutil.which(CHROMIUM):
        pytest.skip(f"no Chromium at {CHROMIUM}: install one, or name it in the environment variable CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


Visit = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any) -> Iterator[Visit]:
    """``visit(url, width=…, locale=…, dark=…)`` opens a page of its own and watches it for trouble."""
    contexts: list[Any] = []
    trouble: list[str] = []

    def open_page(url: str, width: int = 1280, locale: str = "zh-TW", dark: bool = False) -> Any:
        size = {"width": width, "height": 844 if width < 600 else 800}
        context = chromium.new_context(viewport=size, locale=locale, color_scheme="dark" if dark else "light")
        contexts.append(context)
        origin = url.split("/?")[0].rstrip("/")
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
        page = context.new_page()
        page.on("request", lambda request: _watch(request.url, origin, trouble))
        page.on("pageerror", lambda error: trouble.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.set_default_timeout(20_000)
        page.goto(url)
        page.wait_for_selector("html.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble


def _watch(url: str, origin: str, trouble: list[str]) -> None:
    if not url.startswith((origin, "data:", "blob:")):
        trouble.append(f"outside request: {url}")


@pytest.fixture
def shoot() -> Callable[[Any, str], None]:
    """Keep a picture of the page in the folder that TRIPREPORT_SCREENSHOTS names, if it names one."""
    folder = os.environ.get("TRIPREPORT_SCREENSHOTS")

    def picture(page: Any, name: str) -> None:
        if folder:
            time.sleep(0.3)
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"))

    return picture
