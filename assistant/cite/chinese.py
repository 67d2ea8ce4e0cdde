"""The styles in Chinese prose. What the report does not print is said to be missing, in the way of each style.

The footnote is that of Taiwan's official documents. APA is the seventh edition as Chinese journals write it, with the
Republic's year beside the western one.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from assistant.cite.reference import GENRE, Names, Reference
from corpus.dates import ROC_OFFSET
from corpus.types import Citation, Page

UNPAGED: Final = "無頁碼"
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_MOST_NAMES: Final = 20
"""APA 7 names as many authors; of more, the first nineteen and the last (9.8)."""


def footnote(cited: Citation) -> str:
    """The usual citation of a passage: see :func:`official`."""
    return official(Reference(cited))


def official(reference: Reference) -> str:
    """Author (agency), 《title》, report date by the Republic's calendar, section path, page.

    >>> # 江長柏（數位發展部），《出席…研討會》，民國 112 年 1 月 19 日，肆、…探討，(五)，第 5 頁。
    """
    parts = [_people(reference), _title(reference), _date(reference) or not_printed("日期"), *_place(reference)]
    return f"{'，'.join(parts)}。"


def apa(reference: Reference) -> str:
    """Author (year), title, kind, agency, place; a work without an author begins with its title.

    >>> # 江長柏（2023〔民國 112 年〕）。《出席…研討會》〔出國報告〕。數位發展部。肆、…探討，(五)，第 5 頁。
    """
    names, year = reference.authors, f"（{_year(reference)}）"
    title = f"{_title(reference)}〔{GENRE}〕"
    begin = [f"{_listed(names)}{year}", title] if names.each else [f"{title}{year}"]
    if reference.author or not reference.agency:  # an agency that is the author is not named twice
        begin.append(reference.agency or "〔出版機關不詳〕")
    return "".join(f"{part}。" for part in [*begin, "，".join(_place(reference))] if part)


def plain(reference: Reference) -> str:
    """One line without any brackets of a style: what to paste into an e-mail.

    >>> # 出席…研討會，江長柏，數位發展部，民國 112 年 1 月 19 日，肆、…探討 > (五)，第 5 頁
    """
    *path, page = _place(reference) or ("",)
    who = reference.author or "出國人員不詳", reference.agency or "機關不詳"
    name = reference.title or f"題名不詳（檔案 {reference.name}）"
    parts = [name, *who, _date(reference) or "日期不詳", " > ".join(path), page]
    return "，".join(part for part in parts if part)


def markdown(reference: Reference) -> str:
    """A link whose words are title and place, then who and when.

    >>> # [《出席…研討會》，肆、…探討，(五)，第 5 頁](/?report=…)，江長柏（數位發展部），民國 112 年 1 月 19 日
    """
    words = "，".join([_title(reference), *_place(reference)])
    after = "，".join([_people(reference), _date(reference) or not_printed("日期")])
    return f"[{_escaped(words)}]({reference.link})，{_escaped(after)}"


def remarks(reference: Reference) -> list[str]:
    """What the fields of an exchange format cannot say: what is missing, and what could not be put into a field."""
    named = [f"出國人員：{reference.author}"] if reference.authors.more else []
    dated = [f"報告日期：{reference.date}"] if reference.date and not reference.day else []
    missing = [not_printed(reference.missing_words)] if reference.missing else []
    return [*named, *dated, *missing, *([UNPAGED] if reference.has_no_pages else []), *_was(reference)]


def not_printed(what: str) -> str:
    """How a footnote says that the report does not print something."""
    return f"〔報告未載{what}〕"


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
    return _roc((day.year, day.month, day.day))


def _roc(day: Sequence[int]) -> str:
    year = day[0] - ROC_OFFSET
    era = f"民國 {year}" if year > 0 else f"西元 {day[0]}"
    return "".join([f"{era} 年", *(f" {number} {unit}" for number, unit in zip(day[1:], "月日", strict=False))])


def _title(reference: Reference) -> str:
    return f"《{reference.title}》" if reference.title else f"檔案「{reference.name}」{not_printed('題名')}"


def _people(reference: Reference) -> str:
    author, agency = reference.author, reference.agency
    if author:
        return f"{author}（{agency}）" if agency else f"{author}{not_printed('服務機關')}"
    return f"{agency}{not_printed('出國人員')}" if agency else not_printed("出國人員及服務機關")


def _place(reference: Reference) -> list[str]:
    """The section, and the printed page, for whoever holds the paper; the file's page too where that is another.

    The last one says of a passage that the report does not have any more whose words it is.
    """
    place = [*reference.path, *([_pages(reference)] if not reference.whole else [])]
    was = "".join(f"（{said}）" for said in _was(reference))
    return [*place[:-1], f"{place[-1]}{was}"] if place else []


def _was(reference: Reference) -> list[str]:
    if reference.now is None:
        return []
    return [f"第 {reference.cited.version} 版原文，現行第 {reference.now} 版已無此段"]


def _pages(reference: Reference) -> str:
    if not reference.pages:
        return UNPAGED
    printed, physical = page_range(reference.pages, True), page_range(reference.pages, False)
    aside = f"（檔案第 {physical} 頁）" if printed != physical else ""
    return f"第 {printed} 頁{aside}"


def _date(reference: Reference) -> str | None:
    return _roc(reference.day) if reference.day else reference.date


def _year(reference: Reference) -> str:
    """2023〔民國 112 年〕; the date as printed where no day could be made of it."""
    if not reference.day:
        return reference.date or "無日期"
    year = reference.day[0]
    return f"{year}〔民國 {year - ROC_OFFSET} 年〕" if year > ROC_OFFSET else str(year)


def _listed(names: Names) -> str:
    each = names.each
    if len(each) > _MOST_NAMES:
        each = (*each[: _MOST_NAMES - 2], f"{each[_MOST_NAMES - 2]}……{each[-1]}")
    return "、".join(each) + ("等" if names.more else "")


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", words)
