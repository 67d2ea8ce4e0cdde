"""The page of all reports, put together: its states are the list, nothing that passes the filters, no report at all."""

from assistant.locales import Words
from assistant.web.browse.charts import render_pictures
from assistant.web.browse.form import render_chips, render_form, render_told
from assistant.web.browse.listing import Listing
from assistant.web.browse.table import render_pager, render_table
from assistant.web.html.markup import data, esc


def render_list(listing: Listing, adding: bool, t: Words) -> str:
    """What stands in the main part of the page. ``adding``: whether reports can be added on the page."""
    if not listing.library:
        return _empty(adding, t)
    return (
        f'<header class="list-head"><h1>{esc(t("browse.title"))}</h1>'
        f'<p class="counted">{esc(t.count("reports", listing.library))}</p>{_ways(t)}</header>{render_told(listing, t)}'
        f"{render_pictures(listing, t)}{render_form(listing, t)}{_list(listing, t)}"
    )


def _ways(t: Words) -> str:
    """On a phone pictures and filters are shown to who asks for them: the links set the address's fragment."""
    links = (("#filters", "browse.filters"), ("#pictures", "browse.pictures"))
    items = "".join(f'<li><a class="button" href="{to}">{esc(t(words))}</a></li>' for to, words in links)
    return f'<ul class="show">{items}</ul>'


def _list(listing: Listing, t: Words) -> str:
    ask = listing.wanted.ask_address
    words = t("browse.ask_these") if listing.wanted.narrows else t("browse.ask_all")
    link = f'<p class="ask"><a href="{esc(ask)}">{esc(words)}</a></p>' if ask and listing.total else ""
    inner = f"{render_table(listing, t)}{render_pager(listing, t)}" if listing.total else _none(t)
    return (
        f'<section class="list" id="list" tabindex="-1" aria-labelledby="list-title"{data(total=listing.total)}>'
        f'<div class="list-line"><h2 id="list-title"><span class="unseen">{esc(t("browse.list"))}</span> '
        f"{esc(_counted(listing, t))}</h2>{render_chips(listing.wanted, t)}{link}</div>{inner}</section>"
    )


def _counted(listing: Listing, t: Words) -> str:
    if listing.total < 2:
        return t.count("reports", listing.total)
    last = listing.first + len(listing.rows) - 1
    return t("browse.counted", first=f"{listing.first:,}", last=f"{last:,}", total=f"{listing.total:,}")


def _none(t: Words) -> str:
    return (
        f'<div class="nothing"><h3>{esc(t("browse.none_title"))}</h3><p class="lead">{esc(t("browse.none_text"))}</p>'
        f'<p><a href="/reports">{esc(t("browse.clear"))}</a></p></div>'
    )


def _empty(adding: bool, t: Words) -> str:
    command = '<pre class="command" lang="en"><code>tripreport ingest FOLDER</code></pre>'
    how = (
        f'<p class="lead">{esc(t("empty_library.text_adding"))}</p>'
        f'<p><a class="button primary" href="/">{esc(t("add.open"))}</a></p>'
        f'<p class="note">{esc(t("empty_library.text_folder"))}</p>'
        if adding
        else f'<p class="lead">{esc(t("empty_library.text"))}</p>'
    )
    return (
        f"<h1>{esc(t('browse.title'))}</h1>"
        f'<div class="nothing"><h2>{esc(t("empty_library.title"))}</h2>{how}{command}</div>'
    )
