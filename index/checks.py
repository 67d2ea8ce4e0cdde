"""What a question takes for granted and the passages found do not say: years, names, numbers, sums, durations.

Nearness in meaning cannot tell 2023 from 2024, nor one person from another: a question about the wrong year stands as
close to the passage as one about the right year. So what a question names is looked for, in the first passage (which
is the one that is read) and, where that is enough, in the report that it comes from. Pure.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from corpus.dates import ROC_OFFSET, find_dates
from corpus.fold import fold
from corpus.quantities import quantities
from corpus.types import NearMiss, NearMissKind

MOST_FOUND: Final = 4
SHORTEST_LAST_NAME: Final = 5
SHORTEST_REPORT: Final = 2000
"""Characters; that a shorter one does not name a thing says little."""
AROUND: Final = 800
"""Characters before a passage in which a year may be named that it speaks of: about a page."""
SMALLEST_NUMBER: Final = 10
"""Smaller numbers count things that a passage need not number («three reasons»)."""

_WESTERN: Final = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d%.,]\d|\d|%)")
_DIGITS: Final = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?:\s?[%％])?")
_NO_QUANTITY: Final = re.compile(
    r"\b(?:in|of|since|from|until|by|before|after|during)\s1[0-8]\d\d(?=\W*$|[,;?.)](?!\d)|\s(?:and|to|by|was|did)\b|-)"
    r"|\d+(?:st|nd|rd|th)\b|第\s?\d+|\d+\s?(?:世纪|届)"
    r"|(?<=\d\d\d\d)-\d\d(?!\d)"
)
_NAMED_BY_NUMBER: Final = re.compile(
    r"(?<![.?!]\s)(?<!^)\b[A-Z][A-Za-z]+\s(\d{1,3})(?![\d.,]\d|\s?%|\d)(?!\s(?:[a-z]+s|%))"
)
"""«Apollo 11», «Hall 12»: part of a name, which the reports may well write in another way."""
_ASKS_WHY_NOT: Final = re.compile(
    r"(?:为什么|为何|何以|怎么会|哪些|哪个|哪一?[^,。?]{0,6}|谁)[^,。?]{0,12}?(?:沒|没|并未|未曾|不曾|拒绝|反对|不(?:同意|参加|赞成|支持|采用|采纳|建议))"
    r"|\b(?:why|who|what|which)\b.{0,40}(?:n['’]t\b|\bnot\b|\bnever\b|\brefused?\b|\boppose[ds]?\b|\bagainst\b)"
)
_NOT: Final = re.compile(
    r"不(?!同|过|只|仅|但|少|断|知|妨|管|论)|没|未(?!来)|无(?!人机|线|障)|非(?!常|洲)|别|勿|缺乏|拒绝|禁止|失败|反对"
    r"|\b(?:not|never|no|without|cannot|refused?|failed|fails|lacks?|neither|nor|against|oppos\w+)\b|n['’]t\b"
)
_MONEY_ASKED: Final = re.compile(
    r"多少(?:钱|经费|预算|费用|成本|资金|[万亿]?[^,。?]{0,2}元)"
    r"|(?:经费|预算|费用|成本|金额|补助|补贴|薪水|薪资|年薪|价钱|价格|罚款?|罚金)[^,。?]{0,8}(?:多少|几)"
    r"|(?:花|罚|付|收|赚|卖|补助|补贴)(?:了|到|费)?多少(?!人|时|次|天|年|页|分)"
    r"|\bhow much\b.{0,40}\b(?:cost|pay|paid|spen[dt]|fee|fine|money|budget|price|fund|subsid|charge|earn)"
    r"|\bwhat\b.{0,40}\b(?:costs?\b(?=\W*$| of\b)|(?:price|fee|budget|salary|wage)\b)"
    r"|\bhow (?:large|big|high) (?:is|was) the (?:fine|fee|budget|subsidy)"
)
_MONEY: Final = re.compile(
    r"(?:[\d一二三四五六七八九十百千兩几數]|[萬億兆万亿])\s*(?:多|餘)?\s*(?:萬|億|兆|千|万|亿)*\s*"
    r"(?:美元|美金|歐元|新臺幣|新台幣|英鎊|日圓|日元|人民幣|澳幣|加幣|加元|星元|新元|星幣|韓元|元|歐分|塊錢)"
    r"|(?:[$€£¥]|\b(?:USD|EUR|NTD?|GBP|SGD|CAD|JPY)\b)\s?\d|\d\s?(?:USD|EUR|NTD?|GBP|SGD|CAD|JPY|dollars?|euros?|pounds|yen)\b"
)
_HOW_LONG: Final = re.compile(
    r"(?<![这近前后过头好数])几个?半?(?:年|月|周|星期|天|日|小时|分钟|秒)(?!前|后|度)|多久(?!以前)|多长时间|多少(?:年|个月|周|天|小时|分钟|秒)"
    r"|\bhow long (?:does|did|do|is|are|was|were|will|must|may|can|has|have|had|before|after|until)\b"
    r"|\bhow many (?:years|months|weeks|days|hours|minutes|seconds)\b"
)
_LENGTH_OF_TIME: Final = re.compile(
    r"(?:\d|[一二三四五六七八九十百千万亿两数半])\s*个?半?(?:年|(?<=[个半])月|周|星期|礼拜|天|日|小时|时|分|秒|学期|学年|季)"
    r"|半[年月天日]|永久|终身|无限期|即时|立即|当[天日场]|[隔次翌]日|全天|整[年月天]"
    r"|(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|half an?)\b)[\s-]*"
    r"(?:year|month|week|day|hour|minute|second|night)"
    r"|\d\s*(?:公尺|公里|公分|米|页|字|k?m(?![a-z]))"  # «how long is the bridge?»
)
_OF_THE_TRIP: Final = re.compile(
    r"出国|出差|行程|此行|这趟|这次|本次|旅程|考察|\b(?:trip|visit|travel|delegation|stay)\b"
)
"""In a folded text whose dates are taken out: «112 年 5 月» is no length."""
_PERSON: Final = re.compile(
    r"(?:[A-Z][a-z]+\s)?([A-Z][a-z]+)\s?(?:主任|處長|处长|執行長|执行长|女士|先生|博士|教授|局長|局长|署長|署长|部長|部长|司長|司长|組長|组长|院長|院长"
    r"|校長|校长|所長|所长|館長|馆长|會長|会长|經理|经理|分析師|分析师|研究員|研究员|專員|专员|委員|委员|典獄長|护理师|護理師|醫師|医师)"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One hit: ``text`` is the passage with its headings, ``form`` what cover and form say of the trip.

    ``whole`` gives the text of the whole report; it is asked only where the passage does not settle the matter.
    ``start`` is where the passage begins in it.
    """

    text: str
    form: str
    start: int
    whole: Callable[[], str] = field(repr=False)

    def around(self) -> str:
        """What is written shortly before the passage, with the passage."""
        return self.whole()[max(0, self.start - AROUND) : self.start + len(self.text)]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question mentions, as far as a dictionary tells.

    ``names``: each with all the ways to write it, the question's own first. ``things``: what is asked for («which
    hotel»), each with the ways to say it, every way one or more folded terms.
    """

    names: Collection[tuple[str, ...]] = ()
    things: Collection[tuple[tuple[str, ...], ...]] = ()


def near_misses(question: str, evidence: Sequence[Evidence], mentions: Mentions) -> tuple[NearMiss, ...]:
    """What ``question`` says that the best of ``evidence`` do not; nothing where there is no evidence."""
    if not evidence:
        return ()
    asked = fold(question)
    return (
        *_years(question, evidence[0]),
        *_names(question, evidence[0], mentions),
        *_things(evidence[0], mentions),
        *_numbers(question, evidence),
        *_amount(question, evidence),
        *_duration(asked, evidence[0]),
        *_negation(asked, evidence[0]),
    )


def years(text: str) -> dict[int, str]:
    """Every year in ``text``, western or of the Republic, and how it is first written there.

    >>> years("民國 112 年與 2024 年")
    {2023: '民國 112 年', 2024: '2024 年'}
    """
    written = [
        (f.start, f.year, text[f.start : f.end]) for f in find_dates(text) if f.year and f.year > ROC_OFFSET - 100
    ]
    written += [(m.start(), int(m[0]), m[0]) for m in _WESTERN.finditer(text)]
    found: dict[int, str] = {}
    for _, year, as_written in sorted(written):
        found.setdefault(year, as_written)
    return found


def _years(question: str, first: Evidence) -> Iterator[NearMiss]:
    """A year is met by the passage, or by the report where the passage itself names no year."""
    asked = years(question)
    if not asked:
        return
    said, of_report = years(first.text), years(first.form)
    for year, as_written in asked.items():
        if year in said or year in of_report:
            continue
        if not said and _mentions(first.around(), year):
            continue
        instead = sorted(said or of_report)[:MOST_FOUND]
        yield NearMiss(NearMissKind.YEAR, as_written, tuple(map(str, instead)))


def _mentions(text: str, year: int) -> bool:
    roc = rf"|(?<!\d){year - ROC_OFFSET}\s?年" if year > ROC_OFFSET else ""
    return re.search(rf"(?<!\d){year}(?!\d){roc}", text) is not None


def _things(first: Evidence, mentions: Mentions) -> Iterator[NearMiss]:
    """A thing asked for of which a long report nowhere speaks."""
    for ways in mentions.things:
        if _absent(first, partial(_speaks_of, ways)):
            yield NearMiss(NearMissKind.THING, ways[0][0])


def _absent(first: Evidence, has: Callable[[str], bool]) -> bool:
    """Whether neither the passage nor its whole report, folded, has it; of a short report nothing can be said."""
    if has(fold(first.text + first.form)):
        return False
    whole = first.whole()
    return len(whole) >= SHORTEST_REPORT and not has(fold(whole))


def _names(question: str, first: Evidence, mentions: Mentions) -> Iterator[NearMiss]:
    """A name that stands nowhere in the report of the first passage, in no way to write it; or another person's."""
    for ways in mentions.names:
        if _names_one(ways, fold(first.text + first.form)):
            continue
        persons = (
            dict.fromkeys(_PERSON.findall(first.text)) if any(ways[0] in p for p in _PERSON.findall(question)) else {}
        )
        if persons or _absent(first, partial(_names_one, ways)):
            yield NearMiss(NearMissKind.NAME, ways[0], tuple(persons)[:MOST_FOUND])


def _speaks_of(ways: Collection[tuple[str, ...]], folded: str) -> bool:
    return any(all(term in folded for term in way) for way in ways)


def _names_one(ways: Collection[str], folded: str) -> bool:
    return any(_written(fold(way), folded) for way in ways)


def _written(way: str, folded: str) -> bool:
    """A Latin name as a word of its own, its ending aside (Estonia is in «Estonian»); a Chinese one anywhere."""
    if not way.isascii():
        return way in folded
    last = way.split()[-1]  # of a person, often the last name alone
    tried = (way, last) if len(last) >= SHORTEST_LAST_NAME else (way,)
    return any(len(t) > 2 and re.search(rf"(?<![a-z]){re.escape(t)}", folded) for t in tried)


def _numbers(question: str, evidence: Sequence[Evidence]) -> Iterator[NearMiss]:
    """A number that stands in none of the passages, however it is written."""
    counted = _NO_QUANTITY.sub(" ", fold(_NAMED_BY_NUMBER.sub(" ", question)))
    wanted = [n for n in _said_numbers(counted) if _is_large(n)]
    if not wanted:
        return
    texts = [set(_said_numbers(fold(e.text + e.form))) for e in evidence]
    for number in wanted:
        if not any(number in said for said in texts):
            alike = [n for n in texts[0] if n.endswith("%") == number.endswith("%") and _is_large(n)]
            yield NearMiss(NearMissKind.NUMBER, number, tuple(alike) if len(alike) == 1 else ())


def _without_dates(folded: str) -> str:
    no_dates = list(folded)
    for found in find_dates(folded):
        no_dates[found.start : found.end] = " " * (found.end - found.start)
    return "".join(no_dates)


def _said_numbers(folded: str) -> list[str]:
    """Numbers and shares in one way of writing; years and days are not numbers."""
    text = _WESTERN.sub(" ", _without_dates(folded))
    digits = [re.sub(r"[,\s]", "", m[0]).replace("％", "%") for m in _DIGITS.finditer(text)]
    terms = [t for t in quantities(text) if not re.search(r"[月日]", t)]
    return list(dict.fromkeys([*digits, *terms]))


def _is_large(number: str) -> bool:
    return number.endswith("%") or "." in number or float(number) >= SMALLEST_NUMBER


def _amount(question: str, evidence: Sequence[Evidence]) -> Iterator[NearMiss]:
    """A sum of money is asked for, and no passage names one."""
    if _MONEY_ASKED.search(fold(question)) and not any(_MONEY.search(e.text) for e in evidence):
        yield NearMiss(NearMissKind.AMOUNT, question)


def _duration(asked: str, first: Evidence) -> Iterator[NearMiss]:
    """How long is asked, and the passage names nothing but dates. Two dates may tell it: then nothing is said."""
    if not (said := _HOW_LONG.search(asked)):
        return
    text = fold(first.text + ("\n" + first.form if _OF_THE_TRIP.search(asked) else ""))
    if len(find_dates(text)) < 2 and not _LENGTH_OF_TIME.search(_without_dates(text)):
        yield NearMiss(NearMissKind.DURATION, said[0])


def _negation(asked: str, first: Evidence) -> Iterator[NearMiss]:
    """The question asks who or why not, and nothing in the passage is denied."""
    if (said := _ASKS_WHY_NOT.search(asked)) and not _NOT.search(fold(first.text)):
        yield NearMiss(NearMissKind.NEGATION, said[0])
