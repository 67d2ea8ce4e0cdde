"""Paragraphs from printed lines: which line goes on in the next, by what is around it on the page.

A line goes on when it was broken only because the margin came (the next word would not have fitted), and the next line
stands where the paragraph's lines stand: not farther in, as a new paragraph's first line does, unless it hangs from a
numeral. Page and column breaks are crossed by the same rule.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from ingest.form.labels import is_label_line
from ingest.readers.pdf.measures import SIZES, Measure, measures
from ingest.readers.pdf.pieces import Kind, PageLines, Piece, begins_item
from ingest.structure.captions import caption
from ingest.structure.headings import marks
from ingest.structure.sentences import ends_sentence

_SLACK: Final = 0.35
"""How much, in ems, a line may fall short of what the next word would have needed."""
_FILLED: Final = 0.8
"""A line that ends a sentence this much, in ems, before the margin ends the paragraph, too."""
_SAME: Final = 0.6
"""Left edges this near, in ems, are the same."""
_DEEPEST: Final = 8.0
"""No first line stands farther in, no hanging line farther from its numeral, in ems."""
_NOTE_MARK: Final = re.compile(r"[\[(（]?(?:註\s*)?([0-9]{1,3}|[*†‡§])[\])）]?\s*")
_PARAGRAPH: Final = 1.25
"""Lines farther apart than this, in usual distances, are of two paragraphs."""
_OUTSIDE: Final = (Kind.NOTE, Kind.ASIDE)
_LEADER: Final = re.compile(
    r".*(?:[.．。]{3,}|[…⋯]{2,}|[·‧・]{3,}|(?:\s[.·．]){3,}|\t)\s*[（(]?(?:[0-9]{1,3}|[ivx]{1,5})[）)]?"
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on its page (an index); ``indent`` and ``room`` are its distances from the margins."""

    line: Piece
    page: int
    indent: float
    room: float
    measure: Measure


Paragraph = list[Placed]


def paragraphs(pages: Sequence[PageLines]) -> list[Paragraph]:
    """The lines of all pages by paragraph, in reading order; what is no part of the text's flow stands behind it."""
    found = measures(pages)
    placed = [_placed(line, at, found[at]) for at, page in enumerate(pages) for line in page.lines]
    outside = [one for one in placed if one.line.kind in _OUTSIDE]
    body = _grouped([one for one in placed if one.line.kind not in _OUTSIDE])
    return _with_notes(body, _grouped(outside)) if outside else body


def _grouped(placed: Sequence[Placed]) -> list[Paragraph]:
    groups: list[Paragraph] = []
    for at, one in enumerate(placed):
        after = placed[at + 1] if at + 1 < len(placed) else None
        if groups and _runs_on(groups[-1], one, after):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _placed(line: Piece, page: int, measure: Measure) -> Placed:
    left, right = line.column or (measure.left, measure.right)
    return Placed(line, page, line.left - left, right - line.right, measure)


def _runs_on(paragraph: Paragraph, one: Placed, after: Placed | None) -> bool:
    """Whether ``one`` goes on with the paragraph; ``after`` is the line behind it."""
    before = paragraph[-1]
    if one.line.kind is Kind.REST:
        return True
    if not _may_join(before, one) or not _is_full(before, one):
        return False
    if _begins(paragraph, one):
        return False
    if _is_centred(before, one):
        return True
    return _stands_right(paragraph, one) and not _opens(paragraph, one, after)


def _may_join(before: Placed, one: Placed) -> bool:
    a, b = before.line, one.line
    if a.kind is not b.kind or a.kind is Kind.ROW or "\t" in a.text or _LEADER.fullmatch(a.text):
        return False
    if abs(a.size - b.size) > SIZES * max(a.size, b.size) or caption(b.text):
        return False
    step = b.base - a.base
    same_page = before.page == one.page and a.column == b.column and step > 0
    usual = before.measure.step * max(1.0, a.size / before.measure.size)
    return not same_page or step <= _PARAGRAPH * usual


def _is_full(before: Placed, one: Placed) -> bool:
    """Whether the next word would not have fitted into the line."""
    size = before.line.size
    room = before.room + before.indent if _is_centred(before, one) else before.room
    to_the_margin = before.measure.justified or before.line.text[-1] > "\u2e7f"  # Chinese fills its lines
    if to_the_margin and ends_sentence(before.line.text) and room > _FILLED * size:
        return False
    return room < one.line.lead + _SLACK * size


def _is_centred(before: Placed, one: Placed) -> bool:
    """Whether both lines stand in the middle, the second away from the margins."""
    even = all(abs(line.indent - line.room) < 0.3 * line.line.size for line in (before, one))
    return even and one.indent > one.line.size


def _begins(paragraph: Paragraph, one: Placed) -> bool:
    """Whether the line begins as only a new paragraph does; a weak numeral may be a number in a sentence."""
    text = one.line.text
    if one.line.kind is Kind.NOTE:
        return bool(one.line.noted or note_mark(text))
    found = marks(text)
    if found and not found[0].strong:
        goes_on = not ends_sentence(paragraph[-1].line.text)
        return not (goes_on and _stands_right(paragraph, one))
    return begins_item(text) or is_label_line(text)


def _stands_right(paragraph: Paragraph, one: Placed) -> bool:
    """Whether the line stands where the paragraph's next line would."""
    near = _SAME * one.line.size
    if len(paragraph) > 1:
        return abs(one.indent - paragraph[-1].indent) <= near
    first = paragraph[0]
    shift = one.indent - first.indent
    if shift <= near:
        return -shift <= _DEEPEST * one.line.size and one.indent >= -near
    return shift <= _DEEPEST * one.line.size and _hangs(first.line)


def _hangs(line: Piece) -> bool:
    return begins_item(line.text) or is_label_line(line.text) or line.kind is Kind.NOTE


def _opens(paragraph: Paragraph, one: Placed, after: Placed | None) -> bool:
    """Whether a line behind a sentence that fills its line is a first one: it stands where first lines do, or the line
    before it is an item's, which would hang, or the line behind it is farther out."""
    before, size = paragraph[-1], one.line.size
    if not ends_sentence(before.line.text):
        return False
    if len(paragraph) == 1 and begins_item(before.line.text):
        return before.measure.hang and one.indent < before.indent - size
    if len(paragraph) == 1 and abs(one.indent - before.indent) < size / 2:
        return round(one.indent / size) in one.measure.firsts or _leads(one, after)
    return _leads(one, after)


def _leads(one: Placed, after: Placed | None) -> bool:
    return after is not None and one.indent - after.indent > 1.2 * one.line.size and _is_full(one, after)


def _with_notes(body: list[Paragraph], notes: Sequence[Paragraph]) -> list[Paragraph]:
    """Each note behind the paragraph that its mark stands in; else behind the last that begins on its page."""
    behind: dict[int, list[Paragraph]] = defaultdict(list)
    for note in notes:
        behind[_noting(body, note)].append(note)
    return [*behind[-1], *chain.from_iterable([paragraph, *behind[at]] for at, paragraph in enumerate(body))]


def _noting(body: Sequence[Paragraph], note: Paragraph) -> int:
    page = note[0].page
    mark = note[0].line.noted[0][0] if note[0].line.noted and note[0].line.kind is Kind.NOTE else None
    last = -1
    for at, paragraph in enumerate(body):
        if paragraph[0].page > page:
            break
        last = at
        if mark and any(one.page == page and _has_mark(one.line, mark) for one in paragraph):
            return at
    return last


def _has_mark(line: Piece, mark: str) -> bool:
    return any(mark == known for known, _ in line.noted)


def note_mark(text: str) -> str | None:
    """The mark a footnote begins with: «1», «*»."""
    found = _NOTE_MARK.match(text)
    return found[1] if found else None
