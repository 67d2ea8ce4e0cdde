"""The citation of a passage in every style, each as it is put on the clipboard."""

from assistant.anchor import permanent_link
from assistant.cite import apa, footnote, markdown, plain
from assistant.web.answer.deck import Deck
from assistant.web.html.markup import data, esc
from corpus.types import Hit

_LINK_ENDS = "]("


def render_citing(hit: Hit, deck: Deck) -> str:
    """The styles behind a line that opens them; what is copied is what stands there, to the letter."""
    t, link = deck.t, permanent_link(hit.cited, deck.question)
    styles = (
        (t("cite.footnote"), esc(footnote(hit.cited))),
        (t("cite.apa"), esc(apa(hit.cited))),
        (t("cite.markdown"), _markdown(hit, link, deck)),
        (t("cite.plain"), esc(plain(hit.cited))),
        (t("cite.link"), f"{_origin(deck)}{esc(link)}"),
    )
    rows = "".join(_row(hit.rank, number, name, words, deck) for number, (name, words) in enumerate(styles, 1))
    return (
        f'<details class="citing"><summary>{esc(t("cite.styles"))}'
        f'<span class="unseen"> {esc(t("card.rank", rank=hit.rank))}</span></summary><dl>{rows}</dl></details>'
    )


def _row(rank: int, number: int, name: str, words: str, deck: Deck) -> str:
    place = f"cite-{rank}-{number}"
    said = f'<span class="cite-words" id="{place}" lang="zh-Hant">{words}</span>'
    return f"<div><dt>{esc(name)}</dt><dd>{said}{_copy(rank, place, name, deck)}</dd></div>"


def _copy(rank: int, place: str, name: str, deck: Deck) -> str:
    if not deck.medium.scripted:
        return ""
    t = deck.t
    said = data(copy_of=place, copied=t("cite.copied", style=name), failed=t("card.copy_failed"))
    more = esc(t("cite.copy_more", style=name, rank=rank))
    return f'<button type="button" class="link"{said}>{esc(t("cite.copy"))}<span class="unseen"> {more}</span></button>'


def _markdown(hit: Hit, link: str, deck: Deck) -> str:
    """The address in it is written out from the scheme on: a link that is pasted elsewhere leads back here."""
    before, _, after = markdown(hit.cited, link).rpartition(f"{_LINK_ENDS}{link}")
    return f"{esc(before)}{esc(_LINK_ENDS)}{_origin(deck)}{esc(link)}{esc(after)}"


def _origin(deck: Deck) -> str:
    """The site's scheme and host; page.js fills in what the browser knows them by."""
    return "<span data-origin></span>" if deck.medium.scripted else esc(deck.medium.origin)
