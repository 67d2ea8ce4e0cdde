"""The face of the product: a library of reports that can be asked."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.about import About, about_in
from assistant.across import Across, By, Comparing
from assistant.anchor import Anchor
from assistant.ask import EVERYTHING, Asking
from assistant.backup import Backup, back_up, look_over, restore
from assistant.cite import Reference
from assistant.compared import Compared, compare
from assistant.intake import File, Intake, Tell
from assistant.pages import Pages, PrintedPage
from assistant.picked import pick, the_whole
from assistant.prior import Looking, Plan, PriorTrips
from assistant.quote import Recalled, quote, recall, section_around
from assistant.recommendations import Recommendation, Table, everything, one, table
from corpus.agencies import agency_expansions
from corpus.errors import LibraryBusy, LibraryError
from corpus.filters import Filters
from corpus.listed import Listed
from corpus.marks import Edit
from corpus.originals import FOLDER as ORIGINALS
from corpus.originals import Originals
from corpus.seams import Embedder, Progress, TokenEmbedder
from corpus.store import Store, require_model
from corpus.tracked import EVERY_ONE, Gone, Wanted
from corpus.types import Answer, Document, Hit, RawFile, Report, ReportSummary, Step
from corpus.verify import Findings
from corpus.view import View
from index.derived import DerivedIndexes
from index.gloss import Gloss
from index.glossary import FILE_NAME as GLOSSARY
from index.glossary import Glossary
from index.own_glossary import Own, OwnGlossary
from ingest.files.pictures import Pictures
from ingest.pipeline import Ingested, Ingestor, Outcome, parse, read_here
from ingest.recognise import Named

if TYPE_CHECKING:
    from assistant.check.verdict import Checked

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
    comparing: Comparing
    looking: Looking


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

    ``open_engine`` makes the parts that need the model: listing and showing reports never load it. ``read`` turns the
    bytes of a file into a document, and ``let_go`` ends what it has begun for that.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        open_engine: Callable[[], Engine],
        read: Callable[[RawFile], Document] = read_here,
        let_go: Callable[[], object] = lambda: None,
    ) -> None:
        self._folder, self._store, self._open_engine, self._read = folder, store, open_engine, read
        self._let_go = let_go
        self._originals = Originals(folder / ORIGINALS)
        self._own_glossary = OwnGlossary(folder / GLOSSARY)
        self._pages = Pages(store, self._originals, Pictures())
        self._intake = Intake(store, self._ingestor, read, self._writing, self._originals)
        self._engine_lock = threading.Lock()
        self._engine: Engine | None = None

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        """The ``k`` best passages for ``question``, in one report where ``report`` names it, and of those that
        ``filters`` admit; see :class:`Answer`."""
        if report is not None:
            filters = replace(filters, reports=(report,))
        answer = self.engine().asking.ask(question, k, filters)
        return replace(answer, expansions=(*answer.expansions, *agency_expansions(filters.agency)))

    def ask_across(
        self, question: str, by: By = By.REPORT, per_report: int = 2, groups: int = 20, filters: Filters = EVERYTHING
    ) -> Across:
        """What all reports say to ``question``, in groups: see :meth:`assistant.across.Comparing.ask`."""
        return self.engine().comparing.ask(question, by, per_report, groups, filters)

    def own_glossary(self) -> Own:
        """The library's own glossary as it is; SettingsError where its file is no text."""
        return self._own_glossary.look()

    def save_glossary(self, text: str, seen: str) -> Own:
        """The library's own glossary anew: see :meth:`index.own_glossary.OwnGlossary.write`."""
        return self._own_glossary.write(text, seen)

    def prior(self, plan: Plan, k: int = 10) -> PriorTrips:
        """Earlier trips that ``plan`` is like: see :meth:`assistant.prior.Looking.prior`."""
        return self.engine().looking.prior(plan, k)

    def ingest(
        self,
        files: Iterable[File],
        tell: Tell | None = None,
        progress: Progress | None = None,
        embedding: Progress | None = None,
        again: bool = False,
        dry_run: bool = False,
        replaces: str | None = None,
        seen: int | None = None,
    ) -> list[Ingested]:
        """Bring the library up to date with files: see :meth:`assistant.intake.Intake.ingest`.

        ``replaces``: the report whose new version the one file is, whatever its form or its path says; ``seen``: the
        version that the person knows of it.
        """
        named = Named(replaces, seen) if replaces is not None else None
        return self._indexed(self._intake.ingest(files, tell, progress, embedding, again, dry_run, named), dry_run)

    def compare(self, file: RawFile, report_id: str) -> Compared:
        """A file held against the report that it shall be a new version of; nothing is changed, no model is needed.

        UnknownReport, or UnreadableFile where it is no report.
        """
        self.summary(report_id)  # before anything is read for it
        new = parse(file, self._read)
        with self._store.snapshot() as view:
            return compare(new, report_id, view)

    def sync(
        self,
        folder: Path,
        tell: Tell | None = None,
        progress: Progress | None = None,
        embedding: Progress | None = None,
        dry_run: bool = False,
    ) -> list[Ingested]:
        """Make the library equal to a folder: see :meth:`assistant.intake.Intake.sync`."""
        return self._indexed(self._intake.sync(folder, tell, progress, embedding, dry_run), dry_run)

    def forget(
        self, paths: Collection[Path], tell: Tell | None = None, embedding: Progress | None = None
    ) -> list[Ingested]:
        """Files, or folders of them, that are gone: see :meth:`assistant.intake.Intake.forget`."""
        return self._indexed(self._intake.forget(paths, tell, embedding), dry_run=False)

    def remove(self, report_ids: Iterable[str], tell: Tell | None = None, dry_run: bool = False) -> list[Ingested]:
        """Forget reports wholly; UnknownReport, before anything is removed, where one of them is not there."""
        return self._intake.remove(report_ids, tell, dry_run)

    def remove_seen(self, report_id: str, seen: int) -> Ingested:
        """Forget a report wholly, if it still is the version that a person has ``seen``; else UnknownReport or
        ChangedReport."""
        return self._intake.remove_seen(Named(report_id, seen))

    def _indexed(self, outcomes: list[Ingested], dry_run: bool) -> list[Ingested]:
        """The first question should not wait for what was embedded to be indexed."""
        if not dry_run and any(o.outcome in (Outcome.ADDED, Outcome.UPDATED) for o in outcomes):
            with self._store.snapshot() as view:
                self.engine().indexes.at(view)
        return outcomes

    def reports(self) -> list[ReportSummary]:
        """All reports, by title."""
        with self._store.snapshot() as view:
            return view.reports()

    def listed(self) -> list[Listed]:
        """All reports, by title, with what a list shows of them."""
        with self._store.snapshot() as view:
            return view.listed()

    def report(self, report_id: str) -> Report:
        """One report with its text and outline, or UnknownReport."""
        with self._store.snapshot() as view:
            return view.report(report_id)

    def summary(self, report_id: str) -> ReportSummary:
        """One report as it is listed, or UnknownReport."""
        with self._store.snapshot() as view:
            return view.summary(report_id)

    def about(self, report_id: str) -> About:
        """All that is known of a report but its text, or UnknownReport."""
        with self._store.snapshot() as view:
            return about_in(view, report_id)

    def report_and_about(self, report_id: str) -> tuple[Report, About]:
        """Both of one moment, or UnknownReport: what is known is known of this text."""
        with self._store.snapshot() as view:
            return view.report(report_id), about_in(view, report_id)

    def printed_page(self, report_id: str, number: int) -> PrintedPage | None:
        """A page that can be shown as a picture, and what is where on it: see :meth:`assistant.pages.Pages.printed`."""
        return self._pages.printed(report_id, number)

    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        """A page as a picture: see :meth:`assistant.pages.Pages.picture`."""
        return self._pages.picture(report_id, file, number)

    def version_text(self, report_id: str, number: int) -> str:
        """The canonical text of one version of a report, or UnknownReport."""
        with self._store.snapshot() as view:
            return view.version_text(report_id, number)

    def quote(self, report_id: str, start: int, end: int) -> Hit:
        """Any stretch of a report, ready to be cited: see :func:`assistant.quote.quote`."""
        with self._store.snapshot() as view:
            return quote(view, report_id, start, end)

    def section_around(self, report_id: str, start: int, end: int) -> Hit | None:
        """The section that holds a stretch: see :func:`assistant.quote.section_around`."""
        with self._store.snapshot() as view:
            return section_around(view, report_id, start, end)

    def recall(self, report_id: str, anchor: Anchor) -> Recalled:
        """What a permanent link named: see :func:`assistant.quote.recall`."""
        with self._store.snapshot() as view:
            return recall(view, report_id, anchor)

    def reference(self, report_id: str, anchor: Anchor | None = None) -> Reference:
        """What to cite: the passage that ``anchor`` names (:func:`assistant.picked.pick`), else the whole report."""
        with self._store.snapshot() as view:
            return pick(view, report_id, anchor).reference if anchor else the_whole(view, report_id)

    def bundle(self, anchors: Sequence[tuple[str, Anchor]], question: str = "", site: str = "") -> bytes:
        """Passages, by report and anchor, as one ZIP archive: see :func:`assistant.bundle.bundle_of`."""
        from assistant.bundle import bundle_of  # it draws: no other command waits for that

        with self._store.snapshot() as view:
            picks = [pick(view, report_id, anchor) for report_id, anchor in dict.fromkeys(anchors)]
        return bundle_of(picks, self, question, site)

    def check(
        self, text: str, report: str | None = None, *, every_sentence: bool = False, progress: Progress | None = None
    ) -> "Checked":
        """The quotations of a draft held against the reports, or one: see :func:`assistant.check.check.check_draft`."""
        from assistant.check.check import check_draft  # no other command waits for that

        engine = self.engine()
        with self._store.snapshot() as view:
            words = engine.indexes.at(view).words
            return check_draft(view, words, engine.gloss.names, text, report, every_sentence, progress)

    def draft(self, file: RawFile) -> str:
        """The text of a file that somebody wrote, to be checked: see :func:`assistant.check.drafts.read_draft`."""
        from assistant.check.drafts import read_draft

        return read_draft(file)

    def recommendations(
        self, wanted: Wanted = EVERY_ONE, first: int = 0, limit: int | None = 50, choices: bool = False
    ) -> Table:
        """What the reports recommend, and what was noted of it: see :func:`assistant.recommendations.table`."""
        with self._store.snapshot() as view:
            return table(view, wanted, first, limit, choices)

    @contextmanager
    def each_recommendation(self, wanted: Wanted = EVERY_ONE) -> Iterator[Iterator[Recommendation | Gone]]:
        """All of them of one state of the library, row after row, and behind them those that are gone."""
        with self._store.snapshot() as view:
            yield chain(everything(view, wanted), view.advice_gone(wanted))

    def recommendation(self, key: str) -> Recommendation | Gone:
        """One, also by what it was called before it was reworded; UnknownRecommendation."""
        with self._store.snapshot() as view:
            return one(view, key)

    def mark_recommendation(self, key: str, edit: Edit, seen: int | None = None) -> Recommendation | Gone:
        """Note something of a recommendation, if what is noted of it still is the revision that was ``seen`` (None:
        whatever it is); as it is then. UnknownRecommendation, BadMark, ChangedMark."""
        return self.recommendation(self._store.mark([(key, edit, seen)])[0])

    def mark_recommendations(self, noted: Sequence[tuple[str, Edit, int | None]]) -> list[str]:
        """The same of several, all or none; their keys."""
        return self._store.mark(noted)

    def rebuild(self, progress: Progress | None = None) -> int:
        """The derived indexes anew from the store, nothing embedded; the number of passages."""
        with self._writing():
            return len(self.engine().indexes.rebuild(progress).vectors)

    def verify(self, progress: Progress | None = None) -> Findings:
        """All that is wrong in the store and in what is derived from it; nothing is mended, no model is needed."""
        return look_over(self._folder, progress)

    def backup(self, target: Path, force: bool = False, progress: Progress | None = None) -> Backup:
        """The library as one file: see :func:`assistant.backup.back_up`."""
        return back_up(self._store, self._folder, target, force, progress)

    def restore(self, file: Path, progress: Progress | None = None) -> Backup:
        """The library as it was at a backup: see :func:`assistant.backup.restore`."""
        return restore(self._folder, file, self._writing(), progress)

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

    def close(self) -> None:
        """Let go of open files and of the child process that reads; whatever is asked later opens them again."""
        self._store.close()
        self._let_go()

    def engine(self) -> Engine:
        """The parts that need the model, made once."""
        with self._engine_lock:
            if self._engine is None:
                self._engine = self._open_engine()
            return self._engine

    def _ingestor(self) -> Ingestor:
        """Never one whose vectors are of another model than those that are there by now."""
        engine = self.engine()
        with self._store.snapshot() as view:
            require_model(view, engine.embedder.fingerprint)
        return engine.ingestor

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._folder)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One writer at a time to the library in ``folder``, over all processes."""
    # one lock a folder and process: who holds it may take it again
    lock = FileLock(folder / "writer.lock", is_singleton=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=WRITER_SECONDS)
    except Timeout as error:
        raise LibraryBusy(
            f"Another process has been writing to {folder} for {WRITER_SECONDS} s: wait for it, or end it."
        ) from error
    except OSError as error:
        raise LibraryError(f"Nothing can be written to {folder} ({error}): is the folder writable?") from error
    try:
        yield
    finally:
        lock.release()
