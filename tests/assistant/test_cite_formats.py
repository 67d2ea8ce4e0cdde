"""BibTeX, RIS and CSL-JSON read back, by parsers of others, as what the report prints; whatever that is."""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from assistant.cite import STYLES, Reference, citation_json, linked
from assistant.cite.reference import names_in, one_line
from corpus.types import Citation, Page

NASTY = "{}%\\#&$_^~\"'`-–@,;=<>[]()/|甲乙 a\t\n\r\x00\x1b\x85\u2028\u202e\u200b\ud800\U0001f600"
WORDS = st.one_of(
    st.text(st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), min_size=1, max_size=30),
    st.sampled_from(
        ["{", "}}", "\\", "%", "@report{x,", "ER  - ", "\nER  - \nTY  - BOOK", "and", "a and b", "--", "``''"]
    ),
)
MAYBE = st.one_of(st.none(), WORDS)
PAGES = st.lists(st.builds(lambda n: Page(n, 0, 9, str(n + 2)), st.integers(1, 400)), max_size=2)
CITATIONS = st.builds(
    Citation, st.just("fa43c01a"), st.integers(1, 9), st.just("5e" * 32), WORDS, MAYBE, MAYBE, MAYBE, MAYBE,
    st.sampled_from([None, "2023-01-19", "2023-05", "1998"]), st.lists(WORDS, max_size=3).map(tuple), PAGES.map(tuple),
    st.integers(0, 9), st.integers(10, 99), st.just("ab" * 32),
)  # fmt: skip
REFERENCES = st.builds(lambda cited: linked(Reference(cited), "https://reports.example.gov.tw"), CITATIONS)
FULL = linked(
    Reference(
        Citation(
            "fa43c01a", 2, "5e" * 32, "a.pdf", "考察報告", "王小明、李大華", "交通部", "112.1.19", "2023-01-19",
            ("參、心得", "一、票證"), (Page(7, 0, 9, "5"), Page(8, 9, 12, "6")), 0, 9, "ab" * 32,
        )
    ),
    "https://reports.example.gov.tw",
)  # fmt: skip


UNKNOWN = {r"{\textbraceleft}": r"\{", r"{\textbraceright}": r"\}", r"{\textasciicircum}": "^"}
"""Words of LaTeX that pylatexenc does not know, or takes for an accent."""


def read_bibtex(references: Sequence[Reference]) -> list[Any]:
    made = STYLES["bibtex"].write(references)
    made.encode()
    library = bibtexparser.parse_string(made)
    assert not library.failed_blocks
    assert len(library.entries) == len(references)
    return library.entries


def read_ris(references: Sequence[Reference]) -> list[dict[str, Any]]:
    made = STYLES["ris"].write(references)
    made.encode()
    return rispy.loads(made)


def read_csl(references: Sequence[Reference]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(STYLES["csl-json"].write(references).encode())
    return items


def printed(value: str) -> str:
    """What TeX prints of a field whose value is in braces, so that it is left as it is."""
    assert value[0] == "{" and value[-1] == "}"
    for word, sign in UNKNOWN.items():
        value = value.replace(word, sign)
    return " ".join(LatexNodes2Text().latex_to_text(value[1:-1]).split())


def spaced(value: str | None) -> str:
    """As it was put in: TeX makes one space of many."""
    return " ".join((one_line(value) or "").split())


def test_a_report_with_everything_printed_reads_back_from_each_format() -> None:
    (entry,), (record,), (item,) = read_bibtex([FULL]), read_ris([FULL]), read_csl([FULL])
    assert entry.entry_type == "techreport" and record["type_of_reference"] == "RPRT" and item["type"] == "report"
    assert printed(entry["title"]) == record["title"] == item["title"] == "考察報告"
    assert record["authors"] == [name["literal"] for name in item["author"]] == ["王小明", "李大華"]
    assert printed(entry["institution"]) == record["publisher"] == item["publisher"] == "交通部"
    assert entry["year"] == record["year"] == str(item["issued"]["date-parts"][0][0]) == "2023"
    assert item["issued"] == {"date-parts": [[2023, 1, 19]]} and record["date"] == "2023/01/19/"
    assert (entry["month"], entry["day"]) == ("jan", "19")
    assert (record["start_page"], record["end_page"], item["page"]) == ("5", "6", "5-6")
    assert entry["url"] == record["urls"][0] == item["URL"] == FULL.link
    anchor = "v2-0-9-ababababab"
    assert anchor in entry["annote"] and record["custom1"] == anchor and anchor in item["note"]
    assert all("ab" * 32 in said and "5e" * 32 in said for said in (entry["annote"], record["notes"][-1], item["note"]))
    assert item["custom"] == citation_json(FULL)
    assert item["section"] == "參、心得，一、票證" == record["section"] and entry["note"] == "參、心得，一、票證"


def test_the_words_of_an_entry_are_those_that_every_program_knows() -> None:
    made = STYLES["bibtex"].of(FULL)
    assert made.startswith("@techreport{tripreport-fa43c01a-v2-0-9,\n")
    assert "  author = {{王小明} and {李大華}},\n" in made and "  pages = {5--6},\n" in made


@settings(deadline=None)
@given(REFERENCES)
def test_bibtex_reads_back_whatever_a_report_prints(reference: Reference) -> None:
    made = STYLES["bibtex"].of(reference)
    assert made.count("{") == made.count("}") and not re.search(r"(?<!\\)%", made.replace(reference.link, ""))
    (entry,) = read_bibtex([reference])
    cited = reference.cited
    fields = entry.fields_dict
    assert printed(entry["title"]) == spaced(reference.title or reference.name)
    assert ("institution" in fields) == bool(reference.agency)
    if reference.agency:
        assert printed(entry["institution"]) == spaced(cited.agency)
    assert fields["year"].value == cited.iso_date[:4] if cited.iso_date else "year" not in fields
    assert entry["url"] == reference.link and cited.quote_sha256 in entry["annote"]
    assert ("pages" in fields) == bool(cited.pages)


@settings(deadline=None)
@given(REFERENCES)
def test_each_name_of_an_entry_is_one_name_to_bibtex(reference: Reference) -> None:
    found = re.search(r"^  author = \{(.*)\},$", STYLES["bibtex"].of(reference), re.MULTILINE)
    assert bool(found) == bool(reference.authors.each)
    if found:
        names = _split_at_top(found[1])
        assert len(names) == len(reference.authors.each) + reference.authors.more
        assert all((name[0], name[-1]) == ("{", "}") or name == "others" for name in names)


def _split_at_top(value: str) -> list[str]:
    """As BibTeX does it: at « and » outside of all braces."""
    names, depth, start = [], 0, 0
    for at, sign in enumerate(value):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
        if depth == 0 and value.startswith(" and ", at):
            names.append(value[start:at])
            start = at + 5
    assert depth == 0
    return [*names, value[start:]]


@settings(deadline=None)
@given(st.lists(REFERENCES, min_size=1, max_size=3))
def test_ris_reads_back_whatever_a_report_prints(references: list[Reference]) -> None:
    made = STYLES["ris"].write(references)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in made.split("\r\n")[:-1])
    records = read_ris(references)
    assert len(records) == len(references)
    for record, reference in zip(records, references, strict=True):
        assert record["title"] == (reference.title or reference.name)
        assert record.get("authors", []) == list(reference.authors.each)
        assert record.get("publisher") == reference.agency
        assert record.get("year") == (reference.cited.iso_date or "")[:4] or "year" not in record
        assert record["urls"] == [reference.link] and reference.cited.quote_sha256 in record["notes"][-1]


@settings(deadline=None)
@given(st.lists(REFERENCES, min_size=1, max_size=3))
def test_csl_json_reads_back_whatever_a_report_prints(references: list[Reference]) -> None:
    for item, reference in zip(read_csl(references), references, strict=True):
        assert item["title"] == (reference.title or reference.name)
        assert [name["literal"] for name in item.get("author", [])] == list(reference.authors.each)
        assert item["custom"] == citation_json(reference), "the facts are as printed, to the letter"
        assert item.get("issued", {}).get("literal") == (None if reference.day else reference.date)


@settings(deadline=None)
@given(WORDS)
def test_names_are_never_lost(printed: str) -> None:
    names = names_in(one_line(printed) or "?")
    assert names.each and all(name.strip() for name in names.each)


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_what_is_missing_has_no_field_and_is_named_in_a_note(style: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    bare = Reference(replace(FULL.cited, title=None, author=None, agency=None, date=None, iso_date=None, pages=()))
    made = STYLES[style].of(bare)
    assert "〔報告未載題名、出國人員、服務機關、報告日期〕" in made and "無頁碼" in made
    assert "not printed: title, author, agency, date" in made
    if style == "csl-json":
        (item,) = read_csl([bare])
        assert not {"author", "publisher", "issued", "page", "URL"} & item.keys()
        assert item["custom"]["missing"] == ["title", "author", "agency", "date"] and item["custom"]["author"] is None
    if style == "ris":
        (record,) = read_ris([bare])
        assert not {"authors", "publisher", "year", "date", "start_page", "urls"} & record.keys()


def test_authors_who_are_not_named_are_not_invented() -> None:
    many = Reference(replace(FULL.cited, author="王小明等5人"))
    assert "{{王小明} and others}" in STYLES["bibtex"].of(many)
    (record,), (item,) = read_ris([many]), read_csl([many])
    assert record["authors"] == ["王小明"] and "出國人員：王小明等5人" in record["notes"]
    assert item["author"] == [{"literal": "王小明"}] and "出國人員：王小明等5人" in item["note"]


def test_a_passage_of_an_older_version_says_so() -> None:
    for style in ("bibtex", "ris", "csl-json"):
        assert "現行第 3 版已無此段" in STYLES[style].of(replace(FULL, now=3))
