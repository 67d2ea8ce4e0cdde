"""What the page needs of the library, and no more."""

from collections.abc import Iterable
from typing import Protocol

from assistant.about import About
from corpus.seams import Progress
from corpus.types import Answer, RawFile, Report, ReportSummary
from ingest.pipeline import Ingested


class Library(Protocol):
    """What the page asks of it; each may raise an error of ``corpus.errors``."""

    def ask(self, question: str, k: int = 5, report: str | None = None) -> Answer:
        """The passages that answer ``question``, from all reports or from one."""
        ...

    def reports(self) -> list[ReportSummary]:
        """Every report the library holds."""
        ...

    def report(self, report_id: str) -> Report:
        """One report with its text and outline."""
        ...

    def about(self, report_id: str) -> About:
        """What is known of one report beside its text: its form, its files, its history, its card."""
        ...

    def ingest(self, files: Iterable[RawFile], *, embedding: Progress | None = None) -> list[Ingested]:
        """Bring the library up to date with files; ``embedding`` counts the texts of the file in hand."""
        ...
