"""Kinds of answer: how one asks for a share or a person, and how a text looks that has such a thing in it.

A question for a share is not answered by a sentence without a number, however near in meaning. The rules know
only the words by which one asks and the shape of the answer, nothing of any subject. Kinds whose shape nearly
every passage has (a number, a date) are left out: a bonus for those moved nothing that was measured.
"""

import re
from enum import Enum
from typing import Final

from corpus.fold import fold

_N: Final = r"[0-9０-９]"
_COUNT: Final = rf"(?:{_N}|[一二三四五六七八九十百千萬億兩雙半])"
_TITLE: Final = (
    r"[\u4e00-\u9fff]{0,6}(?:先生|女士|小姐|博士|教授|顧問|代表|大使|主席|總裁|總監|經理|幹事|專員|技正"
    r"|[\u4e00-\u9fff]{1,2}[長員師官任理])"
)
_LATIN_NAME: Final = r"[A-Z][\w'’.-]+(?: (?:van|von|de|der|den|la|di|bin|al))*(?: [A-Z][\w'’.-]+){0,3}"


class Kind(Enum):
    """A kind of answer: how one asks for it (folded), and what a text that holds one matches."""

    SHARE = (
        r"比例|占比|百分|几成|比率|percent|\b(what|which) (share|proportion|fraction|rate)\b",
        rf"{_N}\s*[%％]|百分之|分之[一二三四五六七八九十百]|[一二三四五六七八九]成|半數|一半|過半|\bpercent\b",
    )
    AMOUNT = (
        r"多少(钱|经费|预算|美元|欧元|元|资金)|金额|经费|预算|费用|花了?多少钱"
        r"|\bhow much\b.{0,40}\b(money|cost|pay|paid|spen[dt]|fund(s|ing)?)\b|\b(cost|price|budget|fee|funding)\b",
        rf"{_COUNT}\s*(?:多|餘)?[萬億兆千百]*\s*(?:美元|美金|歐元|新[臺台]幣|英鎊|日[圓元]|人民幣|[澳加星韓港新]幣|韓元|元)"
        rf"|[$€£¥]\s?{_N}|\b(?:USD|EUR|NTD?|GBP|JPY|SGD|CAD)\b",
    )
    PERSON = (
        r"哪些人|(见|跟|和|与|向|拜会|拜访|访问|请教|会晤)到?了?(谁|哪一?几?[位名个])"
        r"|(谁|哪一?几?[位名]).{0,8}(见面|会面|会谈|座谈|碰面)"
        r"|\b(whom?|which|what)\b.{0,60}\b(meet|met|talk(ed)? (to|with)|sp(eak|oke) (to|with))\b",
        rf"{_TITLE}\s?{_LATIN_NAME}|{_LATIN_NAME}\s?{_TITLE}"
        rf"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,4}}[ \u3000]{_TITLE}(?![\u4e00-\u9fff])",
    )
    FIGURE = (
        r"哪一?(张|幅|个|些)(图|照片|表)|(图|照片)(表)?\s?[0-9]|附图|插图"
        r"|\b(which|what) (figure|photo|picture|image|table|chart|diagram)s?\b|\b(figure|fig\.|table|photo) ?[0-9]",
        rf"(?m)^[\s▲△◎•*-]*(?:圖|表|照片|Figure|Fig\.|Table|Photo)\s*{_COUNT}",
    )
    PAGES = (r"几页|页数|how many pages", "頁數")
    KEYWORDS = (r"关键词|关键字|\bkey ?words?\b", "關鍵[詞字]")
    CONTACT = (r"联络人|\bcontact (person|for)\b", "聯絡人")

    def __init__(self, question: str, answer: str) -> None:
        self.question = re.compile(question)
        self.answer = re.compile(answer)


def kinds_asked(question: str) -> tuple[Kind, ...]:
    """The kinds of answer that a question asks for.

    >>> [kind.name for kind in kinds_asked("有多少比例的公司曾外洩個資？")]
    ['SHARE']
    """
    asked = fold(question)
    return tuple(kind for kind in Kind if kind.question.search(asked))


def holds(text: str, kinds: tuple[Kind, ...]) -> bool:
    """Whether ``text`` has an answer of any of these kinds in it."""
    return any(kind.answer.search(text) for kind in kinds)
