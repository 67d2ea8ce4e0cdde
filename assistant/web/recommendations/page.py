"""The page of all recommendations, put together."""

from assistant.locales import Words
from assistant.recommendations import Table
from assistant.web.html.markup import data, esc
from assistant.web.recommendations.filters import render_chips, render_form, render_statuses, render_told
from assistant.web.recommendations.table import render_gone, render_pager, render_table
from assistant.web.recommendations.wish import Wish


def render_page(found: Table, wish: Wish, can_mark: bool, t: Words) -> str:
    """What stands in the main part of the page. ``can_mark``: whether this visitor may note anything."""
    titles = {row.cited.report_id: row.report.title for row in found.rows}
    return (
        f'<header class="list-head"><h1>{esc(t("recommendations.title"))}</h1>{_way(t)}</header>'
        f'<p class="lead">{esc(t("recommendations.lead"))}</p>{render_told(found, wish, t)}'
        f"{render_statuses(found, wish, t)}{render_form(found, wish, t)}"
        f'<section class="list" id="list" tabindex="-1" aria-labelledby="list-title"{data(total=found.total)}>'
        f'<div class="list-line"><h2 id="list-title">{esc(_counted(found, t))}</h2>{render_chips(wish, titles, t)}'
        f"{_sheets(found, wish, t)}</div>{_rows(found, wish, can_mark, t)}</section>{render_gone(found, wish, t)}"
    )


def _way(t: Words) -> str:
    """On a phone the filters are shown to who asks for them."""
    return f'<ul class="show"><li><a class="button" href="#filters">{esc(t("browse.filters"))}</a></li></ul>'


def _rows(found: Table, wish: Wish, can_mark: bool, t: Words) -> str:
    if found.rows:
        return f"{render_table(found, wish, can_mark, t)}{render_pager(found, wish, t)}"
    words = t("recommendations.none_filtered" if wish.on else "recommendations.none")
    return f'<div class="nothing"><p class="lead">{esc(words)}</p></div>'


def _counted(found: Table, t: Words) -> str:
    if len(found.rows) == found.total:
        return t.count("recommendations.counted", found.total)
    last = found.first + len(found.rows)
    return t("recommendations.shown", first=f"{found.first + 1:,}", last=f"{last:,}", total=f"{found.total:,}")


def _sheets(found: Table, wish: Wish, t: Words) -> str:
    """All the rows, not this page's alone, as files."""
    if not (found.total or found.gone):
        return ""
    links = (("xlsx", "recommendations.xlsx"), ("csv", "recommendations.csv"))
    items = "".join(f'<li><a href="{esc(wish.sheet(kind))}" download>{esc(t(key))}</a></li>' for kind, key in links)
    return f'<ul class="sheets" aria-label="{esc(t("recommendations.sheets"))}">{items}</ul>'
