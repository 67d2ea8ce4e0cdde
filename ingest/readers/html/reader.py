"""HTML: a web page's text as a browser shows it, without its menus, scripts and what is hidden."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from corpus.errors import UnreadableFile
from corpus.types import Document, RawFile
from ingest.readers.flow import canonical
from ingest.readers.html.story import Story
from ingest.readers.html.styles import Sheet
from ingest.readers.text import decode

_DECLARED: Final = re.compile(
    rb"<meta[^>]{,300}?charset\s*=\s*[\"']?\s*([\w-]{1,30})|<\?xml[^>]{,200}?encoding=[\"']([\w-]{1,30})", re.IGNORECASE
)
_PRESCAN: Final = 4096
_CODECS: Final = {
    "big5": ("cp950", "big5hkscs"), "big5-hkscs": ("big5hkscs",), "gb2312": ("gb18030",), "gbk": ("gb18030",),
    "gb18030": ("gb18030",), "iso-8859-1": ("cp1252",), "windows-1252": ("cp1252",), "shift_jis": ("cp932",),
    "euc-jp": ("euc_jp",), "euc-kr": ("cp949",),
}  # fmt: skip
"""The names that pages declare, and what browsers take them for."""
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_SELF_ENDING: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "colgroup", "rt", "rp",
})  # fmt: skip
"""Elements that are empty, or that the next of their kind ends."""
_DEEPEST: Final = 2000
"""Browsers themselves stop at 512; the parser's time grows with the square of the depth."""
_EMPTIED: Final = re.compile(r"<(script|title|style|textarea|iframe|noscript|select|div|span|p|a|td|th|li)\b([^<>]*)/>")


class HtmlReader:
    """Reads ``.html``, ``.htm`` and ``.xhtml``."""

    suffixes: Sequence[str] = (".html", ".htm", ".xhtml")

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` naming what is wrong and the cure."""
        page, encoding = _decoded(raw)
        strict = PurePath(raw.name).suffix.lower() == ".xhtml"
        if strict:
            page = _EMPTIED.sub(r"<\1\2></\1>", page)
        _refuse_bottomless(raw, page)
        tree = LexborHTMLParser(page)
        sheet = Sheet(node.text() for node in tree.css("style"))
        story = Story(sheet, wrapped=not _wraps_at_blanks(tree))
        text = canonical(story.lines(tree.root) if tree.root else (), raw.name)
        return Document(text, encoding, "application/xhtml+xml" if strict else "text/html")


def _decoded(raw: RawFile) -> tuple[str, str]:
    """The page and its encoding: UTF-8 where it can be, else as it declares, else as its bytes suggest."""
    try:
        raw.data.decode("utf-8")
    except UnicodeDecodeError:
        found = _DECLARED.search(raw.data[:_PRESCAN])
        declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
        for codec in _CODECS.get(declared, ()):
            try:
                return raw.data.decode(codec), codec
            except UnicodeDecodeError:
                continue
    return decode(raw)


def _wraps_at_blanks(tree: LexborHTMLParser) -> bool:
    """Whether a program wrote the page that ends lines only where there was a blank, in Chinese too."""
    made_by = (node.attributes.get("content") or "" for node in tree.css('meta[name="generator" i]'))
    return any(name.startswith(("LibreOffice", "OpenOffice")) for name in made_by)


def _refuse_bottomless(raw: RawFile, page: str) -> None:
    depth = 0
    for found in _TAG.finditer(page):
        if found[2].lower() in _SELF_ENDING or found[3]:
            continue
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > _DEEPEST:
            raise UnreadableFile(
                f"{raw.name} nests its elements too deeply: open it in a browser, print it to a PDF and add that."
            )
