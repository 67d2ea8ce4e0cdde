"""The outline of a report as nested links; the branch of the section being read is the one that is open."""

from collections.abc import Callable

from assistant.locales import Words
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.parts import page_at, part_at
from corpus.types import Report, Section, SectionKind

_ITEM_CHARACTERS = 12


def render_outline(report: Report, parts: list[Span], open_part: int, t: Words, by_page: bool = False) -> str:
    """The outline as a list of links; empty where the report has no sections.

    ``by_page``: the links lead to the picture of the page that a section begins on.
    """

    def goto(section: Section) -> str:
        if by_page:
            return data(turn=page_at(report.document.pages, section.start).number)
        part = part_at(parts, section.start)
        return data(part=part if part != open_part else None)

    return _tree(report, lambda section: _link(section, report, goto(section), t))


def outline_links(report: Report, address: Callable[[Section], str], t: Words) -> str:
    """The outline as a list of plain links, for a page without any script."""

    def link(section: Section) -> str:
        name = f'<bdi lang="zh-Hant">{esc(section_name(section, report, t))}</bdi>'
        return f'<a href="{esc(address(section))}">{name}</a>'

    return _tree(report, link)


def children_of(report: Report) -> dict[int | None, list[Section]]:
    """The sections by the ordinal of the one they stand in, in reading order; the chapters stand in none."""
    children: dict[int | None, list[Section]] = {}
    for section in report.outline.sections:
        children.setdefault(section.parent, []).append(section)
    return children


def _tree(report: Report, link: Callable[[Section], str]) -> str:
    children = children_of(report)

    def branch(parent: int | None) -> str:
        items = "".join(f"<li>{link(s)}{branch(s.ordinal)}</li>" for s in children.get(parent, ()))
        return f"<ol>{items}</ol>" if items else ""

    return branch(None)


def section_at(report: Report, offset: int) -> Section | None:
    """The innermost section that holds ``offset``."""
    inside = [section for section in report.outline.sections if section.start <= offset < section.end]
    return max(inside, key=lambda section: (section.level, section.start), default=None)


def section_name(section: Section, report: Report, t: Words) -> str:
    """What a section is called in the outline: its heading as printed, else its title, its first words, its kind."""
    heading = " ".join(report.text[section.start : section.heading_end].split()).lstrip("-•· ")
    if heading and section.kind is not SectionKind.ITEM:
        return heading
    if section.kind is SectionKind.ITEM:
        start = report.text[section.start : section.start + _ITEM_CHARACTERS + 4]
        return f"{' '.join(start.split())}…"
    return section.title or t(KIND_KEYS[section.kind])


KIND_KEYS = {kind: f"kind.{kind.value}" for kind in SectionKind}


def _link(section: Section, report: Report, goto: str, t: Words) -> str:
    name = f'<bdi lang="zh-Hant">{esc(section_name(section, report, t))}</bdi>'
    return f'<a href="#s{section.ordinal}"{data(section=section.ordinal)}{goto}>{name}</a>'
