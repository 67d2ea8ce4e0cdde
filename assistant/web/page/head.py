"""The top of the page: its name, what it is, what is searched, and the language switch."""

from assistant.locales import CHINESE, ENGLISH, Words
from assistant.web.html.markup import data, esc
from assistant.web.page.view import View


def render_head(view: View) -> str:
    """The page's header in the visitor's language. ``data-title`` becomes the browser's title."""
    t = view.t
    other = ENGLISH if t.chinese else CHINESE
    searched = f'<p class="searched">{esc(view.shelf.searched(t))}</p>' if view.shelf.reports else ""
    return (
        f'<header class="masthead" lang="{t.lang}"{data(title=t("app.title"), page_lang=t.lang)}>'
        f'<a class="skip" href="#results">{esc(t("app.skip"))}</a>'
        f'<div class="masthead-name"><h1>{esc(t("app.title"))}</h1>'
        f'<p class="tagline">{esc(t("app.tagline"))}</p>{searched}</div>'
        f'<div class="masthead-tools">{_add_button(t) if view.adding else ""}'
        f'<button type="button" class="link language" lang="{other}" title="{esc(t("app.language_title"))}"'
        f"{data(lang=other)}>{esc(t('app.language'))}</button></div></header>"
    )


def _add_button(t: Words) -> str:
    return (
        f'<button type="button" class="link add-open" aria-expanded="false" aria-controls="add" '
        f'title="{esc(t("add.open_title"))}" data-add>{esc(t("add.open"))}</button>'
    )


def render_source_placeholder(view: View) -> str:
    """What stands in the source column while no report is open."""
    return f'<p class="source-placeholder" lang="{view.t.lang}">{esc(view.t("source.placeholder"))}</p>'
