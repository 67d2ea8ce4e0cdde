"""A passage on a page that is read and printed: to the letter, with where it stands and its footnote."""

from typing import Final

from assistant.cite import page_range
from assistant.locales import Words
from assistant.web.browse.addresses import cited_address, report_address
from assistant.web.html.markup import Marks, esc
from assistant.web.html.text import Sheet
from corpus.types import Hit

_WRAPPED: Final = (".txt", ".text", ".md", ".markdown")
"""Files in which a line ends where its writer's page did; in the others each line is a paragraph."""


def render_passage(hit: Hit, t: Words, titled: bool = False) -> str:
    """The passage as an item of a list; ``titled``: with the report that it is of."""
    return (
        f'<li class="quoted">{_report(hit, t) if titled else ""}'
        f'<blockquote class="report-text" lang="zh-Hant">{_text(hit)}</blockquote>'
        f'<p class="place">{_place(hit, t)}</p><p class="footnote" lang="zh-Hant">{esc(hit.citation)}</p></li>'
    )


def _report(hit: Hit, t: Words) -> str:
    address = esc(report_address(hit.report_id))
    title = f'<a href="{address}" title="{esc(t("card.report_title"))}"><bdi>{esc(hit.report_title)}</bdi></a>'
    return f'<p class="of" lang="zh-Hant">{title}</p>'


def _text(hit: Hit) -> str:
    """Tables as tables; blank lines that a page break left take no room. Marking all of it would mark nothing."""
    marked = sum(end - start for start, end in hit.highlights) < len(hit.text.strip())
    marks = Marks(answers=tuple(hit.highlights) if marked else ()).counted_from(hit.char_start)
    sheet = Sheet(hit.text, marks, not hit.cited.name.lower().endswith(_WRAPPED))
    return "".join(
        f'<div class="rows">{sheet.table(block)}</div>'
        if block.is_table
        else f'<p class="para">{sheet.run(block.start, block.end)}</p>'
        for block in sheet.blocks(0, len(hit.text))
    )


def _place(hit: Hit, t: Words) -> str:
    path = " › ".join(hit.section_path) or t("card.no_heading")
    page = f" {t('card.page', page=page_range(hit.pages, printed=True))}" if hit.pages else ""
    return (
        f'<a href="{esc(cited_address(hit.cited))}">{esc(t("compare.see"))}'
        f'<span class="unseen"> {esc(hit.report_title)} {esc(t("card.rank", rank=hit.rank))}</span></a> '
        f'<bdi class="path" lang="zh-Hant">{esc(path)}</bdi>{esc(page)}'
    )
