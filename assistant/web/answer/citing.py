"""The citation of a passage in every style: as words to copy, and as files for programs."""

from assistant.cite import STYLES, Reference, Style, linked
from assistant.locales import Words
from assistant.web.answer.deck import Deck
from assistant.web.evidence.addresses import cite_address
from assistant.web.html.markup import data, esc
from assistant.web.page.view import Medium
from corpus.types import Hit

_LINK_ENDS = "]("


def render_citing(hit: Hit, deck: Deck) -> str:
    """The styles of a card's citation, behind a line that opens them."""
    reference = linked(Reference(hit.cited), deck.medium.origin)
    which = f'<span class="unseen"> {esc(deck.t("card.rank", rank=hit.rank))}</span>' if hit.rank else ""
    again = linked(reference, deck.medium.origin, deck.question).link
    return _styles(reference, again, hit.rank, f"{esc(deck.t('cite.styles'))}{which}", deck.medium, deck.t)


def render_citing_alone(hit: Hit, medium: Medium, t: Words) -> str:
    """The same for a passage that stands on a page by itself."""
    reference = linked(Reference(hit.cited), medium.origin)
    return _styles(reference, reference.link, 0, esc(t("cite.this_passage")), medium, t)


def _styles(reference: Reference, again: str, rank: int, summary: str, medium: Medium, t: Words) -> str:
    """What is copied is what stands there, to the letter. ``again`` opens the passage where it was found."""
    said, files = ([(n, s) for n, s in STYLES.items() if s.is_prose == prose] for prose in (True, False))
    prose = [(t(style.label), _words(name, style, reference, medium)) for name, style in said]
    prose.append((t("cite.link"), f"{_origin(medium)}{esc(again)}"))
    rows = "".join(_row(rank, number, name, words, medium, t) for number, (name, words) in enumerate(prose, 1))
    fetched = "".join(_file(rank, name, style, reference, medium, t) for name, style in files)
    rows += f'<div><dt>{esc(t("cite.files"))}</dt><dd class="cite-files">{fetched}</dd></div>'
    return f'<details class="citing"><summary>{summary}</summary><dl>{rows}</dl></details>'


def _words(name: str, style: Style, reference: Reference, medium: Medium) -> str:
    words = style.of(reference)
    return _with_origin(words, reference.link, medium) if name == "markdown" else esc(words)


def _row(rank: int, number: int, name: str, words: str, medium: Medium, t: Words) -> str:
    place = f"cite-{rank}-{number}"
    said = f'<span class="cite-words" id="{place}" lang="zh-Hant">{words}</span>'
    return f"<div><dt>{esc(name)}</dt><dd>{said}{_copy(rank, name, data(copy_of=place), medium, t)}</dd></div>"


def _file(rank: int, name: str, style: Style, reference: Reference, medium: Medium, t: Words) -> str:
    """A link that fetches the file, and where there are scripts, a button that copies what is in it."""
    words, address = t(style.label), cite_address(reference.cited, name)
    more = f'<span class="unseen"> {esc(t("cite.get_more", rank=rank))}</span>' if rank else ""
    get = f'<a class="link" href="{esc(address)}" download>{esc(t("cite.get", style=words))}{more}</a>'
    return f"<span>{get}{_copy(rank, words, data(copy_from=address), medium, t)}</span>"


def _copy(rank: int, name: str, what: str, medium: Medium, t: Words) -> str:
    if not medium.scripted:
        return ""
    said = what + data(copied=t("cite.copied", style=name), failed=t("card.copy_failed"))
    more = esc(t("cite.copy_more", style=name, rank=rank))
    return f'<button type="button" class="link"{said}>{esc(t("cite.copy"))}<span class="unseen"> {more}</span></button>'


def _with_origin(words: str, link: str, medium: Medium) -> str:
    """The address in it is written out from the scheme on: a link that is pasted elsewhere leads back here."""
    before, _, after = words.rpartition(f"{_LINK_ENDS}{link}")
    return f"{esc(before)}{esc(_LINK_ENDS)}{_origin(medium)}{esc(link)}{esc(after)}"


def _origin(medium: Medium) -> str:
    """The site's scheme and host, where page.js has to fill in what the browser knows them by."""
    return "<span data-origin></span>" if medium.scripted else ""
