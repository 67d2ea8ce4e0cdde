import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.segment import Segmenter
from corpus.types import Document, RawFile
from ingest.readers import reader_for

ROOT = Path(__file__).parents[2]
FIXTURES = sorted(p for p in (ROOT / "tests/fixtures/reports").iterdir() if p.suffix in (".txt", ".md"))
FIRST_REPORT = ROOT / "corpus/reports/000_b1a17c035f95a460.txt"
REPORTS = [*FIXTURES, FIRST_REPORT]


@dataclass(frozen=True)
class CountedCharacters:
    """A token counter that is easy to reckon with: two characters a token, and four for the prompt."""

    max_tokens: int = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 2 + 4 for text in texts]


def document_of(path: Path) -> Document:
    return reader_for(path).read(RawFile(path.name, str(path), path.read_bytes(), ""))


def plain(text: str) -> Document:
    return Document(text, "utf-8", "text/plain")


@pytest.fixture(scope="session")
def words() -> Callable[[str], list[int]]:
    return Segmenter(Path(tempfile.gettempdir())).word_ends


@pytest.fixture(params=REPORTS, ids=lambda path: path.name[:20])
def report(request: pytest.FixtureRequest) -> Document:
    return document_of(request.param)
