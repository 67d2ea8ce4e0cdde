"""A library of a PDF and three short reports, for what cites them."""

from pathlib import Path

from assistant.anchor import Anchor, anchor_of
from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.store import EmbeddingModel, Store
from corpus.types import Hit
from tests.fakes import HashEmbedder
from tests.ingest.pdf_samples.drawn import Drawing, pdf_of
from tests.trips import FORM

ROWS = ("壹、目的", "本次考察之目的為瞭解各國之數位政府。", "貳、過程", "拜會三個機關並參訪資料中心。")
LAST = ("參、心得", "制度先於系統，資料先於制度。")
QUOTED = ROWS[3]
PLACES = ("荷蘭", "日本", "德國")


def sentence(place: str = PLACES[0]) -> str:
    """What the report of a trip there says of its purpose."""
    return f"本次考察的目的，是瞭解{place}辦理水利的作法"


def filled(folder: Path, models: Path) -> Library:
    """The library below ``folder``; the reports' files are in ``folder/in``."""
    files = folder / "in"
    files.mkdir()
    for place in PLACES:
        path = files / f"{place}.txt"
        path.write_text(FORM.format(place=place, subject="水利", body=f"第一天拜會{place}水利署。"), encoding="utf-8")
    (files / "report.pdf").write_bytes(pdf_of(Drawing().lines(72, 90, ROWS), Drawing().lines(72, 90, LAST)))
    settings, embedder = Settings(folder / "library", models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    library = Library(settings.library, store, lambda: engine_with(settings, store, embedder))
    library.ingest(sorted(files.iterdir()))
    return library


def said(library: Library, words: str) -> Hit:
    """``words``, wherever they stand, as a hit."""
    for summary in library.reports():
        at = library.report(summary.id).text.find(words)
        if at >= 0:
            return library.quote(summary.id, at, at + len(words))
    raise AssertionError(f"no report says {words}")


def named(*hits: Hit) -> list[tuple[str, Anchor]]:
    """The hits as a bundle takes them."""
    return [(hit.report_id, anchor_of(hit.cited)) for hit in hits]
