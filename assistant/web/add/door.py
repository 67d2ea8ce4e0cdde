"""What a browser sends: one file a request, kept in a folder of this process until it is added, read as a report."""

import re
import secrets
import shutil
import tempfile
import threading
import time
import unicodedata
import weakref
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from corpus.errors import UnreadableFile
from corpus.types import RawFile
from ingest.files.archives import SUFFIX as ARCHIVE
from ingest.files.sources import MAX_BYTES, Source, find_sources, read_source, shown
from ingest.readers import supported_suffixes

DOOR: Final = "/add"
MAX_FILES: Final = 50
"""At once; what is in an archive counts. More belongs on the command line, which takes a whole folder."""
MAX_NAME: Final = 120
_FOLDER: Final = "uploads"
_WAITS_SECONDS: Final = 3600
"""How long files that were sent wait for the word to add them: a browser that was closed never says it."""
_LEFT_SECONDS: Final = 24 * 3600
"""How old a folder of another process is that must have been killed."""


class Refused(Exception):
    """What is sent is not taken; ``status`` is HTTP's number for why."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def too_big() -> Refused:
    """A file, or the form around it, is longer than is taken."""
    return Refused(413, f"A file has at most {MAX_BYTES >> 20} MiB.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: what its sender calls it, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Found:
    """One report to add: a file that was sent, or a file in an archive that was sent."""

    name: str
    sent: Sent
    source: Source


@dataclass(slots=True)
class _Batch:
    folder: Path
    sent: list[Sent] = field(default_factory=list)
    touched: float = field(default_factory=time.monotonic)


class Uploads:
    """The files that visitors sent and that are not added yet, each batch under a name that only its sender knows."""

    def __init__(self, work_folder: Path) -> None:
        parent = work_folder.resolve() / _FOLDER
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.iterdir():
            if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        self._folder = Path(tempfile.mkdtemp(dir=parent))
        self._batches: dict[str, _Batch] = {}
        self._lock = threading.Lock()
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def begin(self) -> str:
        """A new batch; its name is the key to it."""
        key = secrets.token_urlsafe(16)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        with self._lock:
            stale = [k for k, b in self._batches.items() if time.monotonic() - b.touched > _WAITS_SECONDS]
            gone = [self._batches.pop(k) for k in stale]
            self._batches[key] = _Batch(folder)
        for batch in gone:
            shutil.rmtree(batch.folder, ignore_errors=True)
        return key

    async def receive(self, key: str, name: str, chunks: AsyncIterator[bytes]) -> None:
        """One file of a batch; Refused where there is no such batch, or it is too much."""
        sent = self._place(key, clean_name(name))
        size = 0
        try:
            with sent.path.open("wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise too_big()
                    file.write(chunk)
        except BaseException as error:  # whatever stops it, half a file is none
            self._forget(key, sent)
            if isinstance(error, OSError):
                raise Refused(507, "The file could not be kept: is the disk full?") from error
            raise

    def _place(self, key: str, name: str) -> Sent:
        with self._lock:
            batch = self._batches.get(key)
            if batch is None:
                raise Refused(404, "There is no such batch: choose the files again.")
            if len(batch.sent) >= MAX_FILES:
                raise Refused(409, f"At most {MAX_FILES} files at once.")
            suffix = ARCHIVE if name.lower().endswith(ARCHIVE) else ""
            sent = Sent(name, batch.folder / f"{len(batch.sent)}-{secrets.token_hex(4)}{suffix}")
            batch.sent.append(sent)
            batch.touched = time.monotonic()
            return sent

    def _forget(self, key: str, sent: Sent) -> None:
        with self._lock:
            batch = self._batches.get(key)
            if batch is not None and sent in batch.sent:
                batch.sent.remove(sent)
        sent.path.unlink(missing_ok=True)

    def sent(self, key: str) -> list[Sent]:
        """The files of a batch, to look at; they wait on. Empty where there is none."""
        with self._lock:
            batch = self._batches.get(key)
            if batch is None:
                return []
            batch.touched = time.monotonic()
            return list(batch.sent)

    def take(self, key: str) -> list[Sent]:
        """The files of a batch, to whoever adds them; nothing more is taken into it. Empty where there is none."""
        with self._lock:
            batch = self._batches.pop(key, None)
        return [] if batch is None else batch.sent


def discard(sent: Collection[Sent]) -> None:
    """The files are not needed any more."""
    for folder in {file.path.parent for file in sent}:
        shutil.rmtree(folder, ignore_errors=True)


def clean_name(name: str) -> str:
    """What a file is called from now on: no folders, nothing that misleads the eye, not without end.

    >>> clean_name("C:\\\\公文\\\\a\\u202efdp.exe")
    'a�fdp.exe'
    """
    base = shown(unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])).strip()
    stem, suffix = PurePath(base).stem, PurePath(base).suffix[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(suffix)]}{suffix}" if stem.strip(".") else "(?)"


def reports_in(sent: Iterable[Sent]) -> list[Found]:
    """Every report among files: an archive is opened, and what is in it counts."""
    return [
        Found(clean_name(source.member or file.name), file, source)
        for file in sent
        for source in find_sources([file.path], supported_suffixes())
    ]


def read_upload(found: Found) -> RawFile:
    """The bytes of one report. Its source says what they are, not where: everybody's «report.pdf» is another file."""
    try:
        raw = read_source(found.source)
    except UnreadableFile as error:
        raise UnreadableFile(str(error).replace(str(found.sent.path), found.sent.name)) from error.__cause__
    return replace(raw, name=found.name, source=f"upload:{raw.sha256[:12]}/{found.name}")


def open_door(app: FastAPI, uploads: Uploads) -> None:
    """Where a browser sends files: ``POST /add`` begins a batch, ``POST /add/KEY?name=…`` brings one file of it."""

    @app.post(DOOR)
    def begin() -> Response:
        return PlainTextResponse(uploads.begin())

    @app.post(f"{DOOR}/{{key}}")
    async def receive(request: Request, key: str, name: str = "") -> Response:
        length = request.headers.get("content-length", "")
        try:
            if length.isdecimal() and int(length) > MAX_BYTES:
                raise too_big()
            await uploads.receive(key, name, request.stream())
        except Refused as refused:
            return PlainTextResponse(str(refused), status_code=refused.status)
        except ClientDisconnect:
            return PlainTextResponse("The file did not come whole.", status_code=400)
        return Response(status_code=204)
