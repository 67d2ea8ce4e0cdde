"""Measures of retrieval, as the field defines them; tested against pytrec_eval. Pure.

A *run* maps a query id to document ids, best first; *qrels* map it to the relevant ones and their grades.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from math import log2, sqrt
from random import Random

Run = Mapping[str, Sequence[str]]
Qrels = Mapping[str, Mapping[str, int]]


def recall_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Share of the relevant documents among the first ``k``."""
    wanted = {d for d, grade in relevant.items() if grade > 0}
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """One over the place of the first relevant document among the first ``k``, else 0."""
    return next((1 / n for n, d in enumerate(ranked[:k], start=1) if relevant.get(d, 0) > 0), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), linear gain as in trec_eval."""
    gain = sum(relevant.get(d, 0) / log2(n + 1) for n, d in enumerate(ranked[:k], start=1))
    best = sum(g / log2(n + 1) for n, g in enumerate(sorted(relevant.values(), reverse=True)[:k], start=1) if g > 0)
    return gain / best if best else 0.0


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Chance that a positive scores above a negative, ties counting one half (Mann-Whitney U); NaN without both."""
    if not positives or not negatives:
        return float("nan")
    ordered = sorted(negatives)
    wins = sum((bisect_left(ordered, p) + bisect_right(ordered, p)) / 2 for p in positives)
    return wins / (len(positives) * len(negatives))


def refused_at(wrongly: float, positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Share of ``negatives`` below the threshold that refuses the share ``wrongly`` of ``positives``."""
    if not positives or not negatives:
        return float("nan")
    threshold = sorted(positives)[int(wrongly * len(positives))]
    return sum(n < threshold for n in negatives) / len(negatives)


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
    """95 % interval of a mean by the percentile bootstrap, seeded."""
    if not values:
        return 0.0, 0.0
    draw = Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]
