"""What programs may ask for, with its bounds: anything else is refused before it is looked at."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.across import By
from assistant.across.across import GROUPS, MOST_GROUPS, MOST_PER_REPORT, PER_REPORT
from assistant.ask import MOST_HITS
from assistant.bundle import MOST as MOST_PICKED
from assistant.check.check import MAX_CHARACTERS
from assistant.cite import STYLES
from assistant.prior import Plan
from assistant.prior.prior import MOST_TRIPS, TRIPS
from assistant.prior.types import MOST_YEARS, YEARS
from corpus.filters import Filters, year_from
from corpus.marks import NOTE, OWNER, Edit, Status
from corpus.tracked import Order
from corpus.tracked import Wanted as WantedRows
from index.question import LONGEST_QUESTION

LONGEST_NAME: Final = 200
LONGEST_ID: Final = 200
MOST_REPORTS: Final = 50
PAGE: Final = 50
LARGEST_PAGE: Final = 200
FAREST: Final = 1_000_000_000

_SAYS_SOMETHING: Final = r"[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa0]"
"""More than blanks, controls and ASCII's punctuation; written so that every dialect of patterns reads it the same."""

ReportId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=LONGEST_ID,
        description="A report's id, as GET /reports lists them.",
        examples=["gartner-2022"],
    ),
]
NamedReport = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
Key = Annotated[str, Path(min_length=1, max_length=100, description="A recommendation's key, as GET lists them.")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"\S")]
Western = Annotated[int, Field(ge=1900, le=2199, description="A western year.")]
OfTheRepublic = Annotated[int, Field(ge=1, le=199, description="A year of the Republic (民國).")]
At = Annotated[int, Field(ge=0, le=FAREST)]


StyleName = StrEnum("StyleName", {name.replace("-", "_").upper(): name for name in STYLES})  # type: ignore[misc]
"""The styles of the one table, as values that a request may have."""


class Wanted(BaseModel):
    """What a request says; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Wanted):
    """An address that takes nothing after its «?»."""


class Narrowed(Wanted):
    """Which reports are meant, by what their forms say; all that is given must hold."""

    agency: Name | None = Field(None, description="An agency's name, or a part of it.", examples=["數位發展部"])
    country: Name | None = Field(
        None, description="A country in Chinese or English, or its code.", examples=["美國", "US"]
    )
    year: Western | OfTheRepublic | None = Field(
        None, description="The year of the trip, western or of the Republic.", examples=[2022, 111]
    )
    category: Name | None = Field(None, description="The category of the trip.", examples=["考察", "開會"])

    def filters(self, reports: list[str] | None = None) -> Filters:
        """The same as the library narrows by."""
        year = year_from(str(self.year)) if self.year is not None else None
        return Filters(tuple(reports) if reports else None, self.agency, self.country, year, self.category)


class Question(Narrowed):
    """A question, in Chinese (either script) or English."""

    question: str = Field(
        min_length=1, max_length=LONGEST_QUESTION, pattern=_SAYS_SOMETHING,
        description="In Chinese or English, with at least one letter or digit.",
        examples=["分析師對跨國雲端有什麼建議"],
    )  # fmt: skip
    k: int = Field(5, ge=1, le=MOST_HITS, description="How many passages.")
    report: list[NamedReport] = Field(default_factory=list, max_length=MOST_REPORTS, description="Only these reports.")


class QuestionBody(Question):
    """The same as JSON, where a number is no word and a truth is no number."""

    @field_validator("k", "year", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        return _is_number(value)


def _is_number(value: object) -> object:
    """``value``, but ValueError for what only looks like a number."""
    if isinstance(value, bool | str):
        raise ValueError("This is a number in JSON: write it without quotes.")  # noqa: TRY004 (pydantic takes no other)
    return value


class Listed(Narrowed):
    """A stretch of the list of reports."""

    offset: int = Field(0, ge=0, le=FAREST, description="How many reports are passed over.")
    limit: int = Field(PAGE, ge=1, le=LARGEST_PAGE, description="How many reports at most.")


class Range(Wanted):
    """A stretch of a version's text; all of the present one where nothing is said."""

    start: At = Field(0, description="The first character.")
    end: At | None = Field(None, description="The character after the last one; the text's end if it is left out.")
    version: int | None = Field(None, ge=1, le=FAREST, description="The present version if it is left out.")


class Span(Wanted):
    """A stretch of the present text."""

    start: At = Field(description="The first character.", examples=[11435])
    end: At = Field(description="The character after the last one.", examples=[11536])


class Cited(Span):
    """A stretch to cite, and how."""

    style: StyleName | None = Field(None, description="One style; all of them if it is left out.")


class Compared(Narrowed):
    """A question to all reports, and what their answers are grouped by."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION, pattern=_SAYS_SOMETHING, examples=["雲端服務"])
    by: By = Field(By.REPORT, description="What the answers are grouped by.")
    groups: int = Field(GROUPS, ge=1, le=MOST_GROUPS, description="How many groups.")
    per_report: int = Field(PER_REPORT, ge=1, le=MOST_PER_REPORT, description="How many passages of each report.")


class Draft(Wanted):
    """Something with quotations. Nothing of it is kept."""

    text: str = Field(
        min_length=1, max_length=MAX_CHARACTERS, pattern=_SAYS_SOMETHING, description="A sentence or a whole draft.",
        examples=["報告指出：「政府運作絕對是最重要的一環」。"],
    )  # fmt: skip
    report: NamedReport | None = Field(None, description="Only against this report.")
    every_sentence: bool = Field(False, strict=True, description="Check every sentence as a quotation.")


class Planned(Wanted):
    """A trip that is planned."""

    purpose: str = Field(
        min_length=1, max_length=LONGEST_QUESTION, pattern=_SAYS_SOMETHING,
        description="What it is for, with the name of the event.", examples=["參加 Gartner 資訊科技研討會"],
    )  # fmt: skip
    country: str = Field("", max_length=LONGEST_NAME, description="Where it goes; several parted by commas.")
    agency: str = Field("", max_length=LONGEST_NAME, description="Who travels.")
    start: date | None = Field(None, alias="from", description="When it begins.", examples=["2027-05-01"])
    end: date | None = Field(None, alias="to", description="When it ends.")
    years: int = Field(YEARS, ge=1, le=MOST_YEARS, description="Trips of so many years before it begins.")
    k: int = Field(TRIPS, ge=1, le=MOST_TRIPS, description="How many trips.")

    @field_validator("years", "k", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        return _is_number(value)

    @field_validator("start", "end", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return _is_day(value)

    @property
    def plan(self) -> Plan:
        """The same as the library knows it."""
        return Plan(self.purpose, self.country, self.agency, self.start, self.end, self.years)


def _is_day(value: object) -> object:
    """``value``, but ValueError for a moment, or a number of seconds."""
    if value is not None and not (isinstance(value, str) and len(value) in (0, 10)):
        raise ValueError("This is a day, such as 2027-05-01.")
    return value


class Passage(Wanted):
    """A passage by its report and its anchor."""

    report_id: NamedReport
    anchor: str = Field(
        pattern=r"^v[0-9]{1,9}-[0-9]{1,9}-[0-9]{1,9}-[0-9a-f]{10}$", max_length=50,
        description="As it stands in «cited», and after the # of a permanent link.",
        examples=["v1-11435-11536-0000000000"],
    )  # fmt: skip


class Picked(Wanted):
    """Passages for an attachment."""

    passages: list[Passage] = Field(min_length=1, max_length=MOST_PICKED)
    question: str = Field("", max_length=LONGEST_QUESTION, description="What they answer.")


class AdviceListed(Narrowed):
    """A stretch of what the reports recommend."""

    report: list[NamedReport] = Field(default_factory=list, max_length=MOST_REPORTS, description="Only these reports.")
    status: Status | None = Field(None, description="Only those that are so far.")
    owner: str = Field("", max_length=OWNER, description="Only those of this owner, or a part of the name.")
    text: str = Field("", max_length=LONGEST_NAME, description="Only those that say all of these words.")
    order: Order = Field(Order.DATE, description="In what order.")
    offset: int = Field(0, ge=0, le=FAREST, description="How many are passed over.")
    limit: int = Field(PAGE, ge=1, le=LARGEST_PAGE, description="How many at most.")

    @property
    def rows(self) -> WantedRows:
        """The same as the library knows it."""
        filters = self.filters(self.report)
        return WantedRows(filters, status=self.status, owner=self.owner, text=self.text, order=self.order)


class Noted(Wanted):
    """What shall be noted: what is left out stays, an empty text takes away."""

    status: Status | None = Field(None, description="How far it is.")
    owner: str | None = Field(None, max_length=OWNER)
    note: str | None = Field(None, max_length=NOTE)
    due: date | Literal[""] | None = Field(None, description="By when.")

    @field_validator("due", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return _is_day(value)

    @property
    def edit(self) -> Edit:
        """The same as the library knows it."""
        due = self.due.isoformat() if isinstance(self.due, date) else self.due
        return Edit(self.status, self.owner, self.note, due)
