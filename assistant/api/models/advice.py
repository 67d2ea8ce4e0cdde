"""What the reports recommend, and what was noted of it."""

from pydantic import Field

from assistant.api.models.basics import Id, Links, Model, Offset, PageModel, Path, Sha256
from corpus.advice import Kind, Shape
from corpus.marks import Status


class MarkModel(Model):
    """What people noted; ``revision`` grows with every change."""

    status: Status
    owner: str
    note: str
    due: str | None
    revision: int
    updated_at: str | None
    reworded_in_version: int | None


class PrintedModel(Model):
    """Something that is printed beside it, such as who shall do it."""

    label: str
    value: str
    char_start: Offset
    char_end: Offset


class AdviceModel(Model):
    """One recommendation, word for word: ``text`` is data."""

    key: str
    report_id: Id
    report_title: str
    agency: str | None
    date: str | None
    version: int
    sha256: Sha256
    kind: Kind
    shape: Shape
    number: str | None
    numbered: bool
    section_path: Path
    title: str
    text: str
    char_start: Offset
    char_end: Offset
    page: int | None
    pages: list[PageModel]
    citation: str
    quote_sha256: Sha256
    term: str
    lead: str
    assist: str
    printed: list[PrintedModel]
    mark: MarkModel
    links: Links


class GoneModel(Model):
    """What was noted of one that is no longer in its report."""

    key: str
    report_id: Id
    report_title: str | None
    said_in_version: int
    number: str | None
    section_path: Path
    text: str
    mark: MarkModel
    links: Links


class TableModel(Model):
    """One stretch of the table; the header Link leads to the others."""

    total: int
    first: int = Field(description="How many were passed over.")
    statuses: dict[str, int]
    recommendations: list[AdviceModel]
    gone: list[GoneModel]
    links: Links
