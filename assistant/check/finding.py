"""Finding what is quoted: letter by letter, else nearly, in the stretches that are proposed; pieces in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.check.align import Stretch, lower_bound, nearest, occurrences, pairs_of
from assistant.check.candidates import Region
from assistant.check.folded import Folded, fold_text

FREE: Final = 0.35
FIRST: Final = 5
"""Of a near quotation's letters, but for the first few, so large a share may be otherwise than in its source: a short
one says little else than many others do. docs/CHECK.md says how both were chosen."""
_ALIGNED: Final = 6
"""Stretches that are aligned in full for one quotation."""
_ANCHORS: Final = 4
"""Places of the longest piece around which the others are looked for."""
_ZONE: Final = 4_000
"""Letters before and after a piece in which the next one is looked for if it does not stand there to the letter."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a report, as letters of ``text``, whose first character stands at ``offset`` of the report."""

    report_id: str
    text: Folded
    stretch: Stretch
    offset: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """Where that is in the report."""
        start, end = self.text.span(self.stretch.start, self.stretch.end)
        return self.offset + start, self.offset + end


def exactly(quote: str, regions: Iterable[Region]) -> list[Found]:
    """Every place that says it letter by letter, each once, in the order of the regions."""
    letters = fold_text(quote).letters
    found: dict[tuple[str, int, int], Found] = {}
    for region in regions:
        for stretch in occurrences(letters, region.text):
            place = Found(region.report_id, region.text, stretch, region.start)
            found.setdefault((place.report_id, *place.span), place)
    return list(found.values())


def nearly(quote: str, regions: Sequence[Region]) -> Found | None:
    """The place with the fewest edits, if they are few enough."""
    letters = fold_text(quote).letters
    most, pairs = most_edits(letters), pairs_of(letters)
    bounds = sorted(((lower_bound(pairs, r.text), i) for i, r in enumerate(regions)))
    best: Found | None = None
    for bound, i in bounds[:_ALIGNED]:
        if bound > most:
            break
        stretch = nearest(letters, regions[i].text, most)
        if stretch:
            best = Found(regions[i].report_id, regions[i].text, stretch, regions[i].start)
            most = stretch.distance - 1
    return best


def most_edits(letters: str) -> int:
    """How many letters of a near quotation may be otherwise."""
    return int(FREE * max(0, len(letters) - FIRST))


def in_order(quotes: Sequence[str], report_id: str, text: Folded, regions: Sequence[Region] = ()) -> list[Found | None]:
    """The pieces of one quotation, one after the other in a report; None for those that are not there.

    Where the longest does not stand in ``text`` to the letter, it is looked for nearly in ``regions`` of the report.
    """
    pieces = [fold_text(quote).letters for quote in quotes]
    longest = max(range(len(pieces)), key=lambda i: len(pieces[i]))
    anchors = list(occurrences(pieces[longest], text, _ANCHORS))
    if not anchors and (near := nearly(quotes[longest], [r for r in regions if r.report_id == report_id])):
        anchors = [Stretch(*text.at(*near.span), near.stretch.distance)]
    tried = [_around(pieces, longest, anchor, text) for anchor in anchors]
    best = max(tried, key=_rank, default=[None] * len(pieces))
    return [Found(report_id, text, stretch) if stretch else None for stretch in best]


def _rank(found: Sequence[Stretch | None]) -> tuple[int, int, int]:
    there = [stretch for stretch in found if stretch]
    return len(there), -sum(s.distance for s in there), there[0].start - there[-1].end


def _around(pieces: Sequence[str], at: int, anchor: Stretch, text: Folded) -> list[Stretch | None]:
    """The pieces before and after the anchor, each as near to the last one as it stands."""
    found: list[Stretch | None] = [None] * len(pieces)
    found[at] = anchor
    end = anchor.end
    for i in range(at + 1, len(pieces)):
        found[i] = _after(pieces[i], end, text)
        end = stretch.end if (stretch := found[i]) else end
    start = anchor.start
    for i in range(at - 1, -1, -1):
        found[i] = _before(pieces[i], start, text)
        start = stretch.start if (stretch := found[i]) else start
    return found


def _after(letters: str, start: int, text: Folded) -> Stretch | None:
    exact = text.letters.find(letters, start)
    if exact >= 0:
        return Stretch(exact, exact + len(letters))
    return _near_in(letters, text, start, min(len(text.letters), start + _ZONE))


def _before(letters: str, end: int, text: Folded) -> Stretch | None:
    exact = text.letters.rfind(letters, 0, end)
    if exact >= 0:
        return Stretch(exact, exact + len(letters))
    return _near_in(letters, text, max(0, end - _ZONE), end)


def _near_in(letters: str, text: Folded, start: int, end: int) -> Stretch | None:
    near = nearest(letters, text.part(start, end), most_edits(letters))
    return near and Stretch(start + near.start, start + near.end, near.distance)
