"""Words that tell a recommendation from a reflection, a heading of several from one of them, an introduction from both.

Everything is looked for in folded text (:func:`corpus.fold.fold`), so that either script is read.
"""

import re
from functools import cache, lru_cache
from typing import Final

from corpus.advice.found import Kind
from corpus.fold import fold, simplify

_LONGEST_TITLE: Final = 40
"""Characters; a longer heading says something, and stands over nothing."""


@cache
def _folded(pattern: str) -> re.Pattern[str]:
    """``pattern`` for folded text: its words are made Simplified; its punctuation must be half-width as it stands."""
    return re.compile(simplify(pattern), re.IGNORECASE)


_ADVISES: Final = (
    r"建議(?!書)|(?<![適合便時事權機])宜(?![人蘭居昌])|倡議|籲請"
    r"|\b(?:should|ought to|recommend(?:s|ed|ation|ations)?|suggest(?:s|ed|ion|ions)?|propos(?:e|es|ed|al))\b"
)
"""What nobody says who only tells what was seen."""
_MEANS: Final = (
    r"(?<![反供因適效對響相回感呼順照答])應(?![用對變邀急屆屬聘徵試考戰運景聲援酬和是])"
    r"|(?<![無毋不])須(?!知)|有必要|有待|亟待|尚待|仍待|亟需|尚需|仍需|仍要"
    r"|需(?:要?(?:積極|持續|努力|進一步|及早|加強|儘速|盡速|審慎|妥善|考量|考慮|重視)|加以)"
    r"|可(?:供|作為|做為|納入|考慮|考量|參考|參採|參照|借鏡|借鑑|借鑒|仿效|效法|比照|研議|評估|先|朝|優先|規劃|逐步)"
    r"|值得[^,。;]{0,8}(?:參考|學習|借鏡|借鑑|借鑒|效法|推廣|重視|思考|仿效|引進)"
    r"|(?:作|做|以)?為[^,。;]{0,10}(?:參考|借鏡|借鑑)"
    r"|期(?:望|盼|能|待|許|以)|冀(?:望|能)|盼能|允應|不妨"
    r"|\b(?:must|needs? to|advisable|worth (?:considering|adopting|studying)|could (?:consider|adopt)|encouraged?)\b"
)
_VERBS: Final = (
    r"(?:持續|加強|強化|建立|建置|推動|推廣|訂定|制定|研擬|研議|研訂|研修|檢討|落實|培育|培養|培訓|評估|規劃|鼓勵|提升|提高|擴大|擴充"
    r"|改善|優化|簡化|統一|導入|引進|增設|增訂|增加|設置|設立|成立|編列|辦理|爭取|積極|深化|精進|健全|完善|修訂|修正|納入|善用|定期"
    r"|派員|借鏡|比照|促進|確保|充實|試辦|試行|更新|縮短|擴增|盡速|儘速|協助|補助|投入|選定|提前|公布|整併|採用|檢視|盤點)"
    r"(?![性化為])"
)
"""What the heading of a recommendation begins with."""
_ENGLISH_VERBS: Final = re.compile(
    r"(?:establish|develop|strengthen|continue|promote|create|build|adopt|improve|encourage|review|expand|introduce|invest"
    r"|increase|set up|provide|ensure|consider|publish|train|integrate)\b",
    re.IGNORECASE,
)
_PART: Final = (
    r"(?:心得|感想|省思|結論|結語|總結|小結|觀察|發現|檢討|啟示|收穫|後記|反思|心得(?:感想|分享|體會)|學習成果)"
)
_ENGLISH_PART: Final = "(?:reflections?|conclusions?|observations?|findings|lessons learned|takeaways)"
_TERM: Final = (
    r"立即可行|即刻可行|短中長期|中長期|短中期|短期|中期|長期|近程|中程|遠程|近期"
    r"|immediate(?:ly)?|(?:short|medium|mid|long)[- ]term"
)
_TERMED: Final = (
    rf"[(【\[]?(?P<term>{_TERM})(?:的|之|性)*(?:可行)?(?:之|的)?\s*"
    r"(?:建議(?:事項|作法|做法|方案)?|措施|目標|規劃|方案|作為|作法|做法|策略|事項|recommendations?|actions?|measures?)?[)】\]]?"
)
_ADVICE_PART: Final = (
    r"(?:(?:具體|綜合|相關|政策|後續|未來|其他|整體|改善|改進|總體|個人|研究|結論|檢討|策進|心得|興革|對[^,。;]{1,12}之?)(?:的|之)?"
    r"(?:[及與和暨、]|面向?)?)*[^,。;:]{0,6}建議(?:事項|部分|內容|意見|方案|作為|措施|面向)?"
    r"|(?:(?:policy|general|specific|key|our|further|other|main|follow-up) )*recommendations?(?: for [a-z ]{2,30})?"
)
_REFLECTION_PART: Final = (
    rf"(?:(?:會議|參訪|考察|研習|研討會?|個人|綜合|整體|實習|進修|訓練|出國|本次|與會)(?:的|之)?)*"
    rf"(?:{_PART}[及與和暨、]?)+"
    r"(?:部分|事項|內容|分享|摘要|與發現)?"
    rf"|(?:(?:general|key|main|our|personal) )*{_ENGLISH_PART}(?: and {_ENGLISH_PART})?"
)
_OWN_ADVICE: Final = (
    r"(?:(?:具體|綜合|相關|政策|後續|未來|對我國|我國|對本[部局署會院府市縣]|短期|中期|長期|中長期|立即可行|研提|策進)(?:的|之)?[及與和暨、]?)*"
    r"建議(?:事項|意見)?|(?:(?:policy|general|key) )*recommendations"
)
_INTRODUCES: Final = (
    r"(?:如下|如後|下列|以下|分述|臚列|列述|茲[^。]{0,20}|as follows|the following[^.]{0,40}|below)"
    r"[^。.]{0,12}[:。.]?\s*$|:\s*$"
)
_STEPS: Final = (
    r"(?:作法|做法|步驟|措施|方式|包括|包含|內容|要點|重點|說明|理由|途徑|策略|項目|面向|steps|measures|including)"
    r"[^。]{0,8}[:。]?\s*$"
)
_COURTESY: Final = r"(?:致|申|銘|道)謝|謝忱|謝意|感謝|感激|grateful|thanks? to|thank (?:the|our|you)|acknowledg"
_LAID_BEFORE: Final = r"以上[^,。]{0,16}(?:供|請|謹|陳)"


@lru_cache(maxsize=4096)
def advises(text: str) -> bool:
    """Whether it is said in so many words that something be done.

    >>> advises("建議擇二所監獄試辦"), advises("权宜之计"), advises("Taiwan should begin with cruise terminals.")
    (True, False, True)
    """
    return _folded(_ADVISES).search(fold(text)) is not None


@lru_cache(maxsize=4096)
def recommends(text: str) -> bool:
    """Whether something is to be done, said in so many words or meant.

    >>> recommends("有必要持續參與國際會議"), recommends("人工智慧之應用日廣，各國因應不同")
    (True, False)
    """
    folded = fold(text)
    return _folded(_ADVISES).search(folded) is not None or _folded(_MEANS).search(folded) is not None


def demands(title: str) -> bool:
    """Whether a heading says what to do: it begins with a verb that asks for it.

    >>> demands("強化電池火災應變"), demands("整合性服務之趨勢")
    (True, False)
    """
    folded = fold(title).strip(" *#「『\"'")
    return _folded(_VERBS).match(folded) is not None or _ENGLISH_VERBS.match(folded) is not None


def part_kind(title: str) -> Kind | None:
    """What a heading says that all below it is; None where it says nothing of the kind, or both («心得及建議»).

    >>> part_kind("中長期建議"), part_kind("參訪心得"), part_kind("心得及建議"), part_kind("建議採購無人機")
    (<Kind.RECOMMENDATION: 'recommendation'>, <Kind.REFLECTION: 'reflection'>, None, None)
    """
    folded = _clean(title)
    if is_mixed(title) or len(folded) > _LONGEST_TITLE:
        return None
    if _folded(_ADVICE_PART).fullmatch(folded) or _folded(_TERMED).fullmatch(folded):
        return Kind.RECOMMENDATION
    return Kind.REFLECTION if _folded(_REFLECTION_PART).fullmatch(folded) else None


def is_mixed(title: str) -> bool:
    """Whether a heading promises both.

    >>> is_mixed("心得及建議"), is_mixed("結論與建議"), is_mixed("建議事項"), is_mixed("Conclusions and advice")
    (True, True, False, False)
    """
    folded = _clean(title)
    both = _folded(_PART).search(folded) or re.search(r"conclusion|reflection|observation|finding|lesson", folded)
    return bool(both and re.search(fold("建議") + "|recommendation", folded) and len(folded) <= _LONGEST_TITLE)


def promises_advice(title: str) -> bool:
    """Whether the title of a chapter says that there are recommendations in it."""
    return re.search(simplify("建\\s*議") + "|recommend", fold(title)) is not None


def is_own_advice(title: str) -> bool:
    """Whether a heading anywhere in a report can only stand over the report's own recommendations."""
    return _folded(_OWN_ADVICE).fullmatch(_clean(title)) is not None


def is_part(title: str) -> bool:
    """Whether a heading stands over items rather than being one."""
    return is_mixed(title) or part_kind(title) is not None


def is_only_part(title: str) -> bool:
    """Whether a heading can stand over items alone; «各國代表建議» may be what an item is called."""
    return is_mixed(title) or is_own_advice(title) or part_kind(title) is Kind.REFLECTION or is_term(title)


def term_in(title: str) -> tuple[int, int] | None:
    """Where a heading says how soon: the whole of it, or in brackets at either end, or after a colon.

    >>> [term_said(title) for title in ("二、中長期建議", "長期照護之借鏡", "建置平臺（短期）")]
    ['中長期', '', '短期']
    """
    folded = fold(title)
    numeral = re.match(r"\s*(?:[(][^\W_]{1,3}[)][、.]?|[^\W\d_a-z]{1,3}[、.]|[0-9]{1,2}[)、.])?\s*", folded)
    start = numeral.end() if numeral else 0
    for found in _folded(_TERMED).finditer(folded):
        before, after = folded[start : found.start()].strip(), folded[found.end() :].strip(" :。")
        bracketed = found.group()[0] in "(【[" and found.group()[-1] in ")】]"
        whole = not before and not after
        if whole or (bracketed and (not before or not after)) or (before.endswith((":", "—", "-")) and not after):
            return found.span("term")
    return None


def term_said(title: str) -> str:
    """The same as words, as printed; empty where a heading says nothing of it."""
    at = term_in(title)
    return title[slice(*at)] if at else ""


def is_term(text: str) -> bool:
    """Whether a cell of a table says nothing but how soon."""
    return _folded(_TERMED).fullmatch(_clean(text)) is not None


def introduces(paragraph: str) -> bool:
    """Whether it only says that something follows."""
    return _folded(_INTRODUCES).search(fold(paragraph)) is not None


def introduces_steps(paragraph: str) -> bool:
    """Whether what follows it says how it is to be done, and is nothing of its own."""
    return (
        introduces(paragraph)
        and _folded(_STEPS).search(re.sub(r"(?:如下|如后|分述|列述).*$", "", fold(paragraph))) is not None
    )


def is_courtesy(paragraph: str) -> bool:
    """Whether it only thanks somebody, or lays what was said before its readers."""
    folded = fold(paragraph)
    if len(folded) < 40 and _folded(_LAID_BEFORE).match(folded):
        return True
    return (
        len(folded) < 160 and _folded(_COURTESY).search(folded) is not None and _folded(_ADVISES).search(folded) is None
    )


def _clean(title: str) -> str:
    return re.sub(r"(?<=[^ -~])\s+(?=[^ -~])", "", fold(title)).strip(" :。*#")
