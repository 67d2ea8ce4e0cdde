"""What bringing reports in costs, as ratios inside one run; writes the first table of docs/RELIABILITY.md.

usage: python -m benchmarks.intake [--models FOLDER] [--reports 200] [--write docs/RELIABILITY.md]

The reports are made here (seeded, words drawn from jieba's dictionary by frequency) and lie in a folder; the model
is the real one. «Embedding alone» is the embedder on exactly the texts that the ingest embedded, in the same process.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.library import Library
from assistant.progress import bar
from assistant.settings import Settings, seal
from assistant.wiring import engine_with, open_embedder
from benchmarks.cost import frequencies, seconds, sentence
from benchmarks.tables import put_between
from corpus.seams import Progress, TokenEmbedder, Vectors
from corpus.store import EmbeddingModel, Store
from corpus.tokens import TextTokens
from ingest.files.sandbox import Sandbox
from ingest.files.sources import find_sources
from ingest.pipeline import Outcome
from ingest.readers import supported_suffixes

BEGIN, END = "<!-- benchmarks.intake -->", "<!-- end -->"
PARAGRAPHS = 4
"""A chapter: about a dozen passages a report."""


class Timed:
    """The real embedder, that remembers what it embedded and how long each call took."""

    def __init__(self, real: TokenEmbedder) -> None:
        self._real = real
        self.name, self.fingerprint, self.dimensions = real.name, real.fingerprint, real.dimensions
        self.backend, self.max_tokens, self.token_states = real.backend, real.max_tokens, real.token_states
        self.count_tokens, self.embed_query = real.count_tokens, real.embed_query
        self.embed_query_and_tokens, self.embed_passages = real.embed_query_and_tokens, real.embed_passages
        self.texts: list[list[str]] = []
        self.spent = 0.0

    def embed_passages_and_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[TextTokens]]:
        self.texts.append(list(texts))
        found: list[tuple[Vectors, list[TextTokens]]] = []
        self.spent += seconds(lambda: found.append(self._real.embed_passages_and_tokens(texts, progress)))
        return found[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    seal(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        rows = list(measured(Path(folder), asked.models, asked.reports))
    table = "\n".join(["| what | measured | to reach |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])
    text = f"{datetime.now(UTC).date()}, `python -m benchmarks.intake --reports {asked.reports}`:\n\n{table}"
    if asked.write is None:
        print(text)
        return
    put_between(asked.write, BEGIN, END, text)


def measured(folder: Path, models: Path | None, count: int) -> Iterator[tuple[str, str, str]]:
    """Rows: what, the figure, what is to be reached."""
    reports = folder / "reports"
    reports.mkdir()
    for number, text in zip(range(count), made_texts(), strict=False):
        (reports / f"{number:05}.txt").write_text(text, encoding="utf-8")
    settings = Settings(folder / "library", models=models)
    store = Store(settings.library / "library.sqlite")
    real = open_embedder(settings, store, bar)
    assert isinstance(real, TokenEmbedder), "this measures the default model"
    embedder = Timed(real)
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    engine = engine_with(settings, store, embedder)
    with Sandbox() as sandbox:
        library = Library(settings.library, store, lambda: engine, sandbox.read)
        yield from costs(library, embedder, real, reports)
    yield "most memory that the whole measurement held", f"{peak_mib():.0f} MiB", ""


def costs(library: Library, embedder: Timed, real: TokenEmbedder, reports: Path) -> Iterator[tuple[str, str, str]]:
    def ingest() -> list[Outcome]:
        files = find_sources([reports], supported_suffixes())
        return [done.outcome for done in library.ingest(files, progress=bar("files"))]

    outcomes: list[Outcome] = []
    first = seconds(lambda: outcomes.extend(ingest()))
    assert set(outcomes) == {Outcome.ADDED}, outcomes
    within = embedder.spent
    passages = sum(r.passages for r in library.reports())
    alone = alone_on(real, embedder.texts)
    yield (
        f"first ingest of {len(outcomes)} reports ({passages} passages): throughput over embedding alone",
        (f"{alone / first:.2f} ({within / first:.2f} of the time is the model's)"),
        ">= 0.9",
    )
    again = [seconds(ingest) for _ in range(3)]
    yield "the unchanged folder again, over the first ingest", f"{statistics.median(again) / first:.2%}", "< 2 %"
    edited = reports / "00000.txt"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("。", "，這一段後來改過。", 1), encoding="utf-8")
    (done,) = [d for d in library.ingest([edited]) if d.outcome is Outcome.UPDATED]
    yield "passages embedded after one edited paragraph", str(done.embedded), "<= 3"


def alone_on(embedder: TokenEmbedder, batches: Sequence[Sequence[str]]) -> float:
    """Seconds to embed the same texts, report by report, with nothing around it."""
    tell = bar("embedding alone")

    def all_of_them() -> None:
        for done, texts in enumerate(batches, start=1):
            embedder.embed_passages_and_tokens(texts)
            tell(done, len(batches))

    return seconds(all_of_them)


def made_texts() -> Iterator[str]:
    """Reports with a cover and three chapters, all different."""
    draw, words, weights = random.Random(0), *frequencies()
    title: Callable[[], str] = lambda: "".join(draw.choices(words, cum_weights=weights, k=4))  # noqa: E731
    number = 0
    while True:
        number += 1
        cover = f"出國報告（出國類別：考察）\n\n{title()}考察報告之{number}\n\n服務機關：某部\n報告日期：112年5月3日"
        chapters = [
            "\n\n".join([f"{numeral}、{title()}", *(sentence(draw, words, weights) for _ in range(PARAGRAPHS))])
            for numeral in "壹貳參"
        ]
        yield "\n\n".join([cover, *chapters]) + "\n"


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
