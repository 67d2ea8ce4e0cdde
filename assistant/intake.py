"""What goes into the library and out of it: files, whole folders, and what is removed."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableFile, UserError
from corpus.originals import Originals
from corpus.seams import Progress
from corpus.store import Store
from corpus.types import Document, RawFile, ReportSummary
from corpus.types import Source as Held
from ingest.files import archives
from ingest.files.sources import MEMBER, Source, find_sources, oldest_first, read_source
from ingest.pipeline import Ingested, Ingestor, Outcome, already_there, failed, parse, plan, remember
from ingest.readers import supported_suffixes
from ingest.recognise import Named, named_as, rank, recognise, require

File = Source | Path | RawFile
Tell = Callable[[Ingested], None]


class Intake:
    """Changes one library, file by file: between two files, other processes have their turn.

    ``read`` turns bytes into a document. ``ingestor`` makes the part that needs the model, when it is first needed.
    ``writing`` holds off other writers.
    """

    def __init__(
        self,
        store: Store,
        ingestor: Callable[[], Ingestor],
        read: Callable[[RawFile], Document],
        writing: Callable[[], AbstractContextManager[None]],
        originals: Originals,
    ) -> None:
        self._store, self._ingestor, self._read, self._writing = store, ingestor, read, writing
        self._originals = originals

    def ingest(
        self,
        files: Iterable[File],
        tell: Tell | None = None,
        progress: Progress | None = None,
        embedding: Progress | None = None,
        again: bool = False,
        dry_run: bool = False,
        named: Named | None = None,
    ) -> list[Ingested]:
        """Bring the library up to date with files; ``tell`` hears of each as it is done. One bad file stops none.

        ``progress`` counts files, ``embedding`` the texts of the file in hand. ``again`` reads files anew that have
        not changed. With ``dry_run`` nothing is changed, and what is only recognised by another new file is not seen.
        ``named`` says which report the one file is, whatever its form or its path says: then UnknownReport,
        ChangedReport or a UserError about several files come before anything is done.
        """

        every = list(files)
        if named:
            self._require_one(every, named)

        def each() -> Iterator[Ingested]:
            for done, file in enumerate(every, start=1):
                yield self._planned(file, again, named) if dry_run else self._ingested(file, embedding, again, named)
                if progress:
                    progress(done, len(every))

        return self._told(each(), tell)

    def _require_one(self, files: Collection[File], named: Named) -> None:
        if len(files) != 1:
            raise UserError(
                f"The new version of report {named.report_id} is one file, and these are {len(files)}: name the one."
            )
        with self._store.snapshot() as view:
            require(view, named)

    def _ingested(self, file: File, embedding: Progress | None, again: bool, named: Named | None = None) -> Ingested:
        """One file, read once; the model is opened only where there is something to embed."""
        try:
            raw = _raw(file)
            known = None if again else self._known(raw, named)
            if known:
                return known
            report = parse(raw, self._read)
            with self._writing():
                known = None if again else self._known(raw, named)  # another process may have been quicker
                if known:
                    return known
                if report.document.boxes:
                    self._originals.keep(raw)
                return self._ingestor().put(report, embedding, named)
        except UserError as error:
            return failed(_name(file), error)

    def _known(self, raw: RawFile, named: Named | None) -> Ingested | None:
        with self._store.snapshot() as view:
            known = already_there(view, raw, named)
        if known and known.known:
            with self._writing():
                remember(self._store, raw, there)
        return known

    def _planned(self, file: File, again: bool, named: Named | None = None) -> Ingested:
        try:
            raw = _raw(file)
            with self._store.snapshot() as view:
                known = None if again else already_there(view, raw, named)
                if known:
                    return known
                report = parse(raw, self._read)
                return plan(report, named_as(report, named, view) if named else recognise(report, view))
        except UserError as error:
            return failed(_name(file), error)

    def sync(
        self,
        folder: Path,
        tell: Tell | None = None,
        progress: Progress | None = None,
        embedding: Progress | None = None,
        dry_run: bool = False,
    ) -> list[Ingested]:
        """Make the library equal to ``folder``: what is new comes in, what has changed is replaced, the rest goes.

        A file that cannot be read keeps what it was in the library. UnreadableFile where there is no such folder, or
        nothing in it: that is rather a disk that is not there than a wish to lose everything.
        """
        if not folder.is_dir():
            raise UnreadableFile(f"{folder} is not a folder: name the folder that the library shall be equal to.")
        files = oldest_first(find_sources([folder], supported_suffixes()))
        if not files:
            raise UnreadableFile(
                f"{folder} holds no report, so nothing was removed: check that its disk is there, or empty the library "
                "with `tripreport remove`."
            )
        outcomes = self.ingest(files, tell, progress, embedding, dry_run=dry_run)
        here = _present(files)
        return outcomes + self._told(self._gone(lambda path: path not in here, embedding, dry_run), tell)

    def forget(
        self, paths: Collection[Path], tell: Tell | None = None, embedding: Progress | None = None
    ) -> list[Ingested]:
        """Files, or folders of them, that are gone: so are the reports that no other file holds."""
        gone = _Places(map(str, paths), map(str, paths))
        return self._told(self._gone(gone.__contains__, embedding, dry_run=False), tell)

    @staticmethod
    def _told(outcomes: Iterable[Ingested], tell: Tell | None) -> list[Ingested]:
        found = []
        for outcome in outcomes:
            found.append(outcome)
            if tell:
                tell(outcome)
        return found

    def _gone(self, lost: Callable[[str], bool], embedding: Progress | None, dry_run: bool) -> Iterator[Ingested]:
        """Reports all of whose files are ``lost`` are removed; one whose best file is lost is read from another."""
        with self._store.snapshot() as view:
            held = [(summary, view.sources(summary.id)) for summary in view.reports()]
        for summary, sources in held:
            left = [s for s in sources if not lost(s.path)]
            if not left:
                yield self._removed(summary, dry_run)
            elif len(left) < len(sources):
                if summary.sha256 not in {s.sha256 for s in left}:
                    yield self._reread(summary, left, embedding, dry_run)
                if not dry_run:
                    with self._writing():
                        self._store.drop_sources(summary.id, [s.path for s in sources if s not in left])

    def _reread(
        self, summary: ReportSummary, left: Collection[Held], embedding: Progress | None, dry_run: bool
    ) -> Ingested:
        best = max(left, key=lambda s: (s.version, rank(s.media_type), s.path))
        source = Source.at(best.path)
        done = self._planned(source, again=True) if dry_run else self._ingested(source, embedding, again=True)
        return replace(done, report_id=summary.id)

    def remove(self, report_ids: Iterable[str], tell: Tell | None = None, dry_run: bool = False) -> list[Ingested]:
        """Forget reports wholly; UnknownReport, before anything is removed, where one of them is not there."""
        with self._store.snapshot() as view:
            found = [view.summary(report_id) for report_id in dict.fromkeys(report_ids)]
        return self._told((self._removed(summary, dry_run) for summary in found), tell)

    def remove_seen(self, named: Named) -> Ingested:
        """Forget a report wholly, if it still is what a person has seen of it; else UnknownReport or ChangedReport."""
        with self._writing():
            with self._store.snapshot() as view:
                summary = require(view, named)
            return self._removed(summary, dry_run=False)

    def _removed(self, summary: ReportSummary, dry_run: bool) -> Ingested:
        count = summary.passages
        if not dry_run:
            with self._writing():  # whoever holds it may take it again
                count = self._store.remove(summary.id)
                with self._store.snapshot() as view:
                    self._originals.sweep(view.hashes())
        return Ingested(summary.source, Outcome.REMOVED, summary.id, summary.title, removed=count)


class _Places:
    """Paths, and all that lies ``within`` some of them: in a folder or in an archive."""

    def __init__(self, paths: Iterable[str], within: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._within = tuple(f"{path}{end}" for path in within for end in (MEMBER, os.sep))

    def __contains__(self, path: str) -> bool:
        return path in self._paths or path.startswith(self._within)


def _present(files: Collection[Source]) -> _Places:
    """What a folder has now. What is in an archive or a folder that cannot be opened counts as there."""
    places = {str(file.resolved()): file for file in files}
    closed = (
        place for place, file in places.items()
        if file.member is None and (file.path.suffix.lower() == archives.SUFFIX or file.path.is_dir())
    )  # fmt: skip
    return _Places(places, closed)


def _raw(file: File) -> RawFile:
    return file if isinstance(file, RawFile) else read_source(file)


def _name(file: File) -> str:
    return file.source if isinstance(file, RawFile) else str(file)


def there(source: str) -> bool:
    """Whether the file that was read from ``source`` is still there; an upload never is anywhere."""
    return Source.at(source).path.exists()
