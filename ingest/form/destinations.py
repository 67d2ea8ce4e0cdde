"""Where the trip went, place by place, each with its country where that is known."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.countries import countries_in
from corpus.fold import fold
from corpus.types import Destination, Field
from ingest.structure.sentences import Span, has_han, trimmed

_APART: Final = re.compile(r"[、，,；;/／\n\t&＆()（）\[\]［］。]|\s-\s|\s{2,}|[→－—]")
_AND: Final = re.compile(r"(?:及|與|和|暨|至|and\b|&)\s*|\s+", re.IGNORECASE)
_AND_OTHERS: Final = re.compile(
    r"\s{0,8}等\s?[0-9０-９一二三四五六七八九十]{0,3}\s?個?(?:國|国|地|地區|國家|城市|市)?$"
)
_LONGEST: Final = 1000
"""A field longer than this is no list of places."""
_UNKNOWN_WIDTH: Final = 20
"""What is longer than this and holds no known place is not the name of one."""

Found = tuple[str, int, int]


def destinations(text: str, fields: Sequence[Field]) -> tuple[Destination, ...]:
    """The places of the fields, each once; «美國» is left out beside «美國奧蘭多», which says more."""
    found: dict[str, Destination] = {}
    for place in (place for field in fields for place in _places(text, field)):
        found.setdefault(fold(place.name), place)
    return tuple(d for d in found.values() if not any(_says_more(other, d) for other in found.values()))


def _says_more(other: Destination, one: Destination) -> bool:
    return other is not one and other.country == one.country and fold(one.name) in fold(other.name)


def _places(text: str, field: Field) -> Iterator[Destination]:
    if field.end - field.start > _LONGEST:
        return
    named = [(code, field.start + a, field.start + b) for code, a, b in countries_in(text[field.start : field.end])]
    for start, end in _parts(text, field, named):
        inside = [found for found in named if start <= found[1] and found[2] <= end]
        groups = list(_by_country(inside))
        if len(groups) > 1:
            for code, first, last in groups:
                yield Destination(text[first:last], first, last, code)
        elif groups:
            yield Destination(text[start:end], start, end, groups[0][0])
        elif end - start <= _UNKNOWN_WIDTH and re.search(r"[^\W\d_]{2}", text[start:end]):
            yield Destination(text[start:end], start, end, None)


def _parts(text: str, field: Field, named: Sequence[Found]) -> Iterator[Span]:
    """The stretches between the separators; one inside a country's name, or in «Orlando, USA», separates nothing."""
    at = field.start
    cuts = [(m.start(), m.end()) for m in _APART.finditer(text, field.start, field.end)]
    inner = {i for _, a, b in named for i in range(a, b)}
    for start, end in [
        *(cut for cut in cuts if cut[0] not in inner and not _within(text, cut, named)),
        (field.end, field.end),
    ]:
        if span := _bare(text, at, start):
            yield span
        at = end


def _within(text: str, cut: Span, named: Sequence[Found]) -> bool:
    """Whether the comma stands between a place and its country."""
    before = next((found for found in named if found[2] == cut[0]), None)
    after = next((found for found in named if found[1] >= cut[1] and not text[cut[1] : found[1]].strip()), None)
    if before is None or after is None or text[cut[0] : cut[1]] != ",":
        return False
    return before[0] == after[0] and not has_han(text[before[1] : after[2]])


def _bare(text: str, start: int, end: int) -> Span | None:
    """The part without «及» before it and «等 3 國» behind it."""
    others = _AND_OTHERS.search(text[start:end])
    span = trimmed(text, start, start + others.start() if others else end)
    joint = _AND.match(text, *span) if span else None
    return trimmed(text, joint.end(), span[1]) if span and joint and joint.end() < span[1] else span


def _by_country(named: Sequence[Found]) -> Iterator[Found]:
    """Neighbours in one country together: «德國法蘭克福與法國巴黎» is two places."""
    current: Found | None = None
    for code, start, end in named:
        if current and current[0] == code:
            current = (code, current[1], end)
        else:
            if current:
                yield current
            current = (code, start, end)
    if current:
        yield current
