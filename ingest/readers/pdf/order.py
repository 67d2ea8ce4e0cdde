"""Reading order: which pieces are a line, which are columns, and what comes first.

Columns are told from the cells of a row without rules by how they were drawn: a column as a whole before the next, a
row cell by cell. Where that and the length of the lines disagree, the order is said to be uncertain.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from ingest.readers.pdf.pieces import Kind, Piece, beside
from ingest.structure.captions import caption

_STEP: Final = 2.0
_MARGIN: Final = 0.2
"""No gutter is looked for in the outer fifths of a column."""
_FEWEST: Final = 2
"""A column has at least this many lines, and"""
_ENOUGH: Final = 3
"""this many where not everything says that it is one."""
_DEEPEST: Final = 3
_LEVEL: Final = 0.7
"""Cells that overlap in height by this share are of one row, wherever their baselines are."""
_ASTRAY: Final = 0.25
"""When more of a page's lines than this were drawn before the line above them, its order is uncertain."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The lines of a page in reading order; ``certain`` where two ways to tell agree."""

    lines: tuple[Piece, ...]
    certain: bool


def in_reading_order(rows: Sequence[Sequence[Piece]], tables: Sequence[Sequence[Piece]]) -> Ordered:
    """The lines of a page: ``rows`` are the pieces outside the tables, line by line."""
    pieces = [piece for row in rows for piece in row] + [row for table in tables for row in table]
    certain: list[bool] = []
    lines = list(_flow(pieces, certain, 0))
    return Ordered(tuple(lines), all(certain) and not _astray(lines))


def _flow(pieces: Sequence[Piece], certain: list[bool], depth: int) -> Iterator[Piece]:
    """The lines of ``pieces`` in order: column by column where there are columns, between what runs across them."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    waiting: list[Piece] = []  # what is not in columns, as long as nothing in columns comes
    for zone in _zones(pieces, gutter) if gutter is not None else (pieces,):
        left = [piece for piece in zone if gutter is not None and piece.right <= gutter]
        right = [piece for piece in zone if gutter is not None and piece.left >= gutter]
        columns, sure = _are_columns(left, right)
        if not columns:
            waiting.extend(zone)
            continue
        yield from _lines(waiting)
        waiting = []
        certain.append(sure)
        for side in (left, right):
            extent = (min(p.left for p in side), max(p.ink_right for p in side))
            yield from (replace(line, column=line.column or extent) for line in _flow(side, certain, depth + 1))
    yield from _lines(waiting)


def _zones(pieces: Sequence[Piece], gutter: float) -> list[list[Piece]]:
    """What runs across the gutter, each alone, and the stretches of page between, from the top down."""
    across = sorted((piece for piece in pieces if _crosses(piece, gutter)), key=lambda piece: piece.base)
    tops = [piece.base for piece in across]
    between: list[list[Piece]] = [[] for _ in range(len(across) + 1)]
    for piece in pieces:
        if not _crosses(piece, gutter):
            between[bisect_left(tops, piece.base)].append(piece)
    zones = [zone for pair in zip(between, [[piece] for piece in across], strict=False) for zone in pair]
    return [zone for zone in (*zones, between[-1]) if zone]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a strip of white runs down between the most text on both sides."""
    if len(pieces) < 2 * _FEWEST:
        return None
    left = np.array([piece.left for piece in pieces])
    right = np.array([piece.right for piece in pieces])
    first, last = float(left.min()), float(right.max())
    places = np.arange(first + _MARGIN * (last - first), last - _MARGIN * (last - first), _STEP)
    if not len(places):
        return None
    crossing = ((left < places[:, None]) & (right > places[:, None])).sum(axis=1)
    before = (right <= places[:, None]).sum(axis=1)
    after = len(pieces) - crossing - before
    fit = (before >= _FEWEST) & (after >= _FEWEST)
    if not fit.any():
        return None
    best = np.flatnonzero(fit & (crossing == crossing[fit].min()))
    runs = np.split(best, np.flatnonzero(np.diff(best) > 1) + 1)
    return float(places[max(runs, key=len)].mean())


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter < piece.right


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> tuple[bool, bool]:
    """Whether two sides are columns, and whether that is sure."""
    if len(left) < _FEWEST or len(right) < _FEWEST or any(p.kind is Kind.ROW for p in (*left, *right)):
        return False, True
    top, bottom = (
        max(min(p.top for p in s) for s in (left, right)),
        min(max(p.bottom for p in s) for s in (left, right)),
    )
    if bottom - top < 2 * median(p.size for p in left):
        return False, True
    drawn = sorted([(p.order, False) for p in left] + [(p.order, True) for p in right])
    turns = sum(a[1] != b[1] for a, b in pairwise(drawn))
    by_column = turns <= 2
    by_row = turns >= min(len(left), len(right))
    long_lines = all(_fills(side) for side in (left, right))
    if min(len(left), len(right)) < _ENOUGH:
        return by_column and long_lines, True
    return by_column or (long_lines and not by_row), by_column and long_lines


def _fills(side: Sequence[Piece]) -> bool:
    """Whether most of the text is in lines of prose, as wide as their column."""
    extent = max(p.right for p in side) - min(p.left for p in side)
    widths = [p.right - p.left for p in side]
    full = sum(width for width in widths if width >= 0.6 * extent)
    return full >= 0.6 * sum(widths) and extent >= 8 * median(p.size for p in side)


def _lines(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces as lines from the top down, those on one baseline put together."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.left)):
        if row and not _level(row[0], piece):
            yield from _row(row)
            row = []
        row.append(piece)
    yield from _row(row)


def _row(row: Sequence[Piece]) -> Iterator[Piece]:
    """What stands on one line; the captions of two pictures side by side are two lines."""
    pieces = sorted(row, key=lambda piece: piece.left)
    if len(pieces) > 1 and all(caption(piece.text) for piece in pieces):
        yield from pieces
    elif pieces:
        yield beside(pieces)


def _level(one: Piece, other: Piece) -> bool:
    if one.kind is not Kind.PROSE or other.kind is not Kind.PROSE:
        return False
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = one.right <= other.left or other.right <= one.left
    near = abs(one.base - other.base) <= 0.3 * max(one.size, other.size)
    return near or (apart and overlap >= _LEVEL * min(one.bottom - one.top, other.bottom - other.top))


def _astray(lines: Sequence[Piece]) -> bool:
    """Whether many lines were drawn before the line above them; one head or foot drawn late is usual."""
    back = sum(b.order < a.order for a, b in pairwise(lines))
    return back > 3 and back > _ASTRAY * len(lines)
