"""Reading the table of recommendations: filtered, sorted and paged by the database, whatever the library's size."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from corpus.advice import Advice, Kind, Printed, Shape
from corpus.advice_rows import MARK, current, mark_from
from corpus.advice_where import FROM_MARKS, MARKED_ORDERS, ORDERS, gone_rows, marked, put_said, wanted_rows, words_of
from corpus.facets import Facet
from corpus.fold import squeezed
from corpus.marks import Status
from corpus.tracked import Gone, Order, Tracked, Wanted, key_of

_MARK: Final = ", ".join(f"m.{column}" for column in MARK.split(", "))
_ROW: Final = (
    "SELECT r.id, r.key, a.digest, a.kind, a.shape, a.number, a.section, coalesce(s.path, '[]'), w.title, a.start,"
    f' a.said, a."end", a.term, w.printed, {_MARK} FROM recommendation a JOIN report r ON r.id = a.report'
    " JOIN recommendation_words w ON w.report = a.report AND w.ordinal = a.ordinal"
    " LEFT JOIN section s ON s.report = a.report AND s.ordinal = a.section"
    " LEFT JOIN recommendation_mark m ON m.report = a.report AND m.digest = a.digest WHERE"
)
_COLUMNS: Final = 11
"""Of the item itself, in ``_ROW``."""
Values = tuple[object, ...]
_TEXTS: Final = 32
"""Texts of reports that are kept while rows are read."""


class AdviceView:
    """The recommendations in one state of the library."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._said: dict[tuple[str, ...], str] = {}

    def advice_count(self, wanted: Wanted) -> int:
        """How many rows are wanted."""
        alone = not (wanted.text or wanted.owner or wanted.filters or wanted.status)
        where, values = self._where(wanted, by_day=alone)
        count: int = self._db.execute(f"SELECT count(*) FROM recommendation a WHERE {where}", values).fetchone()[0]
        return count

    def advice(self, wanted: Wanted, first: int = 0, limit: int | None = None) -> Iterator[Tracked]:
        """The rows that are wanted, from the one numbered ``first`` (from 0) on, each when it is asked for."""
        if wanted.order in MARKED_ORDERS:
            places = self._marked_first(wanted, first, limit)
        else:
            alone = not (wanted.text or wanted.owner or wanted.filters)
            where, values = self._where(wanted, by_day=alone and wanted.order is Order.DATE)
            places = self._places(where, values, *ORDERS[wanted.order], first, limit)
        rows = (self._db.execute(f"{_ROW} a.report = ? AND a.ordinal = ?", place).fetchone() for place in places)
        return self._tracked(rows)

    def _where(self, wanted: Wanted, by_day: bool = True) -> tuple[str, Values]:
        words = tuple(words_of(wanted))
        if words and words not in self._said:
            self._said[words] = f"said_{len(self._said)}"
            put_said(self._db, self._said[words], words)
        return wanted_rows(self._db, wanted, self._said.get(words), by_day)

    def _places(
        self, where: str, values: Values, tables: str, order: str, first: int, limit: int | None
    ) -> Iterator[tuple[int, int]]:
        return self._db.execute(
            f"SELECT a.report, a.ordinal FROM {tables} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, first),
        )

    def _marked_first(self, wanted: Wanted, first: int, limit: int | None) -> Iterator[tuple[int, int]]:
        """In an order by what was noted. Of most rows nothing was: they are not sorted by it."""
        noted, order = MARKED_ORDERS[wanted.order]
        where, values = self._where(wanted, by_day=False)
        both = f"{where} AND {noted}"
        many = self._db.execute(f"SELECT count(*) FROM {FROM_MARKS} WHERE {both}", values).fetchone()[0]
        yield from self._places(both, values, FROM_MARKS, order, first, limit)
        rest = None if limit is None else limit - max(0, min(limit, many - first))
        where, values = self._where(wanted)
        others = f"{where} AND {marked(noted, wanted=False)}"
        yield from self._places(others, values, *ORDERS[Order.DATE], max(0, first - many), rest)

    def advice_by_key(self, key: str) -> Tracked | Gone:
        """One, also by a key from before it was reworded; UnknownRecommendation."""
        report_id, digest = current(self._db, key)
        rows = self._db.execute(f"{_ROW} r.key = ? AND a.digest = ?", (report_id, digest))
        found = next(self._tracked(rows), None)
        return found or self._gone("m.report_key = ? AND m.digest = ?", (report_id, digest))[0]

    def advice_gone(self, wanted: Wanted) -> list[Gone]:
        """What was noted of recommendations that no report makes any more, the latest first. Those of a removed report
        pass no filter by what a form says."""
        words = words_of(wanted)
        found = self._gone(*gone_rows(self._db, wanted))
        return [gone for gone in found if all(word in squeezed(gone.text) for word in words)]

    def advice_facets(self, wanted: Wanted, facet: Facet) -> list[tuple[str, int]]:
        """The values of a facet with the number of wanted rows that each has, the most first."""
        where, values = self._where(wanted, by_day=False)
        rows = self._db.execute(
            "SELECT f.value, sum(n) FROM (SELECT a.report, count(*) AS n FROM recommendation a"
            f" WHERE {where} GROUP BY a.report) c JOIN report_facet f ON f.report = c.report AND f.facet = ?"
            " GROUP BY f.value ORDER BY 2 DESC, f.value",
            (*values, facet.value),
        )
        return [(value, count) for value, count in rows]

    def advice_statuses(self, wanted: Wanted) -> dict[Status, int]:
        """How many of the wanted rows have each status."""
        where, values = self._where(wanted, by_day=False)
        rows = self._db.execute(f"SELECT m.status, count(*) FROM {FROM_MARKS} WHERE {where} GROUP BY m.status", values)
        counted = {Status(status): count for status, count in rows if status != Status.OPEN}
        still_open = self.advice_count(wanted) - sum(counted.values())
        return {status: counted.get(status, 0) for status in Status} | {Status.OPEN: still_open}

    def advice_owners(self) -> list[str]:
        """Everybody who owns a recommendation."""
        rows = self._db.execute("SELECT DISTINCT owner FROM recommendation_mark WHERE owner <> '' ORDER BY owner")
        return [r[0] for r in rows]

    def _tracked(self, rows: Iterable[Sequence[Any]]) -> Iterator[Tracked]:
        """With their texts; a report's rows mostly come together, and its text is read once for them."""

        @lru_cache(maxsize=_TEXTS)
        def text_of(row: int) -> str:
            found: str = self._db.execute("SELECT text FROM report_text WHERE report = ?", (row,)).fetchone()[0]
            return found

        for row, report_id, digest, *columns in rows:
            advice, mark = _advice(columns[:_COLUMNS]), mark_from(columns[_COLUMNS:])
            text = text_of(row)[advice.start : advice.end]
            yield Tracked(key_of(report_id, digest), report_id, advice, text, mark)

    def _gone(self, where: str, values: Sequence[object]) -> list[Gone]:
        rows = self._db.execute(
            f"SELECT m.report_key, m.digest, r.title, m.version, m.number, m.path, m.said, {_MARK}"
            f" FROM recommendation_mark m LEFT JOIN report r ON r.key = m.report_key WHERE {where}"
            " ORDER BY m.updated_at DESC, m.report_key, m.digest",
            tuple(values),
        )
        return [
            Gone(key_of(report_id, digest), report_id, title, version, number, tuple(json.loads(path)), said,
                 mark_from(mark))
            for report_id, digest, title, version, number, path, said, *mark in rows
        ]  # fmt: skip


def _advice(columns: Sequence[Any]) -> Advice:
    kind, shape, number, section, path, title, start, said, end, term, printed = columns
    return Advice(
        Kind(kind), Shape(shape), number, section, tuple(json.loads(path)), title, start, said, end, term,
        tuple(Printed(**p) for p in json.loads(printed)),
    )  # fmt: skip
