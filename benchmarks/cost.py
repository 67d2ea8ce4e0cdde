"""What a question costs in a library of N passages, and what a passage takes on disk.

usage: python -m benchmarks.cost [--models FOLDER] [--passages 10000] [--keep FOLDER]

The text is made here (seeded, words drawn from jieba's dictionary by their frequency), the questions are real, and so
is the model that embeds them; only the passages' vectors are random, for what they say does not change what they cost.
Every time is a ratio to embedding the same question right before it, so that a busy machine slows both.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import resources
from itertools import accumulate
from pathlib import Path

import numpy as np

from assistant.evaluation.judged import read_questions
from assistant.library import Library
from assistant.settings import Settings, seal
from assistant.wiring import engine_with, open_embedder
from benchmarks.first_report import QUESTIONS
from corpus.seams import Embedder, Progress, TokenEmbedder, Vectors
from corpus.store import EmbeddingModel, Store
from corpus.tokens import TextTokens
from corpus.types import RawFile
from index.question import understand

PASSAGES_A_REPORT = 40


class RandomPassages:
    """The real embedder for questions, random vectors and tokens for passages (one token to two characters)."""

    def __init__(self, real: TokenEmbedder) -> None:
        self._real, self._random = real, np.random.default_rng(0)
        self.name, self.fingerprint, self.dimensions = real.name, real.fingerprint, real.dimensions
        self.backend, self.max_tokens = real.backend, real.max_tokens
        self.embed_query, self.embed_query_and_tokens = real.embed_query, real.embed_query_and_tokens
        self.token_states = real.token_states

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 2 + 5 for text in texts]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:  # noqa: ARG002
        # near each other, as real ones are: cosines lie around 0.8
        rows = self._random.normal(1.0, 0.5, (len(texts), self.dimensions)).astype(np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def embed_passages_and_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[TextTokens]]:
        tokens = [np.arange(0, len(text), 2) for text in texts]
        bits = [self._random.integers(0, 256, (len(at), self.dimensions // 8), dtype=np.uint8) for at in tokens]
        return self.embed_passages(texts, progress), [TextTokens(b, at) for b, at in zip(bits, tokens, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="keep the library here, and use it again")
    asked = parser.parse_args()
    seal(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(asked.keep or Path(folder), models=asked.models)
        library, embedder = fill(settings, asked.passages)
        print("| passages | warm question over embedding it, median (quartiles) | p95 over p50 |\n|---|---|---|")
        print(f"| {library.status().passages} | {speed(library, embedder)} |\n")
        print("| a passage takes | bytes | times the first row |\n|---|---|---|")
        rows = storage(settings.library, library.status().passages)
        for name, size in rows:
            print(f"| {name} | {size:.0f} | {size / rows[0][1]:.2f} |")


def fill(settings: Settings, passages: int) -> tuple[Library, Embedder]:
    store = Store(settings.library / "library.sqlite")
    real = open_embedder(settings, store)
    assert isinstance(real, TokenEmbedder), "the model says nothing of its tokens: this measures the default model"
    embedder = RandomPassages(real)
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    engine = engine_with(settings, store, embedder)
    library = Library(settings.library, store, lambda: engine)
    reports = made_reports()
    while (held := sum(r.passages for r in library.reports())) < passages:
        more = max(1, min(50, (passages - held) // PASSAGES_A_REPORT))
        library.ingest([next(reports) for _ in range(more)])
    return library, embedder


def made_reports() -> Iterator[RawFile]:
    draw, words, weights = random.Random(0), *frequencies()
    number = 0
    while True:
        number += 1
        chapters = []
        for numeral in "壹貳參肆伍":
            title = "".join(draw.choices(words, cum_weights=weights, k=3))
            paragraphs = [sentence(draw, words, weights) for _ in range(PASSAGES_A_REPORT)]
            chapters.append("\n\n".join([f"{numeral}、{title}", *paragraphs]))
        data = "\n\n".join(chapters).encode("utf-8")
        yield RawFile(f"{number}.txt", f"made:{number}", data, f"{number:064x}")


def sentence(draw: random.Random, words: list[str], weights: list[int]) -> str:
    clauses = ("".join(draw.choices(words, cum_weights=weights, k=8)) for _ in range(4))
    return "，".join(clauses) + "。"


def frequencies() -> tuple[list[str], list[int]]:
    """jieba's words, and their frequencies added up."""
    lines = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines]
    return [row[0] for row in rows], list(accumulate(int(row[1]) for row in rows))


def speed(library: Library, embedder: Embedder) -> str:
    questions = [q.text for q in read_questions(QUESTIONS)]
    ratios, wholes = [], []
    for question in questions * 6:
        asked = understand(question)
        embedding = seconds(partial(embedder.embed_query, asked.for_model))
        wholes.append(seconds(partial(library.ask, question)))
        ratios.append(wholes[-1] / embedding)
    low, middle, high = statistics.quantiles(ratios[len(questions) :], n=4)
    timed = sorted(wholes[len(questions) :])
    tail = timed[int(0.95 * len(timed))] / statistics.median(timed)
    return f"{middle:.2f} ({low:.2f}–{high:.2f}) | {tail:.2f}"


def storage(library: Path, passages: int) -> list[tuple[str, float]]:
    """Bytes a passage: with one vector and words alone, and with all that is stored beside them."""
    import sqlite3

    db = sqlite3.connect(library / "library.sqlite")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    extra = {
        "windows": "SELECT coalesce(sum(length(vector) + 12), 0) FROM window",
        "tokens": "SELECT coalesce(sum(length(bits) + length(counts) + 20), 0) FROM token",
        "days": "SELECT 30 * count(*) FROM passage_day",
    }
    sizes = {name: db.execute(query).fetchone()[0] / passages for name, query in extra.items()}
    db.close()
    files = [library / "library.sqlite", *(library / "index").rglob("*")]
    whole = sum(p.stat().st_size for p in files if p.is_file()) / passages
    rows = [("text, one vector, words", whole - sum(sizes.values()))]
    return [*rows, *((f"+ {name}", size) for name, size in sizes.items()), ("all", whole)]


def seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
