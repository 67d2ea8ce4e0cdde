"""Kitchens: processes that fork a library's user for each trial, see :mod:`tests.faults.workload`."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]


class Kitchen:
    """One process that takes orders; ``root`` is the folder that its libraries are in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        parts = root / "parts"
        parts.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.workload", str(parts)],
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
