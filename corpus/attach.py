"""Which recommendation of a report's new text is the one that something was noted of. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.fold import squeezed

ALIKE: Final = 0.7
"""From which likeness on other words are the same recommendation."""
_SAME_PLACE: Final = 0.1
"""What the same number under the same heading adds to it."""
_SAME_BEGINNING: Final = 0.1


@dataclass(frozen=True, slots=True)
class Said:
    """A recommendation: its digest, its words, its number, the heading that it stands under."""

    digest: str
    words: str
    number: str | None
    above: str


def attached(before: Sequence[Said], now: Sequence[Said]) -> dict[str, str]:
    """Digest before -> digest now, for those that are found again; each of either is used once.

    The same words first; then the likest, where they are alike enough. What has no words is only known by its digest.
    """
    today = {said.digest for said in now}
    found = {said.digest: said.digest for said in before if said.digest in today}
    open_before = [said for said in before if said.digest not in found and said.words]
    open_now = [said for said in now if said.digest not in found]
    pairs = sorted(
        ((likeness(old, new), -a, -b) for a, old in enumerate(open_before) for b, new in enumerate(open_now)),
        reverse=True,
    )
    taken: set[str] = set()
    for score, a, b in pairs:
        old, new = open_before[-a], open_now[-b]
        if score >= ALIKE and old.digest not in found and new.digest not in taken:
            found[old.digest] = new.digest
            taken.add(new.digest)
    return found


def likeness(one: Said, other: Said) -> float:
    """0..1.2: the share of the letters that both have in common, in order, and a little for the same place and the
    same beginning, which is most often the heading."""
    from rapidfuzz import fuzz  # only who replaces a report with marks waits for it

    first, second = squeezed(one.words), squeezed(other.words)
    score = fuzz.ratio(first, second) / 100
    if one.number is not None and (one.number, one.above) == (other.number, other.above):
        score += _SAME_PLACE
    beginnings = (squeezed(words.strip().partition("\n")[0])[:20] for words in (one.words, other.words))
    return score + (_SAME_BEGINNING if len({*beginnings}) == 1 else 0)
