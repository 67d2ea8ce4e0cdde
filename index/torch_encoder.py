"""Text to vectors by sentence-transformers and torch: for models that have no ONNX export."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelUnavailable
from corpus.seams import Vectors
from index.encoder import usable_cores
from index.model import Model


class TorchEncoder:
    """The model as sentence-transformers loads it; ``threads`` None is all cores."""

    def __init__(self, model: Model, threads: int | None) -> None:
        torch.set_num_threads(threads or usable_cores())
        try:
            self._model = SentenceTransformer(str(model.folder), device="cpu")
        except (OSError, ValueError, ImportError) as error:
            raise ModelUnavailable(f"{model.folder} does not load as a sentence-transformers model: {error}") from error

    def tokenize(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Ids with the special tokens, however many."""
        encoded = self._model.tokenizer(list(texts), truncation=False, padding=False)["input_ids"] if texts else []
        return [np.array(ids, dtype=np.int64) for ids in encoded]

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Vectors:
        """One batch, shape (len(ids), dimensions), rows of length 1."""
        padded = self._model.tokenizer.pad({"input_ids": [list(map(int, row)) for row in ids]}, return_tensors="pt")
        with torch.inference_mode():
            vectors = self._model(dict(padded))["sentence_embedding"]
            unit: Vectors = torch.nn.functional.normalize(vectors, dim=-1).numpy()
        return unit
