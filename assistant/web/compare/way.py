"""The link from an answer to the same question over all reports."""

from assistant.locales import Words
from assistant.web.compare.wanted import Wanted
from assistant.web.html.markup import esc
from assistant.web.page.scope import Scope


def render_way(question: str, scope: Scope, t: Words) -> str:
    """With the filters that are on; within one report there is nothing to compare."""
    if scope.report or not question:
        return ""
    address = Wanted(question, scope=Scope(facets=scope.facets)).address
    return f' <a class="link compare-way" href="{esc(address)}">{esc(t("compare.way"))}</a>'
