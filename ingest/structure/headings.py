"""The grammar of one heading line: which numbering scheme it belongs to, its value, and its title.

Schemes are data. A scheme's rank only says which of two *new* schemes stands above the other; the level of
a heading comes from the nesting (:mod:`ingest.structure.sequence`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from corpus.numerals import any_number, arabic, chinese, circled, letter, roman, stem
from ingest.structure.sentences import width

_FORMAL: Final = "[壹贰貳叁參参叄肆伍陸陆柒捌玖拾]{1,3}"
_CJK: Final = "[一二三四五六七八九十]{1,3}"
_DIGITS: Final = "[0-9０-９]{1,2}"
_ANY: Final = f"(?:{_FORMAL}|{_CJK}|{_DIGITS}|[A-Za-z](?![A-Za-z]))"
_STOP: Final = "[、.．:：，]"

_KNOWN_TITLE: Final = re.compile(
    r"(?:出國|考察|研習|參訪|會議|進修|訪問|研究|實習|計畫|本次|主要)?(?:目的|緣起|背景|過程|行程|經過|內容|心得|建議|結論|"
    r"心得(?:及|與|和|暨|、)(?:具體)?建議(?:事項)?|結論(?:及|與|和|暨|、)建議(?:事項)?|建議(?:及|與|和|暨|、)心得|建議事項|目的(?:及|與)過程|"
    r"緣起(?:及|與|、)目的|背景(?:及|與)目的|行程(?:及|與)過程|紀要|摘要)|前言|序言?|引言|緒論|導論|總結|結語|後記|誌謝|致謝|"
    r"參考(?:資料|文獻|書目)|行程表|議程|成果|效益"
)
_KNOWN_ENGLISH: Final = re.compile(
    r"(?:executive )?summary|introduction|background|purpose(?: of (?:the )?(?:trip|visit|travel))?|objectives?"
    r"|foreword|preface|itinerary|agenda|(?:trip |meeting )?(?:proceedings|activities)|findings|(?:key )?observations"
    r"|discussions?|results|lessons learned|(?:conclusions?|reflections)(?: and recommendations?)?|recommendations?"
    r"|(?:findings|observations) and recommendations?|next steps|references|bibliography|acknowledge?ments?",
    re.IGNORECASE,
)
BACK_MATTER: Final = re.compile(
    r"參考(?:資料|文獻|書目)|references|bibliography|誌謝|致謝|acknowledge?ments?", re.IGNORECASE
)
PREFACE: Final = re.compile(r"前言|序言?|引言|foreword|preface", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of numbering. ``strong`` ones are believed alone, weak ones only with a neighbour in sequence."""

    name: str
    rank: float
    strong: bool
    shape: re.Pattern[str]
    value: Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a heading line begins with: ``number`` as printed, ``label`` as it stands in a path."""

    scheme: str
    rank: float
    strong: bool
    value: int
    number: str | None
    label: str
    title: str


def _scheme(name: str, rank: float, strong: bool, shape: str, value: Callable[[str], int | None]) -> Scheme:
    return Scheme(name, rank, strong, re.compile(shape), value)


SCHEMES: Final = (
    _scheme(
        "part", 0, True, rf"(?P<label>第\s*(?P<number>{_ANY})\s*(?:部分|部份|部|篇))(?P<stop>[、:：\s]|$)", any_number
    ),
    _scheme(
        "chapter",
        1,
        True,
        rf"(?P<label>第\s*(?P<number>{_ANY})\s*章)(?P<stop>[、:：\s]|$|(?=[^的，。]{{2,20}}$))",
        any_number,
    ),
    _scheme(
        "section",
        2,
        True,
        rf"(?P<label>第\s*(?P<number>{_ANY})\s*節)(?P<stop>[、:：\s]|$|(?=[^的，。]{{2,20}}$))",
        any_number,
    ),
    _scheme(
        "part",
        0,
        True,
        r"(?P<label>(?:Part|PART)\s+(?P<number>[IVX]{1,5}|[0-9]{1,2}|[A-Z]))(?P<stop>[:.\s]|$)",
        any_number,
    ),
    _scheme(
        "chapter",
        1,
        True,
        r"(?P<label>(?:Chapter|CHAPTER)\s+(?P<number>[IVX]{1,5}|[0-9]{1,2}))(?P<stop>[:.\s]|$)",
        any_number,
    ),
    _scheme("formal", 3, True, rf"(?P<label>(?P<number>{_FORMAL})\s?)(?P<stop>{_STOP})", chinese),
    _scheme("formal", 3, False, rf"(?P<label>(?P<number>{_FORMAL}))(?P<stop>[ \t\u3000]+)", chinese),
    _scheme(
        "cjk",
        4,
        True,
        rf"(?P<label>(?P<number>{_CJK})\s?)(?P<stop>[、.．])(?![二三四五六七八九十][級期樓線次者、])",
        chinese,
    ),
    _scheme("cjk", 4, False, rf"(?P<label>(?P<number>{_CJK}))(?P<stop>[:：，,]|[ \t\u3000]+)", chinese),
    _scheme("cjk_paren", 5, True, rf"(?P<label>[（(]\s?(?P<number>{_CJK})\s?[）)])(?P<stop>[、.．]?)", chinese),
    _scheme(
        "decimal",
        6.5,
        False,
        r"(?P<label>(?P<number>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3})[.．、]?)(?P<stop>[ \t\u3000]+)",
        arabic,
    ),
    _scheme("arabic", 6, False, rf"(?P<label>(?P<number>{_DIGITS})\s?)(?P<stop>[、.．])(?![0-9０-９])", arabic),
    _scheme("arabic_paren", 7, False, rf"(?P<label>[（(]\s?(?P<number>{_DIGITS})\s?[）)])(?P<stop>[、.．]?)", arabic),
    _scheme("arabic_half", 7.5, False, rf"(?P<label>(?P<number>{_DIGITS})[）)])(?P<stop>)", arabic),
    _scheme("circled", 8, False, r"(?P<label>(?P<number>[①-⑳⑴-⒇]))(?P<stop>[、.．]?)", circled),
    _scheme("stem", 8, False, r"(?P<label>(?P<number>[甲乙丙丁戊己庚辛壬癸]))(?P<stop>[、.．])", stem),
    _scheme("stem_paren", 8.5, False, r"(?P<label>[（(](?P<number>[甲乙丙丁戊己庚辛壬癸])[）)])(?P<stop>)", stem),
    _scheme("roman", 2.5, False, r"(?P<label>(?P<number>[IVX]{1,5}|[Ⅰ-Ⅻ]))(?P<stop>[、．]|\.(?=\s))", roman),
    _scheme("alpha", 5.5, False, r"(?P<label>(?P<number>[A-Z]))(?P<stop>[、．]|\.(?=\s|[\u4e00-\u9fff]))", letter),
    _scheme(
        "alpha_small", 9, False, r"(?P<label>(?P<number>[a-z]))(?P<stop>[、．)）]|\.(?=\s|[\u4e00-\u9fff]))", letter
    ),
    _scheme("alpha_paren", 9, False, r"(?P<label>[（(](?P<number>[A-Za-z])[）)])(?P<stop>)", letter),
)
"""In the order in which they are tried; a line may match more than one (I. is Roman and a letter)."""

CHAPTER_LEVEL: Final = frozenset({"part", "chapter", "formal"})
OFFICIAL: Final = frozenset(
    {"part", "chapter", "section", "formal", "cjk", "cjk_paren", "decimal", "arabic", "arabic_paren", "arabic_half"}
)
"""The schemes whose order of rank is fixed by official usage; any other may stand anywhere."""

_LIST_MARKER: Final = re.compile(r"(?:[-*+•●○◎◆■▪·‧]\s*)?(?P<bold>\*\*)?\s*")
_MARKDOWN: Final = re.compile(r"(?P<hashes>#{1,6})\s+(?P<title>.*?)(?:\s+#+)?\s*")
_APPENDIX: Final = re.compile(
    rf"(?P<label>(?:附件|附錄|附檔|Appendix|APPENDIX|Annex|ANNEX)\s?(?P<number>{_ANY}(?:[-–][0-9]{{1,2}})?)?)(?P<stop>[、:：.．\s]|$|(?=[（(《「]))"
)
_ENOUGH: Final = 400
"""A line longer than this is a paragraph: its end need not be read to know it."""
_TRAILING: Final = " \t\u3000:：*"


def marks(line: str, markdown: bool = False) -> list[Mark]:
    """Every way in which ``line`` may begin a section, the likeliest first.

    >>> [(m.scheme, m.value, m.label, m.title) for m in marks("- (一) 數位韌性：")]
    [('cjk_paren', 1, '(一)', '數位韌性')]
    """
    line = line[:_ENOUGH]
    if markdown and (found := _MARKDOWN.fullmatch(line)):
        return [_markdown(found)]
    lead = _LIST_MARKER.match(line)
    line = line[lead.end() :] if lead else line
    appendix = _APPENDIX.match(line)
    if appendix:
        return [_appendix(appendix, line)]
    found_marks = [_mark(scheme, found, line) for scheme in SCHEMES if (found := scheme.shape.match(line))]
    return [mark for mark in found_marks if mark is not None] or _lost_stop(line)


def plain_title(line: str) -> str | None:
    """The title of a well-known chapter printed without a numeral, None where ``line`` is none."""
    title = clean_title(re.sub(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])", "", line))
    known = _KNOWN_TITLE.fullmatch(title) or (_KNOWN_ENGLISH.fullmatch(title) and title[0].isupper())
    return title if known else None


def plain(title: str) -> Mark:
    """The mark of a chapter without a numeral."""
    return Mark("plain", 1, True, 0, None, "", title)


def numbers_chapters(mark: Mark) -> bool:
    """Whether ``mark`` numbers the chapters: by its scheme, or because it stands before a well-known chapter title."""
    if mark.scheme in CHAPTER_LEVEL or mark.scheme == "markdown":
        return True
    return mark.scheme in ("cjk", "roman", "arabic", "alpha") and plain_title(mark.title) is not None


def clean_title(printed: str) -> str:
    """A title with its white space made single and its trailing colon gone."""
    return re.sub(r"\s+", " ", printed).strip(_TRAILING)


def path_label(mark: Mark, title: str) -> str:
    """The label of a section in a path: the numeral as printed, then the title.

    Nothing stands between 、 or a closing bracket and the title; one blank after any other numeral.
    """
    if not title or not mark.label:
        return title or mark.label
    return f"{mark.label}{'' if mark.label.endswith(('、', ')', '）', '．', '：')) else ' '}{title}"


def _mark(scheme: Scheme, found: re.Match[str], line: str) -> Mark | None:
    number = found["number"]
    name, rank = scheme.name, scheme.rank
    if name == "decimal":
        *prefix, number = re.split(r"[.．]", number)
        name, rank = f"decimal:{'.'.join(prefix)}", 6 + len(prefix) / 10
    value = scheme.value(number)
    if not value:
        return None
    label = re.sub(r"\s", "", found["label"]) if scheme.rank > 2 else re.sub(r"\s+", " ", found["label"])
    label += found["stop"].strip() or ("、" if scheme.name in ("formal", "cjk") else "")
    printed = found["number"]
    return Mark(name, rank, scheme.strong, value, printed, label, clean_title(line[found.end() :]))


def _markdown(found: re.Match[str]) -> Mark:
    """A # heading; a numeral inside it is kept as its number, its nesting comes from the #."""
    level = len(found["hashes"])
    title = clean_title(found["title"].replace("**", ""))
    inner = marks(title)
    mark = inner[0] if inner else Mark("", 0, True, 0, None, "", title)
    return Mark("markdown", level - 10, True, level, mark.number, mark.label, mark.title)


def _appendix(found: re.Match[str], line: str) -> Mark:
    label = re.sub(r"\s+", " ", found["label"]).strip() + (found["stop"].strip())
    title = clean_title(line[found.end() :])
    label = label if title else label.rstrip(":：.．、")
    return Mark("appendix", 1, True, any_number(found["number"] or "") or 0, found["number"], label, title)


_FUSED: Final = re.compile(rf"(?P<number>{_FORMAL})(?P<title>[^\s、.．:：].*)")


def _lost_stop(line: str) -> list[Mark]:
    """«壹目的»: recognition lost the 、 and no blank is left; believed only before a well-known title."""
    found = _FUSED.fullmatch(line)
    value = chinese(found["number"]) if found and width(line) <= 16 else None
    title = clean_title(found["title"]) if found else ""
    if not found or not value or not _KNOWN_TITLE.fullmatch(title):
        return []
    return [Mark("formal", 3, True, value, found["number"], f"{found['number']}、", title)]
