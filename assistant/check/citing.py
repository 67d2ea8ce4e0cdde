"""Which place a draft says a quotation is from: what it cites after it, or before it in the same sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from assistant.anchor import Anchor, read_anchor
from assistant.check.letters import plain
from assistant.check.quotations import Quotation

_REACH: Final = 600
"""Characters after a quotation in which its citation is looked for."""
_BEFORE: Final = 160
_MOST_NOTES: Final = 20
_TITLE: Final = re.compile(r"《([^《》]{2,300})》")
_ONE: Final = "[0-9]{1,5}|[ivxlcIVXLC]{1,7}"
_TO: Final = r"\s*[-–—~～至到、,]\s*"
_PAGE: Final = re.compile(
    rf"(?<!檔案)(?<!档案)第\s*(?P<a>{_ONE})(?:{_TO}(?P<a_to>{_ONE}))?\s*[頁页]"
    rf"|[頁页](?:次|碼|码)?\s*[:：]?\s*(?P<b>{_ONE})(?:{_TO}(?P<b_to>{_ONE}))?(?![\w.])"
    rf"|\b[Pp]{{1,2}}\.?\s*(?P<c>{_ONE})(?:{_TO}(?P<c_to>{_ONE}))?(?![\w.])"
    rf"|\b[Pp]ages?\s+(?P<d>{_ONE})(?:{_TO}(?P<d_to>{_ONE}))?\b"
)
_LINK: Final = re.compile(
    r"(?:[?&]report=(?P<query>[^&#\s)>」』”\"]+)|/reports/(?P<path>[^/?#\s)>」』”\"]+))"
    r"[^#\s)>」』”\"]{0,600}?(?:#|[?&]at=)(?P<anchor>v\d+-\d+-\d+-[0-9a-f]+)"
)
_NOTE: Final = re.compile(r"\s*\[\^(\w{1,20})\]")
_DATED: Final = re.compile(r"民國|民国|西元|[12]\d\d\d")
_SENTENCE_END: Final = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is cited, as far as it was understood; ``text`` is where that was read."""

    text: str
    title: str | None = None
    pages: tuple[str, ...] = ()
    report_id: str | None = None
    anchor: Anchor | None = None


def claims(draft: str, quotations: Sequence[Quotation]) -> list[Claim | None]:
    """The claim of each quotation; None where nothing is cited."""
    notes = _notes(draft)
    found: list[Claim | None] = []
    for i, quotation in enumerate(quotations):
        ends = quotations[i + 1].start if i + 1 < len(quotations) else len(draft)
        begins = quotations[i - 1].end if i else 0
        found.append(
            read(_same_line(draft, quotation.end, ends))
            or read(_noted(draft, quotation.end, notes))
            or _led_in(draft, begins, quotation.start)
        )
    return _with_lines_below(draft, quotations, found)


def read(text: str) -> Claim | None:
    """The citation that ``text`` is, or has; None where there is none.

    >>> read("（《赴日報告》，第 5–6 頁）").pages
    ('5', '6')
    """
    usual = "".join(map(plain, text))
    title, link = _TITLE.search(text), _LINK.search(usual)
    pages = tuple(_pages(usual))
    if not (title or link or pages):
        return None
    name = " ".join(title[1].split()) if title else None
    report = unquote(link["query"] or link["path"]) if link else None
    return Claim(text.strip(), name, pages, report, read_anchor(link["anchor"]) if link else None)


def _pages(text: str) -> Iterator[str]:
    found = _PAGE.search(text)
    for name in "abcd" if found else ():
        if found and found[name]:
            yield found[name]
            if found[f"{name}_to"]:
                yield found[f"{name}_to"]


def _same_line(draft: str, start: int, end: int) -> str:
    stop = draft.find("\n", start, min(end, start + _REACH))
    return draft[start : stop if stop >= 0 else min(end, start + _REACH)]


def _led_in(draft: str, start: int, end: int) -> Claim | None:
    """«《…》第 5 頁指出：「…」»: what the sentence says before it quotes."""
    before = draft[max(start, end - _BEFORE) : end]
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    return read(before[ends[-1] if ends else 0 :])


def _notes(draft: str) -> dict[str, str]:
    """The notes of Markdown, by their names."""
    return dict(re.findall(r"^\[\^(\w{1,20})\]:[^\S\n]*(.{1,600})", draft, re.MULTILINE))


def _noted(draft: str, end: int, notes: dict[str, str]) -> str:
    found = _NOTE.search(draft, end, end + 24)
    return notes.get(found[1], "") if found else ""


def _with_lines_below(draft: str, quotations: Sequence[Quotation], found: list[Claim | None]) -> list[Claim | None]:
    """Notes that stand below the line they belong to, as Word's footnotes do and what our page copies: as many as the
    line has quotations without a citation, in their order."""
    by_line: dict[int, list[int]] = {}
    for i, quotation in enumerate(quotations):
        if found[i] is None:
            end = draft.find("\n", quotation.end)
            by_line.setdefault(end if end >= 0 else len(draft), []).append(i)
    for end, those in by_line.items():
        lines = list(_lines_below(draft, end, {q.start for q in quotations}))
        if len(lines) == len(those):
            for i, claim in zip(those, lines, strict=True):
                found[i] = claim
    return found


def _lines_below(draft: str, at: int, quoted: set[int]) -> Iterator[Claim]:
    """The lines after ``at`` that cite, with page or date, and quote nothing: prose may name a title too."""
    for _ in range(_MOST_NOTES):
        stop = draft.find("\n", at + 1)
        stop = stop if stop >= 0 else len(draft)
        line = draft[at + 1 : stop]
        claim = read(line) if len(line) <= _REACH and quoted.isdisjoint(range(at + 1, stop + 1)) else None
        if claim and (claim.anchor or (claim.title and (claim.pages or _DATED.search(line)))):
            yield claim
        elif line.strip() or at >= len(draft):
            return
        at = stop
