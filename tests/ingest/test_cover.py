import pytest
from hypothesis import given, settings

from corpus.types import FrontMatter
from ingest.form.cover import front_matter
from ingest.form.persons import joined_persons, travellers
from ingest.structure.outline import outline
from tests.ingest.conftest import FIRST_REPORT, ROOT, document_of, plain
from tests.ingest.strategies import texts

FOLDER = ROOT / "tests/fixtures/reports"


def front_of(name: str) -> FrontMatter:
    document = document_of(FOLDER / name)
    return front_matter(document, outline(document))


def read(text: str) -> FrontMatter:
    document = plain(text)
    return front_matter(document, outline(document))


def test_the_first_report_says_who_went_where_and_when() -> None:
    document = document_of(FIRST_REPORT)
    front = front_matter(document, outline(document))
    values = {key: field.value for key, field in front.fields.items()}
    abstract = values.pop("abstract")
    assert abstract.startswith("顧能顧問公司（Gartner）為國際資訊科技研究和顧問諮詢公司")
    assert abstract.endswith("進行更完整且精準的服務發想。")
    assert values == {
        "title": "出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）",
        "author": "江長柏",
        "author_title": "分析師",
        "agency": "數位發展部",
        "country": "美國",
        "period": "111 年 10 月 14 日至 10 月 23 日",
        "date": "112 年 1 月 19 日",
        "category": "開會",
        "keywords": "智慧政府、數位治理、政府數位轉型、人工智慧、科技趨勢",
        "pages": "38",
        "attachments": "是",
        "planner": "數位發展部",
    }
    assert front.iso == {
        "date": "2023-01-19",
        "period_start": "2022-10-14",
        "period_end": "2022-10-23",
        "pages": "38",
    }
    title = front.fields["title"]
    assert "".join(document.text[title.start : title.end].split()) == "".join(title.value.split())


def test_the_first_report_says_its_traveller_its_destination_and_where_cover_and_form_disagree() -> None:
    document = document_of(FIRST_REPORT)
    front = front_matter(document, outline(document))
    assert [(t.name, t.agency, t.unit, t.title) for t in front.travellers] == [("江長柏", "數位發展部", None, "分析師")]
    assert document.text[front.travellers[0].start : front.travellers[0].end] == "江長柏/數位發展部/分析師"
    assert [(d.name, d.country) for d in front.destinations] == [("美國奧蘭多", "US")]
    (conflict,) = front.conflicts
    assert (conflict.key, conflict.cover.value, conflict.form.value) == ("category", "開會", "會議")
    assert conflict.cover.end < document.text.index("提要") < conflict.form.start


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "chapters.txt",
            {
                "title": "赴日本考察高齡者友善交通環境報告",
                "author": "林志明、陳雅婷",
                "author_title": "研究員、副研究員",
            },
        ),
        ("contents.txt", {"author": "李國華、周美玲", "agency": "經濟部能源署", "country": "智利", "category": "開會"}),
        ("fullwidth.txt", {"author": "黃怡君", "author_title": "科長", "country": "英國倫敦", "category": "進修"}),
        ("unnumbered.txt", {"title": "赴澳洲參加國際博物館協會年會報告", "agency": "國立臺灣博物館"}),
        ("pdftotext.txt", {"title": "氣候變遷下水庫營運研究報告", "author": "蔡宗翰", "author_title": "正工程司"}),
        (
            "english.txt",
            {"title": "Visit to the Port of Rotterdam", "author": "Mei-Ling Chang", "country": "Netherlands"},
        ),
        ("markdown.md", {"title": "參加德國數位學習展報告", "author": "許家豪", "agency": "教育部資訊及科技教育司"}),
    ],
)
def test_each_fixture_says_what_is_printed_on_it(name: str, expected: dict[str, str]) -> None:
    front = front_of(name)
    assert {key: front.value(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chapters.txt", ("2023-08-01", "2023-05-08", "2023-05-13")),
        ("contents.txt", ("2023-06-05", "2023-03-06", "2023-03-10")),
        ("fullwidth.txt", ("2024-03-20", "2023-09-04", "2023-12-22")),
        ("unnumbered.txt", ("2023-11-30", "2023-09-10", "2023-09-16")),
        ("pdftotext.txt", ("2023-02-10", "2022-11-06", "2022-11-18")),
        ("english.txt", ("2023-01-19", "2022-10-17", "2022-10-21")),
    ],
)
def test_dates_are_also_kept_in_iso(name: str, expected: tuple[str, str, str]) -> None:
    iso = front_of(name).iso
    assert (iso["date"], iso["period_start"], iso["period_end"]) == expected


@pytest.mark.parametrize("name", ["prose.txt", "appendix.txt", "colons.txt"])
def test_what_is_not_printed_stays_missing(name: str) -> None:
    assert front_of(name) == FrontMatter()


def test_a_value_may_stand_on_the_line_after_its_label() -> None:
    front = read(
        "出國報告（出國類別：考察）\n\n赴日考察報告\n\n"
        "服務機關：\n\n交通部公路局\n\n姓名職稱：\n王小明 科長\n報告日期：112年3月1日\n"
    )
    assert (front.value("agency"), front.value("author"), front.value("author_title")) == (
        "交通部公路局",
        "王小明",
        "科長",
    )


def test_a_label_without_a_value_does_not_take_the_next_label() -> None:
    front = read("出國報告\n赴日考察報告\n服務機關：\n姓名職稱：王小明 科長\n派赴國家：\n報告日期：112年3月1日\n")
    assert front.value("agency") is None
    assert front.value("country") is None
    assert front.value("author") == "王小明"


def test_an_agency_above_the_title_and_persons_on_lines_of_their_own_are_read() -> None:
    front = read(
        "出國報告（出國類別：考察）\n\n經濟部國際貿易署\n\n「2023 年消費性電子展」\n考察報告\n\n"
        "出國人員：\n  科長　　王大明\n  專員　　李小華\n派赴國家/地區：美國\n報告日期：112年4月7日\n"
    )
    assert (front.value("agency"), front.value("title")) == ("經濟部國際貿易署", "「2023 年消費性電子展」考察報告")
    assert (front.value("author"), front.value("author_title")) == ("王大明、李小華", "科長、專員")


def test_every_field_can_be_found_again_in_the_text(report) -> None:
    front = front_matter(report, outline(report))
    for field in front.fields.values():
        printed = "".join(report.text[field.start : field.end].split())
        for piece in field.value.split("、"):
            assert "".join(piece.split()) in printed


@settings(max_examples=150, deadline=None)
@given(texts)
def test_whatever_the_text_its_fields_have_spans(text: str) -> None:
    for field in read(text).fields.values():
        assert 0 <= field.start < field.end <= len(text)
        assert field.value.strip()


@pytest.mark.parametrize(
    ("printed", "columns", "expected"),
    [
        ("江長柏 分析師", (), ("江長柏", "分析師", "")),
        ("分析師 江長柏", (), ("江長柏", "分析師", "")),
        ("江長柏（分析師）", (), ("江長柏", "分析師", "")),
        ("王 小 明", (), ("王小明", "", "")),
        ("江長柏/數位發展部/分析師", ("姓名", "服務機關", "單位", "職稱"), ("江長柏", "分析師", "數位發展部")),
        ("林志明、陳雅婷", (), ("林志明、陳雅婷", "", "")),
        ("Mei-Ling Chang, John Lee", (), ("Mei-Ling Chang, John Lee", "", "")),
    ],
)
def test_a_name_is_told_from_a_post(printed: str, columns: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    found = joined_persons(travellers(printed, 0, len(printed), columns))
    assert (found.names, found.jobs, found.agencies) == expected
