"""What a glossary, or the list of agencies, added to a question: said wherever it was used."""

from collections.abc import Iterable

from assistant.locales import Words
from assistant.web.browse.when import day
from assistant.web.html.markup import esc
from corpus.agencies import EARLIER
from corpus.types import Expansion


def render_expansions(expansions: Iterable[Expansion], t: Words) -> str:
    """A line with a link to the glossary; empty where nothing was added."""
    said = [_told(e, t) for e in dict.fromkeys(expansions)]
    if not said:
        return ""
    items = "".join(f"<li><bdi>{esc(words)}</bdi></li>" for words in said)
    way = f'<a class="link" href="/glossary">{esc(t("glossary.way"))}</a>'
    return f'<div class="expansions"><ul>{items}</ul>{way}</div>'


def _told(expansion: Expansion, t: Words) -> str:
    """A filter's agency by its earlier name, with when it ended; else the other words that were looked for."""
    also = t("glossary.or").join(expansion.also)
    if expansion.source.startswith(EARLIER):
        until = day(expansion.source.removeprefix(EARLIER), t)
        return t("glossary.earlier", said=expansion.said, also=also, until=until)
    return t("glossary.looked", said=expansion.said, also=also)
