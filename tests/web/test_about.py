"""The panel of what is known of a report, read as HTML: nothing is invented, nothing runs, no path is told."""

import html
import re
from dataclasses import replace

import pytest

from assistant.about import About
from assistant.locales import CHINESE, ENGLISH, Words, words_for
from assistant.web.html.parts import parts_of
from assistant.web.html.text import page_name
from assistant.web.page.view import Opened, Spot
from assistant.web.source.about import AGAIN, LONG_ABSTRACT, render_about
from assistant.web.source.source import render_source
from corpus.card import Card, Furniture, Remark, RemarkKind
from corpus.types import (
    Conflict,
    Destination,
    Document,
    Field,
    FrontMatter,
    Outline,
    Page,
    Report,
    Source,
    Traveller,
    Version,
)
from tests.web.fakes import about as about_of
from tests.web.fakes import real_report, summary

ZH, EN = words_for(CHINESE), words_for(ENGLISH)
TEXT = "封面\n提要\n內文的第一段\n"
PAGES = (Page(1, 0, 3), Page(2, 3, 6, "i"), Page(3, 6, 13, "1"))
CARD = Card(
    pages=3,
    characters=12_345,
    sections=7,
    figures=2,
    toc_entries=6,
    toc_found=5,
    ocr_pages=(1, 2),
    furniture=(Furniture("出席 # 研討會報告", 12), Furniture("內部文件", None)),
    remarks=(
        Remark(RemarkKind.OCR, 1, ("1-2",)),
        Remark(RemarkKind.FIELDS, None, ("keywords",)),
        Remark(RemarkKind.CONTENTS_PAGE, 3, ("壹、目的", "2", "1")),
    ),
)
EMPTY = FrontMatter()
ATTACKS = (
    "<script>window.hacked=1</script>",
    "\"'><img src=x onerror=alert(1)>",
    "${alert(1)}",
    "{{{value}}}`",
    "\u202eكود",
)


def field(value: str) -> Field:
    return Field(value, 0, 0)


def front() -> FrontMatter:
    printed = {
        "title": "赴美國考察\n資料治理",
        "agency": "數位發展部",
        "category": "考察",
        "period": "112 年 5 月 3 日至 9 日",
        "date": "112 年 7 月 1 日",
        "keywords": "資料、治理",
        "pages": "30",
        "abstract": "摘要。" * 100,
    }
    iso = {"period_start": "2023-05-03", "period_end": "2023-05-09", "date": "2023-07-01"}
    travellers = (
        Traveller("王小明", "數位發展部", "資料司", "科長", 0, 0),
        Traveller("李大華", "國家發展委員會", None, "分析師", 0, 0),
    )
    destinations = (
        Destination("奧蘭多", 0, 0, "US"),
        Destination("日本東京", 0, 0, "JP"),
        Destination("某地", 0, 0, None),
    )
    return FrontMatter({key: field(value) for key, value in printed.items()}, iso, travellers, destinations)


def report(card: Card | None = CARD, form: FrontMatter | None = None) -> Report:
    document = Document(TEXT, "pdf", "application/pdf", PAGES)
    form = front() if form is None else form
    return Report("report.pdf", "/home/somebody/secret/report.pdf", "0", document, Outline(()), form, card)


def known(one: Report) -> About:
    """Read from two files, once before."""
    sources = (
        Source("/home/somebody/secret/report.pdf", "report.pdf", "0", "application/pdf", 2),
        Source("/home/somebody/secret/draft.odt", "draft.odt", "1", "application/vnd.oasis.opendocument.text", 1),
        Source("/home/somebody/secret/odd.xyz", "odd.xyz", "1", "application/x-odd", 2),
    )
    versions = (
        Version(1, "1", "draft.odt", "/a/draft.odt", "x", "2026-10-02T09:00:00+00:00", 9000, 57, 57, 0, 0),
        Version(2, "0", "report.pdf", "/a/report.pdf", "x", "2026-11-24T09:00:00+00:00", 9500, 1060, 5, 55, 2),
    )
    return About(replace(summary("r", one), version=2), sources, versions, one.card)


def made(one: Report, t: Words = ZH, about: About | None = None) -> str:
    return render_about(about or known(one), one, parts_of(one), 0, t)


def said(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", said(markup))


def test_the_form_is_told_as_printed_with_the_days_and_the_countries_beside() -> None:
    told = words(made(report()))
    assert "報告名稱 赴美國考察 資料治理" in told
    assert "王小明 資料司 科長 李大華 國家發展委員會 分析師" in told
    assert "出國期間 112 年 5 月 3 日至 9 日 （2023-05-03 – 2023-05-09）" in told
    assert "出國地區 奧蘭多 （美國） 日本東京 某地 報告日期 112 年 7 月 1 日 （2023-07-01）" in told
    assert "關鍵詞 資料、治理" in told


def test_in_english_every_country_is_named() -> None:
    told = words(made(report(), EN))
    assert "Destinations 奧蘭多 (United States) 日本東京 (Japan) 某地 Report date" in told
    assert "Period 112 年 5 月 3 日至 9 日 (2023-05-03 – 2023-05-09)" in told


def test_a_long_abstract_waits_to_be_opened_and_a_short_one_does_not() -> None:
    long, short = made(report()), made(report(form=FrontMatter({"abstract": field("短" * LONG_ABSTRACT)})))
    assert "<details><summary>顯示摘要（300 字）</summary>" in long
    assert "<details>" not in short and "短短" in short


@pytest.mark.parametrize("t", [ZH, EN])
def test_what_is_not_printed_is_not_there(t: Words) -> None:
    told = made(report(form=EMPTY), t)
    assert t("about.no_form") in said(told)
    for key in ("about.agency", "about.travellers", "about.period", "about.destinations", "about.abstract"):
        assert t(key) not in said(told)
    half = made(report(form=FrontMatter({"period": field("五月")}, {"period_start": "2023-05-01"})), t)
    assert "五月" in half and "2023-05-01" in half and "–" not in said(half).split("五月")[1][:20]


def test_a_report_that_names_authors_and_a_country_but_no_rows_of_them_shows_these() -> None:
    form = FrontMatter({"author": field("王小明"), "author_title": field("科長"), "country": field("德國")})
    told = words(made(report(form=form)))
    assert "出國人員 王小明 科長" in told and "出國地區 德國" in told


def test_what_to_look_at_comes_first_and_leads_to_its_page() -> None:
    markup = made(report())
    told = words(markup)
    assert told.index("需要留意") < told.index("封面與提要")
    assert "第 1-2 頁為影像，文字係以光學辨識取得；引用時請核對原件。 檔案第 1 頁" in told
    assert "封面與提要表未見：關鍵詞。 目錄記載" in told, "a remark on the whole file has no page"
    assert "實際見於第 1 頁。 第 1 頁（檔案第 3 頁）" in told
    assert re.findall(r'data-page="(\d+)"', markup) == ["1", "3"]
    assert ZH("about.page_note") in told


def test_remarks_are_in_the_readers_language() -> None:
    told = words(made(report(), EN))
    assert "Read from pictures by character recognition: page 1-2." in told
    assert "Page 1 (page 3 of the file)" in told
    assert "需要留意" not in told


def test_a_page_in_another_part_of_a_long_report_names_its_part() -> None:
    one = report()
    markup = render_about(known(one), one, [(0, 5), (5, 13)], 0, ZH)
    assert 'data-page="1">' in markup and 'data-page="3" data-part="1">' in markup


def test_a_remark_without_its_page_in_the_text_names_it_all_the_same() -> None:
    one = replace(report(), document=Document(TEXT, "pdf", "application/pdf"))
    markup = made(one)
    assert "data-page" not in markup and "核對原件。 第 1 頁" in words(markup)


def test_the_card_counts_what_was_read_and_left_out() -> None:
    told = words(made(report()))
    for fact in (
        "檔案頁數 3", "字數 12,345", "章節 7", "圖表 2", "目錄核對 6 行中，5 行在內文找到", "影像辨識 第 1-2 頁",
        "略過的頁首頁尾 出席 # 研討會報告 （12 次） 內部文件 # 是會變動的數字",
    ):  # fmt: skip
        assert fact in told
    plain = words(made(report(Card(None, 10, 0, 0, 0, 0))))
    for absent in ("檔案頁數", "目錄核對", "影像辨識", "略過的頁首頁尾", "第 1-2 頁"):
        assert absent not in plain
    assert ZH("about.nothing") in plain


@pytest.mark.parametrize("t", [ZH, EN])
def test_a_missing_card_is_said_to_be_missing_with_the_cure(t: Words) -> None:
    told = said(made(report(None), t))
    assert t("about.no_card") in told and AGAIN in told
    assert t("about.remarks") not in told and t("about.nothing") not in told


def test_files_and_versions_are_told_without_where_they_lie() -> None:
    markup = made(report())
    told = words(markup)
    assert "report.pdf PDF 引用此檔 draft.odt ODT 舊版（第 1 版） odd.xyz application/x-odd" in told
    assert "第 2 版 2026-11-24 1,060 段 新增 5 段，移除 2 段 現行 第 1 版 2026-10-02 57 段" in told
    assert "secret" not in markup and "/a/" not in markup


def test_the_button_counts_what_to_look_at() -> None:
    def button(card: Card | None, t: Words) -> str:
        one = report(card)
        head = render_source(Opened(one, known(one)), Spot("r", 0, 2), (), t).split("</header>")[0]
        return said(re.findall(r"<button[^>]*data-about.*?</button>", head)[0]).strip()

    assert re.sub(r"\s", "", button(CARD, ZH)) == "報告資料，需留意3項"
    assert "3 to check" in button(CARD, EN)
    assert button(None, ZH) == button(Card(1, 1, 1, 1, 0, 0), ZH) == "報告資料"


@pytest.mark.parametrize("t", [ZH, EN])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_a_report_says_becomes_markup(attack: str, t: Words) -> None:
    keys = ("title", "agency", "category", "period", "date", "planner", "pages", "attachments", "keywords", "abstract")

    def panel(evil: str) -> str:
        form = FrontMatter(
            {key: field(evil) for key in keys},
            {"period_start": evil, "period_end": evil, "date": evil},
            (Traveller(evil, evil, evil, evil, 0, 0),),
            (Destination(evil, 0, 0, "US"),),
            (Conflict("title", field(evil), field(evil)),),
        )
        remarks = (
            Remark(RemarkKind.LOST, 1, (evil,)),
            Remark(RemarkKind.CONFLICT, 2, ("title", evil, evil)),
            Remark(RemarkKind.FIELDS, None, (evil,)),
        )
        card = Card(3, 1, 1, 1, 0, 0, furniture=(Furniture(evil, 2),), remarks=remarks)
        one = replace(report(card, form), document=Document(TEXT, "", "", (Page(1, 0, 3, evil), Page(2, 3, 13, evil))))
        sources = (Source("/x", evil, "0", evil, 1),)
        versions = (Version(1, "0", evil, evil, evil, evil, 1, 1, 1, 0, 0),)
        return made(one, t, About(summary("r", one), sources, versions, card))

    evil, good = panel(attack), panel("好")
    assert re.findall(r"<[a-z/]+", evil) == re.findall(r"<[a-z/]+", good)
    assert not set("${}`") & set(evil)
    assert said(evil).count(attack) >= 15


def test_a_pages_name_is_the_printed_one_and_never_mistaken_for_it() -> None:
    assert [page_name(page, PAGES, ZH) for page in PAGES] == [
        "檔案第 1 頁",
        "第 i 頁（檔案第 2 頁）",
        "第 1 頁（檔案第 3 頁）",
    ]
    plain = (Page(1, 0, 3), Page(2, 3, 6, "2"))
    assert [page_name(page, plain, EN) for page in plain] == ["Page 1", "Page 2"]


def test_a_real_text_report_has_a_panel_too() -> None:
    one = real_report()
    told = words(made(one, ZH, about_of("gartner-2022", one)))
    assert "服務機關 數位發展部" in told and ZH("about.no_card") in told
    assert "TXT 引用此檔" in told
