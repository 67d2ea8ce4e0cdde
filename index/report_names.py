"""Which report a question names: by its title, agency, country, place or year, in Chinese or in English.

«In the 2023 Estonia report, which team won?» is about one report, and all but its last words say which. Those
words are taken off what is searched, for a cover repeats them and would win; the report that they name gets a
bonus. It is never a filter: a name may be wrong.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from corpus.dates import find_dates
from corpus.fold import fold
from corpus.types import ReportNames, TermGroup
from index.places import places_in

_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]{2,}")
_LATIN: Final = re.compile(r"[a-z][a-z0-9]{2,}")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_GENERIC: Final = re.compile(
    r"出国|人员|报告|考察|参加|参访|出席|访问|会议|国际|研讨|年度|一份|那份|这份|那次|这次|哪些|什么|多少|里面"
    r"|(?<![a-z])(?:reports?|trips?|visits?|visited|conference|international|meeting|annual|the|and|for|with|from|what"
    r"|which|who|when|where|how|did|does|was|were|are|has|have|had|that|this|our|their|into|about|after|before|during"
    r"|official|team|people)(?![a-z])"
)
_CHINESE_CLAUSE: Final = re.compile(
    r"(?:请问|根据|依据|依照|依|按照|在|从|就|于)?\s*(?P<name>[^,。?:;]{2,40}?(?:报告书?|\breport)s?)\s*"
    r"(?:里面|里头|里|之?中|内|当中|上)?\s*(?:有?(?:提到|提及|指出|写到|说)|所提|的)?\s*[,:、]?\s*"
)
_ASKS: Final = re.compile("如何|怎|什么|谁|多久|多少|哪|向")
_ENGLISH_NAME: Final = (
    r"(?:in|from|according to|per|as for)\s+(?P<name>(?:the|our|last|its)\s[^,?]{3,60}?\breports?\b"
    r"(?:\s+(?:on|about|from|by|of)\s[^,?]{3,50})?)"
)
_ENGLISH_CLAUSE: Final = re.compile(rf"{_ENGLISH_NAME}\s*,\s*")
_ENGLISH_TAIL: Final = re.compile(rf",?\s+{_ENGLISH_NAME}\s*[?.]?$")
YEAR_WEIGHT: Final = 2.0
"""What a year counts beside other words: of two reports on the same event it is all that tells them apart."""
LATER_YEAR: Final = 0.5
"""What the year counts in which a report was only written: the trip's is the one that people remember."""
LEAST_REMAINDER: Final = 4
"""Characters; a question that only names a report asks for that report."""
SURE: Final = 0.5
"""Share of the name's known words that one report must have, for the clause to be taken as its name."""


WELL_NAMED: Final = 0.8
"""The same share, from which on the report is no mere likelihood any more."""

Ways = Callable[[str], Sequence[TermGroup]]
"""The words of a text with other ways to say each, in the other language."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How far each report is named, 0..1, the best one 1; and what of the question is left to search for.

    ``certain``: the question begins or ends by saying which report, and there is one that is called so.
    """

    reports: Mapping[str, float]
    remainder: str
    certain: bool = False


class Shelf:
    """The names of all reports, ready to be looked up."""

    def __init__(self, reports: Sequence[ReportNames]) -> None:
        self._count = len(reports)
        self._reports: dict[str, dict[str, float]] = {}
        for one in reports:
            keys: dict[str, float] = dict.fromkeys(map(str, one.years), LATER_YEAR)
            keys |= dict.fromkeys([*_keys(f"{one.title} {one.agency} {one.country}"), *map(str, one.trip_years)], 1.0)
            for key, weight in keys.items():
                self._reports.setdefault(key, {})[one.report] = weight

    def named(self, question: str, cued: bool, ways: Ways) -> Naming:
        """The reports that ``question`` names; any shared word counts where it is ``cued`` that one is meant, in
        Chinese or by the ``ways`` to say an English one; else only places."""
        if self._count < 2:
            return Naming({}, question)
        folded = fold(question)
        clause = _clause(folded)
        if clause is not None:
            shares = self._shares(_keys(clause["name"]), _other_keys(clause["name"], ways))
            start, end = clause.span()
            remainder = (question[:start] + " " + question[end:]).strip()
            left = sum(map(str.isalnum, remainder))
            best = max(shares.values(), default=0.0)
            if best >= SURE and left >= LEAST_REMAINDER:
                return Naming(_relative(shares), remainder, best >= WELL_NAMED)
        if not cued:
            return Naming(_relative(self._shares(_places(folded))), question)
        return Naming(_relative(self._shares(_keys(folded), _other_keys(question, ways))), question)

    def _shares(self, keys: Sequence[str], others: Sequence[Sequence[str]] = ()) -> dict[str, float]:
        """The share of the known words, by idf, that each report has; a word of every report says nothing.

        Of ``others`` each row is one word, said in any of its ways.
        """
        total = 0.0
        scores: defaultdict[str, float] = defaultdict(float)
        for row in [*([key] for key in sorted(set(keys))), *others]:
            worth = {key: self._worth(key) for key in row if key in self._reports}
            strange = any(key.startswith("place:") for key in row) and not worth
            # a place that no report is of is part of the name all the same
            total += log(self._count) if strange else max(worth.values(), default=0.0)
            has: dict[str, float] = {}
            for key, idf in worth.items():
                for report, weight in self._reports[key].items():
                    has[report] = max(has.get(report, 0.0), weight * idf)
            for report, score in has.items():
                scores[report] += score
        return {report: score / total for report, score in scores.items() if score > 0}

    def _worth(self, key: str) -> float:
        return log(self._count / len(self._reports[key])) * (YEAR_WEIGHT if key.isdecimal() else 1.0)


def _clause(folded: str) -> re.Match[str] | None:
    """The words of a question that say in which report, «in the 2023 Estonia report,», as its group ``name``."""
    chinese = _CHINESE_CLAUSE.match(folded)
    if chinese and (not _HAN_RUN.search(chinese["name"]) or _ASKS.search(chinese["name"])):
        chinese = None  # an English question in which the word only stands; or «如何向政府報告…»
    return _ENGLISH_CLAUSE.match(folded) or _ENGLISH_TAIL.search(folded) or chinese


def names_place(question: str) -> bool:
    """Whether a place is named that trips go to."""
    return next(places_in(fold(question)), None) is not None


def _relative(shares: Mapping[str, float]) -> dict[str, float]:
    """Squared and divided by the best: whoever has half of the name is hardly meant."""
    best = max(shares.values(), default=0.0)
    return {report: (share / best) ** 2 for report, share in shares.items()}


def _keys(text: str) -> list[str]:
    """Years, places, Latin words and pairs of Chinese characters of a folded or unfolded text."""
    folded = fold(text)
    years = {str(f.year) for f in find_dates(text) if f.year} | set(_YEAR.findall(folded))
    plain = _GENERIC.sub(" ", folded)
    pairs = [run[i : i + 2] for run in _HAN_RUN.findall(plain) for i in range(len(run) - 1)]
    return [*sorted(years), *_places(folded), *_LATIN.findall(plain), *pairs]


def _other_keys(text: str, ways: Ways) -> list[list[str]]:
    """Pairs of Chinese characters that an English word of ``text`` may be in a title."""
    rows = [[term for way in group.others for term in way] for group in ways(text) if group.said[0].isascii()]
    return [list(dict.fromkeys(t[i : i + 2] for t in row for i in range(len(t) - 1))) for row in rows]


def _places(folded: str) -> list[str]:
    return list(dict.fromkeys(f"place:{name}" for name in places_in(folded)))
