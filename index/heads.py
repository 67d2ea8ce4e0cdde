"""The thing that a question asks for: the hotel of «which hotel did they stay at», the 飯店 of «住在哪家飯店».

Where no word for it stands anywhere in a long report, that report does not say which.
"""

import re
from collections.abc import Callable
from typing import Final

from corpus.fold import fold
from corpus.segment import Segmenter

FEWEST_WAYS: Final = 3
"""A thing that a dictionary can hardly translate may well stand in a report under another word."""

_WHICH: Final = re.compile(
    r"\b(?:which|what)\s+(?!(?:did|do|does|is|are|was|were|has|have|had|be|been|can|could|will|would|should|may|might|must|shall"
    r"|makes?|made|[a-z]+ed|happens|kinds?|sorts?|types?|parts?|else|about|if|exactly)\b)(?P<thing>[a-z-]+(?:\s[a-z-]+){0,3}?)\s+(?:did|do|does|is|are|was|were|will|would|can|could|has|have|had"
    r"|should|may|might|of|in|on|at|for|from|to|us(?:ed|es?)|that|by|with|take|took|made?|won|says?|said|contains?)\b",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    r"哪(?:一|几)?(?:家|间|座|所|款|辆|条|架|艘|班|部|本|支|道|栋|份)(?P<thing>[\u4e00-\u9fff]{2,6})"
)


def things_asked(
    question: str, segmenter: Segmenter, ways: Callable[[str], list[tuple[str, ...]]]
) -> list[tuple[tuple[str, ...], ...]]:
    """For each thing asked for, the ways to say it, each a tuple of folded terms; the first as the question says it."""
    if match := _WHICH.search(question):
        word = match["thing"].split()[-1].lower()
        others = ways(word)
        return [((word,), *others)] if len(others) >= FEWEST_WAYS else []
    if match := _CHINESE.search(fold(question)):
        word = segmenter.cut(match["thing"])[0]
        return [((word,), *ways(word))] if len(word) > 1 else []
    return []
