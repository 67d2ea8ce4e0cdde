"""The child process that parses files and draws pages: ``python -m ingest.files.parser_process LIMITS``.

:mod:`ingest.files.sandbox` starts it.

It reads one file after another from its standard input and answers each on its standard output, until there is no
more: with the document, or, where ``draw`` in the header names a page, with the picture of that page. Whatever a file
does to a parser, it does to this process alone, which can neither take more than its memory nor go on for ever, nor
write a file.

A message is the length of a header (four bytes, big endian), the header in JSON, and the blobs whose lengths it gives.
"""

import json
import math
import os
import re
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from corpus.errors import UnreadableFile
from corpus.types import Document, Notice, NoticeKind, Page, RawFile
from ingest.readers.table import reader_for

_LENGTH: Final = struct.Struct(">I")
_GRACE: Final = 5
"""Seconds after which a child whose parent is gone ends itself: the parent would have ended it before."""
_OPEN_FILES: Final = 64
_NICE: Final = 5
_OUT_OF_MEMORY: Final = (
    "MemoryError", "bad_alloc", "ut of memory", "annot allocate memory", "ailed to allocate memory",
)  # fmt: skip
_ODD: Final = "open it, print it to a new PDF or save it anew, and add that."


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    ``memory_bytes`` is address space, where the system knows such a limit (Linux does, macOS does not). ``seconds``,
    by the clock, are for the file, and again for each scanned page in it; ``in_all`` is the end of that.
    """

    memory_bytes: int = 3 * 1024**3
    seconds: float = 180.0
    in_all: float = 3600.0
    pages: int = 10_000
    characters: int = 5_000_000


Header = dict[str, Any]
"""What JSON can say; ``blobs`` has the lengths of the bytes that follow it."""
Message = tuple[Header, list[bytes]]


def write_message(stream: BinaryIO, header: Header, blobs: Sequence[bytes] = ()) -> None:
    """Send one message."""
    packed = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode("ascii")
    stream.write(_LENGTH.pack(len(packed)) + packed)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_message(stream: BinaryIO) -> Message | None:
    """Receive one message; None where the other side is gone, be it in the middle of one."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    packed = stream.read(_LENGTH.unpack(length)[0])
    try:
        header: Header = json.loads(packed)
    except ValueError:
        return None
    blobs = [stream.read(size) for size in header["blobs"]]
    return (header, blobs) if [len(blob) for blob in blobs] == header["blobs"] else None


def packed(document: Document) -> Message:
    """``document`` as a message."""
    header = {
        "encoding": document.encoding,
        "media_type": document.media_type,
        "pages": [[p.number, p.start, p.end, p.label, p.width, p.height] for p in document.pages],
        "notices": [[n.kind.value, n.page, n.detail] for n in document.notices],
        "boxes": list(document.boxes),
    }
    return header, [document.text.encode("utf-8", "surrogatepass"), *document.boxes.values()]


def unpacked(header: Header, blobs: Sequence[bytes]) -> Document:
    """The document of a message."""
    return Document(
        blobs[0].decode("utf-8", "surrogatepass"),
        header["encoding"],
        header["media_type"],
        tuple(Page(*page) for page in header["pages"]),
        tuple(Notice(NoticeKind(kind), page, detail) for kind, page, detail in header["notices"]),
        dict(zip(header["boxes"], blobs[1:], strict=True)),
    )


def main() -> None:
    """Answer until the parent closes our standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both of us; the parent decides
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    requests, replies = _own_streams()
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits.memory_bytes)
    try:
        write_message(replies, {"ready": True})
        while (message := read_message(requests)) is not None:
            header, blobs = message
            raw = RawFile(data=blobs[0], **header["file"])
            work = partial(_draw, raw, header["draw"]) if "draw" in header else partial(_parse, raw, replies)
            write_message(replies, *_answer(raw, work, limits))
    except BrokenPipeError:  # the parent is gone
        os._exit(0)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and replies go to; what a library prints goes to standard error instead."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, replies


def _confine(memory_bytes: int) -> None:
    """Limits that hold as long as the process lives; a limit that the system does not know is left out."""
    os.nice(_NICE)
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _limit(kind, most)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (ValueError, OSError):  # macOS has no limit of the address space
        if sys.platform == "linux":
            raise


def _answer(raw: RawFile, work: Callable[[Limits], Message], limits: Limits) -> Message:
    """What ``work`` makes, or what is wrong; a parser that fails in a way its reader did not expect is named."""
    header: Header
    blobs: list[bytes] = []
    try:
        header, blobs = work(limits)
    except UnreadableFile as error:
        header = {"unreadable": str(error)}
    except RecursionError:
        header = {"unreadable": f"{raw.name} is nested too deeply to be read: {_ODD}"}
    except Exception as error:  # whatever a library raises: the file is at fault, or we are; the others go on
        short = isinstance(error, MemoryError) or speaks_of_memory(str(error))
        header = (
            {"out_of_memory": True}
            if short
            else {"unreadable": f"{raw.name} could not be read ({_told(error)}): {_ODD}"}
        )
    return {**header, "peak": _peak()}, blobs


def _told(error: Exception) -> str:
    """What was raised, and where: enough to mend it by."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    where = f" at {os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at else ""  # noqa: PTH119
    return f"{type(error).__name__}{where}: {' '.join(str(error).split())[:200]}"


def _parse(raw: RawFile, replies: BinaryIO, limits: Limits) -> Message:
    return packed(_read(raw, limits, replies))


def _draw(raw: RawFile, number: int, limits: Limits) -> Message:
    from ingest.readers.pdf.picture import drawn  # may write its compiled files, as long as we are not watched

    with _watched(limits):
        return {}, [drawn(raw, number)]


def _read(raw: RawFile, limits: Limits, replies: BinaryIO) -> Document:
    def alive() -> None:
        write_message(replies, {"alive": True})
        _wind(limits.seconds)

    reader = reader_for(raw.name, raw.data, alive)  # imports the reader, which may write its compiled files
    with _watched(limits):
        document = reader.read(raw)
    counts = (("characters", len(document.text), limits.characters), ("pages", len(document.pages), limits.pages))
    for what, count, most in counts:
        if count > most:
            raise UnreadableFile(f"{raw.name} has {count:,} {what}, at most {most:,} are read: split the report.")
    return document


@contextmanager
def _watched(limits: Limits) -> Iterator[None]:
    """For one file: no file is written, and the system ends us if it takes too long, even if our parent is gone."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _limit(resource.RLIMIT_CPU, math.ceil(used + limits.in_all * (os.cpu_count() or 1)) + _GRACE)
    _limit(resource.RLIMIT_FSIZE, 0)
    _wind(limits.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)


def _wind(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)


def speaks_of_memory(words: str) -> bool:
    """Whether ``words`` are what a library says when it gets no more memory."""
    return any(sign in words for sign in _OUT_OF_MEMORY)


def _peak() -> int:
    """The most memory this process has held, in bytes."""
    try:  # what getrusage says counts, on Linux, what our parent held when it started us
        found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
