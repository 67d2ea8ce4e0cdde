"""The report card of one document: pure, from what reader, outline and front matter have found."""

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from corpus.card import Card, Furniture, Remark, RemarkKind, ranges
from corpus.types import Document, FrontMatter, NoticeKind, Outline, Page, Section, SectionKind
from ingest.captions import caption
from ingest.conflicts import squeezed
from ingest.headings import BACK_MATTER, marks
from ingest.lines import Layout, Line, lay_out
from ingest.toc import Contents, find_contents

_FIELDS: Final = ("title", "agency", "travellers", "category", "period", "destinations", "date", "keywords", "abstract")
_OF_THE_FORM: Final = frozenset({"category", "keywords", "abstract"})
"""What only the official form asks for, which is in Chinese."""
_CHAPTERS: Final = {
    "purpose": re.compile(
        r"目\s*的|緣\s*起|前\s*言|序|背\s*景|緒論|導論|引言|宗旨|主旨"
        r"|purpose|objective|aims?\b|introduction|background|foreword|preface",
        re.IGNORECASE,
    ),
    "process": re.compile(
        r"過\s*程|行\s*程|經\s*過|內\s*容|紀要|紀實|議程|會議|研討|參訪|訪問|拜會|考察|研習|研究|實習|進修|訓練|課程|活動|參加"
        r"|itinerary|agenda|proceedings|activit|programme|schedule|visit|meeting|session|training|conference",
        re.IGNORECASE,
    ),
    "reflections": re.compile(
        r"心\s*得|建\s*議|結\s*論|結\s*語|感\s*想|檢討|省思|啟示|後記"
        r"|recommendation|conclusion|reflection|finding|lessons|observation|next steps",
        re.IGNORECASE,
    ),
}
"""The chapters that a trip report is made of, by words in their titles."""
_SURELY_PROCESS: Final = re.compile(r"過\s*程|行\s*程|經\s*過|內\s*容")
_NEAR_TOP: Final = 2
_PAGES: Final = {
    NoticeKind.OCR: RemarkKind.OCR,
    NoticeKind.UNREAD: RemarkKind.UNREAD,
    NoticeKind.GARBLED: RemarkKind.GARBLED,
    NoticeKind.SPARSE: RemarkKind.SPARSE,
    NoticeKind.ORDER: RemarkKind.ORDER,
}
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


def card(document: Document, outline: Outline, front: FrontMatter) -> Card:
    """What ``document`` gave, and what of it a person should look at."""
    layout = lay_out(document)
    pages = {kind: _noticed(document, kind) for kind in _PAGES}
    fields = _missing_fields(layout, outline, front)
    chapters = tuple(name for name in _CHAPTERS if not _has_chapter(name, outline.sections))
    listed = _listed(document, layout, outline)
    remarks = chain(
        _of_pages(document, pages),
        _of_front(document, outline, front, fields),
        _of_chapters(outline, chapters),
        _of_contents(document, outline, listed),
    )
    return Card(
        pages=len(document.pages) or None,
        characters=len(document.text),
        sections=len(outline.sections),
        figures=len(outline.figures),
        toc_entries=len(listed),
        toc_found=sum(target is not None for _, target in listed),
        ocr_pages=pages[NoticeKind.OCR],
        unread_pages=pages[NoticeKind.UNREAD],
        garbled_pages=pages[NoticeKind.GARBLED],
        sparse_pages=pages[NoticeKind.SPARSE],
        order_pages=pages[NoticeKind.ORDER],
        furniture=tuple(_furniture(document, layout)),
        missing_fields=fields,
        missing_chapters=chapters,
        remarks=tuple(remarks),
    )


def _noticed(document: Document, kind: NoticeKind) -> tuple[int, ...]:
    return tuple(sorted({n.page for n in document.notices if n.kind is kind and n.page is not None}))


def _of_pages(document: Document, pages: Mapping[NoticeKind, tuple[int, ...]]) -> Iterator[Remark]:
    """One remark a kind, for a scanned report may have hundreds of such pages."""
    for kind, remark in _PAGES.items():
        if pages[kind]:
            yield Remark(remark, pages[kind][0], (ranges(pages[kind]),))
    for lost in dict.fromkeys(n for n in document.notices if n.kind is NoticeKind.LOST):
        yield Remark(RemarkKind.LOST, lost.page, (lost.detail,))


def _furniture(document: Document, layout: Layout) -> Iterator[Furniture]:
    """What the reader left out, and what stands in the text but is passed over; a changing number is #."""
    seen = Counter(_pattern(layout.text[start:end]) for start, end in layout.furniture)
    left_out = (_pattern(n.detail) for n in document.notices if n.kind is NoticeKind.FURNITURE)
    yield from (Furniture(text, None) for text in dict.fromkeys(left_out) if text not in seen)
    yield from (Furniture(text, times) for text, times in seen.items())


def _pattern(text: str) -> str:
    return re.sub(r"[0-9]+", "#", re.sub(r"\s+", " ", text.strip()))


def _missing_fields(layout: Layout, outline: Outline, front: FrontMatter) -> tuple[str, ...]:
    known = set(front.fields)
    known |= {"travellers"} if front.travellers or "author" in known else set()
    known |= {"destinations"} if front.destinations or "country" in known else set()
    known |= {"abstract"} if any(s.kind is SectionKind.ABSTRACT for s in outline.sections) else set()
    asked = (key for key in _FIELDS if layout.chinese or key not in _OF_THE_FORM)
    return tuple(key for key in asked if key not in known)


def _of_front(document: Document, outline: Outline, front: FrontMatter, missing: tuple[str, ...]) -> Iterator[Remark]:
    if not front.fields and not any(s.kind in (SectionKind.COVER, SectionKind.FORM) for s in outline.sections):
        yield Remark(RemarkKind.NO_FRONT)
    elif missing:
        yield Remark(RemarkKind.FIELDS, None, missing)
    for conflict in front.conflicts:
        page = _page_at(document, conflict.form.start)
        details = (conflict.key, conflict.cover.value, conflict.form.value)
        yield Remark(RemarkKind.CONFLICT, page.number if page else None, details)


def _page_at(document: Document, offset: int) -> Page | None:
    at = bisect_right(document.pages, offset, key=lambda page: page.start) - 1
    return document.pages[at] if at >= 0 else None


def _has_chapter(name: str, sections: Sequence[Section]) -> bool:
    """«參訪目的» and «會議心得» tell nothing of how the trip went; «目的及過程» does."""
    titles = [s.title for s in sections if s.kind is SectionKind.BODY and 0 < s.level <= _NEAR_TOP]
    if name != "process":
        return any(_CHAPTERS[name].search(title) for title in titles)
    others = (_CHAPTERS["purpose"], _CHAPTERS["reflections"])
    return any(
        _SURELY_PROCESS.search(title)
        or (_CHAPTERS["process"].search(title) and not any(other.search(title) for other in others))
        for title in titles
    )


def _of_chapters(outline: Outline, missing: tuple[str, ...]) -> Iterator[Remark]:
    if not any(s.heading_end > s.start and s.level > 0 and s.kind is SectionKind.BODY for s in outline.sections):
        yield Remark(RemarkKind.NO_HEADINGS)
    elif missing:
        yield Remark(RemarkKind.CHAPTERS, None, missing)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a printed contents: its title, its page as printed (empty where none is), what it may be called."""

    title: str
    page: str
    keys: frozenset[str]
    of_figure: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """A section or a figure that an entry may point to; ``alone`` tells that no other goes by its name."""

    start: int
    keys: frozenset[str]
    of_figure: bool
    alone: bool


_Listed = list[tuple[_Entry, _Target | None]]


def _listed(document: Document, layout: Layout, outline: Outline) -> _Listed:
    """The entries of every contents with what they point to; dotted lines without a title may be something else."""
    sections = _sections(document, outline.sections)
    figures = [_Target(f.start, _figure_keys(f.number, f.caption), True, False) for f in outline.figures]
    listed: _Listed = []
    for contents in find_contents(layout):
        entries = list(_entries(layout, contents))
        found = _found([e for e in entries if not e.of_figure], sections)
        found |= _found([e for e in entries if e.of_figure], figures)
        if contents.title or len(found) >= _MOST * len(entries):
            listed.extend((entry, found.get(id(entry))) for entry in entries)
    return listed


def _sections(document: Document, sections: Sequence[Section]) -> list[_Target]:
    titles = Counter(squeezed(s.title) for s in sections)
    return [
        _Target(s.start, _section_keys(document, s), False, titles[squeezed(s.title)] == 1)
        for s in sections
        if s.kind is not SectionKind.TOC
    ]


def _section_keys(document: Document, section: Section) -> frozenset[str]:
    """A section goes by its title, with or without its numeral, or by how its text begins where it has none."""
    first = document.text[section.start : section.end].strip().partition("\n")[0]
    titles = (section.title, *section.path[-1:], *([first[:_TITLE]] if section.kind is SectionKind.ITEM else []))
    return frozenset[str]().union(*map(_keys, titles))


def _found(entries: Sequence[_Entry], targets: Sequence[_Target]) -> dict[int, _Target]:
    """What each entry (by its id) points to, each target once: first the equal ones in order, then the near ones."""
    found: dict[int, _Target] = {}
    named: dict[str, deque[_Target]] = {}
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


def _next(entry: _Entry, named: Mapping[str, deque[_Target]], taken: Container[int]) -> _Target | None:
    """The first target that goes by a name of the entry and is not taken."""
    free: list[_Target] = []
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


def _entries(layout: Layout, contents: Contents) -> Iterator[_Entry]:
    of_figures = re.search(r"[圖表]|figure|table(?! of)", contents.title, re.IGNORECASE) is not None
    for title, page, whole in _printed(layout.lines[contents.first + bool(contents.title) : contents.last]):
        said = caption(title)
        keys = _figure_keys(said.number, said.words) if said else _keys(title) | _keys(whole)
        yield _Entry(title, page, keys, said is not None or of_figures)


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


def _of_contents(document: Document, outline: Outline, listed: _Listed) -> Iterator[Remark]:
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
        page = _page_at(document, section.start)
        yield Remark(RemarkKind.UNLISTED, page.number if page else None, section.path[-1:])


def _shown(document: Document) -> dict[int, int]:
    """The number that each page prints; its own number where most print none."""
    labels = {page.number: int(page.label) for page in document.pages if page.label and page.label.isdecimal()}
    numbers = {page.number: page.number for page in document.pages}
    return labels if len(labels) > _MOST * len(numbers) else numbers


def _offset(document: Document, shown: Mapping[int, int], listed: _Listed) -> int | None:
    """What is to be added to a page of the contents; None where most entries do not agree on it."""
    steps = Counter(
        shown[page.number] - int(entry.page)
        for entry, target in listed
        if target and entry.page.isdecimal() and (page := _page_at(document, target.start)) and page.number in shown
    )
    offset, agree = steps.most_common(1)[0] if steps else (0, 0)
    return offset if agree >= max(_FEW, _MOST * steps.total()) else None


def _elsewhere(
    document: Document, shown: Mapping[int, int], offset: int, entry: _Entry, target: _Target
) -> tuple[int, int] | None:
    """The physical page and the printed one where the entry was found, if that is not where the contents say."""
    page = _page_at(document, target.start)
    if not page or not target.alone or not entry.page.isdecimal() or page.number not in shown:
        return None
    found = shown[page.number] - offset
    return None if found == int(entry.page) else (page.number, found)


def _unlisted(outline: Outline, listed: _Listed) -> Iterator[Section]:
    """The chapters behind the contents that these do not list, where they list most chapters."""
    contents = next((s.ordinal for s in outline.sections if s.kind is SectionKind.TOC), len(outline.sections))
    chapters = [s for s in outline.sections[contents:] if s.level == 1 and s.kind is SectionKind.BODY and s.title]
    starts = {target.start for _, target in listed if target and not target.of_figure}
    unlisted = [s for s in chapters if s.start not in starts]
    if len(unlisted) <= (1 - _MOST) * len(chapters):
        yield from (s for s in unlisted if not BACK_MATTER.fullmatch(s.title))
