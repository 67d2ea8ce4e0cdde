"""What a question asks for beside its subject, and what that is worth to a passage: bounded, and a sum of parts."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.systems import Bench
from assistant.settings import Settings
from assistant.wiring import bench_with
from corpus.days import Day
from corpus.store import EmbeddingModel, Store
from corpus.types import PassageId, PassageKind, Placed, RawFile
from index.answers import Kind
from index.asked import Asked, read
from index.chapters import Chapter
from index.look import SAME, Look, answer_bonuses, look_closely
from index.question import understand
from index.report_names import Naming
from index.search import SearchOptions
from index.wanted import (
    ANSWER_BONUS,
    CERTAIN_REPORT_BONUS,
    CHAPTER_BONUS,
    DAY_BONUS,
    FIGURE_BONUS,
    FORM_BONUS,
    HEADING_BONUS,
    LEAST_HEADING,
    MENTIONED_DAY_BONUS,
    NAMED_ENOUGH,
    REPORT_BONUS,
    SLIDE_BONUS,
    Wanted,
    answer_bonus,
)
from tests.fakes import HashEmbedder

A, B, C = PassageId(1), PassageId(2), PassageId(3)
NOTHING = Wanted(Asked(), None, {}, frozenset(), frozenset(), {}, REPORT_BONUS, frozenset())
PLAIN = Placed(A, "r", 0, 0, PassageKind.TEXT, 0, 9, ("參、心得及建議", "一、風險溝通"), (0, 5))
EVERY_PART: dict[str, tuple[Callable[[Wanted], Wanted], float]] = {
    "chapter": (lambda w: asking(w, chapters=(Chapter.RECOMMENDATIONS,)), CHAPTER_BONUS),
    "day": (lambda w: replace(w, on_days={A: True}), DAY_BONUS),
    "mentioned day": (lambda w: replace(w, on_days={A: False}), MENTIONED_DAY_BONUS),
    "figure": (lambda w: replace(w, captioned=frozenset({A})), FIGURE_BONUS),
    "report": (lambda w: replace(w, reports={"r": 1.0}), REPORT_BONUS),
    "heading": (lambda w: replace(w, folded="风险沟通怎么做"), HEADING_BONUS),
}


def asking(wanted: Wanted, **more: object) -> Wanted:
    return replace(wanted, asked=replace(wanted.asked, **more))  # type: ignore[arg-type]


def worth(wanted: Wanted, passage: Placed = PLAIN) -> float:
    return wanted.bonuses([passage])[passage.id]


def test_who_asks_for_nothing_lifts_nothing() -> None:
    assert NOTHING.bonuses([PLAIN, replace(PLAIN, id=B, kind=PassageKind.FORM)]) == {A: 0.0, B: 0.0}
    assert NOTHING.bonuses([]) == {}
    assert list(NOTHING.proposals()) == []


@pytest.mark.parametrize("part", EVERY_PART)
def test_each_thing_that_is_asked_for_has_its_own_worth(part: str) -> None:
    change, bonus = EVERY_PART[part]
    assert worth(change(NOTHING)) == pytest.approx(bonus)
    elsewhere = replace(PLAIN, id=B, report="other", path=("壹、目的",))
    assert worth(change(NOTHING), elsewhere) == 0.0


@given(st.sets(st.sampled_from([part for part in EVERY_PART if part != "mentioned day"])))
def test_a_passage_that_has_several_gains_their_sum(parts: set[str]) -> None:
    wanted = NOTHING
    for part in parts:
        wanted = EVERY_PART[part][0](wanted)
    assert worth(wanted) == pytest.approx(sum(EVERY_PART[part][1] for part in parts))


@given(
    st.builds(
        Asked,
        chapters=st.just((Chapter.RECOMMENDATIONS, Chapter.PURPOSE)),
        form=st.booleans(),
        slide=st.booleans(),
    ),
    st.sampled_from(PassageKind),
    st.lists(st.sampled_from(["參、心得及建議", "壹、目的", "風險溝通", "票證整合"]), max_size=4),
    st.floats(0, 1),
    st.booleans(),
)
def test_no_passage_gains_more_than_the_sum_of_the_bonuses(
    asked: Asked, kind: PassageKind, path: list[str], share: float, certain: bool
) -> None:
    most = CERTAIN_REPORT_BONUS if certain else REPORT_BONUS
    wanted = Wanted(
        asked, "心得及建议风险沟通票证整合", {A: True}, frozenset({A}), frozenset({A}), {"r": share}, most, frozenset()
    )  # fmt: skip
    bonus = worth(wanted, replace(PLAIN, kind=kind, path=tuple(path)))
    bound = CHAPTER_BONUS + DAY_BONUS + FIGURE_BONUS + max(FORM_BONUS, SLIDE_BONUS) + most + HEADING_BONUS
    assert bonus > 0 and bonus <= bound + 1e-9


def test_the_day_that_a_passage_is_about_counts_for_more_than_a_mention() -> None:
    bonuses = replace(NOTHING, on_days={A: True, B: False}).bonuses([replace(PLAIN, id=i) for i in (A, B, C)])
    assert bonuses[A] > bonuses[B] > bonuses[C] == 0


def test_the_chapter_is_the_first_part_of_the_path() -> None:
    wanted = asking(NOTHING, chapters=(Chapter.RECOMMENDATIONS,))
    assert worth(wanted, replace(PLAIN, path=("伍、結論與建議",))) == pytest.approx(CHAPTER_BONUS)
    assert worth(wanted, replace(PLAIN, path=("貳、過程", "三、建議書簽署"))) == 0
    assert worth(asking(NOTHING, chapters=(Chapter.PURPOSE,)), PLAIN) == 0


# ---------- headings


def by_heading(question: str, *path: str) -> float:
    """What passages under ``path`` gain because ``question`` repeats a heading."""
    with_headings = Wanted.of(Asked(), question, Naming({}, question), Unread(), headings=True)  # type: ignore[arg-type]
    return worth(with_headings, replace(PLAIN, path=path))


class Unread:
    """A view of a library in which nothing is found; asked for nothing, it must not be read."""

    def on_days(self, days: object) -> dict[PassageId, bool]:
        assert not days
        return {}


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("風險溝通怎麼做？", "三、風險溝通"),
        ("风险沟通怎么做？", "3.1.3 風險溝通"),
        ("「風險，溝通」怎麼做？", "第三章 風險溝通"),
        ("How does the AI Act classify systems?", "II. The AI Act"),
        ("ＡＩ治理框架是什麼", "(二) AI 治理框架"),
    ],
)
def test_a_heading_that_the_question_repeats_lifts_what_stands_under_it(question: str, heading: str) -> None:
    assert by_heading(question, "貳、過程", heading) == pytest.approx(HEADING_BONUS)
    assert by_heading(question, heading, "一、其他事項") == pytest.approx(HEADING_BONUS)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("風險怎麼溝通？", ("三、風險溝通",)),
        ("溝通怎麼做？", ("三、風險溝通",)),
        ("港口的岸電", ("一、港口",)),
        ("(五) 是什麼", ("(五)",)),
        ("風險溝通怎麼做？", ()),
        ("", ("三、風險溝通",)),
    ],
)
def test_half_a_heading_or_a_very_short_one_lifts_nothing(question: str, path: tuple[str, ...]) -> None:
    assert by_heading(question, *path) == 0


def test_a_heading_has_to_have_so_many_letters() -> None:
    letters = "港口岸電船舶"
    assert by_heading(letters, f"一、{letters[:LEAST_HEADING]}") == pytest.approx(HEADING_BONUS)
    assert by_heading(letters, f"一、{letters[: LEAST_HEADING - 1]}") == 0


def test_two_repeated_headings_lift_no_more_than_one() -> None:
    assert by_heading("風險溝通與票證整合", "一、風險溝通", "(一) 票證整合") == pytest.approx(HEADING_BONUS)


def test_a_heading_over_two_lines_is_one_heading_and_moves_no_other() -> None:
    with_headings = replace(NOTHING, folded="风险沟通与民众参与怎么做")
    broken = replace(PLAIN, id=B, path=("一、風險溝通\n與民眾參與",))
    other = replace(PLAIN, id=C, path=("二、票證整合",))
    assert with_headings.bonuses([broken, other]) == {B: pytest.approx(HEADING_BONUS), C: 0.0}


def test_headings_can_be_left_out() -> None:
    question = "風險溝通怎麼做？"
    without = Wanted.of(Asked(), question, Naming({}, question), Unread(), headings=False)  # type: ignore[arg-type]
    assert worth(without) == 0


# ---------- form, slides, reports


@pytest.mark.parametrize("kind", PassageKind)
def test_who_asks_for_the_form_lifts_only_the_form_and_who_asks_for_a_slide_only_slides(kind: PassageKind) -> None:
    passage = replace(PLAIN, kind=kind)
    assert worth(asking(NOTHING, form=True), passage) == (FORM_BONUS if kind is PassageKind.FORM else 0)
    assert worth(asking(NOTHING, slide=True), passage) == (SLIDE_BONUS if kind is PassageKind.SLIDE else 0)


def test_the_cover_of_a_named_report_only_repeats_the_name_unless_the_form_is_asked_for() -> None:
    named, cover = replace(NOTHING, reports={"r": 1.0}), replace(PLAIN, kind=PassageKind.FORM)
    assert (named.named_bonus(cover), worth(named, cover)) == (0.0, 0.0)
    assert named.named_bonus(PLAIN) == REPORT_BONUS
    form = asking(named, form=True)
    assert form.named_bonus(cover) == REPORT_BONUS
    assert worth(form, cover) == pytest.approx(REPORT_BONUS + FORM_BONUS)


def test_a_report_gains_by_how_far_it_is_named() -> None:
    named = replace(NOTHING, reports={"r": 0.5, "s": 1.0})
    assert worth(named) == pytest.approx(REPORT_BONUS / 2)
    assert worth(named, replace(PLAIN, report="s")) == pytest.approx(REPORT_BONUS)
    assert worth(named, replace(PLAIN, report="t")) == 0


def test_only_the_name_is_counted_as_owed_to_the_name() -> None:
    every = NOTHING
    for change, _ in EVERY_PART.values():
        every = change(every)
    assert every.named_bonus(PLAIN) == REPORT_BONUS < worth(every)


# ---------- what kind of answer


def test_an_answer_of_the_kind_in_the_best_window_lifts_by_the_whole_bonus() -> None:
    assert answer_bonus((Kind.SHARE,), (0.9, 0.5), ["占 45%。", "無。"]) == pytest.approx(ANSWER_BONUS)
    assert answer_bonus((Kind.SHARE,), (0.9,), ["占百分之四十五。"]) == pytest.approx(ANSWER_BONUS)


def test_an_answer_in_another_window_lifts_as_far_as_it_passes_the_best() -> None:
    texts = ["無。", "占 45%。"]
    assert answer_bonus((Kind.SHARE,), (0.9, 0.9), texts) == pytest.approx(ANSWER_BONUS)
    assert answer_bonus((Kind.SHARE,), (0.9, 0.9 - ANSWER_BONUS), texts) == pytest.approx(ANSWER_BONUS / 2)
    assert answer_bonus((Kind.SHARE,), (0.9, 0.9 - 2 * ANSWER_BONUS), texts) == pytest.approx(0)
    assert answer_bonus((Kind.SHARE,), (0.9, 0.1), texts) == 0


def test_a_caption_counts_wherever_it_stands() -> None:
    texts = ["無。", "圖 3:架構"]
    assert answer_bonus((Kind.FIGURE,), (0.9, 0.1), texts) == ANSWER_BONUS
    assert answer_bonus((Kind.FIGURE,), (0.9, 0.1), ["無。", "無。"]) == 0


def test_another_kind_of_answer_or_none_lifts_nothing() -> None:
    assert answer_bonus((Kind.KEYWORDS,), (0.9, 0.5), ["占 45%。", "無。"]) == 0
    assert answer_bonus((Kind.SHARE,), (), []) == 0


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.sampled_from(["占 45%。", "無。", "圖 3:架構", "關鍵字：港口"])), max_size=6
    ),
    st.sets(st.sampled_from(Kind)),
)
def test_no_answer_lifts_by_more_than_its_bonus_nor_takes_anything_off(
    windows: list[tuple[float, str]], kinds: set[Kind]
) -> None:
    bonus = answer_bonus(tuple(kinds), tuple(score for score, _ in windows), [text for _, text in windows])
    assert -1e-9 <= bonus <= ANSWER_BONUS + 1e-9


# ---------- in a library


PURPOSE = "了解港口岸電政策及法規制度，作為我國推動綠色港埠之參考，並蒐集各港推動經驗。"
TALKS = "主管機關設置專責窗口，定期召開說明會，蒐集各方意見並即時回應外界關切事項。"
TICKETS = (
    "各運具採用單一票卡，並以雲端帳務系統清分，旅客得以信用卡感應進出站，費率每年檢討。"
    "車站改建期間另設臨時月台，無障礙電梯由承包商維護，夜間保全委外辦理，冬季積雪時由志工協助清除並鋪設防滑墊。"
    "駕駛員須受訓三個月，通過模擬機測驗後方得上線，退休年齡放寬至六十五歲，並比照公務人員給予撫卹與子女教育補助。"
)
SLIDE = (
    "Adaptive resilience requires continuous monitoring of supply chains.\n"
    "Grid operators should publish hourly capacity data for charging networks.\nSource: Harbour Agency 2022"
)
REPORT = f"""出國報告（出國類別：考察）

赴{{0}}考察票證報告

服務機關：交通部航港局
姓名職稱：王小明 技正
派赴國家：{{0}}
出國期間：{{1}}年10月17日至{{1}}年10月21日
報告日期：{{1}}年12月1日

壹、目的

{PURPOSE}

貳、過程

一、10 月 18 日

{TALKS}

圖 2-1:議程安排

二、票證整合制度

{TICKETS}

圖 2-2:清分架構

三、會議資料

{SLIDE}

參、心得及建議

建議比照辦理，於本年度內完成窗口設置並對外公告，10 月 18 日之會談對方亦同意提供範本。
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Bench:
    """Two reports that differ in place and year alone."""
    settings, embedder = Settings(tmp_path_factory.mktemp("wanted"), models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    made = bench_with(settings, store, embedder)
    texts = [REPORT.format("荷蘭", 112).encode("utf-8"), REPORT.format("日本", 108).encode("utf-8")]
    made.library.ingest(
        RawFile(f"{n}.txt", f"/{n}.txt", data, sha256(data).hexdigest()) for n, data in enumerate(texts)
    )
    return made


def gains(bench: Bench, question: str, **options: bool) -> dict[tuple[str, str], float]:
    """What every passage gained that was looked at, by place of its report and beginning of its text."""
    found, *_ = bench.asking_with(SearchOptions(**options)).look_up(understand(question), 5, None)
    bonus = {candidate.id: candidate.bonus for candidate in found.candidates}
    with bench.store.snapshot() as view:
        return {
            (item.report.front.value("country") or "", item.text[:4]): round(bonus[item.id], 6)
            for item in view.locate(list(bonus))
        }


def lifted_by(bench: Bench, question: str, step: str) -> dict[tuple[str, str], float]:
    """Which passages gain by a step of the search, and how much."""
    before = gains(bench, question, **{step: False})
    after = gains(bench, question)
    assert set(before) == set(after) and len(after) == 12
    return {key: round(after[key] - before[key], 6) for key in after if after[key] != before[key]}


def of_both(*passages: str, by: float) -> dict[tuple[str, str], float]:
    return {(country, text[:4]): by for country in ("荷蘭", "日本") for text in passages}


def test_the_passage_with_the_caption_of_that_number_is_lifted(bench: Bench) -> None:
    for question in ("圖 2-1 是什麼？", "图2－1说明什么", "What does figure 2-1 show?"):
        assert lifted_by(bench, question, "figures") == of_both(TALKS, by=FIGURE_BONUS)
    assert lifted_by(bench, "圖 2-2 是什麼？", "figures") == of_both(TICKETS, by=FIGURE_BONUS)
    assert lifted_by(bench, "圖 2-3 是什麼？", "figures") == {}


def test_a_repeated_heading_is_found_in_the_library(bench: Bench) -> None:
    assert lifted_by(bench, "票證整合制度怎麼做？", "headings") == of_both(TICKETS, by=HEADING_BONUS)
    assert lifted_by(bench, "票證整合怎麼做？", "headings") == {}


def test_the_form_and_the_slides_are_found_in_the_library(bench: Bench) -> None:
    assert lifted_by(bench, "是誰執筆的？", "form") == of_both("出國報告", by=FORM_BONUS)
    assert lifted_by(bench, "投影片說了什麼？", "form") == of_both(SLIDE, by=SLIDE_BONUS)


def test_the_chapter_is_found_in_the_library(bench: Bench) -> None:
    assert lifted_by(bench, "作者在心得與建議中談什麼？", "chapters") == of_both("建議比照", by=CHAPTER_BONUS)


def test_the_day_is_found_in_the_library_and_its_mention_too(bench: Bench) -> None:
    expected = of_both(TALKS, by=DAY_BONUS) | of_both("建議比照", by=MENTIONED_DAY_BONUS)
    assert lifted_by(bench, "10 月 18 日與誰會談？", "days") == expected
    of_one_year = {key: bonus for key, bonus in expected.items() if key[0] == "日本"}
    assert lifted_by(bench, "2019 年 10 月 18 日與誰會談？", "days") == of_one_year


def test_a_named_report_is_lifted_but_for_its_cover(bench: Bench) -> None:
    lifted = lifted_by(bench, "日本那次考察談到哪些費率？", "report_names")
    assert set(lifted.values()) == {REPORT_BONUS}
    assert {place for place, _ in lifted} == {"日本"}
    assert ("日本", "出國報告") not in lifted and len(lifted) == 5


def test_a_report_that_the_question_says_outright_is_lifted_for_certain(bench: Bench) -> None:
    lifted = lifted_by(bench, "根據日本考察報告，費率多久檢討一次？", "report_names")
    assert set(lifted.values()) == {CERTAIN_REPORT_BONUS}
    assert {place for place, _ in lifted} == {"日本"}


def test_the_windows_with_such_an_answer_lift_their_passage(bench: Bench) -> None:
    assert lifted_by(bench, "哪些圖談架構？", "answers") == of_both(TALKS, TICKETS, by=ANSWER_BONUS)
    assert lifted_by(bench, "關鍵字有哪些？", "answers") == {}


def test_what_is_looked_up_is_proposed_for_a_close_look_and_nothing_else(bench: Bench) -> None:
    with bench.store.snapshot() as view:
        reports = {summary.front.value("country"): summary.id for summary in view.reports()}
        naming = Naming({reports["日本"]: 1.0, reports["荷蘭"]: NAMED_ENOUGH - 0.01}, "")
        asked = read("心得與建議中的圖 2-1 在 10 月 18 日")
        wanted = Wanted.of(asked, "", naming, view, headings=True)
        days, figures, chapters, named = map(set, wanted.proposals())
        assert days == set(wanted.on_days) and len(days) == 4
        assert figures == set(view.captioned(["2-1"])) and len(figures) == 2
        assert {view.placed(list(chapters))[i].path for i in chapters} == {("參、心得及建議",)}
        assert named == set(view.passage_ids([reports["日本"]]))
        both = Wanted.of(asked, "", replace(naming, reports=dict.fromkeys(reports.values(), NAMED_ENOUGH)), view, True)
        assert both.in_reports == set(view.passage_ids())


def test_who_names_no_report_has_none_brought_in(bench: Bench) -> None:
    with bench.store.snapshot() as view:
        wanted = Wanted.of(Asked(days=(Day(None, 1, 1),)), "岸電", Naming({}, "岸電"), view, headings=True)
        assert list(wanted.proposals()) == []


# ---------- a close look


def looked(bench: Bench, question: str, windows: bool) -> tuple[Look, dict[PassageId, float]]:
    query = HashEmbedder().embed_query(question)
    with bench.store.snapshot() as view:
        ids = view.passage_ids()
        cosines = dict(zip(ids, (view.vectors(ids) @ query).tolist(), strict=True))
        return look_closely(cosines, query, NOTHING, view, windows), cosines


def test_a_close_look_is_the_mean_of_a_passage_and_its_best_window(bench: Bench) -> None:
    look, cosines = looked(bench, "票證清分的費率", windows=True)
    assert set(look.meaning) == set(look.placed) == set(look.window_scores) == set(cosines)
    assert max(map(len, look.window_scores.values())) > 1, "else there is no best one"
    for i, scores in look.window_scores.items():
        assert look.meaning[i] == pytest.approx((cosines[i] + max(scores)) / 2)
        assert np.linalg.norm(look.said[i]) == pytest.approx(1, abs=1e-3)


def test_a_close_look_tells_what_of_the_bonus_is_owed_to_the_name(bench: Bench) -> None:
    query = HashEmbedder().embed_query("費率")
    with bench.store.snapshot() as view:
        reports = {summary.front.value("country"): summary.id for summary in view.reports()}
        chapter = asking(replace(NOTHING, reports={reports["日本"]: 1.0}), chapters=(Chapter.RECOMMENDATIONS,))
        ids = view.passage_ids([reports["日本"]])
        look = look_closely(dict.fromkeys(ids, 0.5), query, chapter, view, windows=True)
    owed = {look.placed[i].path[0]: (round(look.named[i], 6), round(look.bonus[i], 6)) for i in ids}
    assert owed == {
        "封面": (0.0, 0.0),
        "壹、目的": (REPORT_BONUS, REPORT_BONUS),
        "貳、過程": (REPORT_BONUS, REPORT_BONUS),
        "參、心得及建議": (REPORT_BONUS, REPORT_BONUS + CHAPTER_BONUS),
    }


def test_without_windows_a_close_look_is_the_cosine_and_nothing_is_alike(bench: Bench) -> None:
    look, cosines = looked(bench, "票證清分的費率", windows=False)
    assert look.meaning == cosines
    assert (look.window_scores, look.said, look.alike(list(cosines))) == ({}, {}, [])


def test_the_two_reports_that_say_the_same_are_alike_pair_by_pair(bench: Bench) -> None:
    look, _ = looked(bench, "票證清分的費率", windows=True)
    ids = list(look.said)
    text = [p for p in look.placed.values() if p.kind is not PassageKind.FORM]
    pairs = look.alike(ids)
    for place in {p.ordinal for p in text}:
        same = tuple(p.id for p in text if p.ordinal == place)
        assert same in pairs, "the earlier one first"
    assert look.alike(ids[::-1]) != pairs
    assert {frozenset(pair) for pair in look.alike(ids[::-1])} == {frozenset(pair) for pair in pairs}


def saying(said: dict[PassageId, tuple[float, float]]) -> Look:
    return Look({}, {}, {}, {}, {}, {i: np.array(v, dtype=np.float32) for i, v in said.items()})


def test_from_a_cosine_on_two_texts_may_be_the_same() -> None:
    def at(cosine: float) -> tuple[float, float]:
        return cosine, float(np.sqrt(1 - cosine**2))

    look = saying({A: (1.0, 0.0), B: at(SAME + 0.001), C: at(SAME - 0.001)})
    assert (A, B) in look.alike([A, B, C]) and (A, C) not in look.alike([A, B, C])
    assert look.alike([B, A]) == [(B, A)]
    assert look.alike([A, PassageId(9), B]) == [(A, B)], "one that was not looked at is like none"
    assert look.alike([A]) == look.alike([]) == []


def test_two_looks_are_put_together() -> None:
    one, other = saying({A: (1.0, 0.0)}), saying({B: (0.0, 1.0)})
    one, other = replace(one, meaning={A: 0.5}, bonus={A: 0.1}), replace(other, meaning={B: 0.6}, bonus={B: 0.2})
    both = one.with_more(other)
    assert (both.meaning, both.bonus, set(both.said)) == ({A: 0.5, B: 0.6}, {A: 0.1, B: 0.2}, {A, B})


def test_lifting_adds_to_the_bonus_and_to_nothing_that_is_owed_to_the_name() -> None:
    look = replace(saying({}), bonus={A: 0.1, B: 0.2}, named={A: 0.1})
    more = look.lifted({A: 0.02, C: 0.02})
    assert more.bonus == pytest.approx({A: 0.12, B: 0.2, C: 0.02})
    assert more.named == {A: 0.1}
    assert look.bonus == {A: 0.1, B: 0.2}


def test_answers_are_looked_for_in_the_windows_of_what_was_looked_at(bench: Bench) -> None:
    look, _ = looked(bench, "費率", windows=True)
    ids = list(look.window_scores)
    with bench.store.snapshot() as view:
        found = answer_bonuses((Kind.FIGURE,), [*ids, PassageId(999)], look, view)
        captions = set(view.captioned(["2-1", "2-2"]))
        assert answer_bonuses((Kind.FIGURE,), ids, replace(look, window_scores={}), view) == {}
    assert {i for i, bonus in found.items() if bonus} == captions
    assert set(found) == set(ids)
