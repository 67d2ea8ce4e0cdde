import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.check.align import LONGEST
from assistant.check.citing import claims, read
from assistant.check.quotations import Kind, find_quotations, pieces, size_of, without_additions

LONG = "本次會議決議推動數位韌性計畫"
OTHER = "各機關應於年底前完成盤點作業"


def quoted(draft: str) -> list[str]:
    return [q.text for q in find_quotations(draft)]


@pytest.mark.parametrize("marks", ["「」", "『』", "“”", "‘’", '""', "«»", "‹›", "„“", "〝〞", "﹁﹂", "＂＂"])
def test_every_kind_of_mark_quotes(marks: str) -> None:
    draft = f"部長表示：{marks[0]}{LONG}{marks[1]}，並稱{marks[0]}{OTHER}{marks[1]}。"
    assert quoted(draft) == [LONG, OTHER]
    assert [draft[q.start : q.end] for q in find_quotations(draft)] == [LONG, OTHER]


def test_titles_are_no_quotations_nor_is_what_is_quoted_in_them() -> None:
    assert quoted(f"《出席「數位韌性與公共服務轉型」會議報告》指出「{LONG}」") == [LONG]


def test_the_outermost_marks_count_and_what_they_hold_stays_whole() -> None:
    assert quoted(f"他說：「{LONG}，『{OTHER}』。」") == [f"{LONG}，『{OTHER}』。"]


def test_a_quotation_may_go_over_lines_and_an_apostrophe_ends_none() -> None:
    assert quoted(f"「{LONG}\n{OTHER}」") == [f"{LONG}\n{OTHER}"]
    assert quoted("He said ‘the ministry’s cloud policy doesn’t change’ today") == [
        "the ministry’s cloud policy doesn’t change"
    ]


def test_a_mark_that_is_never_closed_quotes_its_sentence_and_hides_no_other() -> None:
    found = find_quotations(f"甲「{LONG}。乙又說「{OTHER}」。")
    assert [(q.text, q.closed) for q in found] == [(LONG, False), (OTHER, True)]


def test_a_lone_straight_mark_spoils_only_its_own_paragraph() -> None:
    assert quoted(f'一支 5" 的管子。\n\n主管稱"{LONG}"。') == [LONG]


def test_block_quotes_count_without_their_signs_and_without_the_line_that_cites() -> None:
    draft = f"如下：\n\n> {LONG}，\n> {OTHER}。\n> — 《報告》，第 3 頁\n\n以上。"
    (found,) = find_quotations(draft)
    assert (found.text, found.kind) == (f"{LONG}，\n{OTHER}。", Kind.BLOCK)
    (claim,) = claims(draft, [found])
    assert claim is not None and (claim.title, claim.pages) == ("報告", ("3",))
    assert [q.kind for q in find_quotations(f"如下：\n\n    {LONG}，\n    {OTHER}。\n\n以上。")] == [Kind.BLOCK]


def test_without_any_quotation_every_sentence_is_one_and_headings_stand_alone() -> None:
    found = find_quotations(f"壹、目的\n{LONG}。{OTHER}\n辦理。\n\n第二段也有一句夠長的話。")
    assert [q.text for q in found] == ["壹、目的", f"{LONG}。", f"{OTHER}\n辦理。", "第二段也有一句夠長的話。"]
    assert {q.kind for q in found} == {Kind.SENTENCE}


def test_terms_in_marks_do_not_keep_a_sentence_from_being_checked() -> None:
    assert [q.kind for q in find_quotations(f"所謂「韌性」，{LONG}。")] == [Kind.SENTENCE]
    assert [q.kind for q in find_quotations(f"所謂「韌性」，「{LONG}」。", every_sentence=True)] == [Kind.SENTENCE]


@pytest.mark.parametrize("dots", ["……", "…", "...", "⋯⋯", "（略）", "〔中略〕", "[...]", "（……）", ". . ."])
def test_what_is_left_out_parts_a_quotation_into_pieces(dots: str) -> None:
    assert list(pieces(f"{LONG}{dots}{OTHER}")) == [LONG, OTHER]
    assert list(pieces(f"{dots}{LONG}{dots}")) == [LONG]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("本部[數位發展部]將推動", "本部將推動"),
        ("本部〔按：數位部〕將推動", "本部將推動"),
        ("本部（按：數位發展部）將推動", "本部將推動"),
        ("本部（編者按，指數位部）將推動", "本部將推動"),
        ("本部將推[動]", "本部將推"),
        ("將推動（原文如此）計畫", "將推動計畫"),
        ("將推動¹計畫[^2]", "將推動計畫"),
        ("[T]he ministry [sic] plans (emphasis added)", "The ministry  plans "),
        ("本部（數位發展部）將推動", "本部（數位發展部）將推動"),
    ],
)
def test_what_the_writer_says_to_have_added_is_not_quoted(text: str, said: str) -> None:
    assert without_additions(text) == said


def test_a_very_long_quotation_is_checked_in_parts_that_leave_nothing_out() -> None:
    text = f"{LONG}。" * 500
    found = find_quotations(f"> {text}")
    assert len(found) > 3 and all(len(q.text) <= LONGEST for q in found)
    assert "".join(q.text for q in found) == text


def test_size_counts_letters_only_and_latin_ones_less() -> None:
    assert size_of("「數位，韌性」") == 4
    assert size_of("digital resilience") < 7


@given(st.text(alphabet='「」『』“”‘’"《》甲乙。\n >…[]（按a', max_size=120))
@settings(max_examples=300, deadline=None)
def test_whatever_the_draft_quotations_are_in_order_apart_and_inside_it(draft: str) -> None:
    found = find_quotations(draft)
    edges = [edge for q in found for edge in (q.start, q.end)]
    assert edges == sorted(edges) and all(0 <= edge <= len(draft) for edge in edges)
    assert all(q.text and q.pieces for q in found)
    assert all(draft[q.start : q.end].strip() == q.text for q in found if q.kind is not Kind.BLOCK)
    assert len(claims(draft, found)) == len(found)


UNITS = (
    "「", "」", "「」", '"', "的", "「的", "『「", "\n\n", "> a\n", "《", "    a\n", "[ ", "…", ". ", " ", "(按",
    "\n一、", "《甲》", "第", "[^1]",
)  # fmt: skip


def seconds(unit: str, length: int) -> float:
    draft = unit * (length // len(unit))
    begun = time.process_time()
    claims(draft, find_quotations(draft)[:1000])
    return time.process_time() - begun


@pytest.mark.parametrize("unit", UNITS)
def test_ten_thousand_of_anything_take_no_time(unit: str) -> None:
    assert seconds(unit, 10_000) < 2


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_a_hundred_thousand_of_anything_take_ten_times_that_and_no_more(unit: str) -> None:
    assert seconds(unit, 100_000) < 20


@pytest.mark.parametrize(
    ("text", "title", "pages"),
    [
        ("（王小明，《赴日考察報告》，民國 112 年，壹、目的，第 5 頁。）", "赴日考察報告", ("5",)),
        ("《赴日考察報告》第５－６頁", "赴日考察報告", ("5", "6")),
        ("《甲》，第 iv 頁（檔案第 9 頁）", None, ("iv",)),
        ("(pp. 12–14)", None, ("12", "14")),
        ("見報告頁 7", None, ("7",)),
        ("page 3 of the report", None, ("3",)),
    ],
)
def test_a_citation_is_read_in_any_of_its_ways(text: str, title: str | None, pages: tuple[str, ...]) -> None:
    claim = read(text)
    assert claim is not None
    assert claim.pages == pages
    if title:
        assert claim.title == title


def test_a_permanent_link_names_report_and_place() -> None:
    for link in (
        "https://reports.example/?q=%E9%9B%B2&report=fa43c01a#v2-120-310-3fa8c2d1e0",
        "/reports/fa43c01a/text?at=v2-120-310-3fa8c2d1e0#passage",
    ):
        claim = read(f"（見 {link} ）")
        assert claim is not None and claim.report_id == "fa43c01a"
        assert str(claim.anchor) == "v2-120-310-3fa8c2d1e0"


@pytest.mark.parametrize(
    "draft",
    [
        "「{q}」（《甲乙報告》，第 5 頁）。",
        "依《甲乙報告》第 5 頁：「{q}」。",
        "「{q}」[^a]。\n\n[^a]: 王小明，《甲乙報告》，第 5 頁。",
        "「{q}」\n王小明（環境部），《甲乙報告》，民國 112 年 8 月 1 日，第 5 頁。",
        "> {q}\n> — 《甲乙報告》，第 5 頁",
    ],
)
def test_a_citation_is_found_after_before_and_below_its_quotation(draft: str) -> None:
    text = draft.replace("{q}", LONG)
    (claim,) = claims(text, find_quotations(text))
    assert claim is not None and (claim.title, claim.pages) == ("甲乙報告", ("5",))


def test_each_quotation_of_a_line_has_the_note_below_that_is_its_own() -> None:
    draft = f"甲稱「{LONG}」，乙稱「{OTHER}」。\n甲，《第一份》，第 1 頁。\n乙，《第二份》，第 2 頁。\n下一段。"
    found = claims(draft, find_quotations(draft))
    assert [claim and claim.title for claim in found] == ["第一份", "第二份"]


def test_prose_below_that_names_a_title_is_no_note() -> None:
    draft = f"甲稱「{LONG}」。\n下一段提到《第一份》的作法。\n再下一段。"
    assert claims(draft, find_quotations(draft)) == [None]


def test_what_cites_nothing_has_no_claim() -> None:
    draft = f"甲稱「{LONG}」。"
    assert claims(draft, find_quotations(draft)) == [None]
