"""Files on disk: finding reports in folders, and reading their bytes."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from corpus.errors import UnreadableFile
from corpus.types import RawFile

MAX_BYTES: Final = 64 * 1024 * 1024


def read_source(path: Path) -> RawFile:
    """The bytes of ``path`` and where they came from; :class:`UnreadableFile` names what is wrong."""
    source = path.expanduser().absolute()
    try:
        source = source.resolve()
        _check(source)
        data = source.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {source}: check the path.") from None
    except PermissionError:
        raise UnreadableFile(f"{source} may not be read: give yourself permission (chmod u+r) and try again.") from None
    except (OSError, ValueError, RuntimeError) as error:  # a name with a NUL, a loop of links, a bad disk
        raise UnreadableFile(f"{source} could not be read ({error}): copy the file elsewhere and try again.") from error
    if not data:
        raise UnreadableFile(f"{source} is empty: there is nothing to read in it.")
    return RawFile(name=source.name, source=str(source), data=data, sha256=hashlib.sha256(data).hexdigest())


def _check(source: Path) -> None:
    status = source.stat()
    if source.is_dir():
        raise UnreadableFile(f"{source} is a folder: name a file in it, or add the folder as a whole.")
    if not source.is_file():
        raise UnreadableFile(f"{source} is not an ordinary file: copy its contents into one.")
    if status.st_size > MAX_BYTES:
        size = status.st_size / 2**20
        raise UnreadableFile(f"{source} is too big ({size:.0f} MiB, at most {MAX_BYTES >> 20} MiB): split the report.")


def find_sources(paths: Iterable[Path], suffixes: Collection[str]) -> list[Path]:
    """Every file named in ``paths``, and every file with one of ``suffixes`` in the folders named there.

    Sorted and without doubles; hidden files and folders are skipped, a file named outright never is.
    """
    wanted = {suffix.lower() for suffix in suffixes}
    found: set[Path] = set()
    for path in paths:
        found.update(_inside(path, wanted) if path.is_dir() else [path])
    return sorted(found)


def _inside(folder: Path, wanted: set[str]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in wanted and path.is_file():
            yield path
