"""Filters: what a form prints decides, in whichever words it is asked for."""

from dataclasses import replace

import pytest

from corpus.errors import SettingsError
from corpus.filters import Filters, Said, year_from, years_of
from corpus.types import Conflict, Destination, Field, FrontMatter, ReportSummary, Traveller


def field(value: str) -> Field:
    return Field(value, 0, len(value))


FRONT = FrontMatter(
    {
        "title": field("考察報告"), "agency": field("數位發展部"), "planner": field("行政院人事行政總處"),
        "country": field("美國奧蘭多、馬爾地夫某島"), "category": field("開會"),
    },
    {"period_start": "2022-12-30", "period_end": "2023-01-03", "date": "2023-04-01"},
    (Traveller("江長柏", "數位發展部數位政府司", None, "分析師", 0, 3),),
    (Destination("美國奧蘭多", 0, 5, "US"),),
    (Conflict("category", field("開會"), field("會議")),),
)  # fmt: skip
REPORT = ReportSummary("ab12", 1, "a.txt", "/a.txt", "考察報告", "ab12", "", 10, 1, FRONT)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), True),
        (Filters(("ab12",)), True),
        (Filters(()), False),
        (Filters(("cd34",)), False),
        (Filters(agency="數位發展部"), True),
        (Filters(agency="数位发展部"), True),
        (Filters(agency="數位政府司"), True),
        (Filters(agency="人事行政總處"), True),
        (Filters(agency="環境部"), False),
        (Filters(country="US"), True),
        (Filters(country="us"), True),
        (Filters(country="United States"), True),
        (Filters(country="美国"), True),
        (Filters(country="Orlando"), True),
        (Filters(country="MV"), True),
        (Filters(country="某島"), True),
        (Filters(country="JP"), False),
        (Filters(country="日本"), False),
        (Filters(year=2022), True),
        (Filters(year=2023), True),
        (Filters(year=2021), False),
        (Filters(category="會議"), True),
        (Filters(category="考察"), False),
        (Filters(agency="數位發展部", country="JP"), False),
        (Filters(agency="數位發展部", country="US", year=2022, category="開會"), True),
    ],
)
def test_a_report_is_admitted_by_what_its_form_prints(filters: Filters, admitted: bool) -> None:
    assert filters.admits(REPORT) is admitted


def test_a_code_of_a_country_is_not_looked_for_in_words() -> None:
    belgium = replace(REPORT, front=FrontMatter({"country": field("Brussels, Belgium")}))
    assert Filters(country="BE").admits(belgium) and Filters(country="brussels").admits(belgium)
    assert not Filters(country="US").admits(belgium) and not Filters(country="United States").admits(belgium)


def test_a_value_that_is_printed_on_two_lines_is_found_by_one() -> None:
    front = FrontMatter({"agency": field("數位發展部\n　數位政府司"), "category": field("考\n察")})
    assert Said.by(front) == Said(agencies=("數位發展部 數位政府司",), categories=("考 察",))
    assert Filters(agency="數位發展部  數位政府司", category="考察").admits(replace(REPORT, front=front))


def test_what_a_form_says_is_everything_that_it_prints() -> None:
    assert Said.by(FRONT) == Said(
        ("數位發展部", "行政院人事行政總處", "數位發展部數位政府司"), ("US", "MV"), ("美國奧蘭多、馬爾地夫某島",),
        (2022, 2023), ("開會", "會議"),
    )  # fmt: skip
    assert Said.by(FrontMatter()) == Said()


def test_no_filter_is_no_filter_and_any_is_one() -> None:
    assert not Filters()
    assert Filters(()) and Filters(year=2022) and Filters(agency="x")


def test_the_year_is_that_of_the_trip_and_else_that_of_the_report() -> None:
    assert years_of(FRONT) == (2022, 2023)
    assert years_of(FrontMatter({}, {"date": "2023-04-01"})) == (2023,)
    assert years_of(FrontMatter()) == ()


@pytest.mark.parametrize(
    ("said", "year"),
    [("2022", 2022), ("111", 2022), ("民國111年", 2022), ("民国 111 年", 2022), ("２０２２", 2022), ("2022年", 2022)],
)
def test_a_year_is_said_in_either_calendar(said: str, year: int) -> None:
    assert year_from(said) == year


@pytest.mark.parametrize("said", ["", "last", "22022", "0", "500", "-111", "2022-2023"])
def test_what_is_no_year_names_the_cure(said: str) -> None:
    with pytest.raises(SettingsError, match="2022 or 111"):
        year_from(said)
