"""What becomes of what changes the library."""

from pydantic import Field

from assistant.api.models.basics import Links, Model
from ingest.pipeline import Outcome
from ingest.recognise import Known


class FileOutcomeModel(Model):
    """What became of one file, or of the report that was to be removed."""

    name: str
    outcome: Outcome
    report_id: str | None
    title: str | None
    embedded: int
    kept: int
    removed: int
    known: Known | None = Field(description="How a report was recognised that was there already.")
    like: str | None
    error: str | None


class ProgressModel(Model):
    """How far a job is; ``share`` is how much of the file in hand is done."""

    done: int
    total: int
    share: float = Field(ge=0, le=1)
    seconds: float
    seconds_left: float | None


class JobModel(Model):
    """Something that is done beside the questions, one after another."""

    id: str
    state: str = Field(description="waiting, working or done.", examples=["working"])
    ahead: int = Field(description="Other jobs that come before it.")
    names: list[str]
    progress: ProgressModel
    outcomes: list[FileOutcomeModel]
    stop: str | None = Field(description="Why it ended before its last file: too_many, library, cancelled, unexpected.")
    why: str
    links: Links
