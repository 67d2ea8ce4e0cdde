"""Whether a plan is for the same event as an earlier trip: «Gartner Symposium 2023» and «2022 Gartner Symposium/ITxpo».

Years, ordinals and places change from one time to the next, the name stays. What tells events apart are the words that
are not every event's: «International Conference» is a name of thousands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from corpus.countries import countries_in
from corpus.fold import fold

_HAN: Final = r"\u3400-\u9fff"
_KINDS: Final = {
    "annual": "年会|annual",
    "symposium": "研讨会|symposium|seminar",
    "conference": "大会|会议|conference|congress|convention|assembly",
    "summit": "高峰会|峰会|summit",
    "forum": "论坛|forum",
    "meeting": "会议|座谈会|工作小组|meeting",
    "exhibition": "博览会|展览会|展览|(?<![发拓进开扩施伸])展(?![望示开现演出厅])|expo|exhibition|fair",
    "workshop": "工作坊|workshop",
    "course": "课程|训练班|训练|研习班|研习营|研习|讲习班|course|training|program(?:me)?",
    "exercise": "演习|演练|exercise",
    "contest": "竞赛|大赛|锦标赛|运动会|competition|championships?",
}
"""What events are, folded, in both languages; a plan in English may be of a trip whose title is Chinese."""
_BODIES: Final = "委员会|协会|学会|组织|联盟|理事会|总会|公会"
_KIND: Final = re.compile(
    "|".join(sorted({k for way in _KINDS.values() for k in way.split("|") if not k.isascii()}, key=len, reverse=True))
)
_NAMED: Final = re.compile(rf"[{_HAN}a-z0-9·/&-][{_HAN}a-z0-9 .·/&-]{{1,40}}?(?P<kind>{_KIND.pattern}|{_BODIES})")
_CHANGES: Final = re.compile(
    r"第?\s*[0-9一二三四五六七八九十百]+\s*(?:届|次|期|梯次?|回|场)|(?:民国|西元)?\s*[0-9]{2,4}\s*年(?!会)度?"
    r"|(?<![a-z0-9])[0-9]+(?:st|nd|rd|th)?(?![a-z0-9])|(?<=[a-z]{3})[0-9]{1,4}(?![a-z0-9])"
)
_OPENING: Final = re.compile(r"(?:.{0,6}?(?:出席|参加|参与|参访|考察|前往|出国|率团|派员|赴|办理))?")
_BLOT: Final = "。"
_TAKES_PART: Final = re.compile(r"出席|参加|参与|attend|participat")
_EVERYBODYS: Final = re.compile(
    rf"国际|全球|世界|亚太|亚洲|欧洲|区域|双边|多边|高阶|资深|官员|部长|专家|技术|学术|定期|例行|相关|系列|报告"
    rf"|{_KIND.pattern}|{_BODIES}"
)
_HAN_OR_BRACKET: Final = re.compile(r"[\u3400-\u9fff()（）]")
_WORD: Final = re.compile(r"[a-z][a-z0-9'+-]+")
_WORDS_OF_NO_NAME: Final = (
    "the of and for on in at to by with from an as its trip study visit report inspection tour attend attending"
    " participation participate official taiwan"
    " ai ict it iot aiot esg sdg sdgs covid app gis gps dna vr ar xr ev led nft api ngo hr pr ceo cio ciso"
)
_WORDS_OF_EVERY_EVENT: Final = (
    "international world global general asia asian pacific european american committee council association organization"
    " organisation society institute group working week days day session"
)
_NO_NAME: Final = frozenset(_WORDS_OF_NO_NAME.split())
_EVERY_EVENTS: Final = frozenset(_WORDS_OF_EVERY_EVENT.split())
SAME_SHARE: Final = 0.6
"""Share of a Latin name's words that the plan must have; those that are every event's count half."""
SAME_RATIO: Final = 88
"""Likeness, of 100, of a Chinese name and its best match in the plan (Levenshtein, as rapidfuzz counts it)."""
_LEAST_OWN: Final = 2


class Sameness(StrEnum):
    """How an earlier event is the plan's."""

    EVENT = "event"  # the same, another time
    HOST = "host"  # another of the same body


@dataclass(frozen=True, slots=True)
class Match:
    """``name``: what of a report's title the plan has too, as the title writes it. ``told_apart``: title and plan each
    name an event, and not the same one."""

    sameness: Sameness
    name: str
    told_apart: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan's words, ready to be looked for in many titles; all folded, without years and ordinals. ``own`` is its
    text without what is everybody's; ``attends``: whether it speaks of taking part in something."""

    text: str
    own: str
    words: frozenset[str]
    kinds: frozenset[str]
    attends: bool

    @classmethod
    def of(cls, purpose: str) -> "Planned":
        """Of free text."""
        folded = _blanked(purpose).replace(_BLOT, " ")
        text = _close(folded)
        words = frozenset(_WORD.findall(folded))
        return cls(text, _EVERYBODYS.sub("", text), words, _kinds_in(folded), bool(_TAKES_PART.search(folded)))


@dataclass(frozen=True, slots=True)
class _Name:
    """A Chinese name in a title: as printed, folded, what of it is not everybody's, and whether it is a body's."""

    printed: str
    name: str
    own: str
    is_body: bool


@dataclass(frozen=True, slots=True)
class _Title:
    names: tuple[_Name, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]


def same_event(title: str, planned: Planned) -> Match | None:
    """What the event that a report's ``title`` names is to the plan; None where it is another, or none is named.

    >>> same_event("出席 2022 Gartner Symposium/ITxpo", Planned.of("參加 Gartner Symposium 2023")).sameness.value
    'event'
    >>> same_event("參加第 8 屆北歐智慧城市年會", Planned.of("第10屆北歐智慧城市年會")).name
    '北歐智慧城市年會'
    >>> same_event("參加國際研討會報告", Planned.of("參加國際研討會"))
    """
    read = _read(title)
    for name in read.names:
        if not name.is_body and _is_in(name, planned):
            return Match(Sameness.EVENT, name.printed)
    own = [w for w in read.words if not _is_kind(w) and w not in _EVERY_EVENTS]
    shared = [w for w in own if w in planned.words]
    body = next((n for n in read.names if n.is_body and _is_in(n, planned)), None)
    if not shared and body is None:
        return None
    same = _same_latin(read.words, own, shared, planned) or _same_kind(read, planned, len(own) == len(shared))
    printed = body.printed if body else _as_printed(title, planned)
    if same:
        return Match(Sameness.EVENT, printed)
    return Match(Sameness.HOST, printed, bool(read.kinds and planned.kinds))


def _same_latin(words: Sequence[str], own: Sequence[str], shared: Sequence[str], planned: Planned) -> bool:
    """Whether the Latin name is the plan's, with what kind of event it is."""
    if not shared or _share(words, planned) < SAME_SHARE:
        return False
    return any(_is_kind(w) and w in planned.words for w in words) or (
        len(shared) == len(own) > 1 and bool(planned.kinds)  # a name of several words stands for itself
    )


def _same_kind(title: _Title, planned: Planned, whole: bool) -> bool:
    """Of one body it is the same event where it has no name of its own and is of the same kind; or where the plan says
    no more than that it takes part in what the title calls so."""
    if not planned.kinds:
        return whole and planned.attends and bool(title.kinds)
    return all(name.is_body for name in title.names) and bool(title.kinds & planned.kinds)


@lru_cache(maxsize=65536)  # the titles of a library are held against plan after plan
def _read(title: str) -> _Title:
    folded = _blanked(title)
    names = []
    for found in _NAMED.finditer(folded):
        start = found.start() + _OPENING.match(found.group()).end()  # type: ignore[union-attr]  # it matches nothing, too
        name = _close(folded[start : found.end()])
        own = _EVERYBODYS.sub("", name)
        if len(own) >= _LEAST_OWN:
            names.append(_Name(title[start : found.end()].strip(), name, own, _is_body(found["kind"])))
    words = tuple(dict.fromkeys(w for w in _WORD.findall(folded) if w not in _NO_NAME))
    return _Title(tuple(names), words, _kinds_in(folded))


def _is_body(kind: str) -> bool:
    return re.fullmatch(_BODIES, kind) is not None


def _is_in(name: _Name, planned: Planned) -> bool:
    """Whether the plan has the name, and most of what is the name's own."""
    from rapidfuzz import fuzz  # here, for it takes 40 ms that `tripreport ask` has no use for

    return all(
        len(part) <= len(text) and fuzz.partial_ratio(part, text) >= SAME_RATIO
        for part, text in ((name.name, planned.text), (name.own, planned.own))
    )


def _share(words: Sequence[str], planned: Planned) -> float:
    weights = {w: 0.5 if _is_kind(w) or w in _EVERY_EVENTS else 1.0 for w in words}
    return sum(weight for w, weight in weights.items() if w in planned.words) / sum(weights.values())


def _kinds_in(folded: str) -> frozenset[str]:
    return frozenset(kind for kind, pattern in _patterns().items() if pattern.search(folded))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<![a-z])(?:{ways})(?![a-z])") for kind, ways in _KINDS.items()}


def _is_kind(word: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in _patterns().values())


def _as_printed(title: str, planned: Planned) -> str:
    """The longest stretch of the title's Latin words that the plan has too."""
    runs: list[tuple[int, int]] = []
    for found in _WORD.finditer(_blanked(title)):
        if found.group() not in planned.words:
            continue
        if runs and not _HAN_OR_BRACKET.search(title[runs[-1][1] : found.start()]):
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append(found.span())
    return max((title[a:b] for a, b in runs), key=len, default="")


def _blanked(title: str) -> str:
    """Folded, with what changes from time to time blotted out, and countries in Latin letters, which are no event's;
    every character stays in its place."""
    folded = _CHANGES.sub(lambda found: _BLOT * len(found.group()), fold(title))
    for _, start, end in countries_in(title):
        if title[start].isascii():
            folded = folded[:start] + _BLOT * (end - start) + folded[end:]
    return folded


def _close(folded: str) -> str:
    """Without white space: titles are printed over two lines."""
    return "".join(folded.split())
