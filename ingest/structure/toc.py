"""Where the tables of contents are: their lines repeat every title and must never become headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.captions import caption
from ingest.structure.headings import clean_title
from ingest.structure.lines import Layout, Line

_TITLE: Final = re.compile(
    r"#{0,6}\s*(?:目\s*[錄次]|(?:內容|報告|圖表?|表|附圖|附表)\s*目?\s*[錄次]|table of contents|contents"
    r"|list of (?:figures|tables))\s*[:：]?",
    re.IGNORECASE,
)
_LONGEST: Final = 200
_LEADER: Final = re.compile(
    r".{1,90}?(?:[.．。]{3,}|[…⋯]+|[·‧・]{3,}|[-－_＿]{4,}|(?:\s[.·．]){3,}|\t)[\s.．…⋯·]*[（(]?(?:[0-9０-９]{1,3}|[ivxIVX]{1,5})[）)]?"
)
_NUMBERED: Final = re.compile(r".{2,60}?[\s\u3000]+[（(]?(?:[0-9]{1,3}|[ivx]{1,5})[）)]?")
_IGNORED: Final = re.compile(r"[\s、.．:：…⋯·‧・\-_（）()]+|[0-9]+$")


@dataclass(frozen=True, slots=True)
class Contents:
    """Lines ``first`` .. ``last`` (indexes, ``last`` excluded); the title line is ``first`` where one is printed."""

    first: int
    last: int
    title: str


def find_contents(layout: Layout) -> tuple[Contents, ...]:
    """Every table of contents, of figures or of tables, in order."""
    lines = layout.lines
    later = Counter(_key(line.text) for line in lines)
    found: list[Contents] = []
    at = 0
    while at < len(lines):
        contents = _titled(lines, at, later) or _untitled(lines, at)
        if contents:
            found.append(contents)
        at = contents.last if contents else at + 1
    return tuple(found)


def _titled(lines: Sequence[Line], at: int, later: Counter[str]) -> Contents | None:
    if not _TITLE.fullmatch(lines[at].text):
        return None
    last = _end_of_entries(lines, at + 1, later)
    title = clean_title(lines[at].text.lstrip("# "))
    return Contents(at, last, title) if last > at + 1 else None


def _end_of_entries(lines: Sequence[Line], at: int, later: Counter[str]) -> int:
    """Entries have leaders, or a page number, or are printed again further down; one may be wrapped."""
    seen: Counter[str] = Counter()
    while at < len(lines):
        line = lines[at]
        key = _key(line.text)
        if not _is_entry(line, later[key] - seen[key] > 1):
            wrapped = at + 1 < len(lines) and line.width <= 60 and _has_leader(lines[at + 1])
            if not wrapped or _TITLE.fullmatch(line.text):
                break
        seen[key] += 1
        at += 1
    return at


def _is_entry(line: Line, again: bool) -> bool:
    if len(line.text) > _LONGEST or _TITLE.fullmatch(line.text):
        return False
    if _has_leader(line) or (again and line.width <= 60):
        return True
    return bool(_NUMBERED.fullmatch(line.text)) and line.width <= 45 and caption(line.text) is None


def _has_leader(line: Line) -> bool:
    return len(line.text) <= _LONGEST and _LEADER.fullmatch(line.text) is not None


def _untitled(lines: Sequence[Line], at: int) -> Contents | None:
    """A run of three or more lines with leaders is a table of contents that lost its title."""
    last = at
    while last < len(lines) and _has_leader(lines[last]) and "\t" not in lines[last].text:  # that may be a table
        last += 1
    return Contents(at, last, "") if last - at >= 3 else None


def _key(text: str) -> str:
    """What an entry shares with the heading it points to."""
    return _IGNORED.sub("", text[:_LONGEST])
