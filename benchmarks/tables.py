"""Where the tables that a benchmark prints stand in a document."""

from pathlib import Path


def put_between(path: Path, begin: str, end: str, text: str) -> None:
    """Replace what stands between two marks in a document."""
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
