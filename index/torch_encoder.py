"""Text to vectors by sentence-transformers and torch: for models that have no ONNX export."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelUnavailable
from index.encoder import Encoded, Tokenized, token_costs, tokenized, usable_cores
from index.late import token_layer
from index.model import Model


class TorchEncoder:
    """The model as sentence-transformers loads it; ``threads`` None is all cores."""

    def __init__(self, model: Model, threads: int | None) -> None:
        torch.set_num_threads(threads or usable_cores())
        try:
            self._model = SentenceTransformer(str(model.folder), device="cpu")
        except (OSError, ValueError, ImportError) as error:
            raise ModelUnavailable(f"{model.folder} does not load as a sentence-transformers model: {error}") from error

        self.layer = layer_of(self._model)
        if self.layer:
            network: Any = self._model[0]
            network.auto_model.config.output_hidden_states = True
            self.token_costs = token_costs(self._model.tokenizer.backend_tokenizer)
        else:
            self.token_costs = np.ones(0, dtype=np.float32)

    def tokenize(self, texts: Sequence[str]) -> list[Tokenized]:
        """With the special tokens, however many; spans are left empty where the model gives no states."""
        if not texts:
            return []
        made = self._model.tokenizer(
            list(texts), truncation=False, padding=False, return_offsets_mapping=bool(self.layer)
        )
        nowhere = [[(0, 0)] * len(ids) for ids in made["input_ids"]]
        return [tokenized(*each) for each in zip(made["input_ids"], made.get("offset_mapping", nowhere), strict=True)]

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Encoded:
        """One batch."""
        padded = self._model.tokenizer.pad({"input_ids": [list(map(int, row)) for row in ids]}, return_tensors="pt")
        with torch.inference_mode():
            made = self._model(dict(padded))
            unit = torch.nn.functional.normalize(made["sentence_embedding"], dim=-1).numpy()
        if not self.layer:
            return Encoded(unit, np.zeros((len(ids), 0, 0), dtype=np.float32))
        return Encoded(unit, made["all_layer_embeddings"][self.layer].numpy())


def layer_of(model: SentenceTransformer) -> int:
    """The layer whose states are taken for late interaction; 0 where the model has no layers, or no token offsets."""
    first: Any = model[0]
    if type(first).__name__ != "Transformer" or not getattr(model.tokenizer, "is_fast", False):
        return 0
    layers = getattr(first.auto_model.config, "num_hidden_layers", 0)
    return token_layer(layers) if isinstance(layers, int) else 0
