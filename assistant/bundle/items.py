"""What a bundle is made of: each passage with its number, its files and its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from assistant.cite import Reference
from assistant.pages import PrintedPage
from corpus.types import Page


class ShowsPages(Protocol):
    """A library that shows pages of its reports as pictures."""

    def printed_page(self, report_id: str, number: int) -> PrintedPage | None:
        """A page, and where its text is printed; None where no picture of it can be shown."""
        ...

    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        """The picture of a page; None where the report has another file by now than ``file``."""
        ...


class NoPicture(StrEnum):
    """Why pages of a passage are not in the bundle as pictures."""

    NO_FILE = "no_file"  # a format without fixed pages, or the file of an older version
    DAMAGED = "damaged"  # the page cannot be drawn
    TOO_MANY = "too_many"  # more pages than a bundle takes


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with the passage marked on it, as PNG. ``marked``: whether it is known where on it the passage stands."""

    name: str
    page: Page
    data: bytes
    marked: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One passage; ``number`` counts from 1. ``lacking`` says why pages are not shown, None where all are."""

    number: int
    reference: Reference
    text: str
    pictures: tuple[Picture, ...] = ()
    lacking: NoPicture | None = None

    @property
    def text_file(self) -> str:
        """The name of the file that has the quote and nothing else."""
        return f"passages/{self.number:02}.txt"


def sources(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The files that the passages were read from, each once, in the order of the passages."""
    found = {(item.reference.cited.report_id, item.reference.cited.version): item.reference.cited for item in items}
    return [
        {"report_id": c.report_id, "version": c.version, "title": c.title, "name": c.name, "sha256": c.sha256}
        for c in found.values()
    ]
