"""The printed lines of a document, page furniture set aside: what the outline and the splitter both read."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from corpus.types import Document
from ingest.form.labels import is_label_line
from ingest.structure.sentences import Span, ends_sentence, han_count, width

_ROW: Final = re.compile(r"[^\n\f]*[\n\f]?")
_PAGE_NUMBER: Final = re.compile(
    r"[-–—‧·\s]*(?:第\s*)?(?:page\s*)?[0-9０-９ivxlIVXL]{1,4}(?:\s*頁)?(?:\s*(?:[,，/／]|of)\s*共?\s*[0-9]{1,4}\s*頁?)?[-–—‧·\s]*",
    re.IGNORECASE,
)
_DRESSED_NUMBER: Final = re.compile(
    r"[-–—]\s*[0-9]{1,4}\s*[-–—]|第\s*[0-9]{1,4}\s*頁(?:[，,/]?\s*共\s*[0-9]{1,4}\s*頁)?"
)
_EDGE: Final = 3
"""How many lines at either end of a page may be a running header or footer."""
_SEEN: Final = 3
"""On how many pages a line must come back to be one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``start`` is where its row begins, ``first`` .. ``end`` what is printed; ``gap`` tells
    whether a blank row, a page break or furniture stands before it."""

    index: int
    start: int
    first: int
    end: int
    text: str
    gap: bool
    width: float

    @property
    def indented(self) -> bool:
        """Whether the line begins with a paragraph's indent."""
        return self.first - self.start >= 2


@dataclass(frozen=True)
class Layout:
    """Every printed line, the spans of furniture, and how wide the lines were set (0: not hard-wrapped)."""

    text: str
    lines: tuple[Line, ...]
    furniture: tuple[Span, ...]
    measure: float
    chinese: bool
    markdown: bool

    def is_full(self, line: Line) -> bool:
        """Whether the line was broken only because it reached the margin."""
        return self.measure > 0 and line.width >= 0.85 * self.measure

    def within(self, start: int, end: int) -> Sequence[Line]:
        """The lines that begin in ``start`` .. ``end``."""
        return self.lines[bisect_left(self._firsts, start) : bisect_left(self._firsts, end)]

    def has_furniture(self, start: int, end: int) -> bool:
        """Whether furniture stands between the two offsets."""
        at = bisect_left(self.furniture, (start, start))
        return at < len(self.furniture) and self.furniture[at][0] < end

    @cached_property
    def _firsts(self) -> list[int]:
        return [line.first for line in self.lines]


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    raw: str

    @property
    def text(self) -> str:
        return self.raw.strip()


def lay_out(document: Document) -> Layout:
    """The printed lines of ``document``."""
    text = document.text
    rows = [_Row(found.start(), found.group()) for found in _ROW.finditer(text) if found.group()]
    furniture = _furniture(rows)
    lines = tuple(_lines(rows, furniture))
    if not lines:  # the same page over and over: then it is the text
        furniture = frozenset()
        lines = tuple(_lines(rows, furniture))
    spans = tuple(_printed(rows[i]) for i in sorted(furniture))
    chinese = _is_chinese(text)
    return Layout(text, lines, spans, _measure(lines), chinese, document.media_type == "text/markdown")


def _is_chinese(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters == 0 or han_count(text) > 0.15 * letters


def _lines(rows: Sequence[_Row], furniture: frozenset[int]) -> Iterator[Line]:
    gap, index = True, 0
    for at, row in enumerate(rows):
        printed = row.text
        if printed and at not in furniture:
            first, end = _printed(row)
            yield Line(index, row.start, first, end, printed, gap, width(printed))
            gap, index = row.raw.endswith("\f"), index + 1
        else:
            gap = True


def _printed(row: _Row) -> Span:
    first = row.start + len(row.raw) - len(row.raw.lstrip())
    return first, first + len(row.text)


def _measure(lines: Sequence[Line]) -> float:
    """The width of a full line, where most lines were broken at one margin; else 0."""
    broken = sorted(a.width for a, b in pairwise(lines) if not b.gap)
    if len(broken) < 6 or len(broken) < 0.3 * len(lines):
        return 0.0
    wide = broken[int(0.9 * len(broken))]
    near = sum(w >= 0.85 * wide for w in broken)
    unfinished = sum(not ends_sentence(line.text) for line in lines if line.width >= 0.85 * wide)
    return wide if 18 <= wide <= 64 and near >= 0.3 * len(broken) and unfinished * 2 > near else 0.0


def _furniture(rows: Sequence[_Row]) -> frozenset[int]:
    """Page numbers, and the headers and footers that come back page after page."""
    dressed = {i for i, row in enumerate(rows) if _DRESSED_NUMBER.fullmatch(row.text)}
    pages = _pages(rows)
    if len(pages) < 2:
        return frozenset(dressed)
    numbers = {i for page in pages for i in (page[:1] + page[-1:]) if _PAGE_NUMBER.fullmatch(rows[i].text)}
    edges = [(i, _pattern(rows[i].text)) for page in pages for i in dict.fromkeys(page[:_EDGE] + page[-_EDGE:])]
    seen = Counter(pattern for _, pattern in edges)
    running = {i for i, pattern in edges if seen[pattern] >= max(_SEEN, len(pages) // 4) and pattern}
    if any(is_label_line(rows[i].text) for i in pages[0]):
        running -= set(pages[0])  # a cover prints for once what is a running header after it: the title
    return frozenset(dressed | numbers | running)


def _pages(rows: Sequence[_Row]) -> list[list[int]]:
    """The indexes of the printed rows of each page."""
    pages: list[list[int]] = [[]]
    for i, row in enumerate(rows):
        if row.text:
            pages[-1].append(i)
        if row.raw.endswith("\f"):
            pages.append([])
    return [page for page in pages if page]


def _pattern(text: str) -> str:
    """What stays the same of a running line when the page number in it changes; nothing for a long line."""
    return re.sub(r"[0-9]+", "#", re.sub(r"\s+", " ", text)) if len(text) <= 60 else ""
