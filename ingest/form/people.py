"""Everyone whom one place, the cover or the form, names as having travelled: behind labels and in tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpus.fold import fold
from corpus.types import Traveller
from ingest.form.persons import travellers
from ingest.form.rows import Entry

_SEVERAL: Final = re.compile(r"[、，,；;/／\n]")


def people(text: str, entries: Sequence[Entry], listed: Sequence[Traveller]) -> list[Traveller]:
    """The travellers of ``entries`` and of tables (``listed``), each once, in the order of print."""
    agencies = [entry for entry in entries if entry.label.key == "agency"]
    values = {entry.value(text) for entry in agencies}
    alone = len(values) == 1
    found = [*_labelled(text, entries if alone else list(_paired(entries))), *listed]
    ordered = sorted(unique(found), key=lambda person: person.start)
    return [_of_agency(text, person, agencies[0]) for person in ordered] if alone else ordered


def unique(found: Sequence[Traveller], more: Sequence[Traveller] = ()) -> list[Traveller]:
    """Each person once, by the fuller of two rows on them; of ``more`` only those who have a name."""
    rows: dict[str, Traveller] = {}
    for one in (*found, *(person for person in more if person.name or not found)):
        key = re.sub(r"\s", "", fold(one.name or one.title or ""))
        if key:
            rows[key] = max(rows[key], one, key=_says) if key in rows else one
    return list(rows.values())


def _says(traveller: Traveller) -> int:
    return sum(cell is not None for cell in (traveller.name, traveller.agency, traveller.unit, traveller.title))


def _labelled(text: str, entries: Sequence[Entry]) -> list[Traveller]:
    """Those behind the labels of persons; a post, a unit with a label of its own is that of the one before it."""
    found: list[Traveller] = []
    alone = False
    for entry in entries:
        if entry.label.key == "person":
            named = [one for a, b in entry.pieces for one in travellers(text, a, b, entry.label.columns)]
            found.extend(named)
            alone = len(named) == 1
        elif alone and entry.label.key in ("job", "unit", "paired"):
            found[-1] = _completed(text, found[-1], entry)
    return found


def _completed(text: str, person: Traveller, entry: Entry) -> Traveller:
    value = entry.value(text)
    start, end = min(person.start, entry.start), max(person.end, entry.end)
    if entry.label.key == "job" and person.title is None:
        return replace(person, title=value, start=start, end=end)
    if entry.label.key == "unit" and person.unit is None:
        return replace(person, unit=value, start=start, end=end)
    if entry.label.key == "paired" and person.agency is None:
        return replace(person, agency=value, start=start, end=end)
    return person


def _paired(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Several agencies belong to the persons one by one where the two take turns; else to nobody for certain."""
    turns = [entry for entry in entries if entry.label.key in ("person", "agency")]
    kinds = [entry.label.key for entry in turns]
    first_person = kinds == ["person", "agency"] * (len(kinds) // 2)
    first_agency = kinds == ["agency", "person"] * (len(kinds) // 2)
    agency: Entry | None = None
    for entry in entries:
        if entry.label.key != "agency":
            yield entry
            if entry.label.key == "person" and agency and first_agency:
                yield _as_paired(agency)
        elif first_person:
            yield _as_paired(entry)
        else:
            agency = entry


def _as_paired(entry: Entry) -> Entry:
    return replace(entry, label=replace(entry.label, key="paired"))


def _of_agency(text: str, person: Traveller, entry: Entry) -> Traveller:
    """The one agency that is printed beside the persons is theirs."""
    value = entry.value(text)
    if person.agency or _SEVERAL.search(value) or not (person.name or person.title):
        return person
    return replace(person, agency=value, start=min(person.start, entry.start), end=max(person.end, entry.end))
