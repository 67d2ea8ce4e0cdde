"""From a question to what is searched for in words: its own terms, and other ways to say the same.

Other ways come from the glossary (the user's own words) and from a dictionary: an English question finds Chinese
passages by their words, and a Chinese one English slides.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from corpus.segment import Run, Segmenter, runs, signature, stop_words
from corpus.types import Expansion, TermGroup
from index.gloss import Gloss
from index.glossary import Glossary, Said
from index.known import agencies_said, countries_said

LONGEST_PHRASE: Final = 3
"""Words that are looked up together."""

_Ways = dict[tuple[str, ...], list[tuple[str, ...]]]
"""For each thing said, the other ways to say it."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """What to search for, and which entries of the glossary had a part in it."""

    groups: tuple[TermGroup, ...]
    expansions: tuple[Expansion, ...]


class Expander:
    """Puts a segmenter, a dictionary and a glossary to work."""

    def __init__(self, segmenter: Segmenter, gloss: Gloss, glossary: Glossary) -> None:
        self._segmenter, self._gloss, self._glossary = segmenter, gloss, glossary

    def expand(self, question: str, gloss: bool = True, glossary: bool = True) -> Expanded:
        """The term groups for ``question``; SettingsError where the glossary has a line that is wrong."""
        ways: _Ways = {group.said: [] for group in self._segmenter.groups(question)}
        said = self._said(question) if glossary else []
        for found in said:
            _say(ways, found.expansion.said, map(signature, found.expansion.also))
        if gloss:
            for is_han, stretch in groupby(runs(question), key=lambda run: run.is_han):
                if is_han:
                    for run in stretch:
                        self._into_english(ways, run)
                else:
                    self._into_chinese(ways, [run for run in stretch if not _within(run, said)])
        groups = tuple(TermGroup(term, tuple(others)) for term, others in ways.items())
        return Expanded(groups, tuple(dict.fromkeys(found.expansion for found in said)))

    def _said(self, question: str) -> list[Said]:
        """What the glossary, the list of agencies and that of countries know, no two overlapping; in order.

        The user's own forms count wherever they stand, and before ours; of those the longest, and a Chinese one only
        as a whole word: 環境部 is not meant in 環境部分.
        """
        found = [*self._glossary.said(question), *agencies_said(question), *countries_said(question)]
        if any(not one.is_own for one in found):
            ends = {0, *self._segmenter.word_ends(question)}
            found = [one for one in found if one.is_own or _is_whole(one, question, ends)]
        kept: list[Said] = []
        for one in sorted(found, key=lambda s: (not s.is_own, s.start - s.end, s.start)):
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda s: s.start)

    def _into_chinese(self, ways: _Ways, words: Sequence[Run]) -> None:
        """English words by what the dictionary says; a phrase that it has takes the place of its words."""
        at = 0
        while at < len(words):
            at += self._longest(ways, [run.text for run in words[at : at + LONGEST_PHRASE]])

    def _longest(self, ways: _Ways, words: Sequence[str]) -> int:
        """Look up the longest phrase that begins ``words``; how many words it took."""
        for length in range(len(words), 0, -1):
            phrase = words[:length]
            if stop_words().isdisjoint((phrase[0], phrase[-1])) and (chinese := self._gloss.chinese(" ".join(phrase))):
                _say(ways, " ".join(phrase), chinese)
                return length
        return 1

    def _into_english(self, ways: _Ways, run: Run) -> None:
        """Chinese words by what the dictionary says; also two or three together, beside the words themselves."""
        words = self._segmenter.cut(run.text)
        for length in range(1, LONGEST_PHRASE + 1):
            for phrase in _windows(words, length):
                # a single character means too much
                if len(phrase) > 1 and (english := self._gloss.english(phrase)):
                    _say(ways, phrase, english)


def _say(ways: _Ways, said: str, others: Iterable[tuple[str, ...]]) -> None:
    """Add ``others`` to the ways of saying ``said``; a Latin phrase takes the place of its words."""
    key = (said,) if (said,) in ways else signature(said)
    if len(key) > 1 and said.isascii():
        for term in key:
            ways.pop((term,), None)
    if key:
        ways.setdefault(key, []).extend(others)


def _is_whole(said: Said, question: str, ends: Collection[int]) -> bool:
    """Whether no word goes on over an edge of it; a Latin form is a word by its pattern."""
    edges = ((said.start, question[said.start]), (said.end, question[said.end - 1]))
    return all(character.isascii() or edge in ends for edge, character in edges)


def _within(run: Run, said: Sequence[Said]) -> bool:
    return any(found.start <= run.start < found.end for found in said)


def _windows(words: Sequence[str], length: int) -> Iterator[str]:
    return ("".join(words[at : at + length]) for at in range(len(words) - length + 1))
