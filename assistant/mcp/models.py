"""What tools give: the same facts as the API, each quoted stretch with all that proves it."""

from pydantic import Field

from assistant.api.models import AnswerFacts, CitedHit, Id, Model


class Asked(AnswerFacts):
    """The passages that answer, best first. In the band «none» they are the nearest ones and no answer (查無依據)."""

    hits: list[CitedHit]


class Row(Model):
    """A report in a list, by what its form prints; null is what it does not print."""

    id: Id
    title: str
    agency: str | None
    country: str | None
    date: str | None = Field(description="The report's day, ISO 8601.")
    trip: list[str] = Field(description="First and last day of the trip, ISO 8601; empty where they are not printed.")
    category: str | None
    version: int
    characters: int


class Rows(Model):
    """One stretch of the list of reports."""

    total: int
    offset: int
    items: list[Row]
