"""Libraries of invented trips: on the fake model for what is rule, on the real one for what it is worth."""

from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with, open_library
from corpus.store import EmbeddingModel, Store
from tests.fakes import HashEmbedder
from tests.prior.trips import TRIPS, write


def opened(folder: Path, models: Path) -> Library:
    """A library on the fake model."""
    embedder, settings = HashEmbedder(), Settings(folder / "library", models=models)
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    return Library(settings.library, store, lambda: engine_with(settings, store, embedder))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    """All invented trips, one of them without a date."""
    folder = tmp_path_factory.mktemp("shelf")
    library = opened(folder, models)
    undated = folder / "undated.txt"
    undated.write_text("壹、目的\n\n考察澳洲袋鼠的族群管理與道路防護。\n\n貳、過程\n\n參訪保護區。\n", encoding="utf-8")
    library.ingest([*write(folder / "trips", TRIPS), undated])
    return library


@pytest.fixture(scope="session")
def real_shelf(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    """The same trips on the default model."""
    folder = tmp_path_factory.mktemp("real")
    library = open_library(Settings(folder / "library", models=models))
    library.ingest(write(folder / "trips", TRIPS))
    return library
