"""Earlier trips that a plan is like: why, what shows it, and what was searched."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.library import Library
from assistant.prior import Ground, Likeness, Plan, PriorTrips
from assistant.prior.grounds import WEIGHTS
from assistant.prior.listing import prior_json, prior_text
from assistant.prior.theme import themes_of
from corpus.errors import EmptyQuestion, SettingsError
from tests.prior.trips import PLANS, TRIPS, Planned

DAY = date(2025, 5, 1)
ANNUAL = Plan("參加第 10 屆北歐智慧城市年會，瞭解資料治理", "挪威", "國家發展委員會", DAY, years=8)


def found_keys(found: PriorTrips, *likeness: Likeness) -> set[str]:
    return {t.report.name.removesuffix(".txt") for t in found.trips if not likeness or t.likeness in likeness}


def grounds(found: PriorTrips, key: str) -> dict[Ground, str]:
    one = next(t for t in found.trips if t.report.name == f"{key}.txt")
    return {reason.ground: reason.shared for reason in one.reasons}


def test_the_same_event_of_earlier_years_is_much_alike_whatever_else_is(shelf: Library) -> None:
    found = shelf.prior(ANNUAL)
    assert found.verdict is Likeness.MUCH
    assert found_keys(found, Likeness.MUCH) >= {"smartcity-2022", "smartcity-2023"}
    assert grounds(found, "smartcity-2022")[Ground.EVENT] == "北歐智慧城市年會"


def test_each_trip_is_shown_by_passages_of_its_own_word_for_word(shelf: Library) -> None:
    for one in shelf.prior(ANNUAL).trips:
        assert 1 <= len(one.evidence) <= 2
        for hit in one.evidence:
            assert hit.report_id == one.report.id
            assert shelf.report(hit.report_id).text[hit.char_start : hit.char_end] == hit.text
            assert hit.cited.quote_sha256 and one.report.title in hit.citation


def test_the_agency_is_the_same_under_its_earlier_name_and_what_it_was_is_told(shelf: Library) -> None:
    plan = Plan("考察日本食品廢棄物與廚餘處理及生質能廠", "日本", "環境部", DAY, years=8)
    found = shelf.prior(plan)
    assert grounds(found, "waste-jp-2019")[Ground.AGENCY] == "行政院環境保護署"
    assert next((e.said, e.also) for e in found.expansions) == ("環境部", ("行政院環境保護署",))
    assert next(t for t in found.trips if t.report.name == "waste-jp-2019.txt").agency == "環境部"


def test_a_country_counts_by_any_name_and_from_the_purpose_too(shelf: Library) -> None:
    for plan in (Plan("考察食品廢棄物與廚餘處理", "Japan", "", DAY, years=8),
                 Plan("考察食品廢棄物與廚餘處理", "德國、JP", "", DAY, years=8),
                 Plan("赴日本考察食品廢棄物與廚餘處理", "", "", DAY, years=8)):  # fmt: skip
        assert grounds(shelf.prior(plan), "waste-jp-2019")[Ground.COUNTRY] == "JP"


def test_only_the_years_before_the_trip_are_searched_and_that_is_said(shelf: Library) -> None:
    one_year = shelf.prior(replace(ANNUAL, years=1))
    assert found_keys(one_year) & {"smartcity-2022", "smartcity-2023"} == set()
    searched = one_year.searched
    recent = [t for t in TRIPS if t.year == 113]
    assert (searched.since, searched.until) == (date(2024, 5, 1), DAY)
    assert (searched.reports, searched.undated) == (len(recent) + 1, 1)
    assert searched.reports + searched.outside == len(TRIPS) + 1


def test_a_trip_after_the_plan_is_no_earlier_one(shelf: Library) -> None:
    found = shelf.prior(replace(ANNUAL, start=date(2023, 1, 1)))
    assert "smartcity-2022" in found_keys(found) and "smartcity-2023" not in found_keys(found)


def test_a_report_without_a_date_is_searched_too(shelf: Library) -> None:
    found = shelf.prior(Plan("考察澳洲袋鼠的族群管理與道路防護", "澳洲", "", DAY, years=1))
    assert "undated" in found_keys(found)


def test_nothing_found_is_never_said_without_what_was_searched(shelf: Library) -> None:
    found = shelf.prior(Plan("考察太空發射場的選址與火箭燃料儲存", "法國", "", DAY, years=3))
    assert found.verdict is Likeness.NONE and not found.trips
    text = prior_text(found)
    assert text.startswith("No prior trip found in the 3 years searched. Searched: ") and "2022-05-01" in text


def test_the_score_is_the_sum_of_its_grounds_and_the_best_comes_first(shelf: Library) -> None:
    found = shelf.prior(ANNUAL)
    assert sum(WEIGHTS[g] for g in Ground if g is not Ground.HOST) == pytest.approx(1.0)
    for one in found.trips:
        assert one.score == pytest.approx(sum(reason.weight for reason in one.reasons))
    order = [(t.likeness is not Likeness.MUCH, -t.score) for t in found.trips]
    assert order == sorted(order)


def test_fewer_can_be_wanted_and_the_others_are_counted(shelf: Library) -> None:
    every, one = shelf.prior(ANNUAL, k=50), shelf.prior(ANNUAL, k=1)
    assert len(one.trips) == 1 and one.left_out == len(every.trips) - 1 and one.verdict is every.verdict


def test_a_plan_that_makes_no_sense_names_the_cure(shelf: Library) -> None:
    with pytest.raises(EmptyQuestion):
        shelf.prior(Plan("  。 "))
    with pytest.raises(SettingsError, match="turn the dates round"):
        shelf.prior(Plan("考察", start=DAY, end=date(2025, 4, 1)))
    with pytest.raises(SettingsError, match="from 1 to 50"):
        shelf.prior(Plan("考察", years=0))


def test_a_leap_day_has_a_day_years_ago(shelf: Library) -> None:
    assert shelf.prior(replace(ANNUAL, start=date(2024, 2, 29), years=1)).searched.since == date(2023, 2, 28)


def test_the_json_says_what_the_text_says(shelf: Library) -> None:
    found = shelf.prior(ANNUAL)
    said = prior_json(found)
    assert said["verdict"] == "much" and said["plan"]["from"] == "2025-05-01" and said["plan"]["to"] is None
    assert said["searched"]["reports"] == found.searched.reports
    first = said["trips"][0]
    assert {"report_id", "likeness", "score", "reasons", "evidence"} <= first.keys()
    assert first["evidence"][0]["cited"]["quote_sha256"] == found.trips[0].evidence[0].cited.quote_sha256
    assert all(t.report.title in prior_text(found) for t in found.trips)


@pytest.mark.parametrize(
    ("purpose", "themes"),
    [
        ("赴日本考察失智症照護，以作為我國政策之參考。", ("失智症照護",)),
        ("考察火箭", ("火箭",)),
        ("參加會議", ("會議",)),
        ("出國考察", ("出國考察",)),  # nothing else is there
        ("為提升廚餘資源化，赴德國考察厭氧消化。瞭解收購費率制度。",
         ("提升廚餘資源化，厭氧消化。收購費率制度", "提升廚餘資源化，厭氧消化", "收購費率制度")),
    ],
)  # fmt: skip
def test_what_every_plan_says_is_no_theme(purpose: str, themes: tuple[str, ...]) -> None:
    assert themes_of(purpose) == themes


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_the_rule_judges_plans_as_a_person_does(real_shelf: Library, plan: Planned) -> None:
    found = real_shelf.prior(Plan(plan.purpose, plan.country, plan.agency, DAY, years=8))
    much, every = found_keys(found, Likeness.MUCH), found_keys(found)
    assert much == plan.much
    assert plan.much | plan.related <= every <= plan.much | plan.related | plan.maybe


@pytest.mark.slow
def test_the_same_event_is_more_alike_than_the_theme_elsewhere_and_that_than_anything_else(real_shelf: Library) -> None:
    plan = Plan("考察離岸風電的港埠組裝、電網併聯與運維管理", "丹麥", "經濟部能源署", DAY, years=8)
    order = [t.report.name.removesuffix(".txt") for t in real_shelf.prior(plan).trips]
    assert order == ["offshore-dk-2021", "offshore-uk-2024"]
