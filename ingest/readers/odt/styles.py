"""What the styles of an OpenDocument text say: how lists and headings are numbered, and what is hidden."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ingest.readers.numbering import BULLET, NONE, Level

_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_NAMES}office:1.0}}"
TEXT: Final = f"{{{_NAMES}text:1.0}}"
TABLE: Final = f"{{{_NAMES}table:1.0}}"
DRAW: Final = f"{{{_NAMES}drawing:1.0}}"
STYLE: Final = f"{{{_NAMES}style:1.0}}"
_NUM_FORMAT: Final = f"{STYLE}num-format"
_LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_KINDS: Final[Mapping[str, str]] = {
    "": NONE,
    "1": "decimal",
    "01": "decimalZero",
    "i": "lowerRoman",
    "I": "upperRoman",
    "a": "lowerLetterCounted",
    "A": "upperLetterCounted",
    "1st": "ordinal",
    "一,二,三": "taiwaneseCountingThousand",
    "壹,貳,參": "ideographLegalTraditional",
    "壹,贰,叁": "chineseLegalSimplified",
    "甲,乙,丙": "ideographTraditional",
    "子,丑,寅": "ideographZodiac",
    "１,２,３": "decimalFullWidth",
    "①,②,③": "decimalEnclosedCircle",
    "〇,一,二": "ideographDigital",
}
_REPEATED: Final = {"lowerLetterCounted": "lowerLetter", "upperLetterCounted": "upperLetter"}


def whole(text: str | None, otherwise: int) -> int:
    """``text`` as a number that is not negative, or ``otherwise`` where it is none."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text) else otherwise


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list style's levels, counted from 0; ``unknown`` are number formats that are written as digits."""

    levels: Mapping[int, Level]
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    list_style: str | None
    hidden: bool | None


class Styles:
    """The styles of a document, from the roots of the parts that have any; the later ones win."""

    def __init__(self, *roots: Any) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._lists: dict[str, ListStyle] = {}
        self.outline_name = "Outline"
        self.outline = ListStyle({})
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                key = element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")
                self._styles[key] = _style(element)
            for element in root.iter(f"{TEXT}list-style"):
                self._lists[element.get(f"{STYLE}name", "")] = list_style(element)
            for element in root.iter(f"{TEXT}outline-style"):
                self.outline_name = element.get(f"{STYLE}name", self.outline_name)
                self.outline = list_style(element)

    def list_named(self, name: str | None) -> ListStyle:
        """The list style of that name; one without levels, whose numbers are not printed, where there is none."""
        if name == self.outline_name:
            return self.outline
        return self._lists.get(name or "", ListStyle({}))

    def list_of_paragraph(self, style: str | None) -> str | None:
        """The list style that a paragraph style names; «» where it names none on purpose, None where it is silent."""
        found = (s.list_style for s in self._chain("paragraph", style))
        return next((name for name in found if name is not None), None)

    def is_hidden(self, family: str, style: str | None) -> bool:
        """Whether text of this style is hidden."""
        found = (s.hidden for s in self._chain(family, style))
        return next((hidden for hidden in found if hidden is not None), False)

    def _chain(self, family: str, style: str | None) -> Iterator[_Style]:
        seen: set[str] = set()
        while style is not None and style not in seen and (family, style) in self._styles:
            seen.add(style)
            found = self._styles[family, style]
            yield found
            style = found.parent


def _style(element: Any) -> _Style:
    properties = element.find(f"{STYLE}text-properties")
    shown = None if properties is None else properties.get(f"{TEXT}display")
    hidden = None if shown is None else shown == "none"
    return _Style(element.get(f"{STYLE}parent-style-name"), element.get(f"{STYLE}list-style-name"), hidden)


def list_style(element: Any) -> ListStyle:
    """The levels that a list style or the outline's style defines."""
    levels: dict[int, Level] = {}
    kinds: dict[int, str] = {}
    unknown: set[str] = set()
    for child in element:
        at = whole(child.get(f"{TEXT}level"), 0) - 1
        if at < 0:
            continue
        if not child.tag.endswith(("-number", "}outline-level-style")):
            kinds[at], levels[at] = BULLET, Level(BULLET)
            continue
        printed = child.get(_NUM_FORMAT, "")
        kind = _kind(printed, child.get(f"{STYLE}num-letter-sync") == "true")
        unknown |= {printed} if kind is None else set()
        kinds[at] = kind or "decimal"
        start = whole(child.get(f"{TEXT}start-value"), 1)
        levels[at] = Level(kinds[at], _template(child, at, kinds), start, _is_apart(child))
    return ListStyle(levels, frozenset(unknown))


def _kind(printed: str, sync: bool) -> str | None:
    """The format by its first numerals, as OpenDocument names it: «壹, 貳, 參, ...»."""
    kind = _KINDS.get(",".join(re.findall(r"[^\s,、.…]+", printed)[:3]))
    return _REPEATED.get(kind, kind) if kind is not None and sync else kind


def _template(element: Any, at: int, kinds: Mapping[int, str]) -> str:
    """The label, %1 being the topmost level's number: given whole, or as what stands before and behind the number."""
    whole_format = element.get(f"{_LOEXT}num-list-format")
    if whole_format is not None:
        return re.sub(r"%([0-9]+)%", r"%\1", whole_format)
    shown = max(1, min(whole(element.get(f"{TEXT}display-levels"), 1), at + 1))
    numbers = [place for place in range(at - shown + 1, at + 1) if kinds.get(place, NONE) not in (NONE, BULLET)]
    before, after = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
    return f"{before}{'.'.join(f'%{place + 1}' for place in numbers)}{after}"


def _is_apart(element: Any) -> bool:
    found = next(element.iter(f"{STYLE}list-level-label-alignment"), None)
    return found is None or found.get(f"{TEXT}label-followed-by") != "nothing"
