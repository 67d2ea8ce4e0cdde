"""The one place that orders the steps: read, outline, front form, split, embed, save."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from corpus.errors import UserError
from corpus.rows import EmbeddedPassage, Saved
from corpus.seams import Embedder, Progress, TokenEmbedder, Vectors
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store, passage_digest
from corpus.text import indexed_text, places, unwrapped
from corpus.tokens import PassageTokens
from corpus.types import EVERY_STEP, Document, Passage, PassageId, RawFile, Report, Source, Step
from corpus.view import View
from ingest.card import card
from ingest.form.cover import front_matter
from ingest.passages.split import split
from ingest.readers import reader_for
from ingest.recognise import Known, Named, Recognised, named_as, recognise, whereabouts
from ingest.structure.outline import outline


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ingested:
    """One file's outcome. ``embedded`` counts the passages that had to be embedded, ``kept`` those that did not,
    ``removed`` those that went. ``known`` says how a report was recognised that is in the library already."""

    source: str
    outcome: Outcome
    report_id: str | None = None
    title: str | None = None
    embedded: int = 0
    kept: int = 0
    removed: int = 0
    known: Known | None = None
    like: str | None = None
    error: str | None = None


Embedded = tuple[np.ndarray, Vectors, PassageTokens | None]
"""A passage's vector, its windows' vectors, and its tokens where the model says what became of them."""


class Ingestor:
    """Puts files into ``store``; ``embedder`` and ``segmenter`` are those of the library."""

    def __init__(self, store: Store, embedder: Embedder, segmenter: Segmenter) -> None:
        self._store, self._embedder, self._segmenter = store, embedder, segmenter

    def put(self, report: Report, progress: Progress | None = None, named: Named | None = None) -> Ingested:
        """A report whose file is not :func:`already_there`; ``progress`` counts its embedded texts.

        ``named`` is the report that it is a new version of, where a person says so: see :func:`named_as`.
        No other writer may be at work between what is recognised and what is saved: the caller sees to that.
        """
        with self._store.snapshot() as view:
            same = named_as(report, named, view) if named else recognise(report, view)
        if same and same.how is Known.FORMAT and not same.better:
            self._store.add_source(same.report_id, _source(report, same.version))
            return plan(report, same)
        replaces = same.report_id if same and same.how is not Known.ALIKE else None
        saved = self._save(report, replaces, progress)
        done = plan(report, same)
        return replace(done, report_id=saved.report_id, embedded=saved.new, kept=saved.kept, removed=saved.removed)

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


def already_there(view: View, raw: RawFile, named: Named | None = None) -> Ingested | None:
    """The outcome where these very bytes are in the library, else None. Needs no model.

    Where a report is ``named``, only the file that it is cited from is there already: any other shall become that one.
    """
    if named:
        named_as(raw, named, view)
        if view.summary(named.report_id).sha256 != raw.sha256:
            return None
    place = whereabouts(view, raw)
    if place is None:
        return None
    done = Ingested(
        raw.source, Outcome.UNCHANGED, place.report.id, place.report.title, kept=place.report.passages, known=place.how
    )
    return done if place.overwritten is None else replace(done, outcome=Outcome.UPDATED, removed=place.lost)


def remember(store: Store, raw: RawFile, exists: Callable[[str], bool]) -> None:
    """Note where bytes now are that :func:`already_there` knows; ``exists`` says whether there still is a file.

    A report whose only file was overwritten by a copy of another report is gone, as the file is.
    """
    with store.snapshot() as view:
        place = whereabouts(view, raw)
    if place is None or place.how is None:
        return
    source = replace(place.source, path=raw.source, name=raw.name)
    moved = place.source.path != raw.source and not exists(place.source.path)
    store.add_source(
        place.report.id, source, [place.source.path] if moved else [], place.overwritten if place.lost else None
    )


def plan(report: Report, same: Recognised | None) -> Ingested:
    """What putting ``report`` into the library comes to, before anything is done."""
    if same is None:
        return Ingested(report.source, Outcome.ADDED, title=report.title)
    if same.how is Known.ALIKE:
        return Ingested(report.source, Outcome.ADDED, title=report.title, known=same.how, like=same.report_id)
    replaced = same.how is not Known.FORMAT or same.better
    outcome = Outcome.UPDATED if replaced else Outcome.UNCHANGED
    return Ingested(report.source, outcome, same.report_id, report.title, known=same.how)


def _source(report: Report, version: int) -> Source:
    return Source(report.source, report.name, report.sha256, report.document.media_type, version)


def read_here(raw: RawFile) -> Document:
    """The document of a file that is trusted, read in this process."""
    return reader_for(raw.name).read(raw)


def parse(raw: RawFile, read: Callable[[RawFile], Document] = read_here) -> Report:
    """A file as a report, or UnreadableFile; ``read`` turns its bytes into a document."""
    document = read(raw)
    tree = outline(document)
    front = front_matter(document, tree)
    return Report(raw.name, raw.source, raw.sha256, document, tree, front, card(document, tree, front))


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
