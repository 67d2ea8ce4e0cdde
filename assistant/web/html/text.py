"""A report's text as paragraphs, tables and marks of pages, with every character in place: reading the nodes of what
is made here gives back the text exactly."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from assistant.locales import Words
from assistant.web.html.markup import Marks, Span, data, esc, marked
from assistant.web.html.outline import KIND_KEYS
from assistant.web.html.parts import Block, Piece, blocks, is_by_line, pieces_of
from corpus.types import Page, Report, SectionKind

SHORT_CELL: Final = 12
"""A cell of so many characters, as a day or a number is, keeps to one line."""
_ENTRY: Final = re.compile(r"(?P<title>.*?\S)\s*(?P<leader>[.．。…⋯·‧・_]{4,}|(?:\s[.·．]){4,})\s*(?P<page>\S{1,8})")
"""A line of the contents with dots from its title to its page."""
_LONGEST_ENTRY: Final = 300


def render_text(report: Report, start: int, end: int, marks: Marks, t: Words) -> str:
    """``report.text[start:end]``, whole: a mark of a page is an element without text."""
    sheet = Sheet(
        report.text,
        marks,
        is_by_line(report.document.media_type),
        tuple((page.start, _break(page, report.document.pages, t)) for page in report.document.pages),
        frozenset(figure.start for figure in report.outline.figures),
    )
    pieces = (piece for piece in pieces_of(report.text, report.outline) if piece.start < end and start < piece.end)
    return "".join(sheet.piece(piece, (start, end), t) for piece in pieces)


def page_name(page: Page, pages: Sequence[Page], t: Words) -> str:
    """«第 5 頁» as printed, with its place in the file where that is another; never a printed number that is none."""
    if page.label and page.label != str(page.number):
        return t("page.both", label=page.label, number=page.number)
    if not page.label and any(other.label and other.label != str(other.number) for other in pages):
        return t("page.file", number=page.number)
    return t("card.page", page=page.number)


def _break(page: Page, pages: Sequence[Page], t: Words) -> str:
    """What a mark of this page says of itself: the style sheet shows it, so that nobody copies it with the text."""
    name = page_name(page, pages, t)
    return f' role="doc-pagebreak" id="p{page.number}" tabindex="-1" title="{esc(name)}"{data(name=name)}'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text, what is marked in it, and where its pages begin. The methods make HTML of stretches of it."""

    text: str
    marks: Marks
    by_line: bool
    breaks: tuple[tuple[int, str], ...] = ()
    captions: frozenset[int] = frozenset()

    def blocks(self, start: int, end: int) -> Iterator[Block]:
        """The paragraphs and tables between two offsets."""
        return blocks(self.text, start, end, self.by_line)

    def run(self, start: int, end: int) -> str:
        """A stretch inside a line, with a small mark where a page begins in it (not at its first character)."""
        cuts = self._breaks(start + 1, end)
        edges = [start, *(at for at, _ in cuts), end]
        signs = ["", *(f'<span class="page-mark inside"{said}></span>' for _, said in cuts)]
        return "".join(
            sign + marked(self.text, a, b, self.marks) for sign, (a, b) in zip(signs, pairwise(edges), strict=True)
        )

    def pages(self, start: int, end: int) -> str:
        """A line across for each page that begins from ``start`` up to, not at, ``end``."""
        return "".join(f'<div class="page-mark"{said}></div>' for _, said in self._breaks(start, end))

    def _breaks(self, start: int, end: int) -> tuple[tuple[int, str], ...]:
        first, last = (bisect_left(self.breaks, at, key=lambda found: found[0]) for at in (start, max(start, end)))
        return self.breaks[first:last]

    def piece(self, piece: Piece, room: Span, t: Words) -> str:
        """A heading with its text, as far as ``room`` goes."""
        start, end = max(piece.start, room[0]), min(piece.end, room[1])
        heading_end = min(max(piece.heading_end, start), end)
        section = piece.section
        if section is None:
            return f'<div class="piece">{self.body(start, end, False)}</div>'
        level = min(max(section.level, 1), 4)
        head = ""
        if heading_end > start:
            inner = self.run(start, heading_end)
            opens = f'<h{level + 2} class="heading level-{level}"{self._name(start, heading_end)}>'
            head = f"{self.pages(start, start + 1)}{opens}{inner}</h{level + 2}>"
        label = "" if head else f' aria-label="{esc(section.title or t(KIND_KEYS[section.kind]))}"'
        body = self.body(heading_end, end, section.kind is SectionKind.TOC)
        return (
            f'<section class="piece kind-{section.kind.value}" id="s{section.ordinal}" tabindex="-1"'
            f"{data(piece=section.ordinal)}{label}>{head}{body}</section>"
        )

    def body(self, start: int, end: int, is_contents: bool) -> str:
        """Blocks, and between them the blank lines as they are, so that nothing of the text is lost."""
        out, at = [], start
        plain = partial(marked, self.text, marks=Marks())
        for block in self.blocks(start, end):
            out += [plain(at, block.start), self.pages(at, block.start + 1), self._block(block, is_contents)]
            at = block.end
        beyond = end + (end == len(self.text))  # the last pages of a file may be without any text
        return "".join(out) + plain(at, end) + self.pages(at, beyond)

    def _block(self, block: Block, is_contents: bool) -> str:
        hit = " has-passage" if self.marks.touches(block.start, block.end) else ""
        name = self._name(block.start, block.end) + data(ranks=self.marks.ranks(block.start, block.end))
        if block.is_table:
            return f'<div class="rows{hit}"{name}>{self.table(block)}</div>'
        fits = is_contents and self.by_line and block.end - block.start <= _LONGEST_ENTRY
        if fits and (entry := _ENTRY.fullmatch(self.text, block.start, block.end)):
            return f'<p class="para entry{hit}"{name}>{self._entry(block, entry)}</p>'
        classes = "caption" if block.start in self.captions else "para"
        return f'<p class="{classes}{hit}"{name}>{self.run(block.start, block.end)}</p>'

    def _name(self, start: int, end: int) -> str:
        """The id of the element in which the passage begins; none of any other."""
        marks = self.marks
        if not (marks.named and marks.passage and marks.touches(start, end)):
            return ""
        begins = not self.text[marks.passage[0] : start].strip()
        return ' id="passage"' if begins else ""

    def _entry(self, block: Block, entry: re.Match[str]) -> str:
        """A line of the contents: its dots take what room is left, and are not read out."""
        title_end, page_start = entry.end("title"), entry.start("page")
        leader = f'<span class="leader" aria-hidden="true">{self.run(title_end, page_start)}</span>'
        title, page = self.run(block.start, title_end), self.run(page_start, block.end)
        return f"<span>{title}</span>{leader}<span>{page}</span>"

    def table(self, block: Block) -> str:
        """Rows of cells; a tab and a line end stand in the cell they end, where a browser shows nothing of
        them. One that is too wide scrolls by itself."""
        rows = self.text[block.start : block.end].split("\n")
        most = max(row.count("\t") for row in rows) + 1
        out, at = [], block.start
        for row in rows:
            end = min(at + len(row) + 1, block.end)
            out.append(self._row(at, end, most, at > block.start))
            at = end
        return f'<div class="wide"><table><tbody>{"".join(out)}</tbody></table></div>'

    def _row(self, start: int, end: int, most: int, may_begin: bool) -> str:
        new_page = self.pages(start, start + 1) if may_begin else ""
        above = f'<tr class="page-row"><td colspan="{most}">{new_page}</td></tr>' if new_page else ""
        cells, at = [], start
        while at < end:
            tab = self.text.find("\t", at, end)
            stop = end if tab < 0 else tab + 1
            cells.append(self._cell(at, stop, at > start))
            at = stop
        return f"{above}<tr>{''.join(cells)}</tr>"

    def _cell(self, start: int, end: int, may_begin: bool) -> str:
        short = ' class="short"' if len(self.text[start:end].strip()) <= SHORT_CELL else ""
        return f"<td{short}>{self.pages(start, start + 1) if may_begin else ''}{self.run(start, end)}</td>"
