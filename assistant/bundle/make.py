"""The order of the steps from picked passages to the archive."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from assistant.bundle.archive import zipped
from assistant.bundle.items import Item, ShowsPages, sources
from assistant.bundle.readme import render_readme
from assistant.bundle.sheet import render_sheet
from assistant.cite import STYLES, citation_json, linked
from assistant.cite.csl import written
from assistant.cite.reference import HALVES, one_line
from assistant.picked import Picked
from corpus.errors import UserError

MOST: Final = 50
"""Passages in one bundle: as many as one answer has."""
MOST_PICTURES: Final = 100
_FORMAT: Final = 1
_CITATIONS: Final = {"citations.bib": "bibtex", "citations.ris": "ris", "citations.json": "csl-json"}


def bundle_of(picks: Sequence[Picked], shown: ShowsPages, question: str = "", site: str = "") -> bytes:
    """A ZIP archive: README.txt, passages.html to print, passages/NN.txt to the letter, citations.bib, .ris and .json,
    facts.json, pages/ where the report has any, and SHA256SUMS over all of it.

    The same passages make the same bytes. ``question`` is what they answer; ``site`` the scheme and host of the page,
    for the links. UserError where there are none, or more than ``MOST``.
    """
    if not picks:
        raise UserError("Nothing was picked: name at least one passage for the bundle.")
    if len(picks) > MOST:
        raise UserError(f"These are {len(picks)} passages, and a bundle takes {MOST}: make several bundles of them.")
    items, asked = _items(picks, shown, site), one_line(question) or ""
    references = [item.reference for item in items]
    files = {
        "README.txt": render_readme(items, asked).encode(),
        "passages.html": HALVES.sub("\ufffd", render_sheet(items, asked)).encode(),
        **{item.text_file: item.text.encode("utf-8", "surrogatepass") for item in items},
        **{name: STYLES[style].write(references).encode() for name, style in _CITATIONS.items()},
        "facts.json": written(_facts(items, asked)).encode(),
        **{picture.name: picture.data for item in items for picture in item.pictures},
    }
    return zipped(files)


def _items(picks: Sequence[Picked], shown: ShowsPages, site: str) -> list[Item]:
    from assistant.bundle.marked import pictures_of

    items: list[Item] = []
    room = MOST_PICTURES
    for number, picked in enumerate(picks, start=1):
        reference = linked(picked.reference, site) if site else picked.reference
        item = Item(number, reference, picked.text)
        pictures, lacking = pictures_of(item, shown, room)
        room -= len(pictures)
        items.append(replace(item, pictures=pictures, lacking=lacking))
    return items


def _facts(items: Sequence[Item], question: str) -> dict[str, Any]:
    """All that proves each passage, and the files that they were read from, each once."""
    passages = [
        citation_json(item.reference)
        | {"text_file": item.text_file, "pictures": [picture.name for picture in item.pictures]}
        for item in items
    ]
    return {"format": _FORMAT, "question": question or None, "passages": passages, "sources": sources(items)}
