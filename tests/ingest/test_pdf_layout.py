import pytest

from corpus.boxes import unpack
from corpus.types import Document, NoticeKind
from tests.ingest.pdf_samples import Drawing, report
from tests.ingest.pdf_samples.make import FOLDER
from tests.ingest.pdf_samples.official import HEADER
from tests.ingest.pdf_samples.official import lines as official_lines
from tests.ingest.test_pdf import HAN, bare, read, read_bytes


def furniture(document: Document) -> list[str]:
    return [notice.detail for notice in document.notices if notice.kind is NoticeKind.FURNITURE]


def lines(document: Document) -> list[str]:
    return document.text.split("\n")[:-1]


TEXTS = [f"{HAN * n}{'甲乙丙丁戊己'[n]}。" for n in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("footer", ["{page}", "- {page} -", "第 {page} 頁，共 4 頁", "Page {page} of 4", "{page}/4"])
def test_header_and_page_number_are_left_out_and_said_once(footer: str) -> None:
    document = read(*report(TEXTS, 8, header="赴某國考察報告", footer=footer))
    assert lines(document) == TEXTS
    assert furniture(document) == ["赴某國考察報告", footer.format(page=1)]
    assert [page.label for page in document.pages] == [str(n) for n in range(1, len(document.pages) + 1)]


def test_roman_page_numbers_before_arabic_ones() -> None:
    pages = report(TEXTS, 6, footer="")
    for page, label in zip(pages, ["i", "ii", *"1234567"], strict=False):
        page.text(290, 810, label, 10)
    document = read(*pages)
    assert lines(document) == TEXTS
    assert [page.label for page in document.pages] == ["i", "ii", "1", "2", "3", "4"][: len(pages)]


def test_a_header_that_names_the_chapter_is_left_out_in_a_short_chapter_too() -> None:
    pages = report(TEXTS, 3)
    chapters = ["第一章 緣起"] * 4 + ["第二章 過程"] * (len(pages) - 5) + ["第三章 建議"]
    for page, words in zip(pages, chapters, strict=True):
        page.text(72, 40, words, 10)
    assert lines(read(*pages)) == TEXTS


def test_what_merely_stands_first_on_its_page_is_text() -> None:
    pages = [Drawing().lines(72, 90, [f"第 {n} 天", HAN[:30] + "，", HAN[n : n + 20] + "。"]) for n in (1, 2, 3, 4)]
    document = read(*pages)
    assert [line for line in lines(document) if line.startswith("第")] == [f"第 {n} 天" for n in (1, 2, 3, 4)]
    assert furniture(document) == []


def test_a_number_that_does_not_count_the_pages_is_text() -> None:
    pages = [Drawing().lines(72, 90, [HAN[:30] + "，", HAN[:9] + "。"]).text(72, 700, f"{n}") for n in (340, 12, 77)]
    assert [line for line in lines(read(*pages)) if line.isdigit()] == ["340", "12", "77"]


def test_two_pages_are_enough_when_both_say_it() -> None:
    document = read(*report([HAN * 6 + "。"], 8, header="赴某國考察報告"))
    assert len(document.pages) == 2
    assert lines(document) == [HAN * 6 + "。"]


COLUMN = "本次考察參訪三處淨水場並就維護人力與經費交換意見所得資料整理如後供局研擬"


def two_columns(gap: float) -> Drawing:
    page = Drawing().text(200, 60, "分欄之標題", 18)
    width = (451 - gap) / 2
    size = width / 15
    for column, x in enumerate((72, 72 + width + gap)):
        for at in range(12):
            start = COLUMN[(at + column) % 20 :][:15]
            page.text(x, 100 + 24 * at, start, size)
    return page


@pytest.mark.parametrize("gap", [14, 20, 30])
def test_two_columns_are_read_one_after_the_other(gap: float) -> None:
    document = read(two_columns(gap))
    left = "".join(COLUMN[at % 20 :][:15] for at in range(12))
    right = "".join(COLUMN[(at + 1) % 20 :][:15] for at in range(12))
    assert lines(document) == ["分欄之標題", left + right]
    assert document.notices == ()


def test_columns_drawn_row_by_row_are_not_taken_for_sure() -> None:
    page = two_columns(30)
    head, rest = page.ops[0], page.ops[1:]
    page.ops = [head, *rest[:9], *rest[12:18], *rest[9:12], *rest[18:]]  # neither row by row nor column by column
    document = read(page)
    assert [notice.kind for notice in document.notices] == [NoticeKind.ORDER]
    assert "\t" not in document.text


def test_a_row_without_rules_is_one_line_with_tabs() -> None:
    page = Drawing()
    for at, row in enumerate([("日期", "地點", "工作內容"), ("5月2日", "首都", "啟程"), ("5月3日", "海港", "參訪")]):
        for x, cell in zip((72, 200, 330), row, strict=True):
            page.text(x, 100 + 24 * at, cell)
    assert lines(read(page)) == ["日期\t地點\t工作內容", "5月2日\t首都\t啟程", "5月3日\t海港\t參訪"]


def test_a_line_of_english_that_is_stretched_to_the_margin_is_no_row() -> None:
    page = Drawing()
    for x, word in ((72, "maintenance"), (72 + 77 + 30, "of"), (72 + 77 + 30 + 14 + 31, "the"), (276, "service")):
        page.text(x, 100, word)
    assert lines(read(page)) == ["maintenance of the service"]


def test_the_cells_of_a_ruled_table_take_the_lines_in_them() -> None:
    page = Drawing().text(72, 60, "表 1 出國行程").grid((72, 150, 240, 400), (80, 110, 160, 190))
    page.text(80, 100, "日期").text(155, 100, "地點").text(245, 100, "工作內容")
    page.text(80, 130, "5月2日").text(245, 130, "參訪淨水場並就維").text(245, 150, "護人力交換意見")
    page.text(155, 180, "海港").text(72, 220, "表後之文字")
    document = read(page)
    assert lines(document) == [
        "表 1 出國行程", "日期\t地點\t工作內容", "5月2日\t\t參訪淨水場並就維護人力交換意見", "\t海港", "表後之文字",
    ]  # fmt: skip
    assert unpack(document.boxes[1])[document.text.index("海港")][0] == 1550


def test_a_cell_over_columns_is_one_cell_and_one_over_rows_is_empty_in_the_second() -> None:
    page = Drawing().rule(72, 80, 400, 80).rule(72, 110, 400, 110).rule(150, 140, 400, 140).rule(72, 170, 400, 170)
    page.rule(72, 80, 72, 170).rule(150, 80, 150, 170).rule(240, 110, 240, 170).rule(400, 80, 400, 170)
    page.text(80, 100, "類別").text(155, 100, "規格與數量")
    page.text(80, 130, "監測").text(155, 130, "甲").text(245, 130, "10")
    page.text(155, 160, "乙").text(245, 160, "20")
    assert lines(read(page)) == ["類別\t規格與數量", "監測\t甲\t10", "\t乙\t20"]


def test_a_frame_around_text_is_no_table() -> None:
    page = Drawing().grid((60, 540), (70, 200)).lines(72, 100, [HAN[:32], HAN[32:52] + "。"])
    assert lines(read(page)) == [HAN[:52] + "。"]


def table_page(first: int, last: int) -> Drawing:
    page = Drawing().grid((72, 200, 500), [90 + 30 * n for n in range(last - first + 3)])
    page.text(80, 110, "日期").text(210, 110, "內容")
    for at, n in enumerate(range(first, last + 1), 1):
        page.text(80, 110 + 30 * at, f"5月{n}日").text(210, 110 + 30 * at, f"參訪第{n}處淨水場。")
    return page


def test_the_head_of_a_table_that_goes_on_over_the_page_is_there_once() -> None:
    document = read(table_page(1, 9), table_page(10, 20), table_page(21, 24))
    assert lines(document) == ["日期\t內容"] + [f"5月{n}日\t參訪第{n}處淨水場。" for n in range(1, 25)]


def test_a_row_that_the_page_cuts_goes_on_in_its_line() -> None:
    first = Drawing().grid((72, 200, 500), (700, 760)).text(80, 720, "5月2日").text(210, 720, "參訪淨水場並就維護人")
    second = Drawing().grid((72, 200, 500), (70, 100, 130)).text(210, 90, "力交換意見。").text(80, 120, "5月3日")
    assert lines(read(first, second)) == ["5月2日\t參訪淨水場並就維護人力交換意見。", "5月3日"]


def noted_page() -> Drawing:
    page = Drawing().text(100, 90, HAN[:30]).lines(72, 118, [HAN[:32], HAN[:10] + "資料"])
    page.text(72 + 12 * 14, 142 - 5, "1", 7).text(72 + 12 * 14 + 3.5, 142, "顯示如此。")
    page.text(100, 174, HAN[10:40]).text(72, 202, HAN[:32])
    return page.rule(72, 720, 216, 720).text(72, 735, "1", 6).text(80, 740, "資料來源：某國水利署年報。", 10)


def test_a_footnote_follows_its_paragraph_and_the_one_that_the_page_cuts_is_whole() -> None:
    second = Drawing().lines(72, 90, [HAN[:32], HAN[32:40] + "。"])
    document = read(noted_page(), second)
    assert lines(document) == [
        f"{HAN[:30]}{HAN[:32]}{HAN[:10]}資料顯示如此。",
        "資料來源：某國水利署年報。",
        f"{HAN[10:40]}{HAN[:32]}{HAN[:32]}{HAN[32:40]}。",
    ]
    assert document.pages[0].end == document.text.rindex(HAN[:32] + HAN[32:40])


def test_small_print_without_a_mark_stays_where_it_is() -> None:
    page = Drawing().lines(72, 90, [HAN[:20], HAN[20:30]]).text(72, 400, "附註說明之小字一行", 10)
    assert lines(read(page)) == [HAN[:20], HAN[20:30], "附註說明之小字一行"]


def test_a_wrapped_heading_is_one_line_and_so_is_a_wrapped_title_in_the_middle() -> None:
    page = Drawing().text(83.5, 100, HAN[:18], 24).text(227.5, 136, HAN[18:24], 24)
    page.text(72, 200, "一、" + HAN[:26], 16).text(72, 230, HAN[26:34], 16)
    page.text(100, 260, HAN[:30]).lines(72, 288, [HAN[:32], HAN[:32], HAN[:8] + "。"])
    assert lines(read(page)) == [HAN[:24], "一、" + HAN[:34], f"{HAN[:30]}{HAN[:32]}{HAN[:32]}{HAN[:8]}。"]


def test_items_that_hang_from_their_numerals() -> None:
    page = Drawing()
    y = 100.0
    for numeral in ("(一)", "1. ", "•"):
        page.text(72, y, numeral).text(100, y, HAN[:30]).text(100, y + 24, HAN[:30]).text(100, y + 48, HAN[:6] + "。")
        y += 72
    assert [line.replace(" ", "") for line in lines(read(page))] == [
        f"{numeral}{HAN[:30]}{HAN[:30]}{HAN[:6]}。" for numeral in ("(一)", "1.", "•")
    ]


def test_the_lines_of_a_contents_page_stay_apart() -> None:
    page = Drawing().text(72, 70, "目錄")
    page.lines(72, 100, ["壹、目的" + "." * 54 + "5", "貳、行程" + "." * 54 + "6", "參、過程" + "." * 54 + "7"])
    assert [line.strip(".567") for line in lines(read(page))] == ["目錄", "壹、目的", "貳、行程", "參、過程"]


def test_captions_side_by_side_are_two_lines() -> None:
    page = Drawing().text(90, 400, "圖 1 開幕典禮").text(330, 400, "圖 2 會場外觀").text(72, 440, HAN[:20])
    assert lines(read(page)) == ["圖 1 開幕典禮", "圖 2 會場外觀", HAN[:20]]


def test_spread_letters_are_one_word() -> None:
    page = Drawing()
    for at, char in enumerate("出國報告"):
        page.text(100 + 60 * at, 100, char, 20)
    page.text(72, 200, HAN[:20])
    assert lines(read(page)) == ["出國報告", HAN[:20]]


def test_a_word_broken_by_a_hyphen_is_whole_where_the_report_has_it_whole() -> None:
    rows = [
        "The delegation visited agencies that are responsible for infor-",
        "mation and for the well-being of citizens; it is one of the well-",
        "known ideas that information is a public good for all the citi-",
        "zen who asks.",
    ]
    text = " ".join(lines(read(Drawing().lines(72, 100, rows))))
    assert "for information and" in text
    assert "well-known ideas" in text
    assert "citi-zen" in text  # «citizens» is another word: it stays as printed


def test_a_report_printed_by_an_office_program_is_what_was_written() -> None:
    document = read_bytes((FOLDER / "official.pdf").read_bytes())
    assert [bare(line) for line in lines(document)] == [bare(line) for line in official_lines()]
    assert furniture(document) == [HEADER, f"第 1 頁，共 {len(document.pages)} 頁"]
    assert {notice.kind for notice in document.notices} == {NoticeKind.FURNITURE}
    wide = [page for page in document.pages if page.width > page.height]
    assert [page.label for page in document.pages if page not in wide] == [
        str(page.number) for page in document.pages if page not in wide
    ]
