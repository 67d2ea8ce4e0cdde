"""The text of a web page as a browser shows it: blocks are lines, white space is one blank, lists are numbered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from ingest.readers.flow import table_lines
from ingest.readers.html.styles import Format, Sheet
from ingest.readers.numbering import BULLET, NONE, numeral, spaced
from ingest.structure.sentences import width

_SKIPPED: Final = frozenset({
    "head", "script", "style", "nav", "template", "noscript", "select", "textarea", "svg", "iframe", "object",
    "canvas", "audio", "video", "datalist", "rt", "rp", "noframes", "noembed", "title",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "optgroup", "option", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "listing", "plaintext", "xmp",
})  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PREFORMATTED: Final = frozenset({"pre", "listing", "plaintext", "xmp"})
_LISTS: Final = frozenset({"ol", "ul", "menu", "dir"})
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_DEFAULT: Final[Format] = ("decimal", ".")
_BULLETS: Final[Format] = (BULLET, "")
_MOST: Final = 1000
"""No cell spans more rows, and no list begins with a greater number than a million."""


@dataclass(slots=True)
class _Line:
    """A line while it is read. Between two wide characters a line end of the file is nothing, where ``wrapped``."""

    wrapped: bool
    pieces: list[str] = field(default_factory=list)
    blank: str = ""

    def add(self, text: str) -> None:
        """Characters of the file: white space in them is one blank, and none at the line's ends."""
        at = 0
        for found in _BLANKS.finditer(text):
            self._put(text[at : found.start()])
            self.blank = "\n" if "\n" in self.blank + found.group() else " "
            at = found.end()
        self._put(text[at:])

    def _put(self, word: str) -> None:
        if not word:
            return
        if self.pieces and self.blank:
            wrap = self.wrapped and self.blank == "\n"
            tight = wrap and width(self.pieces[-1][-1]) == 1.0 and width(word[0]) == 1.0
            self.pieces += [] if tight else [" "]
        self.pieces.append(word)
        self.blank = ""


@dataclass(slots=True)
class _Table:
    """A table while it is read. ``held`` counts the rows that a cell above still reaches into, by column."""

    rows: list[list[list[str]]] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    is_layout: bool = False  # headings or other tables in it: it only arranges the page

    def begin_row(self) -> None:
        self.rows.append([])
        self._fill()

    def add(self, cell: list[str], rows: int) -> None:
        row = self.rows[-1]
        if rows > 1:
            self.held[len(row)] = rows - 1
        row.append(cell)
        self._fill()

    def _fill(self) -> None:
        """An empty cell wherever one from above reaches into the row."""
        row = self.rows[-1]
        while self.held.get(len(row), 0) > 0:
            self.held[len(row)] -= 1
            row.append([])

    def lines(self) -> list[str]:
        if self.is_layout:
            return [line for row in self.rows for cell in row for line in cell]
        return table_lines(self.rows)


@dataclass(slots=True)
class _List:
    format: Format
    next: int = 1


class Story:
    """Reads one page. It goes through the tree with a stack of its own: a page may nest as deep as it likes.

    ``wrapped``: a line of the file may end within a sentence of Chinese, where no blank is meant.
    """

    def __init__(self, sheet: Sheet, wrapped: bool = True) -> None:
        self._sheet, self._wrapped = sheet, wrapped
        self._line = _Line(wrapped)
        self._label = ""
        self._sinks: list[list[str]] = [[]]
        self._tables: list[_Table] = []
        self._lists: list[_List] = []
        self._headings = self._preformatted = 0

    def lines(self, root: LexborNode) -> list[str]:
        """The lines of ``root`` and everything in it."""
        todo: list[tuple[LexborNode, bool]] = [(root, False)]
        while todo:
            node, done = todo.pop()
            tag = node.tag or ""
            if done:
                self._leave(node, tag)
            elif tag == "-text":
                self._text(node.text_content or "")
            elif tag == "br":
                self._break()
            elif not tag.startswith("-") and not self._is_skipped(node, tag):
                self._enter(node, tag)
                todo.append((node, True))
                todo.extend((child, False) for child in _backwards(node))
        self._flush()
        return self._sinks[0]

    def _is_skipped(self, node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        closed = tag == "dialog" and "open" not in attributes
        running = tag == "div" and attributes.get("title") in ("header", "footer")  # as LibreOffice saves them
        return tag in _SKIPPED or closed or running or "hidden" in attributes or self._sheet.is_hidden(tag, attributes)

    def _text(self, text: str) -> None:
        if not self._preformatted:
            self._line.add(text)
            return
        first, *rest = text.split("\n")
        self._line.pieces += [first] if first else []
        for row in rest:
            self._flush(empty=True)
            self._line.pieces += [row] if row else []

    def _break(self) -> None:
        if self._headings:
            self._line.blank = self._line.blank or " "
        else:
            self._flush(empty=True)

    def _flush(self, empty: bool = False) -> None:
        """The line is at its end; without any text it is a line only where it is ended on purpose (``empty``)."""
        text, self._line = "".join(self._line.pieces), _Line(self._wrapped)
        if text.strip():
            self._sinks[-1].append(self._label + text)
            self._label = ""
        elif text or empty:
            self._sinks[-1].append("")

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        self._headings += tag in _HEADINGS
        self._preformatted += tag in _PREFORMATTED
        if self._tables and (tag in _HEADINGS or tag == "table"):
            self._tables[-1].is_layout = True
        if tag in _LISTS:
            said = self._sheet.list_format(tag, node.attributes)
            first = _number(node.attributes.get("start"), 1)
            self._lists.append(_List(said or (_DEFAULT if tag == "ol" else _BULLETS), first))
        elif tag == "li":
            self._label = self._next_label(node)
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr":
            self._tables[-1].begin_row()
        elif tag in ("td", "th"):
            self._sinks.append([])

    def _leave(self, node: LexborNode, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        self._headings -= tag in _HEADINGS
        self._preformatted -= tag in _PREFORMATTED
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag == "table":
            self._sinks[-1].extend(self._tables.pop().lines())
        elif tag in ("td", "th"):
            rows = min(_number(node.attributes.get("rowspan"), 1), _MOST)
            self._tables[-1].add(self._sinks.pop(), rows)

    def _next_label(self, node: LexborNode) -> str:
        """The numeral or bullet of a list's item, with the blank behind it."""
        here = self._lists[-1] if self._lists else _List(_BULLETS)
        value = _number(node.attributes.get("value"), here.next)
        here.next = value + 1
        kind, stop = self._sheet.list_format("li", node.attributes) or here.format
        if kind in (BULLET, NONE):
            return "• " if kind == BULLET else ""
        return spaced(f"{numeral(kind, value)}{stop}", apart=True)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", text) else otherwise


def _backwards(node: LexborNode) -> Iterator[LexborNode]:
    child = node.last_child
    while child is not None:
        yield child
        child = child.prev
