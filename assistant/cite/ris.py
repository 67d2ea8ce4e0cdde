"""RIS: what EndNote, Zotero, Mendeley and library catalogues exchange. A line a value, whatever it says."""

from collections.abc import Iterator, Sequence

from assistant.anchor import anchor_of
from assistant.cite.chinese import remarks
from assistant.cite.facts import proof
from assistant.cite.reference import GENRE, Reference
from corpus.types import Page


def ris(references: Sequence[Reference]) -> str:
    """A record each, lines ended as the format asks. The proof stands in a note (N1), its anchor in C1."""
    return "".join(f"{tag}  - {value}\r\n" for reference in references for tag, value in _lines(reference))


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT"
    for name in reference.authors.each:
        yield "AU", name
    yield "TI", reference.title or reference.name
    yield "M3", GENRE
    if reference.agency:
        yield "PB", reference.agency
    yield from _date(reference)
    if reference.path:
        yield "SE", "，".join(reference.path)
    if reference.pages:
        yield "SP", _number(reference.pages[0])
        yield "EP", _number(reference.pages[-1])
    yield "LA", "zh-TW"
    if "://" in reference.link:
        yield "UR", reference.link
    yield from _notes(reference)
    yield "ER", ""


def _date(reference: Reference) -> Iterator[tuple[str, str]]:
    day = reference.day
    if day:
        yield "PY", str(day[0])
        yield "DA", "/".join([f"{day[0]:04}", *(f"{number:02}" for number in day[1:]), "", ""][:3]) + "/"


def _notes(reference: Reference) -> Iterator[tuple[str, str]]:
    for said in remarks(reference):
        yield "N1", said
    yield "N1", proof(reference)
    yield "C1", str(anchor_of(reference.cited))


def _number(page: Page) -> str:
    return page.label or str(page.number)
