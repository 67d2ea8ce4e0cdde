"""All of it: the passages that together are a chapter or a day, for a question that wants no single one of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from corpus.types import PassageId, Placed, Scored
from corpus.view import View
from index.chapters import in_chapter
from index.wanted import Wanted

WHOLE_LIMIT: Final = 6000
"""Characters; of a longer chapter the nearest pieces say more than its first pages."""
NAMED_WELL: Final = 0.95
"""A report that is named so far, where the best is 1, is one of those that are meant."""


def whole(wanted: Wanted, ranked: Sequence[Scored], placed: Mapping[PassageId, Placed], view: View) -> list[Placed]:
    """The passages that are wanted as a whole, in reading order, all of one report; none where that is too much.

    The report is one that the question names, else the one that it is nearest to: for a day by the passages of that
    day; for a chapter by any of its passages, for a cover that repeats the question's words tells of its report.
    """
    if not wanted.asked.whole:
        return []
    chapters = wanted.asked.chapters
    holds = wanted.in_chapters if chapters else {i for i, subject in wanted.on_days.items() if subject}
    holding = {passage.report for i, passage in placed.items() if i in holds}
    telling = [placed[s.id] for s in ranked if s.id in placed and (chapters or s.id in holds)]
    nearest = [r for r in dict.fromkeys(passage.report for passage in telling) if r in holding]
    for report in sorted(nearest, key=lambda r: wanted.reports.get(r, 0.0) < NAMED_WELL):
        passages = view.placed_in(report)
        found = in_chapter(passages, chapters) if chapters else [p for p in passages if p.id in holds]
        if found:
            long = sum(p.end - p.start for p in found)
            return found if long <= WHOLE_LIMIT else []
    return []
