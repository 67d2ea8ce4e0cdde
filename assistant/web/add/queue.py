"""Changing the library in a thread of its own: what was sent is added one batch after another, and what shall go goes
between two files. Questions go on being answered, and a browser that goes away stops nothing."""

import itertools
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from assistant.web.add.door import MAX_FILES, Found, Sent, Uploads, discard, read_upload, reports_in
from assistant.web.library import Library
from corpus.errors import LibraryError, UserError
from ingest.pipeline import Ingested, Outcome, failed

log = logging.getLogger(__name__)

_REMEMBERED: Final = 100
"""How many batches that are done can still be asked after."""
_GUESS_SECONDS: Final = 1
"""Before so much time has gone by, nothing is said of how long it takes."""


class _Ending(Exception):
    """The server ends: the file in hand is left where it is, and nothing of it is in the library."""


class _Cancelled(Exception):
    """Nobody wants it any more: the same, but only for this batch."""


class Stage(StrEnum):
    """How far a batch is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"


class Stop(StrEnum):
    """Why a batch ended before its last file."""

    TOO_MANY = "too_many"  # nothing of it was added
    LIBRARY = "library"  # the library cannot be written to now
    CANCELLED = "cancelled"  # whoever began it asked for that
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch at one moment. ``names`` are its reports, archives opened; ``done`` is what became of the first ones.

    ``ahead`` counts the batches of others that come before it. ``share`` is how much of the file in hand is done,
    ``seconds`` how long it all has taken so far. ``number`` tells batches apart that come to the same.
    """

    names: tuple[str, ...] = ()
    done: tuple[Ingested, ...] = ()
    stage: Stage = Stage.WAITING
    ahead: int = 0
    share: float = 0.0
    seconds: float = 0.0
    stop: Stop | None = None
    why: str = ""
    number: int = 0

    @property
    def came_in(self) -> int:
        """How many reports are in the library now that were not, or not so."""
        return sum(done.outcome in (Outcome.ADDED, Outcome.UPDATED) for done in self.done)

    @property
    def per_minute(self) -> float | None:
        """Files a minute so far; None as long as it would be a guess."""
        finished = len(self.done) + self.share
        if not self.done or self.seconds < _GUESS_SECONDS:
            return None
        return finished / self.seconds * 60

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this rate."""
        rate = self.per_minute
        return None if rate is None else (len(self.names) - len(self.done) - self.share) / rate * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that a visitor wants replaced or removed, and the version of it that they have looked at."""

    report_id: str
    seen: int


@dataclass(slots=True)
class _Job:
    """``wanted`` is the report that the one file that was ``sent`` replaces; nothing sent, and it is to go."""

    sent: Sequence[Sent]
    batch: Batch
    wanted: Wanted | None = None
    began: float = 0.0
    cancelled: bool = False


class Adder:
    """Adds batches to ``library``, one at a time, in the order in which they were started; removes reports before."""

    def __init__(self, library: Library, uploads: Uploads) -> None:
        self.uploads = uploads
        self._library = library
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._waiting: list[str] = []
        self._removals: list[str] = []
        self._numbers = itertools.count(1)
        self._thread: threading.Thread | None = None
        self._ending = False
        self._lock = threading.Lock()

    def start(self, key: str, wanted: Wanted | None = None) -> None:
        """Let the batch be added, or its one file be the new version of the report that is ``wanted``; once is enough,
        and a batch that nobody knows is none."""
        with self._lock:
            sent = [] if key in self._jobs else self.uploads.take(key)
            if not sent or self._ending:
                return
            names = tuple(file.name for file in sent)
            self._jobs[key] = _Job(sent, Batch(names, number=next(self._numbers)), wanted)
            self._waiting.append(key)
            self._wake()

    def remove(self, wanted: Wanted) -> str:
        """Let a report be removed before the next file is added; the key to how far that is."""
        with self._lock:
            under_way = [key for key in self._removals if self._jobs[key].wanted == wanted]
            if under_way:
                return under_way[0]
            key = secrets.token_urlsafe(16)
            self._jobs[key] = _Job((), Batch((wanted.report_id,), number=next(self._numbers)), wanted)
            self._removals.append(key)
            self._wake()
            return key

    def _wake(self) -> None:
        if self._thread is None and not self._ending:
            self._thread = threading.Thread(target=self._work, daemon=True, name="adding")
            self._thread.start()

    def batch(self, key: str) -> Batch | None:
        """How far a batch is; None where it is not known (any more)."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return None
            if job.batch.stage is Stage.WAITING and key in self._waiting:
                working = any(other.batch.stage is Stage.WORKING for other in self._jobs.values())
                return replace(job.batch, ahead=self._waiting.index(key) + working)
            if job.batch.stage is Stage.WORKING:
                return replace(job.batch, seconds=time.monotonic() - job.began)
            return job.batch

    def cancel(self, key: str) -> bool:
        """Let a batch end: what waits does not begin, of the file in hand nothing stays. False where it is over, where
        nobody knows it, or within a removal."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None or job.batch.stage is Stage.DONE or (job.batch.stage is Stage.WORKING and not job.sent):
                return False
            job.cancelled = True
            if job.batch.stage is Stage.WAITING:
                (self._waiting if job.sent else self._removals).remove(key)
                job.batch = replace(job.batch, stage=Stage.DONE, stop=Stop.CANCELLED)
        discard(job.sent if job.batch.stage is Stage.DONE else ())
        return True

    def end(self) -> None:
        """Stop within the file in hand, and wait for that: a thread that works while the program goes down crashes."""
        with self._lock:
            self._ending = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            if job.sent:
                self._add(job)
            else:
                self._remove(job)
        except LibraryError as error:  # the next file would fare no better
            self._set(job, stop=Stop.LIBRARY, why=str(error))
        except _Ending:
            self._set(job, stop=Stop.UNEXPECTED)
        except _Cancelled:
            self._set(job, stop=Stop.CANCELLED)
        except Exception as error:
            log.error("what a visitor asked for could not be done", exc_info=error)
            self._set(job, stop=Stop.UNEXPECTED)
        finally:
            discard(job.sent)
            self._set(job, stage=Stage.DONE, share=0.0, seconds=time.monotonic() - job.began)

    def _next(self) -> _Job | None:
        with self._lock:
            if not (self._waiting or self._removals) or self._ending:
                self._thread = None
                over = [key for key, job in self._jobs.items() if job.batch.stage is Stage.DONE]
                for key in over[:-_REMEMBERED]:
                    del self._jobs[key]
                return None
            return self._begun(self._removals or self._waiting)

    def _next_removal(self) -> _Job | None:
        with self._lock:
            return self._begun(self._removals) if self._removals else None

    def _begun(self, keys: list[str]) -> _Job:
        job = self._jobs[keys.pop(0)]
        job.began = time.monotonic()
        job.batch = replace(job.batch, stage=Stage.WORKING)
        return job

    def _add(self, job: _Job) -> None:
        found = reports_in(job.sent)
        self._set(job, names=tuple(report.name for report in found))
        if len(found) > (1 if job.wanted else MAX_FILES):  # an archive may hold the one file that replaces a report
            self._set(job, stop=Stop.TOO_MANY)
            return
        for report in found:
            self._go_on(job)
            while removal := self._next_removal():
                self._do(removal)
            self._set(job, done=(*job.batch.done, self._one(report, job)), share=0.0)

    def _remove(self, job: _Job) -> None:
        assert job.wanted is not None
        try:
            done = self._library.remove_seen(job.wanted.report_id, job.wanted.seen)
        except UserError as error:
            done = failed(job.wanted.report_id, error)
        self._set(job, done=(done,))

    def _one(self, report: Found, job: _Job) -> Ingested:
        def embedding(done: int, total: int) -> None:
            self._go_on(job)
            self._set(job, share=done / total if total else 0.0)

        try:
            replaces, seen = (job.wanted.report_id, job.wanted.seen) if job.wanted else (None, None)
            raw = read_upload(report)
            (done,) = self._library.ingest([raw], embedding=embedding, replaces=replaces, seen=seen)
        except UserError as error:
            return failed(report.name, error)
        except (LibraryError, _Ending, _Cancelled):
            raise
        except Exception as error:  # one file that shows a mistake of ours stops no other
            log.error("a report could not be added", exc_info=error)
            return Ingested(report.name, Outcome.FAILED)
        return done

    def _go_on(self, job: _Job) -> None:
        if self._ending:
            raise _Ending
        if job.cancelled:
            raise _Cancelled

    def _set(self, job: _Job, **changes: object) -> None:
        with self._lock:
            job.batch = replace(job.batch, **changes)  # type: ignore[arg-type]
