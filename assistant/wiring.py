"""The only file that names concrete parts: from settings to a library that works."""

import json
from collections.abc import Callable

from assistant.ask import Asking
from assistant.library import Engine, Library
from assistant.settings import Settings
from corpus.seams import Embedder, Progress
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from index.derived import DerivedIndexes
from index.embed import load_embedder
from index.expand import Expander
from index.gloss import open_gloss
from index.glossary import FILE_NAME, Glossary
from index.language import language_shift
from index.search import Search, SearchOptions
from ingest.pipeline import Ingestor, embed_again


def open_library(settings: Settings, progress: Callable[[str], Progress] | None = None) -> Library:
    """The library of ``settings``, made where there is none; the model is loaded when it is first needed."""
    store = Store(settings.library / "library.sqlite")
    return Library(settings.library, store, lambda: open_engine(settings, store, progress))


def open_engine(settings: Settings, store: Store, progress: Callable[[str], Progress] | None = None) -> Engine:
    """Model, segmenter, indexes and search of a library; ModelMismatch where another model embedded it."""
    embedder = open_embedder(settings, store, progress)
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    return engine_with(settings, store, embedder, progress=progress)


def engine_with(
    settings: Settings,
    store: Store,
    embedder: Embedder,
    options: SearchOptions | None = None,
    progress: Callable[[str], Progress] | None = None,
) -> Engine:
    """The parts around a given embedder."""
    segmenter = Segmenter(settings.library / "cache")
    indexes = DerivedIndexes(settings.library / "index", store, segmenter, embedder.fingerprint, embedder.dimensions)
    shift = language_shift(embedder, settings.library / "cache")
    gloss = open_gloss(settings.library / "cache", progress)
    glossary = Glossary(settings.library / FILE_NAME)
    search = Search(embedder, indexes, Expander(segmenter, gloss, glossary), shift, options)
    asking = Asking(store, search, segmenter)
    return Engine(embedder, asking, Ingestor(store, embedder, segmenter), indexes, gloss, glossary)


def embed_library_again(settings: Settings, progress: Callable[[str], Progress] | None = None) -> int:
    """Embed every passage with the model of ``settings`` and swap the vectors at once; how many passages."""
    store = Store(settings.library / "library.sqlite")
    embedder = load_embedder(settings.model, settings.library / "models", progress, settings.threads)
    return embed_again(store, embedder, progress("embed") if progress else None)


def open_embedder(settings: Settings, store: Store, progress: Callable[[str], Progress] | None = None) -> Embedder:
    """The model of the settings, else the one that the library was made with, else the embedded default."""
    model = settings.model
    if model is None:
        with store.snapshot() as view:
            held = view.setting("embedding")
        model = json.loads(held)["name"] if held else None
    return load_embedder(model, settings.library / "models", progress, settings.threads)
