"""A report as its author wrote it: blocks in order, the numerals not written but counted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of headings is numbered, as DOCX and ODT name it, and the numerals it prints."""

    docx: str
    odt: str
    before: str
    after: str
    numerals: tuple[str, ...]
    blank: bool  # whether the printed numeral is followed by a blank

    def label(self, value: int) -> str:
        return f"{self.before}{self.numerals[value - 1]}{self.after}{' ' if self.blank else ''}"


@dataclass(frozen=True, slots=True)
class Title:
    """A centred line of cover or front."""

    text: str


@dataclass(frozen=True, slots=True)
class Para:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` (from 1); level 0 has no numeral."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: each entry's level, its words without the numeral, and its page."""

    entries: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list with bullets."""

    text: str


@dataclass(frozen=True, slots=True)
class Caption:
    """«圖 1 …»: the number comes from a field."""

    word: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


Block = Title | Para | Heading | Contents | Item | Caption | Table | NewPage


@dataclass(frozen=True, slots=True)
class AuthoredReport:
    """``header`` is the running header: furniture, in no reader's text."""

    name: str
    header: str
    levels: tuple[Level, ...]
    blocks: tuple[Block, ...]

    def numbered(self) -> Iterator[tuple[Block, str]]:
        """Each block with the numeral that is printed before it («» for most): the reference counter."""
        counts = [0] * len(self.levels)
        for block in self.blocks:
            label = ""
            if isinstance(block, Heading) and block.level:
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (len(counts) - block.level)
                label = self.levels[block.level - 1].label(counts[block.level - 1])
            yield block, label

    def contents_lines(self, contents: Contents) -> Iterator[tuple[str, int]]:
        """The entries as printed: numeral and words, and the page."""
        counts = [0] * (len(self.levels) + 1)
        for level, words, page in contents.entries:
            counts[level] += 1
            counts[level + 1 :] = [0] * (len(counts) - level - 1)
            yield (self.levels[level - 1].label(counts[level]) if level else "") + words, page


def outline_of(report: AuthoredReport) -> list[tuple[str, tuple[str, ...]]]:
    """The outline, checked by hand: kind and path of every section in reading order."""
    known = json.loads((FOLDER / "outlines.json").read_text("utf-8"))
    return [(kind, tuple(path)) for kind, *path in known[report.name]]


def pdf_path(report: AuthoredReport) -> Path:
    """The DOCX of the report as LibreOffice printed it (``python -m tests.ingest.authored.make``)."""
    return FOLDER / "files" / f"{report.name}.pdf"


_FORMAL = tuple("壹貳參肆伍陸柒捌玖拾")
_CJK = (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五")
_ARABIC = tuple(map(str, range(1, 21)))

OFFICIAL = (
    Level("ideographLegalTraditional", "壹, 貳, 參, ...", "", "、", _FORMAL, False),
    Level("taiwaneseCountingThousand", "一, 二, 三, ...", "", "、", _CJK, False),
    Level("taiwaneseCountingThousand", "一, 二, 三, ...", "(", ")", _CJK, True),
    Level("decimal", "1", "", ".", _ARABIC, True),
    Level("decimal", "1", "(", ")", _ARABIC, True),
)
CHAPTERS = (
    Level("taiwaneseCountingThousand", "一, 二, 三, ...", "第", "章", _CJK, True),
    Level("chineseCountingThousand", "一, 二, 三, ...", "第", "節", _CJK, True),
    Level("chineseCounting", "一, 二, 三, ...", "", "、", _CJK, False),
    Level("taiwaneseCounting", "一, 二, 三, ...", "（", "）", _CJK, False),
)
