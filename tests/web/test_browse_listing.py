"""Which reports are listed, and what there is to filter for: every number is what one gets by following it."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.browse.labels import label
from assistant.web.browse.listing import PAGE, Listing, Tally, list_reports
from assistant.web.browse.wanted import NOT_STATED, Facet, Sort, Unread, Wanted
from assistant.web.browse.when import day, period
from corpus.filters import Filters
from corpus.listed import Listed
from corpus.types import FrontMatter
from tests.web.fakes import listed
from tests.web.shelf import many_reports

SHELF = [listed(report_id, report) for report_id, report in many_reports(120).items()]
ZH, EN = words_for(CHINESE), words_for(ENGLISH)
QUERIES: list[dict[str, str]] = [
    {},
    {"agency": "數位發展部"},
    {"country": "US", "year": "2016"},
    {"category": "其他", "chapter": "reflections"},
    {"q": "日本 第 1", "chapter": NOT_STATED},
    {"agency": NOT_STATED},
]


def of(query: dict[str, str], shelf: list[Listed] = SHELF) -> Listing:
    return list_reports(shelf, Wanted.of(query))


def count(query: dict[str, str], value: str, facet: Facet) -> int:
    return next(choice.count for choice in of(query).tallies[facet].choices if choice.value == value)


@pytest.mark.parametrize("facet", Facet)
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_number_is_what_one_gets_by_choosing_it(query: dict[str, str], facet: Facet) -> None:
    some = SHELF[:60]
    for choice in of(query, some).tallies[facet].choices:
        assert of(query | {facet.value: choice.value}, some).total == choice.count, choice


@pytest.mark.parametrize(
    ("facet", "filters"),
    [
        (Facet.AGENCY, Filters(agency="數位發展部")),
        (Facet.AGENCY, Filters(agency="教育部")),
        (Facet.COUNTRY, Filters(country="JP")),
        (Facet.YEAR, Filters(year=2016)),
        (Facet.CATEGORY, Filters(category="開會")),
        (Facet.CATEGORY, Filters(category="其他")),
    ],
    ids=str,
)
def test_a_filter_admits_what_a_question_with_it_is_put_to(facet: Facet, filters: Filters) -> None:
    value = str(getattr(filters, facet.value))
    assert count({}, value, facet) == sum(filters.admits(one.summary) for one in SHELF) > 0


def test_each_facet_ignores_its_own_filter_and_heeds_the_others() -> None:
    alone, with_year = of({"country": "US"}), of({"country": "US", "year": "2016"})
    assert alone.tallies[Facet.COUNTRY].groups == of({}).tallies[Facet.COUNTRY].groups
    assert with_year.tallies[Facet.COUNTRY].groups == of({"year": "2016"}).tallies[Facet.COUNTRY].groups
    assert with_year.tallies[Facet.YEAR].groups == alone.tallies[Facet.YEAR].groups


def test_reports_that_say_nothing_are_counted_and_can_be_listed() -> None:
    silent = sum(not number % 11 for number in range(1, 121))
    for facet in (Facet.AGENCY, Facet.COUNTRY, Facet.YEAR, Facet.CATEGORY):
        assert count({}, NOT_STATED, facet) == silent
        assert of({facet.value: "-"}).total == silent


def test_what_is_not_drawn_is_counted_once() -> None:
    tally = of({}).tallies[Facet.AGENCY]
    shown = tally.stated[:2]
    values = {choice.value for choice in shown}
    beyond = tally.beyond(shown)
    assert (
        0
        < beyond
        == sum(
            not any(Filters(agency=value).admits(one.summary) for value in values)
            for one in SHELF
            if one.summary.front.value("agency")
        )
    )
    assert Tally(Facet.AGENCY, (), {}).beyond(()) == 0


def test_a_value_that_no_report_has_is_offered_as_long_as_it_is_on() -> None:
    tally = of({"agency": "不存在"}).tallies[Facet.AGENCY]
    assert [(c.value, c.count) for c in tally.choices if c.chosen] == [("不存在", 0)]
    assert of({"agency": "不存在"}).total == 0


def test_words_are_found_in_title_or_agency_in_either_script() -> None:
    assert of({"q": "赴美国"}).total == of({"q": "赴美國"}).total == sum("赴美國" in one.summary.title for one in SHELF)
    both = of({"q": "資通安全署 德國"})
    assert 0 < both.total == sum("德國" in e.listed.summary.title and "資通安全署" in e.agency for e in both.rows)


def test_the_order_is_by_day_by_title_or_by_agency_and_who_says_nothing_comes_last() -> None:
    def rows(sort: str) -> list[Listed]:
        return [entry.listed for page in range(1, 4) for entry in of({"sort": sort, "page": str(page)}).rows]

    dates = [one.summary.front.iso.get("date", "") for one in rows("date")]
    assert dates == sorted(dates, reverse=True) and dates[-1] == ""
    titles = [one.summary.title for one in rows("title")]
    assert titles == sorted(titles)
    agencies = [one.summary.front.value("agency") or "\uffff" for one in rows("agency")]
    assert agencies == sorted(agencies) and agencies[-1] == "\uffff"


def test_pages_cover_the_list_once_and_one_beyond_the_end_is_the_last() -> None:
    seen = [entry.listed.summary.id for page in range(1, 4) for entry in of({"page": str(page)}).rows]
    assert len(seen) == len(set(seen)) == 120
    last = of({"page": "99"})
    assert (last.page, last.pages, last.first, len(last.rows)) == (3, 3, 2 * PAGE + 1, 20)
    assert (of({}, []).page, of({}, []).pages, of({}, []).total) == (1, 1, 0)


def test_what_makes_no_sense_in_an_address_is_kept_apart_and_not_guessed() -> None:
    wanted = Wanted.of({"year": "abc", "chapter": "x", "sort": "size", "page": "-1", "country": "美国", "q": "  "})
    assert wanted.unread == (
        Unread("year", "abc"),
        Unread("chapter", "x"),
        Unread("sort", "size"),
        Unread("page", "-1"),
    )
    assert (wanted.on, wanted.words, wanted.sort, wanted.page) == ({Facet.COUNTRY: "US"}, "", Sort.DATE, 1)


@pytest.mark.parametrize("page", ["0", "1.5", "٣", "1e3", "", "9" * 5000])
def test_no_page_number_is_too_odd(page: str) -> None:
    assert 1 <= of({"page": page}).page <= 3


def test_an_address_says_what_is_wanted_and_is_understood_again() -> None:
    wanted = Wanted.of({"agency": "A&B", "year": "112", "q": "<x> ${y}", "sort": "title", "page": "3"})
    again = Wanted.of(dict(parse_qsl(urlsplit(wanted.address).query)))
    assert again == wanted and wanted.on[Facet.YEAR] == "2023"
    assert Wanted.of({}).address == "/reports"
    assert wanted.with_filter(Facet.COUNTRY, "US").page == wanted.without(Facet.YEAR).page == 1
    assert Facet.YEAR not in wanted.without(Facet.YEAR).on


def test_reports_are_asked_only_where_a_question_can_be_narrowed_to_just_these() -> None:
    assert Wanted.of({}).ask_address == "/"
    assert Wanted.of({"country": "日本", "year": "112", "sort": "title"}).ask_address == "/?country=JP&year=2023"
    for query in ({"chapter": "purpose"}, {"q": "x"}, {"country": "JP", "year": "-"}):
        assert Wanted.of(query).ask_address is None


def test_days_are_of_the_republic_in_chinese_and_iso_in_english() -> None:
    def front(start: str, end: str) -> FrontMatter:
        return FrontMatter({}, {key: value for key, value in (("period_start", start), ("period_end", end)) if value})

    cases = [
        (("2022-12-30", "2023-01-03"), "111.12.30–112.01.03", "2022-12-30 – 2023-01-03"),
        (("2023-05-03", "2023-05-09"), "112.05.03–05.09", "2023-05-03 – 05-09"),
        (("2023-05-03", "2023-05-03"), "112.05.03", "2023-05-03"),
        (("2023-05", ""), "112.05", "2023-05"),
        (("2023", "2023"), "112", "2023"),
        (("2023-05", "2023"), "112.05–112", "2023-05 – 2023"),
        (("", ""), "", ""),
    ]
    for days, chinese, english in cases:
        assert (period(front(*days), ZH), period(front(*days), EN)) == (chinese, english)
    assert day("", ZH) == ""


def test_values_are_named_in_the_visitors_language() -> None:
    assert [label(Facet.COUNTRY, "NL", t) for t in (ZH, EN)] == ["荷蘭", "Netherlands"]
    assert [label(Facet.CATEGORY, "開會", t) for t in (ZH, EN)] == ["開會", "Meeting"]
    assert [label(Facet.YEAR, "2023", t) for t in (ZH, EN)] == ["民國 112 年（2023）", "2023 (ROC 112)"]
    assert label(Facet.CATEGORY, "洽公", EN) == "洽公" and label(Facet.COUNTRY, "某地", EN) == "某地"
    assert label(Facet.AGENCY, NOT_STATED, ZH) == "未載明"
