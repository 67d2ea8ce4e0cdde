"""What people note of a recommendation: how far it is, whose it is, by when; apart from all that is read from files."""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from corpus.dates import first_date
from corpus.errors import BadMark

OWNER: Final = 100
NOTE: Final = 2_000
"""The most characters of either."""


class Status(StrEnum):
    """How far a recommendation is."""

    OPEN = "open"  # nobody has said anything yet
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted. ``due`` is a day (ISO 8601) or empty; ``revision`` grows with every change, 0 before the first.

    ``reworded`` is the version of the report from which on it says what is marked in other words, None where it says
    the same as when it was marked first.
    """

    status: Status = Status.OPEN
    owner: str = ""
    note: str = ""
    due: str = ""
    revision: int = 0
    updated_at: str = ""
    reworded: int | None = None

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return self.status is Status.OPEN and not (self.owner or self.note or self.due)

    def says(self, other: "Mark") -> bool:
        """Whether both say the same, whenever they were made."""
        return (self.status, self.owner, self.note, self.due) == (other.status, other.owner, other.note, other.due)


UNMARKED: Final = Mark()


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall be noted; None leaves what is there, an empty text takes it away."""

    status: str | None = None
    owner: str | None = None
    note: str | None = None
    due: str | None = None

    def on(self, mark: Mark) -> Mark:
        """``mark`` with this; BadMark where it cannot be noted."""
        return replace(
            mark,
            status=mark.status if self.status is None else status_from(self.status),
            owner=mark.owner if self.owner is None else _line("owner", self.owner, OWNER),
            note=mark.note if self.note is None else _text("note", self.note, NOTE),
            due=mark.due if self.due is None else day_from(self.due),
        )


def status_from(said: str) -> Status:
    """The status that is called so, with a blank or a hyphen too; BadMark where none is.

    >>> status_from("In progress").value
    'in_progress'
    """
    name = said.strip().lower().replace(" ", "_").replace("-", "_")
    try:
        return Status(name)
    except ValueError:
        raise BadMark(f"{said!r} is no status: give one of {', '.join(Status)}.", "status") from None


def day_from(said: str) -> str:
    """A day as ISO 8601, of «2025-03-01», «114.3.1», «民國114年3月1日»; empty for nothing, BadMark where it is none.

    >>> day_from("114.3.1"), day_from(" ")
    ('2025-03-01', '')
    """
    if not said.strip():
        return ""
    found = first_date(unicodedata.normalize("NFKC", said.strip()))
    if found is None:
        raise BadMark(f"{said!r} is no day: give one like 2025-03-01 or 114.3.1.", "due")
    return found.isoformat()


def _line(what: str, said: str, most: int) -> str:
    return _text(what, " ".join(said.split()), most)


def _text(what: str, said: str, most: int) -> str:
    lines = said.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    if len(text) > most:
        raise BadMark(f"The {what} has {len(text):,} characters: at most {most:,} are kept.", what)
    return text
