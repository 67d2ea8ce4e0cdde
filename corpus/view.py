"""Reading the store: every question that can be asked of one state of the library."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from corpus.days import Day
from corpus.reports_view import ReportsView
from corpus.seams import Vectors
from corpus.text import indexed_text
from corpus.tokens import PassageTokens
from corpus.types import (
    EVERY_STEP,
    Located,
    Passage,
    PassageId,
    PassageKind,
    Placed,
    Step,
    Window,
)

_Item = TypeVar("_Item")

_PLACED = """SELECT p.id, r.key, p.ordinal, p.section, p.kind, p.start, p."end", s.path, s.start, s.heading_end
  FROM passage p
  JOIN report r ON r.id = p.report JOIN section s ON s.report = p.report AND s.ordinal = p.section"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a derived index has to do to reach generation ``upto``."""

    upto: int
    added: tuple[PassageId, ...]
    removed: tuple[PassageId, ...]


class View(ReportsView):
    """One state of the library; made by :meth:`corpus.store.Store.snapshot`, gone with it."""

    def generation(self) -> int:
        """Grows with every change of the passages; 0 for an empty library."""
        number: int = self._db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0]
        return number

    def changes_since(self, generation: int) -> Changes:
        """Passages that came and went after ``generation``, each once, by what it is now."""
        touched = "SELECT DISTINCT passage FROM change WHERE seq > ?"
        alive = f"SELECT id FROM passage WHERE id IN ({touched}) ORDER BY id"
        added = [PassageId(r[0]) for r in self._db.execute(alive, (generation,))]
        every = {r[0] for r in self._db.execute(touched, (generation,))}
        return Changes(self.generation(), tuple(added), tuple(PassageId(i) for i in sorted(every - set(added))))

    def passage_count(self) -> int:
        """How many passages the library has."""
        count: int = self._db.execute("SELECT count(*) FROM passage").fetchone()[0]
        return count

    def passage_ids(self, report_ids: Collection[str] | None = None) -> list[PassageId]:
        """Ids in order: all, or those of some reports."""
        if report_ids is None:
            return [PassageId(r[0]) for r in self._db.execute("SELECT id FROM passage ORDER BY id")]
        rows = self._db.execute(
            f"SELECT p.id FROM passage p JOIN report r ON r.id = p.report WHERE r.key IN ({_marks(report_ids)})"
            " ORDER BY p.id",
            tuple(report_ids),
        )
        return [PassageId(r[0]) for r in rows]

    def passages(self, report_id: str) -> list[tuple[PassageId, Passage]]:
        """A report's passages in reading order."""
        rows = self._db.execute(
            'SELECT p.id, p.ordinal, p.section, p.kind, p.start, p."end", p.page FROM passage p'
            " JOIN report r ON r.id = p.report WHERE r.key = ? ORDER BY p.ordinal",
            (report_id,),
        ).fetchall()
        windows = self._windows([r[0] for r in rows])
        return [(PassageId(r[0]), _passage(r[1:], windows.get(r[0], []))) for r in rows]

    def locate(self, ids: Sequence[PassageId]) -> list[Located]:
        """The passages of ``ids`` that exist, in the order of ``ids``, with all that a citation needs."""
        rows = self._db.execute(
            'SELECT p.id, p.ordinal, p.section, p.kind, p.start, p."end", p.page, r.key, s.path,'
            ' substr(t.text, p.start + 1, p."end" - p.start)'
            " FROM passage p JOIN report r ON r.id = p.report JOIN report_text t ON t.report = p.report"
            f" JOIN section s ON s.report = p.report AND s.ordinal = p.section WHERE p.id IN ({_marks(ids)})",
            tuple(ids),
        ).fetchall()
        windows = self._windows([r[0] for r in rows])
        summaries = {key: self.summary(key) for key in {r[7] for r in rows}}
        found = {}
        for r in rows:
            passage = _passage(r[1:7], windows.get(r[0], []))
            path = _labels(r[8])
            found[r[0]] = Located(PassageId(r[0]), summaries[r[7]], passage, path, r[9], passage.windows)
        return [found[i] for i in ids if i in found]

    def indexed_texts(self, ids: Sequence[PassageId]) -> Iterator[tuple[PassageId, str]]:
        """What of each passage is embedded and indexed (headings in front), in batches, by id."""
        for batch in _batches(ids, 500):
            rows = self._db.execute(
                'SELECT p.id, s.path, substr(t.text, p.start + 1, p."end" - p.start) FROM passage p'
                " JOIN report_text t ON t.report = p.report"
                f" JOIN section s ON s.report = p.report AND s.ordinal = p.section WHERE p.id IN ({_marks(batch)})"
                " ORDER BY p.id",
                tuple(batch),
            )
            for passage_id, path, text in rows.fetchall():
                yield PassageId(passage_id), indexed_text(json.loads(path), text)

    def placed(self, ids: Sequence[PassageId]) -> dict[PassageId, Placed]:
        """Where each of the passages stands that exist."""
        rows = self._db.execute(f"{_PLACED} WHERE p.id IN ({_marks(ids)})", tuple(ids))
        return {PassageId(r[0]): _placed(r) for r in rows}

    def placed_in(self, report_id: str) -> list[Placed]:
        """Where a report's passages stand, in reading order."""
        return [_placed(r) for r in self._db.execute(f"{_PLACED} WHERE r.key = ? ORDER BY p.ordinal", (report_id,))]

    def texts(self, ids: Sequence[PassageId]) -> dict[PassageId, str]:
        """The text of each of the passages that exist; each report is read once."""
        rows = self._db.execute(
            f'SELECT id, report, start, "end" FROM passage WHERE id IN ({_marks(ids)})', tuple(ids)
        ).fetchall()
        reports = {r[1] for r in rows}
        texts: dict[int, str] = dict(
            self._db.execute(
                f"SELECT report, text FROM report_text WHERE report IN ({_marks(reports)})", tuple(reports)
            )
        )
        return {PassageId(i): texts[report][start:end] for i, report, start, end in rows}

    def window_texts(self, ids: Sequence[PassageId]) -> dict[PassageId, list[str]]:
        """The text of each window of the passages that exist, in reading order."""
        windows = self._windows(ids)
        return {i: [text[a:b] for a, b in windows.get(i, [])] for i, text in self.texts(ids).items()}

    def on_days(self, days: Sequence[Day]) -> dict[PassageId, bool]:
        """The passages that speak of any of ``days``, and whether one of them is their subject."""
        found: dict[PassageId, bool] = {}
        for day in days:
            rows = self._db.execute(
                "SELECT passage, subject FROM passage_day WHERE day = ?1 AND (?2 IS NULL OR month = ?2)"
                " AND (?3 IS NULL OR year IS NULL OR year = ?3)",
                (day.day, day.month, day.year),
            )
            for passage, subject in rows:
                found[PassageId(passage)] = bool(subject) or found.get(PassageId(passage), False)
        return found

    def captioned(self, numbers: Sequence[str]) -> list[PassageId]:
        """The passages with the caption of a figure or table that is numbered so."""
        rows = self._db.execute(
            "SELECT p.id FROM figure f JOIN passage p ON p.report = f.report"
            f' WHERE f.number IN ({_marks(numbers)}) AND p.start <= f.start AND f.start < p."end" ORDER BY p.id',
            tuple(numbers),
        )
        return [PassageId(r[0]) for r in rows]

    def in_chapters(self, words: Sequence[str]) -> list[PassageId]:
        """The passages of every top section that has one of ``words`` in its heading."""
        rows = self._db.execute(
            "SELECT p.id FROM section s CROSS JOIN passage p"  # CROSS: the sections first, they are few
            ' ON p.report = s.report AND s.start <= p.start AND p.start < s."end"'
            f" WHERE s.parent IS NULL AND ({' OR '.join(['s.title LIKE ?'] * len(words))}) ORDER BY p.id",
            tuple(f"%{word}%" for word in words),
        )
        return [PassageId(r[0]) for r in rows]

    def vectors(self, ids: Sequence[PassageId]) -> Vectors:
        """Shape (len(ids), dimensions), in the order of ``ids``; every id must exist."""
        found: dict[int, bytes] = {}
        for batch in _batches(ids, 5000):
            found.update(
                self._db.execute(f"SELECT id, vector FROM passage WHERE id IN ({_marks(batch)})", tuple(batch))
            )
        return matrix([found[i] for i in ids])

    def steps(self) -> frozenset[Step]:
        """What is kept of each passage beside its vector; every step unless the library was told otherwise."""
        told = self.setting("steps")
        return frozenset(map(Step, json.loads(told))) if told is not None else EVERY_STEP

    def window_vectors(self, ids: Sequence[PassageId]) -> tuple[list[PassageId], Vectors]:
        """The windows of ``ids`` that have vectors: the passage of each row, and the rows (windows, dimensions)."""
        rows = self._db.execute(
            f"SELECT passage, vector FROM window WHERE passage IN ({_marks(ids)}) AND length(vector) > 0"
            " ORDER BY passage, part",
            tuple(ids),
        ).fetchall()
        return [PassageId(r[0]) for r in rows], matrix([r[1] for r in rows])

    def tokens(self, ids: Sequence[PassageId], made: str) -> dict[PassageId, PassageTokens]:
        """The tokens of those of ``ids`` that have any of the making ``made``."""
        found: dict[PassageId, PassageTokens] = {}
        for batch in _batches(ids, 5000):
            rows = self._db.execute(
                f"SELECT passage, counts, bits FROM token WHERE made = ? AND passage IN ({_marks(batch)})",
                (made, *batch),
            )
            found.update((PassageId(i), _tokens(made, counts, bits)) for i, counts, bits in rows)
        return found

    def token_count(self, made: str) -> int:
        """How many passages have tokens of the making ``made``."""
        count: int = self._db.execute("SELECT count(*) FROM token WHERE made = ?", (made,)).fetchone()[0]
        return count

    def embedded(self, report_id: str, made: str = "") -> dict[str, tuple[Vectors, Vectors, PassageTokens | None]]:
        """Digest -> (vector as one row, its windows' rows, its tokens of the making ``made``, if any) of a report's
        passages: what need not be embedded again."""
        rows = self._db.execute(
            "SELECT p.id, p.digest, p.vector FROM passage p JOIN report r ON r.id = p.report WHERE r.key = ?",
            (report_id,),
        ).fetchall()
        windows: dict[int, list[bytes]] = {}
        for batch in _batches([r[0] for r in rows], 5000):
            for passage, vector in self._db.execute(
                f"SELECT passage, vector FROM window WHERE passage IN ({_marks(batch)}) ORDER BY passage, part",
                tuple(batch),
            ):
                windows.setdefault(passage, []).append(vector)
        tokens = self.tokens([PassageId(r[0]) for r in rows], made)
        return {
            digest: (matrix([vector]), matrix(windows.get(i, [])), tokens.get(PassageId(i)))
            for i, digest, vector in rows
        }

    def _windows(self, ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for batch in _batches(ids, 5000):
            for passage, start, end in self._db.execute(
                f'SELECT passage, start, "end" FROM window WHERE passage IN ({_marks(batch)}) ORDER BY passage, part',
                tuple(batch),
            ):
                found.setdefault(passage, []).append((start, end))
        return found


def _passage(row: Sequence[Any], windows: Sequence[tuple[int, int]]) -> Passage:
    ordinal, section, kind, start, end, page = row
    absolute = tuple(Window(start + a, start + b) for a, b in windows)
    return Passage(ordinal, section, PassageKind(kind), start, end, page, absolute)


def _tokens(made: str, counts: str, bits: bytes) -> PassageTokens:
    each: list[int] = json.loads(counts)
    rows = np.frombuffer(bits, dtype=np.uint8)
    return PassageTokens(made, tuple(each), rows.reshape(sum(each), -1) if len(rows) else rows.reshape(0, 0))


def _placed(row: Sequence[Any]) -> Placed:
    passage_id, report, ordinal, section, kind, start, end, path, opens, ends = row
    return Placed(
        PassageId(passage_id), report, ordinal, section, PassageKind(kind), start, end, _labels(path), (opens, ends)
    )


@lru_cache(maxsize=4096)
def _labels(path: str) -> tuple[str, ...]:
    """Many passages stand in one section, and the same ones are looked at by every question."""
    return tuple(json.loads(path))


def matrix(blobs: Sequence[bytes]) -> Vectors:
    """Vectors as they are stored, a row each; all must be of one length."""
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(blobs), -1).astype(np.float32)


def _batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _marks(items: Collection[object]) -> str:
    return ", ".join("?" * len(items))
