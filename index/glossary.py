"""The user's own words: which terms mean the same, as lines of a plain file.

A line holds two or more forms of one term, in any language and script, parted by tabs::

    可持續性	永續	sustainability
    # a line like this is a remark

The file is read again whenever it changes. A small glossary of official Taiwanese terms comes with the program.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from corpus.errors import SettingsError
from corpus.fold import fold
from corpus.segment import signature
from corpus.types import Expansion

FILE_NAME: Final = "glossary.tsv"
BUILT_IN: Final = "built-in glossary"
AGENCIES: Final = "agency names"
COUNTRIES: Final = "country names"
OURS: Final = frozenset({BUILT_IN, AGENCIES, COUNTRIES})
"""What comes with the program; every other source is a file of the user's."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Forms that mean the same, as they are written, and the file that says so."""

    forms: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """A form that stands in a question from ``start`` to ``end``, and the other forms of its lines."""

    start: int
    end: int
    expansion: Expansion

    @property
    def is_own(self) -> bool:
        """Whether a line of the user's says it."""
        return self.expansion.source not in OURS


class Glossary:
    """The glossary in ``path``, which need not exist, over the one that comes with the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._terms = _built_in()

    def about(self) -> str:
        """How many lines it has, and where; SettingsError where the file has a line that is wrong."""
        built_in = len(_built_in().lines)
        own = len(self._read_again().lines) - built_in
        return f"{built_in} terms built in" + (f", {own} in {self._path}" if own else "")

    def said(self, question: str) -> list[Said]:
        """The forms that stand in ``question``, in order; the longest where several begin at one place.

        SettingsError where the file has a line that is wrong.
        """
        return self._read_again().said(question)

    def _read_again(self) -> "_Terms":
        """What the file says, read only where it has changed."""
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_size)
        except OSError:
            stamp = None
        if stamp != self._stamp:
            own = list(read_lines(file_text(self._path), str(self._path))) if stamp else []
            self._terms, self._stamp = _Terms([*own, *_built_in().lines]) if own else _built_in(), stamp
        return self._terms


class _Terms:
    """Lines, and one pattern that finds all their forms."""

    def __init__(self, lines: Sequence[Synonyms]) -> None:
        self.lines = lines
        forms = [(form, line) for line in lines for form in line.forms]
        # folded at once: a call for each takes ten times as long
        folded = fold("\n".join(form for form, _ in forms)).split("\n")
        self._by_form: dict[str, Synonyms] = {}
        for key, (_, line) in zip(map(_spaced, folded), forms, strict=True):
            # the first line that has a form counts: the user's own come before those built in
            self._by_form.setdefault(key, line)
        longest_first = sorted(self._by_form, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_written, longest_first)) or "(?!)")

    def said(self, question: str) -> list[Said]:
        found = []
        for match in self._pattern.finditer(fold(question)):
            form = _spaced(match.group())  # folded already: folding is not the same twice (乾縣)
            line = self._by_form.get(form) or self._by_form[form.removesuffix("s")]
            also = tuple(f for f in line.forms if _key(f) not in (form, form.removesuffix("s")))
            said = question[match.start() : match.end()]
            found.append(Said(match.start(), match.end(), Expansion(said, also, line.source)))
        return found


def _key(form: str) -> str:
    return _spaced(fold(form))


def _spaced(folded: str) -> str:
    return " ".join(folded.replace("-", " ").split())


def _written(key: str) -> str:
    """A pattern for a form: whole words where it is Latin, also in the plural, however its words are parted."""
    pattern = r"[\s-]+".join(map(re.escape, key.split()))
    before = r"(?<![a-z0-9])" if key[0].isascii() else ""
    after = r"s?(?![a-z0-9])" if key[-1].isascii() else ""
    return before + pattern + after


def read_lines(text: str, source: str) -> Iterator[Synonyms]:
    """The lines of a glossary; SettingsError naming ``source`` and the line that is wrong."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        forms = tuple(dict.fromkeys(" ".join(form.split()) for form in line.split("\t") if form.strip()))
        if len(forms) < 2:
            raise SettingsError(
                f"{source}, line {number}: {line.strip()!r} is one form only; give two or more, parted by tabs."
            )
        if bare := next((form for form in forms if not signature(form)), None):
            raise SettingsError(
                f"{source}, line {number}: {bare!r} has no word that could be looked for; take it out of the line."
            )
        yield Synonyms(forms, source)


def file_text(path: Path) -> str:
    """What a glossary's file says; SettingsError where it cannot be read as text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}): save it as text in UTF-8.") from error


def built_in_lines() -> Sequence[Synonyms]:
    """The terms that come with the program."""
    return _built_in().lines


@cache
def _built_in() -> _Terms:
    """What comes with the program; a test reads it line by line, here it is taken as it is."""
    text = resources.files("index").joinpath("data/glossary.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return _Terms([Synonyms(tuple(row), BUILT_IN) for row in rows])
