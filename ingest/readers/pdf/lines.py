"""From glyphs to pieces: stretches of text on one line, with blanks where the gaps between the letters say so.

A line of prose is one piece. The cells of a row without rules, the two halves of a two-column page, a title and its
page number are pieces side by side; :mod:`ingest.readers.pdf.order` decides what they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.pieces import BULLETS, WIDE, Piece, tenths

_STRETCHED: Final = 2.5
"""So far may a blank be stretched in a justified line."""
_APART: Final = 0.7
"""A gap of this many ems parts what was not drawn one after the other: the columns of a page may be that near."""
_BLANK: Final = 0.22
"""A gap of this many ems between Latin letters is a blank,"""
_HINTED: Final = 0.1
"""and one of this many where pdfium sees one: a letter's box may lean over the blank."""
_TIGHT: Final = 0.15
"""Letters this near are surely of one word."""
_RAISED: Final = 0.12
"""How far, in ems, a smaller character stands above the line to be a footnote's mark."""
_SMALLER: Final = 0.85
_CLOSING: Final = frozenset("，。、；：！？）」』】》〉”’.,;:!?)…")
_OPENING: Final = frozenset("（「『【《〈“‘(")
_NOWHERE: Final = (0.0, 0.0, 0.0, 0.0)


def pieces_of(glyphs: Sequence[Glyph], first: int = 0) -> list[list[Piece]]:
    """The pieces of ``glyphs``, those on one line together from left to right, the lines from the top down.

    ``first`` is added to their ``order``.
    """
    return [
        [_piece(part, first + order) for part, order in _parted(line)] for line in _lines(_runs(glyphs)) if _inked(line)
    ]


@dataclass(slots=True)
class _Run:
    """Glyphs drawn one after another along one line."""

    glyphs: list[Glyph]
    number: int
    order: int
    base: float
    size: float


def _inked(line: Sequence[_Run]) -> bool:
    return any(glyph.char != " " for run in line for glyph in run.glyphs)


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    before: Glyph | None = None
    for order, glyph in enumerate(glyphs):
        if before is None or _parts(before, glyph):
            runs.append(_Run([glyph], len(runs), order, glyph.base, glyph.size))
        else:
            run = runs[-1]
            run.glyphs.append(glyph)
            if glyph.size > run.size:  # a footnote's mark does not say where its line stands
                run.base, run.size = glyph.base, glyph.size
        before = glyph
    return runs


def _parts(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    return (
        abs(glyph.base - before.base) > 0.5 * size
        or glyph.left < before.left
        or not -0.6 * size <= glyph.left - before.right <= (_STRETCHED if before.char == " " else WIDE) * size
    )


def _lines(runs: list[_Run]) -> list[list[_Run]]:
    """The runs that stand on one line, each line from left to right."""
    lines: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.glyphs[0].left)):
        line = next((line for line in lines[:-4:-1] if _level(line, run)), None)
        if line is None:
            lines.append([run])
        else:
            line.append(run)
    for line in lines:
        line.sort(key=lambda run: run.glyphs[0].left)
    return lines


def _level(line: Sequence[_Run], run: _Run) -> bool:
    """Whether ``run`` stands on ``line``: near its baseline, or raised or lowered beside its largest run."""
    anchor = max(line, key=lambda r: r.size)
    small, large = sorted((anchor.size, run.size))
    apart = abs(anchor.base - run.base)
    return apart <= (0.3 if small > _SMALLER * large else 0.45) * large and not any(_over(run, r) for r in line)


def _over(one: _Run, other: _Run) -> bool:
    """Whether one of two runs is printed over the other."""
    left = max(one.glyphs[0].left, other.glyphs[0].left)
    right = min(one.glyphs[-1].right, other.glyphs[-1].right)
    return right - left > 0.6 * min(one.size, other.size) and abs(one.base - other.base) > 0.15 * one.size


def _parted(line: Sequence[_Run]) -> list[tuple[list[Glyph], int]]:
    """The glyphs of a line, parted at its wide gaps, and when the first of each part was drawn."""
    parts: list[tuple[list[Glyph], int]] = []
    last = -1
    for run in line:
        first = next((place for place, glyph in enumerate(run.glyphs) if glyph.char != " "), None)
        if first is None:
            continue
        before, here = parts[-1][0][-1] if parts else None, run.glyphs[first]
        if before is not None and _is_near(before, here, run.number == last + 1):
            parts[-1][0].extend(run.glyphs)
        else:
            parts.append((run.glyphs[first:], run.order))
        last = run.number
    return _letter_spaced(parts)


def _is_near(before: Glyph, here: Glyph, at_once: bool) -> bool:
    """Whether two runs are one piece. What was drawn ``at_once`` may be farther apart; a full stop may hang in the
    gutter between two columns."""
    size = max(before.size, here.size)
    if at_once:
        return here.left - before.right <= WIDE * size
    hanging = (before.right - before.left) / 2 if before.char in _CLOSING else 0.0
    return here.left - before.right + hanging <= _APART * size


def _letter_spaced(parts: list[tuple[list[Glyph], int]]) -> list[tuple[list[Glyph], int]]:
    """«出　國　報　告»: single characters at even distances are one word."""
    if len(parts) < 3 or any(len(glyphs) > 1 for glyphs, _ in parts):
        return parts
    gaps = [b[0][0].left - a[0][-1].right for a, b in pairwise(parts)]
    if max(gaps) > 1.25 * min(gaps):
        return parts
    return [([glyphs[0] for glyphs, _ in parts], parts[0][1])]


def _piece(glyphs: Sequence[Glyph], order: int) -> Piece:
    size = _usual_size(glyphs)
    base = next(glyph.base for glyph in glyphs if glyph.size == size)
    text, boxes, noted = _composed(glyphs, base, size)
    inked = [glyph for glyph in glyphs if glyph.char != " "]
    hanging = len(inked) > 1 and inked[-1].char in _CLOSING
    return Piece(
        text, tenths(boxes), inked[0].left, min(glyph.top for glyph in inked), inked[-1].right,
        max(glyph.bottom for glyph in inked), base, size, inked[-2 if hanging else -1].right, _lead(inked), order,
        noted=noted,
    )  # fmt: skip


def _usual_size(glyphs: Sequence[Glyph]) -> float:
    sizes: dict[float, int] = {}
    for glyph in glyphs:
        if glyph.char != " ":
            sizes[glyph.size] = sizes.get(glyph.size, 0) + 1
    return max(sizes, key=lambda size: (sizes[size], size))


def _composed(
    glyphs: Sequence[Glyph], base: float, size: float
) -> tuple[str, list[tuple[float, float, float, float]], tuple[tuple[str, int], ...]]:
    """The text with its blanks, a box a character, and the raised marks in it."""
    chars: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    noted: list[tuple[str, int]] = []
    before: Glyph | None = None
    blank = raised = False
    for glyph in glyphs:
        if glyph.char == " ":
            blank = before is not None
            continue
        if before is not None and (blank or _gapped(before, glyph)):
            chars.append(" ")
            boxes.append(_NOWHERE)
        above = glyph.size < _SMALLER * size and base - glyph.base > _RAISED * size
        if above:
            mark, at = noted.pop() if raised else ("", len(chars))
            noted.append((mark + glyph.char, at))
        chars.extend(glyph.char)
        boxes.extend([glyph.box] * len(glyph.char))
        before, blank, raised = glyph, False, above
    return "".join(chars), boxes, tuple(noted)


def _gapped(before: Glyph, glyph: Glyph) -> bool:
    """Whether a gap between two letters is a blank that was not drawn. Chinese is set with gaps that are none."""
    if before.char not in BULLETS and (before.char >= "\u2e80" or glyph.char >= "\u2e80"):
        return False
    least = _HINTED if glyph.parted else _BLANK
    return glyph.left - before.right > least * min(before.size, glyph.size)


def _lead(glyphs: Sequence[Glyph]) -> float:
    """How wide the first stretch is that a line cannot be broken in."""
    last = 0
    while last + 1 < len(glyphs) and _clings(glyphs[last], glyphs[last + 1]):
        last += 1
    return glyphs[last].right - glyphs[0].left


def _clings(before: Glyph, glyph: Glyph) -> bool:
    if before.char in _OPENING or glyph.char in _CLOSING:
        return True
    letters = before.char < "\u2000" and glyph.char < "\u2000"
    return letters and glyph.left - before.right <= _TIGHT * glyph.size
