"""The filters that are on, each with a link that takes it off."""

from assistant.locales import Words
from assistant.web.answer.deck import Deck
from assistant.web.browse.labels import FACETS as NAMES
from assistant.web.browse.labels import label
from assistant.web.browse.wanted import Facet
from assistant.web.html.markup import data, esc
from assistant.web.page.scope import Scope
from corpus.errors import SettingsError
from corpus.filters import year_from


def render_chips(deck: Deck) -> str:
    """The filters as a list; empty where none is on."""
    if not deck.scope.facets:
        return ""
    items = "".join(_chip(name, value, deck) for name, value in deck.scope.facets)
    return f'<ul class="chips" aria-label="{esc(deck.t("scope.label"))}">{items}</ul>'


def facets_said(scope: Scope, t: Words) -> str:
    """«國家：美國，年份：民國 111 年»."""
    return t("scope.separator").join(_said(name, value, t) for name, value in scope.facets)


def _said(name: str, value: str, t: Words) -> str:
    facet = Facet(name)
    return t("scope.facet", name=t(NAMES[facet]), value=_value(facet, value, t))


def _value(facet: Facet, value: str, t: Words) -> str:
    if facet is Facet.YEAR:
        try:
            return label(facet, str(year_from(value)), t)
        except SettingsError:  # no year: as it was typed, so that it can be taken off
            return value
    return label(facet, value, t)


def _chip(name: str, value: str, deck: Deck) -> str:
    words = _said(name, value, deck.t)
    off = esc(deck.t("scope.off", filter=words))
    address = esc(deck.address(deck.scope.without(name)))
    return (
        f'<li><a class="chip" href="{address}" title="{off}"{data(go="")}><bdi>{esc(words)}</bdi>'
        f'<span aria-hidden="true"> ×</span><span class="unseen">{off}</span></a></li>'
    )
