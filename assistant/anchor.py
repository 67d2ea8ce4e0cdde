"""The part of a permanent link that names a passage: which version's text, from where to where, and a proof."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from corpus.types import Citation

_PROOF: Final = 10
"""Hexadecimal digits of the quote's hash: enough to tell that another text stands there now."""
_NUMBER: Final = "(0|[1-9][0-9]{0,8})"
_WRITTEN: Final = re.compile(rf"v{_NUMBER}-{_NUMBER}-{_NUMBER}-([0-9a-f]{{{_PROOF}}})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """``start`` .. ``end`` of the text of a report's ``version``; ``proof`` is the beginning of the quote's hash.

    >>> str(Anchor(2, 120, 310, "3fa8c2d1e0"))
    'v2-120-310-3fa8c2d1e0'
    """

    version: int
    start: int
    end: int
    proof: str

    def __str__(self) -> str:
        return f"v{self.version}-{self.start}-{self.end}-{self.proof}"

    def proves(self, text: str) -> bool:
        """Whether ``text`` is what was quoted."""
        return quote_hash(text).startswith(self.proof)


def quote_hash(text: str) -> str:
    """What proves a quote: the SHA-256 of its text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def anchor_of(cited: Citation) -> Anchor:
    """The anchor of a quoted stretch."""
    return Anchor(cited.version, cited.start, cited.end, cited.quote_sha256[:_PROOF])


def anchor_at(version: int, start: int, end: int, text: str) -> Anchor:
    """The anchor of ``start`` .. ``end`` of ``text``, which is that of the report's ``version``."""
    return Anchor(version, start, end, quote_hash(text[start:end])[:_PROOF])


def read_anchor(written: str) -> Anchor | None:
    """The anchor that an address names after its «#»; None where it is none.

    >>> read_anchor("v2-120-310-3fa8c2d1e0") == Anchor(2, 120, 310, "3fa8c2d1e0"), read_anchor("results")
    (True, None)
    """
    found = _WRITTEN.fullmatch(written.removeprefix("#"))
    if found is None or int(found[2]) >= int(found[3]):
        return None
    return Anchor(int(found[1]), int(found[2]), int(found[3]), found[4])


def permanent_link(cited: Citation, question: str = "") -> str:
    """The address, on this site, that opens the passage again: ``/?q=…&report=…#v2-120-310-3fa8c2d1e0``."""
    query = {"q": question} if question else {}
    return f"/?{urlencode({**query, 'report': cited.report_id})}#{anchor_of(cited)}"
