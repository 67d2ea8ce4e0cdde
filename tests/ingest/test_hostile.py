"""Each hostile file is one clear line, or reads, within its limits; and the next file is read as ever."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UserError
from corpus.types import RawFile
from ingest.files.parser_process import Limits
from ingest.files.sandbox import Sandbox
from ingest.files.sources import find_sources, read_source
from ingest.readers import supported_suffixes
from tests.ingest.conftest import ROOT
from tests.ingest.hostile import EITHER, EVERY, READS, TEXT, Hostile

LIMITS = Limits(memory_bytes=1 << 30, seconds=20)
GOOD = RawFile("good.txt", "/good.txt", TEXT.encode(), "")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as opened:
        yield opened


def outcome(path: Path, box: Sandbox) -> str:
    """The one line that is said of what is at ``path``, or that it reads."""
    [source] = find_sources([path], supported_suffixes())
    try:
        document = box.read(read_source(source))
    except UserError as error:
        return str(error)
    assert document.text.strip()
    return READS


@pytest.mark.parametrize("hostile", [pytest.param(h, id=h.name[:40], marks=[pytest.mark.slow] * h.slow) for h in EVERY])
def test_a_hostile_file_is_one_clear_line_or_reads(
    hostile: Hostile, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = hostile.put(tmp_path)
    started = time.monotonic()
    said = outcome(path, box)
    assert time.monotonic() - started < 2 * LIMITS.seconds + 5  # for the file, and for a picture of a page in it
    if hostile.expect == READS:
        assert said == READS
    elif hostile.expect != EITHER:
        assert re.search(hostile.expect, said), said
    if said != READS:
        assert len(said.splitlines()) == 1
        assert re.search(r"[:;] \w.*\.$", said), "the cure is missing"
        assert len(said) < 700
        assert re.sub(r"[\n\u202e]", "\ufffd", hostile.name) in said
        assert "could not be read (" not in said or hostile.on_disk, "the reader did not expect this"
    assert box.read(GOOD).text == TEXT


SCRIPT = """
import re, sys
from pathlib import Path
from tests.ingest.test_hostile import outcome
from ingest.files.sandbox import Limits, Sandbox

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

with Sandbox(Limits(memory_bytes=1 << 30, seconds=4)) as box:
    before = peak()
    for path in sorted(Path(sys.argv[1]).iterdir()):
        outcome(path, box)
    print(peak() - before, peak())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc how much memory was held")
def test_the_parent_never_holds_more_than_a_file_and_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for hostile in EVERY:
        hostile.put(tmp_path)
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    grown, peak = map(int, done.stdout.split())
    print(f"\n# {len(EVERY)} files; the parent grew by {grown} MiB to {peak} MiB")
    assert grown < 300  # MiB: files of up to 64, sent in one piece, and texts of five million characters
