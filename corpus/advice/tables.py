"""Tables of recommendations: «項次｜建議事項｜說明｜主辦機關｜期程», a row each, with its other columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from corpus.advice.found import Printed, is_body
from corpus.advice.wording import is_term, term_said
from corpus.fold import fold, simplify

_LINE: Final = re.compile(r"[^\n\f]+")
_TAB: Final = re.compile(r"[^\t]+")
_PIPE: Final = re.compile(r"(?<=\|)[^|]*(?=\|)")
_RULE: Final = re.compile(r"[\s|:+-]+")


@cache
def _head(pattern: str) -> re.Pattern[str]:
    return re.compile(simplify(pattern), re.IGNORECASE)


_NUMBER: Final = r"項次|編號|序號|項目?次|次序|no\.?|#|item(?: no\.?)?"
_ADVICE: Final = r".{0,8}建議.{0,6}|recommendations?|proposals?|proposed actions?|suggestions?"
_MATTER: Final = r"(?:具體)?(?:事項|內容|作法|做法|措施|策略|項目|工作項目|議題|action|measure)s?"
_TERM: Final = (
    r".{0,4}(?:期程|時程|期限|時間|短中長期|類別|性質|急迫性|優先(?:順序|性)?)|term|time ?frame|time ?line|priority"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell prints; empty where it prints nothing."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One recommendation of a table; ``start`` .. ``end`` is its cell."""

    number: str | None
    start: int
    end: int
    term: str
    printed: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``start`` .. ``end`` of the text, head and all."""

    start: int
    end: int
    rows: tuple[Row, ...]


def tables_in(text: str, start: int, end: int, advising: bool) -> list[Table]:
    """The tables that recommend; ``advising``: the chapter does nothing else, and a plain «內容» will do as a head."""
    return [table for lines in _grids(text, start, end) if (table := _table(text, lines, advising)) is not None]


def _grids(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """The runs of lines that have columns."""
    run: list[tuple[int, int]] = []
    for line in _LINE.finditer(text, start, end):
        words = line.group().strip()
        columns = "\t" in words or (words.startswith("|") and words.endswith("|") and len(words) > 2)
        # the last cells of a row may be empty: then nothing parts its only one from anything
        if columns or (run and text[run[-1][1] : line.start()].count("\n") == 1 and is_term(words)):
            run.append(line.span())
        elif run:
            yield run
            run = []
    if run:
        yield run


def _cells(text: str, line: tuple[int, int]) -> list[Cell]:
    piped = text[slice(*line)].lstrip().startswith("|")
    start = line[0]
    spans = [found.span() for found in _PIPE.finditer(text, *line)] if piped else _between_tabs(text, start, line[1])
    cells = []
    for a, b in spans:
        words = text[a:b]
        first = a + len(words) - len(words.lstrip())
        cells.append(Cell(first, first + len(words.strip()), words.strip()))
    return cells


def _between_tabs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [start - 1, *(at for at in range(start, end) if text[at] == "\t"), end]
    return [(a + 1, b) for a, b in pairwise(edges)]


def _table(text: str, lines: Sequence[tuple[int, int]], advising: bool) -> Table | None:
    grid = [_cells(text, line) for line in lines if not _RULE.fullmatch(text[slice(*line)])]
    for at, head in enumerate(grid[:3]):
        names = [fold(re.sub(r"\s+", "", cell.text)) for cell in head]
        column = _column(names, advising)
        if column is not None:
            rows = tuple(_rows(grid[at + 1 :], [cell.text for cell in head], names, column))
            return Table(lines[0][0], lines[-1][1], rows) if rows else None
    rows = tuple(_labelled(grid))
    return Table(lines[0][0], lines[-1][1], rows) if rows else None


def _column(names: Sequence[str], advising: bool) -> int | None:
    """The column that recommends: its head says so, or it is the one with the matter beside numbers or agencies."""
    said = [at for at, name in enumerate(names) if _head(_ADVICE).fullmatch(name) and not is_body(name)]
    if said:
        return next((at for at in said if not _head(_TERM).fullmatch(names[at])), None)
    beside = any(_head(_NUMBER).fullmatch(name) or is_body(name) for name in names)
    matter = [at for at, name in enumerate(names) if _head(_MATTER).fullmatch(name)]
    return matter[0] if matter and beside and advising else None


def _rows(grid: Sequence[Sequence[Cell]], heads: Sequence[str], names: Sequence[str], column: int) -> Iterator[Row]:
    term = ""
    for cells in grid:
        full = [cell for cell in cells if cell.text]
        if len(full) == 1 and is_term(full[0].text):
            term = term_said(full[0].text)  # a row across all columns
            continue
        if column >= len(cells) or not cells[column].text:
            continue
        number, printed = None, []
        for at, cell in enumerate(cells[: len(heads)]):
            if at == column or not cell.text:
                continue
            if _head(_NUMBER).fullmatch(names[at]):
                number = cell.text
            else:
                printed.append(Printed(heads[at], cell.text, cell.start, cell.end))
                # a cell that goes on over rows is printed in its first one only
                if _head(_TERM).fullmatch(names[at]) or is_term(cell.text):
                    term = term_said(cell.text) or cell.text
        yield Row(number, cells[column].start, cells[column].end, term, tuple(printed))


def _labelled(grid: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    """A table without a head, «短期｜…» to the left of what is to be done then."""
    if all(len(cells) == 2 and is_term(cells[0].text) for cells in grid if any(c.text for c in cells)):
        for term, said in (cells for cells in grid if len(cells) == 2 and cells[1].text):
            yield Row(None, said.start, said.end, term_said(term.text), ())
