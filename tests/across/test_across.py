"""One question over all reports: each report's own passages, in groups, and the groups that say nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.across import By
from assistant.across.across import IN_A_GROUP
from assistant.across.listing import across_json, across_text
from assistant.across.stretches import agree
from assistant.library import Library
from corpus.errors import EmptyQuestion, UnknownReport
from corpus.filters import Filters
from corpus.types import Answer, Band, NearMiss, NearMissKind
from tests.prior.conftest import opened
from tests.prior.trips import TRIPS, write

WASTE = "廚餘與食品廢棄物怎麼做成沼氣與堆肥"
EVERY = len(TRIPS)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    folder = tmp_path_factory.mktemp("across")
    library = opened(folder, models)
    library.ingest(write(folder / "trips", TRIPS))
    return library


@pytest.fixture(scope="module")
def id_of(shelf: Library) -> Callable[[str], str]:
    ids = {report.name.removesuffix(".txt"): report.id for report in shelf.reports()}
    return ids.__getitem__


def test_every_report_that_says_something_has_its_own_best_passages_word_for_word(
    shelf: Library, id_of: Callable[[str], str]
) -> None:
    found = shelf.ask_across(WASTE)
    assert found.band is not Band.NONE and found.searched == EVERY
    groups = {group.key: group for group in found.groups}
    assert {id_of("waste-jp-2019"), id_of("waste-de-2024")} <= groups.keys()
    for key, group in groups.items():
        text = shelf.report(key).text
        assert 1 <= len(group.hits) <= 2 and [hit.rank for hit in group.hits] == list(range(1, len(group.hits) + 1))
        for hit in group.hits:
            assert hit.report_id == key and text[hit.char_start : hit.char_end] == hit.text
            assert all(hit.char_start <= a < b <= hit.char_end for a, b in hit.highlights)


def test_the_first_passage_is_the_usual_answers(shelf: Library) -> None:
    answer, found = shelf.ask(WASTE), shelf.ask_across(WASTE)
    first = found.groups[0].hits[0]
    assert (first.report_id, first.char_start) == (answer.hits[0].report_id, answer.hits[0].char_start)


@pytest.mark.parametrize("by", list(By))
def test_groups_that_say_nothing_are_counted_never_hidden(shelf: Library, by: By) -> None:
    found = shelf.ask_across(WASTE, by, groups=1)
    keys = {group.key for group in found.groups} | {silent.key for silent in found.silent}
    assert len(found.groups) == 1
    assert len(keys) == len(found.groups) + len(found.silent)
    expected = {
        By.REPORT: EVERY,
        By.YEAR: len({trip.year for trip in TRIPS}),
        By.COUNTRY: len({trip.place for trip in TRIPS}),
    }
    if by in expected:
        assert len(keys) + found.left_out == expected[by]


def test_agencies_stand_under_their_present_names_and_what_is_printed_is_told(shelf: Library) -> None:
    found = shelf.ask_across(WASTE, By.AGENCY)
    environment = next(group for group in found.groups if group.key == "環境部")
    assert environment.printed == ("行政院環境保護署",)
    assert "經濟部能源局" not in {silent.key for silent in found.silent}
    energy = [s for s in (*found.silent, *found.groups) if s.key == "經濟部能源署"]
    assert [one.reports for one in energy] == [2]


def test_years_come_from_the_latest_on(shelf: Library) -> None:
    keys = [group.key for group in shelf.ask_across("建議", By.YEAR).groups]
    assert keys == sorted(keys, reverse=True)


def test_a_cap_holds_for_each_report_and_one_for_each_group(shelf: Library) -> None:
    assert all(len(group.hits) == 1 for group in shelf.ask_across(WASTE, per_report=1).groups)
    for group in shelf.ask_across("建議", By.YEAR, per_report=1).groups:
        assert len(group.hits) <= IN_A_GROUP
        assert len({hit.report_id for hit in group.hits}) == len(group.hits)


def test_filters_narrow_what_is_searched_and_what_is_counted(shelf: Library, id_of: Callable[[str], str]) -> None:
    found = shelf.ask_across(WASTE, filters=Filters(agency="環境部"))
    assert found.searched == 2
    assert {g.key for g in found.groups} | {s.key for s in found.silent} == {
        id_of("waste-jp-2019"), id_of("waste-de-2024"),
    }  # fmt: skip
    only = shelf.ask_across(WASTE, filters=Filters((id_of("waste-de-2024"),)))
    assert only.searched == 1
    with pytest.raises(UnknownReport):
        shelf.ask_across(WASTE, filters=Filters(("gone",)))


def test_no_answer_stays_none_and_shows_only_the_nearest(shelf: Library) -> None:
    found = shelf.ask_across("2031 年的廚餘預算是多少？", By.YEAR)
    assert found.band is Band.NONE and not found.groups
    assert {miss.asked for miss in found.near_misses} >= {"2031"}
    assert 1 <= len(found.nearest) <= 3 and len(found.silent) == len({trip.year for trip in TRIPS})
    assert "查無依據" in across_text(found)


def test_several_reports_that_say_the_same_are_an_answer_where_none_is_ahead() -> None:
    none = Answer("q", Band.NONE, 0.1, ())
    assert agree(none, 2) and not agree(none, 1)
    missed = Answer("q", Band.NONE, 0.1, (), (NearMiss(NearMissKind.YEAR, "2031"),))
    assert not agree(missed, 5)


def test_an_empty_question_is_none(shelf: Library) -> None:
    with pytest.raises(EmptyQuestion):
        shelf.ask_across("  ？ ")


def test_a_removed_report_is_in_no_group_any_more(tmp_path: Path, models: Path) -> None:
    library = opened(tmp_path, models)
    library.ingest(write(tmp_path / "trips", TRIPS[:6]))
    first = library.ask_across(WASTE).groups[0].key
    library.remove([first])
    after = library.ask_across(WASTE)
    assert after.searched == 5 and first not in {g.key for g in after.groups} | {s.key for s in after.silent}


def test_the_json_says_what_the_text_says(shelf: Library) -> None:
    found = shelf.ask_across(WASTE, By.COUNTRY)
    said, text = across_json(found), across_text(found)
    assert [g["key"] for g in said["groups"]] == [g.key for g in found.groups]
    assert said["groups"][0]["hits"][0]["cited"]["quote_sha256"] == found.groups[0].hits[0].cited.quote_sha256
    assert all(str(g["name"]) in text for g in said["groups"])
    assert len(said["silent"]) == len(found.silent) and f"Nothing found in {len(found.silent)} countries" in text
