"""What the formats without pages have in common: paragraphs, cells and tables become the lines of one text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from corpus.errors import UnreadableFile
from corpus.types import Notice, NoticeKind

_LINE_ENDS: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def canonical(lines: Iterable[str], name: str) -> str:
    """One paragraph a line; blank ones become one blank line between others, and hard blanks ordinary ones."""
    rows = (row.rstrip() for line in lines for row in _LINE_ENDS.split(line.replace("\u00a0", " ")))
    text = _BLANK_LINES.sub("\n\n", "\n".join(rows)).strip("\n")
    if not text:
        raise UnreadableFile(
            f"{name} holds no text: if its pages are pictures, save it as a PDF and add that; else check the file."
        )
    return f"{text}\n"


def table_lines(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The lines of a table: rows of cells of lines. A table of one column is a frame around paragraphs."""
    if all(len(cells) <= 1 for cells in rows):
        return [line for cells in rows for cell in cells for line in cell]
    return ["\t".join(cell_text(cell) for cell in cells).rstrip() for cells in rows]


def cell_text(lines: Iterable[str]) -> str:
    """A cell in one line; tabs and line ends in it would be taken for the table's.

    Its paragraphs are parted by a blank, in Chinese too: two names in one cell are two.
    """
    pieces = (piece for line in lines for piece in _LINE_ENDS.split(line))
    words = (" ".join(word for part in piece.split("\t") if (word := part.strip())) for piece in pieces)
    return " ".join(filter(None, words))


def labelled(label: str, text: str) -> str:
    """The numeral before its text; a bullet without text is nothing."""
    if not text.strip():
        return "" if label == "• " else label.rstrip()
    return label + (text.lstrip() if label else text)


def lost_notices(formats: Iterable[str], lost: Mapping[str, int]) -> Iterator[Notice]:
    """What is to know of ``formats`` of numerals that are unknown, and of things without a text that can be read."""
    for kind in sorted(formats):
        yield Notice(NoticeKind.LOST, detail=f"numerals of the format «{kind}» are written as plain digits")
    for what, count in sorted(lost.items()):
        yield Notice(NoticeKind.LOST, detail=f"{what}, {count} times" if count > 1 else what)
