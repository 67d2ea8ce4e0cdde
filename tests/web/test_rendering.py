"""The page's HTML, read as text: no browser, no Gradio."""

import html
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.answer.cards import citation_text, render_card
from assistant.web.answer.deck import Deck
from assistant.web.answer.states import INGEST_COMMAND, render_results
from assistant.web.html.markup import Marks
from assistant.web.html.parts import PART_CHARACTERS, Block, blocks, paragraphs, part_at, parts_of, pieces_of
from assistant.web.html.shelf import MOST_CHOICES, Shelf
from assistant.web.html.text import render_text
from assistant.web.page.head import render_head
from assistant.web.page.scope import Scope
from assistant.web.page.view import Found, Opened, Problem, Spot, View
from assistant.web.source.source import render_source
from corpus.types import Document, Outline, Page, Report, Section, SectionKind, Why
from tests.web.fakes import FakeLibrary, about, first_words, front_matter, printed_report

LIBRARY = FakeLibrary()
SHELF = Shelf.of(LIBRARY.reports())
REPORT = LIBRARY.by_id["gartner-2022"]
ANSWER = LIBRARY.ask("跨國雲端")
ZH, EN = words_for(CHINESE), words_for(ENGLISH)


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def opened(report: Report) -> Opened:
    return Opened(report, about("r", report))


def long_report(characters: int, chapters: int) -> Report:
    body = ("這是一段很長的文字。" * 20 + "\n\n") * (characters // chapters // 202)
    text, sections = "", []
    for number in range(chapters):
        start = len(text)
        heading = f"第{number}章"
        text += f"{heading}\n\n{body}"
        sections.append(
            Section(number, None, 1, str(number), "D1", heading, SectionKind.BODY, start, start + len(heading),
                    len(text), len(text), (heading,))
        )  # fmt: skip
    front = front_matter("長", "部", "112", "2023-01-01")
    return Report("long", "long", "0", Document(text, "utf-8", "text/plain"), Outline(tuple(sections)), front)


def test_a_card_says_what_where_and_why() -> None:
    card = plain(render_card(ANSWER.hits[0], Deck(SHELF, ZH)))
    path, scores = "肆、下一個世代的政府數位發展趨勢探討", ("排第 1（相近程度 0.89）", "排第 2（相符分數 8.50）")
    for words in (path, "數位發展部", "112 年 1 月 19 日", ANSWER.hits[0].text, "意思與用詞都相符", *scores, "跨國"):
        assert words in card
    assert "頁" not in card.split("肆、")[0], "a page that is not known is not invented"


def test_a_known_page_is_shown_and_an_english_card_has_an_english_date() -> None:
    card = plain(render_card(replace(ANSWER.hits[0], page=26), Deck(SHELF, EN)))
    assert "Page 26" in card
    assert "19 January 2023" in card


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why(1, 0.9, None, None), "意思相近"),
        (Why(None, None, 2, 3.0), "用詞相符"),
        (Why(1, 0.9, 2, 3.0), "意思與用詞都相符"),
    ],
)
def test_why_is_said_in_words(why: Why, words: str) -> None:
    assert words in plain(render_card(replace(ANSWER.hits[0], why=why), Deck(SHELF, ZH)))


def test_the_copied_citation_holds_the_passage_word_for_word() -> None:
    hit = ANSWER.hits[0]
    assert citation_text(hit) == f"「{hit.text}」\n{hit.citation}"


@pytest.mark.parametrize("words", [ZH, EN])
def test_every_state_has_its_own_name_and_words(words: object) -> None:
    lang = words.lang  # type: ignore[attr-defined]
    views = {
        "welcome": View(lang, SHELF),
        "empty-library": View(lang, Shelf()),
        "loading": View(lang, SHELF, loading=True),
        "empty-question": View(lang, SHELF, problem=Problem(empty_question=True)),
        "error": View(lang, SHELF, problem=Problem("請執行 make")),
        "answer": View(lang, SHELF, question="跨國", found=Found(ANSWER)),
        "no-answer": View(lang, SHELF, question="火星", found=Found(LIBRARY.ask("火星"))),
    }
    for name, view in views.items():
        assert f'data-state="{name}"' in render_results(view)
        assert f'lang="{lang}"' in render_head(view)
    assert INGEST_COMMAND in render_results(views["empty-library"])
    assert "請執行 make" in render_results(views["error"])


def test_no_answer_says_what_was_searched_and_keeps_the_nearest_apart() -> None:
    said = plain(render_results(View(CHINESE, SHELF, found=Found(LIBRARY.ask("火星")))))
    assert "在民國 112 年（2023）的 1 份報告中" in said
    assert said.index("以下不是答案") < said.index(ANSWER.hits[0].text)
    one = plain(render_results(View(CHINESE, SHELF, scope=Scope("gartner-2022"), found=Found(LIBRARY.ask("火星")))))
    assert f"「{REPORT.title}」這份報告" in one


@pytest.mark.parametrize(("question", "words"), [("跨國雲端", "依據充分"), ("或許跨國雲端", "引用前請核對")])
def test_how_far_an_answer_may_be_trusted_is_said_in_words(question: str, words: str) -> None:
    assert words in plain(render_results(View(CHINESE, SHELF, found=Found(LIBRARY.ask(question)))))


def test_a_near_miss_is_named() -> None:
    said = plain(render_results(View(CHINESE, SHELF, found=Found(LIBRARY.ask("2031 年的火星")))))
    assert "報告寫的是 2022、2023，問題問的是 2031。" in said and "沒有提到「火星」" in said


def test_an_answer_without_hits_is_no_answer() -> None:
    assert 'data-state="no-answer"' in render_results(View(CHINESE, SHELF, found=Found(replace(ANSWER, hits=()))))


def test_the_shelf_counts_reports_and_years() -> None:
    older = replace(SHELF.reports[0], id="b", front=front_matter("舊", "部", "104 年", "2015-06"))
    both = Shelf.of([older, *SHELF.reports])
    assert both.searched(ZH) == "查詢範圍：2 份報告，民國 104 至 112 年（2015–2023）"
    assert both.searched(EN) == "Searching 2 reports, 2015–2023 (ROC 104–112)"
    assert [report.id for report in both.reports] == ["gartner-2022", "b"]


def test_the_report_reads_back_character_for_character() -> None:
    spot = Spot.of(ANSWER.hits[0])
    assert plain(render_text(REPORT, 0, len(REPORT.text), spot.marks, ZH)) == REPORT.text


def test_a_passage_over_headings_and_paragraphs_is_marked_from_end_to_end() -> None:
    start, end = REPORT.text.index("伍、心得與建議:"), len(REPORT.text)
    made = render_text(REPORT, 0, end, Spot("r", start, end).marks, ZH)
    tinted = "".join(html.unescape(piece) for piece in re.findall(r'<span class="passage">([^<]*)</span>', made))
    assert re.sub(r"\s", "", tinted) == re.sub(r"\s", "", REPORT.text[start:end])


def test_the_outline_names_every_section_and_items_by_their_first_words() -> None:
    made = render_source(opened(REPORT), Spot.of(ANSWER.hits[0]), (), ZH)
    links = re.findall(r'<a href="#s(\d+)"', made)
    assert links == [str(section.ordinal) for section in REPORT.outline.sections]
    assert "(五) 另外透過一對一" in plain(made)


def test_pieces_hold_every_character_once() -> None:
    pieces = pieces_of(REPORT.text, REPORT.outline)
    assert "".join(REPORT.text[piece.start : piece.end] for piece in pieces) == REPORT.text


def test_paragraphs_leave_out_nothing_but_blanks() -> None:
    text = "\n\n a\nb \n\n\u3000\n c\n"
    assert [text[a:b] for a, b in paragraphs(text, 0, len(text))] == ["a\nb", "c"]


@pytest.mark.parametrize("chapters", [1, 7])
def test_a_very_long_report_comes_in_parts_that_join_up(chapters: int) -> None:
    report = long_report(500_000, chapters)
    parts = parts_of(report)
    assert "".join(report.text[a:b] for a, b in parts) == report.text
    assert all(b - a <= PART_CHARACTERS for a, b in parts)
    spot = Spot("long", 300_000, 300_100)
    made = render_source(opened(report), spot, (), ZH)
    assert len(made) < 5 * PART_CHARACTERS
    assert f"第 {part_at(parts, 300_000) + 1}／{len(parts)} 部分" in plain(made)
    assert "has-passage" in made
    assert "has-passage" not in render_source(opened(report), spot.turned_to(0), (), ZH)


def test_a_passage_at_the_cut_between_two_parts_is_shown_whole() -> None:
    report = long_report(500_000, 7)
    cut = parts_of(report)[1][1]
    made = render_source(opened(report), Spot("long", cut - 100, cut + 100), (), ZH)
    tinted = "".join(re.findall(r'<span class="passage">([^<]*)</span>', made))
    assert re.sub(r"\s", "", tinted) == re.sub(r"\s", "", report.text[cut - 100 : cut + 100])


def test_a_report_without_any_outline_is_shown_all_the_same() -> None:
    bare = replace(REPORT, outline=Outline(()))
    assert plain(render_text(bare, 0, len(bare.text), Spot("r", 5, 9).marks, ZH)) == bare.text
    assert "outline-toggle" not in render_source(opened(bare), Spot("r", 5, 9), (), ZH)


def paged(text: str, starts: list[int], media_type: str = "application/pdf", kind: SectionKind | None = None) -> Report:
    """A report whose pages begin where it is told; all of it one section of ``kind``, if there is one."""
    edges = [*sorted(min(start, len(text)) for start in starts), len(text)]
    pages = tuple(Page(n, a, b, str(n + 2)) for n, (a, b) in enumerate(pairwise(edges), start=1))
    section = Section(
        0, None, 1, None, None, "題", kind or SectionKind.BODY, 0, text.find("\n") + 1, len(text), len(text), ()
    )
    outline = Outline((section,) if kind else ())
    return Report("r", "r", "0", Document(text, "", media_type, pages), outline, front_matter("題", "部", "", ""))


RUGGED = st.text(st.sampled_from("字a 。.\t\n\n\u3000<&"), max_size=80)


@given(
    RUGGED,
    st.lists(st.integers(0, 80), max_size=6),
    st.lists(st.integers(0, 80), min_size=4, max_size=4).map(sorted),
    st.sampled_from(["application/pdf", "text/plain"]),
    st.sampled_from([None, SectionKind.BODY, SectionKind.TOC]),
)
def test_whatever_a_text_is_made_of_it_reads_back_and_every_page_has_one_mark(
    text: str, starts: list[int], spans: list[int], media_type: str, kind: SectionKind | None
) -> None:
    report = paged(text, starts, media_type, kind)
    a, b, c, d = spans
    made = render_text(report, 0, len(text), Marks((a, d), ((b, c),)), ZH)
    assert plain(made) == text
    marks = re.findall(r'<(?:div|span) class="page-mark(?: inside)?"[^>]* id="p(\d+)"', made)
    assert marks == [str(page.number) for page in report.document.pages] * bool(text)
    tinted = "".join(re.findall(r'<(?:mark|span class="passage")>([^<]*)</', made))
    assert re.sub(r"\s", "", html.unescape(tinted)) == re.sub(r"\s", "", text[a:d])


@given(RUGGED, st.integers(0, 80))
def test_a_text_in_two_parts_has_each_character_and_each_page_once(text: str, cut: int) -> None:
    report = paged(text, [0, 7, cut, 33])
    cut = min(cut, len(text))
    made = [render_text(report, a, b, Marks(), ZH) for a, b in ((0, cut), (cut, len(text)))]
    assert plain("".join(made)) == text
    marks = re.findall(r' id="p(\d+)"', "".join(made))
    assert len(marks) == len(set(marks)), "the same page twice"


def test_a_printed_report_reads_back_with_its_tables_and_pages() -> None:
    report = printed_report()
    made = render_text(report, 0, len(report.text), Marks(), ZH)
    assert plain(made) == report.text
    assert made.count("<tr>") == report.text.count("\n") + 1 - sum("\t" not in row for row in report.text.split("\n"))
    assert made.count("page-mark inside") == 2 and made.count('<tr class="page-row">') == 1
    assert 'title="第 9 頁"' in made and "第 9 頁" not in plain(made)


def test_a_line_is_a_paragraph_where_the_readers_write_one_a_line() -> None:
    text = "甲\n乙\n\t下午\n日\t上午\n\n丙"
    found = list(blocks(text, 0, len(text), by_line=True))
    assert [(text[b.start : b.end], b.is_table) for b in found] == [
        ("甲", False), ("乙", False), ("\t下午\n日\t上午", True), ("丙", False),
    ]  # fmt: skip
    assert list(blocks(text, 0, 3, by_line=False)) == [Block(0, 3)]


def test_a_table_that_begins_with_an_empty_cell_keeps_it() -> None:
    text = "\n\n\t甲\n乙\t丙"
    (block,) = blocks(text, 0, len(text), by_line=True)
    assert text[block.start : block.end] == "\t甲\n乙\t丙"
    made = render_text(paged(text, []), 0, len(text), Marks(), ZH)
    assert [row.count("<td") for row in made.split("<tr>")[1:]] == [2, 2]


def test_the_dots_of_a_contents_are_not_read_out() -> None:
    made = render_text(paged("目錄\n壹、目的......5\n貳、…… 12\n", [], kind=SectionKind.TOC), 0, 100, Marks(), ZH)
    assert '<span>壹、目的</span><span class="leader" aria-hidden="true">......</span><span>5</span>' in made
    assert made.count('class="leader"') == 1


def test_a_page_that_begins_in_a_word_of_the_passage_does_not_end_its_mark() -> None:
    made = render_text(paged("甲乙丙丁", [0, 2]), 0, 4, Marks((1, 3)), ZH)
    assert re.sub(r'<span class="page-mark inside"[^>]*></span>', "|", made.split("<p")[1]) == (
        ' class="para has-passage">甲<span class="passage">乙</span>|<span class="passage">丙</span>丁</p></div>'
    )


def test_the_last_pages_of_a_file_may_be_empty_and_have_their_marks() -> None:
    made = render_text(paged("甲\n", [0, 2, 2]), 0, 2, Marks(), ZH)
    assert re.findall(r'id="p(\d)"', made) == ["1", "2", "3"]


@pytest.mark.parametrize("media_type", ["application/pdf", "text/plain"])
def test_a_card_shows_the_passage_as_its_report_does(media_type: str) -> None:
    report = printed_report()
    hit = first_words("forum", report)
    shelf = Shelf((replace(SHELF.reports[0], id="forum", media_type=media_type),))
    quote = render_card(hit, Deck(shelf, ZH)).split("<blockquote")[1].split("</blockquote>")[0]
    assert plain(f"<{quote}") == hit.text
    assert quote.count("<tr>") == (8 if media_type == "application/pdf" else 0)
    answered = hit.text.split("\n")[-3].split("\t")
    assert re.findall("<mark>([^<]*)</mark>", quote.replace("\t", ""))[: len(answered)] == (
        answered if media_type == "application/pdf" else ["".join(answered)]
    )


def test_a_long_text_without_headings_or_blank_lines_is_cut_at_a_line() -> None:
    report = paged("一行\n" * 100_000, [0])
    assert all(report.text[start - 1] == "\n" for start, _ in parts_of(report)[1:])


def test_of_very_many_reports_the_newest_are_offered_and_the_chosen_one() -> None:
    first = LIBRARY.reports()[0]
    old = replace(first, id="old", front=replace(first.front, iso={"date": "1999-01-01"}))
    shelf = Shelf.of([old, *(replace(first, id=f"r{n}") for n in range(MOST_CHOICES + 10))])
    ids = [report_id for _, report_id in shelf.choices(ZH, "old")]
    assert ids[:2] == ["", "old"] and len(ids) == MOST_CHOICES + 2
    assert "old" not in [report_id for _, report_id in shelf.choices(ZH)]
    assert "500" in shelf.choosing(ZH) and shelf.choosing(ZH) != Shelf.of([first]).choosing(ZH)
