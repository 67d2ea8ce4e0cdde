"""A library over the fakes, made through the same wiring as the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.store import EmbeddingModel, Store
from tests.fakes import HashEmbedder, HashTokenEmbedder


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def open_fake(tmp_path: Path, models: Path, embedder: HashEmbedder) -> Callable[[], Library]:
    """Open the library below ``tmp_path``; twice gives two faces of one library."""
    # the folder of models also holds the dictionary, which takes seconds to make
    settings = Settings(tmp_path / "library", models=models)

    def opened() -> Library:
        store = Store(settings.library / "library.sqlite")
        store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
        return Library(settings.library, store, lambda: engine_with(settings, store, embedder))

    return opened


@pytest.fixture
def library(open_fake: Callable[[], Library]) -> Library:
    return open_fake()


@pytest.fixture
def token_embedder() -> HashTokenEmbedder:
    return HashTokenEmbedder()


@pytest.fixture
def tokens_library(tmp_path: Path, models: Path, token_embedder: HashTokenEmbedder) -> Library:
    """A library whose model says what became of each token."""
    settings = Settings(tmp_path / "tokens", models=models)
    store = Store(settings.library / "library.sqlite")
    return Library(settings.library, store, lambda: engine_with(settings, store, token_embedder))
