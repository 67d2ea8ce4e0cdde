import json
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.text import indexed_text
from corpus.types import Document, Outline, Passage, PassageKind, SectionKind
from ingest.passages.split import split, without_contents
from ingest.structure.lines import lay_out
from ingest.structure.outline import outline
from ingest.structure.sentences import width
from tests.ingest.conftest import FIRST_REPORT, ROOT, CountedCharacters, document_of, plain
from tests.ingest.strategies import texts

GOLD = json.loads((ROOT / "corpus/questions/gartner_2022_outline.json").read_text("utf-8"))


def characters(text: str) -> list[int]:
    """Every offset in ``text`` is a word's end: a segmenter for texts that are none."""
    return list(range(1, len(text) + 1))


def check(document: Document, tree: Outline, passages: list[Passage], limit: int) -> None:
    text = document.text
    counter = CountedCharacters(limit)
    for ordinal, p in enumerate(passages):
        section = tree.sections[p.section]
        assert p.ordinal == ordinal
        assert text[p.start : p.end] == text[p.start : p.end].strip() != ""
        assert section.start <= p.start < p.end <= section.end
        assert section.kind not in (SectionKind.TOC, SectionKind.AGENDA)
        assert p.kind is PassageKind.LIST or p.start >= section.heading_end
        assert counter.count_tokens([indexed_text(section.path, text[p.start : p.end])])[0] <= limit
        check_windows(document, p)
    for before, after in pairwise(passages):
        assert before.end <= after.start


def check_windows(document: Document, passage: Passage) -> None:
    """The windows are all of the passage, but for blanks and the furniture between two sentences."""
    windows = passage.windows
    assert (windows[0].start, windows[-1].end) == (passage.start, passage.end)
    furniture = {i for a, b in without_contents(lay_out(document)).furniture for i in range(a, b)}
    for before, after in pairwise(windows):
        assert before.end <= after.start
        between = range(before.end, after.start)
        assert all(document.text[i].isspace() or i in furniture for i in between)


def check_coverage(document: Document, tree: Outline, passages: list[Passage]) -> None:
    """What is neither heading, contents nor furniture is in exactly one passage."""
    text = document.text
    left_out = {i for a, b in without_contents(lay_out(document)).furniture for i in range(a, b)}
    for s in tree.sections:
        left_out.update(range(s.start, s.own_end if s.kind is SectionKind.TOC else s.heading_end))
    covered = {i for p in passages for i in range(p.start, p.end)}
    missing = [i for i, c in enumerate(text) if not c.isspace() and i not in left_out and i not in covered]
    assert not missing, text[missing[0] : missing[0] + 40]


def test_passages_of_every_report_are_verbatim_and_complete(report: Document, words) -> None:
    tree = outline(report)
    passages = split(report, tree, words, CountedCharacters())
    check(report, tree, passages, 512)
    check_coverage(report, tree, passages)


def test_a_smaller_model_gets_smaller_passages(report: Document, words) -> None:
    tree = outline(report)
    passages = split(report, tree, words, CountedCharacters(120))
    check(report, tree, passages, 120)
    check_coverage(report, tree, passages)


PROSE_IN_THE_FORM = (
    "行政院及所屬各機關出國報告提要\n5 © 2022 Gartner, Inc. All rights reserved.出國報告（出國類別：開會）\n"
    "內容摘要：本次會議討論三項議題。\n"
)
"""What stands between a form's head and its abstract is the form's, and no second section's."""


@settings(max_examples=250, deadline=None)
@example(PROSE_IN_THE_FORM, 110, 40)
@given(texts, st.sampled_from((110, 512)), st.sampled_from((40, 250)))
def test_whatever_the_text_its_passages_are_verbatim_and_complete(text: str, limit: int, target: int) -> None:
    document = plain(text)
    tree = outline(document)
    passages = split(document, tree, characters, CountedCharacters(limit), target)
    check(document, tree, passages, limit)
    check_coverage(document, tree, passages)


def first_passages(words) -> tuple[str, Outline, list[Passage]]:
    document = document_of(FIRST_REPORT)
    tree = outline(document)
    return document.text, tree, split(document, tree, words, CountedCharacters())


def test_passages_of_the_first_report_are_of_one_size(words) -> None:
    text, _, passages = first_passages(words)
    widths = [width(text[p.start : p.end]) for p in passages if p.kind is PassageKind.TEXT]
    assert max(widths) <= 250 * 1.3
    assert sum(w < 40 for w in widths) == 0


def test_every_evidence_of_the_gold_questions_is_whole_in_one_passage(words) -> None:
    text, _, passages = first_passages(words)
    lines = (ROOT / "corpus/questions/gartner_2022.jsonl").read_text("utf-8").splitlines()
    evidence = [e for line in lines for e in json.loads(line)["evidence"]]
    assert [e for e in evidence if not any(e in text[p.start : p.end] for p in passages)] == []


def test_the_agenda_of_a_day_is_one_list(words) -> None:
    text, tree, passages = first_passages(words)
    lists = [p for p in passages if p.kind is PassageKind.LIST]
    assert [tree.sections[p.section].path[-1][:1] for p in lists] == ["一", "二", "三", "四"]
    third = text[lists[2].start : lists[2].end]
    assert "(一) Guest Keynote" in third
    assert "(五) How to Get People" in third


def test_slide_text_is_kept_apart_from_the_prose_around_it(words) -> None:
    _, _, passages = first_passages(words)
    slides = [p for p in passages if p.kind is PassageKind.SLIDE]
    for gold in GOLD["slide_text"]:
        inside = [p for p in slides if p.start < gold["end"] and gold["start"] < p.end]
        assert inside[0].start == gold["start"]
        assert not any(p.kind is PassageKind.TEXT and p.start < gold["end"] and gold["start"] < p.end for p in passages)
    assert len(slides) == len(GOLD["slide_text"])


def test_a_paragraph_cut_by_a_page_is_one_paragraph(words) -> None:
    text, _, passages = first_passages(words)
    for join in GOLD["joins"][3:]:
        whole = [p for p in passages if p.start <= join["start"] and join["end"] <= p.end]
        assert len(whole) == 1, text[join["start"] : join["end"]]


def test_no_passage_begins_or_ends_inside_a_sentence_that_fits(words) -> None:
    sentence = "本次會議就各項議題進行討論並交換意見且獲致具體結論。"
    document = plain("壹、目的\n\n" + sentence * 60 + "\n")
    passages = split(document, outline(document), words, CountedCharacters())
    assert len(passages) > 4
    assert all((p.end - p.start) % len(sentence) == 0 for p in passages)


def test_a_sentence_longer_than_a_passage_is_cut_at_a_comma_and_then_between_words(words) -> None:
    commas = "本次會議討論數位發展議題，" * 60
    none = "數位發展部推動智慧政府服務" * 40
    document = plain(f"壹、目的\n\n{commas}\n\n貳、過程\n\n{none}\n")
    tree = outline(document)
    passages = split(document, tree, words, CountedCharacters())
    first = [document.text[p.start : p.end] for p in passages if tree.sections[p.section].number == "壹"]
    assert all(piece.endswith("，") for piece in first)
    for p in passages:
        section = tree.sections[p.section]
        if section.number == "貳":
            assert p.end - section.heading_end - 2 in {0, *words(none)}


def test_an_english_passage_may_be_longer(words) -> None:
    sentence = "The port authority explained that all terminals will offer shore power soon. "
    document = plain("1. Purpose\n\n" + sentence * 30 + "\n\n2. Findings\n\nNone were made so far.\n")
    passages = split(document, outline(document), words, CountedCharacters())
    assert max(p.end - p.start for p in passages) > 450
    assert {p.kind for p in passages} == {PassageKind.TEXT}


def test_pages_are_known_only_where_the_text_has_them(words) -> None:
    paged = document_of(ROOT / "tests/fixtures/reports/pdftotext.txt")
    passages = split(paged, outline(paged), words, CountedCharacters())
    assert [p.page for p in passages] == [1, 3, 3, 4, 5]
    unpaged = document_of(FIRST_REPORT)
    assert {p.page for p in split(unpaged, outline(unpaged), words, CountedCharacters())} == {None}


def test_a_running_header_or_a_page_number_is_no_passage(words) -> None:
    page = "年度考察報告\n\n{text}\n\n- {n} -\n\f"
    prose = ["甲市政府說明其作法。", "乙市政府說明其成效。", "丙市政府說明其經費。", "丁市政府說明其展望。"]
    document = plain("".join(page.format(text=text, n=n) for n, text in enumerate(prose, 1)))
    passages = split(document, outline(document), words, CountedCharacters())
    assert [document.text[p.start : p.end] for p in passages] == prose


def test_a_contents_further_down_is_no_passage_either(words) -> None:
    document = plain(
        "前言\n\n本書為考察之成果。\n\n目錄\n壹、目的....1\n貳、過程....2\n\n壹、目的\n甲文在此。\n\n貳、過程\n乙文在此。\n"
    )
    passages = split(document, outline(document), words, CountedCharacters())
    assert [document.text[p.start : p.end] for p in passages] == ["本書為考察之成果。", "甲文在此。", "乙文在此。"]


@pytest.mark.parametrize("text", ["", "   \n\f\n", "壹、目的\n", "。", "3\n\f"])
def test_a_text_with_next_to_nothing_in_it_does_not_fail(text: str, words) -> None:
    document = plain(text)
    split(document, outline(document), words, CountedCharacters())
