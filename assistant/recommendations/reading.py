"""An edited sheet, taken back: what people have changed in it, held against what has been noted since it was made."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from assistant.recommendations.columns import EDITED, name_of, status_meant
from assistant.recommendations.sheets import BOM, plain
from corpus.errors import UnreadableFile
from corpus.marks import Edit

_MOST_ROWS: Final = 1_048_576
_MOST_BYTES: Final = 64 << 20
_MOST_UNPACKED: Final = 1 << 30
_STAMP: Final = re.compile(r"([0-9]{1,9})-([0-9a-f]{6})")
_XLSX: Final = b"PK"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number there, the recommendation's key, what it says shall be noted.

    ``seen`` is the revision that it was made of, ``proof`` tells whether it was edited since
    (:mod:`assistant.recommendations.stamp`); None where the sheet does not say.
    """

    number: int
    key: str
    edit: Edit
    seen: int | None = None
    proof: str | None = None


def lines_of(path: Path) -> list[Line]:
    """The rows of a CSV or XLSX file that :mod:`assistant.recommendations.sheets` made, edited or not.

    UnreadableFile where it is neither, or has no column of keys.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(f"{path.name} is larger than any table of recommendations: give the sheet itself.")
    data = path.read_bytes()
    rows = _xlsx(path.name, data) if data.startswith(_XLSX) else _csv(path.name, data)
    head = next(rows, ())
    columns = {name: at for at, title in enumerate(head) if (name := name_of(str(title or ""))) is not None}
    if "key" not in columns or not any(name in columns for name in EDITED):
        raise UnreadableFile(
            f"{path.name} has no column of keys, or none of those that can be changed ({', '.join(EDITED)}): export "
            "the table with `tripreport recommendations --xlsx FILE`, and edit that."
        )
    return [line for number, row in enumerate(rows, start=2) if (line := _line(number, row, columns)) is not None]


def _csv(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{name} is not UTF-8: save it as «CSV UTF-8», or as XLSX.") from None
    try:
        yield from ([plain(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise UnreadableFile(f"{name} is no CSV file ({error}): export the table anew, and edit that.") from error


def _xlsx(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                raise ValueError("unpacked it is larger than any table of recommendations")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise UnreadableFile(f"{name} is no XLSX file ({error}): export the table anew, and edit that.") from error


def _line(number: int, row: Sequence[Any], columns: dict[str, int]) -> Line | None:
    said = {name: _text(row[at]) if at < len(row) else "" for name, at in columns.items()}
    if not said["key"].strip():
        return None
    edit = Edit(**{name: said[name] for name in EDITED if name in said})
    if edit.status is not None:
        edit = replace(edit, status=status_meant(edit.status))
    stamped = _STAMP.fullmatch(said.get("revision", "").strip())
    return Line(number, said["key"].strip(), edit, *((int(stamped[1]), stamped[2]) if stamped else ()))


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
