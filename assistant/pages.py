"""The pages of a report's file: as pictures, and where on them its text is printed."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus.boxes import Boxes
from corpus.errors import LibraryError, UnknownReport
from corpus.originals import Originals
from corpus.store import Store
from corpus.types import Page, RawFile, ReportSummary
from ingest.files.pictures import Pictures

SHORT: Final = 12
"""So many digits of a file's SHA-256 name it in an address."""
_PDF: Final = "application/pdf"
_MOST: Final = 1 << 31
"""No file has so many pages, and the store takes no number that is much larger."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page that can be shown as a picture.

    ``file`` begins the SHA-256 of the file it is in. ``boxes`` says where its characters are printed, as
    :mod:`corpus.boxes` does; None for a page without any.
    """

    file: str
    page: Page
    boxes: Boxes | None = field(default=None, compare=False)


class Pages:
    """The pages of the library's reports; safe to use from several threads."""

    def __init__(self, store: Store, originals: Originals, pictures: Pictures) -> None:
        self._store, self._originals, self._pictures = store, originals, pictures

    def printed(self, report_id: str, number: int) -> PrintedPage | None:
        """A page of a report; None where there is no such page, or no file that it could be shown from.

        UnknownReport where there is no such report.
        """
        with self._store.snapshot() as view:
            summary = view.summary(report_id)
            page = view.page(report_id, number) if number < _MOST else None
            if page is None or self._file(summary) is None:
                return None
            found = view.page_boxes(report_id, number)
            return PrintedPage(summary.sha256[:SHORT], page, found[1] if found else None)

    def picture(self, report_id: str, file: str, number: int) -> bytes | None:
        """A page as a picture (:data:`ingest.files.pictures.MEDIA_TYPE`); None where :meth:`printed` would give
        none, or the report has another file by now than ``file``.

        UnreadableFile where it cannot be drawn.
        """
        with self._store.snapshot() as view:
            try:
                summary = view.summary(report_id)
            except UnknownReport:
                return None
            page = view.page(report_id, number) if number < _MOST else None
        path = self._file(summary)
        if page is None or path is None or summary.sha256[:SHORT] != file:
            return None
        return self._pictures.page(summary.sha256, number, lambda: _loaded(summary, path))

    def _file(self, summary: ReportSummary) -> Path | None:
        return self._originals.find(summary.sha256) if summary.media_type == _PDF else None


def _loaded(summary: ReportSummary, path: Path) -> RawFile:
    try:
        return RawFile(summary.name, summary.source, path.read_bytes(), summary.sha256)
    except OSError as error:
        raise LibraryError(f"{path} cannot be read ({error}): is the library's folder readable?") from error
