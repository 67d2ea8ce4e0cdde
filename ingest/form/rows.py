"""The printed lines of cover or form as entries: a label, and where its value stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.form.labels import Label, form_labels, whole_label
from ingest.form.persons import is_name, role, travellers
from ingest.form.posts import is_agency
from ingest.form.ticks import ticked
from ingest.structure.candidates import joined
from ingest.structure.lines import Line
from ingest.structure.sentences import Span, ends_sentence

REPORT_LINE: Final = re.compile(
    r"(?P<before>.{0,24}?)出\s{0,4}[國国]\s{0,4}(?:人[員员])?\s{0,4}[報报]\s{0,4}告\s{0,4}[書书]?\s{0,4}(?:[（(].*[）)])?"
    r"|(?:official\s+)?(?:business\s+)?trip report",
    re.IGNORECASE,
)
TITLE_LINES: Final = 6
_NAME_WIDTH: Final = 24
_HEAD_LENGTH: Final = 120
_CONTINUED: Final = frozenset({"title", "keywords"})
_DANGLING: Final = re.compile(r"[至到~～\-－–—、,，/／及與与和]$")
_LEADING: Final = re.compile(r"[至到~～\-－–—]")
_CLOSING: Final = re.compile(r"[(（]?(?:本文|本報告|本报告).{0,12}[電电]子[檔档]")
"""«本文電子檔已傳至出國報告資訊網» ends the form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, and the pieces of its value: a span for each line that it stands on."""

    label: Label
    pieces: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the value begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1][1]

    def value(self, text: str) -> str:
        """The value as one line."""
        value = ""
        for start, end in self.pieces:
            piece = _cells(text[start:end])
            if value and self.label.key in ("person", "agency"):
                value = f"{value.rstrip('、')}、{piece}"
            else:
                value = joined(value, piece)
        return re.sub(r"\s+", " ", value).strip(" *")


def entries(lines: Sequence[Line]) -> Iterator[Entry]:
    """Each label and its value: behind it, or on the next line where nothing stands behind it."""
    for at, line in enumerate(lines):
        found = form_labels(line.text)
        for label, following in zip(found, [*found[1:], None], strict=False):
            span = _inner(line, label.end, following.start if following else len(line.text))
            pieces = [span] if span else []
            if following is None:
                pieces.extend(_continued(lines, at, label, empty=not pieces))
            if pieces:
                yield Entry(label, tuple(pieces))


def abstract_entry(lines: Sequence[Line]) -> Entry | None:
    """The abstract that stands under a heading of its own."""
    label = Label("abstract", 0, 0, ())
    pieces = tuple(_continued(lines, -1, label, empty=True)) if lines else ()
    return Entry(label, pieces) if pieces else None


def begins_field(line: str) -> bool:
    """Whether a label stands at the start of the line, set off as such."""
    found = form_labels(line)
    return bool(found) and found[0].start == 0


def _cells(piece: str) -> str:
    """The cells of a table row; a merged cell that a reader repeats counts once."""
    cells = [cell.strip() for cell in piece.split("\t")]
    return " ".join(dict.fromkeys(filter(None, cells))) if len(cells) > 1 else piece


def _inner(line: Line, start: int, stop: int) -> Span | None:
    piece = line.text[start:stop]
    kept = piece.rstrip(" \t\u3000，,；;*|")
    first = line.first + start + (len(kept) - len(kept.lstrip()))
    last = line.first + start + len(kept)
    return (first, last) if first < last else None


def _continued(lines: Sequence[Line], at: int, label: Label, *, empty: bool) -> Iterator[Span]:
    """The lines that the value runs on to: the next where it is empty yet, more of them for what may be long."""
    several = label.key in ("abstract", "person")
    last = lines[at]
    for number in range(at + 1, len(lines) if several else min(len(lines), at + TITLE_LINES)):
        line = lines[number]
        ended = not empty and label.key != "abstract" and ends_sentence(last.text)
        if _stops(label, line) or ended or not (empty or _belongs(label, line, last)):
            break
        yield line.first, line.end
        last, empty = line, False


def _stops(label: Label, line: Line) -> bool:
    """Whether something else begins; within an abstract only a label that is nothing else does."""
    if label.key != "abstract":
        return bool(begins_field(line.text) or whole_label(line.text) or REPORT_LINE.fullmatch(line.text))
    if _CLOSING.match(line.text):
        return True
    found = form_labels(line.text)
    return bool(found) and found[0].start == 0 and (found[0].strong or found[0].key in ("keywords", "abstract"))


def _belongs(label: Label, line: Line, before: Line) -> bool:
    """Whether ``line`` goes on with the value: a title's wrapped half, another person, the other end of a period."""
    if label.key == "abstract":
        return True
    if label.key in _CONTINUED:
        return not line.gap or line.text.startswith(("(", "（", "-", "－", "—", "～")) or before.text.endswith("、")
    if label.key == "person":
        return _is_person(line, label.columns)
    if label.key == "category":
        return ticked(line.text, 0, len(line.text)) is not None
    near = not line.gap and line.width <= _NAME_WIDTH and not ends_sentence(line.text)
    if label.key == "agency" and near and (line.indented or before.text.endswith("、")):
        return is_agency(line.text)
    dangling = _DANGLING.search(before.text) is not None or (label.key == "period" and bool(_LEADING.match(line.text)))
    return label.key in ("period", "country", "agency") and dangling


def _is_person(line: Line, columns: Sequence[str]) -> bool:
    """Another person's row: cells under the same columns, a name with a post, or an indented name."""
    cells = re.split(r"[/／\t]", line.text)
    if len(cells) > 1:
        return len(cells) >= min(3, len(columns)) and is_name(cells[0])
    if line.gap or line.width > _NAME_WIDTH or ends_sentence(line.text):
        return False
    found = travellers(line.text, 0, len(line.text), columns)
    if line.indented:
        return bool(found)
    return any(one.name and one.title for one in found) and all(is_name(one.name or "") for one in found)


def columns_of(line: str) -> tuple[str, ...] | None:
    """The columns of a line that heads a table of travellers: nothing but their names, that of the name among them.

    >>> columns_of("姓名 服務機關 單位 職稱")
    ('姓名', '服務機關', '單位', '職稱')
    """
    if len(line) > _HEAD_LENGTH:
        return None
    cells = line.split("\t") if "\t" in line else line.split()
    names = [re.sub(r"\s", "", cell) for cell in cells]
    roles = [role(name) for name in names if name]
    heads = len(roles) > 1 and "name" in roles and len({*roles} & {"agency", "unit", "title"}) > 0
    return tuple(names) if heads and all(_is_head(name) for name in names) else None


def _is_head(name: str) -> bool:
    return not name or (
        len(name) <= 8 and (role(name) is not None or name.endswith(("等", "別", "備註", "编号", "編號", "次")))
    )
