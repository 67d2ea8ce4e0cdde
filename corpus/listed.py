"""A report as one row of a list of all reports."""

from dataclasses import dataclass

from corpus.chapters import Chapter
from corpus.types import ReportSummary


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a report. ``pages`` are those of its file, None where the format has none; ``remarks`` counts
    what its card says to look at, None where it has no card."""

    summary: ReportSummary
    chapters: frozenset[Chapter] = frozenset()
    pages: int | None = None
    remarks: int | None = None
