"""How much each report speaks of what a plan is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.types import PassageId
from index.wide import Seen

ENOUGH_WORDS: Final = 0.1
"""Word score below which a passage counts less: near in meaning, as satellites are to rockets, is not yet the theme."""
BEST: Final = 0.8
"""What the best passage counts for the theme, beside the second: one mention is less than a chapter."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much a report speaks of the plan's themes, 0..1, and the passages that do, the likeliest first."""

    theme: float = 0.0
    passages: tuple[Seen, ...] = ()


def speaks(found: Sequence[tuple[int, tuple[Seen, ...]]], themes: int) -> Spoken:
    """The first theme is the whole purpose, the others its sentences."""
    each = {number: _likelihood(passages) for number, passages in found}
    sentences = [each.get(number, 0.0) for number in range(1, themes)]
    theme = max(each.get(0, 0.0), sum(sentences) / len(sentences) if sentences else 0.0)
    best: dict[PassageId, Seen] = {}
    for seen in (s for _, passages in found for s in passages):
        held = best.get(seen.placed.id)
        if held is None or held.likelihood < seen.likelihood:
            best[seen.placed.id] = seen
    return Spoken(theme, tuple(sorted(best.values(), key=lambda s: (-s.likelihood, s.placed.id))))


def _likelihood(passages: Sequence[Seen]) -> float:
    first, second = sorted((*map(_of_one, passages), 0.0, 0.0), reverse=True)[:2]
    return BEST * first + (1 - BEST) * second


def _of_one(seen: Seen) -> float:
    return seen.likelihood * min(1.0, seen.words / ENOUGH_WORDS)
