"""The fields that one place, the cover or the form, prints: each value as printed, with its span."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.types import Field, Traveller
from ingest.form.people import people
from ingest.form.persons import joined_persons
from ingest.form.rows import Entry
from ingest.form.ticks import ticked
from ingest.structure.sentences import trimmed

_HINT: Final = re.compile(r"\s*[（(][^（()）]{0,12}字[^（()）]{0,8}[）)]\s*[:：]?\s*")
"""«（二百至三百字）» is the form's own text."""
_DAYS: Final = re.compile(r"[0-9０-９]|[零〇○一二三四五六七八九十百]\s*[年月日]")
_NUMBER: Final = re.compile(r"[0-9０-９一二三四五六七八九十]")
_WORD: Final = re.compile(r"[^\W_]")
_SLASH: Final = re.compile(r"[ \u3000]{0,8}[/／\t]")
_CLASSED: Final = frozenset({"category", "attachments"})
_PERSONAL: Final = frozenset({"person", "job", "unit"})
_SHAPES: Final = {"period": _DAYS, "date": _DAYS, "pages": _NUMBER}
"""What a value must have to be one: else the line behind an empty label is taken for its value."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What one place prints."""

    fields: dict[str, Field]
    travellers: tuple[Traveller, ...] = ()


def printed(text: str, entries: Sequence[Entry], listed: Sequence[Traveller], above: dict[str, Field]) -> Printed:
    """The fields of ``entries``; ``listed`` are the travellers of tables, ``above`` what stands without a label."""
    fields: dict[str, Field] = {}
    for entry in entries:
        if entry.label.key not in _PERSONAL and (field := _field(text, entry)):
            fields.setdefault(entry.label.key, field)
    if several := _agencies(text, entries):
        fields["agency"] = several
    found = people(text, entries, listed)
    fields = dict(_of_persons(found)) | above | fields
    if "author_title" not in fields and (job := next((e for e in entries if e.label.key == "job"), None)):
        fields["author_title"] = Field(job.value(text), job.start, job.end)
    worded = {key: field for key, field in fields.items() if _WORD.search(field.value)}
    return Printed({key: _tight(text, key, field) for key, field in worded.items()}, tuple(found))


def _agencies(text: str, entries: Sequence[Entry]) -> Field | None:
    """Several agencies, each behind a label of its own."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.label.key == "agency":
            found.setdefault(entry.value(text), entry)
    each = list(found.values())
    return Field("、".join(found), each[0].start, each[-1].end) if len(each) > 1 else None


def _field(text: str, entry: Entry) -> Field | None:
    key = entry.label.key
    if key == "other":
        return None
    if key == "abstract":
        return _abstract(text, entry)
    if key in _CLASSED:
        return _classed(text, entry)
    if key == "planner":
        return _first_cell(text, entry)
    value = entry.value(text)
    shape = _SHAPES.get(key, _WORD)
    return Field(value, entry.start, entry.end) if shape.search(value) else None


def _abstract(text: str, entry: Entry) -> Field | None:
    hint = _HINT.match(text, entry.start, entry.end)
    span = trimmed(text, hint.end() if hint else entry.start, entry.end)
    return Field(text[slice(*span)], *span) if span else None


def _classed(text: str, entry: Entry) -> Field | None:
    """What is ticked, where there are boxes; nothing where none is. «（出國類別：開會）» ends at the bracket."""
    end = _closed(text, entry.start, entry.end)
    spans = ticked(text, entry.start, end)
    if spans is None and (whole := trimmed(text, entry.start, end)):
        spans = [whole]
    if not spans or not _WORD.search(text, spans[0][0], spans[-1][1]):
        return None
    return Field("、".join(re.sub(r"\s+", " ", text[a:b]) for a, b in spans), spans[0][0], spans[-1][1])


def _closed(text: str, start: int, end: int) -> int:
    """Where a bracket is closed that was open before ``start``; else the end."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] in "（(") - (text[at] in "）)")
        if depth < 0:
            return at
    return end


def _first_cell(text: str, entry: Entry) -> Field | None:
    """«主辦機關/聯絡人：數位發展部/江長柏»: the agency is the first column; the person to call is nobody's business."""
    start, end = entry.pieces[0]
    cut = _SLASH.search(text, start, end)
    span = trimmed(text, start, cut.start() if cut else end)
    return Field(text[slice(*span)], *span) if span and _WORD.search(text, *span) else None


def _of_persons(found: Sequence[Traveller]) -> Iterator[tuple[str, Field]]:
    values = joined_persons(found)
    for key, value, rows in (
        ("author", values.names, [p for p in found if p.name]),
        ("author_title", values.jobs, [p for p in found if p.title]),
        ("agency", values.agencies, [p for p in found if p.agency]),
    ):
        if value:
            yield key, Field(value, min(p.start for p in rows), max(p.end for p in rows))


def _tight(text: str, key: str, field: Field) -> Field:
    """The field with its span narrowed to the value, where that is printed in one piece; no field ends in a stop."""
    value = field.value if key == "abstract" else field.value.rstrip("。")
    at = text.find(value, field.start, field.end)
    return Field(value, at, at + len(value)) if at >= 0 else Field(value, field.start, field.end)
