"""The chapters in which a report advises: those of its outline, and one whose heading the outline has missed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.advice.found import Kind
from corpus.advice.wording import is_own_advice, is_part, part_kind, promises_advice
from corpus.chapters import Chapter, sections_of
from corpus.types import Report, Section, SectionKind

NUMERAL: Final = re.compile(
    r"[\s#*]*(?:第\s?[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾0-9]{1,3}\s?(?:章|節|部分|部份|篇|點|項)[、.．:：]?"
    r"|[（(]\s?(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2}|[A-Za-z]|[甲乙丙丁戊己庚辛壬癸])\s?[）)][、.．]?"
    r"|[壹貳參叁肆伍陸柒捌玖拾]{1,3}\s?[、.．:：\s]|[一二三四五六七八九十]{1,3}\s?[、.．:：]"
    r"|[0-9０-９]{1,2}(?:[.．][0-9]{1,2}){0,3}\s?[、.．)）]?(?=[^0-9０-９])|[①-⑳⑴-⒇]"
    r"|[甲乙丙丁戊己庚辛壬癸]、|[A-Z][、．]|[A-Z]\.(?=\s)|[IVXⅠ-Ⅻ]{1,4}[、.．])?\s*\**"
)
"""The numeral that a heading or an item may begin with."""
_LONGEST: Final = 30
_DEEPEST: Final = 3
_LINE: Final = re.compile(r"[^\n\f]+")
_AFTER: Final = re.compile(r"參考(?:資料|文獻|書目)|附件|附錄|references|bibliography|annex|appendix", re.IGNORECASE)
_NOT_READ: Final = frozenset({SectionKind.TOC, SectionKind.FORM, SectionKind.COVER, SectionKind.ABSTRACT})
Children = Mapping[int, Sequence[Section]]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter and what stands directly under it; ``kind`` is None where it holds both, or may."""

    section: Section
    below: tuple[Section, ...]
    kind: Kind | None


def parts_of(report: Report, children: Children) -> list[Part]:
    """The chapters in reading order."""
    sections = report.outline.sections
    tops = sections_of(Chapter.REFLECTIONS, sections)
    named = [s for s in sections if _is_named(s) and not any(t.start <= s.start < t.end for t in tops)]
    found = [*tops, *(s for s in named if not any(o.start <= s.start < o.end for o in named if o is not s))]
    parts = [Part(s, tuple(children.get(s.ordinal, ())), _kind(s.title)) for s in found]
    if not any(part.kind is not Kind.REFLECTION for part in parts):
        lost = _lost(report)
        if lost is not None:
            parts = [part for part in parts if not lost.section.start <= part.section.start < lost.section.end]
            parts.append(lost)
    return sorted(parts, key=lambda part: part.section.start)


def _kind(title: str) -> Kind | None:
    return part_kind(title) or (None if promises_advice(title) else Kind.REFLECTION)


def _is_named(section: Section) -> bool:
    return section.kind is SectionKind.BODY and section.level <= _DEEPEST and is_own_advice(section.title)


def _lost(report: Report) -> Part | None:
    """The last line that says nothing but the title of such a chapter, and what follows it."""
    text, sections = report.text, report.outline.sections
    headings = [(s.start, s.heading_end) for s in sections]
    lines = [line for line in _titles(text) if not any(a <= line.start() < b for a, b in headings)]
    for line in reversed(lines):
        host = max((s for s in sections if s.start <= line.start() < s.end), key=lambda s: s.start, default=None)
        if host is not None and host.kind in _NOT_READ:
            continue
        title = text[NUMERAL.match(line.group()).end() + line.start() : line.end()].strip(" :：\u3000")  # type: ignore[union-attr]  # matches nothing too
        until = _until(text, sections, line.end())
        if text[line.end() : until].strip():
            return _part(line.start(), line.end(), until, title, host, sections)
    return None


def _titles(text: str) -> Iterator[re.Match[str]]:
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if len(words) <= _LONGEST and is_part(words[NUMERAL.match(words).end() :]):  # type: ignore[union-attr]  # matches nothing too
            yield line


def _until(text: str, sections: Sequence[Section], start: int) -> int:
    ends = [s.start for s in sections if s.start > start and (s.kind is SectionKind.APPENDIX or _AFTER.search(s.title))]
    return min(ends, default=len(text))


def _part(
    start: int, heading_end: int, until: int, title: str, host: Section | None, sections: Sequence[Section]
) -> Part:
    inside = [s for s in sections if heading_end <= s.start < until]
    ordinals = {s.ordinal for s in inside}
    below = tuple(s for s in inside if s.parent not in ordinals)
    own_end = below[0].start if below else until
    ordinal, path = (host.ordinal, host.path) if host else (-1, ())
    section = Section(ordinal, None, 1, None, None, title, SectionKind.BODY, start, heading_end, own_end, until, path)
    return Part(section, below, _kind(title))
