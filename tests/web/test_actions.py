import re
from html import unescape
from typing import Any

import pytest

from assistant.anchor import permanent_link
from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.answer.states import render_results
from assistant.web.page.actions import MAX_QUESTION, Actions, spot_of
from assistant.web.page.scope import EVERYWHERE, Address, Scope
from assistant.web.page.screen import render, render_place
from assistant.web.page.view import NOTHING_FOUND, Spot, View
from corpus.errors import DamagedLibrary
from tests.web.fakes import FakeLibrary


def test_a_question_first_shows_that_we_are_looking_and_then_the_source_of_the_first_hit() -> None:
    looking, found = Actions(FakeLibrary()).asked(CHINESE, " 跨國雲端 ", EVERYWHERE)
    assert looking.loading
    assert found.question == "跨國雲端"
    assert found.found.answer is not None
    assert found.spot == Spot.of(found.found.answer.hits[0])
    assert found.opened is not None


def test_what_is_no_answer_opens_no_source() -> None:
    *_, found = Actions(FakeLibrary()).asked(CHINESE, "火星", EVERYWHERE)
    assert found.spot is None
    assert found.opened is None


def test_a_report_that_is_gone_widens_the_question_to_all() -> None:
    library = FakeLibrary()
    *_, found = Actions(library).asked(CHINESE, "跨國", Scope("gone"))
    assert library.asked == [("跨國", None)]
    assert found.scope.report == ""


def test_nothing_asked_is_a_state_of_its_own_and_the_library_is_left_alone() -> None:
    library = FakeLibrary()
    (view,) = Actions(library).asked(CHINESE, "  ", EVERYWHERE)
    assert view.problem is not None
    assert view.problem.empty_question
    assert library.asked == []


def test_a_question_without_end_is_cut() -> None:
    library = FakeLibrary()
    list(Actions(library).asked(CHINESE, "問" * 100_000, EVERYWHERE))
    assert len(library.asked[0][0]) == MAX_QUESTION


@pytest.mark.parametrize(("question", "words"), [("busy", "一分鐘後再試"), ("crash", "unexpected")])
def test_errors_become_words_and_the_unexpected_stays_in_the_log(question: str, words: str, caplog: Any) -> None:
    *_, view = Actions(FakeLibrary()).asked(ENGLISH, question, EVERYWHERE)
    assert view.problem is not None
    assert words in view.problem.message
    assert "secret" not in view.problem.message
    assert ("secret detail" in caplog.text) == (question == "crash")


def test_a_library_that_cannot_list_its_reports_is_an_error_not_an_empty_library() -> None:
    class Broken(FakeLibrary):
        def reports(self) -> Any:
            raise DamagedLibrary("tripreport rebuild")

    (view,) = Actions(Broken()).opened(CHINESE, Address())
    assert view.problem is not None
    assert view.problem.message == "tripreport rebuild"


def test_switching_the_language_asks_nothing_again() -> None:
    library = FakeLibrary()
    *_, found = Actions(library).asked(CHINESE, "跨國", EVERYWHERE)
    view = Actions(library).switched(View(ENGLISH, question="跨國", found=found.found, spot=found.spot))
    assert view.opened is not None
    assert len(library.asked) == 1


def test_the_screen_has_one_value_for_every_output() -> None:
    screens = [render(view) for view in Actions(FakeLibrary()).asked(CHINESE, "跨國", EVERYWHERE)]
    assert {len(screen) for screen in screens} == {10}


@pytest.mark.parametrize(
    "payload",
    [None, "x", {}, {"report": "r", "start": "a", "end": 1}, {"report": "r", "start": 5, "end": 1},
     {"report": "r", "start": 0, "end": 1, "answers": [1]}, {"report": "r", "start": -1, "end": 1}],
)  # fmt: skip
def test_a_place_that_makes_no_sense_is_refused(payload: Any) -> None:
    assert spot_of(payload) is None


def test_a_place_in_a_report_that_is_gone_is_told_in_words() -> None:
    made, spot = render_place(Actions(FakeLibrary()), CHINESE, Spot("gone", 0, 5), NOTHING_FOUND)
    assert "找不到這份報告" in made
    assert spot is None


def test_a_place_far_outside_the_report_does_no_harm() -> None:
    made, _ = render_place(
        Actions(FakeLibrary()), CHINESE, Spot("gartner-2022", 10**9, 10**9 + 5, part=99), NOTHING_FOUND
    )
    assert "report-text" in made


def test_the_filters_of_an_address_narrow_what_is_asked() -> None:
    library = FakeLibrary()
    *_, found = Actions(library).opened(CHINESE, Address.of("?q=跨國&agency=數位&year=112"))
    assert found.found.answer is not None
    assert (library.filters[0].agency, library.filters[0].year) == ("數位", 2023)


@pytest.mark.parametrize(("query", "words"), [("year=abc", "看不懂"), ("country=JP", "沒有報告符合")])
def test_filters_that_nothing_can_pass_are_told_and_nothing_is_asked(query: str, words: str) -> None:
    library = FakeLibrary()
    *_, view = Actions(library).opened(CHINESE, Address.of(f"?q=跨國&{query}"))
    assert view.problem is not None and words in view.problem.message
    assert library.asked == []
    assert "chip" in render_results(view), "what is in the way can be taken off"


def test_a_permanent_link_opens_its_passage_and_asks_nothing() -> None:
    library = FakeLibrary()
    hit = library.ask("跨國").hits[1]
    (view,) = Actions(library).opened(CHINESE, Address.of(permanent_link(hit.cited)))
    assert view.found.recalled is not None and view.found.recalled.hit is not None
    assert view.found.recalled.hit.text == hit.text
    assert view.spot is not None and (view.spot.start, view.spot.end) == (hit.char_start, hit.char_end)
    assert len(library.asked) == 1


def test_a_permanent_link_with_a_question_asks_it_and_opens_its_passage() -> None:
    library = FakeLibrary()
    hit = library.ask("跨國").hits[1]
    _, view = Actions(library).opened(CHINESE, Address.of(permanent_link(hit.cited, "跨國")))
    assert library.asked[-1] == ("跨國", hit.report_id)
    assert view.spot is not None and view.spot.start == hit.char_start


@pytest.mark.parametrize("lang", [CHINESE, ENGLISH])
def test_a_link_to_a_text_that_is_gone_and_one_to_a_report_that_is_gone_are_told(lang: str) -> None:
    (gone,) = Actions(FakeLibrary()).opened(lang, Address.of("?report=gartner-2022#v1-5-12-0000000000"))
    assert "早先的版本說過這一句。" in render_results(gone)
    (unknown,) = Actions(FakeLibrary()).opened(lang, Address.of("?report=gartner-2022#v1-5-12-1111111111"))
    assert words_for(lang)("linked.unknown_text") in render_results(unknown)
    (away,) = Actions(FakeLibrary()).opened(lang, Address.of("?report=away#v1-5-12-0000000000"))
    assert away.problem is not None and away.problem.message == words_for(lang)("error.unknown_report")


def test_a_section_takes_the_place_of_a_passage_and_gives_it_back() -> None:
    library = FakeLibrary()
    actions = Actions(library)
    *_, found = actions.asked(CHINESE, "跨國", EVERYWHERE)
    hit = found.found.ranked[1]
    whole = actions.widened(found, 2)
    section = whole.found.sections[2]
    assert section.char_start <= hit.char_start < hit.char_end < section.char_end
    assert section.text in unescape(re.sub("<[^>]*>", "", render_results(whole)))
    assert actions.widened(whole, 2).found.sections == {}
    assert actions.widened(found, 99).found == found.found


def test_a_section_that_is_too_long_for_a_card_is_opened_in_its_report() -> None:
    class Long(FakeLibrary):
        def section_around(self, *_: Any) -> None:
            return None

    *_, found = Actions(Long()).asked(CHINESE, "跨國", EVERYWHERE)
    view = Actions(Long()).widened(found, 3)
    assert view.found.sections == {}
    assert view.spot == Spot.of(found.found.ranked[2])


def test_by_report_every_hit_is_under_the_name_of_its_report_once() -> None:
    *_, view = Actions(FakeLibrary()).asked(CHINESE, "跨國", Scope(grouped=True))
    made = render_results(view)
    assert made.count('class="group"') == 1
    assert made.count('class="card"') == 5
    assert "card-origin" not in made


def test_a_page_without_a_place_for_it_reads_no_report_beside_its_answer() -> None:
    class Unread(FakeLibrary):
        def report_and_about(self, report_id: str) -> Any:
            raise AssertionError(report_id)

    *_, view = Actions(Unread(), beside=False).asked(CHINESE, "跨國", EVERYWHERE)
    assert view.found.answer is not None and view.problem is None
    assert (view.spot, view.opened) == (None, None)
