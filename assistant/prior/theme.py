"""What a plan is about, without what every plan says: who goes where, and that it serves as a reference."""

import re
from typing import Final

from corpus.countries import countries_in
from corpus.fold import fold
from index.question import LONGEST_QUESTION

MOST_THEMES: Final = 4
_LEAST: Final = 2
"""Letters; less is no theme."""
_SENTENCE: Final = re.compile(r"(?<=[。！？!?；;\n])|(?<=[a-z]\.)\s")
_LEFT: Final = re.compile(r" ?[，,。；;、](?= ?[，,。；;、])| (?=[，,。；;、])|(?<=[，,。；;、]) ")
"""Signs between which nothing is left."""
_EVERY_PLANS: Final = re.compile(
    # folded: Simplified, small letters
    "(?:为了?|为期|鉴于|因应|爰|拟|特|本次|此次|本案|本计画|本计划)(?=派|赴|前往|参加|出席|考察|参访|瞭解|了解|汲取|提升|拓展)"
    "|派员|率团|出国计[画划]|出国|赴|前往|参加|出席|参与|考察|参访|拜会|访问|研习|瞭解|了解|蒐集|搜集|汲取|借镜|学习|交流"
    "|(?:以|俾|并)?(?:供|作为|做为)?(?:我国|国内|本[部署局会院]|本国)?(?:未来|日后|后续)?(?:推动|制定|订定|规划|政策|业务|施政|相关)*之?的?参考(?:依据)?"
    "|(?:相关)?(?:经验|作法|做法|现况|情形|趋势)(?=$|[,。;、!?及与和])"
    "|(?<![a-z])(?:study (?:trip|tour|visit)(?: to| on)?|official (?:trip|visit)|visit(?:ing)?|attend(?:ing|ance)?"
    "|learn(?:ing)?|participat(?:e|ion|ing)(?: in)?|(?:for|as a) (?:our )?reference)(?![a-z])"
)


def themes_of(purpose: str) -> tuple[str, ...]:
    """What is looked for: the whole purpose, and its sentences where there are several, each without countries and
    what every plan says; as they are written.

    >>> themes_of("赴日本考察失智症照護，以作為我國政策之參考。")
    ('失智症照護',)
    """
    sentences = [s for s in (_bare(part) for part in _SENTENCE.split(purpose)) if _letters(s) >= _LEAST]
    whole = _bare(purpose)
    if len(sentences) < 2:
        return (whole if _letters(whole) >= _LEAST else " ".join(purpose.split()),)
    longest = sorted(sentences, key=_letters, reverse=True)[: MOST_THEMES - 1]
    return (whole[:LONGEST_QUESTION], *(s for s in sentences if s in longest))


def _bare(text: str) -> str:
    """Blotted out in the folded text, cut from the written one: offsets stay."""
    spans = [(start, end) for _, start, end in countries_in(text)]
    spans += [found.span() for found in _EVERY_PLANS.finditer(fold(text))]
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return _LEFT.sub("", " ".join("".join(kept).split())).strip(" ，,。.；;、！!？?的之")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
