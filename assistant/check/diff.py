"""What a near quotation says otherwise than its source, in pieces that a person can read.

Chinese is compared character by character, Latin script word by word. Pieces are merged in the way of N. Fraser's
«semantic cleanup» (diff-match-patch): the little that two changes leave standing between them is theirs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Levenshtein

from assistant.check.folded import Folded

_WORD: Final = re.compile(
    r"[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[.,]\d+)*%?|.", re.DOTALL
)


class Op(StrEnum):
    """What is to be done with a piece of the quotation to make it the source."""

    SAME = "same"
    DELETED = "deleted"  # only the quotation has it
    INSERTED = "inserted"  # only the source has it
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Piece:
    """What the quotation says there, and what the source says: their texts, which differ in form where they are SAME.

    The pieces of a diff, put together, are the whole quotation and the whole source.
    """

    op: Op
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters of the quotation and of the source that belong together, and how many words or characters that is."""

    same: bool
    quote: tuple[int, int]
    source: tuple[int, int]
    words: int

    def with_next(self, other: "_Run") -> "_Run":
        """Both as one change, or as one that is the same where both are."""
        together = self.same and other.same
        both = (self.quote[0], other.quote[1]), (self.source[0], other.source[1])
        return _Run(together, *both, self.words + other.words)


def diff(quote: Folded, source: Folded) -> tuple[Piece, ...]:
    """The pieces of two texts."""
    runs = _trimmed(_without_confetti(_joined(_runs(quote.letters, source.letters))), quote.letters, source.letters)
    if not runs:
        return ()
    quotes = _cut(quote, runs, [run.quote for run in runs])
    sources = _cut(source, runs, [run.source for run in runs])
    return tuple(_piece(*of) for of in zip(runs, quotes, sources, strict=True))


def _piece(run: _Run, quote: str, source: str) -> Piece:
    if run.same:
        return Piece(Op.SAME, quote, source)
    has_quote, has_source = run.quote[0] < run.quote[1], run.source[0] < run.source[1]
    if has_quote and has_source:
        return Piece(Op.REPLACED, quote, source)
    return Piece(Op.DELETED if has_quote else Op.INSERTED, quote, source)


def _runs(quote: str, source: str) -> Iterator[_Run]:
    ours, theirs = tokens(quote), tokens(source)
    at_ours, at_theirs = _places(ours), _places(theirs)
    for op in Levenshtein.opcodes(ours, theirs):
        words = max(_words(ours[op.src_start : op.src_end]), _words(theirs[op.dest_start : op.dest_end]))
        mine = at_ours[op.src_start], at_ours[op.src_end]
        yield _Run(op.tag == "equal", mine, (at_theirs[op.dest_start], at_theirs[op.dest_end]), words)


def _words(items: Iterable[str]) -> int:
    return sum(item[0].isalnum() for item in items)


def tokens(letters: str) -> list[str]:
    """What is compared as one thing: a Latin word, a number, any other character.

    >>> tokens("约 2.5%的cloud")
    ['约', ' ', '2.5%', '的', 'cloud']
    """
    return _WORD.findall(letters)


def _places(items: Sequence[str]) -> list[int]:
    places = [0]
    for item in items:
        places.append(places[-1] + len(item))
    return places


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Changes that touch are one change."""
    found: list[_Run] = []
    for run in runs:
        if found and found[-1].same == run.same:
            found[-1] = found[-1].with_next(run)
        else:
            found.append(run)
    return found


def _without_confetti(runs: list[_Run]) -> list[_Run]:
    """What is the same between two changes, and no more than half of each, becomes part of them."""
    kept: list[_Run] = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and kept[-2].same and 2 * kept[-2].words <= min(kept[-3].words, kept[-1].words):
            last, middle, first = kept.pop(), kept.pop(), kept.pop()
            kept.append(first.with_next(middle).with_next(last))
    return kept


def _trimmed(runs: list[_Run], quote: str, source: str) -> list[_Run]:
    """A mark or blank that both sides of a change end with is part of what is the same after it."""
    kept = list(runs)
    for i in range(len(kept) - 1):
        (a, b), (c, d) = kept[i].quote, kept[i].source
        while (
            not kept[i].same
            and a < b - 1
            and c < d - 1
            and quote[b - 1] == source[d - 1]
            and not quote[b - 1].isalnum()
        ):
            b, d = b - 1, d - 1
        if not kept[i].same:
            after = kept[i + 1]
            kept[i] = replace(kept[i], quote=(a, b), source=(c, d))
            kept[i + 1] = replace(after, quote=(b, after.quote[1]), source=(d, after.source[1]))
    return kept


def _cut(text: Folded, runs: Sequence[_Run], spans: Sequence[tuple[int, int]]) -> list[str]:
    """The text in pieces, nothing left out; white space beside a change is no part of it."""
    edges = [0]
    for run, (start, end), (following, _) in zip(runs, spans, spans[1:], strict=False):
        edges.append(_begins(text, following) if run.same or start == end else text.ends[end - 1])
    return [text.text[a:b] for a, b in pairwise([*edges, len(text.text)])]


def _begins(text: Folded, at: int) -> int:
    return text.starts[at] if at < len(text.letters) else len(text.text)
