"""What must hold of the table of recommendations, and of what was noted of them."""

import json
import sqlite3
from collections.abc import Iterator

from corpus.advice import advice_in
from corpus.advice_rows import columns_of
from corpus.errors import BadMark
from corpus.facets import facets_of
from corpus.marks import Edit, Mark, Status
from corpus.types import Report

_MARKS = """SELECT m.report_key, m.digest, m.status, m.owner, m.note, m.due, m.revision, m.former, m.path, r.key,
  m.report IS NOT NULL, (SELECT count(*) FROM recommendation a WHERE a.report = k.id AND a.digest = m.digest)
  FROM recommendation_mark m LEFT JOIN report r ON r.id = m.report LEFT JOIN report k ON k.key = m.report_key"""


def facets_differ(db: sqlite3.Connection, report_id: str, report: Report) -> bool:
    """Whether what is kept to filter by is not what its form says."""
    kept = db.execute(
        "SELECT f.facet, f.value FROM report_facet f JOIN report r ON r.id = f.report WHERE r.key = ? ORDER BY f.place",
        (report_id,),
    )
    return [(facet, value) for facet, value in kept] != [(f.value, value) for f, value in facets_of(report.front)]


def advice_differs(db: sqlite3.Connection, report_id: str, report: Report) -> bool:
    """Whether the recommendations that are kept are not those of its text."""
    kept = db.execute(
        'SELECT a.digest, a.kind, a.shape, a.number, a.section, a.start, a.said, a."end", a.term, a.day, a.agency,'
        " w.title, w.printed, w.words FROM recommendation a JOIN report r ON r.id = a.report"
        " LEFT JOIN recommendation_words w ON w.report = a.report AND w.ordinal = a.ordinal"
        " WHERE r.key = ? ORDER BY a.ordinal",
        (report_id,),
    )
    return [tuple(row) for row in kept] != [(*row, *words) for row, words in columns_of(report, advice_in(report))]


def wrong_marks(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The report and what is wrong with something that was noted of it."""
    for key, digest, status, owner, note, due, revision, former, path, held, attached, there in db.execute(_MARKS):
        name = f"what was noted of {key}-{digest}"
        try:
            kept = Mark(Status(status), owner, note, due)
            sound = Edit(status, owner, note, due).on(Mark()) == kept and revision > 0
            sound = sound and all(isinstance(json.loads(said), list) for said in (former, path))
        except (ValueError, BadMark):
            sound = False
        if not sound:
            yield key, f"{name} makes no sense"
        if attached and (held != key or not there):
            yield key, f"{name} is held for a recommendation that is not there"
        if not attached and there:
            yield key, f"{name} is held for none, and the report still makes it"
