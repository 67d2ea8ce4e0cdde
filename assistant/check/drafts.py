"""Drafts that come as files: read in a child process of their own, for an ingest may hold its child for an hour."""

from typing import Final

from assistant.check.check import MAX_CHARACTERS
from corpus.types import RawFile
from ingest.files.sandbox import Limits, Sandbox

MAX_BYTES: Final = 16 * 1024 * 1024
"""Of a draft's file: its pictures count."""
_LIMITS: Final = Limits(seconds=60.0, in_all=120.0, pages=2_000, characters=4 * MAX_CHARACTERS)


def read_draft(file: RawFile) -> str:
    """The text of a file, of which nothing is kept; :class:`UnreadableFile` names what is wrong with it, and the
    cure."""
    with Sandbox(_LIMITS) as child:
        return child.read(file).text
