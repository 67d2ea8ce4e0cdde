"""Ruled tables: the lines drawn on a page make grids, and the characters go to the cells they stand in.

A row becomes one line, its cells parted by tabs. A cell that spans columns is one cell; one that spans rows has its
text in its first row and is empty in the others. A frame around text, and a column of frames, is no table.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest.readers.pdf.glyphs import Box, Glyph
from ingest.readers.pdf.lines import pieces_of
from ingest.readers.pdf.pieces import Kind, PageLines, Piece, beside, between, put, without
from ingest.readers.pdf.rules import Drawn
from ingest.structure.sentences import ends_sentence

_TOUCH: Final = 3.0
"""Rules that come this near, in points, meet."""
_LEAST: Final = 5.0
"""Rules nearer than this are one, drawn double."""
_MOST_CELLS: Final = 5000
"""A grid of more cells is ruled paper."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a table's grid, and of each of its smallest cells, row by row, the number of the cell it is in."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell at a point, None outside the grid."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.cells[row][column] if inside else None


def grids(drawn: Drawn) -> list[Grid]:
    """Every ruled grid of more than one column, from the top down."""
    lying = _merged([Rule((t + b) / 2, left, right) for left, t, right, b in drawn.lying])
    standing = _merged([Rule((left + right) / 2, t, b) for left, t, right, b in drawn.standing])
    found = [_grid(*part) for part in _connected(lying, standing)]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: grid.ys[0])


def taken_out(glyphs: Sequence[Glyph], tables: Sequence[Grid]) -> tuple[list[Glyph], list[list[Piece]]]:
    """The glyphs outside the tables, and the rows of each table."""
    if not tables:
        return list(glyphs), []
    rest: list[Glyph] = []
    inside: list[dict[int, list[Glyph]]] = [{} for _ in tables]
    orders: list[int] = [len(glyphs)] * len(tables)
    for order, glyph in enumerate(glyphs):
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for number, table in enumerate(tables):
            if table.ys[0] <= y <= table.ys[-1] and (cell := table.cell_at(x, y)) is not None:
                inside[number].setdefault(cell, []).append(glyph)
                orders[number] = min(orders[number], order)
                break
        else:
            rest.append(glyph)
    made = (list(_rows(*parts)) for parts in zip(tables, inside, orders, strict=True))
    return rest, [rows for rows in made if rows]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch made one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        for place, other in enumerate(merged[:-40:-1], 1):
            if (
                abs(other.at - rule.at) <= _TOUCH / 2
                and rule.start <= other.end + _TOUCH
                and other.start <= rule.end + _TOUCH
            ):
                merged[-place] = Rule(other.at, min(other.start, rule.start), max(other.end, rule.end))
                break
        else:
            merged.append(rule)
    return merged


def _connected(lying: Sequence[Rule], standing: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together, part by part."""
    left = set(range(len(standing)))
    unseen = set(range(len(lying)))
    while unseen:
        flat: list[Rule] = []
        upright: list[Rule] = []
        todo = [(True, unseen.pop())]
        while todo:
            is_lying, at = todo.pop()
            (flat if is_lying else upright).append((lying if is_lying else standing)[at])
            if is_lying:
                meeting = {k for k in left if _meet(lying[at], standing[k])}
                left -= meeting
            else:
                meeting = {k for k in unseen if _meet(lying[k], standing[at])}
                unseen -= meeting
            todo.extend((not is_lying, k) for k in meeting)
        yield flat, upright


def _meet(lying: Rule, standing: Rule) -> bool:
    return (
        lying.start - _TOUCH <= standing.at <= lying.end + _TOUCH
        and standing.start - _TOUCH <= lying.at <= standing.end + _TOUCH
    )


def _grid(lying: Sequence[Rule], standing: Sequence[Rule]) -> Grid | None:
    if len(lying) < 2 or not standing:
        return None
    xs = _edges([rule.at for rule in standing] + [min(r.start for r in lying), max(r.end for r in lying)])
    ys = _edges([rule.at for rule in lying] + [min(r.start for r in standing), max(r.end for r in standing)])
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    cells = _cells(xs, ys, lying, standing)
    several = any(len(set(row)) > 1 for row in cells)
    return Grid(xs, ys, cells) if several else None


def _edges(places: Sequence[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _LEAST:
            edges.append(place)
    return tuple(edges)


def _cells(
    xs: Sequence[float], ys: Sequence[float], lying: Sequence[Rule], standing: Sequence[Rule]
) -> tuple[tuple[int, ...], ...]:
    """The smallest cells, those with no rule between them given the same number."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = list(range(rows * columns))

    def find(cell: int) -> int:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            here = row * columns + column
            if column + 1 < columns and not _ruled(standing, right, (top + bottom) / 2):
                owner[find(here + 1)] = find(here)
            if row + 1 < rows and not _ruled(lying, bottom, (left + right) / 2):
                owner[find(here + columns)] = find(here)
    return tuple(tuple(find(row * columns + column) for column in range(columns)) for row in range(rows))


def _ruled(rules: Sequence[Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= _LEAST and rule.start <= along <= rule.end for rule in rules)


def _rows(table: Grid, inside: dict[int, list[Glyph]], order: int) -> Iterator[Piece]:
    """One piece a row that has any text."""
    texts = {cell: piece for cell, glyphs in inside.items() if (piece := _cell(glyphs))}
    done: set[int] = set()
    extent: Box = (table.xs[0], table.ys[0], table.xs[-1], table.ys[-1])
    for number, row in enumerate(table.cells):
        line: Piece | None = None
        tabs = ""
        for cell in dict.fromkeys(row):
            piece = texts.get(cell) if cell not in done else None
            if piece is not None:
                line = put(line, tabs, piece) if line is not None else _after(tabs, piece)
                tabs = ""
            tabs += "\t"
            done.add(cell)
        if line is not None:
            yield replace(
                line, kind=Kind.ROW, left=extent[0], right=extent[2], top=table.ys[number], base=table.ys[number + 1],
                bottom=table.ys[number + 1], order=order,
            )  # fmt: skip


def _after(tabs: str, piece: Piece) -> Piece:
    """A row's first text, behind the tabs of the empty cells before it."""
    if not tabs:
        return piece
    nothing = replace(piece, text="", boxes=piece.boxes[:0], noted=())
    return put(nothing, tabs, piece)


def _cell(glyphs: Sequence[Glyph]) -> Piece | None:
    """The lines of a cell as one."""
    whole: Piece | None = None
    for pieces in pieces_of(glyphs):
        line = beside(pieces)
        whole = put(whole, between(whole.text, line.text), line) if whole is not None else line
    return whole


def with_whole_tables(pages: Sequence[PageLines]) -> list[PageLines]:
    """Tables that go on over the page: a head that is printed again is left out, a row that was cut goes on."""
    kept: list[PageLines] = []
    rows: Sequence[Piece] = ()
    head: str | None = None
    for page in pages:
        if rows:
            page = _going_on(page, rows[-1], head)
        rows = _closing_rows(page.lines)
        if not rows:
            head = None
        elif head is None or len(rows) < len(page.lines):
            head = rows[0].text
        kept.append(page)
    return kept


def _going_on(page: PageLines, before: Piece, head: str | None) -> PageLines:
    """The page, if it begins with rows of the table whose last row so far is ``before``."""
    lines = page.lines
    if len(lines) > 1 and lines[0].kind is Kind.ROW and lines[0].text == head:
        lines = lines[1:]
    if lines and lines[0].kind is Kind.ROW and _is_rest(before.text, lines[0].text):
        lines = (without(replace(lines[0], kind=Kind.REST), 0, before.text.count("\t")), *lines[1:])
    return replace(page, lines=lines)


def _is_rest(before: str, row: str) -> bool:
    """Whether ``row`` is only the end of the last cell of the row before it."""
    tabs = before.count("\t")
    return row.startswith("\t" * tabs) and "\t" not in row[tabs:] and not ends_sentence(before)


def _closing_rows(lines: Sequence[Piece]) -> Sequence[Piece]:
    first = len(lines)
    while first and lines[first - 1].kind in (Kind.ROW, Kind.REST):
        first -= 1
    return lines[first:]
