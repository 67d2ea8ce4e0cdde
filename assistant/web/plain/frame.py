"""The frame of every plain page: its head, the way about, the landmarks with their access keys, the foot."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.locales import CHINESE, ENGLISH, LANGUAGES, Words, language_of, words_for
from assistant.web import static
from assistant.web.doors.notice import render_door
from assistant.web.doors.visitor import ANYBODY, Role, Visitor, needed, visitor_of
from assistant.web.html.markup import data, esc, in_language

LANGUAGE_COOKIE: Final = "tripreport_lang"
"""The language a visitor chose; page.js reads and writes the same one."""
POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""No script at all: whatever a report's title says, there is nothing that could run it."""
_YEAR_SECONDS: Final = 365 * 24 * 3600
_WAYS: Final = (
    ("/", "way.ask"),
    ("/reports", "way.reports"),
    ("/check", "way.check"),
    ("/recommendations", "way.recommendations"),
    ("/compare", "way.compare"),
    ("/prior", "way.prior"),
    ("/lite", "way.lite"),
    ("/sitemap", "way.sitemap"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plain page has to know of who asks for it: the address with its query, the language, who is logged in."""

    address: str
    lang: str
    chosen: bool = False
    visitor: Visitor = ANYBODY

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """The language is the address's, else the one chosen before, else the browser's."""
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        visitor = visitor_of(request.scope)
        wanted = request.query_params.get("lang")
        if wanted in LANGUAGES:
            return cls(address, wanted, chosen=True, visitor=visitor)
        lang = language_from(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        return cls(address, lang, visitor=visitor)

    @property
    def t(self) -> Words:
        """The words of the visitor's language."""
        return words_for(self.lang)

    @property
    def path(self) -> str:
        """The address without its query."""
        return urlsplit(self.address).path

    def address_with(self, **changes: str | None) -> str:
        """This very page with other values in its query; None takes one out."""
        parts = urlsplit(self.address)
        query = dict(parse_qsl(parts.query)) | {key: value for key, value in changes.items() if value is not None}
        kept = {key: value for key, value in query.items() if changes.get(key, "") is not None}
        return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def language_from(cookie: str | None, accept_language: str | None) -> str:
    """The language that was chosen, else the first one that the browser names.

    >>> language_from(None, "zh-HK,en;q=0.5"), language_from("en", "zh-TW"), language_from("xx", None)
    ('zh-Hant', 'en', 'zh-Hant')
    """
    if cookie in LANGUAGES:
        return cookie
    return language_of((accept_language or "").split(",")[0].split(";")[0])


def page(asked: Asked, title: str, main: str, *, name: str, status: int = 200) -> HTMLResponse:
    """A whole page around ``main``, which is safe HTML; ``name`` tells the style sheet which page it is."""
    response = HTMLResponse(document(asked, title, main, name=name), status_code=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Vary"] = "Accept-Language, Cookie"
    if asked.chosen:
        response.set_cookie(LANGUAGE_COOKIE, asked.lang, max_age=_YEAR_SECONDS, samesite="lax")
    return response


def told(asked: Asked, title: str, words: str, way: tuple[str, str], status: int) -> HTMLResponse:
    """A page that says why there is nothing; ``way`` is where to go on, the address and its words."""
    main = (
        f'<div class="nothing"><h1>{esc(title)}</h1><p class="lead"><bdi>{esc(words)}</bdi></p>'
        f'<p><a href="{esc(way[0])}">{esc(way[1])}</a></p></div>'
    )
    return page(asked, title, main, name="state", status=status)


def document(asked: Asked, title: str, main: str, *, name: str) -> str:
    """The HTML of it."""
    t = asked.t
    whole = f"{title} – {t('app.title')}" if title != t("app.title") else title
    return (
        f'<!doctype html><html lang="{t.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(whole)}</title>{static.PLAIN_HEAD}</head>"
        f'<body class="plain"{data(page=name)}>{body(asked, main)}</body></html>'
    )


def body(asked: Asked, main: str, *, signs: bool = True) -> str:
    """All that is seen of it: the skip link, the top, ``main`` and the foot; ``signs``: those of its parts."""
    t = asked.t
    sign = landmark("C", "frame.main", t) if signs else ""
    whole = (
        f'<a class="skip" href="#main">{esc(t("frame.skip"))}</a>{_top(asked, signs)}'
        f'<main id="main" tabindex="-1">{sign}{main}</main>{foot(t, signs)}'
    )
    return in_language(whole, t.lang)


def landmark(key: str, words: str, t: Words, to: str = "") -> str:
    """The sign «:::» of a part of the page, which ``key`` jumps to: how the public sites of Taiwan have it.

    ``to``: the part's id, where it is not the usual one.
    """
    said = esc(t(words))
    where = to or {"U": "top", "C": "main", "Z": "foot"}[key]
    return f'<a class="landmark" href="#{where}" accesskey="{key}" title="{said}">:::</a>'


def ways(here: str, t: Words, role: Role = Role.READ) -> str:
    """The links between the pages that are open to who has ``role``, in a list; ``here`` is the path of the one that
    is shown."""
    items = "".join(f"<li>{_way(path, t(words), path == here)}</li>" for path, words in _WAYS if needed(path) <= role)
    return f'<ul class="ways">{items}</ul>'


def _way(path: str, words: str, is_here: bool) -> str:
    current = ' aria-current="page"' if is_here else ""
    return f'<a href="{path}"{current}>{esc(words)}</a>'


def _top(asked: Asked, signs: bool) -> str:
    t = asked.t
    other = ENGLISH if t.chinese else CHINESE
    return (
        f'<header class="top" id="top">{landmark("U", "frame.top", t) if signs else ""}'
        f'<p class="name"><a href="/">{esc(t("app.title"))}</a></p>{_nav(asked)}'
        f'<p class="language"><a lang="{other}" hreflang="{other}" title="{esc(t("app.language_title"))}" '
        f'href="{esc(asked.address_with(lang=other))}">{esc(t("app.language"))}</a></p>'
        f"{render_door(asked.visitor, asked.address, t)}</header>"
    )


def _nav(asked: Asked) -> str:
    """The way about, without the ways that end at the log-in."""
    links = ways(asked.path, asked.t, asked.visitor.role)
    return f'<nav aria-label="{esc(asked.t("frame.ways"))}">{links}</nav>'


def foot(t: Words, signs: bool = True) -> str:
    """What stands below every page."""
    sign = landmark("Z", "frame.foot", t) if signs else ""
    return f'<footer class="foot" id="foot">{sign}<p>{esc(t("frame.about"))}</p></footer>'
