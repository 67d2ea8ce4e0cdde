"""The outline of a report as nested links; the branch of the section being read is the one that is open."""

from assistant.locales import Words
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.parts import part_at
from corpus.types import Report, Section, SectionKind

_ITEM_CHARACTERS = 12


def render_outline(report: Report, parts: list[Span], open_part: int, t: Words) -> str:
    """The outline as a list of links; empty where the report has no sections."""
    children: dict[int | None, list[Section]] = {}
    for section in report.outline.sections:
        children.setdefault(section.parent, []).append(section)

    def branch(parent: int | None) -> str:
        items = "".join(
            f"<li>{_link(section, report, part_at(parts, section.start), open_part, t)}{branch(section.ordinal)}</li>"
            for section in children.get(parent, ())
        )
        return f"<ol>{items}</ol>" if items else ""

    return branch(None)


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


def _link(section: Section, report: Report, part: int, open_part: int, t: Words) -> str:
    name = f'<bdi lang="zh-Hant">{esc(section_name(section, report, t))}</bdi>'
    goto = data(section=section.ordinal, part=part if part != open_part else None)
    return f'<a href="#s{section.ordinal}"{goto}>{name}</a>'
