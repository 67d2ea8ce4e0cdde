"""What all answers are made of.

Every offset counts characters (not bytes) of the report's canonical text of the version that is named with it, half
open: ``GET /api/v1/reports/{report_id}/text`` is that text.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Offset = Annotated[int, Field(ge=0, description="Characters of the report's canonical text.", examples=[11435])]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256, in hexadecimal.")]
Id = Annotated[str, Field(description="A report's id.", examples=["gartner-2022"])]
Path = Annotated[
    list[str],
    Field(
        description="The headings from the top down to the section.",
        examples=[["肆、下一個世代的政府數位發展", "(五)"]],
    ),
]
Links = Annotated[
    dict[str, str],
    Field(
        description="Addresses on this server, by what is there.", examples=[{"report": "/api/v1/reports/gartner-2022"}]
    ),
]


class Model(BaseModel):
    """What all have in common: they are made once, and the words of their fields are ours."""

    model_config = ConfigDict(frozen=True)


class PageModel(Model):
    """A page of the file that a stretch stands on."""

    number: int = Field(description="The physical page, counted from 1.", ge=1)
    label: str | None = Field(description="The number that is printed on it, where one is.", examples=["5"])


class CitedModel(Model):
    """The facts of a citation, which prove the quote: ``quote_sha256`` is the hash of the stretch in UTF-8."""

    report_id: Id
    version: int
    sha256: Sha256
    name: str
    title: str | None
    author: str | None
    agency: str | None
    date: str | None
    iso_date: str | None
    section_path: Path
    char_start: Offset
    char_end: Offset
    pages: list[PageModel]
    quote_sha256: Sha256
    anchor: str = Field(description="What a permanent link ends in.", examples=["v2-120-310-3fa8c2d1e0"])
    link: str | None = Field(description="The permanent link, which finds the passage again in a later version.")
    missing: list[str] = Field(description="What of a citation the report does not print.")
    replaced_by: int | None = Field(description="The version that does not have the passage any more, if one is.")


class FaultModel(Model):
    """One value that is at fault."""

    field: str = Field(examples=["query.k"])
    message: str


class ProblemModel(Model):
    """Why something cannot be done (RFC 9457)."""

    type: str = Field(description="Stable, one a reason.", examples=["/api/v1/docs#unknown-report"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="In words, with the cure.")
    errors: list[FaultModel] = Field(default_factory=list, description="The values that are at fault, if values are.")
