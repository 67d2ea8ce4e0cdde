"""What late interaction works with: the tokens of questions and passages, each a direction in the model's space.

A passage's tokens are kept as signs (one bit a dimension), a question's in full; only tokens with a letter or a
digit count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class QuestionTokens:
    """``states`` has shape (tokens, dimensions), each row of length 1; ``weights`` (tokens,) sum to 1."""

    states: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TextTokens:
    """``bits`` has shape (tokens, dimensions / 8 rounded up), as of ``numpy.packbits``.

    ``starts`` (tokens,) is the character at which each begins in the text that was embedded, ascending.
    """

    bits: NDArray[np.uint8]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PassageTokens:
    """A passage's own tokens (none of its headings) as they are kept, in reading order.

    ``counts`` says how many stand in each window; they sum to the rows of ``bits``. ``made`` names what made them:
    those of another making are never compared.
    """

    made: str
    counts: tuple[int, ...]
    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, tokens: TextTokens, window_starts: Sequence[int], made: str) -> "PassageTokens":
        """The tokens from the first window on; ``window_starts`` count in the same text as ``tokens.starts``."""
        cuts = np.searchsorted(tokens.starts, [*window_starts, np.iinfo(np.int64).max])
        return cls(made, tuple(np.diff(cuts).tolist()), tokens.bits[cuts[0] :])
