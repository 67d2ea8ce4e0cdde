"""Recommendations ready to be shown and cited, a page of them or all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from assistant.cite import cite, footnote
from corpus.facets import Facet
from corpus.marks import Mark, Status
from corpus.tracked import Gone, Tracked, Wanted
from corpus.types import Citation, Located, Passage, PassageId, PassageKind, ReportSummary
from corpus.view import View

FACETS: Final = (Facet.AGENCY, Facet.COUNTRY, Facet.YEAR, Facet.CATEGORY)
"""What one filters by; a place that is no country is found under the country."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One row: what the report prints, as facts that can be cited, and what people noted of it.

    ``citation`` is the footnote of ``cited``, whose span, pages and path are the item's.
    """

    tracked: Tracked
    report: ReportSummary
    cited: Citation
    citation: str

    @property
    def key(self) -> str:
        """Names it by its report and its words."""
        return self.tracked.key

    @property
    def text(self) -> str:
        """What it says, word for word."""
        return self.tracked.text

    @property
    def mark(self) -> Mark:
        """What people noted of it."""
        return self.tracked.mark

    @property
    def page(self) -> int | None:
        """The physical page that it begins on; None where the format has no pages."""
        return self.cited.pages[0].number if self.cited.pages else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows from ``first`` (counted from 0) on, of ``total``; how many of all have each status, whichever is asked
    for; ``gone`` is all that was noted of recommendations that no report makes any more; ``choices`` what one could
    filter by, each value with the number of rows that it would leave."""

    rows: tuple[Recommendation, ...]
    first: int
    total: int
    statuses: dict[Status, int]
    gone: tuple[Gone, ...] = ()
    choices: Mapping[Facet, Sequence[tuple[str, int]]] = field(default_factory=dict)


def table(view: View, wanted: Wanted, first: int = 0, limit: int | None = 50, choices: bool = False) -> Table:
    """One page of what is wanted; UnknownReport where a report is that is not there. ``choices``: and what could be."""
    if wanted.filters.reports is not None:
        view.require(wanted.filters.reports)
    rows = tuple(everything(view, wanted, first, limit))
    statuses = view.advice_statuses(replace(wanted, status=None))
    offered = {facet: view.advice_facets(_without(wanted, facet), facet) for facet in FACETS if choices}
    return Table(rows, first, view.advice_count(wanted), statuses, tuple(view.advice_gone(wanted)), offered)


def _without(wanted: Wanted, facet: Facet) -> Wanted:
    """The same whatever the reports say of ``facet``."""
    return replace(wanted, filters=replace(wanted.filters, **{facet.value: None}))


def everything(view: View, wanted: Wanted, first: int = 0, limit: int | None = None) -> Iterator[Recommendation]:
    """Row after row, as they are asked for: a library's recommendations need not fit into memory."""
    summary = lru_cache(maxsize=64)(view.summary)
    for tracked in view.advice(wanted, first, limit):
        yield _ready(view, tracked, summary(tracked.report_id))


def one(view: View, key: str) -> Recommendation | Gone:
    """The one that is called so, also by what it was called before it was reworded; UnknownRecommendation."""
    found = view.advice_by_key(key)
    return found if isinstance(found, Gone) else _ready(view, found, view.summary(found.report_id))


def _ready(view: View, tracked: Tracked, report: ReportSummary) -> Recommendation:
    advice = tracked.advice
    pages = view.pages_at(tracked.report_id, advice.start, advice.end)
    passage = Passage(0, advice.section or 0, PassageKind.TEXT, advice.start, advice.end, None)
    cited = cite(Located(PassageId(0), report, passage, advice.path, tracked.text, (), pages))
    return Recommendation(tracked, report, cited, footnote(cited))


def row_json(row: Recommendation) -> dict[str, Any]:
    """One row of ``tripreport recommendations --json``; offsets count characters of ``tripreport show ID --text``."""
    advice, cited = row.tracked.advice, row.cited
    return {
        "key": row.key, "report_id": cited.report_id, "report_title": row.report.title, "agency": cited.agency,
        "date": cited.iso_date, "version": cited.version, "sha256": cited.sha256, "kind": advice.kind.value,
        "shape": advice.shape.value, "number": advice.number, "numbered": advice.numbered,
        "section_path": list(cited.section_path), "title": advice.title, "text": row.text,
        "char_start": cited.start, "char_end": cited.end, "page": row.page,
        "pages": [{"number": page.number, "label": page.label} for page in cited.pages],
        "citation": row.citation, "quote_sha256": cited.quote_sha256, "term": advice.term, "lead": advice.lead,
        "assist": advice.assist, "printed": [_printed_json(p) for p in map(asdict, advice.printed)],
        "mark": mark_json(row.mark),
    }  # fmt: skip


def _printed_json(printed: dict[str, Any]) -> dict[str, Any]:
    start, end = printed.pop("start"), printed.pop("end")
    return printed | {"char_start": start, "char_end": end}


def mark_json(mark: Mark) -> dict[str, Any]:
    """What was noted; empty texts are none."""
    return {
        "status": mark.status.value, "owner": mark.owner, "note": mark.note, "due": mark.due or None,
        "revision": mark.revision, "updated_at": mark.updated_at or None, "reworded_in_version": mark.reworded,
    }  # fmt: skip


def gone_json(gone: Gone) -> dict[str, Any]:
    """What was noted of one that is no longer in its report; ``report_title`` is null where that was removed."""
    return {
        "key": gone.key, "report_id": gone.report_id, "report_title": gone.title, "said_in_version": gone.version,
        "number": gone.number, "section_path": list(gone.path), "text": gone.text, "mark": mark_json(gone.mark),
    }  # fmt: skip


def table_json(found: Table) -> dict[str, Any]:
    """``tripreport recommendations --json``."""
    return {
        "total": found.total, "first": found.first,
        "statuses": {status.value: count for status, count in found.statuses.items()},
        "recommendations": [row_json(row) for row in found.rows],
        "gone": [gone_json(gone) for gone in found.gone],
    }  # fmt: skip
