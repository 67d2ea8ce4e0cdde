"""Who wrote it: names, posts and agencies out of one printed value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_POST: Final = re.compile(
    r".*(?:分析師|設計師|管理師|工程師|技師|技正|技士|科員|專員|組員|委員|人員|研究員|助理|科長|組長|處長|司長|局長|署長|部長|次長|主任|秘書|參事|副?教授|講師|醫師|"
    r"研究生|館長|園長|校長|院長|所長|隊長|課長|股長|經理|專門委員|視察|編審|督學|稽核|簡任|薦任|副?研究員|檢察官|法官|書記官|領事|幹事|理事長|董事長|顧問|警監|巡官)",
    re.DOTALL,
)
_APART: Final = re.compile(r"\s*[、，,；;]\s*|\n+")
_COLUMN: Final = re.compile(r"\s*[/／]\s*")
_JOB_COLUMN: Final = re.compile(r"職稱|position|title", re.IGNORECASE)
_AGENCY_COLUMN: Final = re.compile(r"機關|agency|organi[sz]ation|affiliation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Persons:
    """Names, posts, agencies, each joined with 、 where there are several; empty where not printed."""

    names: str
    jobs: str
    agencies: str


def persons(value: str, columns: Sequence[str] = ()) -> Persons:
    """Read «江長柏 分析師», «江長柏/數位發展部/分析師», «科長 王小明、專員 李大華».

    >>> persons("江長柏/數位發展部/分析師", ("姓名", "服務機關", "單位", "職稱"))
    Persons(names='江長柏', jobs='分析師', agencies='數位發展部')
    """
    each = [_columns(part, columns) if _COLUMN.search(part) else _words(part) for part in _people(value)]
    joint = "、" if re.search(r"[\u4e00-\u9fff]", value) else ", "
    names, jobs, agencies = (joint.join(dict.fromkeys(filter(None, column))) for column in zip(*each, strict=True))
    return Persons(names, jobs, agencies)


def _people(value: str) -> list[str]:
    return [part for part in _APART.split(value.strip()) if part] or [""]


def _columns(part: str, columns: Sequence[str]) -> tuple[str, str, str]:
    """Columns by their place; the last is the post where it is named and one in between was left out."""
    cells = _COLUMN.split(part)
    if len(cells) == len(columns) or not columns:
        job = next((c for c, name in zip(cells, columns, strict=False) if _JOB_COLUMN.search(name)), "")
        agency = next((c for c, name in zip(cells, columns, strict=False) if _AGENCY_COLUMN.search(name)), "")
        return cells[0], job or ("" if columns else cells[-1]), agency
    job = cells[-1] if _JOB_COLUMN.search(columns[-1]) or _POST.fullmatch(cells[-1]) else ""
    named = any(_AGENCY_COLUMN.search(name) for name in columns)
    return cells[0], job, cells[1] if named and len(cells) > 2 else ""


def _words(part: str) -> tuple[str, str, str]:
    """Name and post with a blank or brackets between them, in either order; an English name keeps its blanks."""
    bracketed = re.fullmatch(r"(?P<name>[^（(]+)[（(](?P<job>[^）)]+)[）)]", part)
    if bracketed:
        return bracketed["name"].strip(), bracketed["job"].strip(), ""
    words = part.split()
    if len(words) < 2 or not re.search(r"[\u4e00-\u9fff]", part):
        return part, "", ""
    if all(len(word) == 1 for word in words):  # 王 小 明
        return "".join(words), "", ""
    if _POST.fullmatch(words[0]) and not _POST.fullmatch(words[-1]):
        return words[-1], " ".join(words[:-1]), ""
    return words[0], " ".join(words[1:]), ""
