"""Scanned pages: a picture of the page is read by character recognition, and its lines become pieces as any others."""

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr import RecognizedLine
from ingest.readers.pdf.pieces import Piece, tenths
from ingest.structure.sentences import width

_RESOLUTION: Final = 200
"""Dots per inch at which print is read well."""
_LARGEST: Final = 5000
"""Pixels a side, whatever size the page says it has."""
_EM: Final = 0.8
"""A character's size, in heights of the box around a line."""
_UNSURE: Final = 0.2
"""The height of such a box depends on the letters in it: lines that differ by less are of one size."""
_WORD: Final = re.compile(r"[!-~]+")


class Recognizer(Protocol):
    """Reads the lines of a picture."""

    def read(self, image: NDArray[np.uint8]) -> Sequence[RecognizedLine]:
        """The lines of an RGB picture of shape (height, width, 3)."""


def scanned(page: Any, recognizer: Recognizer) -> list[Piece]:
    """The pieces of a pypdfium2 page that is only a picture."""
    wide, high = page.get_size()
    scale = min(_RESOLUTION / 72, _LARGEST / max(wide, high, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    image = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    return list(_pieces(recognizer.read(image), scale))


def _pieces(lines: Sequence[RecognizedLine], scale: float) -> Iterator[Piece]:
    shown = [line for line in lines if line.text.strip() and line.right > line.left and line.bottom > line.top]
    sizes = [_EM * (line.bottom - line.top) / scale for line in shown]
    usual = median(sizes) if sizes else 0.0
    for order, (line, size) in enumerate(zip(shown, sizes, strict=True)):
        yield _piece(line, scale, usual if abs(size - usual) <= _UNSURE * usual else size, order)


def _piece(line: RecognizedLine, scale: float, size: float, order: int) -> Piece:
    """The characters share the line by their widths: recognition says no more."""
    text = line.text.strip()
    left, top, right, bottom = (edge / scale for edge in (line.left, line.top, line.right, line.bottom))
    widths = np.array([width(char) for char in text])
    edges = left + (right - left) * np.concatenate(([0.0], np.cumsum(widths) / widths.sum()))
    boxes = np.column_stack((edges[:-1], np.full(len(text), top), edges[1:], np.full(len(text), bottom)))
    boxes[[char.isspace() for char in text]] = 0.0
    word = _WORD.match(text)
    lead = width(word.group()) * size if word else size
    return Piece(text, tenths(boxes), left, top, right, bottom, bottom, size, right, lead, order)
