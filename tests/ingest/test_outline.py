import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Document, Outline, Section, SectionKind
from ingest.structure.outline import outline
from tests.ingest.conftest import FIRST_REPORT, FIXTURES, ROOT, document_of, plain
from tests.ingest.strategies import texts

GOLD = json.loads((ROOT / "corpus/questions/gartner_2022_outline.json").read_text("utf-8"))


def rows(tree: Outline) -> list[tuple[object, ...]]:
    return [
        (s.path, s.start, s.end, s.heading_end, s.own_end, s.level, s.kind, s.number, s.title) for s in tree.sections
    ]


def labels(text: str) -> list[tuple[str, ...]]:
    return [section.path for section in outline(plain(text)).sections]


def test_every_section_of_the_first_report_is_as_checked_by_hand() -> None:
    gold = [
        (tuple(s["path"]), s["start"], s["end"], s["heading_end"], s["own_end"], s["level"], s["kind"], s["number"],
         s["title"] or "")
        for s in GOLD["sections"]
    ]  # fmt: skip
    assert rows(outline(document_of(FIRST_REPORT))) == gold
    assert len(gold) == 59


def test_every_figure_of_the_first_report_is_as_checked_by_hand() -> None:
    tree = outline(document_of(FIRST_REPORT))
    found = [(f.number, f.caption, f.start, f.end, tree.sections[f.section].path) for f in tree.figures]
    gold = [(f["number"], f["caption"], f["start"], f["end"], tuple(f["section"])) for f in GOLD["figures"]]
    assert found == gold
    assert len(gold) == 35


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_fixture_has_the_outline_written_beside_it(path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = [
        {"path": list(s.path), "start": s.start, "end": s.end, "level": s.level, "kind": str(s.kind)}
        for s in outline(document_of(path)).sections
    ]
    assert found == expected


def check_invariants(text: str, tree: Outline) -> None:
    sections = tree.sections
    for ordinal, s in enumerate(sections):
        assert s.ordinal == ordinal
        assert 0 <= s.start <= s.heading_end <= s.own_end <= s.end <= len(text)
        assert s.parent is None or s.parent < ordinal
        check_children(s, [c for c in sections if c.parent == ordinal])
    roots = [s for s in sections if s.parent is None]
    for before, after in pairwise(roots):
        assert before.end == after.start
    if roots:
        assert not text[: roots[0].start].strip()
        assert roots[-1].end == len(text)
    else:
        assert not text.strip()
    assert [s.start for s in sections] == sorted(s.start for s in sections)
    assert all(sections[f.section].start <= f.start < f.end <= sections[f.section].end for f in tree.figures)


def check_children(parent: Section, children: list[Section]) -> None:
    if not children:
        return
    assert children[0].start == parent.own_end
    for before, after in pairwise(children):
        assert before.end == after.start
    listed = children[-1].kind is SectionKind.AGENDA  # captions under a list are its parent's
    assert children[-1].end == parent.end or (listed and children[-1].end < parent.end)


@settings(max_examples=400, deadline=None)
@given(texts, st.booleans())
def test_whatever_the_text_its_outline_is_a_tree_that_covers_it(text: str, markdown: bool) -> None:
    document = Document(text, "utf-8", "text/markdown" if markdown else "text/plain")
    check_invariants(text, outline(document))


def test_the_outline_of_every_report_is_a_tree_that_covers_it(report: Document) -> None:
    check_invariants(report.text, outline(report))


@pytest.mark.parametrize(
    "line",
    [
        "5 © 2022 Gartner, Inc. All rights reserved.",
        "10 月 19 日上午抵達會場。",
        "2.5 億元之經費已編列完成。",
        "3. 項有關資料共享之內容。",
        "112.1.19 發布新聞稿。",
        "一般而言，各國之作法不同。",
        "圖 2-1 所示為議程。",
        "參訪行程由主辦單位安排。",
    ],
)
def test_a_line_that_only_looks_numbered_heads_nothing(line: str) -> None:
    text = f"壹、目的\n\n了解各國之作法。\n\n{line}\n\n貳、過程\n\n本次會議為期三日。\n"
    assert labels(text) == [("壹、目的",), ("貳、過程",)]


def test_a_level_is_relative_to_what_is_open() -> None:
    text = "壹、目的\n甲文。\n貳、過程\n一、首日\n1. 上午\n乙文。\n2. 下午\n丙文。\n二、次日\n丁文。\n"
    text += "參、心得\n(一)甲\n戊文。\n(二)乙\n己文。\n"
    levels = [(s.path[-1], s.level) for s in outline(plain(text)).sections]
    assert levels == [
        ("壹、目的", 1), ("貳、過程", 1), ("一、首日", 2), ("1. 上午", 3), ("2. 下午", 3), ("二、次日", 2),
        ("參、心得", 1), ("(一)甲", 2), ("(二)乙", 2),
    ]  # fmt: skip


def test_a_scheme_may_stand_above_one_that_is_officially_higher() -> None:
    text = "1、目的\n甲文。\n2、過程\n(一)首日\n乙文。\n(二)次日\n丙文。\n3、心得\n丁文。\n"
    assert [s.level for s in outline(plain(text)).sections] == [1, 1, 2, 2, 1]


def test_a_contents_without_page_numbers_heads_nothing() -> None:
    text = "目錄\n壹、目的\n貳、過程\n\n壹、目的\n甲文。\n\n貳、過程\n乙文。\n"
    assert labels(text) == [("目錄",), ("壹、目的",), ("貳、過程",)]


def test_numbered_points_in_the_abstract_of_a_form_head_nothing() -> None:
    text = "行政院及所屬各機關出國報告提要\n報告名稱：赴日考察\n"
    text += "摘要：重點如下。\n一、擴大交流。\n二、編列預算。\n\n壹、目的\n甲文。\n"
    assert [s.kind for s in outline(plain(text)).sections] == ["form", "abstract", "body"]


def test_a_sentence_behind_a_numeral_is_an_item_and_a_run_of_short_ones_a_list() -> None:
    long = "建議持續派員參與國際會議，並於行前邀集相關單位研商議題立場，以爭取我國之發言機會，並於會後公開成果。"
    text = f"壹、建議\n(一){long}\n(二){long}\n\n貳、議程\n一、開幕。\n二、討論。\n三、閉幕。\n"
    found = [(s.path[-1], s.kind) for s in outline(plain(text)).sections]
    assert found == [
        ("壹、建議", "body"), ("(一)", "item"), ("(二)", "item"),
        ("貳、議程", "body"), ("一、開幕", "agenda"), ("二、討論", "agenda"), ("三、閉幕", "agenda"),
    ]  # fmt: skip


def test_an_appendix_needs_no_title() -> None:
    text = "壹、目的\n甲文。\n\n附錄一 名單\n王大明\n\n附錄二\n\n展場地圖\n"
    assert labels(text) == [("壹、目的",), ("附錄一 名單",), ("附錄二",)]


def test_a_preface_stands_beside_the_numbered_chapters() -> None:
    for first, second in (("壹、目的", "貳、過程"), ("一、目的", "二、過程"), ("I. Purpose", "II. Findings")):
        text = f"前言\n\n本書為成果。\n\n{first}\n甲文。\n\n{second}\n乙文。\n\n參考資料\n\n甲書。\n"
        assert labels(text) == [("前言",), (first,), (second,), ("參考資料",)]


def test_a_heading_wrapped_at_the_margin_is_joined() -> None:
    body = "本次會議之討論內容涵蓋多項議題且各國代表踴躍發言，\n" * 8 + "會議圓滿結束。\n"
    text = f"壹、參加亞太經濟合作能源效率與節約專家小組第二十\n一屆會議\n\n{body}\n貳、心得\n\n{body}"
    assert labels(text) == [("壹、參加亞太經濟合作能源效率與節約專家小組第二十一屆會議",), ("貳、心得",)]


def test_two_million_characters_are_outlined_in_seconds() -> None:
    text = document_of(FIRST_REPORT).text * 40
    started = time.perf_counter()
    outline(plain(text))
    outline(plain("." * 500_000))
    outline(plain("一、（1.\t" * 60_000))
    assert time.perf_counter() - started < 20
