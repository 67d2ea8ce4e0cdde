"""The measures, against trec_eval where it has them, and against their definitions."""

from math import isnan

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics import (
    MEASURES,
    auroc,
    bootstrap,
    calibration_error,
    refused_at,
    reliability,
    sign_test,
    wilson,
)

THEIRS = {"R@1": "recall_1", "R@5": "recall_5", "R@10": "recall_10", "MRR@10": "recip_rank", "nDCG@10": "ndcg_cut_10"}
DOCUMENTS = st.sampled_from([f"d{n}" for n in range(15)])
SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(
    st.lists(DOCUMENTS, unique=True, max_size=15),
    st.dictionaries(DOCUMENTS, st.integers(0, 3), min_size=1).filter(lambda judged: any(judged.values())),
)
def test_ranked_measures_are_those_of_trec_eval(ranked: list[str], judged: dict[str, int]) -> None:
    evaluator = pytrec_eval.RelevanceEvaluator({"q": judged}, {"recall.1,5,10", "recip_rank", "ndcg_cut.10"})
    run = {d: float(-n) for n, d in enumerate(ranked[:10])}  # we read no further than ten; reciprocal rank would
    theirs = evaluator.evaluate({"q": run})["q"] if run else dict.fromkeys(THEIRS.values(), 0.0)
    for name, measure in MEASURES.items():
        assert measure(ranked, judged) == pytest.approx(theirs[THEIRS[name]]), name


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order(yes: list[float], no: list[float]) -> None:
    pairs = [(p > n) + 0.5 * (p == n) for p in yes for n in no]
    assert auroc(yes, no) == pytest.approx(sum(pairs) / len(pairs))


def test_without_both_kinds_there_is_no_auroc() -> None:
    assert isnan(auroc([], [0.1])) and isnan(auroc([0.1], [])) and isnan(refused_at(0.05, [], [0.1]))


def test_refusals_are_counted_where_five_per_cent_of_the_answerable_are_lost() -> None:
    yes = [n / 100 for n in range(100)]  # five of them lie below 0.05
    assert refused_at(0.05, yes, [0.01, 0.049, 0.05, 0.9]) == 0.5


def test_reliability_sets_stated_beside_true() -> None:
    rows = reliability([0.05, 0.95, 0.95, 1.0], [False, True, True, False])
    assert rows == [(0.05, 0.0, 1), (pytest.approx(2.9 / 3), pytest.approx(2 / 3), 3)]
    assert calibration_error([0.0, 1.0], [False, True]) == 0
    assert calibration_error([1.0, 1.0], [False, True]) == 0.5


def test_intervals_hold_the_mean_and_shrink_with_the_count() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    few, many = bootstrap([0.0, 1.0] * 10), bootstrap([0.0, 1.0] * 500)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_the_sign_test_is_exact() -> None:
    assert sign_test(5, 0) == pytest.approx(2 / 32)
    assert sign_test(3, 3) == 1 == sign_test(0, 0)
