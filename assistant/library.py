"""The face of the product: a library of reports that can be asked."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.ask import Asking
from corpus.errors import LibraryBusy, UserError
from corpus.seams import Embedder, Progress, TokenEmbedder
from corpus.store import Store
from corpus.types import Answer, RawFile, Report, ReportSummary, Step
from corpus.view import View
from index.derived import DerivedIndexes
from index.gloss import Gloss
from index.glossary import Glossary
from ingest.pipeline import Ingested, Ingestor, Outcome, already_there, failed
from ingest.sources import read_source

SWITCHED_OFF = "off: switched off with `tripreport rebuild --steps`"
WRITER_SECONDS = 600
"""How long an ingest waits for another one to end."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts that need the model; made when they are first needed."""

    embedder: Embedder
    asking: Asking
    ingestor: Ingestor
    indexes: DerivedIndexes
    gloss: Gloss
    glossary: Glossary


@dataclass(frozen=True, slots=True)
class Status:
    """What a library is made of, and by what."""

    library: str
    reports: int
    passages: int
    model: str
    fingerprint: str
    dimensions: int
    backend: str
    segmentation: str
    vectors: str
    generation: int
    dictionary: str
    glossary: str
    windows: str
    late_interaction: str


def _late_interaction(embedder: Embedder, view: View) -> str:
    """Whether questions and passages are compared token by token, and if not, why."""
    if Step.LATE not in view.steps():
        return SWITCHED_OFF
    if not isinstance(embedder, TokenEmbedder):
        return "off: this model says nothing of its tokens"
    held, passages = view.token_count(embedder.token_states), view.passage_count()
    if held < passages:
        return (
            f"off wherever one of the best passages has no tokens: {held} of {passages} have them. "
            "`tripreport rebuild --embed` gives them to all"
        )
    return f"on ({embedder.token_states})"


class Library:
    """Reports in one folder; safe to use from several threads, and from several processes at once.

    ``open_engine`` makes the parts that need the model: listing and showing reports never load it.
    """

    def __init__(self, folder: Path, store: Store, open_engine: Callable[[], Engine]) -> None:
        self._folder, self._store, self._open_engine = folder, store, open_engine
        self._engine_lock = threading.Lock()
        self._engine: Engine | None = None
        self._writer = FileLock(folder / "writer.lock")

    def ask(self, question: str, k: int = 5, report: str | None = None) -> Answer:
        """The ``k`` best passages for ``question``, in one report where ``report`` names it; see :class:`Answer`."""
        return self.engine().asking.ask(question, k, None if report is None else [report])

    def ingest(
        self,
        files: Iterable[Path | RawFile],
        tell: Callable[[Ingested], None] | None = None,
        progress: Progress | None = None,
        again: bool = False,
    ) -> list[Ingested]:
        """Bring the library up to date with files; ``tell`` hears of each as it is done. One bad file stops none.

        ``again`` reads files anew that have not changed; a passage that comes out as before keeps its vectors.
        """
        outcomes = []
        with self._writing():
            for file in files:
                outcome = self._ingest(file, progress, again)
                outcomes.append(outcome)
                if tell:
                    tell(outcome)
            if any(o.outcome in (Outcome.ADDED, Outcome.UPDATED) for o in outcomes):
                with self._store.snapshot() as view:
                    self.engine().indexes.at(view)
        return outcomes

    def _ingest(self, file: Path | RawFile, progress: Progress | None, again: bool) -> Ingested:
        """One file, read once; the model is opened only where there is something to embed."""
        try:
            raw = read_source(file) if isinstance(file, Path) else file
        except UserError as error:
            return failed(str(file), error)
        return (None if again else already_there(self._store, raw)) or self.engine().ingestor.put(raw, progress)

    def reports(self) -> list[ReportSummary]:
        """All reports, by title."""
        with self._store.snapshot() as view:
            return view.reports()

    def report(self, report_id: str) -> Report:
        """One report with its text and outline, or UnknownReport."""
        with self._store.snapshot() as view:
            return view.report(report_id)

    def summary(self, report_id: str) -> ReportSummary:
        """One report as it is listed, or UnknownReport."""
        with self._store.snapshot() as view:
            return view.summary(report_id)

    def rebuild(self, progress: Progress | None = None) -> int:
        """The derived indexes anew from the store, nothing embedded; the number of passages."""
        with self._writing():
            return len(self.engine().indexes.rebuild(progress).vectors)

    def status(self) -> Status:
        """What the library is made of; opens the model to say how it runs."""
        engine = self.engine()
        with self._store.snapshot() as view:
            manifest = engine.indexes.at(view).manifest
            windows = "on" if Step.WINDOWS in view.steps() else SWITCHED_OFF
            return Status(
                str(self._folder), len(view.reports()), view.passage_count(), engine.embedder.name,
                engine.embedder.fingerprint, engine.embedder.dimensions, engine.embedder.backend,
                manifest.segmentation, manifest.vectors, view.generation(), engine.gloss.checked(),
                engine.glossary.about(), windows, _late_interaction(engine.embedder, view),
            )  # fmt: skip

    def engine(self) -> Engine:
        """The parts that need the model, made once."""
        with self._engine_lock:
            if self._engine is None:
                self._engine = self._open_engine()
            return self._engine

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, over all processes."""
        try:
            with self._writer.acquire(timeout=WRITER_SECONDS):
                yield
        except Timeout as error:
            raise LibraryBusy(
                f"Another process has been writing to {self._folder} for {WRITER_SECONDS} s: wait for it, or end it."
            ) from error
