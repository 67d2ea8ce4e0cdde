"""Scanned pages: a picture of the page is read by character recognition, and its lines become pieces as any others."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr import RecognizedLine
from ingest.readers.pdf_pieces import Piece
from ingest.sentences import width

_RESOLUTION: Final = 200
"""Dots per inch at which print is read well."""
_LARGEST: Final = 5000
"""Pixels a side, whatever size the page says it has."""


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
    for order, line in enumerate(lines):
        text = line.text.strip()
        if text and line.right > line.left and line.bottom > line.top:
            yield _piece(text, line, scale, order)


def _piece(text: str, line: RecognizedLine, scale: float, order: int) -> Piece:
    """The characters share the line by their widths: recognition says no more."""
    left, top, right, bottom = (edge / scale for edge in (line.left, line.top, line.right, line.bottom))
    widths = np.array([width(char) for char in text])
    edges = left + (right - left) * np.concatenate(([0.0], np.cumsum(widths) / widths.sum()))
    boxes = np.column_stack((edges[:-1], np.full(len(text), top), edges[1:], np.full(len(text), bottom)))
    boxes[[char.isspace() for char in text]] = 0.0
    size = (right - left) / widths.sum()
    tenths = np.clip(np.rint(boxes * 10), 0, 65535).astype(np.uint16)
    return Piece(text, tenths, left, top, right, bottom, bottom, size, right, size, order)
