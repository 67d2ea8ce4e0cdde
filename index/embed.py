"""Embedders: any sentence-transformers model as vectors of length 1, by onnxruntime where that gives the same."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.seams import Embedder, Progress, Vectors
from index.encoder import OnnxEncoder
from index.export import exported
from index.model import Model, resolve

BATCH: Final = 8
"""Texts of like length that go together: larger ones are slower on few cores, for they leave the cache."""


class Backend(Protocol):
    """What turns token ids into vectors; onnxruntime or torch."""

    def tokenize(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Ids with special tokens, however many."""

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Vectors:
        """One batch; rows of length 1."""


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

        encoder = OnnxEncoder(model, folder, threads)
        backend = f"onnxruntime {version('onnxruntime')}, {encoder.threads} threads"
        return ModelEmbedder(model, encoder, export.dimensions, backend)
    from index.torch_encoder import TorchEncoder

    return ModelEmbedder(model, TorchEncoder(model, threads), export.dimensions, f"torch, because {export.why_not}")


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
        return [len(ids) for ids in self._passages(texts)]

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One row a text, in order. ValueError for a text over ``max_tokens``: it would be cut silently."""
        ids = self._passages(texts)
        for tokens, text in zip(ids, texts, strict=True):
            if len(tokens) > self.max_tokens:
                raise ValueError(f"{len(tokens)} tokens, the model takes {self.max_tokens}: {text[:60]!r}")
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # like lengths together: no time goes into padding
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            vectors[rows] = self._encoder.run([ids[n] for n in rows])
            if progress:
                progress(at + len(rows), len(order))
        return vectors

    def embed_query(self, question: str) -> NDArray[np.float32]:
        """Shape (dimensions,). What is over ``max_tokens`` is cut, the closing special token kept."""
        (ids,) = self._encoder.tokenize([self._model.query_prompt + question])
        if len(ids) > self.max_tokens:
            ids = np.append(ids[: self.max_tokens - 1], ids[-1:])
        vector: NDArray[np.float32] = self._encoder.run([ids])[0]
        return vector

    def _passages(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        return self._encoder.tokenize([self._model.passage_prompt + text for text in texts])
