"""Where reports lie: files, folders, patterns and ZIP archives, and the bytes of each."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final, Self

from corpus.errors import UnreadableFile
from corpus.types import RawFile
from ingest.files import archives

MAX_BYTES: Final = 64 * 1024 * 1024
MEMBER: Final = "!/"
"""Stands between an archive's path and the name of a file in it."""
_PATTERN: Final = re.compile(r"[*?\[]")
_HIDDEN: Final = (".", "~$")
"""How the names begin of what no one means: hidden files, and the note Word keeps of who has a file open."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where one report lies: a file, or a member of a ZIP archive."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        return str(self.path) if self.member is None else f"{self.path}{MEMBER}{self.member}"

    @classmethod
    def at(cls, place: str) -> Self:
        """The source that calls itself ``place``.

        >>> Source.at("/a/x.zip!/b.pdf")
        Source(path=PosixPath('/a/x.zip'), member='b.pdf')
        """
        path, _, member = place.partition(MEMBER)
        return cls(Path(path), member or None)

    def resolved(self) -> Self:
        """The same by its one true path: what a library remembers it by."""
        return replace(self, path=self.path.expanduser().absolute().resolve())


def shown(text: str) -> str:
    """``text`` as one line that cannot mislead: line ends, controls and marks that turn the writing are taken out.

    >>> shown("a\\n\\u202efdp.exe")
    'a��fdp.exe'
    """
    return "".join("\ufffd" if unicodedata.category(c) in _UNSEEN else c for c in text)


def read_source(source: Source | Path) -> RawFile:
    """The bytes of ``source`` and where they came from; :class:`UnreadableFile` names what is wrong."""
    source = Source(source) if isinstance(source, Path) else source
    path = given = source.path.expanduser().absolute()
    try:
        path = given.resolve()
        return _raw(Source(path, source.member), _read(path, source.member))
    except UnreadableFile as error:
        raise UnreadableFile(shown(str(error))) from error.__cause__
    except FileNotFoundError:
        raise UnreadableFile(shown(_missing(given, path))) from None
    except PermissionError:
        raise UnreadableFile(
            shown(f"{path} may not be read: give yourself permission (chmod u+r) and try again.")
        ) from None
    except (OSError, ValueError, RuntimeError) as error:  # a name with a NUL, a loop of links, a bad disk
        words = f"{path} could not be read ({error}): copy the file elsewhere and try again."
        raise UnreadableFile(shown(words)) from error


def _raw(source: Source, data: bytes) -> RawFile:
    if not data:
        raise UnreadableFile(f"{source} is empty: there is nothing to read in it.")
    name = unicodedata.normalize("NFC", PurePath(source.member or source.path).name)  # macOS takes é apart
    return RawFile(name, str(source), data, hashlib.sha256(data).hexdigest())


def _missing(path: Path, target: Path) -> str:
    if path.is_symlink():
        return f"{path} is a link to {target}, which is not there: mend the link, or delete it."
    if _PATTERN.search(str(path)):
        return f"Nothing matches {path}: check the pattern."
    return f"There is no file {path}: check the path."


def _read(path: Path, member: str | None) -> bytes:
    _check(path, archive=member is not None)
    if member is not None:
        return archives.read_member(path, member, MAX_BYTES)
    if path.suffix.lower() == archives.SUFFIX:
        archives.members(path)  # says so where it is damaged
        raise UnreadableFile(f"{path} is an archive without any report that can be read: check what is in it.")
    # a file that has become a pipe since it was checked does not keep us waiting
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:  # it has grown meanwhile
        raise UnreadableFile(_too_big(path, len(data)))
    return data


def _check(path: Path, archive: bool) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        os.scandir(path).close()  # PermissionError, where that is what is wrong
        raise UnreadableFile(f"{path} is a folder: name a file in it, or add the folder as a whole.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(f"{path} is not an ordinary file: copy its contents into one.")
    if status.st_size > MAX_BYTES and not archive and path.suffix.lower() != archives.SUFFIX:
        raise UnreadableFile(_too_big(path, status.st_size))


def _too_big(path: Path, size: int) -> str:
    return f"{path} is too big ({size / 2**20:.0f} MiB, at most {MAX_BYTES >> 20} MiB): split the report."


def find_sources(paths: Iterable[Path], suffixes: Collection[str]) -> list[Source]:
    """Every file named in ``paths``; and every file with one of ``suffixes`` in the folders and archives named there.

    Sorted and without doubles. Patterns (``*.pdf``, ``**/*.docx``) are followed. Hidden files and folders are skipped,
    a file named outright never is; links to folders are not followed, links to files are. What cannot be read is
    among them, and :func:`read_source` says why.
    """
    wanted = frozenset(suffix.lower() for suffix in suffixes)
    files: set[tuple[Path, bool]] = set()
    for path in paths:
        for named in _expanded(path, wanted):
            files |= {(file, False) for file in _inside(named, wanted)} if named.is_dir() else {(named, True)}
    found: dict[tuple[str, str | None], Source] = {}
    for file, outright in sorted(files):
        for source in _reports_in(file, wanted, outright):
            found.setdefault((_real(file), source.member), source)
    return list(found.values())


def oldest_first(sources: Iterable[Source]) -> list[Source]:
    """In the order in which the files were last changed: of two versions of one report the newer comes last, and stays.

    What is not there comes first; files of one age, as those of one archive, keep their order.
    """
    return sorted(sources, key=_changed)


def _changed(source: Source) -> float:
    try:
        return source.path.stat().st_mtime
    except (OSError, ValueError):
        return 0.0


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # a NUL in the name
        return str(path)


def _expanded(path: Path, wanted: Collection[str]) -> list[Path]:
    """``path`` itself; where there is none of that name, the same name as macOS spells it, or what the pattern matches.

    Of what it matches that is taken which can be read; where nothing can, all of it, so that each says why.
    """
    path = path.expanduser()
    spellings = [path, *(Path(unicodedata.normalize(form, str(path))) for form in ("NFC", "NFD"))]
    there = [spelling for spelling in spellings if os.path.lexists(spelling)]
    if there or not _PATTERN.search(str(path)):
        return there[:1] or [path]
    matches = _matching(path)
    return [m for m in matches if m.is_dir() or _is_wanted(m.name, wanted)] or matches or [path]


def _matching(pattern: Path) -> list[Path]:
    """What ``pattern`` matches; links to folders are not followed, so it always ends."""
    fixed = next(i for i, part in enumerate(pattern.parts) if _PATTERN.search(part))
    base = Path(*pattern.parts[:fixed])
    try:
        found = list(base.glob(str(Path(*pattern.parts[fixed:]))))
    except (ValueError, OSError):  # «a**b»; a name too long
        return []
    return [p for p in found if not any(_is_hidden(part) for part in p.parts[fixed:])]


def _inside(folder: Path, wanted: Collection[str]) -> Iterator[Path]:
    """The files below ``folder`` by their suffix, and the folders that may not be looked into."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            yield here
            continue
        for entry in entries:
            if _is_hidden(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif _is_wanted(entry.name, wanted) and not Path(entry.path).is_dir():
                yield Path(entry.path)


def _reports_in(file: Path, wanted: Collection[str], outright: bool) -> list[Source]:
    """The reports in an archive, or the file itself where it is none, or cannot be opened."""
    if file.suffix.lower() != archives.SUFFIX or not file.is_file():
        return [Source(file)]
    try:
        names = archives.members(file)
    except (UnreadableFile, OSError):
        return [Source(file)]
    found = [Source(file, name) for name in names if _is_wanted(name, wanted)]
    return sorted(found, key=str) or [Source(file)] * outright


def _is_wanted(name: str, wanted: Collection[str]) -> bool:
    suffix = PurePath(name).suffix.lower()
    return suffix in wanted or suffix == archives.SUFFIX


def _is_hidden(name: str) -> bool:
    return name.startswith(_HIDDEN)
