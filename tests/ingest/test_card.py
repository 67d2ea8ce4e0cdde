import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.card import (
    Card,
    Furniture,
    Remark,
    RemarkKind,
    card_from_json,
    card_json,
    ranges,
    remark_text,
    remark_text_zh,
)
from corpus.types import Conflict, Document, Field, FrontMatter, Notice, NoticeKind
from ingest.card import card
from ingest.form.cover import front_matter
from ingest.readers.text import pages_of
from ingest.structure.outline import outline
from tests.ingest.conftest import FIRST_REPORT, FIXTURES, document_of
from tests.ingest.strategies import texts

FORM = """行政院及所屬各機關出國報告提要
報告名稱：赴智利參加能源效率會議報告
出國人員姓名／服務機關／單位／職稱：李國華／經濟部能源署／節能組／科長
出國類別：開會
出國期間：112年3月6日至3月10日　出國地區：智利
報告日期：112年6月5日
關鍵詞：能源效率、家電標示
內容摘要：本次會議討論家電能源效率標示之調和。
"""
PROSE = "本次會議由智利能源部主辦，旨在檢視各經濟體推動家電能源效率標示之進展，並討論測試方法之調和。"
CHAPTERS = ("壹、目的", "貳、會議過程", "參、心得與建議")


def card_of(document: Document) -> Card:
    tree = outline(document)
    return card(document, tree, front_matter(document, tree))


def paged(*pages: str) -> Document:
    text = "\f".join(pages)
    return Document(text, "utf-8", "text/plain", pages_of(text))


def report(contents: Sequence[str], headings: Sequence[str] = CHAPTERS) -> Document:
    """Form, contents and the headings, each on a page of its own, the first on page 3."""
    chapters = [
        f"{heading}\n就{each}項而言，{PROSE}\n" for heading, each in zip(headings, "甲乙丙丁戊己", strict=False)
    ]
    return paged(FORM, "目次\n" + "\n".join(contents) + "\n", *chapters)


def remarks(document: Document, *kinds: RemarkKind) -> list[Remark]:
    return [remark for remark in card_of(document).remarks if remark.kind in kinds]


def listed(*titles: str, first: int = 1) -> list[str]:
    return [f"{title}.............{page}" for page, title in enumerate(titles, first)]


def test_the_first_report_gets_one_remark_that_is_true() -> None:
    found = card_of(document_of(FIRST_REPORT))
    assert (found.pages, found.characters, found.sections, found.figures) == (None, 12409, 59, 35)
    assert (found.toc_entries, found.toc_found) == (6, 6)
    assert (found.missing_fields, found.missing_chapters, found.furniture) == ((), (), ())
    assert found.remarks == (Remark(RemarkKind.CONFLICT, None, ("category", "開會", "會議")),)


NO_FRONT = Remark(RemarkKind.NO_FRONT)
EXPECTED: Mapping[str, tuple[Remark, ...]] = {
    "appendix": (NO_FRONT,),
    "arabic_lists": (NO_FRONT,),
    "chapters": (Remark(RemarkKind.FIELDS, None, ("keywords", "abstract")),),
    "colons": (NO_FRONT,),
    "contents": (),
    "english": (),
    "fullwidth": (Remark(RemarkKind.FIELDS, None, ("keywords", "abstract")),),
    "lost_stops": (NO_FRONT,),
    "markdown": (Remark(RemarkKind.FIELDS, None, ("category", "destinations", "date", "keywords", "abstract")),),
    "pdftotext": (Remark(RemarkKind.FIELDS, None, ("keywords", "abstract")),),
    "prose": (NO_FRONT, Remark(RemarkKind.NO_HEADINGS)),
    "unnumbered": (Remark(RemarkKind.FIELDS, None, ("category", "keywords", "abstract")),),
}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_of_a_sound_report_only_what_is_not_printed_is_remarked(path) -> None:
    assert card_of(document_of(path)).remarks == EXPECTED[path.stem]


def test_a_contents_that_agrees_with_the_headings_gives_no_remark() -> None:
    found = card_of(report(listed(*CHAPTERS)))
    assert (found.pages, found.toc_entries, found.toc_found, found.remarks) == (5, 3, 3, ())


@pytest.mark.parametrize(
    "entry",
    [
        "心得與建議",
        "參、心得",
        "參、心得及建議",
        "參、心得與建議：",
        "參. 心得與建議",
        "三、心得與建議",
        "參、 心 得 與 建 議",
    ],
)
def test_an_entry_printed_a_little_differently_is_found(entry: str) -> None:
    found = card_of(report(listed("壹、目的", "貳、會議過程", entry)))
    assert (found.toc_found, found.remarks) == (3, ())


def test_an_entry_over_two_lines_is_one() -> None:
    headings = ("壹、目的", "貳、參加亞太經濟合作能源效率專家小組會議及拜會智利能源部之過程", "參、心得與建議")
    contents = [
        "壹、目的.............1",
        "貳、參加亞太經濟合作能源效率專家小組會議及",
        "拜會智利能源部之過程..........2",
        "參、心得與建議......3",
    ]
    found = card_of(report(contents, headings))
    assert (found.toc_entries, found.toc_found, found.remarks) == (3, 3, ())


def test_a_contents_without_pages_is_read_line_by_line() -> None:
    found = card_of(report(CHAPTERS))
    assert (found.toc_entries, found.toc_found, found.remarks) == (3, 3, ())


@pytest.mark.parametrize("filler", ["-", ".", "—-", "壹、"])
def test_a_long_contents_takes_no_long_time(filler: str) -> None:
    entries = [f"{filler * 20}{at}號......{at % 900 + 1}" for at in range(600)]
    headings = [f"{at % 90 + 1}、{filler * 5}節{at}" for at in range(600)]
    document = paged(FORM, "目次\n" + "\n".join(entries) + "\n", "\n".join(f"{h}\n{PROSE}" for h in headings))
    tree = outline(document)
    front = front_matter(document, tree)
    began = time.process_time()
    assert card(document, tree, front).toc_entries > 400
    assert time.process_time() - began < 3


def test_an_entry_without_a_heading_is_named_with_its_page() -> None:
    (remark,) = remarks(report(listed(*CHAPTERS, "肆、訪談紀錄")), RemarkKind.CONTENTS)
    assert remark == Remark(RemarkKind.CONTENTS, None, ("肆、訪談紀錄", "4"))
    longer = report(listed("壹、目的", "肆、訪談紀錄", *CHAPTERS[1:]), (CHAPTERS[0], PROSE, *CHAPTERS[1:]))
    (remark,) = remarks(longer, RemarkKind.CONTENTS)
    assert remark == Remark(RemarkKind.CONTENTS, 4, ("肆、訪談紀錄", "2"))


def test_a_heading_on_another_page_than_listed_is_remarked_where_the_others_agree() -> None:
    chapters = ("壹、目的", "貳、會議過程", "參、參訪行程", "肆、心得與建議")
    wrong = ["壹、目的....1", "貳、會議過程....2", "參、參訪行程....7", "肆、心得與建議....4"]
    (remark,) = remarks(report(wrong, chapters), RemarkKind.CONTENTS_PAGE)
    assert remark == Remark(RemarkKind.CONTENTS_PAGE, 5, ("參、參訪行程", "7", "3"))
    scattered = ["壹、目的....1", "貳、會議過程....5", "參、參訪行程....7", "肆、心得與建議....9"]
    assert remarks(report(scattered, chapters), RemarkKind.CONTENTS_PAGE) == []


def test_pages_are_compared_by_the_number_that_is_printed_on_them() -> None:
    chapters = ("壹、目的", "貳、會議過程", "參、參訪行程", "肆、心得與建議")
    document = report(listed(*chapters), chapters)
    labels = (None, "i", "1", "2", "3", "4")
    pages = tuple(replace(page, label=label) for page, label in zip(document.pages, labels, strict=True))
    assert remarks(replace(document, pages=pages), RemarkKind.CONTENTS_PAGE) == []
    moved = tuple(replace(page, label=label) for page, label in zip(pages, (*labels[:-1], "8"), strict=True))
    (remark,) = remarks(replace(document, pages=moved), RemarkKind.CONTENTS_PAGE)
    assert remark == Remark(RemarkKind.CONTENTS_PAGE, 6, ("肆、心得與建議", "4", "8"))


def test_the_same_title_twice_is_never_said_to_be_on_the_wrong_page() -> None:
    chapters = ("壹、目的", "貳、會議過程", "參、小結", "肆、參訪行程", "伍、小結", "陸、心得與建議")
    entries = [f"{title}....{page}" for page, title in enumerate(chapters, 1) if title != "參、小結"]
    assert remarks(report(entries, chapters), RemarkKind.CONTENTS_PAGE) == []


def test_a_chapter_that_the_contents_do_not_list_is_remarked() -> None:
    chapters = (*CHAPTERS[:2], "參、參訪行程", "肆、心得與建議", "伍、參考資料")
    entries = ["壹、目的....1", "貳、會議過程....2", "肆、心得與建議....4"]
    assert remarks(report(entries, chapters), RemarkKind.UNLISTED) == [
        Remark(RemarkKind.UNLISTED, 5, ("參、參訪行程",))
    ]


def test_a_contents_of_figures_is_compared_with_the_captions() -> None:
    figures = "圖目錄\n圖 1 議程形式........3\n圖 2 會場全景........3\n圖 3 主席致詞.......3\n"
    body = f"壹、目的\n{PROSE}\n圖 1 議程形式\n圖 2：會場全景\n貳、過程\n{PROSE}\n參、建議\n{PROSE}\n"
    found = card_of(paged(FORM, figures, body))
    assert (found.toc_entries, found.toc_found, found.figures) == (3, 2, 2)
    assert found.remarks == (Remark(RemarkKind.CONTENTS_FIGURE, None, ("圖 3 主席致詞", "3")),)


def test_pages_that_a_reader_noticed_are_counted_and_told_once_a_kind() -> None:
    notices = (
        Notice(NoticeKind.OCR, 3),
        Notice(NoticeKind.OCR, 4),
        Notice(NoticeKind.OCR, 6),
        Notice(NoticeKind.UNREAD, 7),
        Notice(NoticeKind.GARBLED, 2),
        Notice(NoticeKind.SPARSE, 1),
        Notice(NoticeKind.ORDER, 5),
        Notice(NoticeKind.LOST, None, "a chart"),
        Notice(NoticeKind.LOST, None, "a chart"),
        Notice(NoticeKind.FURNITURE, None, "第 1 頁"),
        Notice(NoticeKind.FURNITURE, None, "第 2 頁"),
    )
    found = card_of(replace(report(listed(*CHAPTERS)), notices=notices))
    assert (found.ocr_pages, found.unread_pages, found.garbled_pages) == ((3, 4, 6), (7,), (2,))
    assert (found.sparse_pages, found.order_pages, found.furniture) == ((1,), (5,), (Furniture("第 # 頁", None),))
    assert found.remarks == (
        Remark(RemarkKind.OCR, 3, ("3-4, 6",)),
        Remark(RemarkKind.UNREAD, 7, ("7",)),
        Remark(RemarkKind.GARBLED, 2, ("2",)),
        Remark(RemarkKind.SPARSE, 1, ("1",)),
        Remark(RemarkKind.ORDER, 5, ("5",)),
        Remark(RemarkKind.LOST, None, ("a chart",)),
    )


def test_running_headers_in_the_text_are_counted() -> None:
    pages = [f"能源效率會議報告\n就{each}項而言，{PROSE}\n{at}\n" for at, each in enumerate("甲乙丙丁", 1)]
    assert card_of(paged(*pages)).furniture == (Furniture("能源效率會議報告", 4), Furniture("#", 4))


def test_a_conflict_is_told_at_the_page_of_the_form() -> None:
    document = report(listed(*CHAPTERS))
    start = document.pages[1].start
    conflict = Conflict("date", Field("112年1月1日", 0, 9), Field("112年2月1日", start, start + 9))
    tree = outline(document)
    front = replace(front_matter(document, tree), conflicts=(conflict,))
    assert card(document, tree, front).remarks == (
        Remark(RemarkKind.CONFLICT, 2, ("date", "112年1月1日", "112年2月1日")),
    )


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (("壹、緣起", "貳、行程紀要", "參、心得及建議"), ()),
        (("壹、前言", "貳、研討內容", "參、結論"), ()),
        (("壹、目的及過程", "貳、心得及建議"), ()),
        (("壹、目的", "貳、拜會智利能源部", "參、建議事項"), ()),
        (("壹、參訪目的", "貳、智利能源政策", "參、會議心得"), ("process",)),
        (("壹、目的", "貳、過程", "參、附表"), ("reflections",)),
        (("1. Introduction", "2. Meeting with the ministry", "3. Conclusions"), ()),
        (("1. Purpose", "2. Itinerary", "3. Rotterdam"), ("reflections",)),
    ],
)
def test_the_chapters_of_a_trip_report_are_known_by_their_titles(
    headings: Sequence[str], missing: Sequence[str]
) -> None:
    text = FORM + "\n".join(f"\n{heading}\n\n{PROSE}\n" for heading in headings)
    found = card_of(Document(text, "utf-8", "text/plain"))
    assert found.missing_chapters == tuple(missing)
    assert [remark.kind for remark in found.remarks] == [RemarkKind.CHAPTERS] * bool(missing)


def test_nothing_at_all_is_still_a_card() -> None:
    empty = Document("\n", "utf-8", "text/plain")
    found = card(empty, outline(empty), FrontMatter())
    assert [remark.kind for remark in found.remarks] == [RemarkKind.NO_FRONT, RemarkKind.NO_HEADINGS]


@given(texts)
def test_whatever_the_text_there_is_a_card_and_it_survives_json(text: str) -> None:
    found = card_of(Document(text, "utf-8", "text/plain", pages_of(text)))
    assert card_from_json(json.loads(json.dumps(card_json(found)))) == found
    assert 0 <= found.toc_found <= found.toc_entries
    for remark in found.remarks:
        assert remark_text(remark) and remark_text_zh(remark)


SAMPLES = {
    RemarkKind.LOST: ("a chart",),
    RemarkKind.NO_FRONT: (),
    RemarkKind.NO_HEADINGS: (),
    RemarkKind.FIELDS: ("title", "keywords"),
    RemarkKind.CONFLICT: ("period", "5 月", "6 月"),
    RemarkKind.CHAPTERS: ("purpose",),
    RemarkKind.CONTENTS: ("肆、訪談", "12"),
    RemarkKind.CONTENTS_PAGE: ("參、行程", "7", "3"),
    RemarkKind.CONTENTS_FIGURE: ("圖 3", ""),
    RemarkKind.UNLISTED: ("參、行程",),
}


@pytest.mark.parametrize("kind", RemarkKind)
def test_every_remark_has_its_words_in_both_languages(kind: RemarkKind) -> None:
    remark = Remark(kind, None, SAMPLES.get(kind, ("3-4",)))
    english, chinese = remark_text(remark), remark_text_zh(remark)
    assert english.endswith(".") and chinese.endswith("。")
    for detail in remark.details:
        known = detail in {"title", "keywords", "period", "purpose"}
        assert known or (detail in english and detail in chinese)


def test_an_entry_without_a_page_is_worded_without_one() -> None:
    assert remark_text(Remark(RemarkKind.CONTENTS, None, ("肆、訪談", ""))) == (
        "The contents say «肆、訪談»; no such heading was found."
    )
    assert remark_text_zh(Remark(RemarkKind.CONTENTS, None, ("肆、訪談", "12"))) == (
        "目錄列有「肆、訪談」（第 12 頁），但內文找不到此標題。"
    )


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_every_page_once(pages: set[int]) -> None:
    named: list[int] = []
    for run in filter(None, ranges(tuple(pages)).split(", ")):
        first, _, last = run.partition("-")
        named.extend(range(int(first), int(last or first) + 1))
    assert named == sorted(pages)
