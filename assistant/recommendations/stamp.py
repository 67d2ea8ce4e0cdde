"""What a sheet keeps of what was noted when it was made: the revision, and what tells whether a row was edited."""

import hashlib
import json
from typing import Final

from corpus.marks import Mark

_DIGITS: Final = 6


def stamp(mark: Mark) -> str:
    """The revision, and the beginning of a hash of what is noted.

    >>> stamp(Mark())
    '0-08ca59'
    """
    return f"{mark.revision}-{proof(mark)}"


def proof(mark: Mark) -> str:
    """The beginning of a hash of what is noted."""
    said = json.dumps([mark.status.value, mark.owner, mark.due, mark.note], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
