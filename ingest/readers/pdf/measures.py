"""Measures: between which margins the pages are set, in which size, and how far apart their lines are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.pdf.pieces import Kind, PageLines, Piece, begins_item, usual_size
from ingest.structure.sentences import ends_sentence

SIZES: Final = 0.06
"""Sizes that differ by less than this share are the same."""
_SUPPORT: Final = 3
"""So many lines must end at a margin before it is believed."""
_NARROW: Final = 0.93
"""A right margin farther in than this, in shares of a page set in its middle, is believed only when"""
_MANY: Final = 8
"""so many lines end there."""
_SIDE: Final = 10
"""Left and right pages are told apart only where each side has so many lines."""
_BOTH: Final = 2
"""Stands for both sides where 0 and 1 are even and odd pages."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Between which margins the pages of one size are set, in which size, and how far apart the lines are.

    ``firsts`` are the indents, in ems, at which a paragraph's first line stands and hardly ever another; where items
    ``hang``, their further lines stand farther in than their numerals.
    """

    left: float
    right: float
    size: float
    step: float
    justified: bool
    firsts: frozenset[int] = frozenset()
    hang: bool = False


def measures(pages: Sequence[PageLines]) -> list[Measure]:
    """Each page's measure: that of all pages of its size (and side, where left and right pages differ)."""
    groups: dict[tuple[int, int, int], list[Piece]] = defaultdict(list)
    for page in pages:
        lines = [line for line in page.lines if line.kind is Kind.PROSE and line.column is None]
        groups[(round(page.width), round(page.height), page.number % 2)].extend(lines)
        groups[(round(page.width), round(page.height), _BOTH)].extend(lines)
    made = {key: _measure(lines, key[0]) for key, lines in groups.items() if len(lines) >= _SIDE or key[2] == _BOTH}
    return [_of_page(page, made) for page in pages]


def _of_page(page: PageLines, made: dict[tuple[int, int, int], Measure]) -> Measure:
    size = (round(page.width), round(page.height))
    odd, even, both = made.get((*size, 1)), made.get((*size, 0)), made[(*size, _BOTH)]
    if odd is None or even is None:
        return both
    mirrored = odd.justified and even.justified and abs(odd.left - even.left) > both.size / 2
    return made[(*size, page.number % 2)] if mirrored else both


def _measure(lines: Sequence[Piece], width: int) -> Measure:
    prose = [line for line in lines if "\t" not in line.text]
    if not prose:
        return Measure(0.0, float(width), 12.0, 18.0, False)
    size = usual_size(prose)
    usual = [line for line in prose if abs(line.size - size) <= SIZES * size] or prose
    left = -(_supported([-line.left for line in usual], size / 2, len(usual) // 50) or 0.0)
    right = _right(usual, width - left, size)
    at_margin = sum(abs(line.right - right) <= 0.3 * size for line in usual)
    justified = at_margin * 2 > len(usual)
    return Measure(left, right, size, _step(usual, size), justified, *_habits(usual, left, right, size))


def _right(lines: Sequence[Piece], expected: float, size: float) -> float:
    """Where lines are broken. Where no margin shows, or only what a list might make, pages are thought to be set in
    their middle."""
    ends = [line.ink_right for line in lines]
    right = _supported(ends, size, max(_SUPPORT, len(ends) // 20))
    there = [line for line in lines if right is not None and abs(line.ink_right - right) <= size]
    broken = sum(not ends_sentence(line.text) for line in there)
    many = len(there) >= _MANY and len(there) >= 0.4 * len(lines)
    if right is not None and 2 * broken > len(there) and (many or right >= _NARROW * expected):
        return right
    return max(expected, *ends)


def _supported(places: Sequence[float], near: float, needed: int) -> float | None:
    """The farthest place at which enough lines end."""
    farthest = sorted(places, reverse=True)
    needed = max(1, needed)
    for at, place in enumerate(farthest):
        if at + needed <= len(farthest) and place - farthest[at + needed - 1] <= near:
            return place
    return None


def _habits(lines: Sequence[Piece], left: float, right: float, size: float) -> tuple[frozenset[int], bool]:
    """The indents of first lines, and whether items hang, as the lines show that were broken at the margin."""
    seen: Counter[tuple[str, int]] = Counter()
    item: Piece | None = None
    for line, following in pairwise(lines):
        if begins_item(line.text):
            item = line
        elif item is not None and line.left < item.left + size / 2:
            item = None
        if right - line.right < size:
            shift = round((following.left - line.left) / size)
            seen["item" if item is line else "", max(-1, min(shift, 1))] += 1
            seen["first" if item is None and shift < 0 else "", round((line.left - left) / size)] += 1
            seen["within" if item is None and shift == 0 else "", round((line.left - left) / size)] += 1
    indents = [indent for name, indent in seen if name == "first"]
    firsts = frozenset(at for at in indents if _mostly(seen["first", at], seen["within", at]))
    return firsts, _mostly(seen["item", 1], seen["item", -1])


def _mostly(so: int, otherwise: int) -> bool:
    return so >= _SUPPORT and so > 4 * otherwise


def _step(lines: Sequence[Piece], size: float) -> float:
    """The usual distance of two lines."""
    steps = [b.base - a.base for a, b in pairwise(lines) if 0.9 * size < b.base - a.base < 4 * size]
    return median(steps) if steps else 1.5 * size
