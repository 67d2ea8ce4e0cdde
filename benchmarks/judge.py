"""Whether hits hold the evidence of a judged question. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from corpus.types import Hit


def holds(quote: str, text: str) -> bool:
    """Whether at least 60 % of the quote's characters, white space ignored, lie as one run in ``text``."""
    wanted, given = "".join(quote.split()), "".join(text.split())
    if wanted in given:
        return True
    return SequenceMatcher(None, wanted, given, autojunk=False).find_longest_match().size >= 0.6 * len(wanted)


def evidence_rank(question: dict[str, Any], hits: Sequence[Hit]) -> int | None:
    """After how many hits the evidence is complete: one quote, or all where ``match`` is ``all``."""
    have: set[str] = set()
    for hit in hits:
        have |= {quote for quote in question["evidence"] if holds(quote, hit.text)}
        if have and (question["match"] != "all" or len(have) == len(question["evidence"])):
            return hit.rank
    return None


def wilson(successes: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    share = successes / total
    middle = share + z * z / (2 * total)
    spread = z * (share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting one half (Mann-Whitney U)."""
    pairs = [(p > n) + 0.5 * (p == n) for p in positives for n in negatives]
    return sum(pairs) / len(pairs)
