"""What stands on the Gradio page for a browser without JavaScript: the simple version, at once."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from assistant.web import static
from assistant.web.doors.visitor import ANYBODY
from assistant.web.html.markup import esc
from assistant.web.page.scope import Address
from assistant.web.plain.frame import Asked, body
from assistant.web.plain.lite import LITE, Asking, render_form

_NOT_OPENING: Final = "<style>#boot, gradio-app { display: none !important; }</style>"


def render_unscripted(asked: Asked) -> str:
    """The form of the simple version, filled in with what the address asks."""
    t, query = asked.t, urlsplit(asked.address).query
    # what a log-in would open takes scripts
    there = replace(asked, address=f"{LITE}?{query}" if query else LITE, visitor=ANYBODY)
    address = Address.of(asked.address)
    form = render_form(Asking(address.question, address.scope), t)
    main = f'<h1>{esc(t("app.title"))}</h1><p class="lead">{esc(t("app.noscript"))}</p>{form}'
    # some checkers read this beside what the scripts make, where the signs «:::» would stand twice
    inner = body(there, main, signs=False)
    return f'<noscript>{_NOT_OPENING}{static.PLAIN_HEAD}<div class="plain">{inner}</div></noscript>'
