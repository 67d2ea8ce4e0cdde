"""The report card of one document: pure, from what reader, outline and front matter have found."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from corpus.card import Card, Furniture, Remark, RemarkKind, ranges
from corpus.types import Document, FrontMatter, NoticeKind, Outline, Section, SectionKind
from ingest.structure.contents import contents_remarks, listed_in
from ingest.structure.lines import Layout, lay_out

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


def card(document: Document, outline: Outline, front: FrontMatter) -> Card:
    """What ``document`` gave, and what of it a person should look at."""
    layout = lay_out(document)
    pages = {kind: _noticed(document, kind) for kind in _PAGES}
    fields = _missing_fields(layout, outline, front)
    chapters = tuple(name for name in _CHAPTERS if not _has_chapter(name, outline.sections))
    listed = listed_in(document, layout, outline)
    remarks = chain(
        _of_pages(document, pages),
        _of_front(document, outline, front, fields),
        _of_chapters(outline, chapters),
        contents_remarks(document, outline, listed),
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
        page = document.page_at(conflict.form.start)
        details = (conflict.key, conflict.cover.value, conflict.form.value)
        yield Remark(RemarkKind.CONFLICT, page.number if page else None, details)


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
