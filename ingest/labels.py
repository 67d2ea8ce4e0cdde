"""The labels of cover and form (提要), in Chinese and English, and the values printed behind them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("出國報告名稱", "報告名稱", "報告題目", "report title", "title of report", "title"),
    "person": (
        "出國人員姓名", "出國人員", "出國人姓名", "出國人", "姓名職稱", "姓名", "報告人員", "報告人", "撰寫人",
        "author(?:s|\\(s\\))?", "prepared by", "written by", "reported by", "travell?ers?", "name and title",
    ),
    "job": ("職稱", "position", "job title"),
    "agency": (
        "服務機關", "服務單位", "派遣機關", "出國機關",
        "agency", "organi[sz]ation", "affiliation", "institution", "department",
    ),
    "host": ("出國計畫主辦機關", "計畫主辦機關", "主辦機關"),
    "country": (
        "派赴國家", "派往國家", "前往國家", "出國地區", "出國地點", "前往地區",
        "countr(?:y|ies)(?: visited)?", "destinations?", "location",
    ),
    "period": (
        "出國期間", "出國日期", "出國時間", "考察期間", "研習期間", "進修期間", "period(?: of (?:travel|visit|stay))?",
        "travel (?:dates|period)", "dates? of (?:travel|visit|trip)", "trip dates",
    ),
    "date": ("報告日期", "提出日期", "report date", "date of report", "date"),
    "category": ("出國類別", "報告類別", "類別", "category", "type of (?:trip|travel|report)", "purpose of travel"),
    "keywords": ("關鍵詞", "關鍵字", "key ?words"),
    "other": (
        "頁數", "含附件", "附件", "聯絡人", "聯絡電話", "電話", "分類號(?:/目)?", "內容摘要", "摘要", "單位",
        "系統識別號", "主題分類", "施政分類", "計畫編號", "公開",
        "pages", "attachments?", "contact", "phone", "e-?mail", "abstract", "summary",
    ),
}  # fmt: skip
_NAMES: Final = [
    (key, r"\s*".join(label) if label[0] > "\x7f" and "(" not in label else label)
    for key, labels in _LABELS.items()
    for label in labels
]
_NAMED: Final = "|".join(
    f"(?P<{key}>{'|'.join(sorted((shape for k, shape in _NAMES if k == key), key=len, reverse=True))})"
    for key in _LABELS
)
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\s　、；;,，（(]))(?:[-*•]\s*|[一二三四五六七八九十0-9]{{1,2}}[、.．]\s*)?(?:\*\*)?(?:{_NAMED})"
    r"(?P<rest>(?:\s*[/／、及與]\s*[^\s:：/／、]{1,8})*)\s*(?:[（(][^（）()]{1,12}[）)])?(?:\*\*)?\s*[:：](?:\*\*)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``start``, its value from ``end`` on; ``columns`` are the names it lists (姓名/服務機關/職稱)."""

    key: str
    start: int
    end: int
    columns: tuple[str, ...]


def labels(line: str) -> list[Label]:
    """Every label in one line, in order.

    >>> [(found.key, found.columns) for found in labels("姓名職稱：江長柏 分析師")]
    [('person', ('姓名職稱',))]
    """
    return list(_scan(line))


def is_label_line(line: str) -> bool:
    """Whether the line begins with a label of the cover or form."""
    found = _LABEL.match(line)
    return found is not None


def _scan(line: str) -> Iterator[Label]:
    for found in _LABEL.finditer(line):
        key = next(name for name in _LABELS if found[name])
        first = re.sub(r"\s", "", found[key])
        rest: Sequence[str] = re.findall(r"[^\s/／、及與]+", found["rest"] or "")
        yield Label(key, found.start(), found.end(), (first, *rest))
