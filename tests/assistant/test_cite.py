"""A citation has what the report prints, in the order of its style, and says what is missing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from assistant.anchor import read_anchor
from assistant.cite import STYLES, Reference, citation_json, cite, footnote, linked, roc_date, style_named
from assistant.cite.reference import Names, names_in
from assistant.locales import LANGUAGES, words_for
from corpus.errors import SettingsError
from corpus.types import Field, FrontMatter, Located, Page, Passage, PassageId, PassageKind, ReportSummary

WHOLE = {"title": "考察報告", "author": "王小明", "agency": "交通部", "date": "112.1.19"}
DAY = {"date": "2023-01-19"}


def located(fields: Mapping[str, str], iso: Mapping[str, str] | None = None, page: int | None = None) -> Located:
    front = FrontMatter({k: Field(v, 0, len(v)) for k, v in fields.items()}, iso or {})
    report = ReportSummary("ab", 1, "a.txt", "/a.txt", fields.get("title", "a.txt"), "5e" * 32, "", 10, 1, front)
    passage = Passage(0, 0, PassageKind.TEXT, 0, 2, page)
    return Located(PassageId(1), report, passage, ("參、心得", "一、票證"), "內文", ())


def reference(fields: Mapping[str, str], iso: Mapping[str, str] | None = None, page: int | None = None) -> Reference:
    return Reference(cite(located(fields, iso, page)))


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in WHOLE.items() if name not in names}


COMPLETE, BARE = reference(WHOLE, DAY, 12), reference({})
TWENTY_ONE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"
PROSE = {name: style for name, style in STYLES.items() if style.is_prose}


def said(style: str, cited: Reference) -> str:
    return STYLES[style].of(cited)


@pytest.mark.parametrize(
    ("style", "complete", "bare"),
    [
        (
            "footnote",
            "王小明（交通部），《考察報告》，民國 112 年 1 月 19 日，參、心得，一、票證，第 12 頁。",
            "〔報告未載出國人員及服務機關〕，檔案「a.txt」〔報告未載題名〕，〔報告未載日期〕，參、心得，一、票證，無頁碼。",
        ),
        (
            "apa",
            "王小明（2023〔民國 112 年〕）。《考察報告》〔出國報告〕。交通部。參、心得，一、票證，第 12 頁。",
            "檔案「a.txt」〔報告未載題名〕〔出國報告〕（無日期）。〔出版機關不詳〕。參、心得，一、票證，無頁碼。",
        ),
        (
            "chicago",
            "王小明, 《考察報告》, 出國報告 (交通部, 2023), 參、心得, 一、票證, 12.",
            "[author unknown], [untitled], file “a.txt”, 出國報告 (n.p., n.d.), 參、心得, 一、票證, unpaginated.",
        ),
        (
            "gbt7714",
            "王小明. 考察報告[R]. [出版地不详]: 交通部, 2023: 12. 參、心得, 一、票證.",
            "佚名. [题名不详](a.txt)[R]. [出版地不详]: [出版者不详], [出版年不详]: [无页码]. 參、心得, 一、票證.",
        ),
        (
            "plain",
            "考察報告，王小明，交通部，民國 112 年 1 月 19 日，參、心得 > 一、票證，第 12 頁",
            "題名不詳（檔案 a.txt），出國人員不詳，機關不詳，日期不詳，參、心得 > 一、票證，無頁碼",
        ),
        (
            "markdown",
            "[《考察報告》，參、心得，一、票證，第 12 頁](/x)，王小明（交通部），民國 112 年 1 月 19 日",
            "[檔案「a.txt」〔報告未載題名〕，參、心得，一、票證，無頁碼](/x)，〔報告未載出國人員及服務機關〕，〔報告未載日期〕",
        ),
    ],
)
def test_each_style_has_its_order_and_its_own_way_to_say_what_is_missing(style: str, complete: str, bare: str) -> None:
    assert said(style, replace(COMPLETE, link="/x")) == complete
    assert said(style, replace(BARE, link="/x")) == bare


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("field", ["title", "author", "agency", "date"])
def test_no_style_passes_over_a_field_that_is_missing(style: str, field: str) -> None:
    fewer = reference(without(field), {} if field == "date" else DAY, 12)
    complete, shorter = said(style, COMPLETE), said(style, fewer)
    markers = ("未載", "不詳", "不详", "無日期", "n.d.", "n.p.", "untitled", "missing", "not printed")
    by_agency = field == "author" and style in (
        "apa",
        "chicago",
        "gbt7714",
    )  # the rule of these: the agency is the author
    assert any(marker in shorter for marker in markers) or by_agency
    assert complete != shorter
    assert citation_json(fewer)["missing"] == [field]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("footnote", "交通部〔報告未載出國人員〕，《考察報告》，"),
        ("apa", "交通部（2023〔民國 112 年〕）。《考察報告》〔出國報告〕。參、心得"),
        ("chicago", "交通部, 《考察報告》, 出國報告 (交通部, 2023), "),
        ("gbt7714", "交通部. 考察報告[R]. [出版地不详]: 交通部, 2023: 12. "),
    ],
)
def test_where_no_author_is_printed_the_agency_stands_in_its_place(style: str, expected: str) -> None:
    assert said(style, reference(without("author"), DAY, 12)).startswith(expected)


def test_a_date_that_is_no_day_is_given_as_it_is_printed() -> None:
    odd = reference({**WHOLE, "date": "112 年春"}, {}, 12)
    assert "，112 年春，" in said("footnote", odd) and "（112 年春）" in said("apa", odd)
    assert "(交通部, 112 年春)" in said("chicago", odd) and "交通部, 112 年春: 12" in said("gbt7714", odd)
    assert "民國 112 年 5 月，" in said("footnote", reference(WHOLE, {"date": "2023-05"}))


@pytest.mark.parametrize(
    ("pages", "expected", "chicago", "gbt"),
    [
        ([Page(5, 0, 9, "5")], "第 5 頁。", ", 5.", ": 5. "),
        ([Page(5, 0, 9)], "第 5 頁。", ", 5.", ": 5. "),
        ([Page(7, 0, 9, "5"), Page(8, 9, 12, "6")], "第 5–6 頁（檔案第 7–8 頁）。", ", 5–6.", ": 5-6. "),
        ([Page(2, 0, 9, "iv")], "第 iv 頁（檔案第 2 頁）。", ", iv.", ": iv. "),
    ],
)
def test_the_printed_page_is_cited_and_the_files_own_where_that_is_another(
    pages: list[Page], expected: str, chicago: str, gbt: str
) -> None:
    cited = cite(replace(located(WHOLE, DAY, pages[0].number), pages=tuple(pages)))
    assert footnote(cited).endswith(f"，{expected}")
    assert said("chicago", Reference(cited)).endswith(chicago) and gbt in said("gbt7714", Reference(cited))


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("王小明", Names(("王小明",))),
        ("王小明、李大華，陳一", Names(("王小明", "李大華", "陳一"))),
        ("王小明等 5 人", Names(("王小明",), more=True)),
        ("王小明、李大華等", Names(("王小明", "李大華"), more=True)),
        ("John Smith, Mary Lee", Names(("John Smith", "Mary Lee"))),
        ("、", Names(("、",))),
    ],
)
def test_several_authors_are_told_apart_and_none_is_turned_round(printed: str, names: Names) -> None:
    assert names_in(printed) == names


@pytest.mark.parametrize(
    ("printed", "chicago", "gbt", "apa"),
    [
        ("甲、乙", "甲 and 乙, ", "甲, 乙. ", "甲、乙（"),
        ("甲、乙、丙", "甲, 乙, and 丙, ", "甲, 乙, 丙. ", "甲、乙、丙（"),
        ("甲、乙、丙、丁", "甲 et al., ", "甲, 乙, 丙, 等. ", "甲、乙、丙、丁（"),
        ("甲等3人", "甲 et al., ", "甲, 等. ", "甲等（"),
        ("、".join(TWENTY_ONE), "甲 et al., ", "甲, 乙, 丙, 等. ", f"{'、'.join(TWENTY_ONE[:19])}……戌（"),
    ],
)  # fmt: skip
def test_each_style_names_as_many_authors_as_it_does(printed: str, chicago: str, gbt: str, apa: str) -> None:
    cited = reference({**WHOLE, "author": printed}, DAY)
    assert said("chicago", cited).startswith(chicago)
    assert said("gbt7714", cited).startswith(gbt)
    assert said("apa", cited).startswith(apa)
    assert said("footnote", cited).startswith(f"{printed}（交通部）"), "as it is printed"


def test_the_whole_report_is_cited_without_a_place() -> None:
    whole = replace(COMPLETE, whole=True)
    assert said("footnote", whole) == "王小明（交通部），《考察報告》，民國 112 年 1 月 19 日。"
    assert said("apa", whole).endswith("《考察報告》〔出國報告〕。交通部。")
    assert said("chicago", whole).endswith("(交通部, 2023).") and said("gbt7714", whole).endswith("交通部, 2023.")
    for style in STYLES:
        assert "無頁碼" not in said(style, replace(BARE, whole=True))


@pytest.mark.parametrize("style", PROSE)
def test_what_only_an_older_version_says_is_marked_in_every_style(style: str) -> None:
    older = said(style, replace(BARE, now=3))
    assert older != said(style, BARE)
    assert all(number in older for number in ("1", "3"))


def test_what_a_title_says_is_no_markdown() -> None:
    titled = replace(reference({"title": "a](javascript:alert(1)) *b* <i> `c`\nd"}), link="/x")
    made = said("markdown", titled)
    assert made.startswith(r"[《a\](javascript:alert(1)) \*b\* \<i\> \`c\` d》，") and "](/x)，" in made


@pytest.mark.parametrize("style", PROSE)
def test_nothing_that_a_report_prints_breaks_the_line_or_turns_its_direction(style: str) -> None:
    nasty = reference({name: f"{value}\r\n\u2028\u202e甲\x00\ud800乙" for name, value in WHOLE.items()}, DAY)
    made = said(style, nasty)
    assert len(made.splitlines()) == 1 and made.isprintable()
    made.encode()


@pytest.mark.parametrize("style", PROSE)
def test_every_style_has_title_agency_year_section_and_page(style: str) -> None:
    made = said(style, COMPLETE)
    assert all(part in made for part in ("考察報告", "交通部", "一、票證", "12"))
    assert "2023" in made or "民國 112 年" in made


def test_the_facts_prove_the_quote() -> None:
    facts = citation_json(linked(COMPLETE, "https://reports.example.gov.tw/"))
    assert facts == {
        "report_id": "ab", "version": 1, "sha256": "5e" * 32, "name": "a.txt", **WHOLE, "iso_date": "2023-01-19",
        "section_path": ["參、心得", "一、票證"], "char_start": 0, "char_end": 2,
        "pages": [{"number": 12, "label": None}],
        "quote_sha256": COMPLETE.cited.quote_sha256, "anchor": f"v1-0-2-{COMPLETE.cited.quote_sha256[:10]}",
        "link": f"https://reports.example.gov.tw/?report=ab#v1-0-2-{COMPLETE.cited.quote_sha256[:10]}", "missing": [],
        "replaced_by": None,
    }  # fmt: skip
    anchor = read_anchor(facts["anchor"])
    assert anchor and anchor.proves("內文") and not anchor.proves("內丈")


def test_the_table_names_each_style_in_both_languages_and_refuses_others_with_all_names() -> None:
    for lang in LANGUAGES:
        labels = [words_for(lang)(style.label) for style in STYLES.values()]
        assert len(set(labels)) == len(STYLES)
    assert style_named("apa") is STYLES["apa"]
    with pytest.raises(SettingsError, match=r"'mla'.*footnote.*bibtex"):
        style_named("mla")


def test_dates_are_written_by_the_republics_calendar_from_its_first_year_on() -> None:
    assert roc_date(date(1912, 1, 1)) == "民國 1 年 1 月 1 日"
    assert roc_date(date(1911, 10, 10)) == "西元 1911 年 10 月 10 日"
