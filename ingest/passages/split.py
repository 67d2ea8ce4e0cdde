"""From a report to its passages: verbatim slices, each inside one section. Pure.

A heading alone, a table of contents or page furniture is never a passage; lists of bare headings are one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from corpus.seams import TokenCounter
from corpus.text import indexed_text
from corpus.types import Document, Outline, Passage, PassageKind, Section, SectionKind
from ingest.form.labels import is_label_line
from ingest.passages.blocks import Unit, sentence_units, unit
from ingest.passages.pack import STRETCH, WordEnds, cut_long, halves, pack, windows
from ingest.structure.captions import caption
from ingest.structure.headings import BACK_MATTER
from ingest.structure.lines import Layout, Line, lay_out
from ingest.structure.slides import find_slides
from ingest.structure.toc import find_contents

LIST_STRETCH: Final = 2.0
"""A list stays one passage up to this many times the target."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage in the making."""

    section: int
    kind: PassageKind
    units: tuple[Unit, ...]

    @property
    def start(self) -> int:
        return self.units[0].start

    @property
    def end(self) -> int:
        return self.units[-1].end


def split(
    document: Document, outline: Outline, words: WordEnds, tokens: TokenCounter, target: int = 250
) -> list[Passage]:
    """The passages of ``document`` in reading order.

    ``words`` gives the offsets at which words end (:meth:`corpus.segment.Segmenter.word_ends`); ``target`` is
    the width to aim at, in Chinese characters. No passage with its headings is over ``tokens.max_tokens``.
    """
    layout = without_contents(lay_out(document))
    paths = [section.path for section in outline.sections]
    drafts = _fit(layout.text, list(_drafts(layout, outline, words, target)), paths, words, tokens)
    drafts.sort(key=lambda draft: draft.start)
    pages = [document.page_at(draft.start) for draft in drafts]
    return [
        Passage(
            ordinal, draft.section, draft.kind, draft.start, draft.end,
            page.number if page else None, windows(layout.text, draft.units, words),
        )
        for ordinal, (draft, page) in enumerate(zip(drafts, pages, strict=True))
    ]  # fmt: skip


def without_contents(layout: Layout) -> Layout:
    """The layout with the entries of every titled table of contents made furniture, wherever it stands."""
    tables = [table for table in find_contents(layout) if table.title]
    entries = {i for table in tables for i in range(table.first, table.last)}
    spans = [(line.first, line.end) for line in layout.lines if line.index in entries]
    kept = tuple(line for line in layout.lines if line.index not in entries)
    return replace(layout, lines=kept, furniture=tuple(sorted([*layout.furniture, *spans])))


def _drafts(layout: Layout, outline: Outline, words: WordEnds, target: int) -> Iterator[_Draft]:
    children: dict[int, list[Section]] = {}
    for section in outline.sections:
        if section.parent is not None:
            children.setdefault(section.parent, []).append(section)
    for section in outline.sections:
        inner = children.get(section.ordinal, [])
        if section.kind not in (SectionKind.TOC, SectionKind.AGENDA):
            yield from _own(layout, section, layout.within(section.heading_end, section.own_end), words, target)
        yield from _rest(layout, section, inner, words, target)


def _rest(layout: Layout, section: Section, inner: Sequence[Section], words: WordEnds, target: int) -> Iterator[_Draft]:
    """The lists among the subsections, and what stands behind the last of them: captions of its list."""
    behind = layout.within(inner[-1].end, section.end) if inner else ()
    for is_list, run in groupby(inner, key=lambda s: s.kind is SectionKind.AGENDA):
        items = list(run)
        if not is_list:
            continue
        lines = [*layout.within(items[0].start, items[-1].end)]
        if items[-1] is inner[-1] and all(caption(line.text) for line in behind):
            lines, behind = [*lines, *behind], ()
        yield from _packed(layout, section, PassageKind.LIST, _list_units(layout, lines, items), LIST_STRETCH * target)
    yield from _own(layout, section, behind, words, target)


def _list_units(layout: Layout, lines: Sequence[Line], items: Sequence[Section]) -> list[Unit]:
    """One unit an item, a wrapped one too; one a caption."""
    first = {line.index for item in items for line in layout.within(item.start, item.heading_end)[:1]}
    return _grouped(layout, lines, [line.index in first or caption(line.text) is not None for line in lines])


def _grouped(layout: Layout, lines: Sequence[Line], opens: Sequence[bool]) -> list[Unit]:
    spans: list[tuple[int, int]] = []
    for line, begins in zip(lines, opens, strict=True):
        if begins or not spans:
            spans.append((line.first, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return [unit(layout.text, span, True) for span in spans]


def _own(layout: Layout, section: Section, lines: Sequence[Line], words: WordEnds, target: int) -> Iterator[_Draft]:
    """The passages of a section's own text."""
    if section.kind is SectionKind.COVER:
        yield from _packed(layout, section, PassageKind.FORM, _form_units(layout, lines), LIST_STRETCH * target)
    elif section.kind is SectionKind.FORM:
        yield from _packed(layout, section, PassageKind.FORM, _form_units(layout, lines), target)
    else:
        for kind, zone in _zones(layout, section, lines):
            units = cut_long(layout.text, sentence_units(layout, zone), words, target)
            limit = STRETCH * target if kind is PassageKind.SLIDE else target  # one slide, one passage
            yield from _packed(layout, section, kind, units, limit)


def _form_units(layout: Layout, lines: Sequence[Line]) -> list[Unit]:
    """One unit a field: a label is never parted from its value on the next line."""
    return _grouped(layout, lines, [is_label_line(line.text) for line in lines])


def _zones(layout: Layout, section: Section, lines: Sequence[Line]) -> Iterator[tuple[PassageKind, Sequence[Line]]]:
    """The lines by kind: slide text apart from the Chinese around it. References are no slides."""
    foreign = section.kind in (SectionKind.APPENDIX, SectionKind.ABSTRACT) or BACK_MATTER.fullmatch(section.title)
    at = 0
    slides = () if foreign else find_slides(lines, layout)
    for number, slide in enumerate(slides):
        if at < slide.first:
            yield PassageKind.TEXT, lines[at : slide.first]
        until = slides[number + 1].first if number + 1 < len(slides) else len(lines)
        alone = all(caption(line.text) for line in lines[slide.last : until])
        at = until if alone else slide.last  # captions with no text around them go with their slide
        yield PassageKind.SLIDE, lines[slide.first : at]
    if at < len(lines):
        yield PassageKind.TEXT, lines[at:]


def _packed(
    layout: Layout, section: Section, kind: PassageKind, units: Sequence[Unit], target: float
) -> Iterator[_Draft]:
    for stretch in _without_furniture(layout, units):
        for group in pack(stretch, target):
            yield _Draft(section.ordinal, kind, tuple(group))


def _without_furniture(layout: Layout, units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Stretches of units with no furniture between two of them; a sentence may still run across it."""
    stretch: list[Unit] = []
    for one in units:
        if stretch and layout.has_furniture(stretch[-1].end, one.start):
            yield stretch
            stretch = []
        stretch.append(one)
    if stretch:
        yield stretch


def _fit(
    text: str, drafts: list[_Draft], paths: Sequence[tuple[str, ...]], words: WordEnds, tokens: TokenCounter
) -> list[_Draft]:
    """The drafts, those over the model's limit cut in two until none is."""
    fitting: list[_Draft] = []
    while drafts:
        counts = tokens.count_tokens([indexed_text(paths[d.section], text[d.start : d.end]) for d in drafts])
        over: list[_Draft] = []
        for draft, count in zip(drafts, counts, strict=True):
            parts = _halved(text, draft, words) if count > tokens.max_tokens else [draft]
            (over if len(parts) > 1 else fitting).extend(parts)
        drafts = over
    return fitting


def _halved(text: str, draft: _Draft, words: WordEnds) -> list[_Draft]:
    """Two drafts of the one, cut between sentences near the middle, or inside its only sentence."""
    units = draft.units
    if len(units) == 1:
        spans = halves(text, (units[0].start, units[0].end), words)
        return [replace(draft, units=(unit(text, span, number == 0),)) for number, span in enumerate(spans)]
    middle = (draft.start + draft.end) / 2
    cut = min(range(1, len(units)), key=lambda at: abs(units[at].start - middle))
    return [replace(draft, units=units[:cut]), replace(draft, units=units[cut:])]
