"""Measures of retrieval and of a verdict, as the field defines them; tested against trec_eval. Pure.

A *run* maps a query id to document ids, best first; *qrels* map it to the judged documents and their grades.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from math import comb, log2, nan, sqrt
from random import Random
from typing import Final

Qrels = Mapping[str, Mapping[str, int]]
Measure = Callable[[Sequence[str], Mapping[str, int]], float]


def recall_at(k: int, ranked: Sequence[str], judged: Mapping[str, int]) -> float:
    """Share of the relevant documents among the first ``k``."""
    relevant = {d for d, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank_at(k: int, ranked: Sequence[str], judged: Mapping[str, int]) -> float:
    """One over the place of the first relevant document among the first ``k``, else 0."""
    return next((1 / n for n, d in enumerate(ranked[:k], start=1) if judged.get(d, 0) > 0), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], judged: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), the grade as gain, as trec_eval has it."""
    gains = [max(0, judged.get(d, 0)) for d in ranked[:k]]
    best = sorted((max(0, g) for g in judged.values()), reverse=True)[:k]
    ideal = _discounted(best)
    return _discounted(gains) / ideal if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(n + 1) for n, gain in enumerate(gains, start=1))


MEASURES: Final[Mapping[str, Measure]] = {
    "R@1": lambda ranked, judged: recall_at(1, ranked, judged),
    "R@5": lambda ranked, judged: recall_at(5, ranked, judged),
    "R@10": lambda ranked, judged: recall_at(10, ranked, judged),
    "MRR@10": lambda ranked, judged: reciprocal_rank_at(10, ranked, judged),
    "nDCG@10": lambda ranked, judged: ndcg_at(10, ranked, judged),
}


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting half (Mann & Whitney 1947); NaN without both."""
    if not positives or not negatives:
        return nan
    ordered = sorted(negatives)
    wins = sum((bisect_left(ordered, p) + bisect_right(ordered, p)) / 2 for p in positives)
    return wins / (len(positives) * len(negatives))


def refused_at(wrongly: float, positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Share of ``negatives`` below the threshold that refuses ``wrongly`` of ``positives``; NaN without both."""
    if not positives or not negatives:
        return nan
    threshold = sorted(positives)[int(wrongly * len(positives))]
    return sum(n < threshold for n in negatives) / len(negatives)


def reliability(values: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean stated confidence, share that was right, count) of each tenth (or so) of 0..1 that has any."""
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for value, was in zip(values, right, strict=True):
        parts[min(bins - 1, int(value * bins))].append((value, was))
    return [(sum(v for v, _ in p) / len(p), sum(w for _, w in p) / len(p), len(p)) for p in parts if p]


def calibration_error(values: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015): mean distance of stated from true shares; NaN without any."""
    rows = reliability(values, right, bins)
    return sum(abs(stated - true) * n for stated, true, n in rows) / len(values) if values else nan


def wilson(successes: float, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927); (0, 1) where nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = successes / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def bootstrap(values: Sequence[float], rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a mean by the percentile bootstrap (Efron 1979), seeded."""
    if not values:
        return 0.0, 0.0
    draw = Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]


def sign_test(wins: int, losses: int) -> float:
    """Two-sided exact p-value of so uneven a split if neither were better; 1 where nothing differs."""
    n, least = wins + losses, min(wins, losses)
    return min(1.0, 2 * sum(comb(n, i) for i in range(least + 1)) / 2**n) if n else 1.0
