"""The names in a question, and every way to write each: 新加坡 and Singapore, Estonian and 愛沙尼亞.

Names of places, people and bodies are those that CC-CEDICT writes with a capital letter. They are looked for in a
report before it is said to answer (see :mod:`index.checks`).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from corpus.fold import fold
from corpus.segment import Segmenter, runs
from index.places import place_names

LONGEST_NAME: Final = 3
"""Words that are looked up together."""
MOST_WAYS: Final = 12

_CAPITALISED: Final = re.compile(r"(?<![A-Za-z0-9])(?![A-Z]{2,3}(?![A-Za-z0-9]))[A-Z][A-Za-z0-9&-]+")
"""Two or three capitals are as often a unit (MW) or a field (ICT) as a name."""
_ENTRY: Final = re.compile(r"(?P<name>\S{2,}) \S+ \[(?P<pinyin>[A-Z][^\]]*)\] /(?P<senses>.*)/\s*")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|\b(?:in|of) [A-Z].*")
_NO_NAME: Final = re.compile(r"^(?:surname|abbr|see|also|variant|CL:|Taiwan pr)|language|\bdynasty\b")
_DEMONYM: Final = re.compile(r"(?:ese|ians?|ans?|ish|ns?|s)$")
_NOT_NAMES: Final = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|Republic|Kingdom|Federation|English|Chinese|Mandarin|Western|Eastern|Northern|Southern|Europeans?|Asians?|Africans?|Internet|Web|ROC|Taiwan|Taiwanese|AI|IT|ICT)"
)
_CALENDAR: Final = re.compile(r"[一二三四五六七八九十]{1,3}月|(?:星期|周|礼拜)[一二三四五六日天]")
_HOME: Final = frozenset(map(fold, ("台灣", "臺灣", "中華民國", "我國", "中文", "英文", "民國", "西元", "公元")))
"""What a report from Taiwan need not say."""


def name_rows(text: str) -> Iterator[tuple[str, str]]:
    """Rows (name, the ways to write it in the other language, parted by tabs) of a dictionary like CC-CEDICT.

    >>> list(name_rows("新加坡 新加坡 [Xin1 jia1 po1] /Singapore/"))
    [('新加坡', 'Singapore'), ('singapore', '新加坡')]
    """
    ways: dict[str, dict[str, None]] = {}
    found = [match for line in text.splitlines() if (match := _ENTRY.fullmatch(line))]
    # all at once: a call for each name takes longer than the rest together
    names = fold("\n".join(match["name"] for match in found)).split("\n")
    for name, match in zip(names, found, strict=True):
        for english in _english(match["senses"]) if name not in _HOME else ():
            ways.setdefault(name, {})[english] = None
            ways.setdefault(english.lower(), {})[name] = None
    for name, others in ways.items():
        yield name, "\t".join(list(others)[:MOST_WAYS])


def _english(senses: str) -> Iterator[str]:
    for sense in re.split("[/;]", senses):
        plain = _ASIDE.sub("", sense).split(",")[0].strip().removeprefix("the ")
        if plain[:1].isupper() and len(plain.split()) <= LONGEST_NAME and not _NO_NAME.search(sense):
            yield plain


class Names:
    """Finds names by a dictionary: ``look_up`` gives the other ways to write a folded or lower-case name.

    ``places`` gives all names of a place or of its people: the dictionary has the country, but not that Danes are its.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        look_up: Callable[[str], tuple[str, ...]],
        places: Callable[[str], tuple[str, ...]] = place_names,
    ) -> None:
        self._segmenter, self._look_up, self._places = segmenter, look_up, places

    def of(self, question: str) -> list[tuple[str, ...]]:
        """Each name in ``question`` with all ways to write it, as it stands there first.

        A Latin name that the dictionary does not know is one in a Chinese question, for Taiwan's reports leave names in
        Latin letters; in an English one it may stand in the reports in Chinese, so nothing can be said of it.
        """
        han = [run for run in runs(question) if run.is_han]
        found = [name for run in han for name in self._chinese(run.text)]
        for stretch in _stretches(question):
            known = self._latin(stretch)
            found += known or ([(word,) for word in stretch] if han else [])
        return found

    def _chinese(self, text: str) -> Iterator[tuple[str, ...]]:
        words, at = self._segmenter.cut(text), 0
        while at < len(words):
            for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
                name = "".join(words[at : at + length])
                if len(name) > 1 and not _CALENDAR.fullmatch(name) and (others := self._known(name)):
                    yield (name, *others)
                    at += length - 1
                    break
            at += 1

    def _known(self, name: str) -> tuple[str, ...]:
        """Of a place or of its people too: 新加坡人 is looked up as 新加坡."""
        place = name.removesuffix("人")
        if place in _HOME:
            return ()
        return tuple(dict.fromkeys((*self._look_up(name), *self._places(place), *self._look_up(place))))

    def _latin(self, words: list[str]) -> list[tuple[str, ...]]:
        """Capitalised words in a row as one name; their parts («Saxon Garden») are other names than the whole."""
        whole = " ".join(words)
        looked_up = self._ways(whole) if len(words) == 1 else self._look_up(whole.lower())
        others = tuple(dict.fromkeys((*looked_up, *self._places(whole))))
        return [(whole, *others)] if others else []

    def _ways(self, word: str) -> tuple[str, ...]:
        """Of a place, or of its people: Estonian is looked up as Estonia too."""
        stem = _DEMONYM.sub("", word.lower())
        tried = (word.lower(), stem, f"{stem}a", f"{stem}ia", f"{stem}y")
        return tuple(dict.fromkeys(way for name in tried if len(name) > 3 for way in self._look_up(name)))


def _stretches(question: str) -> Iterator[list[str]]:
    """Capitalised words that stand in a row; not the first word of an English question, not months or days.

    >>> list(_stretches("Which hotel in New York did Gartner book in October?"))
    [['New', 'York'], ['Gartner']]
    """
    row: list[re.Match[str]] = []
    for match in _CAPITALISED.finditer(question):
        if _NOT_NAMES.fullmatch(match[0]) or _first(question, match):
            continue
        if row and question[row[-1].end() : match.start()].isspace():
            row.append(match)
            continue
        if row:
            yield [m[0] for m in row]
        row = [match]
    if row:
        yield [m[0] for m in row]


def _first(question: str, match: re.Match[str]) -> bool:
    """Whether it has its capital only for beginning an English question."""
    return question.isascii() and not question[: match.start()].strip(" \"'(") and not match[0].isupper()
