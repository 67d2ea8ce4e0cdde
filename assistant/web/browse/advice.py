"""What a report recommends: its chapter 心得及建議 word for word, each item with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from assistant.locales import Words
from assistant.web.browse.addresses import passage_address
from assistant.web.html.markup import Marks, esc
from assistant.web.html.outline import children_of
from assistant.web.html.parts import is_by_line
from assistant.web.html.text import Sheet, page_name
from corpus.chapters import Chapter, sections_of
from corpus.types import Report, Section, SectionKind

_DEEPEST: Final = 6
"""Headings of HTML end here; the chapter itself is a heading of the third rank."""
_BETWEEN: Final = " › "


def render_advice(report_id: str, report: Report, t: Words) -> str:
    """The chapters, or that there is none."""
    chapters = sections_of(Chapter.REFLECTIONS, report.outline.sections)
    if not chapters:
        return f'<p class="note">{esc(t("report.no_advice"))}</p>'
    table = f"/recommendations?{urlencode({'report': report_id})}"
    way = f'<p class="to-table"><a href="{esc(table)}">{esc(t("recommendations.of_report"))}</a></p>'
    return way + "".join(_Advice.of(report_id, report, t).chapter(chapter) for chapter in chapters)


@dataclass(frozen=True, slots=True)
class _Advice:
    report_id: str
    report: Report
    sheet: Sheet
    children: Mapping[int | None, Sequence[Section]]
    t: Words

    @classmethod
    def of(cls, report_id: str, report: Report, t: Words) -> "_Advice":
        captions = frozenset(figure.start for figure in report.outline.figures)
        sheet = Sheet(report.text, Marks(), is_by_line(report.document.media_type), captions=captions)
        return cls(report_id, report, sheet, children_of(report), t)

    def chapter(self, section: Section) -> str:
        """The heading, the text before its first part, and the parts."""
        return f'<section class="advice">{self._own(section, 3)}{self._parts(section, 4)}</section>'

    def _parts(self, section: Section, rank: int) -> str:
        parts = self.children.get(section.ordinal, ())
        items = "".join(f"<li>{self._own(part, rank)}{self._parts(part, rank + 1)}</li>" for part in parts)
        return f"<ol>{items}</ol>" if items else ""

    def _own(self, section: Section, rank: int) -> str:
        """What a section says before its parts, and beside it where that stands."""
        titled = section.kind is not SectionKind.ITEM and section.heading_end > section.start
        head = ""
        if titled:
            tag = f"h{min(rank, _DEEPEST)}"
            head = f'<{tag} class="title">{self.sheet.run(section.start, section.heading_end)}</{tag}>'
        body = self.sheet.body(section.heading_end if titled else section.start, section.own_end, False)
        words = f'<div class="words report-text" lang="zh-Hant">{head}{body}</div>'
        return f'<div class="item">{words}{self._place(section, titled)}</div>'

    def _place(self, section: Section, titled: bool) -> str:
        """Path and page of the section, as a link to where it begins in the text; its own title stands beside."""
        t, document = self.t, self.report.document
        page = document.page_at(section.start)
        where = page_name(page, document.pages, t) if page else t("report.open_text")
        path = _BETWEEN.join(section.path)
        above = _BETWEEN.join(section.path[:-1] if titled else section.path)
        said = esc(t("report.in_text", place=f"{path} {where}" if page else path))
        address = esc(passage_address(self.report_id, section.start, max(section.own_end, section.heading_end)))
        return (
            f'<p class="place"><a href="{address}" title="{said}">{esc(where)}</a>'
            f'<bdi class="path" lang="zh-Hant">{esc(above)}</bdi></p>'
        )
