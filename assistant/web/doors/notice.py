"""The way in and out in the head of each page, and what is said where the server asks for a log-in."""

from collections.abc import Callable
from urllib.parse import urlsplit

from assistant.locales import LANGUAGES, Words, words_for
from assistant.web.doors.visitor import LOG_IN, LOG_OUT, Visitor, log_in_for
from assistant.web.html.markup import data, esc


def render_door(visitor: Visitor, address: str, t: Words) -> str:
    """The way in, which leads back to ``address``, and the way out; nothing where nobody has to log in."""
    if visitor.logged_in:
        return _leave(t)
    if not visitor.could_do_more or urlsplit(address).path == LOG_IN:
        return ""
    return f'<p class="enter">{_enter(t, log_in_for(address))}</p>'


def render_notices(visitor: Visitor) -> str:
    """The same for the Gradio page, whose parts come later: templates that doors.js puts in their places.

    In every language, for that page changes its own without asking the server; doors.css shows the one of the page,
    by ``data-tongue``: what is seen is always in the language of the page, and needs no ``lang``.
    """
    if not visitor.logged_in and not visitor.could_do_more:
        return ""
    way = _in_all(_leave if visitor.logged_in else _enter)
    to_add = " data-to-add" if visitor.could_do_more else ""
    return (
        f'<template id="doors-way"{to_add}><span class="doors-way">{way}</span></template>'
        f'<template id="doors-shut"><div class="doors-shut">{_in_all(_shut)}</div></template>'
    )


def _leave(t: Words) -> str:
    return (
        f'<form class="leave" method="post" action="{LOG_OUT}"{data(tongue=t.lang)}>'
        f'<button class="link">{esc(t("doors.leave"))}</button></form>'
    )


def _enter(t: Words, address: str = LOG_IN) -> str:
    said = esc(t("doors.enter_title"))
    return (
        f'<a class="link enter"{data(tongue=t.lang)} href="{esc(address)}" title="{said}">{esc(t("doors.enter"))}</a>'
    )


def _shut(t: Words) -> str:
    return f"<p{data(tongue=t.lang)}>{esc(t('doors.shut'))} {_enter(t)}</p>"


def _in_all(render: Callable[[Words], str]) -> str:
    return "".join(render(words_for(lang)) for lang in LANGUAGES)
