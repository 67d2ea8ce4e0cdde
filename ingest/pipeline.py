"""The one place that orders the steps: read, outline, front form, split, embed, save."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from corpus.errors import UserError
from corpus.seams import Embedder, Progress, TokenEmbedder, Vectors
from corpus.segment import Segmenter
from corpus.store import EmbeddedPassage, EmbeddingModel, Saved, Store, passage_digest
from corpus.text import indexed_text, places, unwrapped
from corpus.tokens import PassageTokens
from corpus.types import EVERY_STEP, Passage, PassageId, RawFile, Report, Step
from ingest.cover import front_matter
from ingest.outline import outline
from ingest.readers import reader_for
from ingest.split import split


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ingested:
    """One file's outcome. ``embedded`` counts the passages that had to be embedded; ``kept`` those that did not."""

    source: str
    outcome: Outcome
    report_id: str | None = None
    title: str | None = None
    embedded: int = 0
    kept: int = 0
    error: str | None = None


Embedded = tuple[np.ndarray, Vectors, PassageTokens | None]
"""A passage's vector, its windows' vectors, and its tokens where the model says what became of them."""


class Ingestor:
    """Puts files into ``store``; ``embedder`` and ``segmenter`` are those of the library."""

    def __init__(self, store: Store, embedder: Embedder, segmenter: Segmenter) -> None:
        self._store, self._embedder, self._segmenter = store, embedder, segmenter

    def put(self, raw: RawFile, progress: Progress | None = None) -> Ingested:
        """A file that is not :func:`already_there`; what is wrong with it is told in the outcome, never raised.

        ``progress`` counts embedded texts of this file.
        """
        try:
            return self._put(raw, progress)
        except UserError as error:
            return failed(raw.source, error)

    def _put(self, raw: RawFile, progress: Progress | None) -> Ingested:
        with self._store.snapshot() as view:
            before = view.find(source=raw.source)
        report = parse(raw)
        saved = self._save(report, before.id if before else None, progress)
        outcome = Outcome.UPDATED if before else Outcome.ADDED
        return Ingested(raw.source, outcome, saved.report_id, report.title, saved.new, saved.kept)

    def _save(self, report: Report, replaces: str | None, progress: Progress | None) -> Saved:
        passages = split(report.document, report.outline, self._segmenter.word_ends, self._embedder)
        with self._store.snapshot() as view:
            steps = view.steps()
            known = view.embedded(replaces, _made(self._embedder)) if replaces else {}
        paths = {s.ordinal: s.path for s in report.outline.sections}
        digests = [passage_digest(paths[p.section], report.text[p.start : p.end]) for p in passages]
        fresh = [p for p, d in zip(passages, digests, strict=True) if d not in known]
        vectors = iter(embed(report.text, [paths[p.section] for p in fresh], fresh, self._embedder, progress, steps))
        embedded = []
        for passage, digest in zip(passages, digests, strict=True):
            (row, windows, tokens) = known.get(digest) or next(vectors)
            embedded.append(EmbeddedPassage(passage, digest, row.reshape(-1), windows, tokens))
        return self._store.save(report, embedded, replaces)


def failed(source: str, error: UserError) -> Ingested:
    """The outcome of a file that is no report."""
    return Ingested(source, Outcome.FAILED, error=str(error))


def already_there(store: Store, raw: RawFile) -> Ingested | None:
    """The outcome where these very bytes are in the library, else None. Needs no model."""
    with store.snapshot() as view:
        same = view.find(sha256=raw.sha256)
        taken = view.find(source=raw.source)
    if same is None:
        return None
    if taken is None and not Path(same.source).exists():  # the file was moved
        store.rename_source(same.id, raw.source, raw.name)
    return Ingested(raw.source, Outcome.UNCHANGED, same.id, same.title, kept=same.passages)


def parse(raw: RawFile) -> Report:
    """A file as a report, or UnreadableFile. Pure but for the readers' libraries."""
    document = reader_for(raw.name).read(raw)
    tree = outline(document)
    return Report(raw.name, raw.source, raw.sha256, document, tree, front_matter(document, tree))


def embed(
    text: str,
    paths: Sequence[Sequence[str]],
    passages: Sequence[Passage],
    embedder: Embedder,
    progress: Progress | None = None,
    steps: Collection[Step] = EVERY_STEP,
) -> list[Embedded]:
    """Each passage's vector (with its headings in front), its windows' vectors (without), and its tokens.

    Where ``steps`` has no windows, their vectors have no dimensions; where it has no late, there are no tokens.
    """
    wholes = [indexed_text(path, text[p.start : p.end]) for path, p in zip(paths, passages, strict=True)]
    windows = [unwrapped(text[w.start : w.end]) for p in passages for w in p.windows if Step.WINDOWS in steps]
    tokens: list[PassageTokens | None] = [None] * len(passages)
    if Step.LATE in steps and isinstance(embedder, TokenEmbedder):
        vectors, found = embedder.embed_passages_and_tokens(wholes + windows, progress)
        for row, (path, p) in enumerate(zip(paths, passages, strict=True)):
            starts = places(path, text[p.start : p.end], [w.start - p.start for w in p.windows])
            tokens[row] = PassageTokens.of(found[row], starts, embedder.token_states)
    else:
        vectors = embedder.embed_passages(wholes + windows, progress)
    result: list[Embedded] = []
    at = len(wholes)
    for row, passage in enumerate(passages):
        count = len(passage.windows)
        own = vectors[at : at + count] if Step.WINDOWS in steps else np.zeros((count, 0), dtype=np.float32)
        result.append((vectors[row], own, tokens[row]))
        at += count
    return result


def _made(embedder: Embedder) -> str:
    return embedder.token_states if isinstance(embedder, TokenEmbedder) else ""


def embed_again(
    store: Store, embedder: Embedder, progress: Progress | None = None, steps: Collection[Step] | None = None
) -> int:
    """Every passage's vectors made anew by ``embedder`` and swapped in one transaction; how many passages.

    From then on the library keeps what ``steps`` need; None: what it kept before.
    """
    made: dict[PassageId, Embedded] = {}
    with store.snapshot() as view:
        kept = view.steps() if steps is None else steps
        for summary in view.reports():
            report = view.report(summary.id)
            paths = {s.ordinal: s.path for s in report.outline.sections}
            ids, passages = zip(*view.passages(summary.id), strict=True) if summary.passages else ((), ())
            vectors = embed(report.text, [paths[p.section] for p in passages], passages, embedder, progress, kept)
            made.update(zip(ids, vectors, strict=True))
    store.replace_vectors(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions), made, kept)
    return len(made)
