"""A full disk, or one that may not be written to: one line that says so, nothing lost, and on with it afterwards."""

import ctypes
import io
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import wiring
from assistant.cli import main
from corpus.errors import LibraryError
from corpus.seams import Embedder
from ingest.pipeline import read_here
from tests.fakes import HashEmbedder
from tests.faults.conftest import Kitchen
from tests.faults.workload import FERRY, LIGHT, LOOK, MILL, SLED, TULIP, open_face

HERE = __name__


def command(root: Path, say: Callable[[Any], None], words: list[str], **fault: int) -> None:
    """One command line, as a user gives it, under a fault; its exit code and what it printed."""
    wiring.open_embedder = lambda *_: _embedder()  # type: ignore[assignment]
    wiring.Sandbox = lambda: SimpleNamespace(read=read_here, close=lambda: None)  # type: ignore[assignment, misc]
    sys.argv = ["tripreport", *words]
    os.environ["TRIPREPORT_LIBRARY"] = str(root / "library")
    printed, told = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(told):
        for name, value in fault.items():
            FAULTS[name](value)
        try:
            main()
        except SystemExit as end:
            code = end.code
    say({"code": code, "out": printed.getvalue(), "err": told.getvalue()})


def _embedder() -> Embedder:
    return HashEmbedder()


def _no_file_longer_than(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _no_store_longer_than(pages: int) -> None:
    connect = sqlite3.connect

    def connected(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        db = connect(*args, **kwargs)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    sqlite3.connect = connected  # type: ignore[assignment]


def _no_privileges(kept: int) -> None:
    """Root may write anywhere by its capabilities; without them it is held to what a file's mode says."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the version of the call, and this process
    sets = (ctypes.c_uint32 * 6)(*[kept] * 6)
    if ctypes.CDLL(None, use_errno=True).capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


FAULTS: dict[str, Callable[[int], None]] = {
    "size": _no_file_longer_than,
    "pages": _no_store_longer_than,
    "privileges": _no_privileges,
}


# --- a library of one report, to which others shall come


@pytest.fixture
def folder(root: Path) -> Path:
    made = root / "folder"
    made.mkdir()
    return made


def run(kitchen: Kitchen, root: Path, *words: str, **fault: int) -> dict[str, Any]:
    told = kitchen.cook(f"{HERE}:command", root, words=list(words), **fault)
    assert told["status"] == 0
    (said,) = told["said"]
    assert isinstance(said, dict)
    return said


def begin(kitchen: Kitchen, root: Path, folder: Path) -> None:
    (folder / "a.txt").write_text(TULIP, encoding="utf-8")
    assert run(kitchen, root, "ingest", str(folder))["code"] == 0
    for name, text in (("a.txt", MILL), ("b.txt", FERRY), ("c.txt", SLED), ("d.txt", LIGHT)):
        (folder / name).write_text(text, encoding="utf-8")


def clear_and_honest(said: dict[str, Any], *cures: str) -> list[str]:
    """What is wrong with what a command says that could not do its work."""
    wrong = [] if said["code"] == 1 else [f"exit code {said['code']}"]
    wrong += [word for word in ("unexpected", "mistake", "Traceback") if word in said["err"]]
    wrong += [f"no {cure!r}" for cure in cures if cure not in said["err"]]
    return [f"{w}: {said['err'][-400:]}" for w in wrong]


def whole_and_half_done(kitchen: Kitchen, root: Path, copy: Path) -> list[str]:
    """What is wrong with the library: each report is as it was, or as it is to be, and the first one is there."""
    shutil.copytree(root / "library", copy / "library")
    found = kitchen.cook(LOOK, copy)["said"][0]
    shutil.rmtree(copy)
    texts = {row["text"] for row in found["state"]["report_text"]}
    return (
        found["wrong"]
        + ([] if texts <= {TULIP, MILL, FERRY, SLED, LIGHT} else ["another text"])
        + ([] if texts & {TULIP, MILL} else ["a report is lost"])
    )


def wholly_done(kitchen: Kitchen, root: Path, folder: Path) -> list[str]:
    """What is wrong after the same command, now that there is room."""
    said = run(kitchen, root, "ingest", str(folder))
    found = kitchen.cook(LOOK, root)["said"][0]
    texts = {row["text"] for row in found["state"]["report_text"]}
    wrong = found["wrong"] + [f"left over: {name}" for name in found["left"]]
    return wrong + ([] if said["code"] == 0 and texts == {MILL, FERRY, SLED, LIGHT} else [f"not all there: {said}"])


@pytest.mark.parametrize("size", [0, 30_000, 100_000, 200_000])
def test_a_file_that_may_not_grow_ends_an_ingest_with_the_cure_and_loses_nothing(
    kitchen: Kitchen, root: Path, folder: Path, size: int
) -> None:
    begin(kitchen, root, folder)
    wrong = clear_and_honest(run(kitchen, root, "ingest", str(folder), size=size), "disk", str(root / "library"))
    wrong += whole_and_half_done(kitchen, root, root / "copy")
    assert wrong + wholly_done(kitchen, root, folder) == []


def test_a_store_that_may_not_grow_ends_an_ingest_with_the_cure_and_loses_nothing(
    kitchen: Kitchen, root: Path, folder: Path
) -> None:
    begin(kitchen, root, folder)
    pages = (root / "library" / "library.sqlite").stat().st_size // 4096
    wrong = clear_and_honest(run(kitchen, root, "ingest", str(folder), pages=pages), "disk", str(root / "library"))
    wrong += whole_and_half_done(kitchen, root, root / "copy")
    assert wrong + wholly_done(kitchen, root, folder) == []


@contextmanager
def small_disk(at: Path, options: str) -> Iterator[None]:
    """A file system of its own at ``at``; skips where none may be mounted."""
    at.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(at)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def fill(file: Path, leaving: int) -> None:
    found = os.statvfs(file.parent)
    free = found.f_bavail * found.f_frsize
    with file.open("wb") as out:
        out.write(b"\0" * max(0, free - leaving))


def test_a_full_disk_ends_an_ingest_with_the_cure_and_loses_nothing(kitchen: Kitchen, root: Path, folder: Path) -> None:
    wrong: list[str] = []
    disk, filler = root / "disk", root / "disk" / "filler"
    with small_disk(disk, "size=8m"):
        for leaving in (0, 12_288, 24_576, 49_152):
            shutil.rmtree(disk / "library", ignore_errors=True)
            begin(kitchen, disk, folder)
            fill(filler, leaving)
            said = run(kitchen, disk, "ingest", str(folder))
            asked = run(kitchen, disk, "ask", "風車的高度", "--json")
            found = [] if said["code"] == 0 else clear_and_honest(said, "disk", str(disk / "library"))
            if asked["code"] or not json.loads(asked["out"])["hits"]:
                found += [f"asked: {w}" for w in clear_and_honest(asked, "disk")]
            found += whole_and_half_done(kitchen, disk, root / "copy")
            filler.unlink()
            found += wholly_done(kitchen, disk, folder)
            wrong += [f"{leaving} bytes left: {w}" for w in found]
    assert wrong == []


def test_a_question_on_a_full_disk_is_answered_or_told_why_not_and_never_from_what_was_removed(
    kitchen: Kitchen, root: Path, folder: Path
) -> None:
    disk = root / "disk"
    with small_disk(disk, "size=8m"):
        begin(kitchen, disk, folder)
        assert run(kitchen, disk, "ingest", str(folder))["code"] == 0
        (gone,) = [r["id"] for r in reports(kitchen, disk) if "離岸風電" in r["title"]]
        assert run(kitchen, disk, "remove", gone)["code"] == 0
        fill(disk / "filler", 0)
        asked = run(kitchen, disk, "ask", "渡輪的班次", "--json")
        (disk / "filler").unlink()
        again = run(kitchen, disk, "ask", "渡輪的班次", "--json")
    wrong = [] if asked["code"] == 0 else clear_and_honest(asked, "disk", str(disk / "library"))
    answers = [json.loads(said["out"]) for said in (asked, again) if said["code"] == 0]
    wrong += [f"removed, but told: {h}" for answer in answers for h in answer["hits"] if h["report_id"] == gone]
    assert wrong == []
    assert again["code"] == 0 and answers[-1]["hits"]


def reports(kitchen: Kitchen, root: Path) -> list[dict[str, Any]]:
    return list(json.loads(run(kitchen, root, "reports", "--json")["out"]))


def asking_without_room(root: Path, say: Callable[[Any], None], size: int) -> None:
    """A question whose indexes cannot be brought up to date on disk, as a report went; and again, with room."""
    library = open_face(root)
    library.ingest(sorted((root / "folder").iterdir()))
    (gone,) = library.remove([r.id for r in library.reports() if "離岸風電" in r.title])
    longest = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    told: list[Any] = []
    for most in (size, longest):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, longest))
        try:
            told.append([h.report_id for h in library.ask("渡輪的班次").hits])
        except LibraryError as error:
            told.append(str(error))
    say({"gone": gone.report_id, "told": told})


@pytest.mark.parametrize("size", [0, 700])
def test_a_question_that_finds_no_room_for_its_indexes_says_so_and_is_answered_when_there_is(
    kitchen: Kitchen, root: Path, folder: Path, size: int
) -> None:
    for name, text in (("a.txt", MILL), ("b.txt", FERRY), ("c.txt", SLED)):
        (folder / name).write_text(text, encoding="utf-8")
    said = kitchen.cook(f"{HERE}:asking_without_room", root, size=size)["said"][0]
    without, again = said["told"]
    assert "disk" in without if isinstance(without, str) else said["gone"] not in without
    assert again and said["gone"] not in again


@contextmanager
def not_to_be_written(folder: Path) -> Iterator[dict[str, int]]:
    """Take away the right to write into ``folder``; the fault that a command needs to feel it."""
    paths = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path in reversed(paths):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield {"privileges": 0} if os.getuid() == 0 else {}
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


def test_a_folder_that_may_not_be_written_to_is_named_and_what_is_in_it_stays(
    kitchen: Kitchen, root: Path, folder: Path
) -> None:
    begin(kitchen, root, folder)
    assert run(kitchen, root, "ask", "鬱金香的花期")["code"] == 0
    with not_to_be_written(root / "library") as fault:
        ingested = run(kitchen, root, "ingest", str(folder), **fault)
        asked = run(kitchen, root, "ask", "鬱金香的花期", "--json", **fault)
        listed = run(kitchen, root, "reports", **fault)
    wrong = clear_and_honest(ingested, "writable", str(root / "library"))
    for said in (asked, listed):
        wrong += [] if said["code"] == 0 else clear_and_honest(said, "writable", str(root / "library"))
    if asked["code"] == 0:
        assert json.loads(asked["out"])["hits"]
    assert wrong + wholly_done(kitchen, root, folder) == []


def test_a_library_cannot_be_made_where_nothing_may_be_written(kitchen: Kitchen, root: Path, folder: Path) -> None:
    (folder / "a.txt").write_text(TULIP, encoding="utf-8")
    (root / "closed").mkdir()
    with not_to_be_written(root / "closed") as fault:
        said = run(kitchen, root / "closed", "ingest", str(folder), **fault)
    assert clear_and_honest(said, "writable", str(root / "closed" / "library")) == []
