"""Writing files so that a kill at any moment leaves the old one or the new one."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; it takes ``path``'s place at the end, or goes away on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with beside(path, ".new") as new:
        yield new
        with new.open("rb") as written:
            os.fsync(written.fileno())
        new.replace(path)


@contextmanager
def beside(path: Path, end: str) -> Iterator[Path]:
    """A hidden path beside ``path``, of this process alone and gone afterwards; so is what killed ones left there."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.([0-9]+){re.escape(end)}(?:-journal)?")
    for left in path.parent.iterdir():
        found = ours.fullmatch(left.name)
        if found and not _lives(int(found[1])):
            left.unlink(missing_ok=True)
    own = path.with_name(f".{path.name}.{os.getpid()}{end}")
    try:
        yield own
    finally:
        own.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    """Whether there is a process of that number; one of somebody else's is one."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def on_disk(path: Path) -> None:
    """Make sure that a file, or which files a folder has, is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
