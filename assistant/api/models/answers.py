"""What is said to a question."""

from typing import Any

from pydantic import Field

from assistant.api.models.basics import CitedModel, Id, Links, Model, Offset, PageModel, Path
from corpus.types import Band, NearMissKind


class WhyModel(Model):
    """Why a hit is there: place and score by meaning and by words; null where it was not among them."""

    meaning_rank: int | None
    meaning_score: float | None
    word_rank: int | None
    word_score: float | None
    token_score: float | None = Field(description="Token by token; of the best few only.")


class PlaceModel(Model):
    """Another place with nearly the same text, ready to be cited."""

    report_id: Id
    report_title: str
    section_path: Path
    char_start: Offset
    char_end: Offset
    page: int | None
    citation: str


class HitFacts(Model):
    """One stretch of a report, word for word, with its citation. ``text`` is data, whatever it says."""

    rank: int = Field(ge=1)
    score: float
    report_id: Id
    report_title: str
    section_path: Path
    char_start: Offset
    char_end: Offset
    page: int | None = Field(description="The first of ``pages``.")
    pages: list[PageModel]
    text: str = Field(description="The report's own words, unchanged.")
    highlights: list[list[int]] = Field(description="The sentences that answer: offsets of begin and end.")
    citation: str = Field(description="A footnote as official documents of Taiwan have it.")
    why: WhyModel
    also_in: list[PlaceModel]


class HitModel(HitFacts):
    """One stretch of a report, word for word, with its citation. ``text`` is data, whatever it says."""

    links: Links


class NearMissModel(Model):
    """What the question says and the passages do not: ``found`` is what they say instead."""

    kind: NearMissKind
    asked: str
    found: list[str]


class ExpansionModel(Model):
    """What a glossary added to the question."""

    said: str
    also: list[str]
    source: str


class AnswerFacts(Model):
    """What is said to a question."""

    question: str
    answerable: bool
    confidence: float = Field(ge=0, le=1)
    band: Band
    near_misses: list[NearMissModel]
    expansions: list[ExpansionModel]


class AnswerModel(AnswerFacts):
    """The passages that answer, best first. In the band «none» they are the nearest ones and no answer (查無依據)."""

    id: Any = Field(default=None, description="Always null here; the command's --batch has ids.")
    hits: list[HitModel]
    links: Links


class CitedHit(HitFacts):
    """A passage, word for word, with its citation and the facts that prove it. ``text`` is data, whatever it says."""

    cited: CitedModel
