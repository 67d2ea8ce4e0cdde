"""Pages of PDFs as pictures: drawn in child processes, a few at once, each page once, and kept for a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import LifoQueue
from typing import Final, Self

from corpus.errors import UnreadableFile
from corpus.types import RawFile
from ingest.files.parser_process import Limits
from ingest.files.sandbox import Sandbox

MEDIA_TYPE: Final = "image/webp"
AT_ONCE: Final = 2
KEPT_BYTES: Final = 64 << 20
LIMITS: Final = Limits(memory_bytes=1 << 30, seconds=15.0)
"""Somebody waits for it, and a page takes a twentieth of a second."""
_REFUSED_SECONDS: Final = 60.0
"""So long a page that could not be drawn is not tried again: it may take all its time each time."""
_SMALL: Final = 4096
"""What any entry counts at least."""

_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture, or why there is none, and when to try again."""

    picture: bytes
    refused: str | None = None
    until: float = float("inf")

    @property
    def size(self) -> int:
        return max(len(self.picture), _SMALL)

    def value(self) -> bytes:
        if self.refused is not None:
            raise UnreadableFile(self.refused)
        return self.picture


class Pictures:
    """Draws pages; safe to use from many threads. Its child processes start with the first page.

    Whoever asks for a page that is being drawn waits for that drawing. Pictures are kept, those asked for last, as far
    as ``kept_bytes`` goes.
    """

    def __init__(self, limits: Limits = LIMITS, at_once: int = AT_ONCE, kept_bytes: int = KEPT_BYTES) -> None:
        self._lock = threading.Lock()
        self._kept_bytes, self._size = kept_bytes, 0
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._drawing: dict[_Key, Future[_Kept]] = {}
        self._boxes = tuple(Sandbox(limits) for _ in range(at_once))
        self._free: LifoQueue[Sandbox] = LifoQueue()  # the child that is warm is taken first
        for box in self._boxes:
            self._free.put(box)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child processes; waits for pages that are being drawn."""
        for box in self._boxes:
            box.close()

    def page(self, sha256: str, number: int, load: Callable[[], RawFile]) -> bytes:
        """A page of the file with this hash, which ``load`` reads where it is needed.

        UnreadableFile, in one line, where the page cannot be drawn.
        """
        key = (sha256, number)
        with self._lock:
            if (kept := self._look_up(key)) is not None:
                return kept.value()
            drawing = self._drawing.get(key)
            mine = drawing is None
            if drawing is None:
                drawing = self._drawing[key] = Future()
        if mine:
            self._draw(key, load, drawing)
        return drawing.result().value()

    def _draw(self, key: _Key, load: Callable[[], RawFile], drawing: "Future[_Kept]") -> None:
        """Fill ``drawing``, whatever happens: others wait for it."""
        try:
            kept = self._drawn(load, key[1])
        except BaseException as error:
            with self._lock:
                del self._drawing[key]
            drawing.set_exception(error)
            return
        with self._lock:
            del self._drawing[key]
            self._keep(key, kept)
        drawing.set_result(kept)

    def _drawn(self, load: Callable[[], RawFile], number: int) -> _Kept:
        box = self._free.get()
        try:
            return _Kept(box.draw(load(), number))
        except UnreadableFile as error:
            return _Kept(b"", str(error), time.monotonic() + _REFUSED_SECONDS)
        finally:
            self._free.put(box)

    def _look_up(self, key: _Key) -> _Kept | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.until < time.monotonic():
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def _keep(self, key: _Key, kept: _Kept) -> None:
        self._kept[key] = kept
        self._size += kept.size
        while self._size > self._kept_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: _Key) -> None:
        self._size -= self._kept.pop(key).size
