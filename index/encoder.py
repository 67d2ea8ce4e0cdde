"""Text to vectors by onnxruntime: tokenizer, a memory-mapped table of word embeddings, and the exported graph."""

import os
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from corpus.seams import Vectors
from index.model import Model


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
        except Exception as error:  # neither library has an error class of its own
            raise ModelUnavailable(
                f"The model in {folder} does not load ({error}): delete that folder, it is made again at the next "
                "start."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.threads: Final = options.intra_op_num_threads

    def tokenize(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Ids with the special tokens, however many."""
        return [np.array(encoding.ids, dtype=np.int64) for encoding in self._tokenizer.encode_batch(list(texts))]

    def run(self, ids: Sequence[NDArray[np.int64]]) -> Vectors:
        """One batch, shape (len(ids), dimensions), rows of length 1."""
        longest = max(map(len, ids))
        embedded = np.zeros((len(ids), longest, self._table.shape[1]), dtype=np.float32)
        mask = np.zeros((len(ids), longest), dtype=np.int64)
        for row, tokens in enumerate(ids):
            embedded[row, : len(tokens)] = self._table[tokens]
            mask[row, : len(tokens)] = 1
        vectors: Vectors = self._session.run(None, {"embedded": embedded, "mask": mask})[0]
        return vectors


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
