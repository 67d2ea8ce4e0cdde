"""What counts as one recommendation: the first report's, the invented reports', and every way to print them."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.advice import Advice, Kind, Shape, advice_in, digests_of
from corpus.advice.runin import numbered_in
from corpus.advice.tables import tables_in
from corpus.advice.wording import advises, demands, is_part, part_kind, recommends, term_said
from corpus.fold import squeezed
from corpus.types import Document, FrontMatter, Outline, RawFile, Report, Section, SectionKind
from ingest.pipeline import parse
from tests.corpus.advice_cases import CASES, Case
from tests.ingest.authored import REPORTS, pdf_path, write_docx, write_html, write_odt, write_txt

ROOT = Path(__file__).parents[2]
GOLD = json.loads((ROOT / "corpus/questions/gartner_2022_recommendations.json").read_text("utf-8"))
INVENTED = {
    "公路局_新加坡電動巴士_2024.txt": ("一二三四五", 0),
    "檔案管理局_英國檔案數位化_2022.txt": ("一二三四五", 0),
    "漁業署_日本資源管理_2023.txt": ("一二三四五", 0),
    "照護司_加拿大偏鄉醫療_2023.txt": ("一二三四", 0),
    "矯正署_荷蘭監獄教化_2019.txt": ("一二三四五", 0),
    "資安署_愛沙尼亞資安演練_2022.txt": ("一二三四", 5),
    "資安署_愛沙尼亞資安演練_2023.txt": ("一二三四五", 5),
    "食藥署_德國食品安全_2018.txt": (["4.1", "4.2", "4.3", "4.4", "4.5"], 0),
}
"""The numbers of each invented report's recommendations, and how many reflections it has beside them."""


def read(name: str, data: bytes) -> Report:
    return parse(RawFile(name, f"/reports/{name}", data, hashlib.sha256(data).hexdigest()))


@cache
def case_report(case: Case) -> Report:
    return read(f"a{case.suffix}", (case.head + case.text).encode())


def in_short(report: Report, item: Advice) -> tuple[str, str | None, str, str]:
    return "r" if item.kind is Kind.RECOMMENDATION else "f", item.number, item.term, report.text[item.said : item.end]


def section(ordinal: int, title: str, start: int, heading_end: int, end: int, parent: int | None = None) -> Section:
    level = 1 if parent is None else 2
    return Section(ordinal, parent, level, None, None, title, SectionKind.BODY, start, heading_end, end, end, (title,))


def under(title: str, body: str) -> Report:
    """A report that is one chapter."""
    text = f"{title}\n{body}"
    chapter = section(0, title, 0, len(title), len(text))
    return Report("a", "a", "0", Document(text, "utf-8", "text/plain"), Outline((chapter,)), FrontMatter())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_way_to_print_recommendations_is_read_as_a_person_reads_it(case: Case) -> None:
    report = case_report(case)
    found = [in_short(report, item) for item in advice_in(report)]
    assert [row[:3] for row in found] == [row[:3] for row in case.items]
    assert all(row[3].startswith(told[3]) for row, told in zip(found, case.items, strict=True))


def test_the_first_reports_recommendations_are_those_that_a_person_counted() -> None:
    report = read(GOLD["source"], (ROOT / "corpus/reports" / GOLD["source"]).read_bytes())
    found = [
        {"kind": i.kind.value, "number": i.number, "title": i.title, "section_path": list(i.path), "start": i.start,
         "end": i.end}
        for i in advice_in(report)
    ]  # fmt: skip
    assert found == GOLD["rows"]


@pytest.mark.parametrize("name", INVENTED)
def test_the_invented_reports_recommend_what_is_numbered_in_their_last_chapter(name: str) -> None:
    report = read(name, (ROOT / "benchmarks/invented/reports" / name).read_bytes())
    items = advice_in(report)
    numbers, reflections = INVENTED[name]
    assert [item.number for item in items if item.kind is Kind.RECOMMENDATION] == list(numbers)
    assert sum(item.kind is Kind.REFLECTION for item in items) == reflections
    assert not any("謝忱" in report.text[item.start : item.end] for item in items)


@pytest.mark.parametrize("authored", REPORTS[1:], ids=lambda report: report.name)
def test_a_recommendation_has_the_same_name_in_every_format(authored: object) -> None:
    made = {
        ".docx": write_docx(authored), ".odt": write_odt(authored), ".html": write_html(authored),  # type: ignore[arg-type]
        ".txt": write_txt(authored), ".pdf": pdf_path(authored).read_bytes(),  # type: ignore[arg-type]
    }  # fmt: skip
    named = []
    for suffix, data in made.items():
        report = read(f"a{suffix}", data.encode() if isinstance(data, str) else data)
        named.append(digests_of(report.text, advice_in(report)))
    assert named[0] and all(names == named[0] for names in named)


def test_what_is_printed_beside_a_recommendation_comes_with_it_and_has_its_place() -> None:
    report = case_report(CASES[1])
    first, second, third = [item for item in advice_in(report) if item.kind is Kind.RECOMMENDATION]
    assert (first.lead, first.assist) == ("勞動部", "經濟部、教育部")
    assert (second.lead, second.assist) == ("交通部航港局", "海洋委員會")
    assert (third.lead, third.assist) == ("經濟部", "")
    table = [item for item in advice_in(case_report(CASES[3])) if item.shape is Shape.ROW]
    assert [(p.label, p.value) for p in table[0].printed] == [
        ("說明", "現行規定散見各法"), ("主辦機關", "經濟部"), ("協辦機關", "內政部"), ("期程", "短期"),
    ]  # fmt: skip
    for which, items in ((CASES[1], (first, second, third)), (CASES[3], tuple(table))):
        text = case_report(which).text
        assert all(text[p.start : p.end] == p.value for item in items for p in item.printed)


def test_what_others_advise_outside_the_chapter_is_no_recommendation_of_the_report() -> None:
    assert not any("對方建議" in case_report(c).text[i.start : i.end] for c in CASES for i in advice_in(case_report(c)))


def test_a_chapter_whose_heading_the_outline_missed_is_found_again() -> None:
    text = "壹、過程\n拜會能源署。\n4 心得與建議\n4.1 訂定專法\n建議儘速訂定。\n"
    at = text.index("4.1")
    inside = section(1, "訂定專法", at, at + 8, len(text))
    outer = section(0, "過程", 0, 4, at)
    report = Report("a", "a", "0", Document(text, "utf-8", "text/plain"), Outline((outer, inside)), FrontMatter())
    assert [text[i.said : i.end] for i in advice_in(report)] == ["訂定專法\n建議儘速訂定。"]


def test_the_same_words_twice_are_two_recommendations_and_their_numbers_do_not_count() -> None:
    one = under("建議", "一、訂定專法；二、訂定專法；三、派員參加。")
    other = under("建議", "一、派員參加；二、訂定專法；三、訂定專法。")
    names = digests_of(one.text, advice_in(one))
    assert len(set(names)) == 3
    assert set(names) == set(digests_of(other.text, advice_in(other)))


@pytest.mark.parametrize(
    ("words", "explicit", "meant"),
    [
        ("建議由能源署統籌", True, True),
        ("建议由能源署统筹", True, True),
        ("宜由地方政府先行試辦", True, True),
        ("應將同理心導向概念導入", False, True),
        ("有必要持續參與國際會議", False, True),
        ("其單一窗口值得我國學習", False, True),
        ("A common tariff should be set.", True, True),
        ("人工智慧之應用日益廣泛，各國因應方式不同，反應熱烈", False, False),
        ("本次適逢宜蘭童玩節，事宜繁多，時間權宜調整", False, False),
        ("無須出示證件", False, False),
        ("計畫建議書已於會中發送", False, False),
    ],
)
def test_words_tell_a_recommendation_from_what_was_seen(words: str, explicit: bool, meant: bool) -> None:
    assert (advises(words), recommends(words)) == (explicit, meant)


def test_headings_that_stand_over_items_are_told_from_items() -> None:
    for title in ("建議事項", "中長期建議", "參訪心得", "心得及建議", "立即可行之建議", "Recommendations"):
        assert is_part(title), title
    for title in ("建議採購可夜間飛行之無人機", "長期照護制度之借鏡", "强化邊境檢疫", "持續參加國際會議", "觀察團制度"):
        assert not is_part(title), title
    assert part_kind("心得與建議") is None
    assert demands("強化跨機關演練") and not demands("整合性服務之趨勢")
    assert term_said("（一）短期建議") == "短期" and term_said("長期照護") == ""


def test_a_numbering_inside_a_text_must_count_on() -> None:
    text = "第一、二線城市之一、二處；建議：(1)訂定專法，(2)派員參加；(3)編列預算。另 (5) 不算。"
    assert [item.number for item in numbered_in(text, 0, len(text))] == ["1", "2", "3"]
    assert numbered_in("本案一、僅此一項。", 0, 9) == []


def test_a_table_that_recommends_nothing_is_none() -> None:
    text = "日期\t地點\t工作內容\n5 月 12 日\t新加坡\t啟程\n"
    assert tables_in(text, 0, len(text), advising=False) == []


TITLES = st.sampled_from(["建議", "心得", "心得及建議", "結論與建議", "Recommendations"])
PIECES = st.lists(
    st.sampled_from(
        ["一、", "二、", "(1)", "(2)", "①", "②", "建議一：", "•", "\t", "|", "\n", "\n\n", "。", "；", "項次",
         "建議事項", "主辦機關：",
         "短期", "建議", "應", "丹麥", "如下：", "　　", "- 5 -", "謹致謝忱。", "should ", "表 1 ", "\f", "A"]
    ) | st.text(max_size=5),
    max_size=40,
).map("".join)  # fmt: skip


@given(TITLES, PIECES)
@settings(max_examples=100, deadline=None)
def test_whatever_a_chapter_says_its_items_are_stretches_of_it_in_order_and_none_is_empty(
    title: str, body: str
) -> None:
    report = under(title, body)
    items = advice_in(report)
    at = 0
    for item in items:
        assert at <= item.start <= item.said <= item.end <= len(report.text)
        at = item.end
        assert squeezed(report.text[item.said : item.end])
        assert report.text[item.start : item.end] == report.text[item.start : item.end].strip()
        assert all(report.text[p.start : p.end] == p.value for p in item.printed)
        assert item.numbered == (item.number is not None)
    names = digests_of(report.text, items)
    assert len(set(names)) == len(names)


def test_a_hostile_text_costs_no_time() -> None:
    for piece in ("建議", "一、", "短期中長期", "(", "主辦機關：", "心得與", "\t建議", "以上", "　"):
        advice_in(under("心得及建議", piece * 8_000))
        is_part(piece * 200)
