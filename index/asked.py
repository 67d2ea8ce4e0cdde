"""What a question asks for, apart from its subject: a day, a list, a number, a field of the form, one report.

Pure and of the question alone. What it finds only moves passages that are near in meaning anyway, within bounds;
a question of which nothing is found here is ranked as if this module were not there.
"""

import re
from dataclasses import dataclass
from typing import Final

from corpus.days import Day, days_asked
from corpus.fold import fold
from index.answers import Kind, kinds_asked
from index.chapters import Chapter, chapters_named


def _any(*alternatives: str) -> re.Pattern[str]:
    """Any of these; all patterns here are put to folded questions: Simplified characters, small letters."""
    return re.compile("|".join(alternatives))


_WHO: Final = "作者|报告|团员|考察团|代表团|他们|本次|这次|此行"
_ADVICE: Final = "(?:心得|建议|结论)(?:事项)?"
_ENGLISH_ADVICE: Final = "(?:recommendations?|suggestions?|conclusions?)"
_AUTHOR: Final = r"(?:(?:the|his|her|their|its) )?(?:authors?|report|delegation|team|they)?(?:'s)?"
_TRIP: Final = r"\b(?:trip|travel|delegation|leave|depart|return|report)\b"

_ALL: Final = _any(
    "哪些|哪几[点项个种条]|哪[0-9一二三四五六七八九十]+[点项个条]|有几[点项]",
    "列出|列举|逐[项一条]|所有的?|全部|各项|分别[是为]|总共|一共|重点|做了[什哪]",
    r"\b(?:list|all|every|each|enumerate|summari[sz]e|outline)\b|\bwhat (?:are|were) the\b",
    r"\bwhich [a-z]+s (?:does|did|do|were|are|has|have)\b",
)
_DEEDS: Final = _any(
    "做了|做什么|发生|行程|活动|去了|参加|参访|拜会|安排|场次|议程|会议|哪些",
    r"\b(?:happen|did\b|took place|schedule|agenda|program|itinerary|activit|session|attend|visit|meet)",
)
_NARROWED: Final = _any(
    f"(?:关于|有关|针对|对于|对)(?!国内|我国|本[部署局院会]|政府|于?我).{{1,30}}?{_ADVICE}",
    rf"\b(?:recommend|suggest|{_ENGLISH_ADVICE}|say|said)\b.{{0,20}}\b(?:about|regarding|concerning|on|for|towards?)\b",
)
_NO_SUBJECT: Final = _any(
    f"(?:请问|那么|最后|总结)?(?:该|这|那|本)?[份篇次]?(?:{_WHO})?[^,。?]{{0,4}}?(?:有|提出|提|给|做出)?了?"
    f"(?:什么|哪些|何|哪几[点项])?(?:具体|主要|政策|最后|重要)*的?{_ADVICE}(?:[与和及、]{_ADVICE})?"
    "(?:为何|是什么|有哪些|有什么|内容)?[?]*",
    rf"(?:so )?(?:what|which) (?:does|did|do|were|are|is|was) {_AUTHOR} ?"
    rf"(?:recommend|suggest|propose|conclude|{_ENGLISH_ADVICE})(?: made| given)?"
    r"(?: (?:by|in|of) the (?:author|report|trip|visit))?[?]*",
    f"[^,。?]{{0,20}}(?:报告|考察|参访|之行|演练|研习)的?{_ADVICE}(?:[与和及、]{_ADVICE})?(?:为何|是什么|有哪些|有什么)[?]*",
    rf"(?:what|which) {_ENGLISH_ADVICE} (?:does|did|do|are|were) [^,?]{{0,30}}"
    r"(?:make|made|give|given|draw|drawn|offer|offered|have)[?]*",
)
_SLIDE: Final = _any(r"幻灯片?|投影片|简报|\bslides?\b|\bpresentation\b")
_FORM: Final = _any(
    "谁(?:写|撰|执笔|去|出国|参加|派)|派谁|作者(?:是谁|叫|姓名|为|任职|服务|的(?:姓名|名字|职|服务|单位|机关))",
    "(?:撰写|出国|出差)(?:人员?|者)|报告人|服务(?:机关|单位)|主办机关|联络人|职称",
    "哪个?(?:机关|部会|单位|部门).{0,8}(?:派|出国|报告|撰|出差)|出国(?:期间|地区|类别|日期|时间)|派赴",
    "报告日期|关键[词字]|(?:几|多少)页|页数|报告.{0,8}(?:何时|什么时候|日期|哪一?天)",
    "(?:什么时候|何时|哪一?天|几号|日期).{0,8}(?:出发|启程|出国|回来|返国|回国|返台)",
    "(?:出发|启程|出国|出差|行程).{0,10}(?:什么时候|何时|几天|多久|哪一?天)",
    "(?:去|赴|到|前往)了?(?:哪|什么|几)一?[个些]?[国地城]",
    r"\bwho (?:wrote|authored|prepared|travell?ed|went|is the author|are the authors)|\bjob title",
    r"\bauthors?\b.{0,25}\b(?:name|agency|work|title|position|affiliat)",
    r"\b(?:which|what) (?:agency|ministry|department|office)\b.{0,40}\b(?:report|trip|author|sent)",
    rf"\bwhen (?:was|did|were)\b.{{0,40}}{_TRIP}|\bdates? of the (?:trip|visit|report)",
    r"\breport (?:date|dated)|\b(?:date|dated)\b.{0,30}\breport\b|\breport\b.{0,20}\bdated\b",
    r"\bkeywords?\b|\bhow many pages|\bhow (?:long|many days)\b.{0,20}\b(?:trip|visit|travel|delegation)",
    r"\bwhere did\b.{0,30}\b(?:trip|travel|go)\b",
    r"\b(?:which|what) (?:country|countries|city)\b.{0,30}\b(?:trip|visit|travel|go|report)",
)
_FIGURE: Final = _any(
    r"(?:(?<![代发列试地意企外填报电])(?<!调查)(?:图|表)|照片|\b(?:figure|fig\.|table|photo))\s{0,2}"
    r"([0-9]{1,3}(?:\s?[-–—.之]\s?[0-9]{1,3}){0,2}|[一二三四五六七八九十]{1,3})"
    r"(?![0-9]|\s?[人篇项次张份千万亿个位名页年])"  # «發表 2 篇» counts
)
_HYPHENS: Final = str.maketrans("\u2010\u2011\u2212", "---")
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_NAMES_A_REPORT: Final = _any(
    "报告|考察|参访|访问团?|出访|出差|之行|之旅|研习|那[份篇次趟]|该次|会议|研讨会|论坛|年会(?!谈)|演练|演习",
    r"\b(?:reports?|trips?|visits?|visited|delegation|mission|study tour|conference|forum|symposium|exercise)\b",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. ``whole``: all of a chapter or of a day, in order, not the nearest piece of it."""

    days: tuple[Day, ...] = ()
    kinds: tuple[Kind, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    figures: tuple[str, ...] = ()
    form: bool = False
    slide: bool = False
    whole: bool = False
    names_report: bool = False


def read(question: str) -> Asked:
    """What ``question`` asks for, in Chinese of either script or in English.

    >>> read("10 月 19 日那天參加了哪些場次？").days
    (Day(year=None, month=10, day=19),)
    """
    asked = fold(question).translate(_HYPHENS)
    days, chapters = days_asked(question), chapters_named(question)
    return Asked(
        days,
        kinds_asked(question),
        chapters,
        tuple(dict.fromkeys(number for m in _FIGURE.finditer(asked) for number in _spellings(m[1]))),
        _FORM.search(asked) is not None,
        _SLIDE.search(asked) is not None,
        _whole(asked, bool(days), bool(chapters)),
        _NAMES_A_REPORT.search(asked) is not None,
    )


def _whole(asked: str, days: bool, chapters: bool) -> bool:
    if chapters:
        return not _NARROWED.search(asked) and bool(_ALL.search(asked) or _NO_SUBJECT.fullmatch(asked))
    return days and _DEEDS.search(asked) is not None


def _spellings(number: str) -> list[str]:
    """«3-12» with each of the hyphens that reports print, and in full-width digits."""
    parts = re.split(r"\s?[-–—.之]\s?", number)
    narrow = [sign.join(parts) for sign in ("-", "－", "–", "—", ".", "．", "之")] if len(parts) > 1 else parts
    return list(dict.fromkeys([*narrow, *(one.translate(_FULL_WIDTH) for one in narrow)]))
