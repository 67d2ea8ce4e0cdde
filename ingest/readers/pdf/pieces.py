"""Pieces: stretches of text on one line, what they are, and how two of them become one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corpus.boxes import SCALE
from ingest.structure.candidates import joined
from ingest.structure.headings import marks

WIDE: Final = 1.6
"""A gap of this many ems parts two pieces; justified Chinese opens gaps of up to half an em."""
BULLETS: Final = "•●○◎◆◇■□▪▲△※➢✓☑☐"
_BULLET: Final = re.compile(rf"[{BULLETS}]|[-–—*+]\s")


class Kind(Enum):
    """What a piece is."""

    PROSE = auto()
    ROW = auto()  # a table's row: a line of its own, whatever is around it
    REST = auto()  # of a row that the page's end cut
    NOTE = auto()  # of a footnote
    ASIDE = auto()  # printed in another direction than the page's text


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line. ``boxes`` has a row a character, in tenths of a point, zeros where nothing is printed.

    ``left`` .. ``bottom`` are in points, turned upright; ``ink_right`` leaves out closing punctuation, which may hang
    in the margin. ``lead`` is how wide the first stretch is that cannot be broken. ``order`` is when it was drawn,
    ``noted`` the raised marks in it and where, ``column`` the margins of its column where the page has several.
    """

    text: str
    boxes: NDArray[np.uint16]
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    ink_right: float
    lead: float
    order: int
    kind: Kind = Kind.PROSE
    noted: tuple[tuple[str, int], ...] = ()
    column: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page's lines in reading order; ``label`` is the page number printed on it, once it was found.

    ``width`` and ``height`` are those of the page as its text is read, ``seen`` those of the page as it is looked at.
    ``rules`` are the heights at which a short rule is drawn, as it is over footnotes.
    """

    number: int
    width: float
    height: float
    seen: tuple[float, float]
    lines: tuple[Piece, ...]
    rules: tuple[float, ...] = ()
    label: str | None = None

    @property
    def count(self) -> int:
        """How many characters are printed on it."""
        return sum(not char.isspace() for line in self.lines for char in line.text)


def beside(pieces: Sequence[Piece]) -> Piece:
    """Pieces on one line as one: parted by tabs, but for a numeral or bullet and what it numbers."""
    line = pieces[0]
    stretched = _is_stretched(pieces)
    for piece in pieces[1:]:
        wide = piece.left - line.right > WIDE * max(line.size, piece.size)
        if not wide:
            line = put(line, between(line.text, piece.text), piece)
        else:
            line = put(line, " " if stretched or is_numeral(line.text) else "\t", piece)
    return line


def _is_stretched(pieces: Sequence[Piece]) -> bool:
    """Whether these are English words in a justified line: the gaps between them are the same."""
    gaps = [b.left - a.right for a, b in pairwise(pieces)]
    latin = all(piece.text[0] < "\u2e80" and piece.text[-1] < "\u2e80" for piece in pieces)
    return len(gaps) > 1 and latin and max(gaps) <= 1.15 * min(gaps)


def between(left: str, right: str) -> str:
    """What stands between two texts that run on: nothing in Chinese, else a blank."""
    return " " if joined(left[-1:], right[:1])[1:2] == " " else ""


def is_numeral(text: str) -> bool:
    """Whether ``text`` is only what an item begins with: «一、», «(3)», «•»."""
    if len(text) > 8:
        return False
    found = marks(f"{text} 項")
    return text in (*BULLETS, "-", "–") or bool(found and found[0].title == "項")


def begins_item(text: str) -> bool:
    """Whether ``text`` begins with a numeral or a bullet."""
    return bool(marks(text)) or bool(_BULLET.match(text))


def put(left: Piece, filling: str, right: Piece) -> Piece:
    """Two pieces as one, with ``filling`` between them."""
    blank = np.zeros((len(filling), 4), dtype=np.uint16)
    large = left if left.size >= right.size else right
    moved = ((mark, at + len(left.text + filling)) for mark, at in right.noted)
    return replace(
        left,
        text=left.text + filling + right.text,
        boxes=np.concatenate((left.boxes, blank, right.boxes)),
        left=min(left.left, right.left), top=min(left.top, right.top), right=max(left.right, right.right),
        bottom=max(left.bottom, right.bottom), base=large.base, size=large.size,
        ink_right=max(left.ink_right, right.ink_right), noted=(*left.noted, *moved),
    )  # fmt: skip


def without(line: Piece, start: int, end: int) -> Piece:
    """The piece without the characters ``start`` .. ``end``."""
    boxes = np.concatenate((line.boxes[:start], line.boxes[end:]))
    return replace(line, text=line.text[:start] + line.text[end:], boxes=boxes)


def usual_size(lines: Iterable[Piece]) -> float:
    """The size of most of the text, 0 where there is none."""
    counts: dict[float, int] = defaultdict(int)
    for line in lines:
        counts[round(line.size, 1)] += len(line.text)
    return max(counts, key=lambda size: (counts[size], size), default=0.0)


def tenths(boxes: ArrayLike) -> NDArray[np.uint16]:
    """Boxes in points as they are kept."""
    scaled = np.rint(np.asarray(boxes, dtype=np.float64) * SCALE)
    return np.clip(scaled, 0, 65535).astype(np.uint16)
