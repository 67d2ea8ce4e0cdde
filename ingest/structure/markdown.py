"""What Markdown needs beyond plain text: fences around code, and a cover under the one # heading."""

from collections.abc import Sequence
from typing import Final

from ingest.form.labels import is_label_line
from ingest.structure.candidates import Candidate
from ingest.structure.lines import Layout

_FENCES: Final = ("```", "~~~")
_FIELDS: Final = 2
"""So many labelled lines make a cover."""


def fenced(layout: Layout) -> set[int]:
    """The indexes of the lines inside fences, the fences too: a comment in code is no heading."""
    inside: set[int] = set()
    opened = ""
    for line in layout.lines if layout.markdown else ():
        fence = next((f for f in _FENCES if line.text.startswith(f)), "")
        if opened or fence:
            inside.add(line.index)
        if fence and (not opened or fence == opened):
            opened = "" if opened else fence
    return inside


def is_titled_cover(layout: Layout, found: Sequence[Candidate]) -> bool:
    """Whether the first heading is the report's title over the fields of a cover, and the only one of its level."""
    levels = [(c.readings[0].value, c) for c in found if c.readings[0].scheme == "markdown"]
    if len(levels) < 2 or levels[0][1] is not found[0] or found[0].line.index > 0:
        return False
    under = layout.within(found[0].line.end, levels[1][1].line.start)
    alone = all(level > levels[0][0] for level, _ in levels[1:])
    return alone and sum(is_label_line(line.text) for line in under) >= _FIELDS
