"""Kitchens: processes that fork the users of a library.

A kitchen (``python -m tests.faults.conftest``) imports everything once, opens no library itself, and forks children
for the jobs that it is told on its standard input: threads of FAISS and Tantivy do not survive a fork, and there are
none yet. What the children said comes back as one line of JSON.
"""

import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.workload import prepare_parts

PROJECT = Path(__file__).parents[2]


class Kitchen:
    """One process that takes orders; ``root`` is the folder that its libraries are in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        parts = root / "parts"
        parts.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.conftest", str(parts)],
            cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            # a library this small gains nothing by more threads
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    def cook(self, job: str, root: Path, **options: Any) -> dict[str, Any]:
        """Have a child do ``job`` at ``root``; its status, how long it took, and what it said until it ended."""
        return self.together([{"job": job, "root": str(root), **options}])[0]

    def together(self, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same of several jobs at one time, each in a child of its own."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(orders) + "\n")
        self._process.stdin.flush()
        told: list[dict[str, Any]] = json.loads(self._process.stdout.readline())
        failed = [line["error"] for t in told for line in t["said"] if isinstance(line, dict) and "error" in line]
        assert not failed, failed[0]
        return told

    def close(self) -> None:
        """End it."""
        self._process.communicate()


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder that is no slower than it must be: what survives a kill does not depend on the disk."""
    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=shared if os.access(shared, os.W_OK) else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def kitchens(memory: Path) -> Iterator[list[Kitchen]]:
    """Two, as most machines have two cores."""
    roots = [memory / "one", memory / "two"]
    for root in roots:
        root.mkdir()
    made = [Kitchen(root) for root in roots]
    yield made
    for kitchen in made:
        kitchen.close()


@pytest.fixture
def kitchen(kitchens: list[Kitchen]) -> Kitchen:
    return kitchens[0]


@pytest.fixture
def root(memory: Path) -> Iterator[Path]:
    """A folder for one test."""
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


# --- in the kitchen


@dataclass(slots=True)
class Child:
    """A process at work; ``deadline`` is when it is to be killed."""

    number: int
    pipe: int
    seconds: float
    deadline: float
    heard: bytes = b""


PATIENCE = 120.0
"""A child that takes longer hangs."""


def _cook(orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fork a child for each order, hear what they say, kill each ``seconds`` after its first word where it is asked."""
    jobs = [_job(order["job"]) for order in orders]  # what they need is imported before any fork
    started = time.monotonic()
    children = [_forked(order, job, started + PATIENCE) for order, job in zip(orders, jobs, strict=True)]
    working = {child.pipe: child for child in children}
    while working:
        soonest = min(working.values(), key=lambda child: child.deadline)
        ready, _, _ = select.select(list(working), [], [], max(0.0, soonest.deadline - time.monotonic()))
        if not ready:
            os.kill(soonest.number, signal.SIGKILL)
            soonest.deadline += PATIENCE
        for pipe in ready:
            _hear(working, working[pipe])
    took = time.monotonic() - started
    return [{"status": os.waitpid(child.number, 0)[1], "took": took, "said": _lines(child.heard)} for child in children]


def _job(name: str) -> Callable[..., None]:
    module, _, function = name.rpartition(":")
    return getattr(importlib.import_module(module), function)  # type: ignore[no-any-return]


def _forked(order: dict[str, Any], job: Callable[..., None], deadline: float) -> Child:
    ours, theirs = os.pipe()
    number = os.fork()
    if number:
        os.close(theirs)
        return Child(number, ours, order.get("seconds", PATIENCE), deadline)
    os.close(ours)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    with os.fdopen(theirs, "w") as out:
        code = _in_child(order, job, lambda what: print(json.dumps(what), file=out, flush=True))
    os._exit(code)


def _in_child(order: dict[str, Any], job: Callable[..., None], say: Callable[[Any], None]) -> int:
    try:
        job(Path(order["root"]), say, **{k: v for k, v in order.items() if k not in ("job", "root", "seconds")})
    except BaseException:
        say({"error": traceback.format_exc()})
        return 1
    return 0


def _hear(working: dict[int, Child], child: Child) -> None:
    more = os.read(child.pipe, 1 << 20)
    if not more:
        os.close(working.pop(child.pipe).pipe)
        return
    if not child.heard:
        child.deadline = time.monotonic() + child.seconds
    child.heard += more


def _lines(heard: bytes) -> list[Any]:
    return [json.loads(line) for line in heard.decode().split("\n")[:-1]]  # a line that was cut off was not said


def main() -> None:
    """Take orders until there are no more."""
    prepare_parts(Path(sys.argv[1]))
    for line in sys.stdin:
        told = _cook(json.loads(line))
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
