"""The rows: a table where there is room, a card each on a phone; below it what is no longer in any report."""

from collections.abc import Iterator
from typing import Final

from assistant.locales import Words
from assistant.recommendations import Recommendation, Table
from assistant.recommendations.columns import lost
from assistant.web.html.markup import data, esc
from assistant.web.recommendations.parts import beside, noted, of_report, place, words
from assistant.web.recommendations.wish import PAGE, Wish
from corpus.tracked import Gone, Order

_COLUMNS: Final = (
    ("recommendations.text", None, ""),
    ("recommendations.report", Order.REPORT, "ascending"),
    ("recommendations.section", None, ""),
    ("recommendations.status", Order.STATUS, "ascending"),
)
_LONG: Final = 150
"""Characters from which on a recommendation is cut short until it is asked for."""
_NEAR: Final = 2


def render_table(found: Table, wish: Wish, can_mark: bool, t: Words) -> str:
    """The rows of this page. The roles are said because the style sheet makes cards of the rows on a phone."""
    heads = "".join(_head(t(key), order, direction, wish, t) for key, order, direction in _COLUMNS)
    rows = "".join(_row(row, wish, can_mark, t) for row in found.rows)
    return (
        f'<table class="advice-table" role="table">'
        f'<caption class="unseen">{esc(t("recommendations.caption"))}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _head(said: str, order: Order | None, direction: str, wish: Wish, t: Words) -> str:
    if order is None:
        return f'<th scope="col" role="columnheader">{esc(said)}</th>'
    on = f' aria-sort="{direction}"' if order is wish.order else ""
    title = esc(t("browse.sorted_by", column=said))
    link = f'<a href="{esc(wish.in_order(order).address)}" title="{title}">{esc(said)}</a>'
    return f'<th scope="col" role="columnheader"{on}>{link}</th>'


def _row(row: Recommendation, wish: Wish, can_mark: bool, t: Words) -> str:
    cells = "".join(
        f'<td role="cell"{data(label=t(key))}>{inner}</td>' for key, inner in _cells(row, wish, can_mark, t)
    )
    more = ""
    if len(row.text) > _LONG:
        more = f'<details class="more"><summary>{esc(t("recommendations.more"))}</summary></details>'
    head = f'<div class="advice-text">{words(row)}{more}</div>{beside(row, t)}'
    return f'<tr role="row" id="{esc(row.key)}"><th scope="row" role="rowheader">{head}</th>{cells}</tr>'


def _cells(row: Recommendation, wish: Wish, can_mark: bool, t: Words) -> Iterator[tuple[str, str]]:
    yield "recommendations.report", of_report(row, t)
    yield "recommendations.section", place(row, t)
    way = t("recommendations.change" if can_mark else "recommendations.open_one")
    number = row.tracked.advice.title or row.text[: row.tracked.advice.end][:20]
    said = esc(t("recommendations.of", what=way, item=" ".join(number.split())))
    link = f'<a class="open-one" href="{esc(wish.item(row.key))}" title="{said}" aria-label="{said}">{esc(way)}</a>'
    yield "recommendations.status", f"{noted(row.mark, t)}{link}"


def render_gone(found: Table, wish: Wish, t: Words) -> str:
    """What was noted of recommendations that no report makes any more: never lost."""
    if not found.gone:
        return ""
    items = "".join(_gone(gone, wish, t) for gone in found.gone)
    title = esc(t.count("recommendations.gone", len(found.gone)))
    return (
        f'<section class="gone" id="gone" aria-labelledby="gone-title"><h2 id="gone-title">{title}</h2>'
        f'<p class="note">{esc(t("recommendations.gone_why"))}</p><ul>{items}</ul></section>'
    )


def _gone(gone: Gone, wish: Wish, t: Words) -> str:
    said = " ".join(gone.text.split()) or t("recommendations.forgotten")
    title = f'<bdi lang="zh-Hant">{esc(gone.title)}</bdi>' if gone.title else esc(gone.report_id)
    link = f'<a href="{esc(wish.item(gone.key))}"><bdi lang="zh-Hant">{esc(said[:_LONG])}</bdi></a>'
    return f'<li>{link}<span class="whose">{title} {esc(lost(gone, t))}</span>{noted(gone.mark, t)}</li>'


def render_pager(found: Table, wish: Wish, t: Words) -> str:
    """The pages of the table; empty where there is only one."""
    pages = -(-found.total // PAGE)
    if pages <= 1:
        return ""
    here = found.first // PAGE + 1
    links = "".join(_page(number, here, wish, t) for number in _numbers(here, pages))
    back, on = (_turn(wish, here + by, pages, t(key)) for key, by in (("browse.previous", -1), ("browse.next", 1)))
    return f'<nav class="pager" aria-label="{esc(t("browse.pager"))}"><ol>{back}{links}{on}</ol></nav>'


def _numbers(here: int, pages: int) -> Iterator[int | None]:
    before = 0
    for number in sorted({1, pages, *range(max(1, here - _NEAR), min(pages, here + _NEAR) + 1)}):
        if number > before + 1:
            yield None
        yield number
        before = number


def _page(number: int | None, here: int, wish: Wish, t: Words) -> str:
    if number is None:
        return '<li class="left-out" aria-hidden="true">…</li>'
    current = ' aria-current="page"' if number == here else ""
    said = esc(t("browse.page_n", n=number))
    return f'<li><a href="{esc(wish.at(number).address)}" title="{said}" aria-label="{said}"{current}>{number}</a></li>'


def _turn(wish: Wish, to: int, pages: int, said: str) -> str:
    return f'<li class="turn"><a href="{esc(wish.at(to).address)}">{esc(said)}</a></li>' if 1 <= to <= pages else ""
