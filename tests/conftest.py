"""What all tests share: the default model, made once."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from index.embed import load_embedder
from index.gloss import open_gloss


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for models, kept from run to run where TRIPREPORT_TEST_MODELS names one."""
    kept = os.environ.get("TRIPREPORT_TEST_MODELS")
    if kept:
        return Path(kept)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return tmp_path_factory.mktemp("models")
    folder = tmp_path_factory.getbasetemp().parent / "models"  # of all workers: it takes a while to fill
    folder.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        load_embedder(None, folder)
        open_gloss(folder)
    return folder


@pytest.fixture
def first_report() -> Path:
    return Path(__file__).parents[1] / "corpus" / "reports" / "000_b1a17c035f95a460.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last: Playwright leaves an event loop running, in which nobody else can run one."""
    items.sort(key=lambda item: "in_browser" in item.path.name)
