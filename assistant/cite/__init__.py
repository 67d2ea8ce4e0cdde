"""Citations: the facts of a quoted stretch, and the one table of the styles that make words or files of them."""

from assistant.anchor import quote_hash
from assistant.cite.chinese import footnote, page_range, roc_date
from assistant.cite.facts import citation_json, cite
from assistant.cite.reference import Reference, linked
from assistant.cite.styles import STYLES, Style, style_named

__all__ = [
    "STYLES", "Reference", "Style", "citation_json", "cite", "footnote", "linked", "page_range", "quote_hash",
    "roc_date", "style_named",
]  # fmt: skip
