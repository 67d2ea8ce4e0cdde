"""What all tests share: the default model, made once."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for models, kept from run to run where TRIPREPORT_TEST_MODELS names one."""
    kept = os.environ.get("TRIPREPORT_TEST_MODELS")
    return Path(kept) if kept else tmp_path_factory.mktemp("models")


@pytest.fixture
def first_report() -> Path:
    return Path(__file__).parents[1] / "corpus" / "reports" / "000_b1a17c035f95a460.txt"
