"""Understanding a question, fusing what is found, and saying how sure one is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EmptyQuestion
from corpus.types import Band, NearMiss, NearMissKind, PassageId
from index.chapters import Chapter, chapters_named, names_chapter
from index.confidence import MOST_SURE, Confidence, band, confidence
from index.fuse import fuse, ranks, with_windows
from index.language import parallel_questions
from index.question import Language, understand
from index.search import Candidate, Found
from index.usual import Usual

A, B, C = PassageId(1), PassageId(2), PassageId(3)
COSINES = st.dictionaries(st.integers(1, 50).map(PassageId), st.floats(-1, 1), max_size=20)


@pytest.mark.parametrize(
    ("asked", "language", "for_model"),
    [
        ("分析师对跨国云端有什么建议", Language.CHINESE, "分析師對跨國雲端有什麼建議"),
        ("分析師對跨國雲端有什麼建議", Language.CHINESE, "分析師對跨國雲端有什麼建議"),
        ("What is  cross-border\tcloud?", Language.OTHER, "What is cross-border cloud?"),
        ("Gartner 的 AI TRiSM 是什麼", Language.CHINESE, "Gartner 的 AI TRiSM 是什麼"),
        ("What does 數位韌性 mean in this report, and who is responsible for it?", Language.OTHER, None),
    ],
)
def test_a_question_is_understood(asked: str, language: Language, for_model: str | None) -> None:
    question = understand(asked)
    assert question.language is language
    assert question.for_model == (for_model or asked)


@given(st.text(alphabet=" \n\t？！。,.-"))
def test_a_question_without_a_word_is_none(nothing: str) -> None:
    with pytest.raises(EmptyQuestion):
        understand(nothing)


@given(COSINES, COSINES)
def test_fusing_keeps_every_candidate_and_orders_by_score_then_id(meaning: dict, words: dict) -> None:
    fused = fuse(meaning, words)
    assert {s.id for s in fused} == set(meaning)
    assert [(-s.score, s.id) for s in fused] == sorted((-s.score, s.id) for s in fused)


def test_words_can_only_lift_within_their_bound() -> None:
    assert [s.id for s in fuse({A: 0.80, B: 0.79}, {B: 0.1}, weight=0.2)] == [B, A]
    assert [s.id for s in fuse({A: 0.95, B: 0.50}, {B: 1.0}, weight=0.2)] == [A, B]
    assert [s.id for s in fuse({A: 0.80, B: 0.79}, {}, bonus={B: 0.06})] == [B, A]


def test_a_passage_scores_the_mean_of_itself_and_its_best_window() -> None:
    assert with_windows({A: 0.8, B: 0.6}, {A: 0.6}) == pytest.approx({A: 0.7, B: 0.6})


def test_ranks_count_from_one_and_ties_break_by_id() -> None:
    assert ranks({C: 0.5, A: 0.5, B: 0.9}) == {B: 1, A: 2, C: 3}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("作者在心得與建議提出哪幾點？", (Chapter.RECOMMENDATIONS,)),
        ("作者在心得与建议提出哪几点？", (Chapter.RECOMMENDATIONS,)),
        ("In the concluding recommendations, what is said?", (Chapter.RECOMMENDATIONS,)),
        ("What was the purpose of the trip?", (Chapter.PURPOSE,)),
        ("這次出國的目的是什麼", (Chapter.PURPOSE,)),
        ("分析師對跨國雲端有什麼建議", ()),
        ("What is adaptive AI?", ()),
    ],
)
def test_a_question_may_name_a_chapter(asked: str, named: tuple[Chapter, ...]) -> None:
    assert chapters_named(asked) == named


def test_a_passage_stands_in_the_chapter_that_its_path_begins_with() -> None:
    assert names_chapter(("伍、心得與建議", "一、韌性"), (Chapter.RECOMMENDATIONS,))
    assert names_chapter(("5. Recommendations",), (Chapter.RECOMMENDATIONS,))
    assert not names_chapter(("貳、會議過程", "三、建議書簽署"), (Chapter.RECOMMENDATIONS,))
    assert not names_chapter((), (Chapter.PURPOSE,))


def found(*scores: float, mean: float = 0.7, deviation: float = 0.03) -> Found:
    return Found(
        tuple(Candidate(PassageId(n), s, n, s, None, 0.0, ()) for n, s in enumerate(scores, 1)), mean, deviation
    )


def test_standing_out_makes_sure_and_nothing_found_makes_no_answer() -> None:
    high, low = confidence(found(0.95, 0.8, 0.7)), confidence(found(0.71, 0.71, 0.70))
    assert high.band is Band.SURE
    assert low.band is Band.NONE
    assert 0 <= low.value < high.value <= MOST_SURE
    assert confidence(Found((), 0, 0)) == Confidence(0.0, Band.NONE)


def test_the_same_passage_is_trusted_less_where_wrong_ones_stand_out_as_far() -> None:
    here = found(0.82)
    assert confidence(here).value > confidence(replace(here, usual=Usual(3.5, 0.8, 100))).value


def test_the_same_text_in_another_report_does_not_make_one_less_sure() -> None:
    twice = found(0.82, 0.82, 0.75)
    assert confidence(replace(twice, alike=((A, B),))).value > confidence(twice).value


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_whatever_is_measured_confidence_is_a_share(scores: list[float], mean: float, deviation: float) -> None:
    value = confidence(found(*sorted(scores, reverse=True), mean=mean, deviation=deviation)).value
    assert 0 <= value <= MOST_SURE


@pytest.mark.parametrize("kind", NearMissKind)
def test_every_near_miss_takes_confidence_off(kind: NearMissKind) -> None:
    clear = found(0.95)
    assert confidence(clear, [NearMiss(kind, "?")]).value < confidence(clear).value


@pytest.mark.parametrize("kind", NearMissKind)
def test_nobody_is_told_at_once_that_it_is_sure_and_that_something_is_missing(kind: NearMissKind) -> None:
    assert confidence(found(5.0), [NearMiss(kind, "?")]).band is not Band.SURE


@pytest.mark.parametrize(
    ("value", "means"), [(0.0, Band.NONE), (0.24, Band.NONE), (0.25, Band.UNSURE), (0.75, Band.SURE), (1.0, Band.SURE)]
)
def test_three_bands(value: float, means: Band) -> None:
    assert band(value) is means


def test_the_pairs_that_the_language_shift_is_made_of_are_pairs() -> None:
    pairs = parallel_questions()
    assert len(pairs) >= 40
    assert all(english.isascii() and not chinese.isascii() for english, chinese in pairs)
