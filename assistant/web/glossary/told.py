"""What a glossary, or the list of agencies, added to a question: said wherever it was used."""

from collections.abc import Iterable

from assistant.locales import Words
from assistant.web.html.markup import esc
from corpus.types import Expansion


def render_expansions(expansions: Iterable[Expansion], t: Words) -> str:
    """A line with a link to the glossary; empty where nothing was added."""
    said = [
        t("glossary.looked", said=e.said, also=t("glossary.or").join(e.also)) for e in dict.fromkeys(expansions)
    ]  # fmt: skip
    if not said:
        return ""
    items = "".join(f"<li><bdi>{esc(words)}</bdi></li>" for words in said)
    way = f'<a class="link" href="/glossary">{esc(t("glossary.way"))}</a>'
    return f'<div class="expansions"><ul>{items}</ul>{way}</div>'
