"""The form (提要) in every layout that it is printed in; all names and trips here are invented."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Document, FrontMatter, Outline, Section, SectionKind
from ingest.form.cover import front_matter
from ingest.form.periods import day_of, trip_days
from ingest.form.persons import travellers
from ingest.form.ticks import ticked
from ingest.structure.outline import outline
from tests.ingest.conftest import plain
from tests.ingest.strategies import FRAGMENTS, texts

BODY = "\n壹、目的\n本次會議由主辦單位說明辦理情形。\n貳、過程\n會議討論之重點為資料之共享。\n"
FORM = "行政院及所屬各機關出國報告提要\n"
PHONE = "02-5555-01"


def read(text: str) -> FrontMatter:
    document = plain(text)
    return front_matter(document, outline(document))


def values(front: FrontMatter) -> dict[str, str]:
    return {key: field.value for key, field in front.fields.items()}


def rows(front: FrontMatter) -> list[tuple[str | None, ...]]:
    return [(t.name, t.agency, t.unit, t.title) for t in front.travellers]


def places(front: FrontMatter) -> list[tuple[str, str | None]]:
    return [(d.name, d.country) for d in front.destinations]


STANDARD = f"""{FORM}
系統識別號：C11200001
出國報告名稱：參加 2023 年國際數位政府會議
頁數 20 含附件：□是■否
出國計畫主辦機關/聯絡人/電話
海岸部/江大同/{PHONE}01
出國人員姓名/服務機關/單位/職稱/電話
王小明/海岸部/數位政府司/分析師/{PHONE}02
李大華/海岸部/數位政府司/科長/{PHONE}03
陳美玲/財團法人海岸研究院/數位轉型研究所/組長/{PHONE}04
出國類別：□1考察□2進修□3研究□4實習■5其他 (開會)
出國期間：112.05.03~05.09
出國地區：美國(奧蘭多、紐約)、加拿大
報告日期：112年8月1日
分類號/目
關鍵詞：數位政府、雲端、
人工智慧
內容摘要：（二百至三百字）
    本次會議討論三項議題，包括雲端、資安及人工智慧。各國代表分享經驗。

    一、雲端服務之採購方式，各國均採共同供應契約。
    二、資安之分級，應以風險為本。

本文電子檔已傳至出國報告資訊網
{BODY}"""


def test_the_governments_own_page_is_read_wholly() -> None:
    front = read(STANDARD)
    found = values(front)
    abstract = found.pop("abstract")
    assert abstract.startswith("本次會議討論三項議題") and abstract.endswith("應以風險為本。")
    assert "二百至三百字" not in abstract and "一、雲端服務" in abstract
    assert found == {
        "title": "參加 2023 年國際數位政府會議",
        "pages": "20",
        "attachments": "否",
        "planner": "海岸部",
        "author": "王小明、李大華、陳美玲",
        "author_title": "分析師、科長、組長",
        "agency": "海岸部、財團法人海岸研究院",
        "category": "其他 (開會)",
        "period": "112.05.03~05.09",
        "country": "美國(奧蘭多、紐約)、加拿大",
        "date": "112年8月1日",
        "keywords": "數位政府、雲端、人工智慧",
    }
    assert front.iso == {
        "date": "2023-08-01",
        "period_start": "2023-05-03",
        "period_end": "2023-05-09",
        "pages": "20",
    }
    assert rows(front) == [
        ("王小明", "海岸部", "數位政府司", "分析師"),
        ("李大華", "海岸部", "數位政府司", "科長"),
        ("陳美玲", "財團法人海岸研究院", "數位轉型研究所", "組長"),
    ]
    assert places(front) == [("美國", "US"), ("奧蘭多", "US"), ("紐約", "US"), ("加拿大", "CA")]
    assert front.conflicts == ()


def test_whom_to_call_and_under_which_number_is_in_no_value() -> None:
    front = read(STANDARD)
    said = [*values(front).values(), *(cell for row in rows(front) for cell in row if cell)]
    assert not any(PHONE in value or "江大同" in value for value in said)


def test_every_value_has_the_span_that_it_was_read_from() -> None:
    front = read(STANDARD)
    for key in ("title", "pages", "attachments", "planner", "category", "period", "country", "date", "abstract"):
        field = front.fields[key]
        assert STANDARD[field.start : field.end] == field.value
    first = front.travellers[0]
    assert STANDARD[first.start : first.end] == f"王小明/海岸部/數位政府司/分析師/{PHONE}02"
    assert [STANDARD[d.start : d.end] for d in front.destinations] == ["美國", "奧蘭多", "紐約", "加拿大"]


def test_a_form_in_a_table_is_read_by_its_cells() -> None:
    front = read(
        f"{FORM}出國報告名稱\t參加國際會議\n頁數\t20\t含附件\t□是 ■否\n"
        f"出國計畫主辦機關\t海岸部\t聯絡人\t江大同\t電話\t{PHONE}01\n"
        "出國人員\t姓名\t服務機關\t單位\t職稱\t電話\n"
        f"\t王小明\t海岸部\t數位政府司\t分析師\t{PHONE}02\n\t李大華\t海岸部\t\t科長\t\n"
        "出國類別\t□1.考察 □2.進修 □3.研究 □4.實習 ■5.開會\n出國期間\t112年5月3日至9日\t出國地區\t美國\n"
        "報告日期\t112年8月1日\n關鍵詞\t數位政府、雲端\n"
        "內容摘要\t本次會議討論三項議題，包括雲端、資安及人工智慧，本部並於會中報告我國之推動成果，各國均表肯定。\n"
        f"第二段說明後續之規劃，將於年底前完成契約之修正。\n{BODY}"
    )
    found = values(front)
    assert found.pop("abstract").endswith("各國均表肯定。\n第二段說明後續之規劃，將於年底前完成契約之修正。")
    assert found == {
        "title": "參加國際會議",
        "pages": "20",
        "attachments": "否",
        "planner": "海岸部",
        "author": "王小明、李大華",
        "author_title": "分析師、科長",
        "agency": "海岸部",
        "category": "開會",
        "period": "112年5月3日至9日",
        "country": "美國",
        "date": "112年8月1日",
        "keywords": "數位政府、雲端",
    }
    assert rows(front) == [("王小明", "海岸部", "數位政府司", "分析師"), ("李大華", "海岸部", None, "科長")]


def test_a_table_of_travellers_has_a_head_and_a_row_for_each() -> None:
    table = "姓名\t服務機關\t單位\t職稱\n王小明\t海岸部\t數位政府司\t分析師\n李大華\t海岸部\t數位政府司\t科長\n"
    expected = [("王小明", "海岸部", "數位政府司", "分析師"), ("李大華", "海岸部", "數位政府司", "科長")]
    for printed in (table, table.replace("\t", "  "), table.replace("\t", "\n")):
        front = read(f"{FORM}出國報告名稱：參加國際會議\n{printed}出國期間：112年5月3日至9日\n{BODY}")
        assert rows(front) == expected
        assert front.value("title") == "參加國際會議"
        assert front.value("period") == "112年5月3日至9日"


def test_a_table_cell_by_cell_that_does_not_come_out_even_names_nobody() -> None:
    front = read(
        f"{FORM}出國報告名稱：赴日考察\n姓名\n服務機關\n單位\n職稱\n王小明\n海岸部\n分析師\n出國地區：日本\n{BODY}"
    )
    assert rows(front) == []
    assert values(front) == {"title": "赴日考察", "country": "日本"}


def test_rows_that_a_reader_put_into_one_line_are_two_travellers() -> None:
    for blank in ("", " "):
        front = read(
            f"{FORM}出國人員姓名/服務機關/單位/職稱/電話\t王小明/海岸部/資訊司/分析師/{PHONE}02{blank}"
            f"李大華/海岸部/資訊司/科長/{PHONE}03\n出國地區：日本\n{BODY}"
        )
        assert rows(front) == [("王小明", "海岸部", "資訊司", "分析師"), ("李大華", "海岸部", "資訊司", "科長")]


def test_labels_alone_on_their_line_have_their_value_below() -> None:
    front = read(
        f"{FORM}出國報告名稱\n參加國際會議\n及參訪報告\n頁　數\n20\n出國期間\n民國一一二年五月三日至九日\n"
        f"出國地區\n法國巴黎\n關鍵詞\n雲端、資安\n內容摘要\n本次會議討論三項議題。\n{BODY}"
    )
    assert values(front) == {
        "title": "參加國際會議及參訪報告",
        "pages": "20",
        "period": "民國一一二年五月三日至九日",
        "country": "法國巴黎",
        "keywords": "雲端、資安",
        "abstract": "本次會議討論三項議題。",
    }
    assert (front.iso["period_start"], front.iso["period_end"]) == ("2023-05-03", "2023-05-09")


def test_fields_behind_the_abstract_are_read_too() -> None:
    front = read(
        f"{FORM}出國報告名稱：赴日考察\n內容摘要：本次考察之結果如下，雙方就雲端服務之採購方式交換意見。\n第二段。\n"
        f"關鍵詞：雲端\n報告日期：112年8月1日\n{BODY}"
    )
    assert front.value("abstract") == "本次考察之結果如下，雙方就雲端服務之採購方式交換意見。\n第二段。"
    assert (front.value("keywords"), front.iso) == ("雲端", {"date": "2023-08-01"})


def test_an_unfilled_form_says_nothing() -> None:
    front = read(
        f"{FORM}出國報告名稱：\n頁數：　　含附件：□是□否\n出國計畫主辦機關/聯絡人/電話：\n"
        "出國人員姓名/服務機關/單位/職稱/電話：\n出國類別：□1考察□2進修\n出國期間：   年   月   日\n"
        f"出國地區：\n報告日期：  年  月  日\n關鍵詞：\n內容摘要：（二百至三百字）\n{BODY}"
    )
    assert front == FrontMatter()


def test_what_a_reviewer_says_of_the_report_is_not_the_reports() -> None:
    front = read(f"{FORM}出國報告名稱：赴日考察\n出國報告審核表\n出國期間：112年5月3日\n報告日期：112年8月1日\n{BODY}")
    assert values(front) == {"title": "赴日考察"}


def test_a_label_may_have_another_colon_and_blanks_inside() -> None:
    front = read(f"{FORM}出國報告名稱︰赴日考察\n頁　數：二十頁　含附件：■是　□否\n出 國 地 區﹕日本\n{BODY}")
    assert values(front) == {"title": "赴日考察", "pages": "二十頁", "attachments": "是", "country": "日本"}
    assert front.iso == {"pages": "20"}


def test_a_number_of_pages_is_given_only_where_one_is_printed() -> None:
    for printed, number in (("38", "38"), ("38頁", "38"), ("共 38 頁（含附件）", "38"), ("38+5", None), ("iv", None)):
        assert read(f"{FORM}報告名稱：赴日考察\n頁數：{printed}\n{BODY}").iso.get("pages") == number


def test_a_simplified_form_is_read_like_any_other() -> None:
    front = read(
        "出国报告（出国类别：考察）\n\n赴新加坡考察智慧城市报告\n\n服务机关：交通部\n姓名职称：王小明 科长\n"
        "派赴国家：新西兰、沙特阿拉伯\n出国期间：2023年5月3日至9日\n报告日期：2023年8月1日\n\n"
        "一、目的\n了解。\n二、过程\n会议。\n"
    )
    assert (front.value("title"), front.value("category")) == ("赴新加坡考察智慧城市报告", "考察")
    assert rows(front) == [("王小明", "交通部", None, "科长")]
    assert places(front) == [("新西兰", "NZ"), ("沙特阿拉伯", "SA")]
    assert front.iso["period_end"] == "2023-05-09"


def test_an_english_form_is_read_in_lines_and_in_a_table() -> None:
    lines = read(
        "Trip Report\n\nTitle: Visit to Ports\nAuthors: Mei-Ling Chang, Director, Port Bureau; John Lee (Analyst)\n"
        "Destinations: Rotterdam, Netherlands; Hamburg, Germany\nTravel dates: 28 May - 3 June 2023\n"
        "Date: July 1, 2023\nPages: 12\n\n1. Introduction\n\nThe delegation visited.\n"
    )
    assert rows(lines) == [
        ("Mei-Ling Chang", "Port Bureau", None, "Director"),
        ("John Lee", None, None, "Analyst"),
    ]
    assert places(lines) == [("Rotterdam, Netherlands", "NL"), ("Hamburg, Germany", "DE")]
    assert lines.iso == {
        "date": "2023-07-01",
        "period_start": "2023-05-28",
        "period_end": "2023-06-03",
        "pages": "12",
    }
    table = read(
        "Trip Report\n\nReport Title\tVisit to Estonia\nName\tAgency\tUnit\tTitle\n"
        "John Lee\tPort Bureau\tData\tAnalyst\nCategory\tConference\nDestination\tTallinn, Estonia\n"
        "Travel dates\tMay 3 to 9, 2023\n\n1. Introduction\n\nHello.\n"
    )
    assert rows(table) == [("John Lee", "Port Bureau", "Data", "Analyst")]
    assert (table.value("title"), table.value("category"), places(table)) == (
        "Visit to Estonia",
        "Conference",
        [("Tallinn, Estonia", "EE")],
    )


COVER = """出國報告（出國類別：開會）



出席 2023 年亞太經濟合作會議
第 46 次電信暨資訊工作小組會議
（APEC TEL 67）
報告

服務機關：臺灣海岸委員會
姓名職稱：處長 王小明、科長 李大華等 3 人
派赴國家/地區：泰國/曼谷
出國期間：112/5/3-5/9
報告日期：112年8月1日

"""


def test_a_cover_has_its_title_over_several_lines_and_names_as_far_as_printed() -> None:
    front = read(COVER + BODY)
    assert front.value("title") == "出席 2023 年亞太經濟合作會議第 46 次電信暨資訊工作小組會議（APEC TEL 67）報告"
    assert rows(front) == [("王小明", "臺灣海岸委員會", None, "處長"), ("李大華", "臺灣海岸委員會", None, "科長")]
    assert places(front) == [("泰國", "TH"), ("曼谷", "TH")]
    assert front.iso == {"date": "2023-08-01", "period_start": "2023-05-03", "period_end": "2023-05-09"}


def test_where_cover_and_form_disagree_both_are_kept() -> None:
    front = read(
        f"{COVER}{FORM}出國報告名稱：參加另一場會議\n服務機關：山城部\n出國類別：■會議\n"
        f"出國期間：112年5月3日至10日\n出國地區：越南\n報告日期：112 年 8 月 2 日\n{BODY}"
    )
    assert [(c.key, c.cover.value, c.form.value) for c in front.conflicts] == [
        ("title", front.value("title"), "參加另一場會議"),
        ("agency", "臺灣海岸委員會", "山城部"),
        ("category", "開會", "會議"),
        ("period", "112/5/3-5/9", "112年5月3日至10日"),
        ("country", "泰國/曼谷", "越南"),
        ("date", "112年8月1日", "112 年 8 月 2 日"),
    ]
    assert places(front) == [("泰國", "TH"), ("曼谷", "TH"), ("越南", "VN")]


def test_another_way_to_write_the_same_is_no_conflict() -> None:
    front = read(
        f"{COVER}{FORM}出國報告名稱：出席2023年亞太經濟合作會議第46次電信暨資訊工作小組會議(APEC TEL 67)報告\n"
        "出國人員姓名/服務機關/單位/職稱：\n王小明/台灣海岸委員會/綜合處/處長\n李大華/台灣海岸委員會/綜合處/科長\n"
        "林大同/台灣海岸委員會/法律處/專員\n出國類別：□1.考察 ■5.開會\n出國期間：民國112年5月3日至112年5月9日\n"
        f"出國地區：泰國\n報告日期：112.08.01\n{BODY}"
    )
    assert front.conflicts == ()
    assert [name for name, *_ in rows(front)] == ["王小明", "李大華", "林大同"]


def test_another_traveller_in_the_form_is_a_conflict() -> None:
    cover = "出國報告（出國類別：考察）\n赴日考察報告\n姓名職稱：王小明 科長\n派赴國家：日本\n"
    front = read(f"{cover}{FORM}出國人員姓名/服務機關/單位/職稱：李大華/海岸部/資訊司/科長\n{BODY}")
    assert [(c.key, c.cover.value, c.form.value) for c in front.conflicts] == [("author", "王小明", "李大華")]
    assert rows(front) == [("李大華", "海岸部", "資訊司", "科長"), ("王小明", None, None, "科長")]


def test_several_agencies_belong_to_the_persons_they_take_turns_with() -> None:
    front = read(
        "出國報告（出國類別：考察）\n赴日考察報告\n服務機關：海岸部\n姓名職稱：王小明 科長\n"
        f"服務機關：山城部\n姓名職稱：李大華 專員\n{BODY}"
    )
    assert rows(front) == [("王小明", "海岸部", None, "科長"), ("李大華", "山城部", None, "專員")]
    assert front.value("agency") == "海岸部、山城部"


def test_a_category_is_what_is_ticked() -> None:
    for printed, category in (
        ("□1考察□2進修■3研究□4實習", "研究"),
        ("1. 考察 ☑ 2. 進修 □", "考察"),
        ("□考察 ☑進修", "進修"),
        ("(V)考察 ( )進修", "考察"),
        ("[ ] 考察 [x] 開會", "開會"),
        ("○考察 ●實習", "實習"),
        ("V 5.開會", "開會"),
        ("■考察■進修□研究", "考察、進修"),
        ("□考察\n□進修 ■研究", "研究"),
        ("□考察□進修", None),
    ):
        assert read(f"{FORM}報告名稱：赴日考察\n出國類別：{printed}\n{BODY}").value("category") == category


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("111 年 10 月 14 日至 23 日", "2022-10-14", "2022-10-23"),
        ("112.05.03~05.09", "2023-05-03", "2023-05-09"),
        ("112/5/3-5/9", "2023-05-03", "2023-05-09"),
        ("112/5/3-9", "2023-05-03", "2023-05-09"),
        ("112 年 5 月 3 至 9 日", "2023-05-03", "2023-05-09"),
        ("112年5月3日(三)～5月9日(二)", "2023-05-03", "2023-05-09"),
        ("自112年5月3日起至同年5月9日止", "2023-05-03", "2023-05-09"),
        ("民國一一二年五月三日至九日", "2023-05-03", "2023-05-09"),
        ("112.12.30~01.02", "2023-12-30", "2024-01-02"),
        ("112年5月3日至5日、10日至12日", "2023-05-03", "2023-05-12"),
        ("1120503-1120509", "2023-05-03", "2023-05-09"),
        ("3 May to 9 May 2023", "2023-05-03", "2023-05-09"),
        ("28 Dec - 3 Jan 2024", "2023-12-28", "2024-01-03"),
        ("May 3–9, 2023", "2023-05-03", "2023-05-09"),
        ("112年5月3日", "2023-05-03", "2023-05-03"),
        ("112年5月3日至5月", "2023-05-03", None),
        ("112年5月3日至", "2023-05-03", None),
        ("5月3日至9日", None, None),
        ("112年5月", None, None),
    ],
)
def test_an_abbreviated_end_is_completed_and_an_unreadable_one_is_not_guessed(
    printed: str, first: str | None, last: str | None
) -> None:
    assert [day and day.isoformat() for day in trip_days(printed)] == [first, last]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("處長 王小明、科長 李大華等 3 人", [("王小明", "處長"), ("李大華", "科長")]),
        ("王小明處長、專門委員林志明", [("王小明", "處長"), ("林志明", "專門委員")]),
        ("王 小 明", [("王小明", None)]),
        ("李　四　科長", [("李四", "科長")]),
        ("海岸部 處長 王小明", [("王小明", "處長")]),
        ("王大明 Daming Wang", [("王大明 Daming Wang", None)]),
        ("處長等 5 人", [(None, "處長")]),
        ("共2人：王小明、李大華", [("王小明", None), ("李大華", None)]),
        ("詳如附件名冊", []),
        ("02-5555-0101", []),
    ],
)
def test_travellers_are_named_as_far_as_they_are_printed(
    printed: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert [(t.name, t.title) for t in travellers(printed, 0, len(printed))] == expected


LINES = [
    *(line for line in STANDARD.splitlines() if line), *(line for line in COVER.splitlines() if line), *FRAGMENTS,
    "姓名\t服務機關\t單位\t職稱", "王小明\t海岸部\t資訊司\t科長", "\t李大華\t\t科長", "姓名",
    "服務機關", "單位", "職稱", "王小明",
    "出國期間\t112年5月3日至9日\t出國地區\t美國", "出國人員", "Name\tAgency\tTitle", "Authors: John Lee, Director; x",
    "出國報告審核表", "　", "112年5月3日", "美國、日本及法國等三國", "■", "□是■否", "（", "）", "/", "、", "等3人",
]  # fmt: skip
forms = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(("\n", "\n\n", "", "\t", "　"))), max_size=30).map(
    lambda parts: "".join(line + end for line, end in parts)
)


def check_spans(text: str, front: FrontMatter) -> None:
    fields = [*front.fields.values(), *(f for c in front.conflicts for f in (c.cover, c.form))]
    spans = [(f.value, f.start, f.end) for f in fields]
    spans += [(cell, t.start, t.end) for t in front.travellers for cell in (t.name, t.agency, t.unit, t.title) if cell]
    spans += [(d.name, d.start, d.end) for d in front.destinations]
    for value, start, end in spans:
        assert value.strip() and 0 <= start < end <= len(text)
        printed = iter(text[start:end])
        assert all(c in printed for c in value if not c.isspace() and c not in "、,"), (value, text[start:end])


@settings(max_examples=300, deadline=None)
@given(st.one_of(forms, texts))
def test_whatever_the_form_each_value_is_printed_within_its_span(text: str) -> None:
    check_spans(text, read(text))
    for kind in (SectionKind.COVER, SectionKind.FORM, SectionKind.ABSTRACT):
        check_spans(text, front_matter(plain(text), whole(text, kind)))


@given(st.text(max_size=60), st.text(alphabet="□■☑V考察進修(1.) []", max_size=60))
def test_whatever_the_value_days_and_ticks_are_found_or_not(text: str, boxes: str) -> None:
    first, last = trip_days(text)
    assert first is None or last is None or first <= last
    day_of(text)
    for start, end in ticked(boxes, 0, len(boxes)) or []:
        assert 0 <= start < end <= len(boxes)


def whole(text: str, kind: SectionKind) -> Outline:
    return Outline((Section(0, None, 0, None, None, "", kind, 0, 0, len(text), len(text), ()),))


def test_a_hostile_form_takes_time_in_step_with_its_length() -> None:
    head = "出國人員姓名/服務機關/單位/職稱："
    hostile = (
        "出國報告" + " " * 50_000 + "x", head + "王小明、" * 10_000, head + "\n" + "王小明/部/司/科長\n" * 4_000,
        "摘要：甲\n關鍵詞：乙、\n丙\n" * 4_000, "出國地區：" + "美國、日本，" * 8_000, "出國類別：" + "□1考察" * 10_000,
        "姓名\t服務機關\t職稱\n" * 4_000, "出國人員：" + "等 " * 20_000, "出國期間：" + "112年5月3日至" * 5_000,
    )  # fmt: skip
    started = time.perf_counter()
    for text in hostile:
        document: Document = plain(text)
        front_matter(document, whole(text, SectionKind.FORM))
    assert time.perf_counter() - started < 30
