"""One thing that a report advises, as it is printed."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_LEAD: Final = re.compile(r"主|權責|負責|執行|lead|responsible", re.IGNORECASE)
_ASSIST: Final = re.compile(r"協|配合|assist|support", re.IGNORECASE)
_BODY: Final = re.compile(r"機關|單位|部會|局處|處室|科室|主辦|協辦|主政|agency|unit|body|office", re.IGNORECASE)


class Kind(StrEnum):
    """What an item of the chapter is."""

    RECOMMENDATION = "recommendation"  # 建議
    REFLECTION = "reflection"  # 心得


class Shape(StrEnum):
    """How an item is printed."""

    SECTION = "section"  # a heading or a numbered paragraph of the outline
    RUN_IN = "run_in"  # numbered inside a paragraph: «一、…；二、…»
    ROW = "row"  # a row of a table
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Printed:
    """Something that is printed beside an item, such as «主辦機關：交通部»; the span is the value's."""

    label: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Advice:
    """One item: ``start`` .. ``end`` is all of it with its numeral, ``said`` where its words begin after that.

    ``number`` is the numeral as printed, None where there is none. ``section`` is an ordinal of the outline, None in a
    text without one. ``title`` is its heading, empty where it has none apart from its words. ``term`` is how soon it
    shall be done («短期», «立即可行»), as printed of it or of the heading that it stands under.
    """

    kind: Kind
    shape: Shape
    number: str | None
    section: int | None
    path: tuple[str, ...]
    title: str
    start: int
    said: int
    end: int
    term: str = ""
    printed: tuple[Printed, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the report itself counts it."""
        return self.number is not None

    @property
    def lead(self) -> str:
        """The agency that shall do it (主辦機關), as printed; empty where none is."""
        return next((p.value for p in self.printed if is_body(p.label) and _LEAD.search(p.label)), "")

    @property
    def assist(self) -> str:
        """Those that shall help (協辦機關), as printed; a label for both («主協辦機關») says whom it leads only."""
        found = (p for p in self.printed if is_body(p.label) and _ASSIST.search(p.label))
        return next((p.value for p in found if not _LEAD.search(p.label)), "")


def is_body(label: str) -> bool:
    """Whether a label or a column's head asks for an agency or a unit."""
    return _BODY.search(label) is not None
