"""What is quoted in a draft: between marks, in blocks, or, where nothing is, every sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from assistant.check.align import LONGEST
from assistant.check.folded import fold_text
from assistant.check.letters import is_han
from assistant.check.marks import marked
from ingest.structure.sentences import LATIN_WIDTH, sentences

SHORTEST: Final = 6.0
"""Chinese characters that a quotation must have to prove anything; a Latin letter counts 0.4."""

_MOST_PIECES: Final = 20
"""What is parted more often is no quotation with something left out."""
_MARKDOWN: Final = re.compile(r"^[^\S\n]{0,3}>.*(?:\n[^\S\n]{0,3}>.*)*", re.MULTILINE)
_MARKERS: Final = re.compile(r"^[^\S\n]{0,3}(?:>[^\S\n]?)+", re.MULTILINE)
_INDENTED: Final = re.compile(r"(?:(?:[ ]{4,}|\t|\u3000{3,})\S.*(?:\n|\Z))+")
_SOURCE_LINE: Final = re.compile(r"(?:[—–―-]{1,2}\s*\S|資料來源|资料来源|出處|出处|Source:|《)")
_LEFT_OUT: Final = re.compile(
    r"(?:[(（\[［〔【]\s*(?:(?:中|下|上|前|後)?略|[…⋯]+|\.{3,})\s*[)）\]］〕】]|[…⋯]+|\.{3,}|(?:\.\s){2,}\.)"
)
_ADDED: Final = re.compile(
    r"[\[［](?P<letter>[A-Za-z])[\]］](?=[a-z])"
    r"|[\[［][^\[\]［］\n]{0,120}[\]］]|〔[^〔〕\n]{0,120}〕|[⁰¹²³⁴-⁹]+"
    r"|[(（](?:[編筆作譯引]?者?按|按|註|注|原文如此|原文照引|底線|底线|粗體|黑體|劃線|畫線|強調|sic|emphasis)[^()（）\n]{0,120}[)）]",
    re.IGNORECASE,
)
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")
_LINE_END: Final = re.compile(r"\n")
_HEADING: Final = re.compile(
    r"[^\S\n]*(?:#+\s|[壹貳參肆伍陸柒捌玖拾一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）])[^\n。]{0,40}\n"
)


class Kind(StrEnum):
    """Why a stretch of a draft is taken for a quotation."""

    MARKED = "marked"
    BLOCK = "block"
    SENTENCE = "sentence"  # nothing in the draft is quoted, or every sentence was asked for


@dataclass(frozen=True, slots=True)
class Quotation:
    """``start`` .. ``end`` of the draft, and what is quoted there: ``text``, a block's without the signs of its lines.

    ``pieces`` are to follow one another in one report: without what the writer says to have put in or left out. Not
    ``closed``: the closing mark is missing.
    """

    start: int
    end: int
    text: str
    kind: Kind
    closed: bool = True
    pieces: tuple[str, ...] = field(default=())

    @property
    def size(self) -> float:
        """How much is quoted, in Chinese characters."""
        return sum(map(size_of, self.pieces))


def find_quotations(draft: str, every_sentence: bool = False) -> list[Quotation]:
    """The quotations of ``draft`` in order; every sentence where it quotes nothing that is long enough to prove."""
    found = [] if every_sentence else sorted([*_blocks(draft), *_marked(draft)], key=lambda q: q.start)
    if any(q.size >= SHORTEST for q in found):
        return _outermost(found)
    return [q for q in _sentences(draft) if q.size > 0]


def size_of(text: str) -> float:
    """The letters and digits of a text, in Chinese characters.

    >>> size_of("數位韌性！"), round(size_of("cloud first"), 1)
    (4.0, 4.0)
    """
    return sum(1.0 if is_han(c) else LATIN_WIDTH for c in fold_text(text).letters if c.isalnum())


def _marked(draft: str) -> Iterator[Quotation]:
    for found in marked(draft):
        yield from _made(draft, found.start, found.end, Kind.MARKED, closed=found.closed)


def _blocks(draft: str) -> Iterator[Quotation]:
    """Lines that begin with «>»; and paragraphs set in, where others are not."""
    for found in _MARKDOWN.finditer(draft):
        yield from _block(draft, found.start(), found.end())
    if any(line[:1].strip() for line in draft.split("\n")):
        for start, end in _paragraphs(draft):
            if _INDENTED.fullmatch(draft, start, end):
                yield from _block(draft, start, end)


def _block(draft: str, start: int, end: int) -> Iterator[Quotation]:
    """A block without the line below it that says where it is from, which stays in the draft as what follows it."""
    lines = draft[start:end].rstrip().split("\n")
    if len(lines) > 1 and _SOURCE_LINE.match(_unmarked(lines[-1]).strip()):
        lines.pop()
    return _made(draft, start, start + len("\n".join(lines)), Kind.BLOCK)


def _made(draft: str, start: int, end: int, kind: Kind, closed: bool = True) -> Iterator[Quotation]:
    """The quotation, in parts where it is too long for one; none where nothing is said."""
    for first, last in _parts(draft, start, end):
        text = _unmarked(draft[first:last]) if kind is Kind.BLOCK else draft[first:last]
        text = text.strip()
        if text:
            parts = tuple(islice(pieces(text), _MOST_PIECES + 1)) or (text,)
            yield Quotation(first, last, text, kind, closed, parts if len(parts) <= _MOST_PIECES else (text,))


def _parts(draft: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at ends of sentences; a sentence without an end wherever it is full."""
    while end - start > LONGEST:
        stop = max((start + b for _, b in sentences(draft[start : start + LONGEST])[:-1]), default=start + LONGEST)
        yield start, stop
        start = stop
    yield start, end


def _unmarked(block: str) -> str:
    return _MARKERS.sub("", block)


def pieces(text: str) -> Iterator[str]:
    """What is quoted word for word, piece by piece.

    >>> list(pieces("本部[數位部]將……推動（按：已核定）計畫"))
    ['本部將', '推動計畫']
    """
    for piece in _LEFT_OUT.split(text):
        said = without_additions(piece).strip()
        if any(map(str.isalnum, said)):
            yield said


def without_additions(text: str) -> str:
    """The text without what stands in it in brackets as the writer's own."""
    return _ADDED.sub(lambda found: found["letter"] or "", text)


def _outermost(found: Iterable[Quotation]) -> list[Quotation]:
    """Marks within a block are part of it; a block that begins with a mark is what is between its marks."""
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept


def _sentences(draft: str) -> Iterator[Quotation]:
    for start, end in _paragraphs(draft):
        for a, b in sentences(draft[start:end]):
            yield from _made(draft, start + a, start + b, Kind.SENTENCE)


def _paragraphs(draft: str) -> Iterator[tuple[int, int]]:
    """What blank lines part, and headings; every line, where there are no blank lines."""
    between = _BLANK_LINE if _BLANK_LINE.search(draft) else _LINE_END
    start = 0
    for found in [*between.finditer(draft), None]:
        end = found.start() if found else len(draft)
        heading = _HEADING.match(draft, start, end)
        if heading:
            yield start, heading.end() - 1
            start = heading.end()
        yield start, end
        start = found.end() if found else end
