"""Captions of figures and tables: «圖 2-1 議程形式», «表3-1：…», «Figure 1. …»."""

import re
from dataclasses import dataclass
from typing import Final

from ingest.structure.sentences import width

_CAPTION: Final = re.compile(
    r"(?:[-*•▲△◎]\s*)?(?P<word>圖表|附圖|附表|圖|表|照片|相片|Figure|Fig\.|Table|Photo)\s{0,3}"
    r"(?P<number>[0-9０-９]{1,3}(?:\s?[-–—－.．之][0-9０-９]{1,3}){0,3}|[一二三四五六七八九十]{1,3}(?:[-–—－之][一二三四五六七八九十0-9]{1,3})?)"
    r"(?![0-9０-９])\s*(?P<mark>[:：、.．]?)\s*(?P<caption>.*)",
    re.DOTALL,
)
_PROSE: Final = re.compile(
    r"所[示列述呈]|顯示|呈現|可[見知以]|即|係|[中內](?:可|的|，)|[為之的是及至則並，,；;。)）]|(?:shows|is|are|and|illustrates|presents)\b"
)
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's number as printed, and its words."""

    number: str
    words: str


def caption(line: str) -> Caption | None:
    """The caption printed in ``line``, None where it is none: «圖 2-1 所示…» is a sentence.

    >>> caption("圖 2-2:會議前導說明")
    Caption(number='2-2', words='會議前導說明')
    """
    found = _CAPTION.fullmatch(line.strip()) if len(line) <= 3 * _LONGEST else None
    if not found or width(line) > _LONGEST or line.rstrip().endswith(("。", "；", "，")):
        return None
    words = found["caption"]
    if not found["mark"] and (_PROSE.match(words) or _glued(found)):
        return None
    return Caption(re.sub(r"\s", "", found["number"]), words.strip())


def _glued(found: re.Match[str]) -> bool:
    """«圖一張», «表二十», «表一般»: a Chinese numeral with a word right behind it numbers nothing."""
    words = found["caption"]
    apart = found.start("caption") > found.end("number")
    return bool(words) and not apart and not found["number"][0].isdigit()
