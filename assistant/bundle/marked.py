"""Pages of a PDF with the quoted characters marked on them, as pictures that every word processor takes."""

import io
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from assistant.bundle.items import Item, NoPicture, Picture, ShowsPages
from assistant.pages import SHORT, PrintedPage
from corpus.boxes import Rectangle, rectangles
from corpus.errors import UnreadableFile
from corpus.types import Page

MOST_EACH: Final = 6
"""Pages of one passage; the longest passage that is found has about as many."""
_TINT: Final = (255, 229, 153)
_LINE: Final = (140, 39, 22)
"""Below each marked line: it is there, too, where one prints without colours."""
_COLOURS: Final = 256


def pictures_of(item: Item, shown: ShowsPages, room: int) -> tuple[tuple[Picture, ...], NoPicture | None]:
    """The pages of a passage, at most ``room``, and why there are not all of them."""
    pages = item.reference.pages
    if not pages or item.reference.now:
        return (), NoPicture.NO_FILE
    made, lacking = [], NoPicture.TOO_MANY if len(pages) > min(room, MOST_EACH) else None
    for page in pages[: min(room, MOST_EACH)]:
        picture = _picture(item, page, shown)
        if isinstance(picture, Picture):
            made.append(picture)
        else:
            lacking = picture
    return tuple(made), lacking


def _picture(item: Item, page: Page, shown: ShowsPages) -> Picture | NoPicture:
    cited = item.reference.cited
    printed = shown.printed_page(cited.report_id, page.number)
    if printed is None or printed.file != cited.sha256[:SHORT]:
        return NoPicture.NO_FILE
    try:
        drawn = shown.page_picture(cited.report_id, printed.file, page.number)
    except UnreadableFile:
        return NoPicture.DAMAGED
    if drawn is None:  # it was replaced this very moment
        return NoPicture.NO_FILE
    where = _where(printed, cited.start, cited.end)
    return Picture(
        f"pages/{item.number:02}-p{page.number:04}.png", page, _marked(drawn, printed.page, where), bool(where)
    )


def _where(printed: PrintedPage, start: int, end: int) -> list[Rectangle]:
    page = printed.page
    if printed.boxes is None or not page.width or not page.height:
        return []
    return rectangles(printed.boxes, start - page.start, end - page.start)


def _marked(drawn: bytes, page: Page, where: list[Rectangle]) -> bytes:
    """The picture with each line tinted, as with a marker: what is printed stays as black as it is."""
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in where:
        wide, high = image.width / page.width, image.height / page.height
        box = (int(left * wide), int(top * high), int(right * wide) + 1, int(bottom * high) + 1)
        line = image.crop(box)
        image.paste(ImageChops.multiply(line, Image.new("RGB", line.size, _TINT)), box)
        pen.rectangle((box[0], box[3], box[2], box[3] + 1), fill=_LINE)
    out = io.BytesIO()
    # half the size of full colour, in half the time
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG")
    return out.getvalue()
