"""From ranked passages to what is shown: neighbours as one stretch, a whole chapter in order, the same text once."""

import re
from collections.abc import Collection, Mapping, Sequence
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
    in_order = [i for i in found.whole if i in candidates]
    whole = set(in_order)
    order = [*in_order, *(c.id for c in found.candidates if c.id not in whole)]
    twins = _twins(found.alike, view)
    # room for those that are merged, or shown with another
    looked_up = order[: len(whole) + wanted + MERGE_DEPTH + len(twins)]
    placed = found.placed
    order = [i for i in looked_up if i in placed]
    groups = _packed([placed[i] for i in in_order if i in placed])[:wanted]
    shown = {p.id for group in groups for p in group}
    rest = [placed[i] for i in order if i not in shown and i not in twins and i not in whole]
    for rank, passage in enumerate(rest):
        if rank >= MERGE_DEPTH and len(groups) >= wanted:
            break
        near = groups if rank < MERGE_DEPTH and options.merge else []
        home = next((g for g in near if _join(g, [passage], view, whole)), None)
        if home is None:
            # more than are wanted, for two may become one
            groups.append([passage])
            continue
        home.append(passage)
        home.sort(key=lambda p: p.start)
        _close_up(groups, home, view, whole)
    return _located(groups[:wanted], whole, candidates, twins, view), len(order) == len(looked_up)


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


def _join(one: Sequence[Placed], other: Sequence[Placed], view: View, whole: Collection[PassageId]) -> bool:
    """Whether two stretches follow each other in one section with only blanks between, and are short enough for one."""
    first, second = sorted((one, other), key=lambda group: group[0].start)
    opening, last, next_, end = first[0], first[-1], second[0], second[-1].end
    if any(
        (p.report, p.section, p.kind) != (last.report, last.section, last.kind) for p in (opening, next_, second[-1])
    ):
        return False
    start = _start(opening) if opening.id in whole else opening.start
    if next_.ordinal != last.ordinal + 1 or end - start > LONGEST:
        return False
    return not view.slice(last.report, last.end, next_.start).strip()


def _close_up(groups: list[list[Placed]], home: list[Placed], view: View, whole: Collection[PassageId]) -> None:
    """Where a passage closed the gap between two stretches, make them one, in the place of the better one."""
    for other in groups:
        if other is not home and _join(home, other, view, whole):
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
        pairs = [(n, found[twin]) for n, p in enumerate(group) for twin in others.get(p.id, ())]
        elsewhere = _places([(n, t) for n, t in pairs if not any(_within(t, shown) for shown in groups)], view)
        if len(group) == 1 and group[0].id not in whole:
            gathered.append(Gathered(*parts[0], elsewhere))
        else:
            start = _start_on_its_page(group[0], view) if group[0].id in whole else group[0].start
            gathered.append(Gathered(*_one_of(parts, start, group, view), elsewhere))
    return gathered


def _one_of(
    parts: Sequence[tuple[Candidate, Located]], start: int, group: Sequence[Placed], view: View
) -> tuple[Candidate, Located]:
    """Several passages as one: the slice from the first to the last, under the section that they share."""
    first, end = parts[0][1], group[-1].end
    windows: list[Window] = []
    scores: list[float] = []
    late: list[float] | None = []
    for candidate, located in parts:
        compared = candidate.late is not None and len(candidate.late.windows) == len(located.windows) > 0
        late = [*late, *candidate.late.windows] if late is not None and compared and candidate.late else None
        known = len(candidate.window_scores) == len(located.windows) > 0
        windows += located.windows if known else [Window(located.passage.start, located.passage.end)]
        scores += candidate.window_scores if known else [candidate.meaning_score]
    best = max((c for c, _ in parts), key=lambda c: c.score)
    best_late = replace(best.late, windows=tuple(late)) if best.late and late is not None else None
    passage = replace(first.passage, start=start, end=end, windows=tuple(windows))
    text = view.slice(group[0].report, start, end)
    located = replace(
        first, passage=passage, section_path=_shared([p.path for p in group]), text=text, windows=tuple(windows)
    )
    return best._replace(window_scores=tuple(scores), late=best_late), located


def _start(passage: Placed) -> int:
    """Where the passage's heading begins, if nothing of the section stands before it."""
    opens, ends = passage.heading
    return opens if ends <= passage.start <= ends + 8 else passage.start


def _start_on_its_page(passage: Placed, view: View) -> int:
    """The same, but never a page before the passage: its page is what is cited."""
    start = _start(passage)
    return passage.start if "\f" in view.slice(passage.report, start, passage.start) else start


def _within(located: Located, group: Sequence[Placed]) -> bool:
    same = located.report.id == group[0].report
    return same and group[0].start <= located.passage.start and located.passage.end <= group[-1].end


def _places(twins: Sequence[tuple[int, Located]], view: View) -> tuple[Located, ...]:
    """Other places of a stretch: each twin with which of its passages it is a twin of; neighbours as one place."""
    places: list[Located] = []
    ends: list[tuple[int, str, int, int]] = []  # where each place would go on
    for of, twin in twins:
        passage, report = twin.passage, twin.report.id
        here = of, report, passage.section, passage.ordinal
        following = of + 1, report, passage.section, passage.ordinal + 1
        if here not in ends:
            places.append(twin)
            ends.append(following)
            continue
        at = ends.index(here)
        together = replace(places[at].passage, end=passage.end)
        places[at] = replace(places[at], passage=together, text=view.slice(report, together.start, together.end))
        ends[at] = following
    return tuple(places)


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
