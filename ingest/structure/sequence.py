"""Which candidates are headings, and how they nest: decided by sequence, never by a fixed level.

A numeral is believed when it continues its scheme in the open chain of headings (三 after 二), or starts a
scheme with 1 below what is open. So «(一)» may stand right under «肆、», and an isolated «3.» is prose.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.candidates import Candidate
from ingest.structure.headings import CHAPTER_LEVEL, OFFICIAL, PREFACE, Mark, numbers_chapters

_UNNUMBERED: Final = frozenset({"plain", "appendix"})
_NEVER: Final = 10**9


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading and its depth; 1 is a chapter."""

    candidate: Candidate
    mark: Mark
    depth: int


@dataclass(frozen=True, slots=True)
class _Open:
    mark: Mark
    at: int

    @property
    def key(self) -> tuple[str, int]:
        return self.mark.scheme, self.mark.value


class _Ahead:
    """Where each numeral of each scheme comes again."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        self._places: dict[tuple[str, int], list[int]] = defaultdict(list)
        for at, candidate in enumerate(found):
            for mark in candidate.readings:
                self._places[mark.scheme, mark.value].append(at)

    def next(self, scheme: str, value: int, after: int) -> int:
        """The next candidate after ``after`` that reads so, or a place beyond all."""
        places = self._places.get((scheme, value), [])
        at = bisect_right(places, after)
        return places[at] if at < len(places) else _NEVER


def place(found: Sequence[Candidate]) -> list[Placed]:
    """The candidates that are headings, each with its depth."""
    ahead = _Ahead(found)
    chain: list[_Open] = []
    placed: list[Placed] = []
    for at, candidate in enumerate(found):
        choice = _choose(candidate, at, chain, ahead)
        if choice:
            mark, keep = choice
            chain = [*chain[:keep], _Open(mark, at)]
            placed.append(Placed(candidate, mark, len(chain)))
    return placed


def _choose(candidate: Candidate, at: int, chain: Sequence[_Open], ahead: _Ahead) -> tuple[Mark, int] | None:
    """The reading that fits, and how much of the chain stays open; a continuation is preferred to a start."""
    starts: list[tuple[Mark, int]] = []
    for mark in candidate.readings:
        if mark.scheme == "markdown":
            return mark, sum(o.mark.scheme == "markdown" and o.mark.value < mark.value for o in chain)
        if mark.scheme in _UNNUMBERED:
            return mark, sum(o.mark.scheme == "markdown" for o in chain)
        depth = _continues(mark, chain)
        if depth is not None:
            return mark, depth
        start = _starts(mark, at, chain, ahead)
        if start is not None:
            starts.append((mark, start))
    return starts[0] if starts else None


def _continues(mark: Mark, chain: Sequence[_Open]) -> int | None:
    """How deep in the chain ``mark`` is the next of its scheme; a strong one may skip a lost sibling."""
    for depth in range(len(chain) - 1, -1, -1):
        before = chain[depth].mark
        if before.scheme == mark.scheme:
            step = mark.value - before.value
            return depth if step == 1 or (step == 2 and mark.strong) else None
    return None


def _starts(mark: Mark, at: int, chain: Sequence[_Open], ahead: _Ahead) -> int | None:
    """Where a new run of ``mark``'s scheme may open: it begins with 1, or its first members were lost."""
    if mark.value > 1 and mark.scheme in CHAPTER_LEVEL and mark.strong:
        known = any(o.mark.scheme == mark.scheme for o in chain)
        return None if known else sum(o.mark.rank < mark.rank and o.mark.scheme in CHAPTER_LEVEL for o in chain)
    lost_first = mark.strong and mark.value in (2, 3)
    if mark.value != 1 and not lost_first:
        return None
    keep = _keep(mark, at, chain, ahead)
    if lost_first and any(o.mark.scheme == mark.scheme for o in chain):
        return None
    if mark.strong and mark.value == 1:
        return keep
    closes = min((ahead.next(o.mark.scheme, o.mark.value + 1, at) for o in chain[:keep]), default=_NEVER)
    return keep if ahead.next(mark.scheme, mark.value + 1, at) < closes else None


def _keep(mark: Mark, at: int, chain: Sequence[_Open], ahead: _Ahead) -> int:
    """How many open headings stay above a new run."""
    for depth, opened in enumerate(chain):
        if opened.mark.scheme == mark.scheme:
            return depth
    keep = len(chain)
    while keep and _gives_way(chain[keep - 1], chain[: keep - 1], mark, at, ahead):
        keep -= 1
    return keep


def _gives_way(top: _Open, above: Sequence[_Open], mark: Mark, at: int, ahead: _Ahead) -> bool:
    """Whether ``top`` is officially below ``mark`` and does not go on after it (then ``mark`` is under it)."""
    if top.mark.scheme == "plain" and PREFACE.fullmatch(top.mark.title):
        return numbers_chapters(mark)
    if top.mark.rank < mark.rank or not _official(top.mark) or not _official(mark):
        return False
    if mark.scheme in CHAPTER_LEVEL:
        return True
    goes_on = ahead.next(top.mark.scheme, top.mark.value + 1, at)
    closes = min((ahead.next(o.mark.scheme, o.mark.value + 1, at) for o in above), default=_NEVER)
    return goes_on == _NEVER or goes_on > closes


def _official(mark: Mark) -> bool:
    return mark.scheme.partition(":")[0] in OFFICIAL
