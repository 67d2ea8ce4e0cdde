"""The chapters that every trip report has, and the words by which a question names them.

A report is written under 目的, 過程 and 心得及建議; who asks «what does the author recommend» wants the last one,
although a passage of the second may use the very words. Only the official chapters are known here, in the words
of the form's rules and their usual English; nothing of any one report.
"""

import re
from collections.abc import Collection, Sequence
from enum import Enum

from corpus.fold import fold


class Chapter(Enum):
    """An official chapter: how its heading reads (in Chinese or English), and how a question names it."""

    PURPOSE = (
        r"目的|緣起|前言|purpose|objectives?",
        r"(出國|考察|會議|參訪|本次|此行|這趟|這次).{0,6}目的|目的(是|為|何)"
        r"|(purpose|objectives?) of (the|this) (trip|visit|report)",
    )
    RECOMMENDATIONS = (
        r"心得|建議|結論|recommendations?|conclusions?|reflections?",
        r"心得|建議事項|結論|作者.{0,8}(建議|提出)|(author|report|delegation)s?.{0,20}(recommend|suggest|conclu)"
        r"|recommendations|concluding|conclusions",
    )

    def __init__(self, heading: str, question: str) -> None:
        # folded, so that either script and any case will do
        self.heading = re.compile(fold(heading))
        self.question = re.compile(fold(question))


def chapters_named(question: str) -> tuple[Chapter, ...]:
    """The chapters that a question asks for, in Chinese of either script or in English.

    >>> [chapter.name for chapter in chapters_named("作者在心得与建议提出哪几点？")]
    ['RECOMMENDATIONS']
    """
    asked = fold(question)
    return tuple(chapter for chapter in Chapter if chapter.question.search(asked))


def names_chapter(path: Sequence[str], named: Collection[Chapter]) -> bool:
    """Whether a section path begins with one of these chapters."""
    return bool(path) and any(chapter.heading.search(fold(path[0])) for chapter in named)
