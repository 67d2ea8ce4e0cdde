"""Who travelled: names, posts, agencies and units out of one printed value, each person with the row that says it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.types import Traveller
from ingest.form.posts import is_agency, is_english_agency, is_english_post, is_post, is_unit, split_glued
from ingest.structure.sentences import Span, has_han, trimmed

_APART: Final = re.compile(r"\s{0,8}[、，,；;]\s{0,8}|\n+")
_CELL: Final = re.compile(r"[ \u3000]{0,8}[/／\t][ \u3000]{0,8}")
_COUNT: Final = r"[0-9０-９一二三四五六七八九十]"
_AND_OTHERS: Final = re.compile(
    rf"\s{{0,8}}等\s?[共計]?\s?{_COUNT}{{0,4}}\s?[人員名位]?(?:\s?[（(][^（()）]{{0,20}}[）)])?\s{{0,8}}$"
)
_COUNTED: Final = re.compile(
    rf"(?:[共計]\s?{_COUNT}{{1,3}}\s?[人員名位][:：]?)?\s*(?:[（(]?[0-9０-９]{{1,2}}[.．、)）])?\s*"
)
_BRACKETED: Final = re.compile(r"(?P<name>[^（()）]+)[（(](?P<inside>[^（()）]+)[）)]?")
_JOINT: Final = re.compile(r"(?<=[0-9)）])(?P<gap>\s{0,4})(?=[\u4e00-\u9fff]{2,4}\s?[/／])")
"""Where a reader made one line of two rows: «…/科長/02-1234 李大華/…»."""
_CONTACT: Final = re.compile(r"(?=.*[0-9]{3})[0-9０-９\s\-－—–()（）#＃+*~轉分機ext.:：]*|\S+@\S+", re.IGNORECASE)
_NOBODY: Final = re.compile(r"無|略|同上|[詳如見].{0,4}(?:附件|附表|附錄|名冊|名單|下).*")
_ROLES: Final = (
    ("contact", re.compile(r"電話|手機|信箱|郵件|e-?mail|phone|tel", re.IGNORECASE)),
    ("name", re.compile(r"姓名|出國人|報告人|报告人|travell?er|author|name", re.IGNORECASE)),
    ("agency", re.compile(r"機關|机关|機構|agency|organi[sz]ation|affiliation|institution", re.IGNORECASE)),
    ("unit", re.compile(r"單位|单位|部門|unit|department|division", re.IGNORECASE)),
    ("title", re.compile(r"職稱|职称|職務|职务|position|title", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Persons:
    """Names, posts, agencies, each joined with 、 where there are several; empty where not printed."""

    names: str
    jobs: str
    agencies: str


@dataclass(frozen=True, slots=True)
class _Person:
    name: str = ""
    agency: str = ""
    unit: str = ""
    title: str = ""


def joined_persons(found: Sequence[Traveller]) -> Persons:
    """The travellers' names, posts and agencies, each once.

    >>> joined_persons(travellers("科長 王小明、專員 李大華", 0, 13))
    Persons(names='王小明、李大華', jobs='科長、專員', agencies='')
    """
    joint = "、" if any(has_han(t.name or t.title or "") for t in found) else ", "
    return Persons(
        joint.join(dict.fromkeys(t.name for t in found if t.name)),
        joint.join(dict.fromkeys(t.title for t in found if t.title)),
        joint.join(dict.fromkeys(t.agency for t in found if t.agency)),
    )


def travellers(text: str, start: int, end: int, columns: Sequence[str] = ()) -> list[Traveller]:
    """Everyone that ``text[start:end]`` names, as far as it is printed; «等 3 人» adds nobody.

    >>> [(t.title, t.name) for t in travellers("處長 王小明、科長 李大華等 3 人", 0, 19)]
    [('處長', '王小明'), ('科長', '李大華')]
    """
    found: list[Traveller] = []
    for first, last in _people(text, start, end, columns):
        person = _read(text[first:last], columns)
        if found and not has_han(text[first:last]) and (more := _english_tail(found[-1], person)):
            found[-1] = replace(more, end=last)
        elif any((person.name, person.agency, person.unit, person.title)):
            found.append(traveller_of((person.name, person.agency, person.unit, person.title), first, last))
    return found


def traveller_of(printed: tuple[str, str, str, str], start: int, end: int) -> Traveller:
    """The traveller with these cells (name, agency, unit, title); an empty one is not printed."""
    name, agency, unit, title = (re.sub(r"\s+", " ", cell).strip() or None for cell in printed)
    return Traveller(_without_blanks(name) if name else None, agency, unit, title, start, end)


def role(column: str) -> str | None:
    """What a column of the form holds: name, agency, unit, title, contact; None where it is something else.

    >>> role("服務機關"), role("出國人員姓名"), role("官職等")
    ('agency', 'name', None)
    """
    return next((name for name, shape in _ROLES if shape.search(column)), None)


def is_name(cell: str) -> bool:
    """Whether ``cell`` can be a person's name: short, without figures or a sentence's marks."""
    return 2 <= len(cell.strip()) <= 40 and not re.search(r"[0-9０-９。：:；;？?！!]", cell) and not is_post(cell)


def _people(text: str, start: int, end: int, columns: Sequence[str]) -> Iterator[Span]:
    """The stretch of each person; cells set apart by 、 instead of / are one person's."""
    value = text[start:end]
    cells = _APART.split(value)
    if not _CELL.search(value) and len(columns) > 2 and len(cells) == len(columns) and any(map(is_agency, cells)):
        yield start, end
        return
    cuts = [(m.start(), m.end()) for m in _APART.finditer(text, start, end)]
    joints = [m.span("gap") for m in _JOINT.finditer(text, start, end)] if len(columns) > 2 else []
    at = start
    for cut in [*sorted([*cuts, *joints]), (end, end)]:
        others = _AND_OTHERS.search(text[at : cut[0]])
        last = at + others.start() if others else cut[0]
        counted = _COUNTED.match(text, at, last)
        if span := trimmed(text, counted.end() if counted else at, last):
            yield span
        at = cut[1]


def _read(part: str, columns: Sequence[str]) -> _Person:
    if _CONTACT.fullmatch(part) or _NOBODY.fullmatch(part):
        return _Person()
    if _CELL.search(part):
        return _columns([cell.strip() for cell in _CELL.split(part)], columns)
    for cells in (_APART.split(part), part.split()):
        if len(columns) > 2 and len(cells) == len(columns) and role(columns[0]) == "name":
            return _columns(cells, columns)
    return _words(part)


def _columns(cells: Sequence[str], columns: Sequence[str]) -> _Person:
    """Cells by their columns; where one in between was left out, a post by its word and the rest in their order."""
    if len(cells) != len(columns):
        cells = [cell for cell in cells if cell and not _CONTACT.fullmatch(cell)]
        columns = [column for column in columns if role(column) != "contact"]
    if len(cells) == len(columns):
        by_role = {role(column): cell for column, cell in reversed(list(zip(columns, cells, strict=True)))}
        return _Person(*(by_role.get(key, "") for key in ("name", "agency", "unit", "title")))
    return _fewer(cells, [role(column) for column in columns])


def _fewer(cells: Sequence[str], roles: Sequence[str | None]) -> _Person:
    if not cells:
        return _Person()
    name, rest = cells[0], list(cells[1:])
    title = rest.pop() if rest and (roles[-1:] == ["title"] or not roles or is_post(rest[-1])) else ""
    named = "agency" in roles
    agency = rest.pop(0) if rest and (named or is_agency(rest[0])) else ""
    unit = " ".join(rest) if rest and ("unit" in roles or all(map(is_unit, rest))) else ""
    return _Person(name, agency, unit, title)


def _words(part: str) -> _Person:
    """Name and post with a blank or brackets between them, in either order; an English name keeps its blanks."""
    bracketed = _BRACKETED.fullmatch(part)
    if bracketed:
        inside = _sorted_words(re.split(r"[\s/／、]+", bracketed["inside"].strip()), named=True)
        outside = _words(bracketed["name"].strip())
        return _Person(outside.name, *(a or b for a, b in zip(_rest(outside), _rest(inside), strict=True)))
    if not has_han(part):
        return _english(part)
    return _sorted_words(_whole_names(part.split()), named=False)


def _rest(person: _Person) -> tuple[str, str, str]:
    return person.agency, person.unit, person.title


def _english(part: str) -> _Person:
    if is_english_agency(part):
        return _Person(agency=part)
    return _Person(title=part) if is_english_post(part) else _Person(name=part)


def _english_tail(before: Traveller, person: _Person) -> Traveller | None:
    """«John Lee, Director, Ministry of…»: what follows a name is that person's."""
    if person.name or not before.name or has_han(before.name):
        return None
    return replace(before, title=before.title or person.title or None, agency=before.agency or person.agency or None)


def _whole_names(words: Sequence[str]) -> list[str]:
    """«王 小 明 科長»: single characters in a row are one name."""
    whole: list[str] = []
    open_name = False
    for word in words:
        single = len(word) == 1 and has_han(word)
        if single and open_name:
            whole[-1] += word
        else:
            whole.append(word)
        open_name = single
    return whole


def _sorted_words(words: Sequence[str], *, named: bool) -> _Person:
    """Each word where it belongs; ``named`` tells that the name is known already."""
    if len(words) == 1:
        return _single(words[0], named=named)
    agency = next((w for w in words if is_agency(w)), "")
    left = [w for w in words if w != agency]
    unit = next((w for w in left if is_unit(w) and not is_post(w)), "") if agency else ""
    left = [w for w in left if w != unit]
    if named or not left:
        return _Person("", agency, unit, " ".join(left))
    if len(left) == 1:
        only = _single(left[0], named=False)
        return replace(only, agency=agency, unit=unit)
    if is_post(left[0]) and not is_post(left[-1]):
        return _Person(left[-1], agency, unit, " ".join(left[:-1]))
    if not any(map(has_han, left[1:])):  # 王大明 Daming Wang
        return _Person(" ".join(left), agency, unit)
    return _Person(left[0], agency, unit, " ".join(left[1:]))


def _single(word: str, *, named: bool) -> _Person:
    if is_agency(word):
        return _Person(agency=word)
    if named or is_post(word):
        name, title = ("", word) if named else split_glued(word) or ("", word)
        return _Person(name=name, title=title)
    name, title = split_glued(word) or (word, "")
    return _Person(name=name, title=title)


def _without_blanks(name: str) -> str:
    return re.sub(r"\s+", "", name) if has_han(name) and not re.search(r"[A-Za-z]", name) else name
