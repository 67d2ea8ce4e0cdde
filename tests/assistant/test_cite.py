"""A citation has what the report prints, in the order of a footnote, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.cite import citation, roc_date
from corpus.types import Field, FrontMatter, Located, Page, Passage, PassageId, PassageKind, ReportSummary

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
    assert citation(located(fields, iso, page)) == expected


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
    assert citation(replace(located({}, page=pages[0].number), pages=tuple(pages))).endswith(f"，{expected}")


def test_dates_are_written_by_the_republics_calendar_from_its_first_year_on() -> None:
    assert roc_date(date(1912, 1, 1)) == "民國 1 年 1 月 1 日"
    assert roc_date(date(1911, 10, 10)) == "西元 1911 年 10 月 10 日"
