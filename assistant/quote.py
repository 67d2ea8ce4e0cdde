"""Any stretch of a report as something to cite: the section around a passage, or what a permanent link once named."""

from dataclasses import dataclass
from typing import Final

from assistant.anchor import Anchor
from assistant.cite import cite, footnote
from corpus.errors import UnknownReport
from corpus.types import Hit, Located, Passage, PassageId, PassageKind, Why
from corpus.view import View

LONGEST_SECTION: Final = 6_000
"""Characters of a section that is put in a passage's place; more than that is read in the report."""
_NOT_RANKED: Final = Why(None, None, None, None)
_NO_ID: Final = PassageId(0)


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a permanent link named. ``hit`` is where it stands today, None where today's text does not have it;
    ``text`` is what it said in ``version``, empty where that is not known any more."""

    hit: Hit | None
    text: str = ""
    version: int = 0


def quote(view: View, report_id: str, start: int, end: int) -> Hit:
    """``start`` .. ``end`` of a report's text as a hit without a rank; UnknownReport where there is no such report."""
    summary = view.summary(report_id)
    start, end = max(0, min(start, summary.characters)), max(0, min(end, summary.characters))
    inside = [s for s in view.sections(report_id) if s.start <= start and end <= s.end]
    section = max(inside, key=lambda s: (s.level, s.start), default=None)
    pages = view.pages_at(report_id, start, end)
    passage = Passage(0, section.ordinal if section else 0, PassageKind.TEXT, start, end, None)
    text = view.slice(report_id, start, end)
    cited = cite(Located(_NO_ID, summary, passage, section.path if section else (), text, (), pages))
    return Hit(
        rank=0, score=0.0, report_id=report_id, report_title=summary.title, section_path=cited.section_path,
        char_start=start, char_end=end, page=pages[0].number if pages else None, text=text, highlights=(),
        citation=footnote(cited), cited=cited, why=_NOT_RANKED, pages=pages,
    )  # fmt: skip


def section_around(view: View, report_id: str, start: int, end: int) -> Hit | None:
    """The smallest section that holds ``start`` .. ``end`` and says more than that; None where it is too long to be
    read at one go, or where there is none."""
    view.require([report_id])
    holding = [s for s in view.sections(report_id) if s.start <= start and end <= s.end]
    for section in sorted(holding, key=lambda s: s.end - s.start):
        text = view.slice(report_id, section.start, section.end)
        before, after = text[: start - section.start], text[end - section.start :]
        own = before[section.heading_end - section.start :]
        if own.strip() or after.strip():
            length = len(text.rstrip())
            return quote(view, report_id, section.start, section.start + length) if length <= LONGEST_SECTION else None
    return None


def recall(view: View, report_id: str, anchor: Anchor) -> Recalled:
    """What ``anchor`` named: at the same place, else wherever today's text says it; UnknownReport as ever."""
    current = view.summary(report_id)
    try:
        said = view.version_text(report_id, anchor.version)[anchor.start : anchor.end]
    except UnknownReport:  # the version's text: the report is there
        return Recalled(None)
    if not anchor.proves(said):
        return Recalled(None)
    at = anchor.start if current.version == anchor.version else view.text(report_id).find(said)
    hit = quote(view, report_id, at, at + len(said)) if at >= 0 else None
    return Recalled(hit, said, anchor.version)
