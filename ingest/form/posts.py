"""Words of a civil servant's line: posts, agencies and units, and a name written together with a post."""

import re
from typing import Final

_RANK: Final = (
    r"(?:副|代理|首席|資深|助理|簡任|薦任|委任|高級|主任|專任|約聘|約僱|聘用|技術|專案|兼任|總|組|科|[一二三]等)"
)
_POSTS: Final = (
    r"分析師|設計師|管理師|規劃師|工程師|護理師|護理長|醫檢師|放射師|藥師|律師|建築師|教師|老師|技師|技正|技士|技佐|技監|科員|專員|組員|"
    r"委員|人員|研究員|研究助理|辦事員|書記|助理|科長|組長|處長|司長|局長|署長|部長|次長|主任|秘書長|秘書|參事|參議|諮議|副?教授|講師|"
    r"醫師|獸醫師|研究生|博士生|學生|館長|園長|校長|院長|所長|隊長|課長|股長|室長|站長|廠長|庭長|市長|縣長|鄉長|鎮長|區長|議員|執行長|總經理|"
    r"協理|襄理|經理|專門委員|視察|編審|督學|稽核|簡任|薦任|檢察長|檢察官|檢察事務官|法官|書記官|事務官|調查官|調查員|消費者保護官|"
    r"領事|大使|公使|代表|幹事|理事長|理事|董事長|董事|監事|顧問|警監|巡官|警正|警務正|偵查佐|偵查員|警員|隊員|消防員|"
    r"工程司|正工程司|幫工程司|校尉|上校|中校|少校|上尉|中尉|少將|中將|審計官?|審計|稽察|稽查員|檢驗員|編纂|編輯|記者|主編|博士後|領隊|團長"
)
_POST: Final = re.compile(rf".*(?:{_POSTS})(?:[（(兼].*)?", re.DOTALL)
_TIGHT_POST: Final = rf"{_RANK}{{0,3}}(?:{_POSTS})"
_SURNAMES: Final = (
    "歐陽|司馬|上官|諸葛|司徒|張簡|范姜|"
    "[陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓"
    "阮馬董温溫唐藍石蔣古紀姚連馮歐程湯黄康田姜汪白鄒尤巫鐘涂龔嚴韓袁金童陸夏柳凃邵錢伍倪駱譚甘任熊于秦史顧毛萬武俞雷饒管"
    "闕凌崔尹孔辛賀陶段龍章葛池牟華樊包施易]"
)
_NAME_FIRST: Final = re.compile(rf"(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}?)(?P<post>{_TIGHT_POST})")
_POST_FIRST: Final = re.compile(rf"(?P<post>{_TIGHT_POST})(?P<name>(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}})")
_AGENCY: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z()（）]{2,24}(?:部|院|署|局|處|府|會|館|所|中心|大學|學校|公司|銀行|分行|法人|總隊)"
)
_EVENT: Final = re.compile(
    r"(?:出席|參加|參與|赴|考察|參訪).*|.*(?:研討會|討論會|座談會|年會|大會|展覽會|博覽會|峰會|委員會議)"
)
"""A title's words that end as an agency's name may."""
_UNIT: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{1,16}(?:司|處|組|科|室|課|股|系|所|中心|隊|站|部|局|小組|分署|辦公室|學系|分局)"
)
_ENGLISH_POST: Final = re.compile(
    r"(?:(?:senior|deputy|vice|assistant|associate|principal|chief|acting|executive|section|division|technical|general|"
    r"research|policy|project|program(?:me)?|secretary|director|legal|system|systems|data|software|civil)\s+)*"
    r"(?:director|analyst|officer|secretary|engineer|researcher|fellow|manager|professor|specialist|chief|head|minister|"
    r"administrator|commissioner|inspector|scientist|adviser|advisor|consultant|assistant|associate|clerk|counsel(?:or)?|"
    r"judge|prosecutor|technician|planner|general|librarian|curator|president|chair(?:man|person)?)(?:\s+of\s.*|[-\s]general)?",
    re.IGNORECASE,
)
_ENGLISH_AGENCY: Final = re.compile(
    r".*\b(?:ministry|bureau|department|university|agency|administration|institute|office|commission|council|centre|center|"
    r"authority|academy|yuan|foundation|corporation|company|inc|ltd|museum|library|hospital)\b.*",
    re.IGNORECASE,
)


def is_post(word: str) -> bool:
    """Whether ``word`` is, or ends with, a post.

    >>> is_post("助理研究員"), is_post("王小明")
    (True, False)
    """
    return _POST.fullmatch(word.strip()) is not None


def is_agency(word: str) -> bool:
    """Whether ``word`` names an agency, a school, a company.

    >>> is_agency("數位發展部"), is_agency("處長")
    (True, False)
    """
    return _AGENCY.fullmatch(word) is not None and not is_post(word) and not _EVENT.fullmatch(word)


def is_unit(word: str) -> bool:
    """Whether ``word`` names a part of an agency."""
    return _UNIT.fullmatch(word) is not None


def is_english_post(words: str) -> bool:
    """Whether ``words`` are a post in English.

    >>> is_english_post("Senior Policy Analyst"), is_english_post("Mei-Ling Chang")
    (True, False)
    """
    return _ENGLISH_POST.fullmatch(words.strip()) is not None


def is_english_agency(words: str) -> bool:
    """Whether ``words`` name an agency in English."""
    return _ENGLISH_AGENCY.fullmatch(words.strip()) is not None


def split_glued(word: str) -> tuple[str, str] | None:
    """Name and post out of «王小明處長» or «處長王小明»; None where the name cannot be told for certain.

    >>> split_glued("王小明副處長"), split_glued("專門委員林志明"), split_glued("處長")
    (('王小明', '副處長'), ('林志明', '專門委員'), None)
    """
    found = _NAME_FIRST.fullmatch(word) or _POST_FIRST.fullmatch(word)
    return (found["name"], found["post"]) if found else None
