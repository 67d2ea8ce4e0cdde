"""One page of a PDF as a picture, of bounded size whatever the page says of its own.

Made to run in a child process with its memory and time limited, as the reader is.
"""

import io
import math
from typing import Any, Final

import pypdfium2
from PIL import Image, WebPImagePlugin

from corpus.errors import UnreadableFile
from corpus.types import RawFile
from ingest.readers.pdf.reader import opened

PIXELS: Final = 2_000_000
"""A picture has about so many, whatever its shape: A4 at 150 dots an inch, sharp on a pane of half a screen."""
LONGEST: Final = 4000
"""The longest side of a picture, in pixels."""
_MOST: Final = 4.0
"""Pixels a point: a page of a few points is not blown up to fill a screen."""
_QUALITY: Final = 85


def drawn(raw: RawFile, number: int) -> bytes:
    """Page ``number``, counted from 1, as WebP; UnreadableFile where there is no such page or it cannot be drawn."""
    pdf = opened(raw)
    try:
        if not 0 < number <= len(pdf):
            raise UnreadableFile(f"{raw.name} has {len(pdf)} pages, so there is no page {number}: choose another.")
        return _packed(_bitmap(pdf, number, raw.name).to_pil())
    finally:
        pdf.close()


def _bitmap(pdf: Any, number: int, name: str) -> Any:
    try:
        page = pdf[number - 1]
        return page.render(scale=scale_of(*page.get_size()), rev_byteorder=True)
    except (pypdfium2.PdfiumError, ValueError):
        raise UnreadableFile(f"Page {number} of {name} is damaged: print it to a new PDF, and add that.") from None


def scale_of(wide: float, high: float) -> float:
    """Pixels a point, for a page of this size in points; ValueError where it has none."""
    if not (0 < wide < math.inf and 0 < high < math.inf):
        raise ValueError(f"a page cannot be {wide} x {high} points")
    return min(math.sqrt(PIXELS / wide / high), LONGEST / max(wide, high), _MOST)


def _packed(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # text and scans alike: a third of what PNG takes, in the same time
    image.convert("RGB").save(out, WebPImagePlugin.WebPImageFile.format, quality=_QUALITY, method=2)
    return out.getvalue()
