"""The top of the page: its name, what it is, what is searched, and the language switch."""

from assistant.locales import CHINESE, ENGLISH, Words
from assistant.web.html.markup import data, esc, in_language
from assistant.web.page.view import View
from assistant.web.plain.frame import foot, landmark, ways

_HERE = "/"


def render_head(view: View) -> str:
    """The page's header in the visitor's language. ``data-title`` becomes the browser's title.

    The sign of the main part leads to the results, past the form: to that one another key leads.
    """
    t = view.t
    other = ENGLISH if t.chinese else CHINESE
    searched = f'<p class="searched">{esc(view.shelf.searched(t))}</p>' if view.shelf.reports else ""
    return (
        f'<header class="masthead" id="top" lang="{t.lang}"{data(title=t("app.title"), page_lang=t.lang)}'
        f"{data(lost=t('app.lost'), failed=t('error.unexpected'))}>"
        f'<a class="skip" href="#results">{esc(t("app.skip"))}</a>{landmark("U", "frame.top", t)}'
        f'<div class="masthead-name"><h1>{esc(t("app.title"))}</h1>'
        f'<p class="tagline">{esc(t("app.tagline"))}</p>{searched}</div>'
        f'<nav aria-label="{esc(t("frame.ways"))}">{ways(_HERE, t)}</nav>'
        f'<div class="masthead-tools">{_add_button(t) if view.adding else ""}'
        f'<button type="button" class="link language" lang="{other}" title="{esc(t("app.language_title"))}"'
        f"{data(lang=other)}>{esc(t('app.language'))}</button></div>"
        f"{landmark('C', 'frame.main', t, to='results')}</header>"
    )


def _add_button(t: Words) -> str:
    return (
        f'<button type="button" class="link add-open" aria-expanded="false" aria-controls="add" '
        f'title="{esc(t("add.open_title"))}" data-add>{esc(t("add.open"))}</button>'
    )


def render_source_placeholder(view: View) -> str:
    """What stands in the source column while no report is open."""
    return f'<p class="source-placeholder" lang="{view.t.lang}">{esc(view.t("source.placeholder"))}</p>'


def render_foot(t: Words) -> str:
    """What stands below everything: as on the plain pages."""
    return in_language(foot(t), t.lang)
