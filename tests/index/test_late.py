"""Late interaction: the fast sums against plain ones, and tokens where they belong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import indexed_text, places
from corpus.tokens import PassageTokens, QuestionTokens, TextTokens
from corpus.types import PassageId, Scored
from index.fuse import lifted
from index.late import interact, signs, token_layer

A, B, C = PassageId(1), PassageId(2), PassageId(3)


def question_of(tokens: int, dimensions: int, seed: int = 0) -> QuestionTokens:
    draw = np.random.default_rng(seed)
    states = draw.standard_normal((tokens, dimensions)).astype(np.float32)
    weights = draw.random(tokens).astype(np.float32)
    return QuestionTokens(states / np.linalg.norm(states, axis=1, keepdims=True), weights / weights.sum())


def passage_of(counts: tuple[int, ...], dimensions: int, seed: int = 0) -> tuple[PassageTokens, np.ndarray]:
    """A passage, and its tokens as plain unit vectors of +1 and -1."""
    states = np.random.default_rng(seed).standard_normal((sum(counts), dimensions)).astype(np.float32)
    return PassageTokens("m", counts, signs(states)), np.where(states > 0, 1.0, -1.0) / np.sqrt(dimensions)


def plain(question: QuestionTokens, tokens: np.ndarray) -> float:
    """MaxSim as it is written down."""
    return sum(
        float(weight) * max(float(state @ token) for token in tokens)
        for state, weight in zip(question.states, question.weights, strict=True)
    )


@pytest.mark.parametrize("dimensions", [8, 12, 384])
def test_the_score_is_what_the_formula_says(dimensions: int) -> None:
    question = question_of(5, dimensions)
    made = [passage_of(counts, dimensions, seed) for seed, counts in enumerate([(3, 1, 4), (1,), (2, 7)])]
    for score, (passage, tokens) in zip(interact(question, [p for p, _ in made]), made, strict=True):
        windows = [plain(question, part) for part in np.split(tokens, np.cumsum(passage.counts)[:-1])]
        assert score.windows == pytest.approx(windows, abs=1e-5)
        assert score.score == pytest.approx((plain(question, tokens) + max(windows)) / 2, abs=1e-5)


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), max_size=4), st.integers(0, 3))
def test_windows_and_passages_without_tokens_score_nothing(counts: list[list[int]], asked: int) -> None:
    question = question_of(asked, 16)
    made = [passage_of(tuple(c), 16, seed) for seed, c in enumerate(counts)]
    together = interact(question, [p for p, _ in made])
    alone = [interact(question, [p])[0] for p, _ in made]
    assert [s.score for s in together] == pytest.approx([s.score for s in alone], abs=1e-6)
    for score, (passage, _) in zip(together, made, strict=True):
        assert len(score.windows) == len(passage.counts)
        assert all(w == 0 for w, n in zip(score.windows, passage.counts, strict=True) if not n or not asked)


def test_a_token_is_found_by_its_signs() -> None:
    states = np.eye(16, dtype=np.float32) - 0.5
    (score,) = interact(
        QuestionTokens(states[:1] / np.linalg.norm(states[0]), np.ones(1, dtype=np.float32)),
        [PassageTokens("m", (8, 8), signs(states))],
    )
    assert score.windows[0] > score.windows[1]


def test_three_quarters_into_the_model() -> None:
    assert [token_layer(n) for n in (2, 6, 12, 24)] == [2, 4, 9, 18]


@given(st.lists(st.integers(0, 40), unique=True, max_size=12).map(sorted), st.sets(st.integers(0, 40), min_size=1))
def test_each_window_gets_the_tokens_that_begin_in_it(starts: list[int], windows: set[int]) -> None:
    edges = sorted(windows)
    tokens = TextTokens(np.array(starts, dtype=np.uint8).reshape(-1, 1), np.array(starts, dtype=np.int64))
    kept = PassageTokens.of(tokens, edges, "m")
    parts = np.split(kept.bits[:, 0], np.cumsum(kept.counts)[:-1])
    for part, start, end in zip(parts, edges, [*edges[1:], 999], strict=True):
        assert part.tolist() == [at for at in starts if start <= at < end]


@given(st.text(alphabet="雲端a \n。", max_size=30), st.lists(st.text("章節", min_size=1, max_size=5), max_size=2))
def test_a_character_is_found_again_in_what_is_embedded(text: str, path: list[str]) -> None:
    indexed = indexed_text(path, text)
    offsets = [at for at, c in enumerate(text) if not c.isspace()]
    assert [indexed[at] for at in places(path, text, offsets)] == [text[at] for at in offsets]


def test_late_scores_lift_within_the_few_that_were_looked_at() -> None:
    ranked = [Scored(A, 0.9), Scored(B, 0.8), Scored(C, 0.7)]
    assert lifted(ranked, {}, 1.0) == ranked
    assert lifted(ranked, {A: 0.3, B: 0.5}, 1.0) == [Scored(B, 1.0), Scored(A, 0.9), Scored(C, 0.7)]
    assert lifted(ranked, {A: 0.3, B: 0.5}, 0.0) == ranked
