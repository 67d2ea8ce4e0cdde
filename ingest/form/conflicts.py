"""What cover and form say differently. Another way to write the same is no conflict: width, 臺 and 台, blanks, line
breaks, brackets, the same day in another calendar, a place that is only named more fully."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from corpus.countries import countries_in
from corpus.fold import fold, squeezed
from corpus.types import Conflict, Field
from ingest.form.periods import day_of, trip_days

_SEVERAL: Final = re.compile(r"[、，,；;]")
_NUMBERED: Final = re.compile(r"^[0-9.、]+")
_OTHERS: Final = re.compile(r"[^\n]{0,12}?等\s*[0-9０-９一二三四五六七八九十]*\s*[人員名位]?")


def conflicts(text: str, cover: Mapping[str, Field], form: Mapping[str, Field]) -> tuple[Conflict, ...]:
    """Every key that both print, and print differently, in the order of the form."""
    return tuple(
        Conflict(key, cover[key], form[key])
        for key, agree in _AGREE.items()
        if key in cover and key in form and not agree(text, cover[key], form[key])
    )


def _same_words(_text: str, a: Field, b: Field) -> bool:
    return squeezed(a.value) == squeezed(b.value)


def _same_category(_text: str, a: Field, b: Field) -> bool:
    """«其他» and «5其他（訪問）» do not contradict each other; «開會» and «會議» are different words."""
    one, other = (_NUMBERED.sub("", squeezed(f.value)) for f in (a, b))
    return one == other or (one.startswith("其他") and other.startswith("其他") and (one == "其他" or other == "其他"))


def _same_agencies(_text: str, a: Field, b: Field) -> bool:
    """An agency may be named with its unit, and one place may name more of several."""
    one, other = _parts(a.value), _parts(b.value)
    return _all_in(one, other) or _all_in(other, one)


def _all_in(some: frozenset[str], others: frozenset[str]) -> bool:
    return all(any(x.startswith(y) or y.startswith(x) for y in others) for x in some)


def _same_people(text: str, a: Field, b: Field) -> bool:
    """«王小明等 3 人» on the cover goes with the three names of the form."""
    one, other = _parts(a.value), _parts(b.value)
    return one == other or (one < other and _is_open(text, a)) or (other < one and _is_open(text, b))


def _same_posts(_text: str, a: Field, b: Field) -> bool:
    one, other = _parts(a.value), _parts(b.value)
    return one <= other or other <= one


def _same_countries(_text: str, a: Field, b: Field) -> bool:
    one, other = ({code for code, _, _ in countries_in(field.value)} for field in (a, b))
    if one and other:
        return one == other
    return squeezed(a.value) in squeezed(b.value) or squeezed(b.value) in squeezed(a.value)


def _same_days(text: str, a: Field, b: Field) -> bool:
    """Equal where both can be read; one that says only the month may go with the other."""
    return _same_words(text, a, b) or _compatible(trip_days(a.value), trip_days(b.value), a, b)


def _same_day(text: str, a: Field, b: Field) -> bool:
    return _same_words(text, a, b) or _compatible((day_of(a.value),), (day_of(b.value),), a, b)


def _compatible(one: tuple[object, ...], other: tuple[object, ...], a: Field, b: Field) -> bool:
    if all(one) and all(other):
        return one == other
    return squeezed(a.value).startswith(squeezed(b.value)) or squeezed(b.value).startswith(squeezed(a.value))


def _same_number(_text: str, a: Field, b: Field) -> bool:
    one, other = (re.findall(r"[0-9]+", fold(field.value)) for field in (a, b))
    return one == other and (bool(one) or squeezed(a.value) == squeezed(b.value))


def _parts(value: str) -> frozenset[str]:
    return frozenset(filter(None, map(squeezed, _SEVERAL.split(value))))


def _is_open(text: str, field: Field) -> bool:
    """Whether «等» stands behind the names."""
    return _OTHERS.match(text, field.end) is not None or "等" in text[field.start : field.end]


_AGREE: Final[Mapping[str, Callable[[str, Field, Field], bool]]] = {
    "title": _same_words,
    "agency": _same_agencies,
    "author": _same_people,
    "author_title": _same_posts,
    "category": _same_category,
    "period": _same_days,
    "country": _same_countries,
    "date": _same_day,
    "pages": _same_number,
    "attachments": _same_words,
    "planner": _same_agencies,
    "keywords": _same_words,
}
