from typing import Any

import pytest

from assistant.locales import CHINESE, ENGLISH
from assistant.web.page.actions import MAX_QUESTION, Actions, spot_of
from assistant.web.page.layout import render, render_place
from assistant.web.page.view import Spot, View
from corpus.errors import DamagedLibrary
from tests.web.fakes import FakeLibrary


def test_a_question_first_shows_that_we_are_looking_and_then_the_source_of_the_first_hit() -> None:
    looking, found = Actions(FakeLibrary()).asked(CHINESE, " 跨國雲端 ", "")
    assert looking.loading
    assert found.question == "跨國雲端"
    assert found.answer is not None
    assert found.spot == Spot.of(found.answer.hits[0])
    assert found.opened is not None


def test_what_is_no_answer_opens_no_source() -> None:
    *_, found = Actions(FakeLibrary()).asked(CHINESE, "火星", "")
    assert found.spot is None
    assert found.opened is None


def test_a_report_that_is_gone_widens_the_question_to_all() -> None:
    library = FakeLibrary()
    *_, found = Actions(library).asked(CHINESE, "跨國", "gone")
    assert library.asked == [("跨國", None)]
    assert found.report == ""


def test_nothing_asked_is_a_state_of_its_own_and_the_library_is_left_alone() -> None:
    library = FakeLibrary()
    (view,) = Actions(library).asked(CHINESE, "  ", "")
    assert view.problem is not None
    assert view.problem.empty_question
    assert library.asked == []


def test_a_question_without_end_is_cut() -> None:
    library = FakeLibrary()
    list(Actions(library).asked(CHINESE, "問" * 100_000, ""))
    assert len(library.asked[0][0]) == MAX_QUESTION


@pytest.mark.parametrize(("question", "words"), [("busy", "一分鐘後再試"), ("crash", "unexpected")])
def test_errors_become_words_and_the_unexpected_stays_in_the_log(question: str, words: str, caplog: Any) -> None:
    *_, view = Actions(FakeLibrary()).asked(ENGLISH, question, "")
    assert view.problem is not None
    assert words in view.problem.message
    assert "secret" not in view.problem.message
    assert ("secret detail" in caplog.text) == (question == "crash")


def test_a_library_that_cannot_list_its_reports_is_an_error_not_an_empty_library() -> None:
    class Broken(FakeLibrary):
        def reports(self) -> Any:
            raise DamagedLibrary("tripreport rebuild")

    (view,) = Actions(Broken()).opened(CHINESE, "", "")
    assert view.problem is not None
    assert view.problem.message == "tripreport rebuild"


def test_switching_the_language_asks_nothing_again() -> None:
    library = FakeLibrary()
    *_, found = Actions(library).asked(CHINESE, "跨國", "")
    view = Actions(library).switched(View(ENGLISH, question="跨國", answer=found.answer, spot=found.spot))
    assert view.opened is not None
    assert len(library.asked) == 1


def test_the_screen_has_one_value_for_every_output() -> None:
    screens = [render(view) for view in Actions(FakeLibrary()).asked(CHINESE, "跨國", "")]
    assert {len(screen) for screen in screens} == {9}


@pytest.mark.parametrize(
    "payload",
    [None, "x", {}, {"report": "r", "start": "a", "end": 1}, {"report": "r", "start": 5, "end": 1},
     {"report": "r", "start": 0, "end": 1, "answers": [1]}, {"report": "r", "start": -1, "end": 1}],
)  # fmt: skip
def test_a_place_that_makes_no_sense_is_refused(payload: Any) -> None:
    assert spot_of(payload) is None


def test_a_place_in_a_report_that_is_gone_is_told_in_words() -> None:
    made, spot = render_place(Actions(FakeLibrary()), CHINESE, Spot("gone", 0, 5))
    assert "找不到這份報告" in made
    assert spot is None


def test_a_place_far_outside_the_report_does_no_harm() -> None:
    made, _ = render_place(Actions(FakeLibrary()), CHINESE, Spot("gartner-2022", 10**9, 10**9 + 5, part=99))
    assert "report-text" in made
