"""Reading what is known of reports: their files, history, text, structure and form."""

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from corpus.advice_view import AdviceView
from corpus.boxes import Boxes, unpack
from corpus.card import Card, card_from_json
from corpus.chapters import NEAR_TOP, Chapter, chapters_titled
from corpus.errors import UnknownReport, no_report
from corpus.identity import KeyKind
from corpus.listed import Listed
from corpus.records import front_from, notices_from
from corpus.types import (
    Document,
    Figure,
    Notice,
    Outline,
    Page,
    Report,
    ReportNames,
    ReportSummary,
    Section,
    SectionKind,
    Source,
    Version,
)

_SUMMARY = """SELECT r.key, r.version, r.name, r.source, r.title, r.sha256, r.ingested_at, r.characters,
  (SELECT count(*) FROM passage p WHERE p.report = r.id), r.front, r.media_type FROM report r"""
_SECTIONS = """SELECT ordinal, parent, level, number, scheme, title, kind, start, heading_end, own_end, "end", path
  FROM section"""
_PAGES = 'SELECT number, start, "end", label, width, height FROM page'


class ReportsView(AdviceView):
    """The reports in one state of the library."""

    def setting(self, key: str) -> str | None:
        """A recorded fact about the library, such as the model that embedded it."""
        row = self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def reports(self) -> list[ReportSummary]:
        """All reports, by title."""
        return [_summary(r) for r in self._db.execute(f"{_SUMMARY} ORDER BY r.title, r.key")]

    def listed(self) -> list[Listed]:
        """All reports, by title, with what a list shows of them; no text is read."""
        chapters = self._chapters()
        facts = {
            key: (pages or None, remarks)
            for key, pages, remarks in self._db.execute(
                "SELECT r.key, (SELECT count(*) FROM page p WHERE p.report = r.id),"
                " json_array_length(r.card, '$.remarks') FROM report r"
            )
        }
        return [Listed(s, frozenset(chapters.get(s.id, ())), *facts[s.id]) for s in self.reports()]

    def _chapters(self) -> dict[str, set[Chapter]]:
        """The chapters that each report has, as :func:`corpus.chapters.chapters_in` finds them."""
        found: dict[str, set[Chapter]] = {}
        for key, title in self._db.execute(
            "SELECT r.key, s.title FROM section s JOIN report r ON r.id = s.report"
            " WHERE s.kind = ? AND s.level BETWEEN 1 AND ?",
            (SectionKind.BODY.value, NEAR_TOP),
        ):
            found.setdefault(key, set()).update(chapters_titled(title))
        return found

    def summary(self, report_id: str) -> ReportSummary:
        """One report as it is listed, or UnknownReport."""
        row = self._db.execute(f"{_SUMMARY} WHERE r.key = ?", (report_id,)).fetchone()
        if row is None:
            raise no_report(report_id)
        return _summary(row)

    def require(self, report_ids: Collection[str]) -> None:
        """UnknownReport where one of ``report_ids`` is not there."""
        known = {r[0] for r in self._db.execute("SELECT key FROM report")} if len(report_ids) > 1 else set()
        for report_id in report_ids:
            if report_id not in known:
                self.summary(report_id)

    def by_source(self, path: str) -> tuple[ReportSummary, Source] | None:
        """The report that the file at ``path`` belongs to, and the file as it was when it was last read."""
        return self._by_source("path = ?", path)

    def by_bytes(self, sha256: str) -> tuple[ReportSummary, Source] | None:
        """The report that a file with these bytes belongs to; else the one of which it is an older version."""
        found = self._by_source("sha256 = ?", sha256)
        if found:
            return found
        row = self._db.execute(
            "SELECT r.key, v.source, v.name, v.sha256, v.media_type, v.number FROM version v"
            " JOIN report r ON r.id = v.report WHERE v.sha256 = ? ORDER BY v.number DESC",
            (sha256,),
        ).fetchone()
        return (self.summary(row[0]), Source(*row[1:])) if row else None

    def _by_source(self, where: str, value: str) -> tuple[ReportSummary, Source] | None:
        row = self._db.execute(
            "SELECT r.key, s.path, s.name, s.sha256, s.media_type, s.version FROM source s"
            f" JOIN report r ON r.id = s.report WHERE s.{where} ORDER BY s.version < r.version, s.version DESC, s.path",
            (value,),
        ).fetchone()
        return (self.summary(row[0]), Source(*row[1:])) if row else None

    def sources(self, report_id: str) -> list[Source]:
        """The files that hold a report, the report's own first."""
        rows = self._db.execute(
            "SELECT s.path, s.name, s.sha256, s.media_type, s.version FROM source s JOIN report r ON r.id = s.report"
            " WHERE r.key = ? ORDER BY s.path <> r.source, s.version DESC, s.path",
            (report_id,),
        )
        return [Source(*r) for r in rows]

    def versions(self, report_id: str) -> list[Version]:
        """The history of a report, oldest first; the last is what it is now."""
        rows = self._db.execute(
            "SELECT v.number, v.sha256, v.name, v.source, v.media_type, v.ingested_at, v.characters, v.passages,"
            " v.added, v.kept, v.removed FROM version v JOIN report r ON r.id = v.report WHERE r.key = ?"
            " ORDER BY v.number",
            (report_id,),
        )
        return [Version(*r) for r in rows]

    def version_text(self, report_id: str, number: int) -> str:
        """The canonical text of one version of a report, or UnknownReport."""
        row = self._db.execute(
            "SELECT v.text, v.number = r.version FROM version v JOIN report r ON r.id = v.report"
            " WHERE r.key = ? AND v.number = ?",
            (report_id, number),
        ).fetchone()
        if row and row[1]:
            return self.text(report_id)
        if row is None or row[0] is None:
            raise UnknownReport(
                f"There is no text of version {number} of report {report_id!r}: `tripreport show {report_id}` lists "
                "the versions."
            )
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def hashes(self) -> set[str]:
        """The SHA-256 of every file that is, or was, a report's."""
        return {r[0] for r in self._db.execute("SELECT sha256 FROM source UNION SELECT sha256 FROM version")}

    def like(self, keys: Iterable[tuple[KeyKind, str]]) -> dict[str, set[KeyKind]]:
        """The reports that share any of ``keys``, and which kinds of keys each shares."""
        found: dict[str, set[KeyKind]] = {}
        for kind, key in keys:
            for (report,) in self._db.execute(
                "SELECT r.key FROM identity i JOIN report r ON r.id = i.report WHERE i.kind = ? AND i.key = ?",
                (kind.value, key),
            ):
                found.setdefault(report, set()).add(kind)
        return found

    def report(self, report_id: str) -> Report:
        """One report with its text and structure (without its pages' boxes), or UnknownReport."""
        summary = self.summary(report_id)
        row, encoding, media_type, notices, card, text = self._db.execute(
            "SELECT r.id, r.encoding, r.media_type, r.notices, r.card, t.text FROM report r"
            " JOIN report_text t ON t.report = r.id WHERE r.key = ?",
            (report_id,),
        ).fetchone()
        pages = tuple(Page(*p) for p in self._db.execute(f"{_PAGES} WHERE report = ? ORDER BY number", (row,)))
        document = Document(text, encoding, media_type, pages, notices_from(notices))
        return Report(
            summary.name, summary.source, summary.sha256, document, self._outline(row), summary.front,
            card_from_json(json.loads(card)) if card else None,
        )  # fmt: skip

    def notices(self, report_id: str) -> tuple[Notice, ...]:
        """What the reader had to say of a report; nothing of one that is not there."""
        row = self._db.execute("SELECT notices FROM report WHERE key = ?", (report_id,)).fetchone()
        return notices_from(row[0]) if row else ()

    def card(self, report_id: str) -> Card | None:
        """The card of a report; None where an older version read it, or there is no such report."""
        row = self._db.execute("SELECT card FROM report WHERE key = ?", (report_id,)).fetchone()
        return card_from_json(json.loads(row[0])) if row and row[0] else None

    def pages_at(self, report_id: str, start: int, end: int) -> tuple[Page, ...]:
        """The pages that ``start`` .. ``end`` of a report's text stand on."""
        rows = self._db.execute(
            f'{_PAGES} WHERE report = (SELECT id FROM report WHERE key = ?) AND start < ? AND "end" > ?'
            " ORDER BY number",
            (report_id, end, start),
        )
        return tuple(Page(*row) for row in rows)

    def page(self, report_id: str, number: int) -> Page | None:
        """One page of a report by its physical number; None where it is not there."""
        row = self._db.execute(
            f"{_PAGES} WHERE report = (SELECT id FROM report WHERE key = ?) AND number = ?", (report_id, number)
        ).fetchone()
        return Page(*row) if row else None

    def page_boxes(self, report_id: str, number: int) -> tuple[Page, Boxes] | None:
        """A page and where its characters are printed; None where the page is not there or not laid out."""
        row = self._db.execute(
            'SELECT number, start, "end", label, width, height, boxes FROM page'
            " WHERE report = (SELECT id FROM report WHERE key = ?) AND number = ? AND boxes IS NOT NULL",
            (report_id, number),
        ).fetchone()
        return (Page(*row[:-1]), unpack(row[-1])) if row else None

    def text(self, report_id: str) -> str:
        """The canonical text of a report alone, or UnknownReport."""
        row = self._db.execute(
            "SELECT t.text FROM report r JOIN report_text t ON t.report = r.id WHERE r.key = ?", (report_id,)
        ).fetchone()
        if row is None:
            raise no_report(report_id)
        text: str = row[0]
        return text

    def sections(self, report_id: str) -> tuple[Section, ...]:
        """The section tree of a report in reading order; nothing of one that is not there."""
        rows = self._db.execute(
            f"{_SECTIONS} WHERE report = (SELECT id FROM report WHERE key = ?) ORDER BY ordinal", (report_id,)
        )
        return tuple(map(_section, rows))

    def _outline(self, row: int) -> Outline:
        sections = self._db.execute(f"{_SECTIONS} WHERE report = ? ORDER BY ordinal", (row,))
        figures = self._db.execute(
            'SELECT number, caption, start, "end", section FROM figure WHERE report = ? ORDER BY ordinal', (row,)
        )
        return Outline(
            tuple(_section(s) for s in sections),
            tuple(Figure(*f) for f in figures),
        )

    def slice(self, report_id: str, start: int, end: int) -> str:
        """``text[start:end]`` of a report."""
        row = self._db.execute(
            "SELECT substr(t.text, ? + 1, ?) FROM report_text t JOIN report r ON r.id = t.report WHERE r.key = ?",
            (start, end - start, report_id),
        ).fetchone()
        return row[0] if row else ""

    def names(self) -> list[ReportNames]:
        """What every report can be called by."""
        rows = self._db.execute(
            "SELECT key, title, coalesce(json_extract(front, '$.fields.agency.value'), ''),"
            " coalesce(json_extract(front, '$.fields.country.value'), ''), json_extract(front, '$.iso.period_start'),"
            " json_extract(front, '$.iso.period_end'), json_extract(front, '$.iso.date') FROM report ORDER BY id"
        )
        return [
            ReportNames(key, title, agency, country, _years(start, end), _years(start, end, written))
            for key, title, agency, country, start, end, written in rows
        ]


def _years(*dates: str | None) -> tuple[int, ...]:
    """The years of ISO dates, each once; None is no date."""
    return tuple(sorted({int(day[:4]) for day in dates if day}))


def _summary(row: Sequence[Any]) -> ReportSummary:
    report_id, version, name, source, title, sha256, ingested_at, characters, passages, front, media_type = row
    return ReportSummary(
        report_id, version, name, source, title, sha256, ingested_at, characters, passages, front_from(front),
        media_type,
    )  # fmt: skip


def _section(row: Sequence[Any]) -> Section:
    ordinal, parent, level, number, scheme, title, kind, start, heading_end, own_end, end, path = row
    return Section(
        ordinal, parent, level, number, scheme, title, SectionKind(kind), start, heading_end, own_end, end,
        tuple(json.loads(path)),
    )  # fmt: skip
