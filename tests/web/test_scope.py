"""Where a question is put: read from an address, written to one, and never an error for what a visitor types there."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.browse.wanted import ASKED
from assistant.web.page.scope import GROUPED, IN_ONE_REPORT, MOST, USUAL, Address, Scope
from corpus.errors import SettingsError
from corpus.filters import Filters

NAMES = [facet.value for facet in ASKED]
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20)
scopes = st.builds(
    Scope,
    st.just("") | words,
    st.dictionaries(st.sampled_from(NAMES), words).map(lambda said: tuple((f, said[f]) for f in NAMES if f in said)),
    st.booleans(),
    st.integers(0, MOST),
)


@given(scopes, words)
def test_every_scope_reads_back_from_its_address(scope: Scope, question: str) -> None:
    address = Address.of(f"/?{urlencode(scope.query(question))}")
    assert (address.question, address.scope) == (question, scope)


@given(scopes)
def test_what_the_page_keeps_is_all_but_the_report(scope: Scope) -> None:
    assert Scope.read(scope.written(), scope.report) == scope


@given(st.text())
def test_no_address_is_an_error(written: str) -> None:
    address = Address.of(written)
    assert 1 <= address.scope.wanted <= MOST
    assert len(address.scope.facets) <= len(NAMES)


def test_how_many_passages_are_wanted() -> None:
    assert Scope().wanted == USUAL
    assert Scope("r").wanted == IN_ONE_REPORT
    assert Scope(grouped=True).wanted == GROUPED
    more = Scope().more
    assert more is not None and more.wanted == USUAL + 10
    assert Scope(k=MOST).more is None


@pytest.mark.parametrize("k", ["-1", "x", "٣", "9" * 9, "1e9", ""])
def test_a_number_that_is_none_is_as_if_it_was_not_said(k: str) -> None:
    assert Scope.of({"k": k}).wanted == USUAL


def test_the_filters_are_those_of_the_command_line() -> None:
    scope = Scope.of(dict(parse_qsl("agency=數位&country=US&year=111&category=開會")))
    assert scope.filters == Filters(None, "數位", "US", 2022, "開會")
    assert scope.without("year").filters == Filters(None, "數位", "US", None, "開會")
    assert not Scope("r", grouped=True).filters, "the report is chosen beside them"


def test_a_year_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match="no year"):
        _ = Scope.of({"year": "abc"}).filters
