"""Embedders: any sentence-transformers model as vectors of length 1, by onnxruntime where that gives the same."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.seams import Embedder, Progress, Vectors
from corpus.tokens import QuestionTokens, TextTokens
from index.encoder import Encoded, OnnxEncoder, Tokenized
from index.export import exported
from index.late import signs
from index.model import Model, resolve

BATCH: Final = 8
"""Texts of like length that go together: larger ones are slower on few cores, for they leave the cache."""


_ALNUM: Final = re.compile(r"[^\W_]")


class Backend(Protocol):
    """What turns token ids into vectors; onnxruntime or torch.

    ``token_costs`` (vocabulary,) is how much each token says.
    """

    token_costs: NDArray[np.float32]

    def tokenize(self, texts: Sequence[str]) -> list[Tokenized]:
        """With special tokens, however many."""

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Encoded:
        """One batch."""


def load_embedder(
    name: str | None, models: Path, progress: Callable[[str], Progress] | None = None, threads: int | None = None
) -> Embedder:
    """The model called ``name`` (None: the embedded default), ready to embed; ModelUnavailable where it is not.

    ``models`` is the only folder that is written to; ``progress`` makes a callback for a label. ``threads`` None
    is all cores.
    """
    model = resolve(name, models, progress("unpack the model") if progress else None)
    folder, export = exported(model, models, progress("export the model") if progress else None)
    if not export.why_not:
        from importlib.metadata import version

        onnx = OnnxEncoder(model, folder, threads)
        backend = f"onnxruntime {version('onnxruntime')}, {onnx.threads} threads"
        return embedder_of(model, onnx, export.dimensions, backend, export.layer)
    from index.torch_encoder import TorchEncoder

    torch = TorchEncoder(model, threads)
    return embedder_of(model, torch, export.dimensions, f"torch, because {export.why_not}", torch.layer)


def embedder_of(model: Model, encoder: Backend, dimensions: int, backend: str, layer: int) -> Embedder:
    """The embedder over ``encoder``; one that tells of its tokens where ``layer`` gives their states (0: none)."""
    if layer:
        return TokenModelEmbedder(model, encoder, dimensions, backend, layer)
    return ModelEmbedder(model, encoder, dimensions, backend)


class ModelEmbedder:
    """An :class:`corpus.seams.Embedder` over a backend, with the model's own prompts."""

    def __init__(self, model: Model, encoder: Backend, dimensions: int, backend: str) -> None:
        self.name = model.name
        self.fingerprint = model.fingerprint
        self.dimensions = dimensions
        self.max_tokens = model.max_tokens
        self.backend = backend
        self._model, self._encoder = model, encoder

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, prompt and special tokens included."""
        return [len(tokens.ids) for tokens in self._passages(texts)]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a text, in order. ValueError for a text over ``max_tokens``: it would be cut silently."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, _, vector, _ in self._encoded(texts, progress):
            vectors[row] = vector
        return vectors

    def embed_query(self, question: str) -> NDArray[np.float32]:
        """Shape (dimensions,). What is over ``max_tokens`` is cut, the closing special token kept."""
        vector: NDArray[np.float32] = self._question(question)[1].vectors[0]
        return vector

    def _encoded(
        self, texts: Sequence[str], progress: Progress | None
    ) -> Iterator[tuple[int, Tokenized, NDArray[np.float32], NDArray[np.float32]]]:
        """Each text's place, tokens, vector and token states, in any order."""
        tokens = self._passages(texts)
        for each, text in zip(tokens, texts, strict=True):
            if len(each.ids) > self.max_tokens:
                raise ValueError(f"{len(each.ids)} tokens, the model takes {self.max_tokens}: {text[:60]!r}")
        # like lengths together: no time goes into padding
        order = sorted(range(len(texts)), key=lambda n: len(tokens[n].ids))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            batch = self._encoder.run([tokens[n].ids for n in rows])
            for n, vector, states in zip(rows, batch.vectors, batch.states, strict=True):
                yield n, tokens[n], vector, states[: len(tokens[n].ids)]
            if progress:
                progress(at + len(rows), len(order))

    def _question(self, question: str) -> tuple[Tokenized, Encoded]:
        (tokens,) = self._encoder.tokenize([self._model.query_prompt + question])
        if len(tokens.ids) > self.max_tokens:
            kept = np.r_[: self.max_tokens - 1, len(tokens.ids) - 1]
            tokens = Tokenized(tokens.ids[kept], tokens.spans[kept])
        return tokens, self._encoder.run([tokens.ids])

    def _passages(self, texts: Sequence[str]) -> list[Tokenized]:
        return self._encoder.tokenize([self._model.passage_prompt + text for text in texts])


class TokenModelEmbedder(ModelEmbedder):
    """A :class:`corpus.seams.TokenEmbedder` too: the states are those of the model's layer ``layer``."""

    def __init__(self, model: Model, encoder: Backend, dimensions: int, backend: str, layer: int) -> None:
        super().__init__(model, encoder, dimensions, backend)
        self.token_states = f"layer {layer}, signs"

    def embed_passages_and_tokens(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[Vectors, list[TextTokens]]:
        """As ``embed_passages``, and each text's tokens."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        tokens: dict[int, TextTokens] = {}
        for row, made, vector, states in self._encoded(texts, progress):
            vectors[row] = vector
            kept, starts = _content(made, self._model.passage_prompt, texts[row])
            tokens[row] = TextTokens(signs(states[kept]), starts)
        return vectors, [tokens[row] for row in range(len(texts))]

    def embed_query_and_tokens(self, question: str) -> tuple[NDArray[np.float32], QuestionTokens]:
        """As ``embed_query``, and the question's tokens."""
        made, encoded = self._question(question)
        kept, _ = _content(made, self._model.query_prompt, question)
        states = encoded.states[0][kept]
        weights = self._encoder.token_costs[made.ids[kept]]
        return encoded.vectors[0], QuestionTokens(
            states / np.linalg.norm(states, axis=1, keepdims=True), weights / (weights.sum() or 1)
        )


def _content(tokens: Tokenized, prompt: str, text: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """The rows of ``text``'s own tokens that have a letter or a digit, and the character that each begins at."""
    spans = np.maximum(tokens.spans - len(prompt), 0)
    kept = [row for row, (a, b) in enumerate(spans.tolist()) if _ALNUM.search(text, a, b)]
    rows = np.array(kept, dtype=np.intp)
    return rows, spans[rows, 0]
