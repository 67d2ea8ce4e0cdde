"""The text of an OpenDocument text in reading order: what is printed of paragraphs, lists, tables, notes and frames."""

import re
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.flow import labelled, table_lines
from ingest.readers.numbering import Counter
from ingest.readers.odt.styles import DRAW, OFFICE, TABLE, TEXT, ListStyle, Styles, whole

_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_PARAGRAPHS: Final = frozenset({f"{TEXT}p", f"{TEXT}h"})
_UNPRINTED: Final = frozenset({
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
    f"{TEXT}note-citation", f"{TEXT}ruby-text", f"{TEXT}index-title-template", f"{TEXT}table-of-content-source",
    f"{TEXT}illustration-index-source", f"{TEXT}table-index-source", f"{TEXT}bibliography-source",
    f"{TEXT}alphabetical-index-source", f"{TEXT}user-index-source", f"{TEXT}object-index-source", f"{TEXT}toc-mark",
    f"{OFFICE}annotation", f"{OFFICE}forms", f"{OFFICE}event-listeners", f"{TEXT}meta-field-settings",
    f"{TEXT}script", f"{TEXT}dde-connection-decls",
})  # fmt: skip
_DESCRIPTIONS: Final = ("}title", "}desc")
"""Of a drawing: said to those who cannot see it, not printed."""
_MOST: Final = 100
"""An empty cell or row may be written once for a thousand; as many as this are kept."""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read. White space in the file is one blank, but what stands for blanks is kept."""

    pieces: list[str] = field(default_factory=list)
    collapsible: bool = True
    boxes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, raw: str | None) -> None:
        """Characters of the file."""
        text = re.sub(r"[ \t\r\n]+", " ", raw or "")
        text = text[1:] if self.collapsible and text.startswith(" ") else text
        if text:
            self.pieces.append(text)
            self.collapsible = text.endswith(" ")

    def put(self, sign: str) -> None:
        """A blank, tab or line end that has an element of its own."""
        self.pieces.append(sign)
        self.collapsible = sign == "\n"


@dataclass(slots=True)
class _List:
    """A list that is open: its style, its numbers, how deep its items are, and the numeral that waits for its text."""

    style: ListStyle
    name: str | None
    counter: Counter
    depth: int
    numbered: bool = False
    start: int | None = None


class Story:
    """Reads one document; ``lost`` counts what cannot be read.

    Functions call each other as deep as elements nest, which the parser limits to 256.
    """

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._outline = Counter()
        self._by_id: dict[str, Counter] = {}
        self._last: tuple[str | None, Counter] = (None, Counter())
        self.unknown: set[str] = set()
        self.lost: Tally[str] = Tally()

    def lines(self, container: Any, notes: list[str] | None = None, inside: _List | None = None) -> list[str]:
        """The lines of the blocks in ``container``; ``notes`` takes those of notes, where given; ``inside`` is the
        list that they are in."""
        lines: list[str] = []
        for block in container:
            if block.tag in _PARAGRAPHS:
                lines += self._paragraph(block, notes, inside)
            elif block.tag == f"{TEXT}list":
                lines += self._list(block, notes, inside)
            elif block.tag == f"{TABLE}table":
                lines += self._table(block, notes)
            elif block.tag.startswith(DRAW):
                lines += self._boxes(block, lines if notes is None else notes)
            elif block.tag not in _UNPRINTED and block.get(f"{TEXT}display") != "none":
                lines += self.lines(block, notes, inside)
        return lines

    def _paragraph(self, element: Any, notes: list[str] | None, inside: _List | None) -> list[str]:
        style = element.get(f"{TEXT}style-name")
        label = self._label(element, inside)
        if self._styles.is_hidden("paragraph", style) or _is_hidden(element):
            return []
        paragraph = _Paragraph()
        self._walk(element, paragraph)
        text = "".join(paragraph.pieces).strip("\n")
        if element.tag == f"{TEXT}h":
            text = " ".join(piece.strip() for piece in text.split("\n"))
        lines = labelled(label, text).split("\n") + paragraph.boxes
        (lines if notes is None else notes).extend(paragraph.notes)
        return lines

    def _label(self, element: Any, inside: _List | None) -> str:
        """The numeral of a paragraph: its item's, or that of a heading's level in the outline."""
        if element.tag == f"{TEXT}h" and (inside is None or inside.name == self._styles.outline_name):
            if inside is not None:
                inside.numbered = False
            return self._heading_label(element)
        if inside is None or not inside.numbered:
            return ""
        inside.numbered = False
        self._know(inside.style)
        if inside.depth not in inside.style.levels:
            return ""
        return inside.counter.advance(inside.style.levels, inside.depth, inside.start)

    def _heading_label(self, element: Any) -> str:
        at = max(whole(element.get(f"{TEXT}outline-level"), 1), 1) - 1
        off = self._styles.list_of_paragraph(element.get(f"{TEXT}style-name")) == ""
        if off or element.get(f"{TEXT}is-list-header") == "true" or at not in self._styles.outline.levels:
            return ""
        start = None
        if element.get(f"{TEXT}restart-numbering") == "true":
            start = whole(element.get(f"{TEXT}start-value"), self._styles.outline.levels[at].start)
        self._know(self._styles.outline)
        return self._outline.advance(self._styles.outline.levels, at, start)

    def _know(self, style: ListStyle) -> None:
        self.unknown |= style.unknown

    def _list(self, element: Any, notes: list[str] | None, inside: _List | None) -> list[str]:
        here = self._opened(element, inside)
        lines: list[str] = []
        for item in element:
            if item.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                here.numbered = item.tag == f"{TEXT}list-item"
                start = item.get(f"{TEXT}start-value")
                here.start = None if start is None else whole(start, 1)
                lines += self.lines(item, notes, here)
        return lines

    def _opened(self, element: Any, inside: _List | None) -> _List:
        """The list, with the numbers it goes on from: those of the list it is in, of one it continues, or none."""
        name = element.get(f"{TEXT}style-name")
        if inside is None:
            name = name or self._style_of_first(element)
        if inside is not None and (name is None or name == inside.name):
            if not inside.numbered and element.get(f"{TEXT}continue-numbering") != "true":
                inside.counter.restart_below(inside.depth)  # another list under the same item
            return _List(inside.style, inside.name, inside.counter, inside.depth + 1)
        depth = 0 if inside is None else inside.depth + 1
        counter = self._continued(element, name) or Counter()
        self._last = name, counter
        self._by_id[element.get(_XML_ID, "")] = counter
        return _List(self._styles.list_named(name), name, counter, depth)

    def _continued(self, element: Any, name: str | None) -> Counter | None:
        """The numbers of the list that it names, or of the one before it where that looks the same."""
        before = element.get(f"{TEXT}continue-list")
        if before is not None and before in self._by_id:
            return self._by_id[before]
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" and self._last[0] == name
        return self._last[1] if goes_on else None

    def _style_of_first(self, element: Any) -> str | None:
        first = next((e for e in element.iter(*_PARAGRAPHS)), None)
        return None if first is None else self._styles.list_of_paragraph(first.get(f"{TEXT}style-name")) or None

    def _walk(self, element: Any, paragraph: _Paragraph) -> None:
        """Everything printed in ``element``; what is not known is looked into, so that no text is lost."""
        paragraph.add(element.text)
        for child in element:
            self._inline(child, paragraph)
            paragraph.add(child.tail)

    def _inline(self, child: Any, paragraph: _Paragraph) -> None:
        tag = child.tag
        if tag == f"{TEXT}s":
            paragraph.put(" " * min(whole(child.get(f"{TEXT}c"), 1), _MOST))
        elif tag == f"{TEXT}tab":
            paragraph.put("\t")
        elif tag == f"{TEXT}line-break":
            paragraph.put("\n")
        elif tag == f"{TEXT}note":
            body = child.find(f"{TEXT}note-body")
            lines = [] if body is None else self.lines(body)
            paragraph.notes += [line.strip() for line in lines if line.strip()]
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            paragraph.boxes += self._boxes(child, paragraph.notes)
        elif tag == f"{DRAW}a" or not self._is_unprinted(child):
            self._walk(child, paragraph)

    def _is_unprinted(self, element: Any) -> bool:
        hidden = element.tag == f"{TEXT}span" and self._styles.is_hidden("text", element.get(f"{TEXT}style-name"))
        return hidden or element.tag in _UNPRINTED or _is_hidden(element)

    def _boxes(self, element: Any, notes: list[str]) -> list[str]:
        """The paragraphs in a frame or a shape; a chart or a formula has its text elsewhere, and it is lost."""
        if element.tag in (f"{DRAW}object", f"{DRAW}object-ole"):
            self.lost["an embedded object"] += 1
            return []
        held = [child for child in element if not child.tag.endswith(_DESCRIPTIONS)]
        if any(child.tag in _PARAGRAPHS or child.tag in (f"{TEXT}list", f"{TABLE}table") for child in held):
            return [line for line in self.lines(held, notes) if line.strip()]
        return [line for child in held for line in self._boxes(child, notes)]

    def _table(self, element: Any, notes: list[str] | None) -> list[str]:
        held: list[str] = []
        lines = table_lines([self._row(row, held) for row in _rows(element)])
        (lines if notes is None else notes).extend(held)
        return lines

    def _row(self, row: Any, notes: list[str]) -> list[list[str]]:
        """The cells of a row; one that goes on from the row above is empty, one that another covers is left out."""
        cells: list[list[str]] = []
        spanned = 0
        for cell in row:
            repeated = min(whole(cell.get(f"{TABLE}number-columns-repeated"), 1), _MOST)
            if cell.tag == f"{TABLE}table-cell":
                text = self.lines(cell, notes)
                cells += [text] * repeated
                spanned = whole(cell.get(f"{TABLE}number-columns-spanned"), 1) - 1
            elif cell.tag == f"{TABLE}covered-table-cell":
                cells += [[]] * max(repeated - spanned, 0)
                spanned = max(spanned - repeated, 0)
        return cells


def _rows(element: Any) -> Iterator[Any]:
    """The rows of a table, but not those of the tables in it."""
    for child in element:
        if child.tag == f"{TABLE}table-row":
            for _ in range(min(whole(child.get(f"{TABLE}number-rows-repeated"), 1), _MOST)):
                yield child
        elif child.tag.startswith(f"{TABLE}table-"):
            yield from _rows(child)


def _is_hidden(element: Any) -> bool:
    """Whether a condition hides the text."""
    if element.tag == f"{TEXT}hidden-text":
        return bool(element.get(f"{TEXT}is-hidden") != "false")
    return any(e.get(f"{TEXT}is-hidden") == "true" for e in element.iterchildren(f"{TEXT}hidden-paragraph"))
