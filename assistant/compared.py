"""A file that shall be the new version of a report, held against what the report is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.about import About, about_in
from corpus.card import Card
from corpus.fold import squeezed
from corpus.identity import likeness, shingles
from corpus.types import FrontMatter, Report, ReportSummary
from corpus.view import View
from ingest.recognise import Known, recognise, taken

DAYS: Final = ("period_start", "period_end", "date")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file as it was read, without its text."""

    name: str
    sha256: str
    title: str
    front: FrontMatter
    card: Card | None

    @classmethod
    def of(cls, report: Report) -> "Candidate":
        """What is worth a look before anybody decides."""
        return cls(report.name, report.sha256, report.title, report.front, report.card)


@dataclass(frozen=True, slots=True)
class Compared:
    """``now`` is the report as it is, ``new`` the file as it was read.

    ``alike``, 0..1, is how much of their texts is the same; None where one is too short to tell. ``other`` is another
    report that the file seems to be: ``taken`` where it is that one's very file, so that it cannot be this one's.
    """

    now: About
    new: Candidate
    alike: float | None = None
    other: ReportSummary | None = None
    taken: bool = False

    @property
    def is_same_file(self) -> bool:
        """Whether the report is cited from this very file already."""
        return self.new.sha256 == self.now.summary.sha256

    def differing(self) -> Iterator[str]:
        """Which of title, agency and dates the two print differently; what one does not print says nothing."""
        before, after = self.now.summary.front, self.new.front
        if squeezed(self.now.summary.title) != squeezed(self.new.title):
            yield "title"
        agencies = [squeezed(front.value("agency") or "") for front in (before, after)]
        if all(agencies) and agencies[0] != agencies[1]:
            yield "agency"
        if any(before.iso[key] != after.iso[key] for key in DAYS if key in before.iso and key in after.iso):
            yield "dates"


def compare(new: Report, report_id: str, view: View) -> Compared:
    """Hold a file that was read as ``new`` against a report; UnknownReport where that is not there."""
    now, candidate = about_in(view, report_id), Candidate.of(new)
    texts = shingles(view.text(report_id)), shingles(new.text)
    alike = likeness(*texts) if all(texts) else None
    if other := taken(view, new, report_id):
        return Compared(now, candidate, alike, other, taken=True)
    found = recognise(new, view)
    strange = found is not None and found.how is not Known.PATH and found.report_id != report_id
    return Compared(now, candidate, alike, view.summary(found.report_id) if found and strange else None)
