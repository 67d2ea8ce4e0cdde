"""The columns of the table as a sheet has them: what each is called in either language, and what it says of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from assistant.cite import page_range
from assistant.locales import LANGUAGES, Words, words_for
from assistant.recommendations.stamp import stamp
from assistant.recommendations.table import Recommendation
from corpus.advice import Kind
from corpus.fold import squeezed
from corpus.marks import Status
from corpus.tracked import Gone

Said = str | int | None
EDITED: Final = ("status", "owner", "due", "note")
"""The columns that may be changed in a sheet and taken back."""
STATUSES: Final = {
    Status.OPEN: "recommendations.open",
    Status.ACCEPTED: "recommendations.accepted",
    Status.IN_PROGRESS: "recommendations.in_progress",
    Status.DONE: "recommendations.done",
    Status.DECLINED: "recommendations.declined",
}
KINDS: Final = {
    Kind.RECOMMENDATION: "recommendations.recommendation",
    Kind.REFLECTION: "recommendations.reflection",
}


def lost(row: Gone, t: Words) -> str:
    """Why it is not in a report any more."""
    if row.title is None:
        return t("recommendations.report_gone")
    return t("recommendations.said_in", n=row.version)


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is that of the field in JSON, ``title`` the key of its words; ``width`` counts characters of a sheet.

    ``of_gone`` says it of what is no longer in its report; None where nothing can be said.
    """

    name: str
    title: str
    width: int
    of_row: Callable[[Recommendation, Words], Said]
    of_gone: Callable[[Gone, Words], Said] | None = None

    def says(self, row: Recommendation | Gone, t: Words) -> Said:
        """What stands in this column of ``row``."""
        if isinstance(row, Recommendation):
            return self.of_row(row, t)
        return self.of_gone(row, t) if self.of_gone else None


COLUMNS: Final = (
    Column("report_title", "recommendations.report", 32, lambda r, _: r.report.title, lambda g, _: g.title),
    Column("agency", "browse.agency", 18, lambda r, _: r.cited.agency),
    Column("date", "recommendations.date", 11, lambda r, _: r.cited.iso_date),
    Column("number", "recommendations.number", 7, lambda r, _: r.tracked.advice.number, lambda g, _: g.number),
    Column("text", "recommendations.text", 70, lambda r, _: r.text, lambda g, _: g.text),
    Column("kind", "recommendations.kind", 8, lambda r, t: t(KINDS[r.tracked.advice.kind])),
    Column("term", "recommendations.term", 10, lambda r, _: r.tracked.advice.term),
    Column("lead", "recommendations.lead_agency", 16, lambda r, _: r.tracked.advice.lead),
    Column("assist", "recommendations.assist", 16, lambda r, _: r.tracked.advice.assist),
    Column(
        "status", "recommendations.status", 10,
        lambda r, t: t(STATUSES[r.mark.status]), lambda g, t: t(STATUSES[g.mark.status]),
    ),
    Column("owner", "recommendations.owner", 16, lambda r, _: r.mark.owner, lambda g, _: g.mark.owner),
    Column("due", "recommendations.due", 11, lambda r, _: r.mark.due, lambda g, _: g.mark.due),
    Column("note", "recommendations.note", 30, lambda r, _: r.mark.note, lambda g, _: g.mark.note),
    Column("in_report", "recommendations.in_report", 16, lambda _, t: t("recommendations.is_in"), lost),
    Column(
        "section_path", "recommendations.section", 28,
        lambda r, _: " › ".join(r.cited.section_path), lambda g, _: " › ".join(g.path),
    ),
    Column("page", "recommendations.page", 7, lambda r, _: page_range(r.cited.pages, True) if r.cited.pages else None),
    Column("citation", "recommendations.citation", 40, lambda r, _: r.citation),
    Column("report_id", "recommendations.report_id", 10, lambda r, _: r.cited.report_id, lambda g, _: g.report_id),
    Column("version", "recommendations.version", 7, lambda r, _: r.cited.version, lambda g, _: g.version),
    Column("char_start", "recommendations.start", 9, lambda r, _: r.cited.start),
    Column("char_end", "recommendations.end", 9, lambda r, _: r.cited.end),
    Column("quote_sha256", "recommendations.hash", 14, lambda r, _: r.cited.quote_sha256),
    Column("revision", "recommendations.revision", 10, lambda r, _: stamp(r.mark), lambda g, _: stamp(g.mark)),
    Column("key", "recommendations.key", 24, lambda r, _: r.key, lambda g, _: g.key),
)  # fmt: skip
"""In the order of a sheet: what it is and of what, what is noted, where it stands, what proves it."""


def name_of(title: str) -> str | None:
    """Which column is meant by what stands above one, in either language, or by its name; None where none is.

    >>> name_of("狀態"), name_of("Status"), name_of("status"), name_of("備忘")
    ('status', 'status', 'status', None)
    """
    return _names().get(squeezed(title))


@cache
def _names() -> dict[str, str]:
    named = {squeezed(column.name): column.name for column in COLUMNS}
    return named | {squeezed(words_for(lang)(c.title)): c.name for lang in LANGUAGES for c in COLUMNS}


def status_meant(said: str) -> str:
    """The name of the status that is called so in either language; what is none stays as it is, empty is open."""
    named = {squeezed(words_for(lang)(key)): status.value for lang in LANGUAGES for status, key in STATUSES.items()}
    return named.get(squeezed(said), said) if said.strip() else Status.OPEN.value
