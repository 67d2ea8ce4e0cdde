"""Files that visitors sent to replace a report, each held against it before anybody decides."""

import logging
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from assistant.compared import Compared
from assistant.web.add.door import Found, Refused, Sent, Uploads, clean_name, discard, read_upload
from assistant.web.library import Library
from corpus.errors import TripReportError
from ingest.files.archives import SUFFIX as ARCHIVE
from ingest.files.sources import Source

log = logging.getLogger(__name__)

_REMEMBERED: Final = 100
_READING: Final = 10
"""So many files may wait to be read: one is read at a time."""


class Reading(StrEnum):
    """How far the reading of a file is."""

    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that shall replace report ``report_id``. ``compared`` is there when it was read; ``why`` when it could not
    be, empty where that is our mistake. ``changed``: the report has become another one since it was looked at."""

    report_id: str
    name: str
    reading: Reading = Reading.UNDER_WAY
    compared: Compared | None = None
    why: str = ""
    changed: bool = False


class Offers:
    """What is offered, by a key that only its sender knows."""

    def __init__(self, library: Library, uploads: Uploads) -> None:
        self._library, self._uploads = library, uploads
        self._offers: OrderedDict[str, Offer] = OrderedDict()
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Lock()

    async def receive(self, report_id: str, name: str, chunks: AsyncIterator[bytes]) -> str:
        """Take a file; the key to what becomes of it. Refused where it is none that could replace a report."""
        name = clean_name(name)
        if name.lower().endswith(ARCHIVE):
            raise Refused(415, f"{name} is an archive: take the one report out of it and choose that.")
        key = self._uploads.begin()
        try:
            await self._uploads.receive(key, name, chunks)
            self._begin(key, Offer(report_id, name))
        except BaseException:
            self.drop(key)
            raise
        return key

    def find(self, key: str) -> Offer | None:
        """What is known under a key."""
        with self._lock:
            return self._offers.get(key)

    def look_again(self, key: str) -> bool:
        """Read and compare once more, for the report is another one by now; whether the file is still here for it."""
        offer = self.find(key)
        if offer is None or not self._uploads.sent(key):
            return False
        self._begin(key, replace(offer, reading=Reading.UNDER_WAY, compared=None, changed=True))
        return True

    def drop(self, key: str) -> None:
        """The visitor thought better of it."""
        with self._lock:
            self._offers.pop(key, None)
        discard(self._uploads.take(key))

    def _begin(self, key: str, offer: Offer) -> None:
        with self._lock:
            if sum(other.reading is Reading.UNDER_WAY for other in self._offers.values()) >= _READING:
                raise Refused(503, "Too many files are being read: try again in a few minutes.")
            self._offers[key] = offer
            while len(self._offers) > _REMEMBERED:
                self._offers.popitem(last=False)
        # a thread that only reads may end with the program wherever it is
        threading.Thread(target=self._read, args=(key, offer), daemon=True, name="comparing").start()

    def _read(self, key: str, offer: Offer) -> None:
        with self._one_at_a_time:
            known = self._known(key, offer)
        if known.reading is Reading.FAILED:
            discard(self._uploads.take(key))
        with self._lock:
            if key in self._offers:
                self._offers[key] = known

    def _known(self, key: str, offer: Offer) -> Offer:
        sent = self._uploads.sent(key)
        if not sent:
            return replace(offer, reading=Reading.FAILED)
        try:
            compared = self._library.compare(read_upload(_found(sent[0])), offer.report_id)
        except TripReportError as error:
            return replace(offer, reading=Reading.FAILED, why=str(error))
        except Exception as error:
            log.error("a file could not be held against a report", exc_info=error)
            return replace(offer, reading=Reading.FAILED)
        return replace(offer, reading=Reading.DONE, compared=compared)


def _found(sent: Sent) -> Found:
    return Found(sent.name, sent, Source(sent.path))
