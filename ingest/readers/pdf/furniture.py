"""Running headers, footers and page numbers: told by what pages have in common, never by one page's edge alone.

A line is furniture when it stands outside everything else of its page, and the same words come back at the same
height on other pages, but for a number that counts the pages. Where that has been seen, the other lines that are
printed just there are furniture, too: a running header that names a short chapter, the page number «iv».
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from corpus.types import Notice, NoticeKind
from ingest.readers.pdf.pieces import Kind, PageLines, usual_size

_EDGE: Final = 3
"""How many lines at either end of a page may be furniture."""
_PAGES: Final = 3
"""On how many pages a line must come back; on both, where there are two."""
_NEAR: Final = 3.0
"""Heights this near, in points, are the same."""
_LONGEST: Final = 80
_NUMBERS: Final = 3
"""Of how many numbers in a line each may be the one that counts the pages."""
_MOST: Final = 0.6
"""Of the lines at one height, this share must come back before the rest is taken for furniture."""
_APART: Final = 1.15
"""Furniture stands this many lines' distance or more from the text, or is set in another size."""
_NUMBER: Final = re.compile(r"[0-9]+")
_BARE: Final = re.compile(r"[-–—‧·\s]*(?P<number>[0-9]{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})[-–—‧·\s]*")
_DRESSED: Final = re.compile(
    r"[-–—]\s*[0-9]{1,4}\s*[-–—]|第?\s*[0-9]{1,4}\s*頁\s*[，,/／(（]?\s*(?:共\s*[0-9]{1,4}\s*頁)?\s*[)）]?"
    r"|page\s+[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's edge: its page and its place there, how far out it is, and its height from the edge."""

    page: int
    place: int
    depth: int
    top: bool
    height: float
    gap: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """How many pages there are, and how the text on them is set: its size, and how far apart its lines are."""

    pages: int
    size: float
    step: float


Key = Callable[[_Edge], str | None]


def without_furniture(pages: Sequence[PageLines]) -> tuple[list[PageLines], list[Notice]]:
    """The pages without what is printed on each of them, with their printed numbers; what was left out, each once."""
    edges = [edge for at, page in enumerate(pages) for edge in _edges(at, page)]
    labels: dict[_Edge, str] = {}
    setting = _setting(pages)
    found = _often(edges, setting, lambda edge: edge.text)
    for which in range(_NUMBERS):
        found |= _counting(edges, setting, which, labels)
    found = _all_at_slots(edges, found) | _lone(edges, pages)
    found = _outermost(found)
    dropped: dict[int, set[int]] = defaultdict(set)
    for edge in found:
        dropped[edge.page].add(edge.place)
    ordered = sorted(found, key=lambda edge: (edge.page, not edge.top, edge.place))
    printed = _printed_numbers(ordered, labels)
    kept = [_kept(page, dropped[at], printed.get(at)) for at, page in enumerate(pages)]
    return kept, list(_notices(ordered))


def _kept(page: PageLines, dropped: set[int], label: str | None) -> PageLines:
    return replace(page, lines=tuple(line for at, line in enumerate(page.lines) if at not in dropped), label=label)


def _setting(pages: Sequence[PageLines]) -> _Setting:
    size = usual_size(line for page in pages for line in page.lines)
    pairs = [pair for page in pages for pair in pairwise(page.lines)]
    steps = [b.base - a.base for a, b in pairs if b.base > a.base and max(abs(p.size - size) for p in (a, b)) < 1]
    return _Setting(len(pages), size, median(steps) if steps else 0.0)


def _edges(at: int, page: PageLines) -> Iterator[_Edge]:
    """The outermost lines at both ends, and whatever is printed in another direction."""
    places = sorted(range(len(page.lines)), key=lambda place: page.lines[place].base)
    places = [place for place in places if page.lines[place].kind is not Kind.ASIDE]
    for top in (True, False):
        side = places if top else places[::-1]
        for depth, place in enumerate(side[:_EDGE]):
            line = page.lines[place]
            height = line.base if top else page.height - line.base
            if line.kind is Kind.PROSE and height < page.height / 2:
                inward = page.lines[side[depth + 1]].base if depth + 1 < len(side) else page.height / 2
                yield _Edge(at, place, depth, top, height, abs(inward - line.base), line.size, line.text)
    for place, line in enumerate(page.lines):
        if line.kind is Kind.ASIDE:
            yield _Edge(at, place, 0, True, line.base, page.height, line.size, line.text)


def _often(edges: Iterable[_Edge], setting: _Setting, key: Key) -> set[_Edge]:
    """The edges whose key comes back at their height, on enough pages, and mostly apart from the text."""
    same: dict[tuple[bool, int, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        name = key(edge) if len(edge.text) <= _LONGEST else None
        for slot in _slots(edge) if name else ():
            same[edge.top, slot, name or ""].append(edge)
    return {edge for together in same.values() if _are_furniture(together, setting) for edge in together}


def _are_furniture(together: Sequence[_Edge], setting: _Setting) -> bool:
    enough = min(_PAGES, max(2, setting.pages))
    if len({edge.page for edge in together}) < enough:
        return False
    apart = sum(_stands_apart(edge, setting) for edge in together)
    return 2 * apart > len(together)


def _slots(edge: _Edge) -> tuple[int, int]:
    """The height, counted in steps that overlap, so that none lies on a border of all."""
    return 2 * int(edge.height // _NEAR), 2 * int((edge.height + _NEAR / 2) // _NEAR) + 1


def _counting(edges: Sequence[_Edge], setting: _Setting, which: int, labels: dict[_Edge, str]) -> set[_Edge]:
    """The edges in which the number ``which`` counts the pages; what it says goes into ``labels``."""

    def key(edge: _Edge) -> str | None:
        numbers = _NUMBER.findall(edge.text)
        if which >= len(numbers) or len(numbers[which]) > 4:
            return None
        rest = [number for place, number in enumerate(numbers) if place != which]
        return f"{int(numbers[which]) - edge.page}|{rest}|{_NUMBER.sub('#', edge.text)}"

    found = _often(edges, setting, key)
    for edge in found:
        labels.setdefault(edge, _NUMBER.findall(edge.text)[which])
    return found


def _stands_apart(edge: _Edge, setting: _Setting) -> bool:
    """Whether the line is no part of the text: «Day 1», «Day 2» may head three pages one after another."""
    if _BARE.fullmatch(edge.text) or _DRESSED.fullmatch(edge.text):
        return True
    return edge.gap >= _APART * setting.step or abs(edge.size - setting.size) > 0.04 * setting.size


def _lone(edges: Iterable[_Edge], pages: Sequence[PageLines]) -> set[_Edge]:
    """«- 1 -», «第 1 頁»: nothing but a page number, even if it comes once."""
    return {e for e in edges if e.depth == 0 and _DRESSED.fullmatch(e.text) and len(pages[e.page].lines) > 1}


def _all_at_slots(edges: Sequence[_Edge], found: set[_Edge]) -> set[_Edge]:
    """Of ``found``, the lines at heights where most lines are furniture, and with them the rest of their size there."""
    at_height: dict[tuple[bool, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        for slot in _slots(edge):
            at_height[edge.top, slot].append(edge)
    taken: set[_Edge] = set()
    for together in at_height.values():
        seen = [edge for edge in together if edge in found]
        if len(seen) < _MOST * len(together):
            continue
        taken.update(seen)
        if len(seen) >= _PAGES:
            sizes = {edge.size for edge in seen}
            taken |= {e for e in together if any(abs(e.size - size) < 0.02 * size for size in sizes)}
    return taken


def _outermost(found: set[_Edge]) -> set[_Edge]:
    """Those that have nothing but furniture farther out."""
    depths: dict[tuple[int, bool], set[int]] = defaultdict(set)
    for edge in found:
        depths[edge.page, edge.top].add(edge.depth)
    return {edge for edge in found if depths[edge.page, edge.top] >= set(range(edge.depth))}


def _printed_numbers(found: Iterable[_Edge], labels: dict[_Edge, str]) -> dict[int, str]:
    """By page (an index), the page number printed in its furniture."""
    numbers: dict[int, str] = {}
    for edge in found:
        bare = _BARE.fullmatch(edge.text)
        dressed = _NUMBER.search(edge.text) if _DRESSED.fullmatch(edge.text) else None
        label = labels.get(edge) or (bare["number"] if bare else dressed.group() if dressed else None)
        if label:
            numbers.setdefault(edge.page, label)
    return numbers


def _notices(found: Iterable[_Edge]) -> Iterator[Notice]:
    seen: set[str] = set()
    for edge in found:
        pattern = "#" if _BARE.fullmatch(edge.text) else _NUMBER.sub("#", edge.text)
        if pattern not in seen:
            seen.add(pattern)
            yield Notice(NoticeKind.FURNITURE, None, edge.text)
