"""Where on its page each character is printed: packed small, and read back as rectangles to mark.

The boxes of a page are an array of shape (characters of the page, 4): left, top, right, bottom in tenths of a
point from the page's upper left corner, as the page is looked at (rotated, cropped). A character that is not
printed, such as a line end, has a box of zeros.
"""

import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

SCALE: Final = 10
WIDE_GAP: Final = 1.5
"""In heights of a line."""
Boxes = NDArray[np.uint16]
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's upper left corner."""


def pack(boxes: Boxes) -> bytes:
    """``boxes`` as bytes. Neighbours are alike, so their differences are what is compressed."""
    steps = np.diff(boxes.astype(np.int32), axis=0, prepend=np.zeros((1, 4), dtype=np.int32))
    return zlib.compress(steps.astype("<i4").T.tobytes(), 6)


def unpack(packed: bytes) -> Boxes:
    """What :func:`pack` was given."""
    steps = np.frombuffer(zlib.decompress(packed), dtype="<i4").reshape(4, -1).T
    return np.cumsum(steps, axis=0).astype(np.uint16)


def rectangles(boxes: Boxes, start: int, end: int) -> list[Rectangle]:
    """One rectangle a printed line for the page's characters ``start`` .. ``end`` (counted from the page's start).

    A character that does not overlap the line before it in height, that goes back to the left, or that stands behind a
    wide gap (the next cell of a table) begins a new one.
    """
    found: list[list[int]] = []
    for left, top, right, bottom in boxes[max(0, start) : max(0, end)].tolist():
        if right <= left or bottom <= top:
            continue
        line = found[-1] if found else None
        overlap = min(line[3], bottom) - max(line[1], top) if line else 0
        high = bottom - top
        beside = line and -high <= left - line[2] <= WIDE_GAP * high
        if line and beside and overlap >= 0.5 * min(line[3] - line[1], high):
            line[0], line[1] = min(line[0], left), min(line[1], top)
            line[2], line[3] = max(line[2], right), max(line[3], bottom)
        else:
            found.append([left, top, right, bottom])
    return [(a / SCALE, b / SCALE, c / SCALE, d / SCALE) for a, b, c, d in found]
