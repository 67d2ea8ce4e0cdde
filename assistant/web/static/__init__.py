"""The style sheets and the script of the page, as files, and the lines that load them."""

import hashlib
from functools import cache
from importlib import resources

FILES = {
    "tokens.css": "text/css",
    "plain.css": "text/css",
    "browse.css": "text/css",
    "change.css": "text/css",
    "lite.css": "text/css",
    "across.css": "text/css",
    "recommendations.css": "text/css",
    "check.css": "text/css",
    "doors.css": "text/css",
    "gradio.css": "text/css",
    "page.css": "text/css",
    "answer.css": "text/css",
    "told.css": "text/css",
    "cite.css": "text/css",
    "reach.css": "text/css",
    "text.css": "text/css",
    "source.css": "text/css",
    "map.css": "text/css",
    "picture.css": "text/css",
    "about.css": "text/css",
    "add.css": "text/css",
    "page.js": "text/javascript",
    "reach.js": "text/javascript",
    "away.js": "text/javascript",
    "seek.js": "text/javascript",
    "picked.js": "text/javascript",
    "source.js": "text/javascript",
    "picture.js": "text/javascript",
    "map.js": "text/javascript",
    "add.js": "text/javascript",
    "doors.js": "text/javascript",
}


@cache
def read(name: str) -> bytes:
    """The content of one of ``FILES``."""
    return resources.files(__name__).joinpath(name).read_bytes()


def _line(name: str) -> str:
    # the content's hash in the address: a browser may keep the file, and never keeps an old one
    address = f"/page/{name}?v={hashlib.sha256(read(name)).hexdigest()[:12]}"
    if name.endswith(".css"):
        return f'<link rel="stylesheet" href="{address}" />'
    return f'<script src="{address}"></script>'


_ICON = '<link rel="icon" href="data:,">'
_PLAIN_ONLY = ("plain.css", "browse.css", "change.css", "lite.css", "across.css", "check.css", "recommendations.css")
_PLAIN = (
    "tokens.css", "page.css", "answer.css", "told.css", "cite.css", "text.css", "about.css",
    *_PLAIN_ONLY, "doors.css",
)  # fmt: skip

HEAD = "".join(_line(name) for name in FILES if name not in _PLAIN_ONLY) + _ICON
"""For the Gradio page."""
PLAIN_HEAD = "".join(_line(name) for name in _PLAIN) + _ICON
"""For the pages without any script."""
