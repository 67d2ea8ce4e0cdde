"""Text of pasted slides: lines in another script than the Chinese report around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.structure.captions import caption
from ingest.structure.lines import Layout, Line
from ingest.structure.sentences import ends_sentence, has_han

_SIGNAL: Final = re.compile(r"©|\(c\)\s*\d{4}|all rights reserved|^source:", re.IGNORECASE | re.MULTILINE)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Slide:
    """Lines ``first`` .. ``last`` (indexes, ``last`` excluded). ``sure`` when it carries a copyright or source note."""

    first: int
    last: int
    sure: bool


def find_slides(lines: Sequence[Line], layout: Layout) -> tuple[Slide, ...]:
    """The slides among ``lines``; a report in English has none."""
    if not layout.chinese:
        return ()
    slides: list[Slide] = []
    at = 0
    while at < len(lines):
        last = at
        while last < len(lines) and _is_foreign(lines[last].text):
            last += 1
        if last > at and (slide := _slide(lines, at, last)):
            slides.append(slide)
        at = max(last, at + 1)
    return tuple(slides)


def _is_foreign(text: str) -> bool:
    return not has_han(text) and caption(text) is None


def _slide(lines: Sequence[Line], first: int, last: int) -> Slide | None:
    text = "\n".join(line.text for line in lines[first:last])
    sure = _SIGNAL.search(text) is not None
    if not sure and (len(_WORD.findall(_ADDRESS.sub("", text))) < 3 or _inside_sentence(lines, first, last)):
        return None
    return Slide(first, last, sure)


def _inside_sentence(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether the Chinese before runs on through these lines: then they are words of its sentence."""
    before = lines[first - 1] if first else None
    joined = before is not None and not lines[first].gap and not ends_sentence(before.text)
    return joined or (last < len(lines) and not lines[last].gap and not ends_sentence(lines[last - 1].text))
