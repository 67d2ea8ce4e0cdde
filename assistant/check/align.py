"""Where a quotation stands in a text: letter by letter, else where the fewest letters have to be changed.

The nearest place is found exactly, by P. H. Sellers, «The theory and computation of evolutionary distances» (1980): the
edit distance to every stretch of the text at once, a row of the table a letter, here a few numpy operations a row.
rapidfuzz's partial_ratio_alignment only tries stretches of the quotation's own length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.check.folded import Folded
from assistant.check.letters import is_word

LONGEST: Final = 2_000
"""Letters of a quotation that is aligned; more would take seconds."""
_SAME_PLACE: Final = 2
"""Ends so many letters apart, with the same distance, are one place that can be cut in several ways."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters ``start`` .. ``end`` of a text, and how many edits they are away from the quotation."""

    start: int
    end: int
    distance: int = 0


def occurrences(letters: str, text: Folded, most: int = 50) -> Iterator[Stretch]:
    """Where the text has ``letters``, whole words and numbers only: 3 does not stand in 13."""
    at = text.letters.find(letters) if letters else -1
    while at >= 0 and most > 0:
        found = Stretch(at, at + len(letters))
        if whole(found, text) == found:
            yield found
            most -= 1
        at = text.letters.find(letters, at + 1)


def whole(found: Stretch, text: Folded) -> Stretch:
    """``found`` with the rest of a Latin word or a number that it begins or ends in."""
    start, end = found.start, found.end
    while start > 0 and _joined(text, start - 1):
        start -= 1
    while end < len(text.letters) and _joined(text, end - 1):
        end += 1
    return Stretch(start, end, found.distance)


def _joined(text: Folded, i: int) -> bool:
    """Whether letter ``i`` and the one after it are of one Latin word or number, printed without a gap."""
    if text.ends[i] < text.starts[i + 1]:
        return False
    one, other = text.letters[i], text.letters[i + 1]
    if is_word(one) and is_word(other):
        return True
    if one.isdigit() and other in ".,":
        return text.letters[i + 2 : i + 3].isdigit()
    return one in ".," and other.isdigit() and text.letters[i - 1 : i].isdigit() and i > 0


def lower_bound(pairs: frozenset[str], text: Folded) -> int:
    """At least so many edits are between the text and a quotation with these ``pairs`` of letters.

    An edit takes at most two pairs from a text (the q-gram lemma: E. Ukkonen, 1992).
    """
    return (len(pairs - pairs_of(text.letters)) + 1) // 2


def pairs_of(letters: str) -> frozenset[str]:
    """Each two letters that follow one another."""
    return frozenset(map("".join, pairwise(letters)))


def nearest(letters: str, text: Folded, most: int) -> Stretch | None:
    """The stretch with the fewest edits, if there is one with at most ``most``."""
    if not letters or not text.letters:
        return None
    quote, source = _codes(letters), _codes(text.letters)
    row = _last_row(quote, source)
    distance = int(row.min())
    if distance > most or distance >= len(letters):
        return None
    end = _end(row, distance, text)
    before = source[max(0, end - 2 * len(letters) - 1) : end][::-1]
    start = end - _length(_last_row(quote[::-1], before), distance, end, text, len(letters))
    return whole(Stretch(start, end, distance), text)


def _last_row(quote: NDArray[np.uint32], source: NDArray[np.uint32]) -> NDArray[np.int32]:
    """For each end in the source (0 .. len) the least distance of the quotation to a stretch that ends there."""
    steps = np.arange(len(source) + 1, dtype=np.int32)
    row = np.zeros(len(source) + 1, dtype=np.int32)
    for i, code in enumerate(quote, start=1):
        new = np.empty_like(row)
        new[0] = i
        np.minimum(row[:-1] + (source != code), row[1:] + 1, out=new[1:])
        # a letter more of the source costs one: what is left of a minimum runs on to the right
        row = np.minimum.accumulate(new - steps) + steps
    return row


def _end(row: NDArray[np.int32], distance: int, text: Folded) -> int:
    """Of the ends that cost the same in one place: where a word or sentence ends, else the last."""
    ends = np.flatnonzero(row == distance)
    cluster = [int(end) for end in ends if end - ends[0] <= _SAME_PLACE]
    return next((end for end in cluster if not text.letters[end : end + 1].isalnum()), cluster[-1])


def _length(row: NDArray[np.int32], distance: int, end: int, text: Folded, wanted: int) -> int:
    """How far the stretch goes back from ``end``: to where a word begins, else to the quotation's own length."""
    lengths = [int(n) for n in np.flatnonzero(row == distance) if n > 0]
    near = sorted(lengths, key=lambda n: abs(n - wanted))
    cluster = [n for n in near if abs(n - near[0]) <= _SAME_PLACE]
    starts = (n for n in cluster if n == end or not text.letters[end - n - 1].isalnum())
    return next(starts, cluster[0])


def _codes(letters: str) -> NDArray[np.uint32]:
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
