"""What the page needs of the library, and no more."""

from typing import Protocol

from corpus.types import Answer, Report, ReportSummary


class Library(Protocol):
    """The three questions the page puts; each may raise an error of ``corpus.errors``."""

    def ask(self, question: str, k: int = 5, report: str | None = None) -> Answer:
        """The passages that answer ``question``, from all reports or from one."""
        ...

    def reports(self) -> list[ReportSummary]:
        """Every report the library holds."""
        ...

    def report(self, report_id: str) -> Report:
        """One report with its text and outline."""
        ...
