"""What of a difference changes what is said: a number, a negation, a name. It is told before anything else."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.check.diff import Op, Piece
from corpus.fold import fold
from corpus.quantities import quantities

_NUMERALS: Final = "零〇一二三四五六七八九十百千万亿兆两"
_UNITS: Final = "个大项点次年天周人名位国家种场件份期章节条类级阶步层届方部座台辆篇本册间组倍岁成月日号元%"
_ENGLISH: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|once|twice"
)
_NUMBER: Final = re.compile(
    rf"\d+(?:[.,:/]\d+)*\s?(?:[{_NUMERALS}]+)?%?|百分之[{_NUMERALS}]+|[{_NUMERALS}]{{2,}}|[{_NUMERALS}](?=[{_UNITS}])"
    rf"|\b(?:{_ENGLISH})(?:[\s-](?:{_ENGLISH}))*\b"
)
_NOT: Final = re.compile(
    r"不(?!同|过|只|仅|但|少|断|妨|管|论|免)|没有?|未(?!来)|无(?!人机|线|障|论)|(?<!除)非(?!常|洲)|勿|毋|拒绝|禁止|反对"
    r"|\b(?:not|never|no|without|cannot|neither|nor)\b|n[\"'’]t\b"
)
_LATIN_NAME: Final = re.compile(r"\b[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_NAME: Final = 6
_AROUND: Final = 5
_ONE_WORD: Final = 8
"""Characters before a stretch in which a negation or a number may stand that belongs to it."""


class Alarm(StrEnum):
    """What kind of thing differs; in the order in which they are told."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    CUT_OFF = "cut_off"  # the words before the quotation deny or count what it says


@dataclass(frozen=True, slots=True)
class Caution:
    """The quotation says ``quote`` where the source says ``source``; empty: nothing of the kind."""

    alarm: Alarm
    quote: str
    source: str


NameOf = Callable[[str], Collection[str]]
"""The other ways to write a name, given folded; empty where it is no name (:meth:`index.gloss.Gloss.names`)."""


def cautions(pieces: Sequence[Piece], names: NameOf) -> tuple[Caution, ...]:
    """What differs in a diff that changes the meaning, each once."""
    quote, source = "".join(p.quote for p in pieces), "".join(p.source for p in pieces)
    found: dict[Caution, None] = {}
    at_quote = at_source = 0
    for piece in pieces:
        ends = at_quote + len(piece.quote), at_source + len(piece.source)
        if piece.op is not Op.SAME:
            ours, theirs = _Place(quote, at_quote, ends[0]), _Place(source, at_source, ends[1])
            found.update(dict.fromkeys(_of_change(ours, theirs, names)))
        at_quote, at_source = ends
    return tuple(sorted(found, key=lambda caution: list(Alarm).index(caution.alarm)))


@dataclass(frozen=True, slots=True)
class _Place:
    """``start`` .. ``end`` of a text."""

    text: str
    start: int
    end: int

    def meets(self, start: int, end: int) -> bool:
        """Whether ``start`` .. ``end`` has something of it; where it is empty, whether it stands inside."""
        if self.start == self.end:
            return start < self.start < end
        return start < self.end and self.start < end


def _of_change(ours: _Place, theirs: _Place, names: NameOf) -> Iterator[Caution]:
    for alarm, find in ((Alarm.NUMBER, _numbers), (Alarm.NEGATION, _negations)):
        said, instead = find(ours), find(theirs)
        if list(said.values()) != list(instead.values()):
            yield Caution(alarm, "、".join(said), "、".join(instead))
    here, there = _names(ours, names), _names(theirs, names)
    if here != there and {n.lower() for n in here} != {n.lower() for n in there}:
        yield Caution(Alarm.NAME, "、".join(here), "、".join(there))


def _numbers(place: _Place) -> dict[str, str]:
    """The numbers that a change touches, as printed, and the value of each in one way of writing."""
    folded = fold(place.text)
    found = {place.text[m.start() : m.end()].strip(): m[0] for m in _NUMBER.finditer(folded) if place.meets(*m.span())}
    return {printed: _value(number) for printed, number in found.items()}


def _value(number: str) -> str:
    return next(iter(quantities(number)), number.replace(",", "").strip())


def _negations(place: _Place) -> dict[str, str]:
    """The negations that a change touches. All deny alike: 未 for 沒有 is no other meaning."""
    found = [place.text[m.start() : m.end()] for m in _NOT.finditer(fold(place.text)) if place.meets(*m.span())]
    return {"、".join(found): str(len(found) % 2)} if found else {"": "0"}


def _names(place: _Place, names: NameOf) -> list[str]:
    latin = [m[0] for m in _LATIN_NAME.finditer(place.text) if m.start() and place.meets(*m.span())]
    start, end = max(0, place.start - _AROUND), place.end + _AROUND
    han = [_han_names(m[0], start + m.start(), place, names) for m in _HAN.finditer(place.text[start:end])]
    return list(dict.fromkeys([*latin, *(name for found in han for name in found)]))


def _han_names(run: str, offset: int, place: _Place, names: NameOf) -> Iterator[str]:
    """The names of a dictionary in a Chinese text, the longest first at each place; those that the change touches."""
    folded, at = fold(run), 0
    while at < len(folded):
        lengths = range(min(_LONGEST_NAME, len(folded) - at), 1, -1)
        length = next((n for n in lengths if names(folded[at : at + n])), 0)
        if length and place.meets(offset + at, offset + at + length):
            yield run[at : at + length]
        at += length or 1


def cut_off(quote: str, before: str) -> tuple[Caution, ...]:
    """Whether the words right ``before`` a stretch of the source turn it into something else than ``quote``.

    >>> cut_off("應立即推動", "審查意見認為不")
    (Caution(alarm=<Alarm.CUT_OFF: 'cut_off'>, quote='應立即推動', source='不應立即推動'),)
    """
    near = fold(before[-2:])
    denied = [m for m in _NOT.finditer(near) if m.end() == len(near)]
    starts = fold(quote[:1])
    counted = starts and starts in _NUMERALS and near[-1:] in _NUMERALS + "0123456789"
    if not denied and not counted:
        return ()
    cut = before[-(len(near) - denied[0].start()) :] if denied else before[-1:]
    shown = quote[:_ONE_WORD] + ("…" if len(quote) > _ONE_WORD else "")
    return (Caution(Alarm.CUT_OFF, shown, cut + shown),)
