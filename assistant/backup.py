"""A library in one file, and back: nothing is stopped for a backup, and a restore is all or nothing.

A backup is a ZIP archive with the store, the originals, the user's glossary, and ``backup.json``, which says what
the others are. Models and derived indexes are not in it: they are made again.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final

from corpus.errors import DamagedLibrary, LibraryError, UserError
from corpus.files import beside, on_disk, replacing
from corpus.migrations import MIGRATIONS
from corpus.originals import FOLDER as ORIGINALS
from corpus.originals import Originals
from corpus.seams import Progress
from corpus.store import Store
from corpus.takeover import take_over
from corpus.verify import Findings
from index.derived import forgotten
from index.glossary import FILE_NAME as GLOSSARY
from index.verify import check

STORE: Final = "library.sqlite"
INDEX: Final = "index"
CONTENTS: Final = "backup.json"
FORMAT: Final = 1
ATTEMPTS: Final = 3
"""How often a backup is begun when originals go away under it."""
LEFT_OVER: Final = "restoring-"
"""What the folder of a restore begins with; one that was killed leaves it behind."""
_CHUNK: Final = 1 << 20
_MOST_CONTENTS: Final = 1 << 26
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError, TypeError,
)  # fmt: skip
"""What reading a damaged archive can end in."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup. ``schema`` is the store's; ``members`` are its files by their names in the archive."""

    created: str
    schema: int
    reports: int
    passages: int
    members: Mapping[str, Member]
    format: int = FORMAT


def look_over(folder: Path, progress: Progress | None = None) -> Findings:
    """All that is wrong in the library in ``folder``; nothing is mended, and the store may be too damaged to open."""
    return check(folder / STORE, folder / INDEX, folder / ORIGINALS, progress)


def back_up(store: Store, folder: Path, target: Path, force: bool = False, progress: Progress | None = None) -> Backup:
    """The library in ``folder`` as one file at ``target``, whole or not at all; UserError where one is there already.

    Questions and ingests go on meanwhile: it is one state of the library. ``progress`` counts pages of the store, then
    bytes.
    """
    if target.is_dir() or (target.exists() and not force):
        raise UserError(f"{target} exists already: name another file, or overwrite it with --force.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # the copy of the store lies on the disk that has to have room for it anyway
        with beside(target, ".sqlite") as copy, replacing(target) as written:
            with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                made = _filled(archive, store, folder, copy, progress)
            if target.exists() and not force:
                raise UserError(f"{target} was made by somebody else meanwhile: name another file.")
        on_disk(target.parent)
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryError(
            f"The backup {target} cannot be written ({error}): is there room, and is the folder writable? "
            "Nothing is left of it; the library is as it was."
        ) from error
    return made


def _filled(archive: zipfile.ZipFile, store: Store, folder: Path, copy: Path, progress: Progress | None) -> Backup:
    members: dict[str, Member] = {}
    for _ in range(ATTEMPTS):
        copy.unlink(missing_ok=True)
        store.copy_to(copy, progress)
        reports, passages, laid_out = _sound(copy)
        kept = _kept(folder / ORIGINALS)
        size = copy.stat().st_size + sum(path.stat().st_size for path in kept if path.exists())
        tell = _counting(size, progress)
        for path in kept:
            name = path.relative_to(folder).as_posix()
            if name not in members and path.exists():
                members[name] = _pack(archive, name, path, tell)
        # one that went away since the state was copied: a report was removed
        if laid_out <= {PurePosixPath(name).name for name in members}:
            break
    members[STORE] = _pack(archive, STORE, copy, tell)
    if (folder / GLOSSARY).exists():
        members[GLOSSARY] = _pack(archive, GLOSSARY, folder / GLOSSARY, lambda _: None)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    made = Backup(created, len(MIGRATIONS), reports, passages, members)
    archive.writestr(CONTENTS, json.dumps(asdict(made), ensure_ascii=False, indent=1))
    return made


def _kept(folder: Path) -> Sequence[Path]:
    """The files below ``folder``; one that begins with a dot is still being written."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _sound(path: Path) -> tuple[int, int, set[str]]:
    """How many reports and passages a store has, and the hashes of the files whose pages can be shown.

    DamagedLibrary where SQLite finds fault with the file.
    """
    with closing(sqlite3.connect(path)) as db:
        try:
            (said,) = db.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok" or db.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.DatabaseError(said)
            reports, passages = (db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("report", "passage"))
            laid_out = "SELECT sha256 FROM report WHERE id IN (SELECT report FROM page WHERE boxes IS NOT NULL)"
            return reports, passages, {r[0] for r in db.execute(laid_out)}
        except sqlite3.DatabaseError as error:
            raise DamagedLibrary(
                f"The store is damaged ({error}), and so would be a backup: `tripreport verify` says more, and "
                "`tripreport restore FILE` puts an earlier backup in its place."
            ) from error


def _counting(total: int, progress: Progress | None) -> Callable[[int], None]:
    """Tells ``progress`` of so many bytes more."""
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(min(done, total), total)

    return tell


def _pack(archive: zipfile.ZipFile, name: str, path: Path, tell: Callable[[int], None]) -> Member:
    # an original is compressed already: a plain ZipInfo is stored as it is
    entry = zipfile.ZipInfo(name) if name.startswith(ORIGINALS) else name
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        return _pour(source, target, tell)


def _pour(source: IO[bytes], target: IO[bytes], tell: Callable[[int], None], limit: int | None = None) -> Member:
    """Copy, and say what was copied; ValueError as soon as it is more than ``limit``."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise ValueError("a file is longer than it says")
        digest.update(chunk)
        target.write(chunk)
        tell(len(chunk))
    return Member(digest.hexdigest(), size)


def restore(
    folder: Path, file: Path, writing: AbstractContextManager[None], progress: Progress | None = None
) -> Backup:
    """The library in ``folder`` as it was when the backup ``file`` was made, all of it or, on any error, nothing.

    ``writing`` holds off other writers. Processes that have the library open go on, and see the restored one from
    their next question on; nothing in it has a number that was used before. A glossary stays where the backup has none.
    """
    with writing:
        try:
            for left in folder.glob(f"{LEFT_OVER}*"):
                if left.is_dir():
                    shutil.rmtree(left)
            with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=folder) as beside:
                found = _taken_out(file, Path(beside), progress)
                _keep_originals(Path(beside), folder)
                take_over(Path(beside) / STORE, folder / STORE, partial(forgotten, folder / INDEX), progress)
                _follow(Path(beside), folder)
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryError(
                f"{file} cannot be restored ({error}): is it there, is there room, and is {folder} writable? "
                "The library is as it was, or wholly the restored one: `tripreport status` tells."
            ) from error
    return found


def _taken_out(file: Path, into: Path, progress: Progress | None) -> Backup:
    """A backup's files, each as it was put in, the store checked and of the present schema; else DamagedLibrary."""
    try:
        with zipfile.ZipFile(file) as archive:
            found = _contents(archive)
            _unpack(archive, found, into, progress)
        _brought_up(into / STORE)
    except (*_UNREADABLE, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise DamagedLibrary(
            f"{file} is no whole backup of a library ({error}): use another one. The library is as it was."
        ) from error
    return found


def _keep_originals(beside: Path, folder: Path) -> None:
    """Before the store that knows of them is there. They are named by their bytes: none is in the way of another."""
    for path in _kept(beside / ORIGINALS):
        place = folder / path.relative_to(beside)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _follow(beside: Path, folder: Path) -> None:
    """What is done after the store: the glossary, and the originals of what was there before."""
    if (beside / GLOSSARY).exists():
        (beside / GLOSSARY).replace(folder / GLOSSARY)
    with closing(Store(folder / STORE)) as store, store.snapshot() as view:
        Originals(folder / ORIGINALS).sweep(view.hashes())


def _contents(archive: zipfile.ZipFile) -> Backup:
    """What the archive says of itself; ValueError where it holds anything else."""
    with archive.open(CONTENTS) as told:
        read = json.loads(told.read(_MOST_CONTENTS))
    if read["format"] > FORMAT or read["schema"] > len(MIGRATIONS):
        raise DamagedLibrary(
            f"{archive.filename} was made by a newer version: upgrade with `pip install --upgrade tripreport`."
        )
    found = Backup(**read | {"members": {name: Member(**member) for name, member in read["members"].items()}})
    if sorted(archive.namelist()) != sorted([CONTENTS, *found.members]) or STORE not in found.members:
        raise ValueError("files are missing, or there are others than it says")
    for name in found.members:
        if name not in (STORE, GLOSSARY) and not _below(ORIGINALS, name):
            raise ValueError(f"{name!r} has no place in a library")
    return found


def _below(folder: str, name: str) -> bool:
    """Whether ``name`` is that of a file in ``folder``, on any system."""
    path = PurePosixPath(name)
    plain = path.as_posix() == name and not set(name) & set('\\:*?"<>|') and name.isprintable()
    return plain and len(path.parts) > 1 and path.parts[0] == folder and not any(p.startswith(".") for p in path.parts)


def _unpack(archive: zipfile.ZipFile, found: Backup, into: Path, progress: Progress | None) -> None:
    total = sum(member.size for member in found.members.values())
    if total > shutil.disk_usage(into).free:
        raise OSError(f"{total} bytes have no room on its disk")
    tell = _counting(total, progress)
    for name, member in found.members.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, path.open("wb") as target:
            if _pour(source, target, tell, member.size) != member:
                raise ValueError(f"{name} is not what was put into it")


def _brought_up(path: Path) -> None:
    """A store that was taken out of an archive, checked, and of the present schema."""
    with closing(sqlite3.connect(path)) as db:
        schema = db.execute("PRAGMA user_version").fetchone()[0]
        foreign = db.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()[0]
        said = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok" or not 1 <= schema <= len(MIGRATIONS) or foreign:
            raise ValueError(f"its store is none of ours, or damaged: schema {schema}, integrity {said}")
        if db.execute("PRAGMA foreign_key_check").fetchone():
            raise ValueError("its store has rows without an owner")
    Store(path).close()
