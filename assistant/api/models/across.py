"""What all reports say to one question, and earlier trips that a plan is like."""

from pydantic import ConfigDict, Field

from assistant.across import By
from assistant.api.models.answers import CitedHit, ExpansionModel, NearMissModel
from assistant.api.models.basics import Id, Links, Model
from assistant.prior import Ground, Likeness
from corpus.types import Band


class SilentModel(Model):
    """A group in which nothing was found; its key is null where the forms do not say."""

    key: str | None
    name: str
    reports: int


class GroupModel(Model):
    """A group that says something of it, with its best passages."""

    key: str | None
    name: str
    printed_as: list[str]
    reports: int
    reports_saying: int
    hits: list[CitedHit]


class AcrossModel(Model):
    """What all reports say to one question; in the band «none» ``nearest`` are the nearest passages, no answer."""

    question: str
    by: By
    answerable: bool
    band: Band
    near_misses: list[NearMissModel]
    searched: int
    complete: bool
    groups: list[GroupModel]
    groups_left_out: int
    silent: list[SilentModel]
    nearest: list[CitedHit]
    expansions: list[ExpansionModel]
    links: Links


class PlanModel(Model):
    """The plan as it was understood."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, serialize_by_alias=True)

    purpose: str
    country: str | None
    agency: str | None
    start: str | None = Field(alias="from")
    end: str | None = Field(alias="to")
    years: int


class SearchedModel(Model):
    """What the verdict rests on."""

    reports: int
    undated: int = Field(description="Those without any date.")
    outside: int = Field(description="Reports of other times, which were not searched.")
    since: str
    until: str
    themes: list[str]


class ReasonModel(Model):
    """One thing in common."""

    ground: Ground
    shared: str | None
    weight: float


class TripModel(Model):
    """An earlier trip that is like the plan, with the passages that show it."""

    report_id: Id
    report_title: str
    agency: str | None
    countries: list[str]
    day: str | None
    likeness: Likeness
    score: float
    reasons: list[ReasonModel]
    evidence: list[CitedHit]


class PriorFacts(Model):
    """The verdict on a plan, and the trips that it rests on, the most alike first."""

    plan: PlanModel
    verdict: Likeness
    searched: SearchedModel
    trips: list[TripModel]
    trips_left_out: int
    expansions: list[ExpansionModel]


class PriorModel(PriorFacts):
    """The verdict on a plan, and the trips that it rests on, the most alike first."""

    links: Links
