"""The table written to a file on the disk, whole or not at all."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from assistant.anchor import anchor_of
from assistant.locales import Words
from assistant.recommendations.sheets import csv_lines, write_xlsx
from assistant.recommendations.table import Recommendation
from corpus.errors import LibraryError
from corpus.files import replacing
from corpus.tracked import EVERY_ONE, Gone, Wanted


class Library(Protocol):
    """What is needed of it."""

    def each_recommendation(
        self, wanted: Wanted = EVERY_ONE
    ) -> AbstractContextManager[Iterator[Recommendation | Gone]]:
        """All of them, row after row."""
        ...


def put_csv(library: Library, wanted: Wanted, target: Path, t: Words) -> int:
    """As CSV; how many rows."""
    try:
        with (
            replacing(target) as new,
            library.each_recommendation(wanted) as rows,
            new.open("w", encoding="utf-8", newline="") as file,
        ):
            return sum(file.write(line) > 0 for line in csv_lines(rows, t)) - 1
    except OSError as error:
        raise _unwritten(target, error) from error


def put_xlsx(library: Library, wanted: Wanted, target: Path, t: Words, site: str = "") -> int:
    """As XLSX; how many rows. ``site`` is the page's address, for links into the reports."""
    link = (lambda row: address_of(row, site)) if site else None
    try:
        with replacing(target) as new, library.each_recommendation(wanted) as rows, new.open("wb") as file:
            return write_xlsx(rows, file, t, link)
    except OSError as error:
        raise _unwritten(target, error) from error


def address_of(row: Recommendation, site: str) -> str:
    """Where the page of ``site`` shows it in its report."""
    return f"{site.rstrip('/')}/reports/{row.cited.report_id}/text?at={anchor_of(row.cited)}#passage"


def _unwritten(target: Path, error: OSError) -> LibraryError:
    return LibraryError(f"{target} cannot be written ({error}): is the folder writable, and the disk not full?")
