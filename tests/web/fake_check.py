"""The quote check over the reports of a fake library: every report is one passage, and each is proposed."""

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from assistant.check.check import check_draft
from assistant.check.verdict import Checked
from corpus.errors import UnknownReport
from corpus.seams import Progress
from corpus.types import (
    Page,
    PassageId,
    PassageKind,
    Placed,
    Report,
    ReportNames,
    ReportSummary,
    Scored,
    Section,
    TermGroup,
)
from corpus.view import View


class _Reports:
    """What the check reads of a view."""

    def __init__(self, reports: Mapping[str, Report], summaries: Mapping[str, ReportSummary]) -> None:
        self._reports, self._summaries, self._ids = reports, summaries, list(reports)

    def summary(self, report_id: str) -> ReportSummary:
        if report_id not in self._summaries:
            raise UnknownReport(f"no report {report_id}")
        return self._summaries[report_id]

    def require(self, report_ids: Collection[str]) -> None:
        for report_id in report_ids:
            self.summary(report_id)

    def text(self, report_id: str) -> str:
        return self._reports[report_id].text

    def version_text(self, report_id: str, number: int) -> str:
        if number != 1:
            raise UnknownReport("no such version")
        return self.text(report_id)

    def slice(self, report_id: str, start: int, end: int) -> str:
        return self.text(report_id)[start:end]

    def sections(self, report_id: str) -> tuple[Section, ...]:
        return self._reports[report_id].outline.sections

    def pages_at(self, report_id: str, start: int, end: int) -> tuple[Page, ...]:
        return tuple(p for p in self._reports[report_id].document.pages if p.start < end and p.end > start)

    def names(self) -> list[ReportNames]:
        return [ReportNames(report_id, report.title, "", "", (), ()) for report_id, report in self._reports.items()]

    def passage_ids(self, report_ids: Collection[str] | None = None) -> list[PassageId]:
        return [PassageId(i) for i, report in enumerate(self._ids) if report_ids is None or report in report_ids]

    def texts(self, ids: Sequence[PassageId]) -> dict[PassageId, str]:
        return {i: self.text(self._ids[i]) for i in ids}

    def placed(self, ids: Sequence[PassageId]) -> dict[PassageId, Placed]:
        return {
            i: Placed(i, self._ids[i], 0, 0, PassageKind.TEXT, 0, len(self.text(self._ids[i])), (), (0, 0)) for i in ids
        }


class _Words:
    def __init__(self, view: _Reports) -> None:
        self._view = view

    def add(self, ids: Sequence[PassageId], texts: Sequence[str]) -> None: ...

    def remove(self, ids: Collection[PassageId]) -> None: ...

    def search(
        self, groups: Collection[TermGroup], limit: int, among: Collection[PassageId] | None = None
    ) -> list[Scored]:
        found = self._view.passage_ids() if among is None else among
        return [Scored(i, 1.0) for i in list(found)[:limit]] if groups else []


def checked(
    reports: Mapping[str, Report],
    summaries: Mapping[str, ReportSummary],
    text: str,
    report: str | None,
    every_sentence: bool,
    progress: Progress | None,
) -> Checked:
    view = _Reports(reports, summaries)
    return check_draft(cast(View, view), _Words(view), lambda _: (), text, report, every_sentence, progress)
