"""The table as a file for people: CSV, and XLSX with a list to choose a status from."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from assistant.locales import Words
from assistant.recommendations.columns import COLUMNS, EDITED, STATUSES, Said
from assistant.recommendations.table import Recommendation
from corpus.tracked import Gone

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

BOM: Final = "\ufeff"
"""Without it a spreadsheet reads UTF-8 as something else."""
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_000
"""Characters that a cell of a sheet holds; a longer text is cut, and says so."""
_CUT: Final = "…"
_FONT: Final = "Microsoft JhengHei"
"""Excel's for Traditional Chinese; where it is not installed, the program takes the next one for Chinese."""
_LEFT: Final = 1
"""Columns that stay in view."""
_LINK_LIMIT: Final = 60_000
"""Links that Excel bears in one sheet."""
_VALIDATED: Final = 1_048_575
Row = Recommendation | Gone
Link = Callable[[Recommendation], str]


def safe(said: Said) -> str:
    """A cell of CSV that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("建議"), safe(None), safe(7)
    ("'=1+1", '建議', '', '7')
    """
    text = "" if said is None else str(said)
    return f"'{text}" if text.startswith(_RISKY) else text


def plain(cell: str) -> str:
    """What :func:`safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def csv_lines(rows: Iterable[Row], t: Words) -> Iterator[str]:
    """The lines of a CSV file, with its mark for UTF-8 at the beginning."""
    yield BOM + _line(t(column.title) for column in COLUMNS)
    for row in rows:
        yield _line(safe(column.says(row, t)) for column in COLUMNS)


def _line(cells: Iterable[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()


def write_xlsx(rows: Iterable[Row], target: IO[bytes] | Path, t: Words, link: Link | None = None) -> int:
    """An XLSX file; how many rows it has. ``link`` gives the address of the place in the report, where there is one."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {**options, "constant_memory": True}) as book:
        book.set_properties({"title": t("recommendations.title")})
        return _Sheet(book, t, link).write(rows)


class _Sheet:
    """The one sheet of a workbook that is being written."""

    def __init__(self, book: "xlsxwriter.Workbook", t: Words, link: Link | None) -> None:
        look: dict[str, Any] = {"font_name": _FONT, "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
        self._t, self._link = t, link
        self._sheet = book.add_worksheet(t("recommendations.title")[:31])
        self._head: Format = book.add_format({**look, "bold": True, "bg_color": "#DCE6F1"})
        self._cell: Format = book.add_format({**look, "border_color": "#B0B0B0"})
        self._open: Format = book.add_format({**look, "border_color": "#B0B0B0", "bg_color": "#FFFBE6"})
        self._day: Format = book.add_format(
            {**look, "border_color": "#B0B0B0", "bg_color": "#FFFBE6", "num_format": "yyyy-mm-dd"}
        )
        self._linked: Format = book.add_format(
            {**look, "border_color": "#B0B0B0", "font_color": "#0B4EA2", "underline": 1}
        )

    def write(self, rows: Iterable[Row]) -> int:
        """Head, rows, and what makes them easy to work with."""
        for at, column in enumerate(COLUMNS):
            self._sheet.set_column(at, at, column.width)
            self._sheet.write_string(0, at, self._t(column.title), self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, column in enumerate(COLUMNS):
                self._put(last, at, column.name, column.says(row, self._t), row)
        self._sheet.freeze_panes(1, _LEFT)
        self._sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)
        self._offer_statuses(max(last, 1))
        self._sheet.set_landscape()
        self._sheet.set_paper(8)  # A3
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        return last

    def _put(self, line: int, at: int, name: str, said: Said, row: Row) -> None:
        look = self._open if name in EDITED else self._cell
        if isinstance(said, int):
            self._sheet.write_number(line, at, said, look)
        elif name == "due":
            self._sheet.write(line, at, date.fromisoformat(said) if said else None, self._day)
        elif name in ("page", "section_path") and self._link and isinstance(row, Recommendation) and line < _LINK_LIMIT:
            # the page where there is one, else the section: not both, for links in a sheet are counted
            linked = name == ("page" if row.cited.pages else "section_path")
            self._text(line, at, said, look) if not linked else self._address(line, at, said, self._link(row))
        else:
            self._text(line, at, said, look)

    def _text(self, line: int, at: int, said: str | None, look: "Format") -> None:
        text = said or ""
        self._sheet.write_string(line, at, text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT, look)

    def _address(self, line: int, at: int, said: str | None, address: str) -> None:
        if self._sheet.write_url(line, at, address, self._linked, string=(said or "")[:250]) != 0:
            self._text(line, at, said, self._cell)

    def _offer_statuses(self, last: int) -> None:
        at = next(at for at, column in enumerate(COLUMNS) if column.name == "status")
        words = [self._t(key) for key in STATUSES.values()]
        self._sheet.data_validation(1, at, last, at, {"validate": "list", "source": words})
        due = next(at for at, column in enumerate(COLUMNS) if column.name == "due")
        self._sheet.data_validation(
            1, due, last, due,
            {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_type": "warning"},
        )  # fmt: skip
