"""What the page needs of the library, and no more."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from assistant.about import About
from assistant.across import Across, By
from assistant.anchor import Anchor
from assistant.ask import EVERYTHING
from assistant.check.verdict import Checked
from assistant.cite import Reference
from assistant.compared import Compared
from assistant.pages import PrintedPage
from assistant.prior import Plan, PriorTrips
from assistant.quote import Recalled
from assistant.recommendations import Recommendation, Table
from corpus.filters import Filters
from corpus.listed import Listed
from corpus.marks import Edit
from corpus.seams import Progress
from corpus.tracked import EVERY_ONE, Gone, Wanted
from corpus.types import Answer, Hit, RawFile, Report, ReportSummary
from index.own_glossary import Own
from ingest.pipeline import Ingested

Kept = Recommendation | Gone
"""A recommendation, or what was noted of one that is gone."""


class Library(Protocol):
    """What the page asks of it; each may raise an error of ``corpus.errors``."""

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        """The passages that answer ``question``, from all reports, from one, or from those that pass ``filters``."""
        ...

    def ask_across(
        self, question: str, by: By = By.REPORT, per_report: int = 2, groups: int = 20, filters: Filters = EVERYTHING
    ) -> Across:
        """What all reports say to ``question``, in groups."""
        ...

    def own_glossary(self) -> Own:
        """The library's own glossary as it is."""
        ...

    def save_glossary(self, text: str, seen: str) -> Own:
        """The library's own glossary anew, if it still is in the state ``seen``."""
        ...

    def prior(self, plan: Plan, k: int = 10) -> PriorTrips:
        """Earlier trips that ``plan`` is like."""
        ...

    def version_text(self, report_id: str, number: int) -> str:
        """The text of one version of a report."""
        ...

    def quote(self, report_id: str, start: int, end: int) -> Hit:
        """Any stretch of a report, ready to be cited."""
        ...

    def section_around(self, report_id: str, start: int, end: int) -> Hit | None:
        """The section that holds a stretch; None where it is too long to be read at one go."""
        ...

    def recall(self, report_id: str, anchor: Anchor) -> Recalled:
        """What a permanent link named, and where it stands today."""
        ...

    def reference(self, report_id: str, anchor: Anchor | None = None) -> Reference:
        """What to cite: the passage that ``anchor`` names, else the whole report."""
        ...

    def bundle(self, anchors: Sequence[tuple[str, Anchor]], question: str = "", site: str = "") -> bytes:
        """Passages, by report and anchor, as one ZIP archive with all that proves them."""
        ...

    def recommendations(
        self, wanted: Wanted = EVERY_ONE, first: int = 0, limit: int | None = 50, choices: bool = False
    ) -> Table:
        """What the reports recommend and what was noted of it, a page of it."""
        ...

    def each_recommendation(self, wanted: Wanted = EVERY_ONE) -> AbstractContextManager[Iterator[Kept]]:
        """All of it, row after row."""
        ...

    def recommendation(self, key: str) -> Kept:
        """One of them."""
        ...

    def mark_recommendation(self, key: str, edit: Edit, seen: int | None = None) -> Kept:
        """Note something of it, if what is noted still is the revision that was ``seen``."""
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

    def check(
        self, text: str, report: str | None = None, *, every_sentence: bool = False, progress: Progress | None = None
    ) -> Checked:
        """The quotations of a draft held against all reports, or against one."""
        ...

    def draft(self, file: RawFile) -> str:
        """The text of a draft that came as a file; nothing of it is kept."""
        ...
