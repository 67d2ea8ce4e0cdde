"""Files are parsed, and pages drawn, in a child process with limits: a hostile or broken file costs its own reading or
that one picture, and nothing else.

Parsers of PDF and the like are large, written in C, and meet files from anywhere. The child
(:mod:`ingest.files.parser_process`) lives on from file to file; when it dies of one, that file is unreadable, with the
reason, and the next file gets a new child.
"""

import contextlib
import json
import os
import signal
import site
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self, cast

from corpus.errors import LibraryError, UnreadableFile
from corpus.types import Document, RawFile
from ingest.files.parser_process import (
    Header,
    Limits,
    Message,
    read_message,
    speaks_of_memory,
    unpacked,
    write_message,
)
from ingest.files.sources import shown

__all__ = ["Limits", "Sandbox"]

_FILES: Final = 200
"""After so many files a child is replaced: libraries leak."""
_LAST_WORDS: Final = 2000
"""How many bytes of what a child printed are kept."""
_SECONDS_TO_DIE: Final = 5.0
_SMALLER: Final = "split it, or print it to a new PDF, and add that."
_ANEW: Final = "print it to a new PDF, or save it anew, and add that."
_REINSTALL: Final = "install tripreport again."


class Sandbox:
    """Reads files, or draws pages of them, in a child process, one at a time; safe to use from several threads.

    The child is started with the first file. :meth:`close` ends it; a later file would start another.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; waits for a file that is being read."""
        with self._lock:
            self._end()

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` in one line that names what is wrong and the cure."""
        return unpacked(*self._answer(raw, {}))

    def draw(self, raw: RawFile, number: int) -> bytes:
        """Page ``number`` of a PDF as a picture (WebP), or :class:`UnreadableFile` as :meth:`read` raises it."""
        return self._answer(raw, {"draw": number})[1][0]

    def _answer(self, raw: RawFile, wish: Header) -> Message:
        with self._lock:
            try:
                header, blobs = self._ask(raw, wish)
            except BaseException:  # Ctrl-C among them: what the child is at is of no use any more
                self._end()
                raise
        if "unreadable" in header:
            raise UnreadableFile(shown(header["unreadable"]))
        return header, blobs

    def _ask(self, raw: RawFile, wish: Header) -> Message:
        if self._child and self._child.has_ended():  # between two files, by somebody else's hand
            self._end()
        child = self._child = self._child or _Child(self._limits)
        message = child.ask(raw, wish, self._limits)
        if message is None or "out_of_memory" in message[0]:
            reason = child.why_it_died(self._limits) if message is None else _too_much(self._limits)
            raise UnreadableFile(shown(f"{raw.name} {reason}"))
        if child.late or child.files >= _FILES or child.peak > self._limits.memory_bytes // 2:
            self._end()
        return message

    def _end(self) -> None:
        if self._child:
            self._child.end()
            self._child = None


class _Child:
    """One child process, from its start to its end."""

    def __init__(self, limits: Limits) -> None:
        # -P: no module is taken from the folder we happen to be in
        command = [sys.executable, "-P", "-m", "ingest.files.parser_process", json.dumps(asdict(limits))]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment())
        self._printed: deque[int] = deque(maxlen=_LAST_WORDS)
        self._listener = threading.Thread(target=_listen, args=(self._process.stderr, self._printed), daemon=True)
        self._listener.start()
        self._finish = weakref.finalize(self, _finish, self._process)  # be it that nobody closes the sandbox
        self._until = 0.0
        self.late = False
        self.files = 0
        self.peak = 0
        """The most memory it had held when it last answered."""
        if read_message(_of(self._process.stdout)) is None:
            self.end()
            reason = self._last_words() or "no reason was given"
            raise LibraryError(f"The process that parses files did not start ({reason}): {_REINSTALL}")

    def ask(self, raw: RawFile, wish: Header, limits: Limits) -> Message | None:
        """Its answer; None where it died, or was ended because it took too long."""
        self._until = time.monotonic() + limits.in_all
        file = {"name": raw.name, "source": raw.source, "sha256": raw.sha256}
        message = self._exchange(limits.seconds, ({**wish, "file": file}, [raw.data]))
        while message and "alive" in message[0]:
            message = self._exchange(min(limits.seconds, self._until - time.monotonic()))
        self.files += 1
        self.peak = message[0]["peak"] if message else self.peak
        return message

    def _exchange(self, seconds: float, said: Message | None = None) -> Message | None:
        """The next message, after ``said`` was sent where it is given; the child is killed after ``seconds``."""
        watch = threading.Timer(seconds, self._too_late)
        watch.start()
        try:
            if said:
                write_message(_of(self._process.stdin), *said)
            return read_message(_of(self._process.stdout))
        except BrokenPipeError:
            return None
        finally:
            watch.cancel()
            watch.join()  # from here on ``late`` stays as it is

    def has_ended(self) -> bool:
        """Whether it is dead already."""
        return self._process.poll() is not None

    def why_it_died(self, limits: Limits) -> str:
        """What the file did to it, as the rest of a sentence with the cure."""
        code = self._exit_code()
        if self.late or code in (-signal.SIGALRM, -signal.SIGXCPU):
            most = limits.seconds if time.monotonic() < self._until else limits.in_all
            return f"took longer than {most:g} s to be read: {_SMALLER}"
        words = self._last_words()
        # what gives up for want of memory aborts without a word (pdfium), or is killed by the system
        if speaks_of_memory(words) or code == -signal.SIGKILL or (code == -signal.SIGABRT and not words):
            return _too_much(limits)
        how = signal.strsignal(-code) if code < 0 else f"exit code {code}"
        return f"crashed the library that reads it ({how}{words and '; '}{words}): {_ANEW}"

    def end(self) -> None:
        """Kill it; it has nothing to save."""
        self._finish()
        self._listener.join(_SECONDS_TO_DIE)

    def _too_late(self) -> None:
        self.late = True
        os.kill(self._process.pid, signal.SIGKILL)  # it is not reaped while this may run

    def _exit_code(self) -> int:
        """Its exit code, negative for the signal that ended it; what has closed its pipe is about to be dead."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS_TO_DIE)
        self.end()
        return self._process.returncode

    def _last_words(self) -> str:
        """The last line it printed, if any."""
        lines = bytes(self._printed).decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _finish(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(BrokenPipeError):  # what it has not taken is still in the buffer
            _of(pipe).close()


def _listen(pipe: IO[bytes], printed: deque[int]) -> None:
    """Keep what the child prints off the terminal, but not from us."""
    with pipe:
        while chunk := os.read(pipe.fileno(), 4096):
            printed.extend(chunk)


def _too_much(limits: Limits) -> str:
    return f"needs more than {limits.memory_bytes >> 20} MiB of memory to be read: {_SMALLER}"


def _environment() -> dict[str, str]:
    """Ours, with few threads (each takes address space); a checkout hands its folder on, an installed package is
    found anyway.
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    root = str(Path(__file__).parents[2])
    if root not in site.getsitepackages():
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = f"{root}{os.pathsep}{before}" if before else root
    return environment


def _of(pipe: IO[bytes] | None) -> BinaryIO:
    return cast(BinaryIO, pipe)  # all three were asked for
