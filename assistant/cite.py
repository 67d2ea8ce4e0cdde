"""A citation as a footnote of an official document has it; a part that the report does not print is left out."""

from collections.abc import Sequence
from datetime import date

from corpus.types import FrontMatter, Located, Page


def citation(located: Located) -> str:
    """Author (agency), 《title》, report date by the Republic's calendar, section path, page.

    >>> # 江長柏（數位發展部），《出席…研討會》，民國 112 年 1 月 19 日，肆、…探討，(五)。
    """
    front = located.report.front
    title = front.value("title")
    parts = [
        _author(front),
        f"《{title}》" if title else f"檔案「{located.report.name}」",
        _date(front),
        *located.section_path,
        _pages(located),
    ]
    return "，".join(part for part in parts if part) + "。"


def page_range(pages: Sequence[Page], printed: bool) -> str:
    """«5» or «5–6»: the numbers ``printed`` on the pages (the physical one where there is none), or the physical ones.

    >>> page_range([Page(7, 0, 9, "5"), Page(8, 9, 12, "6")], printed=True)
    '5–6'
    """
    numbers = [page.label if printed and page.label else str(page.number) for page in pages]
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _pages(located: Located) -> str | None:
    """The printed page, for whoever holds the paper; the file's page too where that is another."""
    if not located.pages:
        return None if located.passage.page is None else f"第 {located.passage.page} 頁"
    printed, physical = page_range(located.pages, True), page_range(located.pages, False)
    aside = f"（檔案第 {physical} 頁）" if printed != physical else ""
    return f"第 {printed} 頁{aside}"


def roc_date(day: date) -> str:
    """民國 112 年 1 月 19 日; before 1912 by the western calendar.

    >>> roc_date(date(2023, 1, 19))
    '民國 112 年 1 月 19 日'
    """
    year = day.year - 1911
    era = f"民國 {year}" if year > 0 else f"西元 {day.year}"
    return f"{era} 年 {day.month} 月 {day.day} 日"


def _author(front: FrontMatter) -> str | None:
    author, agency = front.value("author"), front.value("agency")
    if author and agency:
        return f"{author}（{agency}）"
    return author or agency


def _date(front: FrontMatter) -> str | None:
    iso = front.iso.get("date")
    return roc_date(date.fromisoformat(iso)) if iso else front.value("date")
