"""Which report a question names, by its words, place and year, and what of the question is left to search for."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.fold import simplify
from corpus.types import ReportNames, TermGroup
from index.report_names import Naming, Shelf, Ways, names_place
from tests.ingest.strategies import texts

ESTONIA_2022 = ReportNames(
    "ee22", "參加 2022 波羅的海之錨國際資安攻防演練出國報告", "數位發展部資通安全署", "愛沙尼亞", (2022,), (2022, 2023)
)
ESTONIA_2023 = ReportNames(
    "ee23", "參加 2023 波羅的海之錨國際資安攻防演練出國報告", "數位發展部資通安全署", "愛沙尼亞", (2023,), (2023, 2024)
)
JAPAN = ReportNames("jp", "赴日本考察沿近海漁業資源管理制度報告", "農業部漁業署", "日本", (2023,), (2023, 2024))
GERMANY = ReportNames(
    "de", "赴德國考察食品安全快速檢驗及追溯管理制度", "衛生福利部食品藥物管理署", "德國", (2018,), (2018, 2019)
)
NETHERLANDS = ReportNames("nl", "荷蘭矯正機關教化處遇考察報告", "法務部矯正署", "荷蘭", (2019,), (2019,))
GARTNER = ReportNames("us", "出席 2021 Gartner 資訊科技發展研討會", "數位發展部", "美國奧蘭多", (2021,), (2021, 2022))
REPORTS = (ESTONIA_2022, ESTONIA_2023, JAPAN, GERMANY, NETHERLANDS, GARTNER)
ENGLISH = {
    "fisheries": (("渔业",), ("水产", "事业")),
    "prison": (("监狱",), ("矫正", "机关")),
    "food": (("食品",),),
    "quota": (("配额",),),
}


def no_ways(_: str) -> Sequence[TermGroup]:
    return ()


def dictionary(text: str) -> Sequence[TermGroup]:
    """Each English word that it has, said in Chinese."""
    return [TermGroup((word,), others) for word, others in ENGLISH.items() if word in text.lower()]


def named(question: str, cued: bool = True, ways: Ways = no_ways, reports: Sequence[ReportNames] = REPORTS) -> Naming:
    return Shelf(reports).named(question, cued, ways)


def best(naming: Naming) -> set[str]:
    return {report for report, share in naming.reports.items() if share == 1}


@pytest.mark.parametrize(
    ("question", "report", "remainder"),
    [
        ("In the 2023 Estonia report, which team won?", "ee23", "which team won?"),
        ("In the 2022 Estonia report, which team won?", "ee22", "which team won?"),
        ("According to the 2022 Estonian report, who won?", "ee22", "who won?"),
        ("From the Estonia report of 2022, which team won?", "ee22", "which team won?"),
        ("Which team won in the 2023 Estonia report?", "ee23", "Which team won"),
        ("Which team won, according to the 2022 Estonia report?", "ee22", "Which team won"),
        ("In the Japan report, how are quotas shared?", "jp", "how are quotas shared?"),
        ("In the Dutch report, what is said about Germany?", "nl", "what is said about Germany?"),
        ("In the Gartner report, what is a digital twin?", "us", "what is a digital twin?"),
        ("2023 年那份愛沙尼亞報告裡，哪一隊獲勝？", "ee23", "哪一隊獲勝？"),
        ("2022 年那份愛沙尼亞報告裡，哪一隊獲勝？", "ee22", "哪一隊獲勝？"),
        ("2023 年那份爱沙尼亚报告里，哪一队获胜？", "ee23", "哪一队获胜？"),
        ("民國 112 年那份愛沙尼亞報告裡，哪一隊獲勝？", "ee23", "哪一隊獲勝？"),
        ("在 2022 年愛沙尼亞那份報告裡，有幾個國家參加？", "ee22", "有幾個國家參加？"),
        ("請問根據日本漁業報告，配額如何分配？", "jp", "配額如何分配？"),
        ("荷蘭教化那份報告提到哪些機構？", "nl", "哪些機構？"),
        ("德國食品安全報告的蛋品抽驗多久一次？", "de", "蛋品抽驗多久一次？"),
        ("資安署 2023 那份 report 的 venue 在哪裡？", "ee23", "venue 在哪裡？"),
    ],
)
def test_a_question_that_says_which_report_is_certain_of_it_and_searches_for_the_rest(
    question: str, report: str, remainder: str
) -> None:
    for cued in (True, False):
        naming = named(question, cued)
        assert best(naming) == {report}
        assert (naming.remainder, naming.certain) == (remainder, True)


@pytest.mark.parametrize(
    "question", ["In the {} Estonia report, which team won?", "{} 年那份愛沙尼亞報告裡，哪隊獲勝？"]
)
@pytest.mark.parametrize(("year", "report", "other"), [(2022, "ee22", "ee23"), (2023, "ee23", "ee22")])
def test_the_report_of_another_year_is_named_less(question: str, year: int, report: str, other: str) -> None:
    shares = named(question.format(year)).reports
    assert 0 < shares[other] < shares[report] == 1


def test_the_year_of_the_trip_counts_more_than_that_of_the_reports_date() -> None:
    both = [ReportNames(f"r{year}", "資安演練", "", "", (year,), (year, year + 1)) for year in (2021, 2022, 2023)]
    shares = named("2022 年的演練報告", reports=both).reports
    assert 0 < shares["r2021"] < shares["r2022"] == 1
    assert "r2023" not in shares


def test_without_a_year_both_reports_on_the_same_event_are_named_alike() -> None:
    assert named("In the Estonia report, which team won?").reports == {"ee22": 1, "ee23": 1}


@pytest.mark.parametrize(
    "question",
    [
        "In the Peru report, which team won?",
        "In the 1999 Peru report, which team won?",
        "1999 年那份秘魯報告裡，哪一隊獲勝？",
        "In the report, which team won?",
        "這份報告裡，哪一隊獲勝？",
        "How do salmon find their river?",
        "鮭魚如何回到原來的河川？",
    ],
)
@pytest.mark.parametrize("cued", [True, False])
def test_a_name_that_fits_no_report_leaves_the_question_whole(question: str, cued: bool) -> None:
    assert named(question, cued) == Naming({}, question)


@pytest.mark.parametrize("question", ["日本那份報告", "In the Japan report, why?", "那份德國報告裡，誰？"])
def test_a_question_that_only_names_a_report_is_searched_for_as_it_is(question: str) -> None:
    naming = named(question)
    assert len(best(naming)) == 1
    assert (naming.remainder, naming.certain) == (question, False)


def test_a_name_of_which_a_report_has_only_a_little_is_not_cut_off() -> None:
    question = "1999 年日本教化食品資安演練的報告裡，配額如何分配？"
    naming = named(question)
    assert (naming.remainder, naming.certain) == (question, False)
    assert naming.reports


def test_a_likely_name_is_cut_off_without_being_certain() -> None:
    naming = named("在 2023 年日本食品那份報告裡，配額如何分配？")
    assert best(naming) == {"jp"}
    assert (naming.remainder, naming.certain) == ("配額如何分配？", False)


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("What did they see in Japan?", "jp"),
        ("What does the Japanese law say?", "jp"),
        ("How many Dutch guards are there?", "nl"),
        ("What is done in Holland?", "nl"),
        ("Which laboratory did they see in GERMANY?", "de"),
        ("Who spoke in Orlando?", "us"),
        ("去日本的人做了什麼？", "jp"),
        ("荷兰的监狱有几所？", "nl"),
        ("What is the 日本 quota?", "jp"),
    ],
)
def test_a_place_finds_the_report_from_there_in_either_language(question: str, report: str) -> None:
    for cued in (True, False):
        naming = named(question, cued)
        assert best(naming) == {report}
        assert (naming.remainder, naming.certain) == (question, False)


def test_the_longest_name_of_a_place_is_meant() -> None:
    india, indonesia = (ReportNames(name, "", "", name, (), ()) for name in ("印度", "印尼"))
    for question in ("印度尼西亞的港口有多深？", "How deep is the Indonesian port?"):
        assert named(question, cued=False, reports=(india, indonesia)).reports == {"印尼": 1}


def test_an_english_question_that_has_the_word_report_in_the_middle_stays_whole() -> None:
    question = "What does the Japan report recommend for schools?"
    assert named(question) == Naming({"jp": 1}, question)


def test_other_words_name_a_report_only_where_it_is_said_that_one_is_meant() -> None:
    assert best(named("漁業資源如何管理？", cued=True)) == {"jp"}
    assert named("漁業資源如何管理？", cued=False).reports == {}
    assert best(named("In 2019, what was said?", cued=True)) == {"nl"}
    assert named("In 2019, what was said?", cued=False).reports == {}


def test_an_agency_names_its_report() -> None:
    assert best(named("法務部的考察看了哪些機構？")) == {"nl"}
    assert best(named("農業部那份報告裡，配額如何分配？")) == {"jp"}


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("In the fisheries report, how are catches shared?", "jp"),
        ("In the food report, how are eggs checked?", "de"),
        ("In the prison report, how are families met?", "nl"),
        ("How are families met in the prison report?", "nl"),
    ],
)
def test_english_words_find_a_title_in_chinese(question: str, report: str) -> None:
    assert named(question) == Naming({}, question)
    naming = named(question, ways=dictionary)
    assert best(naming) == {report}
    assert naming.certain and len(naming.remainder) < len(question)


def test_only_the_words_of_the_name_are_looked_up() -> None:
    naming = named("In the Japan report, what is said about prison and food?", ways=dictionary)
    assert naming == Naming({"jp": 1}, "what is said about prison and food?", True)


def test_without_a_name_english_words_count_where_a_report_is_meant() -> None:
    assert best(named("What did the fisheries delegation see?", ways=dictionary)) == {"jp"}
    assert named("What did the fisheries fleet see?", cued=False, ways=dictionary).reports == {}


def test_a_chinese_words_other_ways_are_not_counted_a_second_time() -> None:
    def into_english(_: str) -> Sequence[TermGroup]:
        return [TermGroup(("渔业",), (("食品",),))]

    assert named("漁業報告說了什麼？", ways=into_english).reports == {"jp": 1}


def test_of_the_ways_to_say_a_word_the_best_counts_once() -> None:
    def two_words(_: str) -> Sequence[TermGroup]:
        return [TermGroup(("harbour",), (("港口",), ("码头",))), TermGroup(("customs",), (("海关",),))]

    twice, both = (ReportNames(title, title, "", "", (), ()) for title in ("港口碼頭", "港口海關"))
    shares = named("What did the harbour customs trip show?", ways=two_words, reports=(*REPORTS, twice, both)).reports
    assert shares["港口海關"] == 1
    assert 0 < shares["港口碼頭"] < 1


@pytest.mark.parametrize("reports", [(), (JAPAN,)])
@pytest.mark.parametrize(
    "question", ["In the 2023 Japan report, how are quotas shared?", "日本那份報告裡，配額如何分配？", "去日本做什麼？"]
)
def test_a_library_with_one_report_or_none_has_nothing_to_name(question: str, reports: Sequence[ReportNames]) -> None:
    assert named(question, ways=dictionary, reports=reports) == Naming({}, question)


def test_what_every_report_has_names_none() -> None:
    other = ReportNames("jp2", "日本港口之管理", "交通部", "日本", (2017,), (2017,))
    assert named("In the Japan report, how are quotas shared?", reports=(JAPAN, other)).reports == {}
    assert best(named("日本港口那份報告裡，誰負責？", reports=(JAPAN, other))) == {"jp2"}


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("What did they see in Hong Kong?", True),
        ("Which U.S. ports were seen?", True),
        ("去塔林的那次", True),
        ("爱沙尼亚的演练", True),
        ("Who lives in Indiana?", False),
        ("What is a thaipad?", False),
        ("What does this tell us?", False),
        ("什麼是數位韌性？", False),
        ("", False),
    ],
)
def test_a_place_is_named_in_either_script_or_as_a_whole_word(question: str, place: bool) -> None:
    assert names_place(question) is place


YEARS = st.lists(st.integers(2000, 2030), max_size=2, unique=True).map(tuple)
WORDS = st.sampled_from(
    ("日本", "愛沙尼亞", "漁業", "資安演練", "考察報告", "2023", "Gartner", "赴", "參加", "制度", " ")
)
LIBRARIES = st.lists(
    st.tuples(st.lists(WORDS, max_size=5).map("".join), st.sampled_from(("", "漁業署", "資安署")), WORDS, YEARS, YEARS),
    max_size=5,
).map(lambda rows: [ReportNames(f"r{n}", *row[:4], (*row[3], *row[4])) for n, row in enumerate(rows)])
PIECES = (
    "In the ", "According to the ", "2023 ", "民國 112 年", "Estonia ", "日本", "漁業", "fisheries ", "food ", "report",
    " report, ", "那份報告裡，", "報告", "在", "的", "，", ", ", "which team won", "哪一隊獲勝", "?", "？", "in the ",
    "\n", " ",
)  # fmt: skip
QUESTIONS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), texts)


@settings(deadline=None)
@given(LIBRARIES, QUESTIONS, st.booleans())
def test_whatever_the_question_shares_are_shares_and_nothing_is_added_to_it(
    reports: list[ReportNames], question: str, cued: bool
) -> None:
    naming = named(question, cued, dictionary, reports)
    assert set(naming.reports) <= {one.report for one in reports}
    assert all(0 < share <= 1 for share in naming.reports.values())
    assert not naming.reports or max(naming.reports.values()) == 1
    assert naming.remainder in question
    assert naming.reports or (naming.remainder, naming.certain) == (question, False)
    assert not naming.certain or len(naming.remainder) < len(question)


@settings(deadline=None)
@given(LIBRARIES, st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.booleans())
def test_the_script_of_a_question_names_no_other_report(reports: list[ReportNames], question: str, cued: bool) -> None:
    here, there = (named(q, cued, dictionary, reports) for q in (question, simplify(question)))
    assert (here.reports, here.certain, simplify(here.remainder)) == (there.reports, there.certain, there.remainder)


@settings(deadline=None)
@given(st.permutations(REPORTS), st.sampled_from(("In the 2023 Estonia report, who won it?", "日本漁業報告說了什麼？")))
def test_the_order_on_the_shelf_does_not_matter(reports: list[ReportNames], question: str) -> None:
    assert named(question, reports=reports).reports == named(question).reports


@pytest.mark.parametrize(
    "question",
    [
        "日本的漁民如何向政府報告每天的漁獲量？", "愛沙尼亞的企業多久內要向主管機關報告資安事件？",
        "國中國小的午餐由誰供應？", "In the 2023 Peru report, which team won?",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_never_certain(question: str) -> None:
    naming = Shelf([ESTONIA_2022, ESTONIA_2023, JAPAN, GERMANY]).named(question, True, lambda _: [])
    assert not naming.certain
    assert not naming.remainder.startswith(("每天", "資安"))
