"""One question over all reports: the usual answer, then every report that says something of it, in groups."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from assistant.across.facets import Facets, Shelf
from assistant.across.stretches import Quoting, Stretch, saying
from assistant.across.types import Across, By, Group, Silent
from assistant.ask import EVERYTHING, MOST_HITS, Asking
from corpus.agencies import agency_expansions
from corpus.filters import Filters
from corpus.segment import Segmenter
from corpus.store import Store
from corpus.types import Band
from index.question import understand
from index.wide import REPORTS, Overview, Wide

GROUPS: Final = 20
"""How many groups are shown unless another number is wanted."""
MOST_GROUPS: Final = REPORTS
PER_REPORT: Final = 2
MOST_PER_REPORT: Final = 5
IN_A_GROUP: Final = 6
"""Passages of one group that are shown; of a group of many reports the best ones."""
NEAREST: Final = 3
"""Passages that are shown where there is no answer."""

_Saying = Mapping[str, Sequence[Stretch]]
"""By report what it says, the report with the best passage first."""


class Comparing:
    """Compares what the reports of one library say; ``shelf`` is what they are grouped by."""

    def __init__(self, store: Store, asking: Asking, wide: Wide, segmenter: Segmenter, shelf: Shelf) -> None:
        self._store, self._asking, self._segmenter, self._shelf = store, asking, segmenter, shelf
        self.wide = wide

    def ask(
        self,
        text: str,
        by: By = By.REPORT,
        per_report: int = PER_REPORT,
        groups: int = GROUPS,
        filters: Filters = EVERYTHING,
    ) -> Across:
        """What those reports say that ``filters`` admit: at most ``groups`` groups, ``per_report`` passages of each.

        EmptyQuestion where nothing is asked, UnknownReport where there is no such report.
        """
        answer = self._asking.ask(text, MOST_HITS, filters)
        with self._store.snapshot() as view:
            admitted = self._shelf.admitted(view, filters)
            among = view.passage_ids(list(admitted)) if filters else None
            overview = self.wide.run(understand(text), view, among)
            said = {i: found for i, found in saying(answer, overview).items() if i in admitted}
            chosen = _grouped(said, admitted, by)
            shown = _in_order(chosen, by)[: max(1, min(groups, MOST_GROUPS))]
            sizes = _sizes(admitted, by)
            quoting = Quoting.of(answer.question, self._segmenter, view)
            made = [
                _group(key, reports, said, admitted, by, sizes[key], max(1, min(per_report, MOST_PER_REPORT)), quoting)
                for key, reports in shown
            ]
        return Across(
            answer.question, by, Band.UNSURE if said and not answer.answerable else answer.band, tuple(made),
            _silent({key: n for key, n in sizes.items() if key not in chosen}, admitted, by),
            len(chosen) - len(made), len(admitted), _is_complete(overview, said),
            () if said else tuple(answer.hits[:NEAREST]), answer.near_misses,
            (*answer.expansions, *agency_expansions(filters.agency)),
        )  # fmt: skip


def _grouped(said: _Saying, facets: Mapping[str, Facets], by: By) -> dict[str, list[str]]:
    """The reports of each group that say something, both in the order of the best."""
    groups: dict[str, list[str]] = {}
    for report in said:
        for key in facets[report].keys(report, by):
            groups.setdefault(key, []).append(report)
    return groups


def _sizes(facets: Mapping[str, Facets], by: By) -> dict[str, int]:
    """How many reports each group has."""
    sizes: dict[str, int] = {}
    for report, facet in facets.items():
        for key in facet.keys(report, by):
            sizes[key] = sizes.get(key, 0) + 1
    return sizes


def _in_order(groups: Mapping[str, list[str]], by: By) -> list[tuple[str, list[str]]]:
    """Years from the latest on; all others by their best passage."""
    pairs = list(groups.items())
    return sorted(pairs, key=lambda pair: pair[0], reverse=True) if by is By.YEAR else pairs


def _silent(sizes: Mapping[str, int], facets: Mapping[str, Facets], by: By) -> tuple[Silent, ...]:
    """Years from the latest on, reports by their titles, all others the largest first."""
    found = [Silent(key, _name(key, by, facets), reports) for key, reports in sizes.items()]
    if by is By.YEAR:
        return tuple(sorted(found, key=lambda silent: silent.key, reverse=True))
    return tuple(sorted(found, key=lambda silent: silent.reports, reverse=True))


def _group(
    key: str,
    reports: Sequence[str],
    said: _Saying,
    facets: Mapping[str, Facets],
    by: By,
    size: int,
    per_report: int,
    quoting: Quoting,
) -> Group:
    stretches = [s for report in reports for s in said[report][:per_report]][: max(IN_A_GROUP, per_report)]
    printed = dict.fromkeys(_other_names(key, reports, facets)) if by is By.AGENCY else ()
    return Group(key, _name(key, by, facets), quoting.hits(stretches), len(reports), size, tuple(printed))


def _other_names(key: str, reports: Sequence[str], facets: Mapping[str, Facets]) -> Iterator[str]:
    for report in reports:
        yield from (name for name in facets[report].said.agencies[:1] if name != key)


def _name(key: str, by: By, facets: Mapping[str, Facets]) -> str:
    return facets[key].title if by is By.REPORT else key


def _is_complete(overview: Overview, said: _Saying) -> bool:
    """Whether the reports that were not looked at closely are farther than one that says nothing."""
    return overview.complete or not overview.reports or overview.reports[-1].report not in said
