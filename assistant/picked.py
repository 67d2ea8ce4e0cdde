"""What somebody picked to be cited: a passage by its anchor, as it stands today or as an older version said it."""

from dataclasses import dataclass

from assistant.anchor import Anchor, quote_hash
from assistant.cite import Reference
from assistant.quote import recall
from corpus.errors import UnprovedPassage
from corpus.types import Citation, ReportSummary, Version
from corpus.view import View


@dataclass(frozen=True, slots=True)
class Picked:
    """``text`` is what was picked, to the letter: ``reference.cited.quote_sha256`` is its hash."""

    reference: Reference
    text: str


def pick(view: View, report_id: str, anchor: Anchor) -> Picked:
    """What ``anchor`` named. UnknownReport where there is no such report, UnprovedPassage where none of its texts has
    the passage there."""
    found = recall(view, report_id, anchor)
    if found.hit is not None:
        return Picked(Reference(found.hit.cited), found.text)
    if not found.text:
        raise UnprovedPassage(report_id, str(anchor))
    version = next(one for one in view.versions(report_id) if one.number == anchor.version)
    return as_it_was(view.summary(report_id), version, anchor, found.text)


def as_it_was(today: ReportSummary, version: Version, anchor: Anchor, said: str) -> Picked:
    """What an older version said and today's does not. Of the older one only file and text are kept: the report is
    named as its form names it today, and section and page are not known any more."""
    front = today.front
    cited = Citation(
        today.id, version.number, version.sha256, version.name, front.value("title"), front.value("author"),
        front.value("agency"), front.value("date"), front.iso.get("date"), (), (), anchor.start, anchor.end,
        quote_hash(said),
    )  # fmt: skip
    return Picked(Reference(cited, now=today.version), said)


def the_whole(view: View, report_id: str) -> Reference:
    """A report as such, proved by the hash of its text; UnknownReport where there is none."""
    summary, text = view.summary(report_id), view.text(report_id)
    return whole_of(summary, text)


def whole_of(summary: ReportSummary, text: str) -> Reference:
    """The same of what was read already."""
    front = summary.front
    cited = Citation(
        summary.id, summary.version, summary.sha256, summary.name, front.value("title"), front.value("author"),
        front.value("agency"), front.value("date"), front.iso.get("date"), (), (), 0, len(text), quote_hash(text),
    )  # fmt: skip
    return Reference(cited, whole=True)
