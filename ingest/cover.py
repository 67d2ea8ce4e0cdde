"""What cover and form (提要) say of a report: title, author, agency, country, dates.

A value is kept as printed, with the span it was read from; what is not printed stays absent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.dates import first_date, period
from corpus.types import Document, Field, FrontMatter, Outline, Section, SectionKind
from ingest.candidates import joined
from ingest.labels import Label, is_label_line, labels
from ingest.lines import Layout, Line, lay_out
from ingest.persons import Persons, persons
from ingest.sentences import Span, ends_sentence, width

_REPORT_LINE: Final = re.compile(
    r".{0,24}?出\s*國\s*(?:人員)?\s*報\s*告\s*(?:書)?\s*(?:[（(].*[）)])?\s*"
    r"|(?:official\s+)?(?:business\s+)?trip report",
    re.IGNORECASE,
)
_CATEGORY: Final = re.compile(r"(?:出國)?類\s*別\s*[:：]\s*(?P<value>[^）)\s]+)")
_TICKED: Final = re.compile(r"[■☑☒✔✓●]\s*[0-9]?[.、]?\s*(?P<value>[^□■\s0-9]+)")
_AGENCY: Final = re.compile(r"[\u4e00-\u9fff]{2,16}(?:部|院|署|局|處|府|會|館|所|中心|大學|公司|銀行|委員會)")
_NAME_WIDTH: Final = 24
_TITLE_LINES: Final = 4
_CONTINUED: Final = frozenset({"title", "keywords"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label with the value behind it, possibly over several lines."""

    label: Label
    value: str
    start: int
    end: int


def front_matter(document: Document, outline: Outline) -> FrontMatter:
    """The fields of cover and form; the cover is believed before the form."""
    layout = lay_out(document)
    fields: dict[str, Field] = {}
    kinds = (SectionKind.COVER, SectionKind.FORM, SectionKind.ABSTRACT, SectionKind.FRONT)
    for section in (s for kind in kinds for s in outline.sections if s.kind is kind):
        lines = layout.within(section.heading_end, section.own_end)
        only = {"keywords"} if section.kind in (SectionKind.ABSTRACT, SectionKind.FRONT) else None
        for key, field in _fields(section, lines):
            if only is None or key in only:
                fields.setdefault(key, field)
    if "title" not in fields and (title := _first_title(layout, outline)):
        fields["title"] = title
    fields = {key: _tight(layout.text, field) for key, field in fields.items()}
    return FrontMatter(fields, _iso(fields))


def _tight(text: str, field: Field) -> Field:
    """The field with its span narrowed to the value, where that is printed in one piece."""
    value = field.value.rstrip("。")
    at = text.find(value, field.start, field.end)
    return Field(value, at, at + len(value)) if at >= 0 else Field(value, field.start, field.end)


def _fields(section: Section, lines: Sequence[Line]) -> Iterator[tuple[str, Field]]:
    entries = list(_entries(lines))
    if section.kind is SectionKind.COVER:
        yield from _unlabelled(lines, entries)
    jobs: list[_Entry] = []
    for entry in entries:
        key = entry.label.key
        if key == "person":
            yield from _person_fields(entry)
        elif key == "job":
            jobs.append(entry)
        elif key == "host":
            yield from _host(entry)
        elif key == "category" and (ticked := _TICKED.search(entry.value)):
            yield key, Field(ticked["value"], entry.start, entry.end)
        elif key != "other":
            yield key, Field(entry.value, entry.start, entry.end)
    if jobs:
        yield "author_title", Field(jobs[0].value, jobs[0].start, jobs[0].end)


def _entries(lines: Sequence[Line]) -> Iterator[_Entry]:
    """Each label and its value: behind it, or on the next line where nothing stands behind it."""
    for at, line in enumerate(lines):
        found = labels(line.text)
        for label, following in zip(found, [*found[1:], None], strict=False):
            stop = following.start if following else len(line.text)
            start, end = _inner(line, label.end, stop)
            value = line.text[start - line.first : end - line.first]
            if following is None:
                value, start, end = _continue(lines, at, label, (value, start, end))
            if value:
                yield _Entry(label, _strip(value), start, end)


def _inner(line: Line, start: int, stop: int) -> Span:
    piece = line.text[start:stop]
    kept = piece.rstrip(" \t\u3000，,；;*|")
    return line.first + start + (len(kept) - len(kept.lstrip())), line.first + start + len(kept)


def _continue(lines: Sequence[Line], at: int, label: Label, found: tuple[str, int, int]) -> tuple[str, int, int]:
    """The value with the lines it runs on to: the next where it is empty yet, more of them for a title."""
    value, start, end = found
    last = at
    for line in lines[at + 1 : at + _TITLE_LINES]:
        if is_label_line(line.text) or _REPORT_LINE.fullmatch(line.text) or ends_sentence(value):
            break
        if value and not _belongs(label, line, lines[last]):
            break
        start = start if value else line.first
        several = label.key == "person" and value
        value = f"{value.rstrip('、')}、{line.text}" if several else joined(value, line.text)
        end, last = line.end, last + 1
    return value, start, end


def _belongs(label: Label, line: Line, before: Line) -> bool:
    """Whether ``line`` goes on with the value: a title's wrapped half, another author under the first."""
    if label.key in _CONTINUED:
        return not line.gap or line.text.startswith(("(", "（", "-", "－", "—", "～")) or before.text.endswith("、")
    near = not line.gap and line.width <= _NAME_WIDTH and not ends_sentence(line.text)
    return label.key == "person" and near and line.indented


def _unlabelled(lines: Sequence[Line], entries: Sequence[_Entry]) -> Iterator[tuple[str, Field]]:
    """A cover prints «出國報告（出國類別：…）» and, without a label, the title."""
    head = next((i for i, line in enumerate(lines) if _REPORT_LINE.fullmatch(line.text)), None)
    if head is not None and (found := _CATEGORY.search(lines[head].text)):
        start = lines[head].first + found.start("value")
        yield "category", Field(found["value"], start, start + len(found["value"]))
    if any(entry.label.key == "title" for entry in entries):
        return
    below = _until_label(lines[0 if head is None else head + 1 :])
    title = below or (list(lines[:head]) if head else [])
    if len(title) > 1 and _AGENCY.fullmatch(title[0].text):
        yield "agency", Field(title[0].text, title[0].first, title[0].end)
        title = title[1:]
    if title:
        yield "title", _whole(title)


def _until_label(lines: Sequence[Line]) -> list[Line]:
    taken: list[Line] = []
    for line in lines:
        if is_label_line(line.text) or len(taken) == _TITLE_LINES:
            break
        if _CATEGORY.search(line.text) is None:
            taken.append(line)
    return taken


def _whole(lines: Sequence[Line]) -> Field:
    value = ""
    for line in lines:
        value = joined(value, line.text.lstrip("# ").replace("**", ""))
    return Field(value, lines[0].first, lines[-1].end)


def _person_fields(entry: _Entry) -> Iterator[tuple[str, Field]]:
    found: Persons = persons(entry.value, entry.label.columns)
    for key, value in (("author", found.names), ("author_title", found.jobs), ("agency", found.agencies)):
        if value:
            yield key, Field(value, entry.start, entry.end)


def _host(entry: _Entry) -> Iterator[tuple[str, Field]]:
    """«主辦機關/聯絡人：數位發展部/江長柏»: the agency is the first column."""
    agency = re.split(r"\s*[/／]\s*", entry.value)[0]
    if agency:
        yield "agency", Field(agency, entry.start, entry.start + len(agency))


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


def _strip(value: str) -> str:
    return re.sub(r"[ \t]+", " ", value).strip(" \t\u3000*")


def _iso(fields: dict[str, Field]) -> dict[str, str]:
    iso: dict[str, str] = {}
    if "date" in fields and (day := first_date(fields["date"].value)):
        iso["date"] = day.isoformat()
    if "period" in fields:
        span = period(fields["period"].value)
        first = span[0] if span else first_date(fields["period"].value)
        if first:
            iso["period_start"] = first.isoformat()
            iso["period_end"] = (span[1] if span else first).isoformat()
    return iso
