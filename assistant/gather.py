"""From ranked passages to what is shown: neighbours as one stretch, a whole chapter in order, the same text once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.types import Located, PassageId, Placed, Window
from corpus.view import View
from index.search import Candidate, Found, SearchOptions

LONGEST: Final = 1200
"""Characters of a stretch that is put together of several passages: what one reads in one go."""
MERGE_DEPTH: Final = 10
"""A neighbour joins a hit only from among so many of the best."""
ALIKE: Final = 0.9
"""Jaccard similarity of two texts' shingles from which on they are the same text."""
SHINGLE: Final = 4
LEAST_TEXT: Final = 20
"""Letters and digits; shorter texts are alike by chance."""
_NOT_WORDS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Gathered:
    """One stretch to show, with the candidate that stands for it, and where else (nearly) the same text is."""

    candidate: Candidate
    located: Located
    elsewhere: tuple[Located, ...] = ()


def gather(found: Found, view: View, wanted: int, options: SearchOptions) -> tuple[list[Gathered], bool]:
    """The ``wanted`` best stretches, those of ``found.whole`` first and in reading order; and whether all that was
    looked for is there, which it is not where a report was replaced meanwhile."""
    candidates = {c.id: c for c in found.candidates}
    whole = [i for i in found.whole if i in candidates]
    order = [*whole, *(c.id for c in found.candidates if c.id not in set(whole))]
    twins = _twins(found.alike, view)
    # room for those that are merged, or shown with another
    looked_up = order[: len(whole) + wanted + MERGE_DEPTH + len(twins)]
    placed = view.placed(looked_up)
    order = [i for i in looked_up if i in placed]
    groups = _packed([placed[i] for i in whole if i in placed])[:wanted]
    shown = {p.id for group in groups for p in group}
    rest = [placed[i] for i in order if i not in shown and i not in twins and i not in set(whole)]
    for rank, passage in enumerate(rest):
        home = next((g for g in groups if rank < MERGE_DEPTH and options.merge and _joins(g, passage, view)), None)
        if home is not None:
            home.append(passage)
            home.sort(key=lambda p: p.start)
            _close_up(groups, home, view)
        elif len(groups) < wanted:
            groups.append([passage])
        elif rank >= MERGE_DEPTH:
            break
    return _located(groups, set(whole), candidates, twins, view), len(order) == len(looked_up)


def _packed(passages: Sequence[Placed]) -> list[list[Placed]]:
    """Passages in reading order, put together up to LONGEST characters, never over two chapters."""
    groups: list[list[Placed]] = []
    for passage in passages:
        fits = groups and passage.end - _start(groups[-1][0]) <= LONGEST and passage.path[:1] == groups[-1][0].path[:1]
        if fits and passage.ordinal == groups[-1][-1].ordinal + 1:
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def _joins(group: Sequence[Placed], passage: Placed, view: View) -> bool:
    """Whether ``passage`` stands right before or behind ``group``, in the same section, with only blanks between."""
    first, last = group[0], group[-1]
    if (passage.report, passage.section, passage.kind) != (first.report, first.section, first.kind):
        return False
    if passage.section != last.section or max(last.end, passage.end) - min(first.start, passage.start) > LONGEST:
        return False
    if passage.ordinal == last.ordinal + 1:
        return not view.slice(passage.report, last.end, passage.start).strip()
    return passage.ordinal == first.ordinal - 1 and not view.slice(passage.report, passage.end, first.start).strip()


def _close_up(groups: list[list[Placed]], home: list[Placed], view: View) -> None:
    """Where a passage closed the gap between two stretches, make them one, in the place of the better one."""
    for other in groups:
        if other is not home and len(other) == 1 and _joins(home, other[0], view):
            better, worse = sorted((home, other), key=groups.index)
            better[:] = sorted([*home, *other], key=lambda p: p.start)
            groups.remove(worse)
            return


def _located(
    groups: Sequence[Sequence[Placed]],
    whole: set[PassageId],
    candidates: Mapping[PassageId, Candidate],
    twins: Mapping[PassageId, PassageId],
    view: View,
) -> list[Gathered]:
    others: dict[PassageId, list[PassageId]] = {}
    for twin, original in twins.items():
        others.setdefault(original, []).append(twin)
    wanted = [p.id for group in groups for p in group]
    found = {one.id: one for one in view.locate([*wanted, *(t for i in wanted for t in others.get(i, ()))])}
    gathered = []
    for group in groups:
        parts = [(candidates[p.id], found[p.id]) for p in group]
        elsewhere = tuple(found[twin] for p in group for twin in others.get(p.id, ()))
        if len(group) == 1 and group[0].id not in whole:
            gathered.append(Gathered(*parts[0], elsewhere))
        else:
            start = _start(group[0]) if group[0].id in whole else group[0].start
            gathered.append(Gathered(*_one_of(parts, start, group, view), elsewhere))
    return gathered


def _one_of(
    parts: Sequence[tuple[Candidate, Located]], start: int, group: Sequence[Placed], view: View
) -> tuple[Candidate, Located]:
    """Several passages as one: the slice from the first to the last, under the section that they share."""
    first, end = parts[0][1], group[-1].end
    windows: list[Window] = []
    scores: list[float] = []
    for candidate, located in parts:
        known = len(candidate.window_scores) == len(located.windows) > 0
        windows += located.windows if known else [Window(located.passage.start, located.passage.end)]
        scores += candidate.window_scores if known else [candidate.meaning_score]
    best = max((c for c, _ in parts), key=lambda c: c.score)
    passage = replace(first.passage, start=start, end=end, windows=tuple(windows))
    text = view.slice(group[0].report, start, end)
    located = replace(
        first, passage=passage, section_path=_shared([p.path for p in group]), text=text, windows=tuple(windows)
    )
    return replace(best, window_scores=tuple(scores)), located


def _start(passage: Placed) -> int:
    """Where the passage's heading begins, if nothing of the section stands before it."""
    opens, ends = passage.heading
    return opens if ends <= passage.start <= ends + 8 else passage.start


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest path that all ``paths`` begin with."""
    shared = []
    for labels in zip(*paths, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return tuple(shared)


def _twins(alike: Sequence[tuple[PassageId, PassageId]], view: View) -> dict[PassageId, PassageId]:
    """Passages whose text a better one has as well, and that better one; only pairs of ``alike`` are compared."""
    texts = view.texts(list({i for pair in alike for i in pair}))
    twins: dict[PassageId, PassageId] = {}
    for better, worse in alike:
        known = better in texts and worse in texts and better not in twins and worse not in twins
        if known and same_text(texts[better], texts[worse]):
            twins[worse] = better
    return twins


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space, punctuation, case and the odd word.

    >>> same_text("本中心成立於 2015 年，為非營利組織，每年演練。", "本中心成立於2015年,為非營利組織,每年演練")
    True
    """
    a, b = (_NOT_WORDS.sub("", text).lower() for text in (one, other))
    if min(len(a), len(b)) < LEAST_TEXT:
        return False
    first, second = ({t[n : n + SHINGLE] for n in range(len(t) - SHINGLE + 1)} for t in (a, b))
    return len(first & second) >= ALIKE * len(first | second)
