"""Agencies over time: what is a name of which, what it was before, and what a filter admits."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import (
    agencies,
    agency_expansions,
    agency_in,
    agency_named,
    asked_for,
    earlier_names,
    is_now,
    present,
    present_name,
    says_more,
)
from corpus.fold import fold
from tests.ingest.strategies import texts


def test_the_list_is_whole() -> None:
    names = {agency.name for agency in agencies()}
    assert len(names) == len(agencies()) > 150
    for agency in agencies():
        assert set(agency.into) <= names, agency.name
        assert bool(agency.until) == bool(agency.into), agency.name
        for day in filter(None, (agency.since, agency.until)):
            assert date.fromisoformat(day) and re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        if agency.until:
            after = [one for name in agency.into if (one := agency_named(name))]
            # what it became began that day, or was there before
            assert len(after) == len(agency.into) and all((one.since or "") <= agency.until for one in after)


def test_no_two_agencies_share_a_form() -> None:
    forms = [fold(form) for agency in agencies() for form in agency.forms]
    assert len(forms) == len(set(forms))


def test_no_name_becomes_itself_however_far_one_goes() -> None:
    for agency in agencies():
        assert agency not in earlier_names(agency)
        assert not present(agency).into


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("環境部", "行政院環境保護署"),
        ("環境部", "環保署"),
        ("環境部", "行政院環境保護署空氣品質保護處"),
        ("环境部", "行政院環境保護署"),
        ("MOENV", "環境部"),
        ("MOENV", "行政院環境保護署"),
        ("moda", "數位發展部資通安全署"),
        ("環保署", "行政院環境保護署"),
        ("EPA", "行政院環境保護署"),
        ("農業部", "行政院農業委員會林務局"),
        ("林業及自然保育署", "行政院農業委員會林務局"),
        ("國科會", "科技部"),
        ("國科會", "行政院國家科學委員會"),
        ("國發會", "行政院經濟建設委員會"),
        ("國家發展委員會", "行政院研究發展考核委員會"),
        ("運動部", "教育部體育署"),
        ("運動部", "行政院體育委員會"),
        ("新北市政府", "臺北縣政府"),
        ("新北市政府", "台北縣政府工務局"),
        ("數位發展部", "數位發展部資通安全署"),
        ("資安署", "行政院資通安全處"),
        ("文化部", "文建會"),
        ("主計總處", "主計處"),
        ("內政部國家公園署", "內政部營建署"),
        ("海巡署", "行政院海岸巡防署"),
        ("水利署", "經濟部水利署北區水資源局"),
        ("某某大學", "國立某某大學"),
        ("=環境部", "環境部"),
        ("=台北縣政府", "臺北縣政府"),
    ],
)
def test_an_agency_is_found_under_all_its_names(asked: str, printed: str) -> None:
    assert asked_for(asked, printed)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("環保署", "環境部"),  # a name that is no more is what is printed
        ("經建會", "國家發展委員會"),
        ("經建會", "行政院研究發展考核委員會"),  # what they both became does not make them one
        ("=環境部", "行政院環境保護署"),
        ("=環境部", "環境部資源循環署"),
        ("環境部", "臺北市政府環境保護局"),
        ("主計總處", "臺北市政府主計處"),
        ("氣象署", "香港氣象局"),
        ("文化部", "教育部"),
        ("數位發展部資通安全署", "數位發展部"),
        ("資安署", "數位發展部"),
        ("審計部", "交通部"),
    ],
)
def test_another_agency_is_not(asked: str, printed: str) -> None:
    assert not asked_for(asked, printed)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("行政院環境保護署", "環境部"),
        ("環境部綜合規劃司", "環境部"),
        ("行政院農業委員會漁業署", "農業部漁業署"),
        ("數位發展部 資通安全署", "數位發展部資通安全署"),
        ("教育部體育署", "運動部"),
        ("內政部營建署", "內政部國土管理署"),
        ("台北縣政府", "新北市政府"),
        ("某某大學", "某某大學"),
        ("臺北市政府環境保護局", "臺北市政府"),
    ],
)
def test_what_is_printed_has_a_present_name(printed: str, name: str) -> None:
    assert present_name(printed) == name


def test_what_is_admitted_besides_is_told_with_its_date() -> None:
    assert [(e.said, e.also, e.source) for e in agency_expansions("國科會")] == [
        ("國科會", ("科技部",), "its name until 2022-07"),
        ("國科會", ("行政院國家科學委員會",), "its name until 2014-03"),
    ]
    assert agency_expansions("=環境部") == agency_expansions("某某大學") == agency_expansions(None) == ()
    assert says_more("環保署") == ()


def test_who_asks_for_a_name_that_is_no_more_can_be_told_todays() -> None:
    now = is_now("環保署")
    assert now is not None and now.name == "環境部"
    assert is_now("環境部") is None and is_now("某某大學") is None


@given(st.one_of(texts, st.sampled_from([a.name for a in agencies()])))
def test_any_print_is_of_one_agency_or_none(printed: str) -> None:
    found = agency_in(printed)
    assert found is None or present_name(printed) == present(found).name
    assert asked_for(printed, printed) or printed.startswith("=")
