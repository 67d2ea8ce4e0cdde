"""Packing sentences: into passages of about one size, and a passage into the windows that are embedded.

Paragraph boundaries are preferred; a sentence is cut only where it is longer than a whole passage.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Final

from corpus.types import Window
from ingest.passages.blocks import Unit, unit
from ingest.structure.sentences import LATIN_WIDTH, Span, clauses, trimmed, width

TINY: Final = 40.0
"""A passage shorter than this is merged with its neighbour,"""
STRETCH: Final = 1.3
"""as long as the two stay below the target times this."""
LONGEST_PROSE: Final = 20_000
"""A clause longer than this is no prose (a table, a dump): it is cut wherever, without asking for its words."""
WINDOW: Final = 100.0
LONGEST_WINDOW: Final = 200.0

WordEnds = Callable[[str], list[int]]
Group = list[Unit]


def pack(units: Sequence[Unit], target: float) -> list[Group]:
    """``units`` in groups of up to ``target`` wide, whole paragraphs where possible, without tiny ones."""
    groups: list[Group] = []
    current: Group = []
    for paragraph in _by_paragraph(units):
        if _width(current) + _width(paragraph) <= target:
            current = current + paragraph
            continue
        if current and (_width(current) >= TINY or _width(paragraph) <= target - TINY):
            groups.append(current)
            current = []
        *whole, current = _even([*current, *paragraph], target)
        groups += whole
    return _without_tiny([*groups, current] if current else groups, target)


def _by_paragraph(units: Sequence[Unit]) -> Iterator[Group]:
    group: Group = []
    for one in units:
        if one.opens and group:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _even(units: Sequence[Unit], target: float) -> list[Group]:
    """Cut a long paragraph into groups of about the same width, none wider than ``target`` if sentences allow."""
    total = _width(units)
    goal = total / max(1, ceil(total / target))
    groups: list[Group] = []
    here = 0.0
    for one in units:
        if not groups or here + one.width > target or here + one.width / 2 > goal:
            groups.append([])
            here = 0.0
        groups[-1].append(one)
        here += one.width
    return groups


def _without_tiny(groups: Sequence[Group], target: float) -> list[Group]:
    kept: list[Group] = []
    for group in groups:
        tiny = kept and min(_width(kept[-1]), _width(group)) < TINY
        if tiny and _width(kept[-1]) + _width(group) <= STRETCH * target:
            kept[-1] = kept[-1] + group
        else:
            kept.append(group)
    return kept


def _width(units: Sequence[Unit]) -> float:
    return sum(one.width for one in units)


def cut_long(text: str, units: Sequence[Unit], words: WordEnds, limit: float) -> list[Unit]:
    """Units wider than ``limit`` cut at commas, and where those do not help at the ends of words."""
    short: list[Unit] = []
    for one in units:
        pieces = _pieces(text, (one.start, one.end), words, limit) if one.width > limit else [(one.start, one.end)]
        short += [unit(text, span, one.opens and number == 0) for number, span in enumerate(pieces)]
    return short


def halves(text: str, span: Span, words: WordEnds) -> list[Span]:
    """``span`` cut in two near its middle, at a comma if there is one, else at a word's end."""
    start, end = span
    middle = (start + end) // 2
    ends = [b for _, b in _shifted(clauses(text[start:end]), start)][:-1]
    far = 0.3 * (end - start)
    if not any(abs(at - middle) <= far for at in ends):
        ends = [start + at for at in words(text[start:end])][:-1] or [middle]
    cut = min((at for at in ends if start < at < end), key=lambda at: abs(at - middle), default=middle)
    found = [trimmed(text, start, cut), trimmed(text, cut, end)]
    return [piece for piece in found if piece]


def windows(text: str, units: Sequence[Unit], words: WordEnds) -> tuple[Window, ...]:
    """Neighbouring sentences in stretches of about :data:`WINDOW`; together they are all of the passage."""
    pieces: list[Unit] = []
    for one in units:
        pieces += cut_long(text, [one], words, WINDOW) if one.width > LONGEST_WINDOW else [one]
    groups: list[Group] = []
    for piece in pieces:
        fits = groups and _width(groups[-1]) + piece.width <= WINDOW
        if fits or (groups and min(piece.width, _width(groups[-1])) < WINDOW / 8):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(Window(group[0].start, group[-1].end) for group in groups)


def _pieces(text: str, span: Span, words: WordEnds, limit: float) -> list[Span]:
    start, end = span
    parts: list[Span] = []
    for a, b in _shifted(clauses(text[start:end]), start):
        parts += [(a, b)] if width(text[a:b]) <= limit else _at_words(text, (a, b), words, limit)
    return _joined(text, parts, limit)


def _shifted(spans: Sequence[Span], by: int) -> list[Span]:
    return [(a + by, b + by) for a, b in spans]


def _at_words(text: str, span: Span, words: WordEnds, limit: float) -> list[Span]:
    start, end = span
    most = max(1, int(limit / LATIN_WIDTH))
    ends = [0, *(words(text[start:end]) if end - start <= LONGEST_PROSE else [end - start])]
    fine = [0]
    for a, b in pairwise(ends):  # a «word» longer than a passage is cut wherever
        step = max(1, int(limit)) if b - a > most else b - a
        fine += [*range(a + step, b, step), b]
    cuts = [piece for a, b in pairwise(fine) if (piece := trimmed(text, start + a, start + b))]
    return _joined(text, cuts, limit)


def _joined(text: str, parts: Sequence[Span], limit: float) -> list[Span]:
    """Neighbouring parts put together again up to ``limit``, about evenly."""
    total = sum(width(text[a:b]) for a, b in parts)
    goal = total / max(1, ceil(total / limit))
    spans: list[Span] = []
    here = 0.0
    for a, b in parts:
        wide = width(text[a:b])
        if spans and here + wide <= limit and here + wide / 2 <= goal:
            spans[-1] = (spans[-1][0], b)
            here += wide
        else:
            spans.append((a, b))
            here = wide
    return spans
