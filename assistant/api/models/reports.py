"""Reports, and what is in them."""

from pydantic import Field

from assistant.api.models.basics import CitedModel, Id, Links, Model, Offset, PageModel, Path, Sha256
from corpus.card import RemarkKind
from corpus.types import SectionKind


class FieldModel(Model):
    """A value of cover or form, as printed, and where."""

    value: str
    start: Offset
    end: Offset


class TravellerModel(Model):
    """A person who travelled; null is what is not printed."""

    name: str | None
    agency: str | None
    unit: str | None
    title: str | None
    start: Offset
    end: Offset


class DestinationModel(Model):
    """A place as printed, and its country by ISO 3166-1."""

    name: str
    start: Offset
    end: Offset
    country: str | None = Field(examples=["US"])


class ConflictModel(Model):
    """What cover and form say differently."""

    key: str
    cover: FieldModel
    form: FieldModel


class ReportModel(Model):
    """A report as it is listed. A field of the form that is not printed is absent; none is guessed."""

    id: Id
    version: int = Field(ge=1)
    name: str = Field(description="The file that is cited.")
    title: str
    sha256: Sha256
    ingested_at: str
    characters: int = Field(ge=0)
    passages: int = Field(ge=0)
    media_type: str
    form: dict[str, FieldModel]
    dates: dict[str, str] = Field(description="Days as ISO 8601, and the number of pages.")
    travellers: list[TravellerModel]
    destinations: list[DestinationModel]
    conflicts: list[ConflictModel]
    links: Links


class ReportsModel(Model):
    """One stretch of the list of reports; the header Link leads to the others."""

    total: int = Field(ge=0, description="All reports that pass the filters.")
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    items: list[ReportModel]
    links: Links


class SourceModel(Model):
    """A file that holds the report."""

    name: str
    sha256: Sha256
    media_type: str
    version: int = Field(description="The report's when this file was last read.")


class VersionModel(Model):
    """One state that the report was in; passages are counted against the one before."""

    number: int = Field(ge=1)
    sha256: Sha256
    name: str
    media_type: str
    ingested_at: str
    characters: int
    passages: int
    added: int
    kept: int
    removed: int


class FurnitureModel(Model):
    """A running header or footer that was set aside."""

    text: str
    times: int | None


class RemarkModel(Model):
    """One thing to look at, in data and in English."""

    kind: RemarkKind
    page: int | None
    details: list[str]
    text: str


class CardModel(Model):
    """The report card: what was found in the file, what was left out, what to look at."""

    pages: int | None
    characters: int
    sections: int
    figures: int
    toc_entries: int
    toc_found: int
    ocr_pages: list[int]
    unread_pages: list[int]
    garbled_pages: list[int]
    sparse_pages: list[int]
    order_pages: list[int]
    furniture: list[FurnitureModel]
    missing_fields: list[str]
    missing_chapters: list[str]
    remarks: list[RemarkModel]


class AboutModel(ReportModel):
    """All that is known of a report but its text."""

    sources: list[SourceModel]
    versions: list[VersionModel]
    card: CardModel | None


class SectionModel(Model):
    """A node of the outline. ``start`` .. ``end`` is the section with all below it, ``start`` .. ``heading_end`` its
    heading, ``heading_end`` .. ``own_end`` its text before the first section below."""

    path: Path
    title: str | None
    level: int
    number: str | None
    kind: SectionKind
    start: Offset
    heading_end: Offset
    own_end: Offset
    end: Offset


class OutlineModel(Model):
    """The section tree in reading order."""

    report_id: Id
    version: int
    sections: list[SectionModel]
    links: Links


class StretchFacts(Model):
    """Any stretch of a report, word for word, with all that is needed to cite it. ``text`` is data."""

    report_id: Id
    report_title: str
    section_path: Path
    char_start: Offset
    char_end: Offset
    page: int | None
    pages: list[PageModel]
    text: str
    citation: str
    cited: CitedModel


class StretchModel(StretchFacts):
    """Any stretch of a report, word for word, with all that is needed to cite it. ``text`` is data."""

    links: Links


class CitationsModel(StretchModel):
    """A stretch in the styles that were asked for."""

    citations: dict[str, str] = Field(description="The citation in each style, by the style's name.")
