"""The reports as rows: a table where there is room, a card each on a phone."""

from collections.abc import Iterator
from typing import Final

from assistant.locales import Words
from assistant.web.browse.addresses import report_address
from assistant.web.browse.labels import named
from assistant.web.browse.listing import Entry, Listing
from assistant.web.browse.wanted import Facet, Sort, Wanted
from assistant.web.browse.when import day, period
from assistant.web.html.markup import data, esc

_COLUMNS: Final = (
    ("browse.column_title", Sort.TITLE, "ascending"),
    ("browse.agency", Sort.AGENCY, "ascending"),
    ("browse.country", None, ""),
    ("browse.column_when", Sort.DATE, "descending"),
    ("browse.category", None, ""),
    ("browse.column_pages", None, ""),
    ("browse.column_remarks", None, ""),
)
_NEAR: Final = 2
"""How many pages before and after this one are linked by number."""


def render_table(listing: Listing, t: Words) -> str:
    """The rows of this page. The roles are said because the style sheet makes cards of the rows on a phone."""
    heads = "".join(_head(t(key), sort, order, listing.wanted, t) for key, sort, order in _COLUMNS)
    rows = "".join(_row(entry, t) for entry in listing.rows)
    return (
        f'<table class="reports" role="table" aria-labelledby="list-title">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def render_pager(listing: Listing, t: Words) -> str:
    """The pages of the list; empty where there is only one."""
    if listing.pages == 1:
        return ""
    links = "".join(_page(number, listing, t) for number in _numbers(listing.page, listing.pages))
    back, on = (_turn(listing, t(key), to) for key, to in (("browse.previous", -1), ("browse.next", 1)))
    return f'<nav class="pager" aria-label="{esc(t("browse.pager"))}"><ol>{back}{links}{on}</ol></nav>'


def _head(words: str, sort: Sort | None, order: str, wanted: Wanted, t: Words) -> str:
    if sort is None:
        return f'<th scope="col" role="columnheader">{esc(words)}</th>'
    on = f' aria-sort="{order}"' if sort is wanted.sort else ""
    title = esc(t("browse.sorted_by", column=words))
    link = f'<a href="{esc(wanted.in_order(sort).address)}" title="{title}">{esc(words)}</a>'
    return f'<th scope="col" role="columnheader"{on}>{link}</th>'


def _row(entry: Entry, t: Words) -> str:
    summary = entry.listed.summary
    title = f'<a href="{esc(report_address(summary.id))}"><bdi lang="zh-Hant">{esc(summary.title)}</bdi></a>'
    cells = "".join(
        f'<td role="cell"{data(label=t(key) if inner else None)}>{inner}</td>' for key, inner in _cells(entry, t)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{title}</th>{cells}</tr>'


def _cells(entry: Entry, t: Words) -> Iterator[tuple[str, str]]:
    listed = entry.listed
    yield "browse.agency", _values(entry, Facet.AGENCY, t)
    yield "browse.country", _values(entry, Facet.COUNTRY, t)
    yield "about.period", _when(entry, t)
    yield "browse.category", _values(entry, Facet.CATEGORY, t)
    pages = listed.pages or listed.summary.front.iso.get("pages", "")
    yield "browse.column_pages", esc(pages)
    yield "browse.column_remarks", esc(t.count("browse.remarks", listed.remarks)) if listed.remarks else ""


def _values(entry: Entry, facet: Facet, t: Words) -> str:
    names = (named(facet, value, t) for value in entry.stated[facet].values)
    return esc(t("quote.separator")).join(names)


def _when(entry: Entry, t: Words) -> str:
    front = entry.listed.summary.front
    trip, date = period(front, t), day(front.iso.get("date", ""), t)
    report = f'<span class="report-date">{esc(t("browse.report_date", day=date))}</span>' if date else ""
    return (f'<span class="trip">{esc(trip)}</span>' if trip else "") + report


def _numbers(page: int, pages: int) -> Iterator[int | None]:
    """The first, the last, and those around this one; None where some are left out."""
    near = {1, pages, *range(max(1, page - _NEAR), min(pages, page + _NEAR) + 1)}
    before = 0
    for number in sorted(near):
        if number > before + 1:
            yield None
        yield number
        before = number


def _page(number: int | None, listing: Listing, t: Words) -> str:
    if number is None:
        return '<li class="left-out" aria-hidden="true">…</li>'
    current = ' aria-current="page"' if number == listing.page else ""
    said = esc(t("browse.page_n", n=number))
    address = esc(listing.wanted.at(number).address)
    return f'<li><a href="{address}" title="{said}" aria-label="{said}"{current}>{number}</a></li>'


def _turn(listing: Listing, words: str, by: int) -> str:
    to = listing.page + by
    if not 1 <= to <= listing.pages:
        return ""
    return f'<li class="turn"><a href="{esc(listing.wanted.at(to).address)}">{esc(words)}</a></li>'
