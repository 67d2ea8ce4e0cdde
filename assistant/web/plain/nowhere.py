"""What a browser gets at an address where there is no page."""

from starlette.responses import HTMLResponse

from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page


def nowhere(asked: Asked) -> HTMLResponse:
    """The page that says so; the ways on are in its top, and the map of the site is named."""
    t = asked.t
    main = (
        f'<h1>{esc(t("nowhere.title"))}</h1><p class="lead">{esc(t("nowhere.text"))}</p>'
        f'<p><a href="/sitemap">{esc(t("nowhere.sitemap"))}</a></p>'
    )
    return page(asked, t("nowhere.title"), main, name="nowhere", status=404)
