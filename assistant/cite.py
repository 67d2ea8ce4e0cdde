"""A citation as a footnote of an official document has it; a part that the report does not print is left out."""

from datetime import date

from corpus.types import FrontMatter, Located


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
        f"第 {located.passage.page} 頁" if located.passage.page is not None else None,
    ]
    return "，".join(part for part in parts if part) + "。"


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
