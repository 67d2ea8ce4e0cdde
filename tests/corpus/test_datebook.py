"""Which passages are about which day: that of a heading, a line or a table's row, and which only mention it."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.datebook import HEADED_DAYS, MENTIONED_DAYS, Dated, datebook
from corpus.days import Day, printed_days
from corpus.segment import Segmenter
from corpus.types import Document, FrontMatter, Outline, Passage, PassageKind, RawFile, Report, Section, SectionKind
from ingest.passages.split import split
from ingest.pipeline import parse
from tests.ingest.conftest import FIRST_REPORT, CountedCharacters
from tests.ingest.strategies import FRAGMENTS, texts

THE_17TH, THE_18TH, THE_19TH, THE_20TH = (Day(None, 10, day) for day in (17, 18, 19, 20))
OCTOBER_2022 = FrontMatter({}, {"period_start": "2022-10-14", "period_end": "2022-10-23"})
UNDATED = FrontMatter()
NEVER_A_SUBJECT = (SectionKind.COVER, SectionKind.FORM, SectionKind.TOC, SectionKind.AGENDA)


def sections_of(headings: Sequence[tuple[int, int, int]], end: int, kind: SectionKind) -> tuple[Section, ...]:
    """The sections of ``headings``, each a level and a span."""
    made = []
    for at, (level, start, stop) in enumerate(headings):
        above = next((n for n in range(at - 1, -1, -1) if headings[n][0] < level), None)
        until = next((s for other, s, _ in headings[at + 1 :] if other <= level), end)
        own_end = headings[at + 1][1] if at + 1 < len(headings) else until
        made.append(Section(at, above, level, None, None, "", kind, start, stop, own_end, until, ()))
    return tuple(made)


def report_of(text: str, sections: tuple[Section, ...], front: FrontMatter) -> Report:
    return Report("a.txt", "/a.txt", "0", Document(text, "utf-8", "text/plain"), Outline(sections), front)


def days_of(
    drawn: str,
    front: FrontMatter = UNDATED,
    kind: SectionKind = SectionKind.BODY,
    passage: PassageKind = PassageKind.TEXT,
) -> dict[str, dict[Day, bool]]:
    """What is found of each line of ``drawn``, every one a passage, but for those drawn with # to be headings."""
    text, at = "", 0
    headings: list[tuple[int, int, int]] = []
    passages: list[Passage] = []
    for line in drawn.split("\n"):
        level = len(line) - len(line.lstrip("#"))
        words = line[level:].lstrip(" ") if level else line
        if level:
            headings.append((level, at, at + len(words)))
        elif words:
            passages.append(Passage(len(passages), len(headings) - 1, passage, at, at + len(words), None))
        text += words + "\n"
        at = len(text)
    book = datebook(report_of(text, sections_of(headings, len(text), kind), front), passages)
    return {text[p.start : p.end]: {d.day: d.subject for d in book if d.passage == p.ordinal} for p in passages}


@pytest.mark.parametrize(
    "heading",
    [
        "第三天（10 月 19 日）",
        "會議第三天 10/19（三）",
        "三、10 月 19 日",
        "（三）十月十九日",
        "10/19(三)",
        "19 October",
        "Sessions of October 19",
    ],
)
def test_what_stands_under_a_heading_with_a_day_is_about_that_day(heading: str) -> None:
    assert days_of(
        f"# 貳、過程\n概述。\n## {heading}\n上午參訪。\n下午會談。\n## 閉幕\n合影。\n# 參、心得\n很好。"
    ) == {
        "概述。": {},
        "上午參訪。": {THE_19TH: True},
        "下午會談。": {THE_19TH: True},
        "合影。": {},
        "很好。": {},
    }


def test_the_day_of_a_heading_holds_for_its_subsections_too() -> None:
    assert days_of(
        "# 貳、參訪（10 月 19 日）\n## 一、港口\n### (一) 碼頭\n岸電。\n## 二、市場\n拍賣。\n# 參、心得\n很好。"
    ) == {
        "岸電。": {THE_19TH: True},
        "拍賣。": {THE_19TH: True},
        "很好。": {},
    }


def test_the_nearest_heading_with_a_day_decides() -> None:
    assert days_of(
        "# 會議（10/17－10/18）\n開幕。\n## 第一天（10/17）\n議題甲。\n## 第二天（10/18）\n議題乙。\n## 展場\n攤位。"
    ) == {
        "開幕。": {THE_17TH: True, THE_18TH: True},
        "議題甲。": {THE_17TH: True},
        "議題乙。": {THE_18TH: True},
        "攤位。": {THE_17TH: True, THE_18TH: True},
    }


@pytest.mark.parametrize(
    "line",
    [
        "10/19(三)",
        "10 月 19 日",
        "10月19日（星期三）",
        "十月十九日",
        "10/19 星期三",
        "● 10/19",
        "(一) 10 月 19 日",
        "二、10/19",
        "日期：10/19",
        "第三天（10/19）",
        "第 3 日：10/19",
        "Day 3: October 19",
        "19 October",
        "10/19(三)：",
        "【10/19】",
    ],
)
def test_a_line_that_begins_with_a_day_holds_until_the_next_such_line_or_the_sections_end(line: str) -> None:
    assert days_of(f"# 行程\n行前準備。\n{line}\n上午參訪。\n下午會談。\n10/20(四)\n返國。\n# 心得\n很好。") == {
        "行前準備。": {},
        line: {THE_19TH: True},
        "上午參訪。": {THE_19TH: True},
        "下午會談。": {THE_19TH: True},
        "10/20(四)": {THE_20TH: True},
        "返國。": {THE_20TH: True},
        "很好。": {},
    }


def test_one_line_a_day_and_days_without_any_are_no_table() -> None:
    assert days_of("# 行程\n概述。\n10/17\n10/18(二)\n會談。\n10/19(三)\n參訪。") == {
        "概述。": {},
        "10/17": {THE_17TH: True},
        "10/18(二)": {THE_18TH: True},
        "會談。": {THE_18TH: True},
        "10/19(三)": {THE_19TH: True},
        "參訪。": {THE_19TH: True},
    }


def test_lines_that_say_more_than_the_day_are_no_table_where_they_stand_apart() -> None:
    book = days_of("# 行程\n概述。\n10/19 漢堡\n參訪。\n會談。\n討論。\n10/20 柏林\n拜會。\n座談。")
    assert book["參訪。"] == book["討論。"] == {THE_19TH: True}
    assert book["拜會。"] == book["座談。"] == {THE_20TH: True}


def test_the_day_of_a_line_holds_in_what_stands_under_its_section_and_goes_before_the_headings() -> None:
    assert days_of("# 參訪（10 月 17 日）\n甲站。\n10/18(二)\n乙站。\n## 補述\n丙站。\n# 其他\n丁站。") == {
        "甲站。": {THE_17TH: True},
        "10/18(二)": {THE_18TH: True},
        "乙站。": {THE_18TH: True},
        "丙站。": {THE_18TH: True},
        "丁站。": {},
    }


@pytest.mark.parametrize(
    "row",
    ["{}(三)\t拜會\t處長", "{}　拜會處長", "| {} | 拜會處長 |", "{}｜拜會｜處長", "● {}，拜會處長"],
)
def test_the_day_of_a_tables_row_holds_for_that_row_only(row: str) -> None:
    first, second = row.format("10/19"), row.format("10/20")
    assert days_of(f"# 行程\n日期、行程與對象。\n{first}\n{second}\n以上為全部行程。\n# 心得\n很好。") == {
        "日期、行程與對象。": {},
        first: {THE_19TH: True},
        second: {THE_20TH: True},
        "以上為全部行程。": {},
        "很好。": {},
    }


def test_a_row_of_several_days_is_about_each_of_them() -> None:
    book = days_of("# 行程\n行程如下：\n10/17－10/19\t演練\t塔林\n10/20\t返程\t－\n以上。")
    assert book["10/17－10/19\t演練\t塔林"] == {THE_17TH: True, THE_18TH: True, THE_19TH: True}
    assert book["以上。"] == {}


def test_a_long_line_that_begins_with_a_day_says_all_of_it_itself() -> None:
    long = "10 月 19 日上午，代表團與主辦單位就資料共享、資安演練及人才培育等三項議題進行會談，並於會後參觀展場。"
    assert days_of(f"# 過程\n概述。\n{long}\n另就其他事項交換意見。") == {
        "概述。": {},
        long: {THE_19TH: True},
        "另就其他事項交換意見。": {},
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "代表團在 10 月 19 日上午與主辦單位就資料共享、資安演練及人才培育等議題會談，並同意後續辦理。",
        "該法於 10/19 公布。",
        "The delegation met the director on October 19 and returned the day after.",
        "該中心訂於 10 月 17 日開幕，至 10 月 19 日為止。",
    ],
)
def test_a_sentence_only_mentions_its_days(sentence: str) -> None:
    book = days_of(f"# 過程\n概述。\n{sentence}\n其他事項。")
    assert book[sentence][THE_19TH] is False
    assert set(book[sentence].values()) == {False}
    assert book["概述。"] == book["其他事項。"] == {}


def test_a_sentence_that_was_wrapped_before_a_day_only_mentions_it() -> None:
    book = days_of("# 過程\n本次訪問團一行五人係於\n10 月 19 日抵達該中心。\n其他事項。")
    assert book["10 月 19 日抵達該中心。"] == {THE_19TH: False}
    assert book["其他事項。"] == {}


def test_a_day_that_is_both_mentioned_and_headed_is_the_subject_and_stands_there_once() -> None:
    assert days_of("# 會談（10 月 19 日）\n雙方於 10 月 19 日會談，並訂於 10 月 20 日再議。") == {
        "雙方於 10 月 19 日會談，並訂於 10 月 20 日再議。": {THE_19TH: True, THE_20TH: False}
    }


def test_a_day_that_begins_a_line_and_is_mentioned_in_it_again_is_the_subject() -> None:
    line = "● 10/19 出發，10/19 抵達，10/20 返國"
    assert days_of(f"# 行程\n概述。\n{line}") == {"概述。": {}, line: {THE_19TH: True, THE_20TH: False}}


def test_a_day_belongs_to_the_passage_in_which_it_begins() -> None:
    text = "議題如下。該會於 10 月 19 日舉行。"
    cuts = (0, text.index("10"), text.index("月"), len(text))
    passages = [Passage(n, 0, PassageKind.TEXT, a, b, None) for n, (a, b) in enumerate(pairwise(cuts))]
    report = report_of(text, sections_of([(1, 0, 0)], len(text), SectionKind.BODY), UNDATED)
    assert datebook(report, passages) == [Dated(1, THE_19TH, False)]


@pytest.mark.parametrize("kind", NEVER_A_SUBJECT)
def test_the_dates_of_cover_form_contents_and_agenda_hold_for_nothing_below_them(kind: SectionKind) -> None:
    under = days_of("# 報告（10 月 19 日）\n資安署。\n其他。\n10/20(四)\n分析師。", kind=kind)
    assert [under[line] for line in ("資安署。", "其他。", "分析師。")] == [{}, {}, {}]


@pytest.mark.parametrize(
    "line", ["10/19(三)", "出國期間：10/19－10/20", "報告日期：10 月 19 日", "日期：10/19", "10 月 19 日　啟程"]
)
def test_the_dates_of_a_form_are_never_its_subject(line: str) -> None:
    book = days_of(f"# 提要\n資安署。\n{line}\n其他。", kind=SectionKind.FORM, passage=PassageKind.FORM)
    assert book[line][THE_19TH] is False and set(book[line].values()) == {False}


def test_a_form_under_a_dated_heading_is_not_about_that_day_either() -> None:
    assert days_of("# 附件（10 月 19 日）\n填表。", passage=PassageKind.FORM) == {"填表。": {THE_19TH: False}}


@settings(deadline=None)
@given(st.dates(date(2001, 1, 1), date(2099, 11, 30)), st.integers(0, 30), st.data())
def test_a_day_without_a_year_has_that_of_the_trip(first: date, more: int, data: st.DataObject) -> None:
    last = first + timedelta(days=more)
    day = data.draw(st.dates(first, last))
    front = FrontMatter({}, {"period_start": first.isoformat(), "period_end": last.isoformat()})
    heading, line, mention = (
        f"參訪（{day.month}/{day.day}）",
        f"{day.month} 月 {day.day} 日",
        f"會談於 {day:%B} {day.day}.",
    )
    book = days_of(f"# {heading}\n甲。\n# 行程\n其他。\n{line}\n乙。\n# 心得\n{mention}", front)
    whole = Day(day.year, day.month, day.day)
    assert book["甲。"] == book["乙。"] == {whole: True}
    assert book[mention] == {whole: False}


@pytest.mark.parametrize(
    ("printed", "front", "day"),
    [
        ("10/25", OCTOBER_2022, Day(2022, 10, 25)),  # shortly after the trip
        ("10/10", OCTOBER_2022, Day(2022, 10, 10)),
        ("3/1", OCTOBER_2022, Day(None, 3, 1)),
        ("2/29", FrontMatter({}, {"period_start": "2023-02-25", "period_end": "2023-03-02"}), Day(None, 2, 29)),
        ("2/29", FrontMatter({}, {"period_start": "2024-02-25", "period_end": "2024-03-02"}), Day(2024, 2, 29)),
        ("2021 年 10 月 19 日", OCTOBER_2022, Day(2021, 10, 19)),  # what is printed is believed
        ("10/19", UNDATED, THE_19TH),
        ("10/19", FrontMatter({}, {"date": "2023-01-19"}), THE_19TH),
        ("10/19", FrontMatter({}, {"period_start": "2022-10-14"}), THE_19TH),
    ],
)
def test_a_year_is_completed_only_in_and_near_the_trip(printed: str, front: FrontMatter, day: Day) -> None:
    assert days_of(f"# 參訪（{printed}）\n甲。", front) == {"甲。": {day: True}}


def test_a_trip_over_new_year_has_two_years() -> None:
    front = FrontMatter({}, {"period_start": "2022-12-28", "period_end": "2023-01-05"})
    assert days_of("# 自 12/30 至 1/2\n甲。", front) == {
        "甲。": {Day(2022, 12, 30): True, Day(2022, 12, 31): True, Day(2023, 1, 1): True, Day(2023, 1, 2): True}
    }


@settings(deadline=None)
@given(st.integers(1, 27), st.integers(0, 30))
def test_of_a_long_period_no_day_is_told(first: int, more: int) -> None:
    days = [date(2022, 10, first) + timedelta(days=n) for n in range(more + 1)]
    printed = f"{days[0].month}/{days[0].day}－{days[-1].month}/{days[-1].day}"
    every = [Day(2022, d.month, d.day) for d in days]
    front = FrontMatter({}, {"period_start": days[0].isoformat(), "period_end": days[-1].isoformat()})
    book = days_of(
        f"# 會議（{printed}）\n甲。\n# 行程\n其他。\n{printed}\n乙。\n# 心得\n會議自 {printed} 舉行。", front
    )
    headed = dict.fromkeys(every, True) if len(days) <= HEADED_DAYS else {}
    assert book["甲。"] == book["乙。"] == book[printed] == headed
    assert book[f"會議自 {printed} 舉行。"] == (dict.fromkeys(every, False) if len(days) <= MENTIONED_DAYS else {})


@pytest.mark.parametrize(
    ("line", "days", "subject"),
    [
        ("會議自 5/20－5/22 舉行。", 3, False),
        ("會議自 5/20－5/23 舉行。", 0, False),
        ("● 5/20－5/26", 7, True),
        ("● 5/20－5/27", 0, True),
    ],
)
def test_three_days_are_mentioned_and_seven_may_begin_a_line(line: str, days: int, subject: bool) -> None:
    book = days_of(f"# 會議\n概述。\n{line}")
    assert book[line] == {Day(None, 5, 20 + n): subject for n in range(days)}


def test_a_day_of_an_unknown_month_is_not_kept() -> None:
    assert days_of("# 第三天（19 日）\n甲。\n乙於 19 日返國。") == {"甲。": {}, "乙於 19 日返國。": {}}


DATES = (
    "10/19(三)",
    "10 月 19 日",
    "2022 年 10 月 17 日至 21 日",
    "5/20－5/24",
    "19 October",
    "Day 3: ",
    "19 日",
    "111.10.19",
)
dated_texts = st.one_of(
    texts,
    st.text(alphabet="0123456789/年月日至 -號October（三）\n\t。", max_size=120),
    st.lists(
        st.tuples(st.sampled_from((*DATES, *FRAGMENTS)), st.sampled_from(("\n", "\n\n", "", " ", "\t"))), max_size=30
    ).map(lambda parts: "".join(part + end for part, end in parts)),
)
fronts = st.one_of(
    st.just(UNDATED),
    st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 400)).map(
        lambda trip: FrontMatter(
            {}, {"period_start": str(trip[0]), "period_end": str(trip[0] + timedelta(days=trip[1]))}
        )
    ),
)


@st.composite
def cut_reports(draw: st.DrawFn) -> tuple[Report, list[Passage]]:
    """Any text, with headings and passages wherever they fall."""
    text = draw(dated_texts)
    offsets = st.integers(0, len(text))
    starts = sorted({0} | draw(st.sets(offsets, max_size=5)))
    headings = [
        (draw(st.integers(1, 3)), start, draw(st.integers(start, after)))
        for start, after in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    sections = sections_of(headings, len(text), draw(st.sampled_from(SectionKind)))
    cuts = sorted(draw(st.sets(offsets, max_size=12)))
    passages = []
    for ordinal, (start, end) in enumerate(pairwise(cuts)):
        inside = [s.ordinal for s in sections if s.start <= start][-1]
        passages.append(Passage(ordinal, inside, draw(st.sampled_from(PassageKind)), start, end, None))
    return report_of(text, sections, draw(fronts)), passages


@settings(max_examples=400, deadline=None)
@given(cut_reports())
def test_whatever_the_text_and_its_cuts_each_day_of_a_passage_stands_once_and_was_printed(
    cut: tuple[Report, list[Passage]],
) -> None:
    report, passages = cut
    printed = printed_days(report.text)
    book = datebook(report, passages)
    assert len({(d.passage, d.day) for d in book}) == len(book)
    by_ordinal = {p.ordinal: p for p in passages}
    for dated in book:
        passage = by_ordinal[dated.passage]
        assert dated.day.month is not None
        assert not (dated.subject and passage.kind is PassageKind.FORM)
        known = max(passage.end, report.outline.sections[passage.section].heading_end)
        assert any(dated.day.meets(day) for one in printed if one.start < known for day in one.days)


def test_the_sessions_of_the_first_report_are_about_the_days_of_its_agenda(models: Path) -> None:
    report = parse(RawFile(FIRST_REPORT.name, str(FIRST_REPORT), FIRST_REPORT.read_bytes(), ""))
    passages = split(report.document, report.outline, Segmenter(models).word_ends, CountedCharacters())
    under = [p for p in passages if "2022" in report.outline.sections[p.section].path[-1] and p.section]
    agenda = {p.ordinal: report.outline.sections[p.section].path for p in under}
    book = datebook(report, passages)
    about = {d.passage: d.day for d in book if d.subject}
    assert [(agenda[ordinal][0][:1], agenda[ordinal][-1][:1], day) for ordinal, day in about.items()] == [
        ("貳", number, Day(2022, 10, day)) for number, day in zip("一二三四", (17, 18, 19, 20), strict=True)
    ]
    assert {passages[d.passage].kind for d in book if not d.subject} == {PassageKind.FORM}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("- 10/19(三)", "- 10/20(四)"),
        ("(一) 10/19", "(二) 10/20"),
        ("一、10 月 19 日", "二、10 月 20 日"),
        ("日期：10/19", "日期：10/20"),
        ("第三天（10/19）", "第四天（10/20）"),
    ],
)
def test_the_day_before_ends_with_the_line_before_whatever_stands_in_front_of_the_next_date(
    first: str, second: str
) -> None:
    found = days_of(f"# 貳、過程\n{first}\n參訪。\n{second}\n返國。")
    assert list(found.values()) == [
        {THE_19TH: True}, {THE_19TH: True}, {THE_20TH: True}, {THE_20TH: True},
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["2022 年 10 月 19 日", "111 年 10 月 19 日（星期三）"])
def test_a_whole_date_on_a_line_of_its_own_is_the_day_of_what_follows(written: str) -> None:
    found = days_of(f"# 行程\n概述。\n{written}\n上午參訪。")
    assert list(found.values()) == [{}, {Day(2022, 10, 19): True}, {Day(2022, 10, 19): True}]


def test_a_sentence_right_under_a_heading_begins_with_its_day() -> None:
    assert days_of("# 行程\n10 月 19 日上午，代表團參觀展場。") == {
        "10 月 19 日上午，代表團參觀展場。": {THE_19TH: True}
    }


def test_two_dates_one_below_the_other_are_no_period() -> None:
    assert [len(p.days) for p in printed_days("2022 年 10 月 17 日\n2022 年 10 月 19 日")] == [1, 1]
