"""The store's schema, as functions in order; each runs once, in a transaction, and is recorded.

A migration that has been released is never edited: add another one.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

from corpus.errors import DamagedLibrary


def migrate(db: sqlite3.Connection) -> None:
    """Bring the schema of ``db`` (autocommit mode) up to date; safe to call at every start and by two at once."""
    if _version(db) == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        done = _version(db)  # again, now that nobody else can write
        if done > len(MIGRATIONS):
            raise DamagedLibrary(
                f"The library was written by a newer version (schema {done}, this one knows {len(MIGRATIONS)}): "
                "upgrade with `pip install --upgrade tripreport`."
            )
        for number, migration in enumerate(MIGRATIONS[done:], start=done + 1):
            migration(db)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _m1_reports_and_passages(db: sqlite3.Connection) -> None:
    for statement in (
        # `key` is the id that people and tools see; `text` lives apart so that listing never reads it
        """CREATE TABLE report (
             id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
             name TEXT NOT NULL, source TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
             characters INTEGER NOT NULL, encoding TEXT NOT NULL, media_type TEXT NOT NULL,
             ingested_at TEXT NOT NULL, pages TEXT NOT NULL, front TEXT NOT NULL) STRICT""",
        """CREATE TABLE report_text (
             report INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE, text TEXT NOT NULL) STRICT""",
        """CREATE TABLE section (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, ordinal INTEGER NOT NULL,
             parent INTEGER, level INTEGER NOT NULL, number TEXT, scheme TEXT, title TEXT NOT NULL,
             kind TEXT NOT NULL, start INTEGER NOT NULL, heading_end INTEGER NOT NULL, own_end INTEGER NOT NULL,
             "end" INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (report, ordinal)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE figure (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, ordinal INTEGER NOT NULL,
             number TEXT NOT NULL, caption TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
             section INTEGER NOT NULL, PRIMARY KEY (report, ordinal)) STRICT, WITHOUT ROWID""",
        # AUTOINCREMENT: an id is never used again, so a stale index can miss but never mislead.
        # No text: a passage *is* its span. `digest` is of what was embedded; vectors are float16.
        """CREATE TABLE passage (
             id INTEGER PRIMARY KEY AUTOINCREMENT, report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
             ordinal INTEGER NOT NULL, section INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,
             "end" INTEGER NOT NULL, page INTEGER, digest TEXT NOT NULL, vector BLOB NOT NULL) STRICT""",
        "CREATE INDEX passage_report ON passage (report, ordinal)",
        # a window's offsets count from its passage's start: they survive when the passage moves
        """CREATE TABLE window (
             passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE, part INTEGER NOT NULL,
             start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL,
             PRIMARY KEY (passage, part)) STRICT, WITHOUT ROWID""",
        # what happened to passages, in order: derived indexes catch up from here
        """CREATE TABLE change (
             seq INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL,
             op TEXT NOT NULL CHECK (op IN ('add', 'remove'))) STRICT""",
        "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ):
        db.execute(statement)


def _m2_tokens(db: sqlite3.Connection) -> None:
    # what late interaction compares: `made` says by what the bits were made, `counts` (JSON) how many of the tokens
    # stand in each window. A passage without a row is one that was embedded before there were any.
    db.execute(
        """CREATE TABLE token (
             passage INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE, made TEXT NOT NULL,
             counts TEXT NOT NULL, bits BLOB NOT NULL) STRICT"""
    )


def _m3_days(db: sqlite3.Connection) -> None:
    # derived from a report's text (corpus/datebook.py): the store fills it, here and whenever the grammar changes
    db.execute(
        """CREATE TABLE passage_day (
             passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE, year INTEGER, month INTEGER NOT NULL,
             day INTEGER NOT NULL, subject INTEGER NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX passage_day_day ON passage_day (day, month)")
    db.execute("CREATE INDEX passage_day_passage ON passage_day (passage)")
    db.execute("CREATE INDEX passage_start ON passage (report, start)")  # which passages stand in a section


def _m4_sources_versions_pages(db: sqlite3.Connection) -> None:
    for statement in (
        # every file that a report was read from; `version` is the report's when the file was last read
        """CREATE TABLE source (
             path TEXT PRIMARY KEY, report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, name TEXT NOT NULL,
             sha256 TEXT NOT NULL, media_type TEXT NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
        "CREATE INDEX source_report ON source (report)",
        "CREATE INDEX source_sha256 ON source (sha256)",
        # what the report was; `text` (zlib) of superseded versions only, so that an old citation can still be read
        """CREATE TABLE version (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, number INTEGER NOT NULL,
             sha256 TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, media_type TEXT NOT NULL,
             ingested_at TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
             added INTEGER NOT NULL, kept INTEGER NOT NULL, removed INTEGER NOT NULL, text BLOB,
             PRIMARY KEY (report, number)) STRICT""",
        "CREATE INDEX version_sha256 ON version (sha256)",
        # `boxes` (corpus/boxes.py) only where the format lays pages out
        """CREATE TABLE page (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, number INTEGER NOT NULL,
             start INTEGER NOT NULL, "end" INTEGER NOT NULL, label TEXT, width REAL NOT NULL, height REAL NOT NULL,
             boxes BLOB, PRIMARY KEY (report, number)) STRICT""",
        # what a report is recognised by (corpus/identity.py); the store fills it, and anew when the rules change
        """CREATE TABLE identity (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, kind TEXT NOT NULL, key TEXT NOT NULL,
             PRIMARY KEY (kind, key, report)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX identity_report ON identity (report)",
        "ALTER TABLE report ADD COLUMN notices TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE report ADD COLUMN card TEXT",
        """INSERT INTO source SELECT source, id, name, sha256, media_type, version FROM report""",
        """INSERT INTO version SELECT id, version, sha256, name, source, media_type, ingested_at, characters,
             (SELECT count(*) FROM passage p WHERE p.report = report.id),
             (SELECT count(*) FROM passage p WHERE p.report = report.id), 0, 0, NULL FROM report""",
        """INSERT INTO page SELECT r.id, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
             json_extract(j.value, '$[2]'), NULL, 0, 0, NULL FROM report r, json_each(r.pages) j""",
        "ALTER TABLE report DROP COLUMN pages",
    ):
        db.execute(statement)


def _m5_recommendations(db: sqlite3.Connection) -> None:
    for statement in (
        # derived from a report's text (corpus/advice) and form (corpus/facets.py): the store fills all three, here and
        # whenever their rules change. What is long stands apart, for a list of all is sorted and counted without it;
        # `words` is folded, to be looked for
        """CREATE TABLE recommendation (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, ordinal INTEGER NOT NULL,
             digest TEXT NOT NULL, kind TEXT NOT NULL, shape TEXT NOT NULL, number TEXT, section INTEGER,
             start INTEGER NOT NULL, said INTEGER NOT NULL, "end" INTEGER NOT NULL, term TEXT NOT NULL,
             day TEXT NOT NULL, agency TEXT NOT NULL, PRIMARY KEY (report, ordinal)) STRICT, WITHOUT ROWID""",
        "CREATE UNIQUE INDEX recommendation_digest ON recommendation (report, digest)",
        "CREATE INDEX recommendation_day ON recommendation (kind, day)",
        """CREATE TABLE recommendation_words (
             report INTEGER NOT NULL, ordinal INTEGER NOT NULL, title TEXT NOT NULL, printed TEXT NOT NULL,
             words TEXT NOT NULL, PRIMARY KEY (report, ordinal),
             FOREIGN KEY (report, ordinal) REFERENCES recommendation ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
        """CREATE TABLE report_facet (
             report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE, place INTEGER NOT NULL, facet TEXT NOT NULL,
             value TEXT NOT NULL, PRIMARY KEY (report, place)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX report_facet_value ON report_facet (facet, value, report)",
        "CREATE INDEX report_title ON report (title)",
        # what people note of a recommendation. It outlives the report, and goes by its key; `report` is the row of the
        # one that recommends it now, if any does. `said`, `number`, `path`: as `version` printed it, the last that did;
        # `former`: digests of its earlier words; `form`: the report's identity key, should it come back as another
        """CREATE TABLE recommendation_mark (
             report_key TEXT NOT NULL, digest TEXT NOT NULL, report INTEGER REFERENCES report ON DELETE SET NULL,
             status TEXT NOT NULL, owner TEXT NOT NULL, note TEXT NOT NULL, due TEXT NOT NULL,
             revision INTEGER NOT NULL, updated_at TEXT NOT NULL, version INTEGER NOT NULL, reworded INTEGER,
             former TEXT NOT NULL, said TEXT NOT NULL, number TEXT, path TEXT NOT NULL, form TEXT NOT NULL,
             PRIMARY KEY (report_key, digest)) STRICT, WITHOUT ROWID""",
        "CREATE UNIQUE INDEX recommendation_mark_report ON recommendation_mark (report, digest)",
        "CREATE INDEX recommendation_mark_form ON recommendation_mark (form)",
    ):
        db.execute(statement)


MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (
    _m1_reports_and_passages,
    _m2_tokens,
    _m3_days,
    _m4_sources_versions_pages,
    _m5_recommendations,
)
