"""The one source of truth: a SQLite file with reports, sections, passages and their vectors.

Everything else in a library (FAISS, full text) is derived from it and can be deleted. A write is one
transaction; reads go through :meth:`Store.snapshot`, which sees one state from its first look to its last.
"""

import hashlib
import json
import sqlite3
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from corpus import advice, advice_rows, datebook, facets, identity, rows
from corpus.errors import LibraryError, ModelMismatch
from corpus.marks import Edit
from corpus.migrations import migrate
from corpus.rows import EmbeddedPassage as EmbeddedPassage
from corpus.rows import Saved as Saved
from corpus.seams import Progress, Vectors
from corpus.text import indexed_text
from corpus.tokens import PassageTokens
from corpus.types import EVERY_STEP, PassageId, Report, Source, Step
from corpus.view import View

DERIVED: Final = {
    "datebook": datebook.VERSION, "identity": identity.VERSION, "facets": facets.VERSION, "advice": advice.VERSION,
}  # fmt: skip
"""What the store keeps that follows from a report's text, and by which version of the rules."""
BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction (each lasts milliseconds)."""
PAGES: Final = 250
"""Pages of the file that are copied between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """The model that made the vectors of a library; ``name`` is how it is asked for (a name, or a folder)."""

    name: str
    fingerprint: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """A connection for reading, and the file that it is to."""

    db: sqlite3.Connection
    file: tuple[int, int]


def _file(path: Path) -> tuple[int, int]:
    """Which file is at ``path``, whatever it is called; none where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


def use_wal(db: sqlite3.Connection) -> None:
    """Write ahead from now on. SQLite does not wait for others here as it does elsewhere: several may make a library
    at once."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def passage_digest(path: Sequence[str], text: str) -> str:
    """Names what of a passage is embedded: equal digests have equal vectors."""
    return hashlib.sha256(indexed_text(path, text).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def require_model(view: View, fingerprint: str) -> None:
    """ModelMismatch where other vectors than those of ``fingerprint`` are there by now.

    A library is embedded again, or put back from a backup, while other processes have it open.
    """
    held = view.setting("embedding")
    if held and (now := EmbeddingModel(**json.loads(held))).fingerprint != fingerprint:
        raise ModelMismatch(
            f"The library was embedded by {now.name} ({now.fingerprint}) since this process opened it with another "
            f"model ({fingerprint}): end it and start it again."
        )


class Store:
    """The SQLite file at ``path``; made, or brought to the present schema, when it is opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._readers: deque[_Reader] = deque()  # its append and pop are atomic
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as db:
                use_wal(db)
                migrate(db)
            self._keep_derived()
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryError(
                f"The library {path.parent} cannot be opened ({error}): is the folder writable and the disk not full? "
                "Another one can be named with --library or TRIPREPORT_LIBRARY."
            ) from error
        except sqlite3.DatabaseError as error:
            raise LibraryError(
                f"{path} is not a library's store ({error}): restore it from a backup, or name another library."
            ) from error

    def _open(self) -> sqlite3.Connection:
        # no two threads use one at the same time, but not always the same one
        db = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        return db

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """One for this use alone."""
        db = self._open()
        try:
            yield db
        finally:
            db.close()

    def close(self) -> None:
        """Let go of the file; it is opened again when it is next used."""
        while self._readers:
            self._readers.pop().db.close()

    def copy_to(self, path: Path, progress: Progress | None = None) -> None:
        """One state of the store as one new file at ``path``, whatever is written meanwhile."""
        with self._connection() as db, closing(sqlite3.connect(path)) as copy:
            db.execute("BEGIN")
            db.execute("SELECT count(*) FROM setting")  # now the state is held: a copy of a moving one starts over
            copy_pages(db, copy, progress)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it

    @contextmanager
    def snapshot(self) -> Iterator[View]:
        """Read one state of the library, whatever is written meanwhile."""
        reader = self._reader()
        try:
            reader.db.execute("BEGIN")
            yield View(reader.db)
            reader.db.execute("ROLLBACK")
        except BaseException:
            reader.db.close()
            raise
        self._readers.append(reader)

    def _reader(self) -> "_Reader":
        """A connection that nobody uses, for opening one takes a tenth of what a question takes.

        Never one to a file that is no longer there: a library may be put back from a backup while it is read.
        """
        file = _file(self._path)
        while True:
            try:
                reader = self._readers.pop()
            except IndexError:
                return _Reader(self._open(), file)
            if reader.file == file:
                return reader
            reader.db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; LibraryError where the disk does not take it."""
        try:
            with self._connection() as db:
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:  # on a full disk SQLite has rolled back itself
                        db.execute("ROLLBACK")
                    raise
        except sqlite3.OperationalError as error:
            raise LibraryError(
                f"Nothing was written to {self._path} ({error}): is the folder writable and the disk not full? "
                "The library is as it was."
            ) from error

    def _keep_derived(self) -> None:
        """Write what follows from the reports' texts anew where another version of the rules, or none, wrote it."""
        with self.snapshot() as view:
            stale = {key for key, version in DERIVED.items() if view.setting(key) != version}
        if not stale:
            return
        with self._transaction() as db:
            view = View(db)
            for summary in view.reports():
                report, found = view.report(summary.id), view.passages(summary.id)
                row = rows.row_of(db, summary.id)
                if "datebook" in stale:
                    rows.put_days(db, report, [p for _, p in found], {p.ordinal: i for i, p in found})
                if "identity" in stale:
                    rows.put_identity(db, row, report)
                if "facets" in stale:
                    advice_rows.put_facets(db, row, report)
                if "advice" in stale:
                    advice_rows.put_advice(db, row, report)
            for key in stale:
                rows.put_setting(db, key, DERIVED[key])

    def claim_model(self, model: EmbeddingModel) -> None:
        """Record ``model`` as the one of this library; refuse another one while vectors are there."""
        with self._transaction() as db:
            view = View(db)
            held = view.setting("embedding")
            if held == json.dumps(asdict(model)):
                return
            if held and view.passage_count():
                was = EmbeddingModel(**json.loads(held))
                if was.fingerprint != model.fingerprint:
                    raise ModelMismatch(
                        f"This library was embedded by {was.name} ({was.fingerprint}), not by {model.name} "
                        f"({model.fingerprint}). Go on with `--model {was.name}`, or embed everything again with "
                        f"`tripreport rebuild --embed --model {model.name}`."
                    )
            rows.put_setting(db, "embedding", json.dumps(asdict(model)))

    def save(self, report: Report, passages: Sequence[EmbeddedPassage], replaces: str | None) -> Saved:
        """Put ``report`` into the library, in one transaction, in place of the report id ``replaces`` if given.

        Passages whose digest is as before keep their id and their vectors. The text that is replaced stays in the
        history.
        """
        with self._transaction() as db:
            row, key, version = rows.put_report(db, report, replaces)
            rows.put_outline(db, row, report)
            rows.put_pages(db, row, report)
            rows.put_identity(db, row, report)
            advice_rows.put_facets(db, row, report)
            advice_rows.put_advice(db, row, report)
            old = rows.ids_by_digest(db, row)
            added: list[int] = []
            placed: dict[int, int] = {}
            for item in passages:
                ids = old.get(item.digest)
                if ids:
                    passage_id = ids.pop(0)
                    rows.move_passage(db, passage_id, item.passage)
                else:
                    passage_id = rows.add_passage(db, row, item)
                    added.append(passage_id)
                placed[item.passage.ordinal] = passage_id
            gone = [i for ids in old.values() for i in ids]
            rows.drop_passages(db, gone)
            rows.put_days(db, report, [item.passage for item in passages], placed)
            rows.log(db, "add", added)
            saved = Saved(key, version, len(added), len(passages) - len(added), len(gone))
            rows.put_version(db, row, saved)
            rows.put_source(
                db, row, Source(report.source, report.name, report.sha256, report.document.media_type, version)
            )
        return saved

    def add_source(
        self, report_id: str, source: Source, instead_of: Collection[str] = (), removes: str | None = None
    ) -> None:
        """Another file that holds the report, or its new place ``instead_of`` other paths; in the same transaction the
        report id ``removes`` goes wholly."""
        with self._transaction() as db:
            row = rows.row_of(db, report_id)
            rows.put_source(db, row, source)
            rows.drop_sources(db, row, instead_of)
            if removes is not None:
                rows.drop_report(db, removes)

    def drop_sources(self, report_id: str, paths: Collection[str]) -> None:
        """Forget files; where the report's own is among them, another one takes its place.

        The report itself stays: who wants it gone removes it.
        """
        with self._transaction() as db:
            rows.drop_sources(db, rows.row_of(db, report_id), paths)

    def remove(self, report_id: str) -> int:
        """Forget a report wholly, with its history; how many passages went. Unknown ids are ignored."""
        with self._transaction() as db:
            return rows.drop_report(db, report_id)

    def mark(self, noted: Sequence[tuple[str, Edit, int | None]]) -> list[str]:
        """Note something of recommendations, each by its key and the revision that was seen of it (None: whatever it
        is), in one transaction: all or none. The keys that they have now; UnknownRecommendation, BadMark, ChangedMark.
        """
        with self._transaction() as db:
            return [advice_rows.put_mark(db, key, edit, seen) for key, edit, seen in noted]

    def replace_vectors(
        self,
        model: EmbeddingModel,
        vectors: Mapping[PassageId, tuple[np.ndarray, Vectors, PassageTokens | None]],
        steps: Collection[Step] = EVERY_STEP,
    ) -> None:
        """Every passage's vectors and tokens, made anew by ``model`` for ``steps``, in one transaction: all or none.

        What is saved from then on is to be made for the same steps.
        """
        with self._transaction() as db:
            known = {r[0] for r in db.execute("SELECT id FROM passage")}
            if known != set(vectors):
                raise LibraryError("The library changed while it was embedded again: run the command once more.")
            db.execute("DELETE FROM token")
            for passage_id, (vector, windows, tokens) in vectors.items():
                db.execute("UPDATE passage SET vector = ? WHERE id = ?", (rows.blob(vector), passage_id))
                for part, window in enumerate(windows):
                    db.execute(
                        "UPDATE window SET vector = ? WHERE passage = ? AND part = ?",
                        (rows.blob(window), passage_id, part),
                    )
                rows.put_tokens(db, passage_id, tokens)
            rows.put_setting(db, "embedding", json.dumps(asdict(model)))
            rows.put_setting(db, "steps", json.dumps(sorted(steps)))
            rows.log(db, "add", sorted(vectors))


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None) -> None:
    """All of ``source`` in place of all that is in ``target``, in one transaction; ``progress`` counts pages."""

    def tell(_: int, left: int, total: int) -> None:
        if progress:
            progress(total - left, total)

    source.backup(target, pages=PAGES, progress=tell)
