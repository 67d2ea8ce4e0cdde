"""Ask trip reports a question and get the passage that answers, word for word, with its citation.

>>> from assistant import Library  # docs/PYTHON.md
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.check.verdict import Checked, Judged, Verdict
    from assistant.face import Library
    from corpus.errors import LibraryError, TripReportError, UserError
    from corpus.types import Answer, Band, Citation, Hit, NearMiss, Page, ReportSummary
    from ingest.pipeline import Ingested, Outcome

__all__ = [
    "Answer", "Band", "Checked", "Citation", "Hit", "Ingested", "Judged", "Library", "LibraryError", "NearMiss",
    "Outcome", "Page", "ReportSummary", "TripReportError", "UserError", "Verdict",
]  # fmt: skip

_HOMES = {
    "assistant.face": ("Library",),
    "assistant.check.verdict": ("Checked", "Judged", "Verdict"),
    "corpus.errors": ("LibraryError", "TripReportError", "UserError"),
    "corpus.types": ("Answer", "Band", "Citation", "Hit", "NearMiss", "Page", "ReportSummary"),
    "ingest.pipeline": ("Ingested", "Outcome"),
}


def __getattr__(name: str) -> Any:
    """A name of the face, found when it is first used: commands import this package, too, and need none of them."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
