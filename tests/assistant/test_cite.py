"""A citation has what the report prints, in the order of a footnote, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.cite import apa, cite, footnote, markdown, plain, roc_date
from corpus.types import Citation, Field, FrontMatter, Located, Page, Passage, PassageId, PassageKind, ReportSummary

WHOLE = {"title": "考察報告", "author": "王小明", "agency": "交通部", "date": "112.1.19"}


def located(fields: dict[str, str], iso: dict[str, str] | None = None, page: int | None = None) -> Located:
    front = FrontMatter({k: Field(v, 0, len(v)) for k, v in fields.items()}, iso or {})
    report = ReportSummary("ab", 1, "a.txt", "/a.txt", fields.get("title", "a.txt"), "ab", "", 10, 1, front)
    passage = Passage(0, 0, PassageKind.TEXT, 0, 2, page)
    return Located(PassageId(1), report, passage, ("參、心得", "一、票證"), "內文", ())


@pytest.mark.parametrize(
    ("fields", "iso", "page", "expected"),
    [
        (
            WHOLE,
            {"date": "2023-01-19"},
            12,
            "王小明（交通部），《考察報告》，民國 112 年 1 月 19 日，參、心得，一、票證，第 12 頁。",
        ),
        (WHOLE, {}, None, "王小明（交通部），《考察報告》，112.1.19，參、心得，一、票證。"),
        ({"title": "考察報告", "agency": "交通部"}, {}, None, "交通部，《考察報告》，參、心得，一、票證。"),
        ({}, {}, None, "檔案「a.txt」，參、心得，一、票證。"),
    ],
)
def test_what_is_missing_is_left_out_and_never_invented(
    fields: dict[str, str], iso: dict[str, str], page: int | None, expected: str
) -> None:
    assert footnote(cite(located(fields, iso, page))) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([Page(5, 0, 9, "5")], "第 5 頁。"),
        ([Page(5, 0, 9)], "第 5 頁。"),
        ([Page(7, 0, 9, "5"), Page(8, 9, 12, "6")], "第 5–6 頁（檔案第 7–8 頁）。"),
        ([Page(2, 0, 9, "iv")], "第 iv 頁（檔案第 2 頁）。"),
    ],
)
def test_the_printed_page_is_cited_and_the_files_own_where_that_is_another(pages: list[Page], expected: str) -> None:
    on_pages = replace(located({}, page=pages[0].number), pages=tuple(pages))
    assert footnote(cite(on_pages)).endswith(f"，{expected}")


DAY = {"date": "2023-01-19"}


@pytest.mark.parametrize(
    ("fields", "iso", "expected"),
    [
        (WHOLE, DAY, "王小明（2023〔民國 112 年〕）。《考察報告》〔出國報告〕。交通部。參、心得，一、票證，第 12 頁。"),
        (
            {**WHOLE, "author": ""},
            DAY,
            "交通部（2023〔民國 112 年〕）。《考察報告》〔出國報告〕。參、心得，一、票證，第 12 頁。",
        ),
        (WHOLE, {}, "王小明（112.1.19）。《考察報告》〔出國報告〕。交通部。參、心得，一、票證，第 12 頁。"),
        ({"title": "考察報告"}, {}, "《考察報告》〔出國報告〕（無日期）。參、心得，一、票證，第 12 頁。"),
    ],
)
def test_apa_has_author_year_title_agency_and_place(fields: dict[str, str], iso: dict[str, str], expected: str) -> None:
    present = {key: value for key, value in fields.items() if value}
    assert apa(cite(located(present, iso, 12))) == expected


def test_plain_text_is_one_line_without_brackets_of_a_style() -> None:
    assert plain(cite(located(WHOLE, DAY, 12))) == (
        "考察報告，王小明，交通部，民國 112 年 1 月 19 日，參、心得 > 一、票證，第 12 頁"
    )


def test_a_markdown_link_carries_the_place_and_who_says_it() -> None:
    assert markdown(cite(located(WHOLE, DAY, 12)), "/?report=ab#c1") == (
        "[《考察報告》，參、心得，一、票證，第 12 頁](/?report=ab#c1)，王小明（交通部），民國 112 年 1 月 19 日"
    )


def test_what_a_title_says_is_no_markdown() -> None:
    said = markdown(cite(located({"title": "a](javascript:alert(1)) *b* <i> `c`\nd"})), "/x")
    assert said.startswith(r"[《a\](javascript:alert(1)) \*b\* \<i\> \`c\` d》，") and said.endswith("](/x)")


@pytest.mark.parametrize("style", [footnote, apa, plain, lambda cited: markdown(cited, "/x")])
def test_every_style_has_title_agency_year_of_the_republic_section_and_page(style: Callable[[Citation], str]) -> None:
    said = style(cite(located(WHOLE, DAY, 12)))
    assert all(part in said for part in ("考察報告", "交通部", "民國 112 年", "一、票證", "第 12 頁"))


def test_dates_are_written_by_the_republics_calendar_from_its_first_year_on() -> None:
    assert roc_date(date(1912, 1, 1)) == "民國 1 年 1 月 1 日"
    assert roc_date(date(1911, 10, 10)) == "西元 1911 年 10 月 10 日"
