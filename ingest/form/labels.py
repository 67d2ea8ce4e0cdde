"""The labels of cover and form (提要), in Chinese (either script) and English, and what they stand for.

A label may have blanks inside («頁　數»), name the columns of its value («姓名/服務機關/職稱»), and be set off from
its value by a colon, a tab, a wide blank, or only by the end of the line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.fold import fold

_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "出國報告名稱", "出國報告題目", "報告名稱", "報告題目", "report title", "title of (?:the )?report", "title",
    ),
    "person": (
        "出國人員姓名", "出國人員", "出國人姓名", "出國人", "姓名職稱", "姓名", "報告人員", "報告人", "撰寫人",
        "考察人員",
        "author(?:s|\\(s\\))?", "prepared by", "written by", "reported by", "travell?er(?:s|\\(s\\))?",
        "name and title", "name(?:s|\\(s\\))?",
    ),
    "job": ("職稱", "職務", "position", "job title"),
    "agency": (
        "服務機關", "服務單位", "派遣機關", "出國機關",
        "agency", "organi[sz]ation", "affiliation", "institution", "department",
    ),
    "unit": ("單位", "所屬單位", "unit", "division"),
    "planner": (
        "出國計畫主辦機關", "出國計劃主辦機關", "計畫主辦機關", "計劃主辦機關", "主辦機關",
        "planning agency", "organi[sz]ing agency",
    ),
    "country": (
        "派赴國家", "派往國家", "前往國家", "出國國家", "考察國家", "派赴地區", "出國地區", "出國地點", "前往地區",
        "前往地點",
        "countr(?:y|ies)(?: visited)?", "destinations?", "location",
    ),
    "period": (
        "出國期間", "出國日期", "出國時間", "出國起迄日期", "出國起訖日期", "出國起迄期間", "考察期間", "研習期間",
        "進修期間", "period(?: of (?:travel|visit|stay))?", "travel (?:dates|period)",
        "dates? of (?:travel|visit|trip)", "trip dates",
    ),
    "date": ("報告日期", "提出日期", "撰寫日期", "report date", "date of report", "date"),
    "category": ("出國類別", "報告類別", "類別", "category", "type of (?:trip|travel|report)", "purpose of travel"),
    "keywords": ("關鍵詞", "關鍵字", "key ?words"),
    "pages": ("頁數", "報告頁數", "報告書頁數", "總頁數", "number of pages", "pages"),
    "attachments": ("是否含附件", "含附件", "附件", "attachments?"),
    "abstract": ("內容摘要", "報告內容摘要", "報告摘要", "摘要", "executive summary", "abstract", "summary"),
    "other": (
        "聯絡人", "聯絡電話", "電話", "傳真", "電子郵件", "電子信箱", "分類號(?:/目)?", "系統識別號", "主題分類",
        "施政分類", "計畫編號", "計畫名稱", "相關專案", "電子全文檔", "附件檔", "參訪機關", "備註", "公開",
        "contact", "phone", "e-?mail",
    ),
}  # fmt: skip
_WEAK: Final = frozenset({
    "姓名", "職稱", "職務", "單位", "主辦機關", "類別", "附件", "摘要", "公開", "電話", "傳真", "備註", "聯絡人",
    "撰寫人", "報告人", "附件檔", "出國人",
})  # fmt: skip
"""Words that are labels only before a colon or a tab: elsewhere they are words like others."""
_SIGNS: Final = {0x3000: "\t"} | dict.fromkeys(map(ord, "︰∶﹕"), ":")
_MARK: Final = r"(?:[-*•]\s{0,4}|[一二三四五六七八九十0-9]{1,2}[、.]\s{0,4})?(?:\*\*)?"
_COLUMN: Final = r"[^\s:/、()]{1,8}(?:\([^()]{1,6}\))?"
_REST: Final = rf"(?P<rest>(?:\s{{0,4}}[/、及与]\s{{0,4}}{_COLUMN}){{0,8}})\s{{0,4}}(?:\([^()]{{1,24}}\))?(?:\*\*)?"


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``start``, its value from ``end`` on; ``columns`` are the names it lists (姓名/服務機關/職稱).

    ``strong`` tells a label that is nothing else, ``colon`` one that a colon sets off.
    """

    key: str
    start: int
    end: int
    columns: tuple[str, ...]
    strong: bool = True
    colon: bool = True


def labels(line: str) -> list[Label]:
    """Every label before a colon in one line, in order.

    >>> [(found.key, found.columns) for found in labels("姓名職稱：江長柏 分析師")]
    [('person', ('姓名職稱',))]
    """
    flat = _flat(line)
    return [_label(line, found, colon=True) for found in _before_colon().finditer(flat)]


def form_labels(line: str) -> list[Label]:
    """The labels of a line of cover or form, where a colon may be missing, in order.

    >>> [found.key for found in form_labels("頁　數 20　含附件：□是■否")]
    ['pages', 'attachments']
    """
    found = labels(line)
    taken = [(label.start, label.end) for label in found]
    for label in _without_colon(line):
        if not any(start < label.end and label.start < end for start, end in taken):
            found.append(label)
    return sorted(found, key=lambda label: label.start)


def is_label_line(line: str) -> bool:
    """Whether the line begins with a label of the cover or form, a colon or a tab behind it."""
    flat = _flat(line)
    if _before_colon().match(flat) is not None:
        return True
    found = _bare().match(flat)
    if found is None or "\t" not in found["gap"]:
        return False
    return _is_strong(found) or whole_label(flat[found.end() :].partition("\t")[0]) is None  # no table's head


def whole_label(words: str) -> str | None:
    """The key of the label that ``words`` are, and nothing else.

    >>> whole_label("職　稱"), whole_label("職稱表")
    ('job', None)
    """
    found = _bare().fullmatch(_flat(words.strip()))
    return _key(found) if found else None


def _without_colon(line: str) -> Iterator[Label]:
    for found in _bare().finditer(_flat(line)):
        gap, strong = found["gap"], _is_strong(found)
        alone = found.start() == 0 or len(gap) > 1
        if "\t" in gap or (strong and (not gap or alone)):
            yield _label(line, found, colon=False)


def _flat(line: str) -> str:
    """The folded line, its length unchanged; the ideographic blank, which sets cells apart, is a tab."""
    return fold(line.translate(_SIGNS))


def _label(line: str, found: re.Match[str], *, colon: bool) -> Label:
    key = _key(found)
    first = re.sub(r"\s", "", line[found.start(key) : found.end(key)])
    rest: Sequence[str] = re.findall(r"[^\s/／、及與与]+", line[found.start("rest") : found.end("rest")])
    return Label(key, found.start(), found.end(), (first, *rest), _is_strong(found), colon)


def _key(found: re.Match[str]) -> str:
    return next(name for name in _LABELS if found[name])


def _is_strong(found: re.Match[str]) -> bool:
    word = re.sub(r"\s", "", found[_key(found)])
    return word[0] > "\x7f" and (word not in _folded_weak() or bool(found["rest"]))


@cache
def _folded_weak() -> frozenset[str]:
    return frozenset(map(fold, _WEAK))


@cache
def _named() -> str:
    """All labels, the longest first, each in the group of its key."""
    shapes = [(key, _shape(label)) for key, names in _LABELS.items() for label in names]
    return "|".join(
        f"(?P<{key}>{'|'.join(sorted((shape for k, shape in shapes if k == key), key=len, reverse=True))})"
        for key in _LABELS
    )


def _shape(label: str) -> str:
    """A Chinese label with blanks between its characters; an English one as a whole word."""
    if label[0] <= "\x7f":
        return rf"(?<![a-z]){label}(?![a-z])"
    return r"\s{0,4}".join(fold(label)) if "(" not in label else fold(label)


@cache
def _before_colon() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s、;,.。(0-9日页是否有无止)■□])){_MARK}(?:{_named()}){_REST}\s{{0,4}}:(?:\*\*)?\s{{0,8}}"
    )


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\t)|(?<=\s\s)){_MARK}(?:{_named()}){_REST}(?P<gap>\s{{0,8}}$|\s{{1,8}})")
