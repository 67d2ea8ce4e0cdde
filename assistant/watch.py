"""Keeping a library up to date with a folder while people copy into it, rename in it and delete from it."""

import threading
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Final

from watchfiles import watch

from assistant.intake import Tell
from assistant.library import Library
from corpus.errors import UnreadableFile
from ingest.files.sources import find_sources, oldest_first
from ingest.readers import supported_suffixes

SETTLED: Final = 1.0
"""A file that has not changed for so many seconds has been copied; one that stalls longer is read again later."""
_PATIENCE: Final = 600.0
_LOOK: Final = 0.1


def keep_up(
    library: Library,
    folder: Path,
    tell: Tell,
    stop: threading.Event,
    ready: Callable[[], object] = lambda: None,
    settled: float = SETTLED,
) -> None:
    """Bring the library up to date with ``folder``, then with each change in it, until ``stop`` is set.

    What is deleted from the folder goes; reports from elsewhere are left alone. A file is read once it has stopped
    changing, so that half a copy is no report. ``ready`` is called when changes are being listened for.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"{folder} is not a folder: name the folder that is to be watched.")
    folder = folder.resolve()
    changes = watch(folder, stop_event=stop, rust_timeout=500, yield_on_timeout=True, raise_interrupt=True)
    next(changes)  # from here on nothing is missed
    ready()
    library.ingest(oldest_first(find_sources([folder], supported_suffixes())), tell)
    for batch in changes:
        if batch:
            _follow(library, folder, {Path(path) for _, path in batch}, tell, stop, settled)


def _follow(
    library: Library, folder: Path, paths: Collection[Path], tell: Tell, stop: threading.Event, settled: float
) -> None:
    wait_until_settled([path for path in paths if path.is_file()], settled, stop)
    here = [f for f in find_sources([folder], supported_suffixes()) if not {f.path, *f.path.parents}.isdisjoint(paths)]
    library.ingest(oldest_first(here), tell)  # before anything goes: a file that was renamed is known by its bytes
    gone = [path for path in sorted(paths) if not path.exists()]
    if gone:
        library.forget(gone, tell)


def wait_until_settled(paths: Iterable[Path], seconds: float, stop: threading.Event) -> None:
    """Return once none of ``paths`` has changed in size or time for ``seconds``, or when ``stop`` is set.

    A file that somebody writes to for ever is not waited for longer than ten minutes.
    """
    given_up = time.monotonic() + _PATIENCE
    paths = list(paths)
    before, since = _states(paths), time.monotonic()
    while time.monotonic() < given_up and not stop.is_set():
        if time.monotonic() - since >= seconds:
            return
        stop.wait(_LOOK)
        now = _states(paths)
        if now != before:
            before, since = now, time.monotonic()


def _states(paths: Iterable[Path]) -> list[tuple[int, int] | None]:
    return [_state(path) for path in paths]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
