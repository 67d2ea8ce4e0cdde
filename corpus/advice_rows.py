"""Writing recommendations and what is noted of them, inside a transaction that :mod:`corpus.store` has opened."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from corpus.advice import Advice, advice_in, digests_of
from corpus.attach import Said, attached
from corpus.errors import ChangedMark
from corpus.facets import facets_of
from corpus.fold import squeezed
from corpus.identity import KeyKind
from corpus.marks import Edit, Mark, Status
from corpus.tracked import key_of, no_recommendation, parts_of_key
from corpus.types import Report

MARK = "status, owner, note, due, revision, updated_at, reworded"


def put_facets(db: sqlite3.Connection, row: int, report: Report) -> None:
    """What the report's form says of all that one filters by."""
    db.execute("DELETE FROM report_facet WHERE report = ?", (row,))
    db.executemany(
        "INSERT INTO report_facet VALUES (?, ?, ?, ?)",
        [(row, place, facet.value, value) for place, (facet, value) in enumerate(facets_of(report.front))],
    )


def put_advice(db: sqlite3.Connection, row: int, report: Report) -> None:
    """What the report recommends, in place of what it did; what was noted of it goes with it."""
    for table in ("recommendation_words", "recommendation"):
        db.execute(f"DELETE FROM {table} WHERE report = ?", (row,))
    items = advice_in(report)
    rows = list(columns_of(report, items))
    db.executemany(
        "INSERT INTO recommendation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(row, ordinal, *columns) for ordinal, (columns, _) in enumerate(rows)],
    )
    db.executemany(
        "INSERT INTO recommendation_words VALUES (?, ?, ?, ?, ?)",
        [(row, ordinal, *words) for ordinal, (_, words) in enumerate(rows)],
    )
    _settle(db, row, report, items)


def columns_of(report: Report, items: Sequence[Advice]) -> Iterator[tuple[tuple[object, ...], tuple[str, str, str]]]:
    """Each item's columns in the two tables, without those that say which row it is."""
    day, agency = _day(report), _agency(report)
    for item, digest in zip(items, digests_of(report.text, items), strict=True):
        printed = json.dumps([asdict(p) for p in item.printed], ensure_ascii=False)
        words = "\n".join(squeezed(said) for said in _words(report, item))
        columns = (
            digest, item.kind.value, item.shape.value, item.number, item.section, item.start, item.said, item.end,
            item.term, day, agency,
        )  # fmt: skip
        yield columns, (item.title, printed, words)


def _words(report: Report, item: Advice) -> Iterator[str]:
    yield report.text[item.said : item.end]
    yield from (p.value for p in item.printed if not item.start <= p.start < item.end)


def _day(report: Report) -> str:
    """The day that the report is of: its date, else when the trip ended or began; empty where it says none."""
    iso = report.front.iso
    return next((iso[key] for key in ("date", "period_end", "period_start") if key in iso), "")


def _agency(report: Report) -> str:
    return " ".join((report.front.value("agency") or "").split())


def _settle(db: sqlite3.Connection, row: int, report: Report, items: Sequence[Advice]) -> None:
    """Take what was noted of the report to what it recommends now; what finds nothing is kept as it is."""
    key, version = db.execute("SELECT key, version FROM report WHERE id = ?", (row,)).fetchone()
    _adopt(db, row, key)
    marks = db.execute(
        "SELECT digest, said, number, path FROM recommendation_mark WHERE report_key = ?", (key,)
    ).fetchall()
    if not marks:
        return
    now = [_said(report, item, digest) for item, digest in zip(items, digests_of(report.text, items), strict=True)]
    before = [Said(d, said, number, _above(json.loads(path), number)) for d, said, number, path in marks]
    found = attached(before, now)
    db.execute("UPDATE recommendation_mark SET report = NULL WHERE report_key = ?", (key,))
    by_digest = dict(zip([said.digest for said in now], items, strict=True))
    for old, new in found.items():
        _move(db, key, old, new, version)
        _refresh(db, row, key, new, version, report, by_digest[new])


def _said(report: Report, item: Advice, digest: str) -> Said:
    return Said(digest, report.text[item.said : item.end], item.number, _above(item.path, item.number))


def _above(path: Sequence[str], number: str | None) -> str:
    """The heading that an item stands under: of a numbered section the one above its own."""
    return path[-2] if number is not None and len(path) > 1 else path[-1] if path else ""


def _adopt(db: sqlite3.Connection, row: int, key: str) -> None:
    """Of a report that was removed and came back as another file: the same title, agency and dates."""
    db.execute(
        "UPDATE OR IGNORE recommendation_mark SET report_key = ? WHERE form IN"
        " (SELECT i.key FROM identity i WHERE i.report = ? AND i.kind = ?)"
        " AND report_key NOT IN (SELECT key FROM report)",
        (key, row, KeyKind.FORM.value),
    )


def _move(db: sqlite3.Connection, key: str, old: str, new: str, version: int) -> None:
    """What was noted of other words: the address of these leads there from now on, and the other way round."""
    if old == new:
        return
    (former,) = db.execute(
        "SELECT former FROM recommendation_mark WHERE report_key = ? AND digest = ?", (key, old)
    ).fetchone()
    db.execute(
        "UPDATE recommendation_mark SET digest = ?, former = ?, reworded = ? WHERE report_key = ? AND digest = ?",
        (new, json.dumps([d for d in [*json.loads(former), old] if d != new]), version, key, old),
    )


def _refresh(
    db: sqlite3.Connection, row: int, key: str, digest: str, version: int, report: Report, item: Advice
) -> None:
    """What is marked, as the report prints it now."""
    db.execute(
        "UPDATE recommendation_mark SET report = ?, version = ?, said = ?, number = ?, path = ?"
        " WHERE report_key = ? AND digest = ?",
        (row, version, report.text[item.said : item.end], item.number, json.dumps(item.path, ensure_ascii=False), key,
         digest),
    )  # fmt: skip


def let_go(db: sqlite3.Connection, report_id: str) -> None:
    """A report goes wholly: what it said is forgotten; what people noted stays, for the report may come back."""
    db.execute(
        "UPDATE recommendation_mark SET report = NULL, said = '', number = NULL, path = '[]' WHERE report_key = ?",
        (report_id,),
    )


def put_mark(db: sqlite3.Connection, key: str, edit: Edit, seen: int | None) -> str:
    """Note something of a recommendation; the key that it has now.

    UnknownRecommendation; BadMark; ChangedMark where its revision is another one than ``seen``.
    """
    report_id, digest = current(db, key)
    row = db.execute(
        f"SELECT {MARK} FROM recommendation_mark WHERE report_key = ? AND digest = ?", (report_id, digest)
    ).fetchone()
    before = mark_from(row)
    after = edit.on(before)
    if after.says(before):
        return key_of(report_id, digest)
    if seen is not None and seen != before.revision:
        raise ChangedMark(f"{key} was changed meanwhile (revision {before.revision}): {told(before)}. Look again.")
    if row is None:
        _first_mark(db, report_id, digest)
    db.execute(
        "UPDATE recommendation_mark SET status = ?, owner = ?, note = ?, due = ?, revision = revision + 1,"
        " updated_at = ? WHERE report_key = ? AND digest = ?",
        (after.status.value, after.owner, after.note, after.due, datetime.now(UTC).isoformat(timespec="seconds"),
         report_id, digest),
    )  # fmt: skip
    return key_of(report_id, digest)


def _first_mark(db: sqlite3.Connection, report_id: str, digest: str) -> None:
    db.execute(
        "INSERT INTO recommendation_mark (report_key, digest, report, status, owner, note, due, revision, updated_at,"
        " version, former, said, number, path, form)"
        " SELECT r.key, a.digest, r.id, 'open', '', '', '', 0, '', r.version, '[]',"
        " substr(t.text, a.said + 1, a.\"end\" - a.said), a.number, coalesce(s.path, '[]'), coalesce(i.key, '')"
        " FROM recommendation a JOIN report r ON r.id = a.report JOIN report_text t ON t.report = r.id"
        " LEFT JOIN section s ON s.report = r.id AND s.ordinal = a.section"
        " LEFT JOIN identity i ON i.report = r.id AND i.kind = ? WHERE r.key = ? AND a.digest = ?",
        (KeyKind.FORM.value, report_id, digest),
    )


def current(db: sqlite3.Connection, key: str) -> tuple[str, str]:
    """Report and digest that ``key`` leads to now: it may be one from before a report was reworded, or came back."""
    report_id, digest = parts_of_key(key)
    known = (
        "SELECT r.key, a.digest FROM recommendation a JOIN report r ON r.id = a.report"
        " WHERE r.key = ?1 AND a.digest = ?2"
        " UNION ALL SELECT report_key, digest FROM recommendation_mark WHERE report_key = ?1 AND digest = ?2"
        " UNION ALL SELECT m.report_key, m.digest FROM recommendation_mark m, json_each(m.former) j"
        " WHERE m.report_key = ?1 AND j.value = ?2"
    )
    found = db.execute(known, (report_id, digest)).fetchone()
    if found is None:
        raise no_recommendation(key)
    return found[0], found[1]


def mark_from(row: Sequence[object] | None) -> Mark:
    """What the columns ``MARK`` say; a mark that says nothing where there are none."""
    if row is None or row[0] is None:
        return Mark()
    status, *rest = row
    return Mark(Status(str(status)), *rest)  # type: ignore[arg-type]  # as they are written above


def told(mark: Mark) -> str:
    """What a mark says, in one line."""
    said = (
        f"{name} {value}" for name, value in (("owner", mark.owner), ("due", mark.due), ("note", mark.note)) if value
    )
    return ", ".join([f"status {mark.status.value}", *said])
