"""What names a recommendation whatever its number and its place: a hash of its words."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from corpus.advice.found import Advice
from corpus.fold import squeezed

DIGITS: Final = 12
"""Hexadecimal digits: names are told apart within one report only."""


def digests_of(text: str, items: Sequence[Advice]) -> list[str]:
    """One for each of ``items``, from its letters and digits, folded; the same words again are told by their order."""
    seen: Counter[str] = Counter()
    digests = []
    for item in items:
        words = squeezed(text[item.said : item.end])
        seen[words] += 1
        named = words if seen[words] == 1 else f"{words}#{seen[words]}"
        digests.append(hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS])
    return digests
