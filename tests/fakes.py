"""Predictable stand-ins for the parts that are slow: shipped beside the tests instead of mocks."""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold
from corpus.seams import Progress, Vectors
from corpus.tokens import QuestionTokens, TextTokens


class HashEmbedder:
    """A bag of folded character bigrams, hashed: near texts share bigrams. Honours ``corpus.seams.Embedder``."""

    backend = "hash"

    def __init__(self, name: str = "hash", dimensions: int = 64, max_tokens: int = 512) -> None:
        self.name, self.dimensions, self.max_tokens = name, dimensions, max_tokens
        self.fingerprint = f"{name}-{dimensions}"
        self.embedded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 2 + 5 for text in texts]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if any(n > self.max_tokens for n in self.count_tokens(texts)):
            raise ValueError("a text is longer than the model takes")
        self.embedded.extend(texts)
        if progress:
            progress(len(texts), len(texts))
        return np.array([self._vector(t) for t in texts], dtype=np.float32).reshape(len(texts), self.dimensions)

    def embed_query(self, question: str) -> NDArray[np.float32]:
        return self._vector(question[: self.max_tokens])

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        folded = fold(text)
        for a, b in pairwise(folded):
            vector[crc32((a + b).encode("utf-8", "surrogatepass")) % self.dimensions] += 1
        return vector / np.linalg.norm(vector)


class HashTokenEmbedder(HashEmbedder):
    """The same, with a state for each character that is a letter or a digit: a direction drawn from its folded form.

    Honours ``corpus.seams.TokenEmbedder``.
    """

    token_states = "characters"

    def embed_passages_and_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[TextTokens]]:
        vectors = self.embed_passages(texts, progress)
        return vectors, [TextTokens(np.packbits(states > 0, axis=1), at) for states, at in map(self._states, texts)]

    def embed_query_and_tokens(self, question: str) -> tuple[NDArray[np.float32], QuestionTokens]:
        states, _ = self._states(question[: self.max_tokens])
        weights = np.full(len(states), 1 / max(1, len(states)), dtype=np.float32)
        return self.embed_query(question), QuestionTokens(states, weights)

    def _states(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Shapes (characters, dimensions) and (characters,)."""
        places = [at for at, c in enumerate(text) if c.isalnum()]
        drawn = [
            np.random.default_rng(ord(fold(text[at])[:1] or "?")).standard_normal(self.dimensions) for at in places
        ]
        states = np.array(drawn, dtype=np.float32).reshape(len(places), self.dimensions)
        return states / np.linalg.norm(states, axis=1, keepdims=True), np.array(places, dtype=np.int64)
