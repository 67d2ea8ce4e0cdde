"""The characters of a PDF page, each with its place on the page as it is looked at.

pdfium gives characters in the order in which they were drawn, in a space that knows nothing of the page's rotation and
crop box. Here they become glyphs whose coordinates run from the upper left corner; text that runs in another direction
(a landscape table drawn sideways, a watermark) is set apart and turned upright, so that nobody after this need know.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MAX_CHARACTERS: Final = 100_000
"""Characters read of one page: a full A4 page of 8 point type has about 5,000."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""

_BULLETS: Final = "\uf06c\uf06e\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\ue00a\ue00c"
"""How Symbol, Wingdings and OpenSymbol encode the bullets of Word's and LibreOffice's lists."""
_RADICALS: Final = {0x2EA0: "民", 0x2EC4: "西", 0x2ED1: "長", 0x2ED7: "雨", 0x2ED8: "青", 0x2EDD: "食"}
"""Radicals that fonts share with a character, and that have no normal form of their own."""
_BLANKS: Final = frozenset(map(ord, " \t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"))
_SOFT_HYPHEN: Final = "\u00ad"
_BREAK_HYPHEN: Final = 0x02
"""What pdfium gives for a hyphen at a line's end."""


class Glyph(NamedTuple):
    """A printed character, or the letters of a ligature.

    ``box`` is where it is seen; the other numbers are the same, turned upright. ``parted`` says that pdfium sees a
    blank before it that was not drawn.
    """

    char: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    parted: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page is looked at: its visible box in the PDF's own space, and its clockwise rotation in quarters."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as looked at."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.quarters % 2 else (wide, high)

    def seen(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points of the PDF's space as they are looked at, from the upper left corner."""
        turned = (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )
        return turned[self.quarters]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The glyphs of a page by direction: the commonest direction first. ``garbled`` is the share that is no writing."""

    groups: tuple[tuple[Glyph, ...], ...]
    garbled: float
    turn: int
    cut: bool

    @property
    def count(self) -> int:
        """How many characters are printed, blanks not counted."""
        return sum(not glyph.char.isspace() for group in self.groups for glyph in group)


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, pdfium.FPDFPage_GetRotation(page.raw) % 4)


def sheet_of(text_page: Any, frame: Frame) -> Sheet:
    """The glyphs of a page, blanks included, in the order in which they were drawn."""
    count = max(0, pdfium.FPDFText_CountChars(text_page.raw))
    rows = _rows(text_page.raw, min(count, MAX_CHARACTERS))
    chars = [_character(int(row[0])) for row in rows]
    odd = sum(char is None for char in chars)
    kept = [place for place, char in enumerate(chars) if char]
    if not kept:
        return Sheet((), 0.0, 0, count > MAX_CHARACTERS)
    table = np.array([rows[place] for place in kept], dtype=np.float64)
    with np.errstate(all="ignore"):  # a damaged file may place things at infinity
        groups, turn = _upright([chars[place] or "" for place in kept], table, frame)
    return Sheet(groups, odd / (odd + len(kept)), turn, count > MAX_CHARACTERS)


def _rows(handle: Any, count: int) -> list[tuple[float, ...]]:
    """Of each character: code, its loose box, its origin, its size, its matrix' four factors, and whether it is parted
    from the one before."""
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_at, matrix_at, x_at, y_at = map(ctypes.byref, (box, matrix, x, y))
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    origin_of, matrix_of = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetMatrix
    size_of, generated = pdfium.FPDFText_GetFontSize, pdfium.FPDFText_IsGenerated
    rows: list[tuple[float, ...]] = []
    parted = False
    for index in range(count):
        code = code_of(handle, index)
        if code <= 32 and code != _BREAK_HYPHEN and generated(handle, index):
            parted = True  # pdfium's own guess at a blank or a line end: no more than a hint
            continue
        box_of(handle, index, box_at)
        origin_of(handle, index, x_at, y_at)
        matrix_of(handle, index, matrix_at)
        rows.append(
            (code, box.left, box.bottom, box.right, box.top, x.value, y.value, size_of(handle, index),
             matrix.a, matrix.b, matrix.c, matrix.d, parted)
        )  # fmt: skip
        parted = False
    return rows


def _character(code: int) -> str | None:
    """What a code stands for in the canonical text: "" for nothing, None where it is no writing."""
    if 0x4E00 <= code <= 0x9FFF or 0x20 < code < 0x7F:
        return chr(code)
    if code in _BLANKS:
        return " "
    if code == _BREAK_HYPHEN:
        return "-"
    if code == 0 or 0xD800 <= code <= 0xDFFF or code >= 0x110000 or code == 0xFFFD:
        return None
    char = chr(code)
    if char in _BULLETS:
        return "•"
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        normal = _RADICALS.get(code) or unicodedata.normalize("NFKC", char)
        return normal if len(normal) == 1 else char
    if 0xFB00 <= code <= 0xFB06:  # a ligature is its letters
        return unicodedata.normalize("NFKC", char)
    category = unicodedata.category(char)
    if category in ("Co", "Cn"):
        return None
    return "" if category in ("Cc", "Cf", "Zl", "Zp") and char != _SOFT_HYPHEN else char


def _upright(
    chars: Sequence[str], table: NDArray[np.float64], frame: Frame
) -> tuple[tuple[tuple[Glyph, ...], ...], int]:
    """The glyphs by the direction they run in, those outside the visible box and those printed twice left out."""
    first, second = frame.seen(table[:, 1], table[:, 2]), frame.seen(table[:, 3], table[:, 4])
    boxes = np.column_stack(
        (np.minimum(first[0], second[0]), np.minimum(first[1], second[1]),
         np.maximum(first[0], second[0]), np.maximum(first[1], second[1]))
    )  # fmt: skip
    origin = np.column_stack(frame.seen(table[:, 5], table[:, 6]))
    size = table[:, 7] * np.hypot(table[:, 10], table[:, 11])
    turn = (np.rint(np.degrees(np.arctan2(table[:, 9], table[:, 8]))) - 90 * frame.quarters) % 360
    width, height = frame.size
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = (middle > -1).all(axis=1) & (middle < (width + 1, height + 1)).all(axis=1) & np.isfinite(boxes).all(axis=1)
    keep = inside & (size > 0.5) & np.isfinite(turn) & ~_doubled(chars, origin, size)
    turns = [int(t) for t, _ in Counter(turn[keep].tolist()).most_common()]
    parted = table[:, 12] > 0
    kept = (np.flatnonzero(keep & (turn == t)) for t in turns)
    groups = (_group(chars, boxes, origin, size, parted, *each, frame.size) for each in zip(kept, turns, strict=True))
    return tuple(groups), turns[0] if turns else 0


def _doubled(chars: Sequence[str], origin: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which glyphs were drawn before at nearly the same place: so letters are made bold, or given a shadow."""
    codes = np.fromiter((ord(char[0]) for char in chars), dtype=np.int64, count=len(chars))
    order = np.lexsort((origin[:, 0], np.rint(origin[:, 1] / 2), codes))
    step = np.abs(np.diff(origin[order], axis=0))
    near = (np.diff(codes[order]) == 0) & (step < 0.2 * size[order][1:, None]).all(axis=1)
    found = np.zeros(len(chars), dtype=np.bool_)
    found[np.maximum(order[1:], order[:-1])[near]] = True
    return found


def _group(
    chars: Sequence[str],
    boxes: NDArray[np.float64],
    origin: NDArray[np.float64],
    size: NDArray[np.float64],
    parted: NDArray[np.bool_],
    kept: NDArray[np.intp],
    turn: int,
    extent: tuple[float, float],
) -> tuple[Glyph, ...]:
    """The glyphs that run in one direction, turned so that they run to the right."""
    seen = boxes[kept]
    corners = np.stack((seen[:, :2], seen[:, 2:]))
    angle = np.radians(turn)
    spin = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle)))) if turn else np.eye(2)
    width, height = extent
    moved = {90: (height, 0.0), 180: (width, height), 270: (0.0, width)}.get(turn, (0.0, 0.0))
    corners, base = corners @ spin + moved, (origin[kept] @ spin + moved)[:, 1]
    flat = np.column_stack((corners.min(axis=0), corners.max(axis=0), base, size[kept]))
    return tuple(
        Glyph(chars[at], row[0], row[1], row[2], row[3], row[4], row[5], blank, tuple(box))
        for at, row, blank, box in zip(kept.tolist(), flat.tolist(), parted[kept].tolist(), seen.tolist(), strict=True)
    )
