import gc
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LibraryError, UnreadableFile
from corpus.types import Document, Notice, NoticeKind, Page, RawFile
from ingest.files import sandbox
from ingest.files.parser_process import Limits, packed, unpacked
from ingest.files.sandbox import Sandbox
from tests.ingest.conftest import FIXTURES, ROOT, document_of

GOOD = "壹、目的\n本次考察之目的為瞭解各國之數位政府。\n".encode()
READERS = {
    "sleeps": "time.sleep(60)",
    "spins": "while True: pass",
    "eats": "x = bytearray(1 << 40)",
    "grows": "x = []\nwhile True: x.append(bytearray(1 << 24))",
    "takes": "x = bytearray(b'x') * (220 << 20)",
    "segfaults": "import signal; print('heap corrupted'); os.kill(os.getpid(), signal.SIGSEGV)",
    "killed": "import signal; os.kill(os.getpid(), signal.SIGKILL)",
    "aborts": "import signal; os.kill(os.getpid(), signal.SIGABRT)",
    "asserts": "import signal; os.write(2, b'assertion failed'); os.kill(os.getpid(), signal.SIGABRT)",
    "leaves": "os._exit(3)",
    "raises": "raise KeyError('styles.xml')",
    "recurses": "f = lambda: f(); f()",
    "writes": "open(os.environ['WHERE'], 'wb', buffering=0).write(b'x' * 100)",
    "prints": "print('noise'); os.write(1, b'noise'); os.write(2, b'noise' * 100_000)",
    "interrupted": "import signal; os.kill(os.getpid(), signal.SIGINT)",
    "scans": "for _ in range(4): time.sleep(0.4); self.alive()",
    "pid": "return Document(str(os.getpid()), 'utf-8', 'text/plain')",
}


def raw(data: bytes = GOOD, name: str = "報告.txt") -> RawFile:
    return RawFile(name, f"/{name}", data, hashlib.sha256(data).hexdigest())


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child reads text as told by its first word, through a stand-in for the reader that we put before it."""
    cases = "\n".join(f"    if word == {word!r}:\n{textwrap.indent(body, ' ' * 8)}" for word, body in READERS.items())
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, time\n"
        "from corpus.types import Document\n"
        "from ingest.readers import table, text\n"
        "class Stub(text.TextReader):\n"
        "  def __init__(self, alive): self.alive = alive\n"
        f"  def read(self, raw):\n    word = raw.data.decode().strip()\n{cases}\n    return super().read(raw)\n"
        "table._BY_SUFFIX['.txt'] = table._Format(('.txt',), Stub)\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    monkeypatch.setenv("WHERE", str(tmp_path / "written"))


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(Limits(memory_bytes=512 << 20, seconds=10)) as opened:
        yield opened


def pid(box: Sandbox) -> int:
    return int(box.read(raw(b"pid")).text)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_file_reads_the_same_in_the_child_as_here(path: Path, box: Sandbox) -> None:
    assert box.read(raw(path.read_bytes(), path.name)) == document_of(path)


documents = st.builds(
    Document,
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(("utf-8", "")),
    st.just("application/pdf"),
    st.lists(st.builds(Page, st.integers(), st.integers(), st.integers(), st.none() | st.text())).map(tuple),
    st.lists(st.builds(Notice, st.sampled_from(NoticeKind), st.none() | st.integers(), st.text())).map(tuple),
    st.dictionaries(st.integers(), st.binary()),
)


@given(documents)
def test_a_document_comes_through_the_pipe_as_it_was(document: Document) -> None:
    assert unpacked(*packed(document)) == document


def test_a_refusal_of_the_reader_comes_through_in_its_words(box: Sandbox) -> None:
    with pytest.raises(
        UnreadableFile, match=r"^報告\.txt holds nothing but blanks: check that the right file was saved"
    ):
        box.read(raw(b"  \n"))


@pytest.mark.usefixtures("misbehaving")
def test_one_child_serves_many_files_and_is_started_with_the_first(box: Sandbox) -> None:
    first = pid(box)
    with pytest.raises(UnreadableFile):
        box.read(raw(b" "))
    assert pid(box) == first != os.getpid()


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("eats", "needs more than 512 MiB of memory to be read: split it"),
        ("grows", "needs more than 512 MiB of memory to be read: split it"),
        ("aborts", "needs more than 512 MiB of memory to be read: split it"),
        ("asserts", r"crashed the library that reads it \(Aborted; assertion failed\): print it to a new PDF"),
        ("killed", "needs more than 512 MiB of memory to be read: split it"),
        (
            "segfaults",
            r"crashed the library that reads it \(Segmentation fault; heap corrupted\): print it to a new PDF",
        ),
        ("leaves", r"crashed the library that reads it \(exit code 3\): print it"),
        ("raises", r"could not be read \(KeyError at sitecustomize.py:\d+: 'styles.xml'\): open it"),
        ("recurses", "is nested too deeply to be read: open it"),
        ("writes", r"could not be read \(OSError at sitecustomize.py:\d+: .*File too large\): open it"),
    ],
)
def test_whatever_a_file_does_to_its_parser_is_one_clear_line_and_the_next_file_is_read(
    word: str, said: str, box: Sandbox
) -> None:
    with pytest.raises(UnreadableFile, match=f"^報告\\.txt {said}.*\\.$") as raised:
        box.read(raw(word.encode()))
    assert "\n" not in str(raised.value)
    assert box.read(raw()).text == GOOD.decode()


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("word", ["sleeps", "spins"])
def test_a_file_that_takes_too_long_is_given_up(word: str) -> None:
    with Sandbox(Limits(seconds=0.5)) as box:
        started = time.monotonic()
        with pytest.raises(UnreadableFile, match=r"^報告\.txt took longer than 0\.5 s to be read: split it.*\.$"):
            box.read(raw(word.encode()))
        assert time.monotonic() - started < 5
        assert box.read(raw()).text == GOOD.decode()


@pytest.mark.usefixtures("misbehaving")
def test_each_scanned_page_has_its_own_time_and_all_of_them_together_have_an_end() -> None:
    with Sandbox(Limits(seconds=1)) as box:
        assert box.read(raw(b"scans")).text == "scans"
    with Sandbox(Limits(seconds=1, in_all=1.1)) as box, pytest.raises(UnreadableFile, match=r"took longer than 1\.1 s"):
        box.read(raw(b"scans"))


@pytest.mark.parametrize(("limits", "said"), [
    (Limits(characters=20), r"has 24 characters, at most 20 are read: split the report\."),
    (Limits(pages=1), r"has 2 pages, at most 1 are read: split the report\."),
])  # fmt: skip
def test_a_report_over_the_limits_is_told_what_they_are(limits: Limits, said: str) -> None:
    with Sandbox(limits) as box, pytest.raises(UnreadableFile, match=said):
        box.read(raw("壹、目的\f本次考察之目的為瞭解各國之數位政府。\n".encode()))


@pytest.mark.usefixtures("misbehaving")
def test_what_libraries_print_reaches_neither_the_answer_nor_the_terminal(box: Sandbox, capfd) -> None:
    assert box.read(raw(b"prints")).text == "prints"
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("misbehaving")
def test_ctrl_c_leaves_the_child_alone(box: Sandbox) -> None:
    assert box.read(raw(b"interrupted")).text == "interrupted"


@pytest.mark.usefixtures("misbehaving")
def test_a_child_that_dies_between_two_files_costs_neither(box: Sandbox) -> None:
    first = pid(box)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert pid(box) != first


@pytest.mark.usefixtures("misbehaving")
def test_a_child_is_replaced_after_many_files_and_when_it_has_grown(monkeypatch) -> None:
    monkeypatch.setattr(sandbox, "_FILES", 3)
    with Sandbox() as box:
        assert [len({pid(box) for _ in range(3)}), len({pid(box) for _ in range(3)})] == [1, 1]
    held = bytearray(b"x") * (220 << 20)  # what the parent holds does not count
    with Sandbox(Limits(memory_bytes=400 << 20)) as box:
        first = pid(box)
        assert pid(box) == first
        del held
        box.read(raw(b"takes"))
        assert pid(box) != first


@pytest.mark.usefixtures("misbehaving")
def test_a_closed_sandbox_leaves_no_child_and_can_be_used_again() -> None:
    box = Sandbox()
    first = pid(box)
    box.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert pid(box) != first
    box.close()
    box.close()


@pytest.mark.usefixtures("misbehaving")
def test_a_sandbox_that_nobody_closes_leaves_no_child_either() -> None:
    child = pid(Sandbox())
    gc.collect()
    assert gone(child, 2)


def test_several_threads_take_turns(box: Sandbox) -> None:
    texts = [f"第{n}份報告\n" for n in range(40)]
    read: dict[str, str] = {}

    def work(mine: list[str]) -> None:
        read.update({text: box.read(raw(text.encode())).text for text in mine})

    threads = [threading.Thread(target=work, args=(texts[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {text: text for text in texts}


def test_a_name_that_would_break_the_line_or_turn_it_around_does_not(box: Sandbox) -> None:
    with pytest.raises(UnreadableFile) as raised:
        box.read(raw(b" ", "a\nb\u202efdp\0\udce5.txt"))
    assert str(raised.value).startswith("a\ufffdb\ufffdfdp\ufffd\ufffd.txt holds nothing")


def test_a_child_that_cannot_start_is_the_installations_fault(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('no module of that name')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Sandbox() as box, pytest.raises(LibraryError, match=r"did not start \(.*no module of that name.*\): install"):
        box.read(raw())


def test_the_folder_one_is_in_shadows_no_module(tmp_path: Path, monkeypatch) -> None:
    for name in ("json.py", "ingest.py", "corpus.py", "charset_normalizer.py"):
        (tmp_path / name).write_text("raise SystemExit('taken from the wrong folder')")
    monkeypatch.chdir(tmp_path)
    with Sandbox() as box:
        assert box.read(raw()).text == GOOD.decode()


@pytest.mark.slow
def test_it_works_where_it_is_installed_and_where_it_is_only_lying_about(tmp_path: Path) -> None:
    """In an environment of its own; and in a folder that only the parent's path names. Reading text needs no more."""
    venv.create(tmp_path / "venv", symlinks=True)
    python = tmp_path / "venv/bin/python"
    site = next((tmp_path / "venv/lib").glob("python*/site-packages"))
    script = (
        "import sys; sys.path += sys.argv[1:]\n"
        "from corpus.types import RawFile\n"
        "from ingest.files import sandbox\n"
        "with sandbox.Sandbox() as box:\n"
        "    print(sandbox.__file__, box.read(RawFile('a.txt', '/a.txt', b'it works', '')).text)\n"
    )
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the wrong folder')")
    for place, path in ((site, []), (tmp_path / "checkout", [str(tmp_path / "checkout")])):
        for package in ("corpus", "ingest"):
            shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("reports", "__pycache__"))
        done = subprocess.run(
            [python, "-P", "-c", script, *path], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (f"{place}/ingest/files/sandbox.py it works\n", "")
        for package in ("corpus", "ingest"):
            shutil.rmtree(place / package)


CLIENT = """
import sys
from corpus.types import RawFile
from ingest.files.parser_process import Limits
from ingest.files.sandbox import Sandbox
box = Sandbox(Limits(seconds=3))
print(box.read(RawFile("a.txt", "/a.txt", b"pid", "")).text, flush=True)
box.read(RawFile("a.txt", "/a.txt", sys.argv[1].encode(), ""))
"""


def client(word: str) -> tuple[subprocess.Popen[str], int]:
    """A program that reads a file which keeps its parser busy; and the pid of its child."""
    started = subprocess.Popen(
        [sys.executable, "-c", CLIENT, word], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert started.stdout
    return started, int(started.stdout.readline())


def gone(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True  # nobody has reaped it
        time.sleep(0.02)
    return False


@pytest.mark.usefixtures("misbehaving")
def test_ctrl_c_ends_parent_and_child_with_one_traceback_at_most() -> None:
    parent, child = client("sleeps")
    time.sleep(0.3)
    os.killpg(parent.pid, signal.SIGINT)
    _, printed = parent.communicate(timeout=10)
    assert parent.returncode == -signal.SIGINT
    assert printed.count("Traceback") == printed.count("KeyboardInterrupt") == 1  # the parent's own
    assert gone(child, 2)


@pytest.mark.usefixtures("misbehaving")
def test_a_child_whose_parent_was_killed_ends() -> None:
    parent, child = client("a text that is read at once")
    parent.kill()
    parent.communicate()
    assert gone(child, 5)


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.slow
@pytest.mark.parametrize("word", ["sleeps", "spins"])
def test_a_child_whose_parent_was_killed_in_the_middle_of_a_file_does_not_go_on_for_ever(word) -> None:
    parent, child = client(word)
    time.sleep(0.3)
    parent.kill()
    parent.communicate()
    assert not gone(child, 0.2)
    assert gone(child, 15)
