"""Citations in the styles that are asked for; a part that the report does not print is left out.

The footnote is that of Taiwan's official documents. APA is the seventh edition as Chinese journals write it, with the
Republic's year beside the western one; a report that prints no author is cited by its agency.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from corpus.dates import ROC_OFFSET
from corpus.types import Citation, Located, Page

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#|~])")


def cite(located: Located) -> Citation:
    """The facts of a citation."""
    report, passage = located.report, located.passage
    front = report.front
    pages = located.pages or ((Page(passage.page, passage.start, passage.end),) if passage.page is not None else ())
    return Citation(
        report.id, report.version, report.sha256, report.name, front.value("title"), front.value("author"),
        front.value("agency"), front.value("date"), front.iso.get("date"), located.section_path, pages,
        passage.start, passage.end, quote_hash(located.text),
    )  # fmt: skip


def quote_hash(text: str) -> str:
    """What proves a quote: the SHA-256 of its text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def footnote(cited: Citation) -> str:
    """Author (agency), 《title》, report date by the Republic's calendar, section path, page.

    >>> # 江長柏（數位發展部），《出席…研討會》，民國 112 年 1 月 19 日，肆、…探討，(五)。
    """
    return _joined(_author(cited), _title(cited), _date(cited), *cited.section_path, _pages(cited))


def apa(cited: Citation) -> str:
    """Author (year), title, kind, agency, place.

    >>> # 江長柏（2023〔民國 112 年〕）。《出席…研討會》〔出國報告〕。數位發展部。肆、…探討，(五)，第 5 頁。
    """
    author = cited.author or cited.agency
    publisher = cited.agency if cited.author else None
    year = f"（{_year(cited)}）"
    where = "，".join(filter(None, [*cited.section_path, _pages(cited)]))
    # a work without an author is cited by its title, and the year follows it
    begin = [f"{author}{year}", f"{_title(cited)}〔出國報告〕"] if author else [f"{_title(cited)}〔出國報告〕{year}"]
    return "".join(f"{part}。" for part in [*begin, publisher, where] if part)


def plain(cited: Citation) -> str:
    """One line without any brackets of a style: what to paste into an e-mail.

    >>> # 出席…研討會，數位發展部，民國 112 年 1 月 19 日，肆、…探討 > (五)，第 5 頁
    """
    path = " > ".join(cited.section_path)
    name = cited.title or cited.name
    parts = [name, cited.author, cited.agency, _date(cited), path, _pages(cited)]
    return "，".join(part for part in parts if part)


def markdown(cited: Citation, link: str) -> str:
    """A link to ``link`` whose words are title and place, then who and when.

    >>> # [《出席…研討會》，肆、…探討，(五)，第 5 頁](/?report=…)，江長柏（數位發展部），民國 112 年 1 月 19 日
    """
    words = "，".join(filter(None, [_title(cited), *cited.section_path, _pages(cited)]))
    after = "，".join(_escaped(part) for part in (_author(cited), _date(cited)) if part)
    return f"[{_escaped(words)}]({link})" + (f"，{after}" if after else "")


def page_range(pages: Sequence[Page], printed: bool) -> str:
    """«5» or «5–6»: the numbers ``printed`` on the pages (the physical one where there is none), or the physical ones.

    >>> page_range([Page(7, 0, 9, "5"), Page(8, 9, 12, "6")], printed=True)
    '5–6'
    """
    numbers = [page.label if printed and page.label else str(page.number) for page in pages]
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def roc_date(day: date) -> str:
    """民國 112 年 1 月 19 日; before 1912 by the western calendar.

    >>> roc_date(date(2023, 1, 19))
    '民國 112 年 1 月 19 日'
    """
    year = day.year - ROC_OFFSET
    era = f"民國 {year}" if year > 0 else f"西元 {day.year}"
    return f"{era} 年 {day.month} 月 {day.day} 日"


def _joined(*parts: str | None) -> str:
    return "，".join(part for part in parts if part) + "。"


def _title(cited: Citation) -> str:
    return f"《{cited.title}》" if cited.title else f"檔案「{cited.name}」"


def _pages(cited: Citation) -> str | None:
    """The printed page, for whoever holds the paper; the file's page too where that is another."""
    if not cited.pages:
        return None
    printed, physical = page_range(cited.pages, True), page_range(cited.pages, False)
    aside = f"（檔案第 {physical} 頁）" if printed != physical else ""
    return f"第 {printed} 頁{aside}"


def _author(cited: Citation) -> str | None:
    if cited.author and cited.agency:
        return f"{cited.author}（{cited.agency}）"
    return cited.author or cited.agency


def _date(cited: Citation) -> str | None:
    return roc_date(date.fromisoformat(cited.iso_date)) if cited.iso_date else cited.date


def _year(cited: Citation) -> str:
    """2023〔民國 112 年〕; the date as printed where no day could be made of it."""
    if cited.iso_date is None:
        return cited.date or "無日期"
    year = int(cited.iso_date[:4])
    return f"{year}〔民國 {year - ROC_OFFSET} 年〕" if year > ROC_OFFSET else str(year)


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))
