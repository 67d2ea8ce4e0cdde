"""The only file that names concrete parts: from settings to a library that works."""

import json
from collections.abc import Callable, Collection

from assistant.across import Comparing, Shelf
from assistant.ask import Asking
from assistant.evaluation.systems import Bench
from assistant.library import Engine, Library, writing
from assistant.prior import Looking
from assistant.settings import Settings
from corpus.seams import Embedder, Progress
from corpus.segment import RawSegmenter, Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import Scored, Step
from index.checks import Mentions
from index.derived import DerivedIndexes
from index.embed import load_embedder
from index.expand import Expander
from index.gloss import open_gloss
from index.glossary import FILE_NAME, Glossary
from index.heads import things_asked
from index.language import language_shift
from index.late import products_in_one_thread
from index.names import Names
from index.question import Language, understand
from index.search import Search, SearchOptions
from index.wide import Wide
from index.words import TantivyWords
from ingest.files.sandbox import Sandbox
from ingest.pipeline import Ingestor, embed_again


def open_library(settings: Settings, progress: Callable[[str], Progress] | None = None) -> Library:
    """The library of ``settings``, made where there is none; the model is loaded when it is first needed."""
    store = Store(settings.library / "library.sqlite")
    sandbox = Sandbox()
    return Library(settings.library, store, lambda: open_engine(settings, store, progress), sandbox.read, sandbox.close)


def open_engine(settings: Settings, store: Store, progress: Callable[[str], Progress] | None = None) -> Engine:
    """Model, segmenter, indexes and search of a library; ModelMismatch where another model embedded it."""
    products_in_one_thread()
    embedder = open_embedder(settings, store, progress)
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    return engine_with(settings, store, embedder)


def engine_with(settings: Settings, store: Store, embedder: Embedder) -> Engine:
    """The parts around a given embedder."""
    return _parts(settings, store, embedder)[0]


def _parts(settings: Settings, store: Store, embedder: Embedder) -> tuple[Engine, Callable[[SearchOptions], Asking]]:
    segmenter = Segmenter(settings.library / "cache")
    indexes = DerivedIndexes(settings.library / "index", store, segmenter, embedder.fingerprint, embedder.dimensions)
    shift = language_shift(embedder, settings.library / "cache")
    gloss = open_gloss(settings.models_folder)
    glossary = Glossary(settings.library / FILE_NAME)
    expander = Expander(segmenter, gloss, glossary)
    names = Names(segmenter, gloss.names)

    def mentions(question: str) -> Mentions:
        ways = gloss.chinese if understand(question).language is Language.OTHER else gloss.english
        return Mentions(names.of(question), things_asked(question, segmenter, ways))

    def asking_with(options: SearchOptions) -> Asking:
        return Asking(store, Search(embedder, indexes, expander, shift, options), segmenter, mentions)

    ingestor = Ingestor(store, embedder, segmenter)
    search, shelf = Search(embedder, indexes, expander, shift), Shelf()
    asking, wide = Asking(store, search, segmenter, mentions), Wide(search, indexes, expander)
    comparing, looking = Comparing(store, asking, wide, segmenter, shelf), Looking(store, wide, segmenter, shelf)
    return Engine(embedder, asking, ingestor, indexes, gloss, glossary, comparing, looking), asking_with


def open_bench(settings: Settings, progress: Callable[[str], Progress] | None = None) -> Bench:
    """A throw-away library in the folder of ``settings``, taken apart for measuring."""
    store = Store(settings.library / "library.sqlite")
    return bench_with(settings, store, open_engine(settings, store, progress).embedder)


def bench_with(settings: Settings, store: Store, embedder: Embedder) -> Bench:
    """The same around a given embedder."""
    engine, asking_with = _parts(settings, store, embedder)

    def raw_words() -> Callable[[str, int], list[Scored]]:
        segmenter = RawSegmenter(settings.library / "cache")
        with store.snapshot() as view:
            words = TantivyWords(settings.library / "cache" / f"raw-words-{view.generation()}", segmenter)
            if len(words) != view.passage_count():
                words.update((), view.indexed_texts(view.passage_ids()))
        return lambda question, limit: words.search(segmenter.groups(question), limit)

    return Bench(Library(settings.library, store, lambda: engine), store, asking_with, raw_words)


def embed_library_again(
    settings: Settings, progress: Callable[[str], Progress] | None = None, steps: Collection[Step] | None = None
) -> int:
    """Embed every passage with the model of ``settings`` and swap the vectors at once; how many passages.

    ``steps``: what is kept of each passage from then on; None: as before.
    """
    store = Store(settings.library / "library.sqlite")
    embedder = open_embedder(settings, store, progress)
    with writing(settings.library):
        return embed_again(store, embedder, progress("embed") if progress else None, steps)


def open_embedder(settings: Settings, store: Store, progress: Callable[[str], Progress] | None = None) -> Embedder:
    """The model of the settings, else the one that the library was made with, else the embedded default."""
    model = settings.model
    if model is None:
        with store.snapshot() as view:
            held = view.setting("embedding")
        model = json.loads(held)["name"] if held else None
    return load_embedder(model, settings.models_folder, progress, settings.threads)
