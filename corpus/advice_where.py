"""Which recommendations are wanted, as conditions on their one narrow table, for SQLite to narrow by."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpus.facets import Facet, each_of, meets
from corpus.filters import Filters
from corpus.fold import fold, squeezed
from corpus.marks import Status
from corpus.tracked import Order, Wanted

Condition = tuple[str, tuple[object, ...]]
"""A piece of SQL, and the values of its marks."""
_NEWEST: Final = "a.day DESC, a.report, a.ordinal"
_RANK: Final = "CASE m.status WHEN 'in_progress' THEN 0 WHEN 'accepted' THEN 1 WHEN 'done' THEN 2 ELSE 3 END"
ORDERS: Final = {
    Order.DATE: ("recommendation a", _NEWEST),
    Order.AGENCY: ("recommendation a", f"a.agency = '', a.agency, {_NEWEST}"),
    Order.REPORT: ("report r CROSS JOIN recommendation a ON a.report = r.id", "r.title, a.report, a.ordinal"),
}
"""From where the rows are read in each order, and how it sorts."""
FROM_MARKS: Final = "recommendation_mark m CROSS JOIN recommendation a ON a.report = m.report AND a.digest = m.digest"
"""CROSS: the marks first, they are few."""
MARKED_ORDERS: Final = {
    Order.STATUS: ("m.status <> 'open'", f"{_RANK}, {_NEWEST}"),
    Order.OWNER: ("m.owner <> ''", f"m.owner, {_NEWEST}"),
    Order.DUE: ("m.due <> ''", f"m.due, {_NEWEST}"),
}
"""Those by what was noted: of which rows something was, and how these sort. All others follow, the newest first."""
_MARKED: Final = "(a.report, a.digest) IN (SELECT m.report, m.digest FROM recommendation_mark m WHERE {})"
_UNMARKED: Final = (
    "NOT EXISTS (SELECT 1 FROM recommendation_mark m WHERE m.report = a.report AND m.digest = a.digest AND {})"
)
_SAYS: Final = "(a.report, a.ordinal) IN (SELECT report, ordinal FROM temp.{})"


def wanted_rows(db: sqlite3.Connection, wanted: Wanted, said: str | None, by_day: bool) -> Condition:
    """What a row of the table ``a`` must meet. ``said`` is the table of those that say the words. ``by_day``: they are
    counted, or come in the order of days, for which kinds have an index; else it is faster to go through them all."""
    conditions = list(of_reports(db, wanted.filters, "a.report"))
    if wanted.kind is not None:
        conditions.append(("a.kind = ?" if by_day else "+a.kind = ?", (wanted.kind.value,)))
    if wanted.status is Status.OPEN:  # most are, and nothing was noted of them
        conditions.append((marked("m.status <> 'open'", wanted=False), ()))
    elif wanted.status is not None:
        conditions.append((marked("m.status = ?"), (wanted.status.value,)))
    for where, values in owned(db, wanted):
        conditions.append((marked(where), values))
    if said is not None:
        conditions.append((_SAYS.format(said), ()))
    return joined(conditions)


def put_said(db: sqlite3.Connection, table: str, words: Sequence[str]) -> None:
    """Write down which rows say all of ``words``, for as long as this transaction lasts: all that are looked through
    are looked through once, however much is asked of them then."""
    where = " AND ".join(["instr(words, ?) > 0"] * len(words))
    db.execute(f"CREATE TEMP TABLE {table} (report INTEGER, ordinal INTEGER, PRIMARY KEY (report, ordinal))")
    db.execute(f"INSERT INTO temp.{table} SELECT report, ordinal FROM recommendation_words WHERE {where}", words)


def gone_rows(db: sqlite3.Connection, wanted: Wanted) -> Condition:
    """What a row of the table ``m`` of marks must meet, which no report makes any more; its words apart."""
    conditions: list[Condition] = [
        ("m.report IS NULL AND NOT (m.status = 'open' AND m.owner || m.note || m.due = '')", ()),
        *of_reports(db, replace(wanted.filters, reports=None), "r.id"),
        *owned(db, wanted),
    ]
    if wanted.filters.reports is not None:
        conditions.append(_among("m.report_key", wanted.filters.reports))
    if wanted.status is not None:
        conditions.append(("m.status = ?", (wanted.status.value,)))
    return joined(conditions)


def marked(where: str, wanted: bool = True) -> str:
    """The condition that the mark of a row of ``a`` meets ``where``; or, not ``wanted``, that it has none that does."""
    return (_MARKED if wanted else _UNMARKED).format(where)


def words_of(wanted: Wanted) -> list[str]:
    """What to look for in folded words."""
    return [word for word in map(squeezed, wanted.text.split()) if word]


def of_reports(db: sqlite3.Connection, filters: Filters, row: str) -> Iterator[Condition]:
    """Which reports pass, by the column ``row``: each value that any form has is held against the filters once."""
    if filters.reports is not None:
        where, values = _among("key", filters.reports)
        yield f"{row} IN (SELECT id FROM report WHERE {where})", values
    for facets, alone in each_of(filters):
        where, values = _among("facet", [facet.value for facet in facets])
        there = db.execute(f"SELECT DISTINCT facet, value FROM report_facet WHERE {where}", values)
        found = [(facet, value) for facet, value in there if meets(alone, Facet(facet), value)]
        yield (
            f"{row} IN (SELECT f.report FROM json_each(?) j JOIN report_facet f"
            " ON f.facet = j.value ->> 0 AND f.value = j.value ->> 1)",
            (json.dumps(found),),
        )


def owned(db: sqlite3.Connection, wanted: Wanted) -> Iterator[Condition]:
    """Whose it is. Owners are few, and SQLite knows no folding: they are looked through one by one."""
    part = fold(wanted.owner.strip())
    if part:
        owners = db.execute("SELECT DISTINCT owner FROM recommendation_mark WHERE owner <> ''")
        yield _among("m.owner", [owner for (owner,) in owners if part in fold(owner)])


def joined(conditions: Iterable[Condition]) -> Condition:
    """All of them at once."""
    held = list(conditions)
    return " AND ".join(where for where, _ in held) or "TRUE", tuple(value for _, values in held for value in values)


def _among(column: str, values: Sequence[str]) -> Condition:
    return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)
