"""From the chapters of a report to its items: what one recommendation is, and what only leads to some."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.advice.beside import printed_beside, term_of
from corpus.advice.blocks import Block, blocks, trimmed, without_tail
from corpus.advice.chapters import NUMERAL, Children, parts_of
from corpus.advice.found import Advice, Kind, Shape
from corpus.advice.runin import Numbered, numbered_in
from corpus.advice.tables import Row, Table, tables_in
from corpus.advice.wording import (
    advises,
    demands,
    introduces,
    introduces_steps,
    is_courtesy,
    is_mixed,
    is_only_part,
    is_part,
    part_kind,
    promises_advice,
    recommends,
    term_said,
)
from corpus.fold import squeezed
from corpus.types import Report, Section

VERSION: Final = "1"
"""Changes whenever :func:`advice_in` would say something else; a library writes its recommendations anew then."""
_LONGEST: Final = 30
"""Characters of a line that may be a heading inside running text."""
_LEAD: Final = 40
"""Characters of what leads to a list that say what is in it."""
_LINE: Final = re.compile(r"[^\n\f]+")
_HEAD: Final = re.compile(r"[^：:，,。；;\n]{1,30}")


def advice_in(report: Report) -> tuple[Advice, ...]:
    """All that the report advises, in reading order, with the reflections of the same chapters.

    One item is a leaf of the outline below such a chapter; where it has none, a row of a table, an item numbered inside
    a paragraph, a bullet, or a paragraph (:class:`Shape`). A section that says what to do, and then only how, is one.
    """
    below: dict[int, list[Section]] = {}
    for section in report.outline.sections:
        if section.parent is not None:
            below.setdefault(section.parent, []).append(section)
    parts = parts_of(report, below)
    apart = any(part.kind is not Kind.REFLECTION for part in parts)
    found: list[Advice] = []
    for part in parts:
        walk = _Walk(report.text, below, apart, part.section.end)
        found += walk.part(part.section, part.below, part.kind, "")
    return tuple(item for item in found if squeezed(report.text[item.said : item.end]))


@dataclass(slots=True)
class _Walk:
    """Through one chapter, which ends at ``end``. ``apart``: the report recommends in a place of its own, so that what
    it calls reflections are just that. ``told`` is up to where the tables reach that have been read: the numerals in
    their cells may look like headings."""

    text: str
    children: Children
    apart: bool
    end: int
    told: int = 0

    def part(self, section: Section, below: Sequence[Section], kind: Kind | None, term: str) -> Iterator[Advice]:
        """What stands in a chapter, or under a heading of several items."""
        yield from self._loose(section, section.heading_end, section.own_end, kind, term)
        for child in below:
            yield from self._child(child, kind, term)

    def _child(self, section: Section, kind: Kind | None, term: str) -> Iterator[Advice]:
        if section.start < self.told:
            return
        below = self.children.get(section.ordinal, ())
        title, body = self._title(section)
        kind = part_kind(title) or (None if is_mixed(title) else kind)
        term = term_said(title) or term
        if below and not self._is_one(section, below):
            yield from self._group(section, title, below, kind, term)
            return
        end = section.end if below else section.own_end
        if is_part(title) or self._tables(body, end, kind):
            found = list(self._loose(section, body, end, kind, term))
            if len(found) > 1 or is_only_part(title) or any(i.shape is not Shape.PARAGRAPH for i in found):
                yield from found
                return
        yield self._item(section, end, kind, term)

    def _group(
        self, section: Section, title: str, below: Sequence[Section], kind: Kind | None, term: str
    ) -> Iterator[Advice]:
        own = self.text[section.heading_end : section.own_end].strip()
        if own and not is_part(title) and not introduces(own):
            said = Kind.RECOMMENDATION if recommends(own) and kind is not Kind.REFLECTION else Kind.REFLECTION
            yield self._item(section, section.own_end, said, term)
            for child in below:
                yield from self._child(child, kind, term)
        else:
            yield from self.part(section, below, kind, term)

    def _is_one(self, section: Section, below: Sequence[Section]) -> bool:
        """Whether a section says what to do, and those below it only how."""
        own = self.text[section.heading_end : section.own_end].strip()
        if not own or is_part(section.title) or not recommends(own):
            return False
        last = own.rpartition("\n")[2]
        if introduces(last):
            return introduces_steps(last)
        return not any(advises(self.text[child.start : child.end]) for child in below)

    def _title(self, section: Section) -> tuple[str, int]:
        """The heading, and where what it stands over begins; of an item without one, what stands before its colon."""
        if section.title and self.text[section.heading_end : section.end].strip():
            return section.title, section.heading_end
        said = self._said(section.start, section.end)
        head = _HEAD.match(self.text, said, section.end)
        if head and self.text[head.end() : head.end() + 1] in ("：", ":") and is_part(head.group()):
            return head.group(), head.end() + 1
        return section.title, section.heading_end

    def _item(self, section: Section, end: int, kind: Kind | None, term: str) -> Advice:
        """The section as one item."""
        start, _ = trimmed(self.text, section.start, end)
        end = without_tail(self.text, section.start, end)
        said = self._said(start, end)
        title = section.title if self.text[section.heading_end : end].strip() else ""
        printed = printed_beside(self.text, said, end)
        head = _HEAD.match(self.text, said, end)
        kind = self._judged(kind, self.text[said:end], title or (head.group() if head else ""))
        term = term_said(title) or term_of(printed) or term
        return Advice(
            kind, Shape.SECTION, section.number, section.ordinal, section.path, title, start, said, end, term, printed
        )

    def _said(self, start: int, end: int) -> int:
        numeral = NUMERAL.match(self.text, start, end)
        return numeral.end() if numeral else start

    def _judged(self, kind: Kind | None, words: str, title: str = "") -> Kind:
        if kind is Kind.REFLECTION and not self.apart and advises(words):
            return Kind.RECOMMENDATION
        if kind is not None:
            return kind
        return Kind.RECOMMENDATION if recommends(words) or demands(title) else Kind.REFLECTION

    def _loose(self, section: Section, start: int, end: int, kind: Kind | None, term: str) -> Iterator[Advice]:
        """The items of running text: rows of tables, items numbered in it, bullets, paragraphs."""
        for table in self._tables(start, end, kind):
            yield from self._headed(section, start, table.start, kind, term)
            yield from (self._row(section, row, term) for row in table.rows)
            start = self.told = table.end
        yield from self._headed(section, start, end, kind, term)

    def _tables(self, start: int, end: int, kind: Kind | None) -> list[Table]:
        """Those that begin in ``start`` .. ``end``."""
        tables = tables_in(self.text, start, self.end, kind is Kind.RECOMMENDATION)
        return [table for table in tables if table.start < end]

    def _headed(self, section: Section, start: int, end: int, kind: Kind | None, term: str) -> Iterator[Advice]:
        """The same without tables; a line that says nothing but «短期建議» holds for what follows it."""
        for line in _LINE.finditer(self.text, start, end):
            title = _bare(line.group())
            if len(title) <= _LONGEST and is_part(title):
                yield from self._running(section, start, line.start(), kind, term)
                kind = part_kind(title) or (None if is_mixed(title) else kind)
                start, term = line.end(), term_said(title) or term
        yield from self._running(section, start, end, kind, term)

    def _row(self, section: Section, row: Row, term: str) -> Advice:
        return Advice(
            Kind.RECOMMENDATION, Shape.ROW, row.number, _ordinal(section), section.path, "", row.start, row.start,
            row.end, row.term or term, row.printed,
        )  # fmt: skip

    def _running(self, section: Section, start: int, end: int, kind: Kind | None, term: str) -> Iterator[Advice]:
        numbered = numbered_in(self.text, start, end)
        first = numbered[0].start if numbered else end
        # the sentence that leads to a list says nothing of its own
        until = max(start, *(self.text.rfind(sign, start, first) + 1 for sign in "。\n\f")) if numbered else end
        yield from self._paragraphs(section, start, until, kind, term)
        lead = self.text[until:first].strip() or self.text[start:first].strip().rpartition("\n")[2]
        if numbered and introduces(lead):
            kind = Kind.RECOMMENDATION if promises_advice(lead[-_LEAD:]) else kind
        for item in numbered:
            yield self._numbered(section, item, kind, term)

    def _numbered(self, section: Section, item: Numbered, kind: Kind | None, term: str) -> Advice:
        end = max(item.said, without_tail(self.text, item.start, item.end))
        head = _HEAD.match(self.text, item.said, end)
        title = head.group().strip() if head else ""
        printed = printed_beside(self.text, item.said, end)
        return Advice(
            self._judged(kind, self.text[item.said : end], title), Shape.RUN_IN, item.number, _ordinal(section),
            section.path, "", item.start, item.said, end,
            term_said(self.text[item.said : end].partition("\n")[0]) or term_of(printed) or term, printed,
        )  # fmt: skip

    def _paragraphs(self, section: Section, start: int, end: int, kind: Kind | None, term: str) -> Iterator[Advice]:
        found = [block for block in blocks(self.text, start, end) if self._says_something(block)]
        told = any(recommends(self.text[block.start : block.end]) for block in found)
        for block in found:
            words = self.text[block.start : block.end]
            background = kind is Kind.RECOMMENDATION and told and not block.bullet and not recommends(words)
            printed = printed_beside(self.text, block.said, block.end)
            yield Advice(
                Kind.REFLECTION if background else self._judged(kind, words),
                Shape.BULLET if block.bullet else Shape.PARAGRAPH, None, _ordinal(section), section.path, "",
                block.start, block.said, block.end, term_of(printed) or term, printed,
            )  # fmt: skip

    def _says_something(self, block: Block) -> bool:
        words = self.text[block.start : block.end]
        leads = introduces(words) and "。" not in words[:-1]
        return not ("\t" in words or words.startswith("|") or leads or is_courtesy(words))


def _bare(line: str) -> str:
    """A line without its numeral and the brackets around it."""
    numeral = NUMERAL.match(line)
    return line[numeral.end() if numeral else 0 :].strip(" \u3000\t:：【】[]〔〕*#")


def _ordinal(section: Section) -> int | None:
    return section.ordinal if section.ordinal >= 0 else None
