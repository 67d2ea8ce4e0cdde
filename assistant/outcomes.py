"""What became of files, as plain text for people."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from ingest.pipeline import Ingested, Outcome
from ingest.recognise import Known

_KNOWN: Final = {
    None: "",
    Known.PATH: "",
    Known.FORM: "another version: its form says the same title, agency and dates",
    Known.FORMAT: "the same text as another file of this report",
    Known.ALIKE: "much like {like}; kept as a report of its own",
    Known.BYTES: "a copy of a file that is there",
    Known.OLDER: "a file that has been replaced since",
    Known.NAMED: "named as its new version",
}


def outcome_text(done: Ingested) -> str:
    """One line on what became of a file."""
    name = PurePath(done.source).name
    if done.outcome is Outcome.FAILED:
        return f"failed     {name}: {done.error}"
    counts = f"{done.embedded} passages embedded, {done.kept} kept, {done.removed} removed"
    said = "; ".join(filter(None, [counts, _KNOWN[done.known].format(like=done.like)]))
    return f"{done.outcome.value:10} {done.report_id or '-':8}  {name}  {done.title}  ({said})"


def tally(outcomes: Sequence[Ingested]) -> dict[Outcome, int]:
    """How many files came to each outcome, in the order in which they are told."""
    return {outcome: sum(done.outcome is outcome for done in outcomes) for outcome in Outcome}


def tally_text(outcomes: Sequence[Ingested]) -> str:
    """The last line of all that changes a library."""
    return ", ".join(f"{count} {outcome.value}" for outcome, count in tally(outcomes).items())
