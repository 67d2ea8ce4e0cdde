"""What cover and form (提要) say of a report: title, travellers, agencies, places, days, and where the two disagree.

A value is kept as printed, with the span it was read from; what is not printed stays absent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from corpus.categories import category_of
from corpus.dates import find_dates
from corpus.fold import fold
from corpus.numerals import chinese
from corpus.types import Document, Field, FrontMatter, Outline, Section, SectionKind, Traveller
from ingest.form.conflicts import conflicts
from ingest.form.destinations import destinations
from ingest.form.fields import Printed, printed
from ingest.form.people import unique
from ingest.form.periods import day_of, trip_days
from ingest.form.posts import is_agency
from ingest.form.roster import roster
from ingest.form.rows import REPORT_LINE, TITLE_LINES, Entry, abstract_entry, begins_field, entries
from ingest.structure.candidates import joined
from ingest.structure.lines import Layout, Line, lay_out
from ingest.structure.sentences import width

_CATEGORY: Final = re.compile(r"[類类]\s*[別别]\s*[:：]")
_BRACKETS: Final = re.compile(r"[（(](?P<value>[^（()）]{2,10})[）)]\s*$")
_PAGES: Final = re.compile(
    r"(?:共|计|约)?\s*(?P<number>[0-9]{1,4}|[一二三四五六七八九十百]{1,5})\s*(?:页|面|pages?|p\.?)?"
)
_REVIEW: Final = re.compile(r".{0,30}(?:審\s*核|审核|評核)\s*表.{0,10}")
"""«出國報告審核表»: what follows is said of the report by others."""
_OFFICE: Final = re.compile(r"公務|因公|行政院及所屬各機關|.*年度?|所屬.*|.*[:：]")


def front_matter(document: Document, outline: Outline) -> FrontMatter:
    """The fields of cover and form; the cover is believed before the form."""
    layout = lay_out(document)
    cover, form = _cover(layout, outline), _form(layout, outline)
    fields = {**_loose(layout, outline), **form.fields, **cover.fields}
    if "agency" not in fields and "planner" in fields:
        fields["agency"] = fields["planner"]
    if "title" not in fields and (title := _first_title(layout, outline)):
        fields["title"] = title
    places = [place.fields["country"] for place in (cover, form) if "country" in place.fields]
    return FrontMatter(
        fields,
        _iso((cover.fields, form.fields)),
        tuple(unique(form.travellers, cover.travellers)),
        destinations(layout.text, places),
        conflicts(layout.text, cover.fields, form.fields),
    )


def _cover(layout: Layout, outline: Outline) -> Printed:
    sections = [s for s in outline.sections if s.kind is SectionKind.COVER]
    lines = _until_review([line for s in sections for line in layout.within(s.heading_end, s.own_end)])
    listed, left = roster(layout.text, lines)
    found = list(entries(left))
    return printed(layout.text, found, listed, dict(_unlabelled(left, found)))


def _form(layout: Layout, outline: Outline) -> Printed:
    """The form, its abstract, and what of it was taken for prose: there only what is surely a label is one."""
    found: list[Entry] = []
    listed: list[Traveller] = []
    for section, end in _form_parts(outline.sections):
        lines = _until_review(layout.within(section.heading_end, end))
        if section.kind is SectionKind.FORM:
            people, lines = roster(layout.text, lines)
            listed.extend(people)
            found.extend(e for e in entries(lines) if e.start < section.own_end or _is_sure(e))
        else:
            found.extend(_of_abstract(section, lines))
    return printed(layout.text, found, listed, {})


def _form_parts(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    """The form and its abstract, each with where it ends: prose right behind it belongs to it."""
    inside = False
    for section, after in zip(sections, [*sections[1:], None], strict=False):
        inside = section.kind is SectionKind.FORM or (
            inside and section.kind in (SectionKind.ABSTRACT, SectionKind.FRONT)
        )
        if inside and section.kind is not SectionKind.FRONT:
            yield section, after.own_end if after and after.kind is SectionKind.FRONT else section.own_end


def _loose(layout: Layout, outline: Outline) -> dict[str, Field]:
    """Abstract and keywords before the body, where they are part of no form."""
    taken = {section.ordinal for section, _ in _form_parts(outline.sections)}
    found: list[Entry] = []
    for section in outline.sections:
        if section.kind in (SectionKind.ABSTRACT, SectionKind.FRONT) and section.ordinal not in taken:
            found.extend(_of_abstract(section, layout.within(section.heading_end, section.own_end)))
    return printed(layout.text, [e for e in found if e.label.key in ("abstract", "keywords")], (), {}).fields


def _of_abstract(section: Section, lines: Sequence[Line]) -> Iterator[Entry]:
    headed = section.kind is SectionKind.ABSTRACT and section.heading_end > section.start
    if headed and (entry := abstract_entry(lines)):
        yield entry
    yield from (entry for entry in entries(lines) if _is_sure(entry))


def _is_sure(entry: Entry) -> bool:
    return entry.label.colon and (entry.label.strong or entry.label.key in ("abstract", "keywords"))


def _until_review(lines: Sequence[Line]) -> list[Line]:
    return list(takewhile(lambda line: not _REVIEW.fullmatch(line.text), lines))


def _unlabelled(lines: Sequence[Line], found: Sequence[Entry]) -> Iterator[tuple[str, Field]]:
    """A cover prints «出國報告（出國類別：…）» and, without a label, the title."""
    head = next((i for i, line in enumerate(lines) if REPORT_LINE.fullmatch(line.text)), None)
    if category := _category(lines[: TITLE_LINES if head is None else head + 3]):
        yield "category", category
    if office := next((line for line in lines[: head or 0] if is_agency(line.text)), None):
        yield "agency", Field(office.text, office.first, office.end)
    if any(entry.label.key == "title" for entry in found):
        return
    title = _until_label(lines[0 if head is None else head + 1 :])
    if not title and head is not None:
        title = list(lines[:head]) or _named_by(lines[head])
    if len(title) > 1 and is_agency(title[0].text):
        yield "agency", Field(title[0].text, title[0].first, title[0].end)
        title = title[1:]
    if title:
        yield "title", _whole(title)


def _named_by(head: Line) -> list[Line]:
    """«赴日考察出國報告» is a title itself; «數位發展部出國報告» is not."""
    found = REPORT_LINE.fullmatch(head.text)
    before = (found["before"] or "").strip() if found else ""
    return [head] if len(before) > 1 and not is_agency(before) and not _OFFICE.fullmatch(before) else []


def _category(lines: Sequence[Line]) -> Field | None:
    """«出國報告（開會）»: a category in the brackets of the report's line, without its label."""
    for line in lines:
        bracket = _BRACKETS.search(line.text) if REPORT_LINE.fullmatch(line.text) else None
        if bracket and category_of(bracket["value"]):
            start = line.first + bracket.start("value")
            return Field(bracket["value"], start, start + len(bracket["value"]))
    return None


def _until_label(lines: Sequence[Line]) -> list[Line]:
    taken: list[Line] = []
    for line in lines:
        if begins_field(line.text) or len(taken) == TITLE_LINES:
            break
        if _CATEGORY.search(line.text) is None and not _is_day(line.text):
            taken.append(line)
    return taken


def _is_day(line: str) -> bool:
    """A date alone on its line is no part of a title."""
    return any(found.end - found.start >= len(line.strip()) - 3 for found in find_dates(line))


def _whole(lines: Sequence[Line]) -> Field:
    value = ""
    for line in lines:
        value = joined(value, line.text.lstrip("# ").replace("**", ""))
    return Field(value, lines[0].first, lines[-1].end)


def _first_title(layout: Layout, outline: Outline) -> Field | None:
    """The first heading of a Markdown file, where it holds all others."""
    roots = [s for s in outline.sections if s.parent is None and s.kind is SectionKind.BODY]
    if not layout.markdown or len(roots) != 1 or not roots[0].title or outline.sections[0] is not roots[0]:
        return None
    line = layout.within(roots[0].start, roots[0].heading_end)[0]
    at = line.text.find(roots[0].title)
    if at < 0 or width(roots[0].title) > 80:
        return None
    return Field(roots[0].title, line.first + at, line.first + at + len(roots[0].title))


def _iso(places: Sequence[Mapping[str, Field]]) -> dict[str, str]:
    """Days as ISO 8601 and the number of pages, each from the first place where it can be read."""
    iso: dict[str, str] = {}
    for fields in places:
        if "date" in fields and (day := day_of(fields["date"].value)):
            iso.setdefault("date", day.isoformat())
        if "period" in fields and "period_end" not in iso:
            days = zip(("period_start", "period_end"), trip_days(fields["period"].value), strict=True)
            iso |= {key: day.isoformat() for key, day in days if day}
        if "pages" in fields and (number := _pages(fields["pages"].value)):
            iso.setdefault("pages", str(number))
    return iso


def _pages(value: str) -> int | None:
    """The number that is printed, and nothing beside it but brackets."""
    found = _PAGES.fullmatch(re.sub(r"\s*\([^()]*\)\s*$", "", fold(value)).strip())
    if found is None:
        return None
    return int(found["number"]) if found["number"].isdecimal() else chinese(found["number"])
