"""The filters of the list: a form of what there is to choose from, and the ones that are on, each to be taken off."""

from typing import Final

from assistant.locales import Words
from assistant.web.browse.labels import FACETS, label, named
from assistant.web.browse.listing import Choice, Listing, Tally
from assistant.web.browse.wanted import Facet, Sort, Wanted
from assistant.web.html.markup import esc

SORTS: Final = {
    Sort.DATE: "browse.sort_date",
    Sort.TITLE: "browse.sort_title",
    Sort.AGENCY: "browse.sort_agency",
}
_UNREAD: Final = {
    Facet.YEAR.value: "browse.year",
    Facet.CHAPTER.value: "browse.chapter",
    "sort": "browse.sort",
    "page": "browse.page",
}


def render_form(listing: Listing, t: Words) -> str:
    """A select a facet, words to find, the order, and the button: it works without any script."""
    wanted = listing.wanted
    selects = "".join(_select(listing.tallies[facet], t) for facet in Facet)
    orders = "".join(_option(sort.value, t(key), sort is wanted.sort) for sort, key in SORTS.items())
    return (
        f'<form class="filters only-if-asked" id="filters" tabindex="-1" method="get" action="/reports" role="search"'
        f' aria-label="{esc(t("browse.filters"))}">{selects}'
        f'<p><label for="f-q">{esc(t("browse.words"))}</label>'
        f'<input type="search" id="f-q" name="q" value="{esc(wanted.words)}" dir="auto"></p>'
        f'<p class="sort"><label for="f-sort">{esc(t("browse.sort"))}</label>'
        f'<select id="f-sort" name="sort">{orders}</select></p>'
        f'<p class="go"><button class="primary">{esc(t("browse.apply"))}</button></p></form>'
    )


def render_chips(wanted: Wanted, t: Words) -> str:
    """The filters that are on; empty where none is."""
    chips = [_chip_of(facet, value, wanted, t) for facet, value in wanted.on.items()]
    if wanted.words:
        words = f"<bdi>{esc(wanted.words)}</bdi>"
        chips.append(_chip(f"{t('browse.words')} {wanted.words}", t("browse.words"), words, wanted.without_words(), t))
    if not chips:
        return ""
    clear = f'<li class="clear"><a href="/reports">{esc(t("browse.clear"))}</a></li>' if len(chips) > 1 else ""
    return f'<ul class="chips" aria-label="{esc(t("browse.on"))}">{"".join(chips)}{clear}</ul>'


def render_told(listing: Listing, t: Words) -> str:
    """What of the address was passed over; empty where all of it was understood."""
    told = [t("browse.unread", name=t(_UNREAD[one.key]), value=one.value) for one in listing.wanted.unread]
    if listing.wanted.page > listing.page:
        told.append(t("browse.no_page", n=f"{listing.wanted.page:,}"))
    items = "".join(f"<li><bdi>{esc(words)}</bdi></li>" for words in told)
    return f'<ul class="told">{items}</ul>' if items else ""


def _select(tally: Tally, t: Words) -> str:
    facet = tally.facet
    options = "".join(_choice(facet, choice, t) for choice in tally.choices)
    return (
        f'<p><label for="f-{facet}">{esc(t(FACETS[facet]))}</label><select id="f-{facet}" name="{facet}">'
        f'<option value="">{esc(t("browse.any"))}</option>{options}</select></p>'
    )


def _choice(facet: Facet, choice: Choice, t: Words) -> str:
    words = t("browse.option", label=label(facet, choice.value, t), n=f"{choice.count:,}")
    return _option(choice.value, words, choice.chosen)


def _option(value: str, words: str, selected: bool) -> str:
    return f'<option value="{esc(value)}" dir="auto"{" selected" if selected else ""}>{esc(words)}</option>'


def _chip_of(facet: Facet, value: str, wanted: Wanted, t: Words) -> str:
    kind = t(FACETS[facet])
    return _chip(f"{kind} {label(facet, value, t)}", kind, named(facet, value, t), wanted.without(facet), t)


def _chip(both: str, kind: str, value: str, without: Wanted, t: Words) -> str:
    """``value`` is HTML; ``both`` says kind and value as plain text."""
    inner = f'<span class="kind">{esc(kind)}</span> {value}<span class="off" aria-hidden="true">×</span>'
    title = esc(t("browse.take_off", label=both))
    return f'<li><a class="chip" href="{esc(without.address)}" title="{title}">{inner}</a></li>'
