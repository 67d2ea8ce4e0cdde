"""Libraries over the fakes, each in a folder of its own; the real segmenter and dictionary, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from index.gloss import Gloss, open_gloss
from tests.fakes import HashEmbedder


@pytest.fixture
def open_fake(tmp_path: Path, models: Path) -> Callable[[str], Library]:
    def opened(name: str) -> Library:
        embedder, settings = HashEmbedder(), Settings(tmp_path / name, models=models)
        store = Store(settings.library / "library.sqlite")
        store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
        engine = engine_with(settings, store, embedder)
        return Library(settings.library, store, lambda: engine)

    return opened


@pytest.fixture(scope="session")
def segmenter(models: Path) -> Segmenter:
    return Segmenter(models)


@pytest.fixture(scope="session")
def gloss(models: Path) -> Gloss:
    return open_gloss(models)
