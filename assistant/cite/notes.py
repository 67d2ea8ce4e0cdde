"""The two notes of other countries: Chicago (17th edition, notes) and GB/T 7714-2015.

Both are what citeproc makes of a report with everything printed (tests/assistant/test_cite_citeproc.py), and beyond
that say what is missing and name the section. Titles stand in 《》, for plain text has no italics.
"""

from typing import Final

from assistant.cite.chinese import page_range
from assistant.cite.reference import GENRE, Names, Reference

_AT_MOST: Final = 3
"""Both styles name up to three authors; of more, Chicago the first one and GB/T the first three."""


def chicago(reference: Reference) -> str:
    """Authors, title, kind (agency, year), section, page; n.p. and n.d. where these are unknown (CMOS 14.132, 14.145).

    >>> # 江長柏, 《出席…研討會》, 出國報告 (數位發展部, 2023), 肆、…探討, (五), 5–6.
    """
    title = f"《{reference.title}》" if reference.title else f"[untitled], file “{reference.name}”"
    who = _joined(reference.authors) or "[author unknown]"
    imprint = f"({reference.agency or 'n.p.'}, {_year(reference) or 'n.d.'})"
    place = [*reference.path, *_chicago_page(reference)]
    if reference.now:
        place.append(f"text of version {reference.cited.version}, not in the current version {reference.now}")
    return f"{', '.join([f'{who}, {title}, {GENRE} {imprint}', *place])}."


def gbt7714(reference: Reference) -> str:
    """Authors. Title[R]. Place: agency, year: page. section. A trip report prints no place of publication (8.8.1.3).

    >>> # 江長柏. 出席…研討會[R]. [出版地不详]: 數位發展部, 2023: 5-6. 肆、…探討, (五).
    """
    names = reference.authors
    who = ", ".join(names.each[:_AT_MOST]) or "佚名"
    others = ", 等" if len(names.each) > _AT_MOST or names.more else ""
    title = reference.title or f"[题名不详]({reference.name})"
    imprint = f"[出版地不详]: {reference.agency or '[出版者不详]'}, {_year(reference) or '[出版年不详]'}"
    page = ": [无页码]" if reference.has_no_pages else ""
    if reference.pages:
        page = f": {page_range(reference.pages, printed=True).replace('–', '-')}"
    parts = [f"{who}{others}", f"{title}[R]", f"{imprint}{page}", ", ".join(reference.path)]
    if reference.now:
        parts.append(f"第{reference.cited.version}版原文, 现行第{reference.now}版已无此段")
    return " ".join(f"{part}." for part in parts if part)


def _joined(names: Names) -> str:
    """«A», «A and B», «A, B, and C», «A et al.»"""
    each = names.each
    if len(each) > _AT_MOST or (names.more and each):
        return f"{each[0]} et al."
    if len(each) < _AT_MOST:
        return " and ".join(each)
    return f"{', '.join(each[:-1])}, and {each[-1]}"


def _chicago_page(reference: Reference) -> list[str]:
    if reference.has_no_pages:
        return ["unpaginated"]
    return [page_range(reference.pages, printed=True)] if reference.pages else []


def _year(reference: Reference) -> str | None:
    """The year of the western calendar, else the date as printed."""
    return str(reference.day[0]) if reference.day else reference.date
