"""The report card of one document: pure, from what reader, outline and front matter have found."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from corpus.card import Card, Furniture, Remark, RemarkKind, ranges
from corpus.chapters import Chapter, chapters_in
from corpus.types import Document, FrontMatter, NoticeKind, Outline, SectionKind
from ingest.structure.contents import contents_remarks, listed_in
from ingest.structure.lines import Layout, lay_out

_FIELDS: Final = ("title", "agency", "travellers", "category", "period", "destinations", "date", "keywords", "abstract")
_OF_THE_FORM: Final = frozenset({"category", "keywords", "abstract"})
"""What only the official form asks for, which is in Chinese."""
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
    present = chapters_in(outline.sections)
    chapters = tuple(chapter.value for chapter in Chapter if chapter not in present)
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


def _of_chapters(outline: Outline, missing: tuple[str, ...]) -> Iterator[Remark]:
    if not any(s.heading_end > s.start and s.level > 0 and s.kind is SectionKind.BODY for s in outline.sections):
        yield Remark(RemarkKind.NO_HEADINGS)
    elif missing:
        yield Remark(RemarkKind.CHAPTERS, None, missing)
