"""The one source of truth: a SQLite file with reports, sections, passages and their vectors.

Everything else in a library (FAISS, full text) is derived from it and can be deleted. A write is one
transaction; reads go through :meth:`Store.snapshot`, which sees one state from its first look to its last.
"""

import hashlib
import json
import sqlite3
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus import datebook
from corpus.errors import LibraryError, ModelMismatch
from corpus.migrations import migrate
from corpus.seams import Vectors
from corpus.text import indexed_text
from corpus.tokens import PassageTokens
from corpus.types import EVERY_STEP, Passage, PassageId, Report, Step
from corpus.view import View

BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction (each lasts milliseconds)."""


@dataclass(frozen=True, slots=True)
class EmbeddedPassage:
    """A passage with its vector, shape (dimensions,), and its windows' vectors, shape (windows, dimensions).

    ``tokens`` is None where the model says nothing of its tokens.
    """

    passage: Passage
    digest: str
    vector: np.ndarray
    window_vectors: Vectors
    tokens: PassageTokens | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save changed: passages that are new, and those that were there and kept their id."""

    report_id: str
    version: int
    new: int
    kept: int


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


def passage_digest(path: Sequence[str], text: str) -> str:
    """Names what of a passage is embedded: equal digests have equal vectors."""
    return hashlib.sha256(indexed_text(path, text).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Store:
    """The SQLite file at ``path``; made, or brought to the present schema, when it is opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._readers: deque[_Reader] = deque()  # its append and pop are atomic
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as db:
                db.execute("PRAGMA journal_mode = WAL")
                migrate(db)
            self._keep_datebook()
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
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise

    def _keep_datebook(self) -> None:
        """Write the days of all passages anew where another grammar, or none, wrote them."""
        with self.snapshot() as view:
            if view.setting("datebook") == datebook.VERSION:
                return
        with self._transaction() as db:
            view = View(db)
            for summary in view.reports():
                report, found = view.report(summary.id), view.passages(summary.id)
                _put_days(db, report, [p for _, p in found], {p.ordinal: i for i, p in found})
            _set(db, "datebook", datebook.VERSION)

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
            _set(db, "embedding", json.dumps(asdict(model)))

    def save(self, report: Report, passages: Sequence[EmbeddedPassage], replaces: str | None) -> Saved:
        """Put ``report`` into the library, in one transaction, in place of the report id ``replaces`` if given.

        Passages whose digest is as before keep their id and their vectors.
        """
        with self._transaction() as db:
            row, key, version = _put_report(db, report, replaces)
            _put_outline(db, row, report)
            old = _ids_by_digest(db, row)
            added: list[int] = []
            placed: dict[int, int] = {}
            for item in passages:
                ids = old.get(item.digest)
                if ids:
                    passage_id = ids.pop(0)
                    _move_passage(db, passage_id, item.passage)
                else:
                    passage_id = _add_passage(db, row, item)
                    added.append(passage_id)
                placed[item.passage.ordinal] = passage_id
            gone = [i for ids in old.values() for i in ids]
            _drop_passages(db, gone)
            _put_days(db, report, [item.passage for item in passages], placed)
            _log(db, "add", added)
        return Saved(key, version, len(added), len(passages) - len(added))

    def rename_source(self, report_id: str, source: str, name: str) -> None:
        """The same bytes now live elsewhere: remember where."""
        with self._transaction() as db:
            db.execute("UPDATE report SET source = ?, name = ? WHERE key = ?", (source, name, report_id))

    def remove(self, report_id: str) -> None:
        """Forget a report wholly; unknown ids are ignored."""
        with self._transaction() as db:
            ids = [
                r[0]
                for r in db.execute(
                    "SELECT p.id FROM passage p JOIN report r ON r.id = p.report WHERE r.key = ?", (report_id,)
                )
            ]
            _drop_passages(db, ids)
            db.execute("DELETE FROM report WHERE key = ?", (report_id,))

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
                db.execute("UPDATE passage SET vector = ? WHERE id = ?", (_blob(vector), passage_id))
                for part, window in enumerate(windows):
                    db.execute(
                        "UPDATE window SET vector = ? WHERE passage = ? AND part = ?", (_blob(window), passage_id, part)
                    )
                _put_tokens(db, passage_id, tokens)
            _set(db, "embedding", json.dumps(asdict(model)))
            _set(db, "steps", json.dumps(sorted(steps)))
            _log(db, "add", sorted(vectors))


def _put_report(db: sqlite3.Connection, report: Report, replaces: str | None) -> tuple[int, str, int]:
    values = {
        "name": report.name, "source": report.source, "sha256": report.sha256, "title": report.title,
        "characters": len(report.text), "encoding": report.document.encoding,
        "media_type": report.document.media_type, "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": json.dumps([(p.number, p.start, p.end) for p in report.document.pages]),
        "front": json.dumps({"fields": {k: asdict(f) for k, f in report.front.fields.items()},
                             "iso": dict(report.front.iso)}, ensure_ascii=False),
    }  # fmt: skip
    if replaces is None:
        key, version = _free_key(db, report.sha256), 1
        columns = ", ".join(values)
        marks = ", ".join(f":{c}" for c in values)
        db.execute(f"INSERT INTO report (key, version, {columns}) VALUES (:key, 1, {marks})", {"key": key, **values})
    else:
        key = replaces
        assignments = ", ".join(f"{c} = :{c}" for c in values)
        db.execute(f"UPDATE report SET version = version + 1, {assignments} WHERE key = :key", {"key": key, **values})
    row, version = db.execute("SELECT id, version FROM report WHERE key = ?", (key,)).fetchone()
    db.execute("INSERT OR REPLACE INTO report_text VALUES (?, ?)", (row, report.text))
    return row, key, version


def _free_key(db: sqlite3.Connection, sha256: str) -> str:
    """The shortest prefix of the file's hash, from 8 digits on, that no other report has."""
    taken = {r[0] for r in db.execute("SELECT key FROM report")}
    return next(sha256[:n] for n in range(8, len(sha256) + 1) if sha256[:n] not in taken)


def _put_outline(db: sqlite3.Connection, row: int, report: Report) -> None:
    db.execute("DELETE FROM section WHERE report = ?", (row,))
    db.execute("DELETE FROM figure WHERE report = ?", (row,))
    db.executemany(
        "INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(row, s.ordinal, s.parent, s.level, s.number, s.scheme, s.title, s.kind.value, s.start, s.heading_end,
          s.own_end, s.end, json.dumps(s.path, ensure_ascii=False)) for s in report.outline.sections],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(row, n, f.number, f.caption, f.start, f.end, f.section) for n, f in enumerate(report.outline.figures)],
    )


def _ids_by_digest(db: sqlite3.Connection, row: int) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for passage_id, digest in db.execute("SELECT id, digest FROM passage WHERE report = ? ORDER BY ordinal", (row,)):
        ids.setdefault(digest, []).append(passage_id)
    return ids


def _move_passage(db: sqlite3.Connection, passage_id: int, p: Passage) -> None:
    db.execute(
        'UPDATE passage SET ordinal = ?, section = ?, kind = ?, start = ?, "end" = ?, page = ? WHERE id = ?',
        (p.ordinal, p.section, p.kind.value, p.start, p.end, p.page, passage_id),
    )


def _add_passage(db: sqlite3.Connection, row: int, item: EmbeddedPassage) -> int:
    p = item.passage
    passage_id = db.execute(
        'INSERT INTO passage (report, ordinal, section, kind, start, "end", page, digest, vector)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, p.ordinal, p.section, p.kind.value, p.start, p.end, p.page, item.digest, _blob(item.vector)),
    ).lastrowid
    assert passage_id is not None
    db.executemany(
        "INSERT INTO window VALUES (?, ?, ?, ?, ?)",
        [(passage_id, part, w.start - p.start, w.end - p.start, _blob(v))
         for part, (w, v) in enumerate(zip(p.windows, item.window_vectors, strict=True))],
    )  # fmt: skip
    _put_tokens(db, passage_id, item.tokens)
    return passage_id


def _put_tokens(db: sqlite3.Connection, passage_id: int, tokens: PassageTokens | None) -> None:
    if tokens is not None:
        db.execute(
            "INSERT INTO token VALUES (?, ?, ?, ?)",
            (passage_id, tokens.made, json.dumps(tokens.counts), tokens.bits.tobytes()),
        )


def _put_days(db: sqlite3.Connection, report: Report, passages: Sequence[Passage], ids: Mapping[int, int]) -> None:
    """The days of a report's passages, whose ordinals ``ids`` maps to their ids."""
    db.executemany("DELETE FROM passage_day WHERE passage = ?", [(i,) for i in ids.values()])
    db.executemany(
        "INSERT INTO passage_day VALUES (?, ?, ?, ?, ?)",
        [(ids[d.passage], d.day.year, d.day.month, d.day.day, int(d.subject))
         for d in datebook.datebook(report, passages)],
    )  # fmt: skip


def _drop_passages(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    db.executemany("DELETE FROM passage WHERE id = ?", [(i,) for i in ids])
    _log(db, "remove", ids)


def _log(db: sqlite3.Connection, op: str, ids: Sequence[int]) -> None:
    db.executemany("INSERT INTO change (passage, op) VALUES (?, ?)", [(i, op) for i in ids])


def _set(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))


def _blob(vector: np.ndarray) -> bytes:
    return np.asarray(vector, dtype=np.float16).tobytes()
