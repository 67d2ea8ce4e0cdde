"""The reports as the page speaks of them: how many, of which years, and one by its id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.locales import Words
from corpus.dates import ROC_OFFSET
from corpus.filters import Filters
from corpus.types import ReportSummary

MOST_CHOICES: Final = 500


@dataclass(frozen=True, slots=True)
class Shelf:
    """All reports of the library at one moment."""

    reports: tuple[ReportSummary, ...] = ()

    @classmethod
    def of(cls, reports: Iterable[ReportSummary]) -> "Shelf":
        """The reports, newest first and by title within a day."""
        by_title = sorted(reports, key=lambda report: report.title)
        return cls(tuple(sorted(by_title, key=lambda report: report.front.iso.get("date", ""), reverse=True)))

    def admitted(self, filters: Filters) -> "Shelf":
        """Only the reports that pass."""
        return Shelf(tuple(filter(filters.admits, self.reports))) if filters else self

    def find(self, report_id: str) -> ReportSummary | None:
        """The report with this id, or None."""
        return next((report for report in self.reports if report.id == report_id), None)

    def choices(self, t: Words, chosen: str = "") -> list[tuple[str, str]]:
        """What the report filter offers: a label and an id; all reports have the empty id.

        Of very many only the newest, and the ``chosen`` one: nobody looks through a thousand, the list of reports is
        for that.
        """
        offered = self.reports[:MOST_CHOICES]
        one = self.find(chosen)
        kept = (one,) if one is not None and one not in offered else ()
        return [(t("ask.all"), ""), *((report.title, report.id) for report in (*kept, *offered))]

    def choosing(self, t: Words) -> str:
        """What the report filter is called; it says so where it does not offer every report."""
        if len(self.reports) <= MOST_CHOICES:
            return t("ask.report")
        return t("ask.report_newest", n=f"{MOST_CHOICES:,}")

    def counted(self, t: Words) -> str:
        """«3 份報告»."""
        return t.count("reports", len(self.reports))

    def years(self, t: Words) -> str:
        """«民國 104 至 112 年（2015–2023）»; empty where no report prints a date."""
        years = sorted({_year(report) for report in self.reports} - {0})
        if not years:
            return ""
        first, last = years[0], years[-1]
        if first == last:
            return t("years.single", year=first, roc=first - ROC_OFFSET)
        return t("years.range", first=first, last=last, roc_first=first - ROC_OFFSET, roc_last=last - ROC_OFFSET)

    def searched(self, t: Words) -> str:
        """One line: what a question is put to."""
        years = self.years(t)
        if years:
            return t("app.searched", reports=self.counted(t), years=years)
        return t("app.searched_no_years", reports=self.counted(t))


def printed_date(report: ReportSummary, t: Words) -> str:
    """The report's date: as printed in Chinese, as an English date in English."""
    printed = report.front.value("date") or ""
    iso = report.front.iso.get("date", "")
    if t.chinese or not iso:
        return printed or iso
    try:
        day = date.fromisoformat(iso)
    except ValueError:  # a month or a year alone is a date too
        return iso
    return f"{day.day} {day:%B %Y}"


def _year(report: ReportSummary) -> int:
    year = report.front.iso.get("date", "")[:4]
    return int(year) if year.isdigit() else 0
