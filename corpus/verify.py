"""Whether a library's reports are whole: what must hold in its store, looked at report by report. Nothing is changed.

The file is opened as it is, not through :class:`corpus.store.Store`: a store that is too damaged to be opened is a
finding like any other.
"""

import hashlib
import sqlite3
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from corpus import advice, datebook, facets, identity
from corpus.advice_check import advice_differs, facets_differ, wrong_marks
from corpus.boxes import unpack
from corpus.errors import TripReportError
from corpus.migrations import MIGRATIONS
from corpus.originals import Originals
from corpus.seams import Progress
from corpus.store import DERIVED, passage_digest
from corpus.types import Passage, PassageId, Report, ReportSummary
from corpus.view import View

MOST: Final = 50
"""Problems of one kind that are told; more say no more."""
RESTORE: Final = "`tripreport restore FILE`, with a backup made before"
DAMAGE: Final = (
    OSError, sqlite3.Error, zlib.error, ValueError, TypeError, LookupError, AttributeError, TripReportError,
)  # fmt: skip
"""What reading a damaged row can end in."""
_AGAIN: Final = "`tripreport ingest --again` its file, or " + RESTORE
_MINE: Final = "JOIN report r ON r.id = p.report WHERE r.key = ?"
_AFRESH: Final = "`tripreport remove {0}` and `tripreport ingest` its file again, or " + RESTORE
_MARK: Final = "note it again (`tripreport recommendations --report {0}` has the keys), or " + RESTORE
_FILES: Final = "`tripreport ingest` its file, or `tripreport sync` its folder; else " + RESTORE


class Fault(StrEnum):
    """What is wrong."""

    STORE = "store"  # SQLite cannot read its own file
    SCHEMA = "schema"  # written by a newer version
    ORPHAN = "orphan"  # a row whose owner is not there
    NUMBERS = "numbers"  # ids that could be used again, or a log that contradicts what is there
    REPORT = "report"
    HISTORY = "history"  # files and versions
    OUTLINE = "outline"
    PAGES = "pages"
    PASSAGE = "passage"
    WINDOW = "window"
    VECTOR = "vector"
    TOKENS = "tokens"
    DERIVED = "derived"  # what a report is recognised and filtered by, its passages' days, its recommendations
    MARK = "mark"  # what people noted of a recommendation
    ORIGINAL = "original"  # the file that pages are shown from
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and the command that mends it; the report's and the passage's id where it is one's."""

    kind: Fault
    detail: str
    cure: str
    report: str | None = None
    passage: int | None = None


@dataclass(slots=True)
class Findings:
    """What was looked at, how much of it, and what is wrong; ``notes`` are no faults. ``left_out`` counts problems
    beyond MOST of their kind."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    left_out: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def add(self, problems: Iterable[Problem]) -> None:
        """Keep ``problems``; what cannot even be read is one more."""
        try:
            for problem in problems:
                if sum(p.kind is problem.kind for p in self.problems) < MOST:
                    self.problems.append(problem)
                else:
                    self.left_out += 1
        except DAMAGE as error:
            self.problems.append(Problem(Fault.STORE, f"cannot be read ({_named(error)})", RESTORE))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """One state of the store at ``path``, whatever is written meanwhile; nothing can be changed through it."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")
        yield db
    finally:
        db.close()


def check(db: sqlite3.Connection, found: Findings, progress: Progress | None = None) -> bool:
    """Put into ``found`` all that is wrong in the state that ``db`` sees; whether its rows could be looked at.

    ``progress`` counts reports.
    """
    before = len(found.problems)
    found.add(_integrity(db))
    if len(found.problems) > before or not _known_schema(db, found):
        return False
    view = View(db)
    for problems in (_orphans(db), _sequences(db), _log(db), _marks(db)):
        found.add(problems)
    found.notes += [f"{key} was written by other rules: it is made anew when the library is next opened"
                    for key, version in DERIVED.items() if view.setting(key) not in (version, None)]  # fmt: skip
    keys = [r[0] for r in db.execute("SELECT key FROM report ORDER BY id")]
    for done, key in enumerate(keys, start=1):
        found.add(_report(view, db, key, found.checked))
        if progress:
            progress(done, len(keys))
    return True


def _integrity(db: sqlite3.Connection) -> Iterator[Problem]:
    for (said,) in db.execute(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield Problem(Fault.STORE, said, RESTORE)


def _known_schema(db: sqlite3.Connection, found: Findings) -> bool:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        said = f"schema {version} is newer than this program's ({len(MIGRATIONS)})"
        found.add([Problem(Fault.SCHEMA, said, "`pip install --upgrade tripreport`")])
    elif version < len(MIGRATIONS):
        found.notes.append(
            f"schema {version} is an older one, and its rows were not looked at: `tripreport reports` brings it up"
        )
    return bool(version == len(MIGRATIONS))


def _orphans(db: sqlite3.Connection) -> Iterator[Problem]:
    rows = Counter((table, parent) for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"))
    for (table, parent), count in rows.items():
        yield Problem(Fault.ORPHAN, f"{count} rows of {table} belong to no {parent}", RESTORE)
    texts = "SELECT key FROM report WHERE id NOT IN (SELECT report FROM report_text)"
    for (key,) in db.execute(texts):
        yield Problem(Fault.ORPHAN, "the report has no text", _AFRESH.format(key), key)


def _sequences(db: sqlite3.Connection) -> Iterator[Problem]:
    given = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    for table, column in (("report", "id"), ("passage", "id"), ("change", "seq")):
        highest = db.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0]
        if given.get(table, 0) < highest:
            yield Problem(Fault.NUMBERS, f"numbers of {table} up to {highest} would be given out again", RESTORE)


def originals(db: sqlite3.Connection, folder: Path) -> Iterator[Problem]:
    """Files in ``folder`` that are not what they are called by, and those that are missing there."""
    laid_out = "SELECT key, sha256 FROM report WHERE id IN (SELECT report FROM page WHERE boxes IS NOT NULL)"
    kept = Originals(folder)
    for key, sha256 in db.execute(laid_out):
        path = kept.find(sha256)
        if path is None:
            yield Problem(Fault.ORIGINAL, f"originals/{sha256[:2]}/{sha256} is missing", _AGAIN, key)
            continue
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                said = f"originals/{sha256[:2]}/{sha256} is damaged"
                yield Problem(Fault.ORIGINAL, said, f"delete it and {_AGAIN}", key)


def _log(db: sqlite3.Connection) -> Iterator[Problem]:
    """The last word of the log on each passage says whether it is there."""
    last = "SELECT passage, op, max(seq) FROM change GROUP BY passage"
    disagreeing = (
        f"SELECT p.id, 'is not in' FROM passage p LEFT JOIN ({last}) c ON c.passage = p.id WHERE c.op IS NOT 'add'"
        f" UNION ALL SELECT passage, 'is only in' FROM ({last}) WHERE op = 'add'"
        " AND passage NOT IN (SELECT id FROM passage)"
    )
    for passage, how in db.execute(disagreeing):
        yield Problem(Fault.NUMBERS, f"the passage {how} the log that indexes go by", RESTORE, passage=passage)


def _marks(db: sqlite3.Connection) -> Iterator[Problem]:
    """What people noted is never mended by making it anew."""
    for key, detail in wrong_marks(db):
        yield Problem(Fault.MARK, detail, _MARK.format(key), key)


@dataclass(frozen=True, slots=True)
class _Held:
    """One report with all that is checked of it, and where the rest of it is."""

    view: View
    db: sqlite3.Connection
    summary: ReportSummary
    report: Report
    passages: Sequence[tuple[PassageId, Passage]]

    def rows(self, select: str) -> list[Any]:
        """The rows of this report: ``select`` ends in a condition on the report's key."""
        return self.db.execute(select, (self.summary.id,)).fetchall()

    def wrong(self, kind: Fault, detail: str, cure: str = _AFRESH, passage: int | None = None) -> Problem:
        """A problem of this report."""
        return Problem(kind, detail, cure.format(self.summary.id), self.summary.id, passage)


def _report(view: View, db: sqlite3.Connection, key: str, checked: Counter[str]) -> Iterator[Problem]:
    checked["reports"] += 1
    try:
        held = _Held(view, db, view.summary(key), view.report(key), view.passages(key))
    except DAMAGE as error:
        yield Problem(Fault.REPORT, f"cannot be read ({_named(error)})", _AFRESH.format(key), key)
        return
    checked["characters"] += len(held.report.text)
    checked["sections"] += len(held.report.outline.sections)
    checked["pages"] += len(held.report.document.pages)
    checked["passages"] += len(held.passages)
    checked["windows"] += sum(len(p.windows) for _, p in held.passages)
    for each, kind, cure in _EACH:
        try:
            yield from each(held)
        except DAMAGE as error:
            yield held.wrong(kind, f"cannot be read ({_named(error)})", cure)


def _text(held: _Held) -> Iterator[Problem]:
    length = len(held.report.text)
    if held.summary.characters != length:
        yield held.wrong(Fault.REPORT, f"{held.summary.characters} characters are recorded, its text has {length}")
    front = held.report.front
    printed = [(one.start, one.end) for one in front.fields.values()]
    printed += [(one.start, one.end) for one in front.travellers]
    printed += [(one.start, one.end) for one in front.destinations]
    if any(not 0 <= start <= end <= length for start, end in printed):
        yield held.wrong(Fault.REPORT, "what its form says is not in its text")


def _outline(held: _Held) -> Iterator[Problem]:
    """Sections nest, in order; figures are in the text and in a section."""
    length, sections = len(held.report.text), held.report.outline.sections
    filled: dict[int | None, int] = {}
    for place, s in enumerate(sections):
        inside = s.parent is None or 0 <= s.parent < place
        parent = sections[s.parent] if inside and s.parent is not None else None
        first, last = (parent.start, parent.end) if parent else (0, length)
        if s.ordinal != place or not inside:
            yield held.wrong(Fault.OUTLINE, f"section {s.ordinal} is out of place")
        elif not first <= s.start <= s.heading_end <= s.own_end <= s.end <= last:
            yield held.wrong(Fault.OUTLINE, f"section {s.ordinal} [{s.start}:{s.end}] is not within [{first}:{last}]")
        elif s.start < filled.get(s.parent, 0):
            yield held.wrong(Fault.OUTLINE, f"section {s.ordinal} [{s.start}:{s.end}] overlaps the one before")
        filled[s.parent] = s.end
    for f in held.report.outline.figures:
        if not (0 <= f.start <= f.end <= length and 0 <= f.section < len(sections)):
            yield held.wrong(Fault.OUTLINE, f"figure {f.number} [{f.start}:{f.end}] is not in the text")


def _pages(held: _Held) -> Iterator[Problem]:
    """Pages touch and cover the text; where a page is laid out, each of its characters has a box."""
    at, last = 0, len(held.report.text)
    laid_out = dict(held.rows(f"SELECT p.number, p.boxes FROM page p {_MINE}"))
    for number, page in enumerate(held.report.document.pages, start=1):
        if page.number != number or page.start != at or page.end < page.start:
            said = f"page {page.number} [{page.start}:{page.end}] does not follow page {number - 1}"
            yield held.wrong(Fault.PAGES, said)
        at = page.end
        if (boxes := laid_out.get(page.number)) is not None and len(unpack(boxes)) != page.end - page.start:
            yield held.wrong(Fault.PAGES, f"page {page.number} has boxes of other characters than its own")
    if held.report.document.pages and at != last:
        yield held.wrong(Fault.PAGES, f"the pages end at {at}, the text at {last}")


def _passages(held: _Held) -> Iterator[Problem]:
    text, sections, pages = held.report.text, held.report.outline.sections, held.report.document.pages
    starts = [page.start for page in pages]
    digests = dict(held.rows(f"SELECT p.id, p.digest FROM passage p {_MINE}"))
    for place, (passage_id, p) in enumerate(held.passages):
        section = sections[p.section] if 0 <= p.section < len(sections) else None
        if p.ordinal != place or section is None:
            yield held.wrong(Fault.PASSAGE, "the passage is out of place", passage=passage_id)
        elif not 0 <= p.start < p.end <= len(text) or not section.start <= p.start < p.end <= section.end:
            said = f"[{p.start}:{p.end}] is not within its section [{section.start}:{section.end}]"
            yield held.wrong(Fault.PASSAGE, said, passage=passage_id)
        elif digests[passage_id] != passage_digest(section.path, text[p.start : p.end]):
            yield held.wrong(Fault.PASSAGE, "its text is not what was embedded (digest)", passage=passage_id)
        on = bisect_right(starts, p.start) - 1
        if p.page != (pages[on].number if on >= 0 else None):
            yield held.wrong(Fault.PASSAGE, f"it does not begin on page {p.page}", passage=passage_id)
        for w in p.windows:
            if not p.start <= w.start < w.end <= p.end:
                said = f"its window [{w.start}:{w.end}] is not within [{p.start}:{p.end}]"
                yield held.wrong(Fault.WINDOW, said, passage=passage_id)


def _history(held: _Held) -> Iterator[Problem]:
    """Every version has its row, every older one its text; the report is its newest, and is in its own file."""
    summary, view = held.summary, held.view
    versions, sources = view.versions(summary.id), view.sources(summary.id)
    recorded = [v.number for v in versions]  # not from 1 where they began before there was a history
    if not recorded or recorded != list(range(recorded[0], summary.version + 1)):
        yield held.wrong(Fault.HISTORY, f"not all versions up to {summary.version} are recorded")
    elif (versions[-1].sha256, versions[-1].passages) != (summary.sha256, len(held.passages)):
        yield held.wrong(Fault.HISTORY, "its newest version is recorded as another file, or with other passages")
    for v in versions:
        if v.number < summary.version and len(view.version_text(summary.id, v.number)) != v.characters:
            yield held.wrong(Fault.HISTORY, f"the text of version {v.number} is not as long as recorded", RESTORE)
    if summary.source not in {s.path for s in sources}:
        yield held.wrong(Fault.HISTORY, f"{summary.source} is recorded as none of its files", _FILES)
    if any(not 1 <= s.version <= summary.version for s in sources):
        yield held.wrong(Fault.HISTORY, "a file is recorded with a version that is not there", _FILES)


def _derived(held: _Held) -> Iterator[Problem]:
    """What follows from the text is what is kept, where the same rules wrote it."""
    if held.view.setting("identity") == identity.VERSION:
        kept = held.rows("SELECT i.kind, i.key FROM identity i JOIN report r ON r.id = i.report WHERE r.key = ?")
        if set(kept) != {(kind.value, name) for kind, name in identity.keys(held.report)}:
            yield held.wrong(Fault.DERIVED, "it would not be recognised: its keys are not those of its text")
    if held.view.setting("datebook") == datebook.VERSION:
        ids = {p.ordinal: i for i, p in held.passages}
        days = datebook.datebook(held.report, [p for _, p in held.passages])
        found = [(ids[d.passage], d.day.year, d.day.month, d.day.day, int(d.subject)) for d in days]
        columns = "d.passage, d.year, d.month, d.day, d.subject"
        kept = held.rows(f"SELECT {columns} FROM passage_day d JOIN passage p ON p.id = d.passage {_MINE}")
        if Counter(kept) != Counter(found):
            yield held.wrong(Fault.DERIVED, "the days that its passages speak of are not those of its text")
    name = held.summary.id
    if held.view.setting("facets") == facets.VERSION and facets_differ(held.db, name, held.report):
        yield held.wrong(Fault.DERIVED, "what it is filtered by is not what its form says")
    if held.view.setting("advice") == advice.VERSION and advice_differs(held.db, name, held.report):
        yield held.wrong(Fault.DERIVED, "its recommendations are not those of its text")


_EACH: Final[tuple[tuple[Callable[[_Held], Iterator[Problem]], Fault, str], ...]] = (
    (_text, Fault.REPORT, _AFRESH),
    (_outline, Fault.OUTLINE, _AFRESH),
    (_pages, Fault.PAGES, _AFRESH),
    (_passages, Fault.PASSAGE, _AFRESH),
    (_history, Fault.HISTORY, _AFRESH),
    (_derived, Fault.DERIVED, _AFRESH),
)
"""What is looked at in each report; the fault and the cure where it cannot even be read."""
