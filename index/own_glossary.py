"""The library's own glossary as a file that is edited: by hand, by command, on the page; never by two at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock

from corpus.errors import ChangedGlossary, LibraryError, SettingsError
from corpus.files import replacing
from index.glossary import Synonyms, file_text, read_lines

LONGEST: Final = 200_000
"""Characters; some thousand lines. What is longer is no glossary."""
_VERSION: Final = 16
"""Hexadecimal digits that name a state of the file."""
_HEAD: Final = "# 一行一組同義詞，以定位字元（Tab）分開。One thing a line, its forms parted by tabs.\n"
"""The first line of a file that is made by adding to it."""
_REMARK: Final = "#"


@dataclass(frozen=True, slots=True)
class Own:
    """The file as it is: its text (empty where there is none), a name of this state of it, and what it says; ``wrong``
    is what is wrong with it, and then it says nothing."""

    text: str
    version: str
    lines: tuple[Synonyms, ...] = ()
    wrong: str = ""


class OwnGlossary:
    """The file at ``path``, which need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def look(self) -> Own:
        """The file as it is, also with a line that is wrong; SettingsError where it is no text."""
        text = file_text(self.path) if self.path.exists() else ""
        try:
            return Own(text, _version(text), tuple(read_lines(text, str(self.path))))
        except SettingsError as error:
            return Own(text, _version(text), wrong=str(error))

    def write(self, text: str, seen: str) -> Own:
        """Put ``text`` in its place, if it still is in the state ``seen``; else ChangedGlossary.

        SettingsError names the line that is wrong, and nothing is written.
        """
        tidied = self._checked(text)
        with self._alone():
            if self.look().version != seen:
                raise ChangedGlossary(
                    "Somebody else has saved the glossary meanwhile: look at it as it is now, and change that."
                )
            self._put(tidied)
            return self.look()

    def add(self, forms: Sequence[str]) -> Own:
        """One more line at the end; SettingsError where it, or a line that is there, makes no sense."""
        if not any(map(str.strip, forms)):
            raise SettingsError("Nothing was given: a line has two forms of one thing, or more.")
        if forms[0].strip().startswith(_REMARK):
            raise SettingsError(f"{forms[0]!r} begins like a remark: put another form of the line first.")
        line = "\t".join(" ".join(form.split()) for form in forms)
        with self._alone():
            self._put(self._checked(f"{self.look().text or _HEAD}\n{line}"))
            return self.look()

    def _checked(self, text: str) -> str:
        """The text as it is written, if every line makes sense; the error names the file only, not where it lies."""
        if len(text) > LONGEST:
            raise SettingsError(f"This glossary is longer than {LONGEST:,} characters: leave out what is not needed.")
        tidied = _tidied(text)
        for _ in read_lines(tidied, self.path.name):
            pass
        return tidied

    def _alone(self) -> FileLock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"{self.path.parent} cannot be made ({error}): is the disk writable?") from error
        return FileLock(self.path.with_suffix(".lock"), is_singleton=True)

    def _put(self, text: str) -> None:
        try:
            with replacing(self.path) as beside:
                beside.write_text(text, encoding="utf-8")
        except OSError as error:
            raise LibraryError(f"{self.path} cannot be written ({error}): is the folder writable?") from error


def _version(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_VERSION]


def _tidied(text: str) -> str:
    """Lines that end as lines do, none of them blank at the end; half a character, as a form may send it, is none."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    lines = [line.rstrip() for line in whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    joined = "\n".join(lines).strip("\n")
    return f"{joined}\n" if joined else ""
