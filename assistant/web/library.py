"""What the page needs of the library, and no more."""

from collections.abc import Iterable
from typing import Protocol

from assistant.about import About
from assistant.anchor import Anchor
from assistant.ask import EVERYTHING
from assistant.compared import Compared
from assistant.pages import PrintedPage
from assistant.quote import Recalled
from corpus.filters import Filters
from corpus.listed import Listed
from corpus.seams import Progress
from corpus.types import Answer, Hit, RawFile, Report, ReportSummary
from ingest.pipeline import Ingested


class Library(Protocol):
    """What the page asks of it; each may raise an error of ``corpus.errors``."""

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        """The passages that answer ``question``, from all reports, from one, or from those that pass ``filters``."""
        ...

    def section_around(self, report_id: str, start: int, end: int) -> Hit | None:
        """The section that holds a stretch; None where it is too long to be read at one go."""
        ...

    def recall(self, report_id: str, anchor: Anchor) -> Recalled:
        """What a permanent link named, and where it stands today."""
        ...

    def reports(self) -> list[ReportSummary]:
        """Every report the library holds."""
        ...

    def listed(self) -> list[Listed]:
        """Every report with what a list shows of it, by title."""
        ...

    def report(self, report_id: str) -> Report:
        """One report with its text and outline."""
        ...

    def about(self, report_id: str) -> About:
        """What is known of one report beside its text: its form, its files, its history, its card."""
        ...

    def report_and_about(self, report_id: str) -> tuple[Report, About]:
        """Both of one moment: what is known is known of this text."""
        ...

    def printed_page(self, report_id: str, number: int) -> PrintedPage | None:
        """A page of a report, and where its text is printed; None where no picture of it can be shown."""
        ...

    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        """The picture of a page; None where the report has another file by now than ``file``."""
        ...

    def ingest(
        self,
        files: Iterable[RawFile],
        *,
        embedding: Progress | None = None,
        replaces: str | None = None,
        seen: int | None = None,
    ) -> list[Ingested]:
        """Bring the library up to date with files; ``embedding`` counts the texts of the file in hand.

        ``replaces``: the report whose new version the one file is, if it still is the version that was ``seen``.
        """
        ...

    def compare(self, file: RawFile, report_id: str) -> Compared:
        """A file held against the report that it shall be a new version of; nothing is changed."""
        ...

    def remove_seen(self, report_id: str, seen: int) -> Ingested:
        """Forget a report wholly, if it still is the version that was ``seen``."""
        ...
