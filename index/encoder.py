"""Text to vectors by onnxruntime: tokenizer, a memory-mapped table of word embeddings, and the exported graph."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from corpus.seams import Vectors
from index.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Tokenized:
    """A text's token ids, shape (n,), special tokens included; ``spans`` (n, 2) is where each stands in the text.

    A special token stands nowhere: its span is empty.
    """

    ids: NDArray[np.int64]
    spans: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A batch: ``vectors`` (texts, dimensions), rows of length 1; ``states`` (texts, longest, dimensions).

    ``states`` is what a middle layer made of each token; it has no columns where the model has no such layer.
    """

    vectors: Vectors
    states: NDArray[np.float32]


class OnnxEncoder:
    """The exported model in ``folder`` with the tokenizer of ``model``; ``threads`` None is all cores."""

    def __init__(self, model: Model, folder: Path, threads: int | None) -> None:
        ort = silent_onnxruntime()
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or usable_cores()
        options.log_severity_level = 3
        # a spinning thread takes a core from the web page and from every other program: a busy machine halves the speed
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
            self._session = ort.InferenceSession(str(folder / "graph.onnx"), options, ["CPUExecutionProvider"])
            self._table = np.load(folder / "words.npy", mmap_mode="r", allow_pickle=False)
            self.token_costs: NDArray[np.float32] = np.load(folder / "costs.npy", allow_pickle=False)
        except Exception as error:  # neither library has an error class of its own
            raise ModelUnavailable(
                f"The model in {folder} does not load ({error}): delete that folder, it is made again at the next "
                "start."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.threads: Final = options.intra_op_num_threads

    def tokenize(self, texts: Sequence[str]) -> list[Tokenized]:
        """With the special tokens, however many."""
        return [tokenized(e.ids, e.offsets) for e in self._tokenizer.encode_batch(list(texts))]

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Encoded:
        """One batch."""
        longest = max(map(len, ids))
        embedded = np.zeros((len(ids), longest, self._table.shape[1]), dtype=np.float32)
        mask = np.zeros((len(ids), longest), dtype=np.int64)
        for row, tokens in enumerate(ids):
            embedded[row, : len(tokens)] = self._table[tokens]
            mask[row, : len(tokens)] = 1
        return Encoded(*self._session.run(["vectors", "states"], {"embedded": embedded, "mask": mask}))


def tokenized(ids: Sequence[int], spans: Sequence[tuple[int, int]]) -> Tokenized:
    """From what a tokenizer gives."""
    return Tokenized(np.array(ids, dtype=np.int64), np.array(spans, dtype=np.int64).reshape(-1, 2))


def token_costs(tokenizer: Tokenizer) -> NDArray[np.float32]:
    """How much each token says, shape (vocabulary,): minus the log probability that a unigram model was trained with.

    1 for each token of a tokenizer of another kind.
    """
    model = json.loads(tokenizer.to_str())["model"]
    if model["type"] == "Unigram":
        return np.array([-score for _, score in model["vocab"]], dtype=np.float32)
    return np.ones(tokenizer.get_vocab_size(), dtype=np.float32)


def silent_onnxruntime() -> ModuleType:
    """The package ``onnxruntime``, kept from calling home: the only way in which this program may import it.

    From 1.29 on, its Linux and macOS wheels write a device id below the user's cache folder and look for a server
    of Microsoft's as soon as they are imported (onnxruntime pull request 27379). ``disable_telemetry_events`` comes
    too late for that; this variable, read once at the import, does not.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    runtime: ModuleType = onnxruntime
    return runtime


def usable_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
