"""The filters of the table: how many there are of each status, a form of what there is to choose from, what is on."""

from collections.abc import Iterator
from typing import Final

from assistant.locales import Words
from assistant.recommendations import Table
from assistant.recommendations.columns import STATUSES
from assistant.web.browse.labels import label
from assistant.web.browse.wanted import Facet
from assistant.web.html.markup import esc
from assistant.web.recommendations.parts import SIGNS
from assistant.web.recommendations.wish import EVERY, FILTERS, PLACE, Wish
from corpus import facets
from corpus.marks import Status
from corpus.tracked import Order

NAMES: Final = {
    "agency": "browse.agency",
    "country": "browse.country",
    "year": "browse.year",
    "category": "browse.category",
    "report": "recommendations.report",
    "status": "recommendations.status",
    "owner": "recommendations.owner",
    "q": "recommendations.words",
    "kind": "recommendations.kind",
    "sort": "browse.sort",
    "page": "browse.page",
}
ORDERS: Final = {
    Order.DATE: "browse.sort_date",
    Order.AGENCY: "browse.agency",
    Order.REPORT: "recommendations.report",
    Order.STATUS: "recommendations.status",
    Order.OWNER: "recommendations.owner",
    Order.DUE: "recommendations.due",
}
_MOST: Final = 300
"""Values that a select offers; whoever wants another one writes it into the address."""


def render_statuses(found: Table, wish: Wish, t: Words) -> str:
    """How far all of them are, each count a filter that is set or taken off."""
    tiles = [_tile(wish.without("status"), "", t("browse.any"), sum(found.statuses.values()), "status" not in wish.on)]
    for status, key in STATUSES.items():
        on = wish.on.get("status") == status.value
        tiles.append(_tile(wish.with_filter("status", status.value), SIGNS[status], t(key), found.statuses[status], on))
    return f'<ul class="statuses" aria-label="{esc(t("recommendations.status"))}">{"".join(tiles)}</ul>'


def _tile(to: Wish, sign: str, words: str, count: int, on: bool) -> str:
    current = ' aria-current="true"' if on else ""
    before = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    return (
        f'<li><a href="{esc(to.address)}"{current}>{before}{esc(words)} <span class="count">{count:,}</span></a></li>'
    )


def render_form(found: Table, wish: Wish, t: Words) -> str:
    """A select for each thing that a form says, words and owner to find, kind, order: it works without any script."""
    selects = "".join(_select(facet, found, wish, t) for facet in found.choices)
    hidden = "".join(
        f'<input type="hidden" name="{key}" value="{esc(wish.on[key])}">'
        for key in ("report", "status")
        if key in wish.on
    )
    kinds = _option("", t("recommendations.only"), "kind" not in wish.on)
    kinds += _option(EVERY, t("recommendations.with_reflections"), "kind" in wish.on)
    orders = "".join(_option(order.value, t(key), order is wish.order) for order, key in ORDERS.items())
    return (
        f'<form class="filters advice-filters only-if-asked" id="filters" tabindex="-1" method="get" action="{PLACE}"'
        f' role="search" aria-label="{esc(t("browse.filters"))}">{hidden}{selects}'
        f"{_text('q', wish, t)}{_text('owner', wish, t)}"
        f"{_field('kind', kinds, t)}{_field('sort', orders, t)}"
        f'<p class="go"><button class="primary">{esc(t("browse.apply"))}</button></p></form>'
    )


def _select(facet: facets.Facet, found: Table, wish: Wish, t: Words) -> str:
    chosen = wish.on.get(facet.value, "")
    offered = list(found.choices[facet][:_MOST])
    if chosen and chosen not in dict(offered):
        offered.append((chosen, found.total))
    if facet is facets.Facet.YEAR:
        offered.sort(reverse=True)
    options = "".join(_choice(Facet(facet.value), value, count, value == chosen, t) for value, count in offered)
    return _field(facet.value, _option("", t("browse.any"), not chosen) + options, t)


def _choice(facet: Facet, value: str, count: int, chosen: bool, t: Words) -> str:
    return _option(value, t("browse.option", label=label(facet, value, t), n=f"{count:,}"), chosen)


def _field(name: str, options: str, t: Words) -> str:
    said = esc(t(NAMES[name]))
    return f'<p><label for="f-{name}">{said}</label><select id="f-{name}" name="{name}">{options}</select></p>'


def _text(name: str, wish: Wish, t: Words) -> str:
    value = esc(wish.on.get(name, ""))
    return (
        f'<p><label for="f-{name}">{esc(t(NAMES[name]))}</label>'
        f'<input type="search" id="f-{name}" name="{name}" value="{value}" dir="auto"></p>'
    )


def _option(value: str, words: str, selected: bool) -> str:
    return f'<option value="{esc(value)}" dir="auto"{" selected" if selected else ""}>{esc(words)}</option>'


def render_chips(wish: Wish, titles: dict[str, str], t: Words) -> str:
    """The filters that are on, each to be taken off; ``titles`` are those of reports by their ids."""
    chips = [_chip(name, _value(name, wish.on[name], titles, t), wish, t) for name in FILTERS if name in wish.on]
    if not chips:
        return ""
    clear = f'<li class="clear"><a href="{PLACE}">{esc(t("browse.clear"))}</a></li>' if len(chips) > 1 else ""
    return f'<ul class="chips" aria-label="{esc(t("browse.on"))}">{"".join(chips)}{clear}</ul>'


def _value(name: str, value: str, titles: dict[str, str], t: Words) -> str:
    if name == "status":
        return t(STATUSES[Status(value)])
    if name == "kind":
        return t("recommendations.with_reflections")
    if name == "report":
        return titles.get(value, value)
    return value if name in ("q", "owner") else label(Facet(name), value, t)


def _chip(name: str, value: str, wish: Wish, t: Words) -> str:
    kind = t(NAMES[name])
    inner = (
        f'<span class="kind">{esc(kind)}</span> <bdi>{esc(value)}</bdi><span class="off" aria-hidden="true">×</span>'
    )
    title = esc(t("browse.take_off", label=f"{kind} {value}"))
    return f'<li><a class="chip" href="{esc(wish.without(name).address)}" title="{title}">{inner}</a></li>'


def render_told(found: Table, wish: Wish, t: Words) -> str:
    """What of the address was passed over; empty where all of it was understood."""
    items = "".join(f"<li><bdi>{esc(words)}</bdi></li>" for words in _told(found, wish, t))
    return f'<ul class="told">{items}</ul>' if items else ""


def _told(found: Table, wish: Wish, t: Words) -> Iterator[str]:
    for one in wish.unread:
        yield t("browse.unread", name=t(NAMES[one.key]), value=one.value)
    if wish.page > 1 and not found.rows:
        yield t("browse.no_page", n=f"{wish.page:,}")
