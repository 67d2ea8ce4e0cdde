"""Where citations and bundles are fetched. Each may be put into an attribute after ``esc``."""

from typing import Final
from urllib.parse import quote, urlencode

from assistant.anchor import anchor_of
from corpus.types import Citation

BUNDLE: Final = "/bundle"


def cite_address(cited: Citation, style: str) -> str:
    """The citation of a passage as a file in one of :data:`assistant.cite.STYLES`."""
    query = urlencode({"at": anchor_of(cited), "style": style})
    return f"/cite/{quote(cited.report_id, safe='')}?{query}"
