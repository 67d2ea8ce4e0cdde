"""The printed tables of contents held against the headings and captions that were found: each entry, and where it
points to."""

import re
from collections import Counter, deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.card import Remark, RemarkKind
from corpus.fold import squeezed
from corpus.types import Document, Outline, Section, SectionKind
from ingest.structure.captions import caption
from ingest.structure.headings import BACK_MATTER, marks
from ingest.structure.lines import Layout, Line
from ingest.structure.toc import Contents, find_contents

_ENTRY: Final = re.compile(
    r"(?P<title>.+?)(?:[\s.．。…⋯·‧・_＿]+|\s*[-－—]{2,}\s*)[（(]?(?P<page>[0-9０-９]{1,3}|[ivxIVX]{1,5})[）)]?"
)
_LEADERS: Final = ".．。…⋯·‧・_＿-－—:： \t\u3000"
_PREFIX: Final = 3
"""«參、心得» is found in «參、心得與建議»: from so many letters and figures on, the beginning is enough."""
_ONE_OFF: Final = 4
"""From so many on, one of them may be another or missing."""
_MOST: Final = 0.6
_FEW: Final = 3
"""So many entries of a contents, and this share of them, must agree before a single one is said to be wrong."""
_MANY: Final = 200
"""No contents has so many entries that are spelt differently; beyond it they are not compared one by one."""
_TITLE: Final = 80
"""Characters of a paragraph with a numeral that a contents may give as its title."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a printed contents: its title, its page as printed (empty where none is), what it may be called."""

    title: str
    page: str
    keys: frozenset[str]
    of_figure: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A section or a figure that an entry may point to; ``alone`` tells that no other goes by its name."""

    start: int
    keys: frozenset[str]
    of_figure: bool
    alone: bool


Listed = list[tuple[Entry, Target | None]]
"""Each entry with what it points to; None where nothing was found."""


def listed_in(document: Document, layout: Layout, outline: Outline) -> Listed:
    """The entries of every contents with what they point to; dotted lines without a title may be something else."""
    sections = _sections(document, outline.sections)
    figures = [Target(f.start, _figure_keys(f.number, f.caption), True, False) for f in outline.figures]
    listed: Listed = []
    for contents in find_contents(layout):
        entries = list(_entries(layout, contents))
        found = _found([e for e in entries if not e.of_figure], sections)
        found |= _found([e for e in entries if e.of_figure], figures)
        if contents.title or len(found) >= _MOST * len(entries):
            listed.extend((entry, found.get(id(entry))) for entry in entries)
    return listed


def _sections(document: Document, sections: Sequence[Section]) -> list[Target]:
    titles = Counter(squeezed(s.title) for s in sections)
    return [
        Target(s.start, _section_keys(document, s), False, titles[squeezed(s.title)] == 1)
        for s in sections
        if s.kind is not SectionKind.TOC
    ]


def _section_keys(document: Document, section: Section) -> frozenset[str]:
    """A section goes by its title, with or without its numeral, or by how its text begins where it has none."""
    first = document.text[section.start : section.end].strip().partition("\n")[0]
    titles = (section.title, *section.path[-1:], *([first[:_TITLE]] if section.kind is SectionKind.ITEM else []))
    return frozenset[str]().union(*map(_keys, titles))


def _found(entries: Sequence[Entry], targets: Sequence[Target]) -> dict[int, Target]:
    """What each entry (by its id) points to, each target once: first the equal ones in order, then the near ones."""
    found: dict[int, Target] = {}
    named: dict[str, deque[Target]] = {}
    taken: set[int] = set()
    for target in targets:
        for key in target.keys:
            named.setdefault(key, deque()).append(target)
    for entry in entries:
        if equal := _next(entry, named, taken):
            found[id(entry)] = equal
            taken.add(id(equal))
    left = [target for target in targets if id(target) not in taken][:_MANY]
    for entry in [entry for entry in entries if id(entry) not in found][:_MANY]:
        if near := next((target for target in left if _near(entry.keys, target.keys)), None):
            found[id(entry)] = near
            left.remove(near)
    return found


def _next(entry: Entry, named: Mapping[str, deque[Target]], taken: Container[int]) -> Target | None:
    """The first target that goes by a name of the entry and is not taken."""
    free: list[Target] = []
    for key in entry.keys & named.keys():
        while named[key] and id(named[key][0]) in taken:
            named[key].popleft()
        free.extend(list(named[key])[:1])
    return min(free, key=lambda target: target.start, default=None)


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one begins the other («參、心得» and «參、心得與建議»), or one character is another or missing."""
    return any(_alike(*sorted((a, b), key=len)) for a in one for b in other)


def _alike(short: str, long: str) -> bool:
    if len(short) < _ONE_OFF or len(long) - len(short) > 1:
        return len(short) >= _PREFIX and long.startswith(short)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[at + 1 :] in (short[at:], short[at + 1 :])


def _entries(layout: Layout, contents: Contents) -> Iterator[Entry]:
    of_figures = re.search(r"[圖表]|figure|table(?! of)", contents.title, re.IGNORECASE) is not None
    for title, page, whole in _printed(layout.lines[contents.first + bool(contents.title) : contents.last]):
        said = caption(title)
        keys = _figure_keys(said.number, said.words) if said else _keys(title) | _keys(whole)
        yield Entry(title, page, keys, said is not None or of_figures)


def _printed(lines: Sequence[Line]) -> Iterator[tuple[str, str, str]]:
    """Title, page, and the whole of each entry. Where entries have pages, one without goes on in the next line."""
    paged = 2 * sum(_ENTRY.fullmatch(line.text) is not None for line in lines) >= len(lines)
    wrapped = ""
    for line in lines:
        whole = wrapped + line.text
        found = _ENTRY.fullmatch(whole)
        if wrapped and (marks(line.text) or not found):
            yield wrapped, "", wrapped
            whole, found = line.text, _ENTRY.fullmatch(line.text)
        wrapped = whole if paged and not found else ""
        if not wrapped:
            title, page = (found["title"], found["page"]) if found else (whole, "")
            yield title.rstrip(_LEADERS), page, whole
    if wrapped:
        yield wrapped, "", wrapped


def _keys(text: str) -> frozenset[str]:
    """The letters and figures of a title, with and without the numeral before it."""
    return frozenset(key for key in (squeezed(text), *(squeezed(mark.title) for mark in marks(text))) if key)


def _figure_keys(number: str, words: str) -> frozenset[str]:
    return frozenset(key for key in (squeezed(number + words), squeezed(words)) if key)


def contents_remarks(document: Document, outline: Outline, listed: Listed) -> Iterator[Remark]:
    """What contents and text do not agree on."""
    shown = _shown(document)
    offset = _offset(document, shown, listed)
    physical = {number - (offset or 0): page for page, number in reversed(shown.items())}
    for entry, target in listed:
        if target is None:
            kind = RemarkKind.CONTENTS_FIGURE if entry.of_figure else RemarkKind.CONTENTS
            known = offset is not None and entry.page.isdecimal()
            yield Remark(kind, physical.get(int(entry.page)) if known else None, (entry.title, entry.page))
        elif offset is not None and (found := _elsewhere(document, shown, offset, entry, target)):
            yield Remark(RemarkKind.CONTENTS_PAGE, found[0], (entry.title, entry.page, str(found[1])))
    for section in _unlisted(outline, listed):
        page = document.page_at(section.start)
        yield Remark(RemarkKind.UNLISTED, page.number if page else None, section.path[-1:])


def _shown(document: Document) -> dict[int, int]:
    """The number that each page prints; its own number where most print none."""
    labels = {page.number: int(page.label) for page in document.pages if page.label and page.label.isdecimal()}
    numbers = {page.number: page.number for page in document.pages}
    return labels if len(labels) > _MOST * len(numbers) else numbers


def _offset(document: Document, shown: Mapping[int, int], listed: Listed) -> int | None:
    """What is to be added to a page of the contents; None where most entries do not agree on it."""
    steps = Counter(
        shown[page.number] - int(entry.page)
        for entry, target in listed
        if target and entry.page.isdecimal() and (page := document.page_at(target.start)) and page.number in shown
    )
    offset, agree = steps.most_common(1)[0] if steps else (0, 0)
    return offset if agree >= max(_FEW, _MOST * steps.total()) else None


def _elsewhere(
    document: Document, shown: Mapping[int, int], offset: int, entry: Entry, target: Target
) -> tuple[int, int] | None:
    """The physical page and the printed one where the entry was found, if that is not where the contents say."""
    page = document.page_at(target.start)
    if not page or not target.alone or not entry.page.isdecimal() or page.number not in shown:
        return None
    found = shown[page.number] - offset
    return None if found == int(entry.page) else (page.number, found)


def _unlisted(outline: Outline, listed: Listed) -> Iterator[Section]:
    """The chapters behind the contents that these do not list, where they list most chapters."""
    contents = next((s.ordinal for s in outline.sections if s.kind is SectionKind.TOC), len(outline.sections))
    chapters = [s for s in outline.sections[contents:] if s.level == 1 and s.kind is SectionKind.BODY and s.title]
    starts = {target.start for _, target in listed if target and not target.of_figure}
    unlisted = [s for s in chapters if s.start not in starts]
    if len(unlisted) <= (1 - _MOST) * len(chapters):
        yield from (s for s in unlisted if not BACK_MATTER.fullmatch(s.title))
