"""The seams: tiny protocols that every implementation honours (one contract suite each in tests/).

A protocol stands here only where there are two or more implementations, the tests' fakes aside.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.tokens import QuestionTokens, TextTokens
from corpus.types import Document, PassageId, RawFile, Scored, TermGroup

Vectors = NDArray[np.float32]
"""Shape (n, dimensions); every row has length 1."""

Progress = Callable[[int, int], None]
"""Called with (done, total) as a long job goes on."""


class Reader(Protocol):
    """Turns a file of one format into canonical text."""

    suffixes: Sequence[str]

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`corpus.errors.UnreadableFile` naming what is wrong and the cure."""


class TokenCounter(Protocol):
    """Knows how long a text is to the model."""

    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, its prompt and special tokens included."""


class Embedder(TokenCounter, Protocol):
    """Turns text into vectors of length 1."""

    name: str
    fingerprint: str
    dimensions: int
    backend: str

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a text, in order. Texts over ``max_tokens`` are refused with ValueError, never cut."""

    def embed_query(self, question: str) -> NDArray[np.float32]:
        """Shape (dimensions,). A question over ``max_tokens`` is cut."""


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also says what became of each token, from the same run of the model."""

    token_states: str
    """Names how they are made."""

    def embed_passages_and_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[TextTokens]]:
        """What ``embed_passages`` gives, and the tokens of each text."""

    def embed_query_and_tokens(self, question: str) -> tuple[NDArray[np.float32], QuestionTokens]:
        """What ``embed_query`` gives, and the question's tokens."""


class VectorIndex(Protocol):
    """Nearest neighbours by inner product."""

    def add(self, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Add rows; an id that is already there is replaced."""

    def remove(self, ids: Collection[PassageId]) -> None:
        """Forget ids; unknown ones are ignored."""

    def search(
        self, query: NDArray[np.float32], limit: int, among: Collection[PassageId] | None = None
    ) -> list[Scored]:
        """The best ``limit`` ids, only those in ``among`` where it is given (narrowed before the search)."""


class LexicalIndex(Protocol):
    """Passages by the words in them."""

    def add(self, ids: Sequence[PassageId], texts: Sequence[str]) -> None:
        """Add texts; an id that is already there is replaced."""

    def remove(self, ids: Collection[PassageId]) -> None:
        """Forget ids; unknown ones are ignored."""

    def search(
        self, groups: Collection[TermGroup], limit: int, among: Collection[PassageId] | None = None
    ) -> list[Scored]:
        """The best ``limit`` ids by BM25 over the sum of the groups' idf: about 0..2, 0 is no shared term."""
