"""The text of a Word document in reading order: what is printed of paragraphs, tables, notes and text boxes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.readers.docx.styles import Numbering, Style, Styles, W, switch
from ingest.readers.flow import labelled, table_lines

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GRAPHIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_UNPRINTED: Final = frozenset(
    {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "rt", "sdtPr", "tblPr", "trPr", "tcPr", "sectPr")}
)
"""Properties, deleted text, and the small print over a word."""
_NOTES: Final = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_DRAWINGS: Final = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_SIGNS: Final = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
"""A page or column break in a paragraph ends the line as a soft line break does."""
_TEXTS: Final = frozenset({f"{W}t", _MATH_TEXT})
_LEAVES: Final = frozenset({*_TEXTS, *_SIGNS, *_NOTES, *_DRAWINGS, f"{W}sym"})
_SYMBOLS: Final = {
    "Symbol": {0xB7: "•", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xAE: "→"},
    "Wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→",
                  0xE8: "➔", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "Wingdings 2": {0x52: "☑", 0x54: "☒", 0xA3: "□"},
}  # fmt: skip
"""The signs of forms and lists that Word keeps by their place in a symbol font."""
_LOST_GRAPHICS: Final = {"chart": "a chart", "chartex": "a chart", "diagram": "a diagram"}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: what it says, and the lines that follow it (text boxes, notes)."""

    styles: list[Style]
    text: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Story:
    """Reads the parts of one document. ``notes`` are the foot- and endnotes by kind and id; ``lost`` counts what
    cannot be read.

    Functions call each other as deep as elements nest, which the parser limits to 256.
    """

    def __init__(self, styles: Styles, numbering: Numbering, notes: Mapping[tuple[str, str], Any]) -> None:
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._fields: list[bool] = []  # for each field that is open, whether its code is being read
        self._in_note = False
        self.lost: Counter[str] = Counter()

    def lines(self, container: Any, notes: list[str] | None = None) -> list[str]:
        """The lines of the paragraphs and tables in ``container``; ``notes`` takes those of notes, where given."""
        lines: list[str] = []
        begun = ""  # the text of a paragraph whose end is deleted or hidden: the next goes on with it
        for block in _blocks(container):
            if block.tag == f"{W}p":
                text, paragraph, open_ended = self._paragraph(block, begun)
                begun = text if open_ended else ""
                lines += [] if open_ended else text.split("\n")
                lines += paragraph.boxes
                (lines if notes is None else notes).extend(paragraph.notes)
            elif block.tag == f"{W}tbl":
                lines += begun.split("\n") if begun else []
                begun = ""
                lines += self._table(block, notes)
            else:
                self.lost["an inserted document"] += 1
        return lines + (begun.split("\n") if begun else [])

    def _paragraph(self, element: Any, begun: str) -> tuple[str, _Paragraph, bool]:
        """The text, the lines after it, and whether the next paragraph goes on with it."""
        properties = element.find(f"{W}pPr")
        paragraph = _Paragraph(self._styles.of_paragraph(properties))
        mark = None if properties is None else properties.find(f"{W}rPr")
        open_ended = mark is not None and (
            mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None or bool(switch(mark, "vanish"))
        )
        label = "" if open_ended else self._numbering.label(properties)
        self._walk(element, paragraph)
        self._fields = [False for _ in self._fields]  # a code never goes on in the next paragraph
        text = begun + "".join(paragraph.text).strip("\n")
        if self._styles.is_heading(properties):
            text = " ".join(piece.strip() for piece in text.split("\n"))
        return labelled(label, text), paragraph, open_ended

    def _walk(self, element: Any, paragraph: _Paragraph) -> None:
        """Everything printed in ``element``; what is not known is looked into, so that no text is lost."""
        for child in element:
            tag = child.tag
            if tag in _UNPRINTED:
                continue
            if tag in _LEAVES:
                if not any(self._fields):
                    self._print(child, paragraph)
            elif tag == f"{W}fldChar":
                self._field(child, paragraph)
            elif tag != f"{W}r" or not self._styles.is_hidden(child.find(f"{W}rPr"), paragraph.styles):
                self._walk(_chosen(child), paragraph)

    def _print(self, element: Any, paragraph: _Paragraph) -> None:
        tag = element.tag
        if tag in _TEXTS:
            paragraph.text.append(_text(element))
        elif tag in _SIGNS:
            paragraph.text.append(_SIGNS[tag])
        elif tag in _NOTES:
            paragraph.notes += self._note(_NOTES[tag], element.get(f"{W}id"))
        elif tag == f"{W}sym":
            paragraph.text.append(self._symbol(element))
        else:
            self._drawing(element, paragraph)

    def _field(self, element: Any, paragraph: _Paragraph) -> None:
        """What a field shows is printed, its code is not; the box of a form is a field that only has a state."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None and not any(self._fields):
                checked = switch(box, "checked")
                paragraph.text.append("☒" if (switch(box, "default") if checked is None else checked) else "☐")
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, element: Any) -> str:
        code, font = element.get(f"{W}char", ""), element.get(f"{W}font", "")
        try:
            place = int(code, 16)
        except ValueError:
            return ""
        if not 0xF000 <= place <= 0xF0FF:
            return chr(place) if place >= 0x20 and not 0xD800 <= place < 0xF900 and place < 0x110000 else ""
        sign = _SYMBOLS.get(font, {}).get(place - 0xF000, "")
        if not sign:
            self.lost["a sign of a symbol font"] += 1
        return sign

    def _note(self, kind: str, note_id: str | None) -> list[str]:
        note = self._notes.get((kind, note_id or ""))
        if note is None or self._in_note:
            return []
        fields, self._fields, self._in_note = self._fields, [], True
        lines = [line.strip() for line in self.lines(note)]
        self._fields, self._in_note = fields, False
        return [line for line in lines if line]

    def _drawing(self, element: Any, paragraph: _Paragraph) -> None:
        """The text boxes of a drawing; a chart or a diagram has its text elsewhere, and it is lost."""
        found = False
        for box in _outermost(element, f"{W}txbxContent"):
            fields, self._fields, found = self._fields, [], True
            paragraph.boxes += [line for line in self.lines(box, paragraph.notes) if line.strip()]
            self._fields = fields
        for graphic in element.iter(_GRAPHIC):
            lost = _LOST_GRAPHICS.get(graphic.get("uri", "").rpartition("/")[2])
            if lost:
                self.lost[lost] += 1
        if element.tag == f"{W}object" and not found:
            self.lost["an embedded object"] += 1

    def _table(self, element: Any, notes: list[str] | None) -> list[str]:
        held: list[str] = []
        rows = []
        for row in _nearest(element, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is None or properties.find(f"{W}del") is None:
                rows.append([cell for tc in _nearest(row, f"{W}tc") if (cell := self._cell(tc, held)) is not None])
        lines = table_lines(rows)
        (lines if notes is None else notes).extend(held)
        return lines

    def _cell(self, element: Any, notes: list[str]) -> list[str] | None:
        """The lines of a cell; none where it goes on from the row above, None where it is part of the one before."""
        properties = element.find(f"{W}tcPr")
        if _continues(properties, "hMerge"):
            return None
        return [] if _continues(properties, "vMerge") else self.lines(element, notes)


def _continues(properties: Any, name: str) -> bool:
    merged = None if properties is None else properties.find(f"{W}{name}")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _text(element: Any) -> str:
    text = (element.text or "").replace("\n", " ").replace("\r", " ")
    return text if element.get(_SPACE) == "preserve" or element.tag == _MATH_TEXT else text.strip(" \t")


def _chosen(element: Any) -> Any:
    """Of what is there twice, for newer and older programs, the one for newer ones."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    return next((child for child in element if child.tag == f"{_MC}Choice"), element)


def _blocks(container: Any) -> Iterator[Any]:
    """The paragraphs, tables and inserted documents of ``container``, out of whatever is put around them."""
    wanted = {f"{W}p", f"{W}tbl", f"{W}altChunk", f"{W}subDoc"}
    for child in _chosen(container):
        if child.tag in wanted:
            yield child
        elif child.tag not in _UNPRINTED:
            yield from _blocks(child)


def _nearest(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, but not those of the tables in it."""
    for child in _chosen(element):
        if child.tag == tag:
            yield child
        elif child.tag not in _UNPRINTED and child.tag not in (f"{W}p", f"{W}tbl"):
            yield from _nearest(child, tag)


def _outermost(element: Any, tag: str) -> Iterator[Any]:
    """The elements of ``tag`` that are in no other of it, each once."""
    for child in _chosen(element):
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)
