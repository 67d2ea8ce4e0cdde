"""The chapters that every trip report has, and the words by which a question names them.

A report is written under 目的, 過程 and 心得及建議; who asks «what does the author recommend» wants the last one,
although a passage of the second may use the very words. Only the official chapters are known here, in the words
of the form's rules and their usual English; nothing of any one report.
"""

import re
from collections.abc import Collection, Sequence
from enum import Enum
from typing import Final

from corpus.fold import fold
from corpus.types import Placed

# folded by hand where it is a pattern: fold would make \w of \W
_NUMERAL: Final = fold("壹貳參叁肆伍陸柒捌玖拾一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸")
_NUMBER: Final = re.compile(
    rf"\W*(?:第\s?[{_NUMERAL}0-9]{{1,4}}\s?(?:部分|[章节篇])|附[件录表](?:\s?[{_NUMERAL}0-9]{{1,3}}(?=\W|$))?"
    rf"|(?:[0-9]{{1,2}}(?:\.[0-9]+)*|[{_NUMERAL}]{{1,3}}|[ivx]{{1,4}}|[a-z])(?=\W))\W*"
)
_ADVICE: Final = re.compile(fold("建議|recommendation"))
_ADVICE_ALONE: Final = re.compile(r"(?:具体|政策|主要|综合)?建议(?:事项)?\W*|recommendations?\W*")


class Chapter(Enum):
    """An official chapter: the words of its heading (in Chinese or English), and how a question names it."""

    PURPOSE = (
        ("目的", "緣起", "前言", "purpose", "objective"),
        r"(出國|考察|會議|參訪|本次|此行|這趟|這次).{0,6}目的|目的(是|為|何)"
        r"|(purpose|objectives?) of (the|this) (trip|visit|report)",
    )
    RECOMMENDATIONS = (
        ("心得", "建議", "結論", "recommendation", "conclusion", "reflection"),
        r"心得|建議事項|(具體|政策)建議|結論|(作者|團員|考察團).{0,8}(建議|提出)|報告.{0,3}(有|提).{0,6}建議|(報告|考察|參訪|之行|演練|研習)的?建議|(一共|總共|共|所有|全部|列出|逐項).{0,12}建議|建議了(哪|什|幾)"
        r"|提(出)?了?(哪|幾|什麼).{0,8}(建議|作法|做法)|對(國內|我國|本[部署局院會]|政府).{0,10}(建議|作法|做法)"
        r"|(author|report|delegation|team)s?.{0,20}(recommend|suggest|conclu)|recommendations?\b|suggestions.{0,25}\b(author|report|team|make|made)"
        r"|concluding|conclusions",
    )

    def __init__(self, heading: tuple[str, ...], question: str) -> None:
        # folded, so that either script and any case will do
        self.words = heading
        self.heading = re.compile(fold("|".join(heading)))
        self.question = re.compile(fold(question))


def chapters_named(question: str) -> tuple[Chapter, ...]:
    """The chapters that a question asks for, in Chinese of either script or in English.

    >>> [chapter.name for chapter in chapters_named("作者在心得与建议提出哪几点？")]
    ['RECOMMENDATIONS']
    """
    asked = fold(question)
    return tuple(chapter for chapter in Chapter if chapter.question.search(asked))


def without_number(folded: str) -> str:
    """A folded heading without its number.

    >>> [without_number(fold(h)) for h in ("第肆部分 心得與建議", "(二) 建議", "3.1.3 風險溝通", "(五)")]
    ['心得与建议', '建议', '风险沟通', '']
    """
    number = _NUMBER.match(folded)
    return folded[number.end() if number else 0 :].strip()


def names_chapter(path: Sequence[str], named: Collection[Chapter]) -> bool:
    """Whether a section path begins with one of these chapters."""
    return bool(path) and any(chapter.heading.search(fold(path[0])) for chapter in named)


def in_chapter(passages: Sequence[Placed], named: Collection[Chapter]) -> list[Placed]:
    """A report's passages that are the chapter that is named; of 心得與建議 only 建議 where that is a part."""
    inside = [p for p in passages if names_chapter(p.path, named)]
    if tuple(named) != (Chapter.RECOMMENDATIONS,):
        return inside
    for narrower in (
        [p for p in inside if any(_ADVICE_ALONE.fullmatch(without_number(fold(label))) for label in p.path[1:])],
        [p for p in inside if _ADVICE.search(fold(p.path[0]))],
    ):
        if narrower:
            return narrower
    return inside
