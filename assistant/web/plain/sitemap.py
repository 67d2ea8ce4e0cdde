"""The map of the site: its pages, the keys that lead about, and how accessible it is."""

from collections.abc import Iterable
from typing import Final

from assistant.locales import Words
from assistant.web.doors.visitor import LOG_IN, Visitor
from assistant.web.html.markup import esc

SITEMAP: Final = "/sitemap"
_PAGES: Final = (
    ("/", "way.ask", "sitemap.ask"),
    ("/reports", "way.reports", "sitemap.reports"),
    ("/check", "way.check", "sitemap.check"),
    ("/recommendations", "way.recommendations", "sitemap.recommendations"),
    ("/compare", "way.compare", "sitemap.compare"),
    ("/prior", "way.prior", "sitemap.prior"),
    ("/glossary", "way.glossary", "sitemap.glossary"),
    ("/lite", "way.lite", "sitemap.lite"),
    ("/api/v1/docs", "api.title", "api.sitemap"),
    (SITEMAP, "way.sitemap", "sitemap.sitemap"),
)
_ACCESS_KEYS: Final = (("U", "frame.top"), ("C", "frame.main"), ("S", "frame.search"), ("Z", "frame.foot"))
_KEYS: Final = (
    ("/", "key.box"),
    ("Enter", "key.enter"),
    ("↑ ↓", "key.arrows"),
    ("Tab", "key.tab"),
    ("Esc", "key.escape"),
)


def render_sitemap(visitor: Visitor, t: Words) -> str:
    """The middle of the page. Whoever could log in is told where."""
    return (
        f'<h1>{esc(t("way.sitemap"))}</h1><p class="lead">{esc(t("sitemap.lead"))}</p>{_pages(visitor, t)}'
        f"<h2>{esc(t('sitemap.access_keys'))}</h2>{_paragraphs(t, 'sitemap.access_keys_text', 'sitemap.browsers')}"
        f"{_table(t('sitemap.access_keys'), ((f'Alt + {key}', t(words)) for key, words in _ACCESS_KEYS), t)}"
        f"<h2>{esc(t('sitemap.keys'))}</h2>{_paragraphs(t, 'sitemap.keys_text')}"
        f"{_table(t('sitemap.keys'), ((key, t(words)) for key, words in _KEYS), t)}"
        f'<h2 id="accessibility">{esc(t("sitemap.accessibility"))}</h2>'
        f"{_paragraphs(t, 'sitemap.checked', 'sitemap.not_checked', 'sitemap.tell_us')}"
    )


def _pages(visitor: Visitor, t: Words) -> str:
    pages = [*_PAGES, *([(LOG_IN, "sitemap.log_in_name", "sitemap.log_in")] if visitor.could_do_more else [])]
    items = "".join(_page(*page, t) for page in pages)
    return f'<h2>{esc(t("sitemap.pages"))}</h2><ol class="site">{items}</ol>'


def _page(address: str, name: str, words: str, t: Words) -> str:
    return f'<li><a href="{address}">{esc(t(name))}</a><span>{esc(t(words))}</span></li>'


def _paragraphs(t: Words, *keys: str) -> str:
    return "".join(f"<p>{esc(t(key))}</p>" for key in keys)


def _table(caption: str, rows: Iterable[tuple[str, str]], t: Words) -> str:
    made = "".join(f'<tr><th scope="row"><kbd>{esc(key)}</kbd></th><td>{esc(does)}</td></tr>' for key, does in rows)
    head = f'<tr><th scope="col">{esc(t("sitemap.key"))}</th><th scope="col">{esc(t("sitemap.leads_to"))}</th></tr>'
    named = f'<caption class="unseen">{esc(caption)}</caption>'
    return f'<table class="keys">{named}<thead>{head}</thead><tbody>{made}</tbody></table>'
