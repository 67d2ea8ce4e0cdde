"""Runs the tests that kill, fill the disk and read hostile files, all of them, and writes what they counted.

usage: python -m benchmarks.faults [--write docs/RELIABILITY.md]

Takes about ten minutes. The counts come from pytest's own report; what is «said» the tests print themselves.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import put_between

BEGIN, END = "<!-- benchmarks.faults -->", "<!-- end -->"
ROOT = Path(__file__).parents[1]
SETS = (
    ("kills: mixed or lost states", "tests/faults/test_kills.py", "0 of 200+"),
    ("processes and threads that ask during changes", "tests/faults/test_concurrency.py", "0 mixed"),
    ("a full disk, a read-only folder", "tests/faults/test_disk.py", "nothing lost"),
    ("hostile files", "tests/ingest/test_hostile.py", "0 of 40+ crash or hang; memory under 2x"),
    ("backup and restore, with kills", "tests/assistant/test_backup.py", "old or new"),
    ("damages that verify finds", "tests/corpus/test_verify.py", "all"),
    ("the same report in five formats", "tests/ingest/test_same_report_in_five_formats.py", "CER < 0.5 %"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    head = ["| what | tests | passed | failed | seconds | said | to reach |", "|---|---|---|---|---|---|---|"]
    table = "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows())])
    text = f"{datetime.now(UTC).date()}, `python -m benchmarks.faults`:\n\n{table}"
    if asked.write is None:
        print(text)
        return
    put_between(asked.write, BEGIN, END, text)


def rows() -> Iterator[list[str]]:
    for what, path, goal in SETS:
        print(f"{path} ...", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", path]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        counted = {name: int(number) for number, name in re.findall(r"([0-9]+) (passed|failed|error)", said)}
        seconds = re.search(r"in ([0-9.]+)s", said)
        told = "; ".join(re.findall(r"^# (.+)$", said, re.MULTILINE))
        failed = counted.get("failed", 0) + counted.get("error", 0)
        yield [what, f"`{path}`", str(counted.get("passed", 0)), str(failed), seconds[1] if seconds else "", told, goal]


if __name__ == "__main__":
    main()
