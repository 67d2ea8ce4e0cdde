"""One store in the place of another, in one transaction, while other processes read the one that was there.

Whoever reads goes on reading the old state, and at the next look catches up by the log as always: nothing in the new
store has a number that was used before.
"""

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.files import on_disk
from corpus.seams import Progress
from corpus.store import BUSY_SECONDS, copy_pages, use_wal

LEAP: Final = 1 << 32
"""By how much the log's numbers jump: more than anybody can write between the look and the swap."""


def take_over(
    new: Path, live: Path, forgotten: Callable[[], AbstractContextManager[None]], progress: Progress | None
) -> None:
    """The store ``new`` in the place of ``live``, in one transaction of the latter.

    One too damaged for that is set aside, and its indexes with it (``forgotten`` does that): nobody can say what they
    had of it.
    """
    used = _used(live)
    _renumbered(new, used)
    if used and _copied_over(new, live, progress):
        return
    with forgotten():
        for end in ("-wal", "-shm", ""):
            part = live.with_name(live.name + end)
            if part.exists():
                part.replace(live.with_name(f"{live.name}.damaged{end}"))
        on_disk(new)
        new.replace(live)
        on_disk(live.parent)


def _copied_over(new: Path, live: Path, progress: Progress | None) -> bool:
    """Whether ``live`` could be overwritten; who reads it goes on reading what was there before."""
    source, target = sqlite3.connect(new), sqlite3.connect(live, timeout=BUSY_SECONDS)
    with closing(source), closing(target):
        try:
            use_wal(target)
            target.execute("PRAGMA synchronous = FULL")
            copy_pages(source, target, progress)
            target.execute("PRAGMA busy_timeout = 0")  # who reads an older state is not waited for
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Used:
    """The highest numbers that a store has given out, the passages that it ever had, and the size of its pages."""

    numbers: Mapping[str, int]
    passages: Sequence[int]
    page_size: int


def _used(live: Path) -> _Used | None:
    """What a store has used up; None where it is too damaged to say."""
    with closing(sqlite3.connect(live, timeout=BUSY_SECONDS)) as db:
        try:
            page_size = db.execute("PRAGMA page_size").fetchone()[0]
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'change'").fetchone():
                return _Used({}, (), page_size)
            numbers = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
            ever = db.execute("SELECT passage FROM change UNION SELECT id FROM passage ORDER BY 1")
            return _Used(numbers, [r[0] for r in ever], page_size)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return None


def _renumbered(new: Path, used: _Used | None) -> None:
    """Give every passage of ``new`` a number that was never used, neither here nor where it was made; the log says
    that all that ever was here went, and that all of these came.

    So whoever is behind catches up as always, and whoever holds an older number finds nothing by it rather than
    another passage. Where a damaged store cannot say what it has used, the clock is ahead of it.
    """
    clock = int(time.time()) << 20  # nobody makes a million passages a second
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = OFF")  # it is thrown away on any error
        db.execute("BEGIN")
        own = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
        before = used.numbers if used else dict.fromkeys(("report", "passage", "change"), clock)
        by = max(own.get("passage", 0), before.get("passage", 0)) if before.get("passage") else 0
        for column in ("passage.id", "window.passage", "token.passage", "passage_day.passage") if by else ():
            table, name = column.split(".")
            db.execute(f"UPDATE {table} SET {name} = {name} + ?", (by,))
        log = max(own.get("change", 0), before.get("change", 0)) + LEAP * bool(before.get("change"))
        db.execute("DELETE FROM change")
        db.execute("DELETE FROM sqlite_sequence")
        numbers = {"report": max(own.get("report", 0), before.get("report", 0)),
                   "passage": by + own.get("passage", 0), "change": log}  # fmt: skip
        db.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", numbers.items())
        gone = used.passages if used else ()
        db.executemany("INSERT INTO change (passage, op) VALUES (?, 'remove')", ((i,) for i in gone))
        db.execute("INSERT INTO change (passage, op) SELECT id, 'add' FROM passage ORDER BY id")
        db.execute("COMMIT")
        if used and db.execute("PRAGMA page_size").fetchone()[0] != used.page_size:
            db.execute(f"PRAGMA page_size = {used.page_size}")  # or it could not be copied over the other
            db.execute("VACUUM")
