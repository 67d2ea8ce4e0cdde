"""Travellers in a table: a head that names the columns, a row for each person below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpus.types import Traveller
from ingest.form.labels import whole_label
from ingest.form.persons import is_name, role, traveller_of
from ingest.form.rows import begins_field, columns_of
from ingest.structure.lines import Line
from ingest.structure.sentences import Span, trimmed

_KEYS: Final = ("name", "agency", "unit", "title")
_COLUMN_KEYS: Final = frozenset({"person", "agency", "unit", "job", "other"})
_MOST: Final = 60
"""A table of more rows is not that of who travelled."""


def roster(text: str, lines: Sequence[Line]) -> tuple[list[Traveller], list[Line]]:
    """Everyone in the tables among ``lines``, and the lines that are no part of these tables.

    >>> # 姓名⇥服務機關⇥單位⇥職稱 / 王小明⇥數位發展部⇥數位政府司⇥分析師
    """
    found: list[Traveller] = []
    left: list[Line] = []
    at, before = 0, None
    while at < len(lines):
        heads, rows = 0, 0
        if columns := columns_of(_row(text, lines[at])):
            people = list(_rows(text, lines[at + 1 : at + 1 + _MOST], columns))
            heads, rows = 1, len(people)
        elif columns := _stacked_columns(lines, at):
            heads = len(columns)
            people = list(_stacked(lines[at + heads : at + heads * _MOST], columns))
            rows = len(people) * heads
        if heads:
            found.extend(people)
        else:
            left.append(replace(lines[at], gap=True) if at and lines[at - 1] is not before else lines[at])
            before = lines[at]
        at += max(1, heads + rows)
    return found, left


def _row(text: str, line: Line) -> str:
    """The line with the empty first cells that :class:`Line` strips."""
    return text[line.start : line.end]


def _rows(text: str, lines: Sequence[Line], columns: tuple[str, ...]) -> Iterator[Traveller]:
    roles = _roles(columns)
    for line in lines:
        cells = _cells(text, line, tabbed="\t" in _row(text, line))
        group = bool(cells) and re.sub(r"\s", "", text[slice(*cells[0])]) == columns[0] and len(cells) > 1
        if begins_field(line.text) and not group:
            return
        aligned = _aligned(text, cells, roles)
        if aligned is None:
            return
        printed = {key: text[slice(*cell)].strip() for key, cell in zip(roles, aligned, strict=False) if key}
        if not is_name(printed.get("name", "")):
            return
        name, agency, unit, title = (printed.get(key, "") for key in _KEYS)
        yield traveller_of((name, agency, unit, title), line.first, line.end)


def _roles(columns: Sequence[str]) -> list[str | None]:
    """The role of each column; «出國人員» before a column «姓名» only says what the table is, and two units are
    agency and unit in their order."""
    roles = [role(column) for column in columns]
    if roles.count("name") > 1:
        roles[roles.index("name")] = None
    return roles


def _aligned(text: str, cells: Sequence[Span], roles: Sequence[str | None]) -> list[Span] | None:
    """The cells under their columns; a row may lack the empty first cell of a group, or the last ones."""
    if len(cells) < 2:
        return None
    if roles[0] is None and len(cells) == len(roles) - 1 and is_name(text[slice(*cells[0])]):
        return [(0, 0), *cells]
    return list(cells) if len(cells) <= len(roles) else None


def _cells(text: str, line: Line, *, tabbed: bool) -> list[Span]:
    """The cells of a row, empty ones too where tabs set them apart."""
    if not tabbed:
        return [(line.first + m.start(), line.first + m.end()) for m in re.finditer(r"\S+", line.text)]
    row, offset = _row(text, line), line.start
    return [
        trimmed(text, offset + m.start(), offset + m.end()) or (offset + m.start(), offset + m.start())
        for m in re.finditer(r"[^\t]+|(?<=\t)(?=\t)|^(?=\t)", row)
    ]


def _stacked_columns(lines: Sequence[Line], at: int) -> tuple[str, ...] | None:
    """The head of a table that a reader wrote cell by cell, one on a line."""
    if whole_label(lines[at].text) != "person" or "/" in lines[at].text:
        return None
    columns: list[str] = []
    for line in lines[at : at + 8]:
        name = re.sub(r"\s", "", line.text)
        if whole_label(line.text) not in _COLUMN_KEYS or role(name) is None:
            break
        columns.append(name)
    return tuple(columns) if len(columns) > 1 else None


def _stacked(lines: Sequence[Line], columns: tuple[str, ...]) -> Iterator[Traveller]:
    """Rows of as many lines as there are columns; where they do not come out even, none can be told."""
    values: list[Line] = []
    for line in lines:
        if begins_field(line.text):
            break
        values.append(line)
    roles, size = _roles(columns), len(columns)
    rows = [values[i : i + size] for i in range(0, len(values), size)]
    if len(values) % size or not all(is_name(row[roles.index("name")].text) for row in rows):
        return
    for row in rows:
        printed = {key: line.text for key, line in zip(roles, row, strict=True) if key}
        name, agency, unit, title = (printed.get(key, "") for key in _KEYS)
        yield traveller_of((name, agency, unit, title), row[0].first, row[-1].end)
