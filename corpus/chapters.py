"""The chapters that a trip report is made of, 目的, 過程 and 心得及建議, by words in their titles."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from corpus.types import Section, SectionKind

NEAR_TOP: Final = 2
"""The deepest level on which a section is a chapter."""


class Chapter(StrEnum):
    """A chapter that every trip report should have."""

    PURPOSE = "purpose"
    PROCESS = "process"
    REFLECTIONS = "reflections"


_TITLES: Final = {
    Chapter.PURPOSE: re.compile(
        r"目\s*的|緣\s*起|前\s*言|序|背\s*景|緒論|導論|引言|宗旨|主旨"
        r"|purpose|objective|aims?\b|introduction|background|foreword|preface",
        re.IGNORECASE,
    ),
    Chapter.PROCESS: re.compile(
        r"過\s*程|行\s*程|經\s*過|內\s*容|紀要|紀實|議程|會議|研討|參訪|訪問|拜會|考察|研習|研究|實習|進修|訓練|課程|活動|參加"
        r"|itinerary|agenda|proceedings|activit|programme|schedule|visit|meeting|session|training|conference",
        re.IGNORECASE,
    ),
    Chapter.REFLECTIONS: re.compile(
        r"心\s*得|建\s*議|結\s*論|結\s*語|感\s*想|檢討|省思|啟示|後記"
        r"|recommendation|conclusion|reflection|finding|lessons|observation|next steps",
        re.IGNORECASE,
    ),
}
_SURELY_PROCESS: Final = re.compile(r"過\s*程|行\s*程|經\s*過|內\s*容")


@lru_cache(maxsize=16384)  # most reports use the same few titles, and a list of them is shown again and again
def chapters_titled(title: str) -> frozenset[Chapter]:
    """What a chapter with this title is: «會議心得» tells nothing of how the trip went, «目的及過程» does.

    >>> sorted(chapters_titled("目的及過程")), sorted(chapters_titled("會議心得"))
    ([<Chapter.PROCESS: 'process'>, <Chapter.PURPOSE: 'purpose'>], [<Chapter.REFLECTIONS: 'reflections'>])
    """
    found = {chapter for chapter, words in _TITLES.items() if words.search(title)}
    if len(found) > 1 and not _SURELY_PROCESS.search(title):
        found.discard(Chapter.PROCESS)
    return frozenset(found)


def is_near_top(section: Section) -> bool:
    """Whether a section may be a chapter."""
    return section.kind is SectionKind.BODY and 0 < section.level <= NEAR_TOP


def chapters_in(sections: Iterable[Section]) -> frozenset[Chapter]:
    """The chapters that an outline has."""
    return frozenset(c for s in sections if is_near_top(s) for c in chapters_titled(s.title))


def sections_of(chapter: Chapter, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections that are ``chapter``: those on the top level, else, where there is none, one level below."""
    found = [s for s in sections if is_near_top(s) and chapter in chapters_titled(s.title)]
    top = min((s.level for s in found), default=0)
    return tuple(s for s in found if s.level == top)
