"""The language shift: what a vector owes to its language rather than to its meaning.

A multilingual model puts English questions to one side of Chinese ones. Taking the mean difference off an
English question's vector lets it meet Chinese text (XQuAD English -> zh-TW, dense R@1 73 -> 80 and more).
The difference is measured on pairs of our own, for whatever model is in use.
"""

from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.files import replacing
from corpus.seams import Embedder

STRENGTH = 0.75
"""Share of the difference that is taken off; flat from 0.5 to 1 on the dev sets."""


def language_shift(embedder: Embedder, cache: Path) -> NDArray[np.float32]:
    """Shape (dimensions,): take it off an English question's vector. Kept in ``cache`` for each model."""
    path = cache / f"language-shift-{embedder.fingerprint}.npy"
    try:
        kept: NDArray[np.float32] = np.load(path, allow_pickle=False)
        if kept.shape == (embedder.dimensions,):
            return kept
    except (OSError, ValueError):
        pass  # absent, or damaged: measured again
    english, chinese = zip(*parallel_questions(), strict=True)
    shift = STRENGTH * (_mean(embedder, english) - _mean(embedder, chinese))
    with replacing(path) as beside, beside.open("wb") as out:
        np.save(out, shift)
    return shift


def parallel_questions() -> list[tuple[str, str]]:
    """Pairs (English, Chinese) of the same question."""
    text = resources.files("index").joinpath("data/parallel_questions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(english, chinese) for english, chinese in rows]


def _mean(embedder: Embedder, questions: tuple[str, ...]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = np.mean([embedder.embed_query(q) for q in questions], axis=0, dtype=np.float32)
    return mean
