"""Writing rows of the store: each function does one thing inside a transaction that :mod:`corpus.store` has opened."""

import json
import sqlite3
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import numpy as np

from corpus import advice_rows, datebook, identity
from corpus.card import card_json
from corpus.errors import no_report
from corpus.records import front_json
from corpus.seams import Vectors
from corpus.tokens import PassageTokens
from corpus.types import Passage, Report, Source


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
    """What a save changed: passages that are new, those that were there and kept their id, those that went."""

    report_id: str
    version: int
    new: int
    kept: int
    removed: int = 0


def put_report(db: sqlite3.Connection, report: Report, replaces: str | None) -> tuple[int, str, int]:
    """The report's own row and its text, new or in place of ``replaces``: its row, its id, its version."""
    values = {
        "name": report.name, "source": report.source, "sha256": report.sha256, "title": report.title,
        "characters": len(report.text), "encoding": report.document.encoding,
        "media_type": report.document.media_type, "ingested_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "notices": json.dumps([asdict(n) for n in report.document.notices], ensure_ascii=False),
        "front": front_json(report.front),
        "card": json.dumps(card_json(report.card), ensure_ascii=False) if report.card else None,
    }  # fmt: skip
    if replaces is None:
        key, version = free_key(db, report.sha256), 1
        columns = ", ".join(values)
        marks = ", ".join(f":{c}" for c in values)
        db.execute(f"INSERT INTO report (key, version, {columns}) VALUES (:key, 1, {marks})", {"key": key, **values})
    else:
        key = replaces
        step = 0 if _is_same(db, key, report) else 1
        if step:
            keep_text(db, key)
        assignments = ", ".join(f"{c} = :{c}" for c in values)
        db.execute(
            f"UPDATE report SET version = version + {step}, {assignments} WHERE key = :key", {"key": key, **values}
        )
    row, version = db.execute("SELECT id, version FROM report WHERE key = ?", (key,)).fetchone()
    db.execute("INSERT OR REPLACE INTO report_text VALUES (?, ?)", (row, report.text))
    return row, key, version


def _is_same(db: sqlite3.Connection, key: str, report: Report) -> bool:
    """Whether the same bytes were read anew and said the same: that is no new version."""
    sha256, text = db.execute(
        "SELECT r.sha256, t.text FROM report r JOIN report_text t ON t.report = r.id WHERE r.key = ?", (key,)
    ).fetchone()
    return bool(sha256 == report.sha256 and text == report.text)


def row_of(db: sqlite3.Connection, report_id: str) -> int:
    """The row of a report, or UnknownReport."""
    found = db.execute("SELECT id FROM report WHERE key = ?", (report_id,)).fetchone()
    if found is None:
        raise no_report(report_id)
    number: int = found[0]
    return number


def keep_text(db: sqlite3.Connection, key: str) -> None:
    """The text that is about to be replaced goes into the history."""
    row, number, text = db.execute(
        "SELECT r.id, r.version, t.text FROM report r JOIN report_text t ON t.report = r.id WHERE r.key = ?", (key,)
    ).fetchone()
    packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
    db.execute("UPDATE version SET text = ? WHERE report = ? AND number = ?", (packed, row, number))


def put_version(db: sqlite3.Connection, row: int, saved: Saved) -> None:
    """The state that the report is in now, as the newest of its history."""
    db.execute(
        "INSERT OR REPLACE INTO version SELECT id, version, sha256, name, source, media_type, ingested_at, characters,"
        " ?, ?, ?, ?, NULL FROM report WHERE id = ?",
        (saved.new + saved.kept, saved.new, saved.kept, saved.removed, row),
    )


def put_source(db: sqlite3.Connection, row: int, source: Source) -> None:
    """A file of the report, in place of what is known of its path; a report that it was of goes on without it."""
    before = db.execute("SELECT report FROM source WHERE path = ?", (source.path,)).fetchone()
    db.execute(
        "INSERT OR REPLACE INTO source (path, report, name, sha256, media_type, version) VALUES (?, ?, ?, ?, ?, ?)",
        (source.path, row, source.name, source.sha256, source.media_type, source.version),
    )
    if before:
        settle_source(db, before[0])


def drop_sources(db: sqlite3.Connection, row: int, paths: Collection[str]) -> None:
    """Forget files of the report."""
    db.executemany("DELETE FROM source WHERE report = ? AND path = ?", [(row, path) for path in paths])
    settle_source(db, row)


def drop_report(db: sqlite3.Connection, report_id: str) -> int:
    """Forget a report wholly; how many passages went."""
    found = db.execute("SELECT p.id FROM passage p JOIN report r ON r.id = p.report WHERE r.key = ?", (report_id,))
    ids = [r[0] for r in found]
    drop_passages(db, ids)
    advice_rows.let_go(db, report_id)
    db.execute("DELETE FROM report WHERE key = ?", (report_id,))
    return len(ids)


def settle_source(db: sqlite3.Connection, row: int) -> None:
    """Where a report's own file is none of its files any more, the likest of those takes its place."""
    found = db.execute(
        "SELECT s.path, s.name, s.path = r.source FROM source s JOIN report r ON r.id = s.report WHERE r.id = ?"
        " ORDER BY s.path = r.source DESC, s.sha256 = r.sha256 DESC, s.version DESC, s.path",
        (row,),
    ).fetchone()
    if found and not found[2]:
        db.execute("UPDATE report SET source = ?, name = ? WHERE id = ?", (*found[:2], row))
        db.execute(
            "UPDATE identity SET key = ? WHERE report = ? AND kind = ?",
            (identity.stem(found[1]), row, identity.KeyKind.STEM.value),
        )


def put_pages(db: sqlite3.Connection, row: int, report: Report) -> None:
    """The report's pages, in place of those it had."""
    document = report.document
    db.execute("DELETE FROM page WHERE report = ?", (row,))
    db.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(row, p.number, p.start, p.end, p.label, p.width, p.height, document.boxes.get(p.number))
         for p in document.pages],
    )  # fmt: skip


def put_identity(db: sqlite3.Connection, row: int, report: Report) -> None:
    """What the report is recognised by."""
    db.execute("DELETE FROM identity WHERE report = ?", (row,))
    db.executemany(
        "INSERT INTO identity VALUES (?, ?, ?)", [(row, kind.value, key) for kind, key in identity.keys(report)]
    )


def free_key(db: sqlite3.Connection, sha256: str) -> str:
    """The shortest prefix of the file's hash, from 8 digits on, that no other report has."""
    taken = {r[0] for r in db.execute("SELECT key FROM report")}
    return next(sha256[:n] for n in range(8, len(sha256) + 1) if sha256[:n] not in taken)


def put_outline(db: sqlite3.Connection, row: int, report: Report) -> None:
    """The report's sections and figures, in place of those it had."""
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


def ids_by_digest(db: sqlite3.Connection, row: int) -> dict[str, list[int]]:
    """The ids of the report's passages by what of them is embedded, in reading order."""
    ids: dict[str, list[int]] = {}
    for passage_id, digest in db.execute("SELECT id, digest FROM passage WHERE report = ? ORDER BY ordinal", (row,)):
        ids.setdefault(digest, []).append(passage_id)
    return ids


def move_passage(db: sqlite3.Connection, passage_id: int, p: Passage) -> None:
    """The same passage at its new place; its vectors and windows stay."""
    db.execute(
        'UPDATE passage SET ordinal = ?, section = ?, kind = ?, start = ?, "end" = ?, page = ? WHERE id = ?',
        (p.ordinal, p.section, p.kind.value, p.start, p.end, p.page, passage_id),
    )


def add_passage(db: sqlite3.Connection, row: int, item: EmbeddedPassage) -> int:
    """A new passage with all that is kept of it; its id."""
    p = item.passage
    passage_id = db.execute(
        'INSERT INTO passage (report, ordinal, section, kind, start, "end", page, digest, vector)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (row, p.ordinal, p.section, p.kind.value, p.start, p.end, p.page, item.digest, blob(item.vector)),
    ).lastrowid
    assert passage_id is not None
    db.executemany(
        "INSERT INTO window VALUES (?, ?, ?, ?, ?)",
        [(passage_id, part, w.start - p.start, w.end - p.start, blob(v))
         for part, (w, v) in enumerate(zip(p.windows, item.window_vectors, strict=True))],
    )  # fmt: skip
    put_tokens(db, passage_id, item.tokens)
    return passage_id


def put_tokens(db: sqlite3.Connection, passage_id: int, tokens: PassageTokens | None) -> None:
    """A passage's tokens, where the model says something of them."""
    if tokens is not None:
        db.execute(
            "INSERT INTO token VALUES (?, ?, ?, ?)",
            (passage_id, tokens.made, json.dumps(tokens.counts), tokens.bits.tobytes()),
        )


def put_days(db: sqlite3.Connection, report: Report, passages: Sequence[Passage], ids: Mapping[int, int]) -> None:
    """The days of a report's passages, whose ordinals ``ids`` maps to their ids."""
    db.executemany("DELETE FROM passage_day WHERE passage = ?", [(i,) for i in ids.values()])
    db.executemany(
        "INSERT INTO passage_day VALUES (?, ?, ?, ?, ?)",
        [(ids[d.passage], d.day.year, d.day.month, d.day.day, int(d.subject))
         for d in datebook.datebook(report, passages)],
    )  # fmt: skip


def drop_passages(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Forget passages, and tell the indexes."""
    db.executemany("DELETE FROM passage WHERE id = ?", [(i,) for i in ids])
    log(db, "remove", ids)


def log(db: sqlite3.Connection, op: str, ids: Sequence[int]) -> None:
    """Tell the indexes what became of passages."""
    db.executemany("INSERT INTO change (passage, op) VALUES (?, ?)", [(i, op) for i in ids])


def put_setting(db: sqlite3.Connection, key: str, value: str) -> None:
    """Record a fact about the library."""
    db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))


def blob(vector: np.ndarray) -> bytes:
    """A vector as it is kept: half precision."""
    return np.asarray(vector, dtype=np.float16).tobytes()
