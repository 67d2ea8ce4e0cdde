import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from assistant.check.align import Stretch, lower_bound, nearest, occurrences, pairs_of
from assistant.check.diff import Op, diff, tokens
from assistant.check.finding import most_edits
from assistant.check.folded import Folded, Form, fold_text, forms
from tests.assistant.check_disturbed import HARMLESS, all_at_once
from tests.ingest.strategies import texts

REPORT = (Path(__file__).parents[2] / "corpus" / "reports" / "000_b1a17c035f95a460.txt").read_text(encoding="utf-8")
WHOLE = fold_text(REPORT)
seeds = st.integers(0, 2**32).map(random.Random)


def word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """A slice that begins and ends with a letter, and in no Latin word or number."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


slices = st.tuples(st.integers(0, len(REPORT)), st.integers(1, 300)).map(
    lambda at: word_edges(REPORT, at[0], min(len(REPORT), at[0] + at[1]))
)


@given(slices, st.sampled_from([*HARMLESS.values(), all_at_once]), seeds)
@settings(max_examples=120, deadline=None)
def test_a_slice_however_it_is_disturbed_stands_letter_by_letter_where_it_was_taken(
    span: tuple[int, int], disturb: object, draw: random.Random
) -> None:
    start, end = span
    quote = fold_text(disturb(REPORT[start:end], draw))  # type: ignore[operator]
    assume(quote.letters)
    spans = [WHOLE.span(s.start, s.end) for s in at_all(quote.letters, WHOLE)]
    assert (start, end) in spans


def at_all(letters: str, text: Folded) -> list[Stretch]:
    found, at = [], text.letters.find(letters)
    while at >= 0:
        found.append(Stretch(at, at + len(letters)))
        at = text.letters.find(letters, at + 1)
    return found


@given(texts)
@example("a-\nb e\u0301ﬁ — — 「x」…… 《》")
@settings(max_examples=200, deadline=None)
def test_letters_stand_in_their_text_in_order_and_fold_to_themselves(text: str) -> None:
    folded = fold_text(text)
    assert len(folded.letters) == len(folded.starts) == len(folded.ends)
    assert all(a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts) and list(folded.ends) == sorted(folded.ends)
    again = fold_text(folded.letters)
    assert again.letters == folded.letters


@pytest.mark.parametrize(
    ("quote", "source", "found"),
    [
        ("數位韌性", "數位韌性", ()),
        ("數位 韌性", "數位\n韌性", (Form.SPACE,)),
        ("development of AI", "develop-\nment  of AI", (Form.SPACE,)),
        ("ＡＩ（2022）", "AI(2022)", (Form.WIDTH,)),
        ("台湾数位发展", "臺灣數位發展", (Form.SCRIPT,)),
        ("計劃", "計畫", (Form.SCRIPT,)),
        ("“韧性”", "「韌性」", (Form.MARKS, Form.SCRIPT)),
        ("cross-border", "crossborder", (Form.MARKS,)),
        ("Cloud First", "cloud first", (Form.CASE,)),
        ("⼈⼯智慧", "人工智慧", (Form.WIDTH,)),
    ],
)
def test_what_an_exact_quotation_differs_in_is_told(quote: str, source: str, found: tuple[Form, ...]) -> None:
    ours, theirs = fold_text(quote), fold_text(source)
    assert ours.letters == theirs.letters
    assert forms(ours, theirs, 0) == found


@given(st.text(alphabet="甲乙丙丁ab 1", max_size=14), st.text(alphabet="甲乙丙丁ab 1", max_size=40))
@settings(max_examples=150, deadline=None)
def test_the_nearest_stretch_has_the_least_distance_of_all(quote: str, text: str) -> None:
    letters, folded = fold_text(quote).letters, fold_text(text)
    assume(letters)
    ends = range(len(folded.letters) + 1)
    least = min(Levenshtein.distance(letters, folded.letters[a:b]) for a in ends for b in ends if a <= b)
    found = nearest(letters, folded, len(letters))
    if least < len(letters):
        assert found is not None and found.distance == least
        assert least >= lower_bound(pairs_of(letters), folded)
    else:
        assert found is None


def edited(text: str, edits: int, draw: random.Random) -> str:
    for _ in range(edits):
        at = draw.randrange(len(text))
        text = draw.choice(
            (text[:at] + text[at + 1 :], text[:at] + "鑫" + text[at:], text[:at] + "鑫" + text[at + 1 :])
        )
    return text


@given(slices, st.integers(1, 6), seeds)
@settings(max_examples=50, deadline=None)
def test_with_a_few_edits_it_is_near_and_its_diff_makes_the_source_of_it(
    span: tuple[int, int], edits: int, draw: random.Random
) -> None:
    assume(span[1] - span[0] >= 12 * edits)
    text = edited(REPORT[span[0] : span[1]], edits, draw)
    quote = fold_text(text)
    assume(len(quote.letters) >= 10 * edits)
    found = nearest(quote.letters, WHOLE, most_edits(quote.letters))
    assert found is not None and found.distance <= 3 * edits  # a new character may part words that a blank did
    start, end = WHOLE.span(found.start, found.end)
    pieces = diff(quote, fold_text(REPORT[start:end]))
    assert "".join(p.quote for p in pieces) == text
    assert "".join(p.source for p in pieces) == REPORT[start:end]


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_the_pieces_of_any_two_texts_are_both_of_them_and_alternate(one: str, other: str) -> None:
    assume(fold_text(one).letters or fold_text(other).letters)
    pieces = diff(fold_text(one), fold_text(other))
    assert "".join(p.quote for p in pieces) == one
    assert "".join(p.source for p in pieces) == other
    assert all((a.op is Op.SAME) != (b.op is Op.SAME) for a, b in pairwise(pieces))
    for piece in pieces:
        if piece.op is Op.SAME:
            assert fold_text(piece.quote).letters.strip() == fold_text(piece.source).letters.strip()


def test_a_diff_is_of_words_in_latin_script_and_leaves_no_confetti() -> None:
    pieces = diff(
        fold_text("The minister opposed every single proposal of 2021"),
        fold_text("The minister supported all proposals of 2022"),
    )
    changed = [(p.quote, p.source) for p in pieces if p.op is not Op.SAME]
    assert changed == [("opposed every single proposal", "supported all proposals"), ("2021", "2022")]


def test_a_number_or_word_that_goes_on_is_not_the_same() -> None:
    text = fold_text("共 13 件，1,250 元，subreport 與 report")
    assert [s.start for s in occurrences(fold_text("3 件").letters, text)] == []
    assert [s.start for s in occurrences(fold_text("250 元").letters, text)] == []
    assert len(list(occurrences("report", text))) == 1
    near = nearest(fold_text("3 件").letters, text, 2)
    assert near is not None and text.between(near.start, near.end) == "13 件"


def test_words_and_numbers_are_compared_whole_and_chinese_by_character() -> None:
    assert tokens(fold_text("cloud計畫2,022年 2.5%").letters) == ["cloud", "计", "划", "2,022", "年", "2.5%"]


@pytest.mark.parametrize("sign", ["的", "a", " ", "「", "-", ".", "a\u0301", "\n"])
def test_folding_a_hundred_thousand_of_one_sign_takes_no_time(sign: str) -> None:
    begun = time.process_time()
    fold_text(sign * (100_000 // len(sign)))
    assert time.process_time() - begun < 2
