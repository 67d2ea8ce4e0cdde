"""What the styles and the numbering of a Word document say of a paragraph: its numeral, whether it is a heading,
whether it is hidden.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ingest.readers.numbering import Counter, Level, is_known

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{W}val"
_OFF: Final = frozenset({"0", "false", "off"})
_BODY_LEVEL: Final = 9
_HEADING_NAME: Final = re.compile(r"(?:heading \d|title|標題 ?\d?)", re.IGNORECASE)


def value(parent: Any, path: str) -> str | None:
    """The ``w:val`` of the element at ``path`` («numPr/ilvl») under ``parent``; None where there is none."""
    if parent is None:
        return None
    found = parent.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(_VAL)


def switch(parent: Any, name: str) -> bool | None:
    """A property that is on where its element stands, unless that says otherwise; None where it does not stand."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(_VAL, "1") not in _OFF


def number(text: str | None, otherwise: int) -> int:
    """``text`` as a number, or ``otherwise`` where it is none."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """What a style itself says; None where it leaves that to the style it is based on."""

    id: str
    name: str = ""
    based_on: str | None = None
    list_id: str | None = None
    list_level: str | None = None
    outline: str | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document, from ``root`` of its styles part."""

    def __init__(self, root: Any) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.id: style for element in elements if (style := _style(element))}
        defaults = (e for e in elements if e.get(f"{W}type") == "paragraph" and e.get(f"{W}default", "0") not in _OFF)
        self._default = next((e.get(f"{W}styleId") for e in defaults), None)

    def chain(self, style: str | None) -> Iterator[Style]:
        """The style, the one that it is based on, and so on."""
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].based_on

    def of_paragraph(self, properties: Any) -> list[Style]:
        """The styles of a paragraph with these properties."""
        return list(self.chain(value(properties, "pStyle") or self._default))

    def is_heading(self, properties: Any) -> bool:
        """Whether the paragraph has a place in the outline, or its style is named as a heading."""
        chain = self.of_paragraph(properties)
        levels = (value(properties, "outlineLvl"), *(style.outline for style in chain))
        level = next((found for found in levels if found is not None), None)
        named = any(_HEADING_NAME.fullmatch(style.name) for style in chain)
        return named if level is None else number(level, _BODY_LEVEL) < _BODY_LEVEL

    def is_hidden(self, run_properties: Any, paragraph: list[Style]) -> bool:
        """Whether a run with these properties, in a paragraph of these styles, is hidden text."""
        direct = switch(run_properties, "vanish")
        chain = (*self.chain(value(run_properties, "rStyle")), *paragraph)
        inherited = next((style.hidden for style in chain if style.hidden is not None), False)
        return inherited if direct is None else direct


def _style(element: Any) -> Style | None:
    own, runs = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    style_id = element.get(f"{W}styleId")
    if style_id is None:
        return None
    return Style(
        style_id, value(element, "name") or "", value(element, "basedOn"), value(own, "numPr/numId"),
        value(own, "numPr/ilvl"), value(own, "outlineLvl"), switch(runs, "vanish"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Num:
    """One use of a list's definition: its levels, and those whose first paragraph has a number of its own."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]
    styled: Mapping[str, int]


class Numbering:
    """The lists of a document, and how far each has been counted; ``unknown`` are formats written as digits."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._nums = {} if root is None else _nums(root, styles)
        self._counters: dict[str, Counter] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()

    def label(self, properties: Any) -> str:
        """The numeral of the next paragraph, which has these properties, and the blank behind it; mostly nothing."""
        chain = self._styles.of_paragraph(properties)
        list_id = _first(value(properties, "numPr/numId"), *(style.list_id for style in chain))
        num = None if list_id is None else self._nums.get(list_id)
        if list_id is None or num is None:  # w:numId 0, which no list has, switches a style's numbering off
            return ""
        at = self._level(properties, chain, num)
        counter = self._counters.setdefault(num.definition, Counter())
        start = None if (list_id, at) in self._begun else num.starts.get(at)
        self._begun.add((list_id, at))
        if at in num.levels and not is_known(num.levels[at].kind):
            self.unknown.add(num.levels[at].kind)
        return counter.advance(num.levels, at, start)

    def _level(self, properties: Any, chain: list[Style], num: _Num) -> int:
        said = value(properties, "numPr/ilvl")
        if said is None:
            linked = (num.styled[style.id] for style in chain if style.id in num.styled)
            said = _first(*(style.list_level for style in chain))
            return next(linked, number(said, 0))
        return number(said, 0)


def _first(*values: str | None) -> str | None:
    return next((v for v in values if v is not None), None)


def _nums(root: Any, styles: Styles) -> dict[str, _Num]:
    definitions = {e.get(f"{W}abstractNumId"): e for e in root.findall(f"{W}abstractNum")}
    elements = {e.get(f"{W}numId"): e for e in root.findall(f"{W}num")}
    found = {}
    for list_id, element in elements.items():
        name = _defined(value(element, "abstractNumId"), definitions, elements, styles)
        if name is not None:
            found[list_id] = _num(element, name, definitions[name])
    return found


def _defined(
    name: str | None, definitions: Mapping[str, Any], elements: Mapping[str, Any], styles: Styles
) -> str | None:
    """The definition itself, where ``name`` only points to a list style that has it."""
    if name is None or name not in definitions:
        return None
    link = value(definitions[name], "numStyleLink")
    if link is None:
        return name
    owner = next((n for n, e in definitions.items() if value(e, "styleLink") == link), None)
    if owner is not None:
        return owner
    listed = next((style.list_id for style in styles.chain(link) if style.list_id is not None), None)
    target = value(elements[listed], "abstractNumId") if listed is not None and listed in elements else None
    return target if target in definitions else name


def _num(element: Any, name: str, definition: Any) -> _Num:
    levels, styled = _levels(definition)
    starts: dict[int, int] = {}
    for override in element.findall(f"{W}lvlOverride"):
        at = number(override.get(f"{W}ilvl"), 0)
        own, own_styled = _levels(override)
        levels, styled = levels | own, styled | own_styled
        start = value(override, "startOverride")
        if start is not None:
            starts[at] = number(start, 1)
            levels[at] = replace(levels.get(at, Level()), start=starts[at])
    return _Num(name, levels, starts, styled)


def _levels(parent: Any) -> tuple[dict[int, Level], dict[str, int]]:
    levels: dict[int, Level] = {}
    styled: dict[str, int] = {}
    for element in parent.findall(f"{W}lvl"):
        at = number(element.get(f"{W}ilvl"), 0)
        levels[at] = _level(element)
        style = value(element, "pStyle")
        if style is not None:
            styled[style] = at
    return levels, styled


def _level(element: Any) -> Level:
    kinds = [e.get(_VAL, "decimal") for e in element.iter(f"{W}numFmt")]  # a newer format has an older one behind it
    restart = value(element, "lvlRestart")
    return Level(
        kind=kinds[-1] if kinds else "decimal",
        template=value(element, "lvlText") or "",
        start=number(value(element, "start"), 0),
        apart=value(element, "suff") != "nothing",
        legal=switch(element, "isLgl") or False,
        restart=None if restart is None else number(restart, 0),
    )
