"""The same hits by report, and the links that ask for more of them."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.web.answer.cards import facts_of, render_card
from assistant.web.answer.deck import Deck
from assistant.web.html.markup import data, esc
from corpus.types import Hit


def render_groups(hits: Sequence[Hit], deck: Deck) -> str:
    """The hits under the name of their report; the report with the best hit comes first."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.report_id, []).append(hit)
    return "".join(_group(group, deck) for group in groups.values())


def _group(hits: Sequence[Hit], deck: Deck) -> str:
    first, t = hits[0], deck.t
    cards = "".join(render_card(hit, deck, grouped=True) for hit in hits)
    name = f"group-{first.rank}"
    return (
        f'<section class="group" aria-labelledby="{name}"><h3 id="{name}" lang="zh-Hant">'
        f"<bdi>{esc(first.report_title)}</bdi></h3>"
        f'<p class="group-facts">{facts_of(first, deck.shelf, t)}<span>{esc(t.count("answer.found", len(hits)))}</span>'
        f'</p><ol class="cards">{cards}</ol></section>'
    )


def render_grouping(deck: Deck) -> str:
    """The link that groups the hits by report, or puts them in order again; within one report there is none."""
    if deck.scope.report:
        return ""
    grouped = deck.scope.grouped
    address = esc(deck.address(replace(deck.scope, grouped=not grouped, k=0)))
    words = deck.t("answer.by_rank") if grouped else deck.t("answer.by_report")
    return f' <a class="link grouping" href="{address}"{data(go="grouping")}>{esc(words)}</a>'


def render_more(shown: int, deck: Deck) -> str:
    """The link to more passages, where as many were found as were asked for."""
    more = deck.scope.more
    if more is None or shown < deck.scope.wanted:
        return ""
    address = esc(deck.address(more))
    return (
        f'<p class="more"><a class="button" href="{address}"{data(go=shown + 1)}>{esc(deck.t("answer.more"))}</a></p>'
    )
