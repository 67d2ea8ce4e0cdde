"""Where quotation marks open and close in a draft, in one pass: a mark that is never closed costs only itself."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.check.align import LONGEST
from assistant.check.letters import is_word

_PAIRS: Final = {
    "「": "」", "『": "』", "“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "〝": "〞〟", "﹁": "﹂", "﹃": "﹄",
}  # fmt: skip
_STRAIGHT: Final = '"＂'
_MARK: Final = re.compile(f"[{''.join(_PAIRS)}{''.join(_PAIRS.values())}{_STRAIGHT}]")
_TITLE: Final = re.compile(r"《[^《》\n]{1,300}》")
_END: Final = re.compile(r"[。！？!?\n]")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks, ``start`` .. ``end`` of the draft; not ``closed``: to the end of its sentence."""

    start: int
    end: int
    closed: bool = True


def marked(text: str) -> Iterator[Marked]:
    """The outermost quotations in order; what is in another one's marks, or in a title's, is part of that.

    >>> [text[m.start : m.end] for text in ["他說「甲『乙』丙」，《論「丁」》"] for m in marked(text)]
    ['甲『乙』丙']
    """
    closes = _matched(text)
    after = 0
    for start in sorted(closes):
        if start < after:
            continue
        end = closes[start]
        if end is not None:
            yield Marked(start + 1, end)
            after = end + 1
        elif found := _sentence(text, start + 1):
            yield found
            after = found.end


def _sentence(text: str, start: int) -> Marked | None:
    """What an opening mark without its closing one begins: no more than a sentence, and nothing beyond another mark."""
    limit = min(len(text), start + LONGEST)
    mark = _MARK.search(text, start, limit)
    limit = mark.start() if mark else limit
    found = _END.search(text, start, limit)
    end = found.start() if found else limit
    return Marked(start, end, False) if text[start:end].strip() else None


def _matched(text: str) -> dict[int, int | None]:
    """Each opening mark and where it is closed; None where it is not, or only far away."""
    titles = [found.span() for found in _TITLE.finditer(text)]
    starts = [start for start, _ in titles]
    open_marks: dict[str, list[int]] = {mark: [] for mark in _PAIRS}
    closes: dict[int, int | None] = {}
    straight: list[int] = []
    for found in _MARK.finditer(text):
        at, mark = found.start(), found[0]
        title = bisect_right(starts, at) - 1
        if (title >= 0 and at < titles[title][1]) or _is_apostrophe(text, at):
            continue
        if mark in _STRAIGHT:
            straight.append(at)
        elif opening := next((o for o in _PAIRS if mark in _PAIRS[o] and open_marks[o]), None):
            start = open_marks[opening].pop()
            closes[start] = at if at - start <= LONGEST else None
        elif mark in _PAIRS:
            open_marks[mark].append(at)
            closes[at] = None
    return {**closes, **_straight(text, straight)}


def _straight(text: str, marks: list[int]) -> dict[int, int | None]:
    """Straight marks in pairs, in each paragraph anew; a last one alone is an inch, or a slip."""
    pairs: dict[int, int | None] = {}
    start: int | None = None
    for at in marks:
        if start is not None and at - start <= LONGEST and not _BLANK_LINE.search(text, start, at):
            pairs[start] = at
            start = None
        else:
            start = at
    return pairs


def _is_apostrophe(text: str, at: int) -> bool:
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return text[at] == "’" and len(around) == 2 and all(map(is_word, around))
