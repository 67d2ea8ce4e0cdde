"""What became of the quotations of a draft."""

from pydantic import Field

from assistant.api.models.basics import CitedModel, Links, Model
from assistant.check.cautions import Alarm
from assistant.check.diff import Op
from assistant.check.folded import Form
from assistant.check.quotations import Kind
from assistant.check.verdict import Remark, Verdict


class QuotedModel(CitedModel):
    """A stretch of a report, word for word: ``text`` is data. All offsets but start and end count in the report."""

    text: str
    citation: str


class PieceModel(Model):
    """What the draft says there, and what the source says: the pieces put together are both, whole."""

    op: Op
    quote: str
    source: str


class CautionModel(Model):
    """A difference that changes what is said."""

    alarm: Alarm
    quote: str
    source: str


class SourceFoundModel(QuotedModel):
    """Where (a piece of) a quotation stands, and in what it differs."""

    similarity: float = Field(ge=0, le=1)
    diff: list[PieceModel]
    cautions: list[CautionModel]


class PartModel(Model):
    """A quotation, or a piece of it; without a source it was not found."""

    text: str
    source: SourceFoundModel | None


class FormerModel(Model):
    """An old version of a report said it word for word."""

    report_id: str
    report_title: str
    version: int
    current: int


class CitingModel(Model):
    """What the draft cites for it, and what is to be said of that."""

    text: str
    title: str | None
    pages: list[str]
    report_ids: list[str]
    anchor: str | None
    remarks: list[Remark]


class JudgedModel(Model):
    """One quotation with its verdict; ``start`` .. ``end`` count characters of the draft."""

    start: int
    end: int
    text: str
    kind: Kind
    closed: bool
    verdict: Verdict
    word_for_word: bool
    differs_in: list[Form]
    parts: list[PartModel]
    also_in: list[QuotedModel]
    former: FormerModel | None
    cited: CitingModel | None
    passages_with_it: int | None
    or_more: bool


class CheckedFacts(Model):
    """The quotations of a draft in order; ``unchecked`` more were left, because there are too many."""

    characters: int
    counts: dict[str, int] = Field(description="How many have each verdict.")
    unchecked: int
    clean: bool = Field(description="Whether nothing is left to look at.")
    quotations: list[JudgedModel]


class CheckedModel(CheckedFacts):
    """The quotations of a draft in order; ``unchecked`` more were left, because there are too many."""

    links: Links
