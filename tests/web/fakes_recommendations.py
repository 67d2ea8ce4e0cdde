"""The recommendations of a fake library's reports, in a real store: filters and marks are SQLite's."""

import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from assistant.recommendations import Recommendation, Table, everything, one, table
from corpus.marks import Edit
from corpus.store import Store
from corpus.tracked import EVERY_ONE, Gone, Wanted
from corpus.types import Report
from corpus.view import View


class AdviceShelf:
    """What ``FakeLibrary`` needs of it; its reports are those of ``by_id``, whatever became of these."""

    by_id: dict[str, Report]
    _held: tempfile.TemporaryDirectory[str] | None = None
    _lock = threading.Lock()

    def recommendations(
        self, wanted: Wanted = EVERY_ONE, first: int = 0, limit: int | None = 50, choices: bool = False
    ) -> Table:
        with self._view() as view:
            return table(view, wanted, first, limit, choices)

    @contextmanager
    def each_recommendation(self, wanted: Wanted = EVERY_ONE) -> Iterator[Iterator[Recommendation | Gone]]:
        with self._view() as view:
            yield chain(everything(view, wanted), view.advice_gone(wanted))

    def recommendation(self, key: str) -> Recommendation | Gone:
        with self._view() as view:
            return one(view, key)

    def mark_recommendation(self, key: str, edit: Edit, seen: int | None = None) -> Recommendation | Gone:
        return self.recommendation(self._store().mark([(key, edit, seen)])[0])

    @contextmanager
    def _view(self) -> Iterator[View]:
        with self._store().snapshot() as view:
            yield view

    def _store(self) -> Store:
        with self._lock:
            if self._held is None:
                self._held = tempfile.TemporaryDirectory(prefix="recommendations-")
                self._kept: dict[str, Report] = {}
                self._advice = Store(Path(self._held.name) / "library.sqlite")
            for report_id in [i for i, report in self._kept.items() if self.by_id.get(i) is not report]:
                self._advice.remove(report_id)
                del self._kept[report_id]
            for report_id, report in self.by_id.items():
                if report_id not in self._kept:
                    self._put(report_id, report)
            return self._advice

    def _put(self, report_id: str, report: Report) -> None:
        """Under the id that the fake has for it."""
        outline = replace(
            report.outline, sections=tuple(replace(s, title=s.title or "") for s in report.outline.sections)
        )
        saved = self._advice.save(replace(report, outline=outline), [], None)
        with closing(sqlite3.connect(Path(self._held.name) / "library.sqlite")) as db, db:  # type: ignore[union-attr]
            db.execute("UPDATE report SET key = ? WHERE key = ?", (report_id, saved.report_id))
            db.execute(
                "UPDATE recommendation_mark SET report_key = ? WHERE report_key = ?", (report_id, saved.report_id)
            )
        self._kept[report_id] = report
