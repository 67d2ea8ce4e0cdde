"""Passages by meaning: FAISS, exact inner product, the passage's id as the vector's id.

Rows are kept as float16, which is how the store keeps them too: nothing is lost, and half the memory is gone through in
half the time (10,000 rows in 0.7 ms instead of 1.7).
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.files import replacing
from corpus.seams import Vectors
from corpus.types import PassageId, Scored, best_first


class FlatVectors:
    """Exact search over vectors of ``dimensions`` floats; a :class:`corpus.seams.VectorIndex`."""

    def __init__(self, dimensions: int) -> None:
        rows = faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._index = faiss.IndexIDMap2(rows)

    @classmethod
    def load(cls, path: Path) -> "FlatVectors":
        """From the file that :meth:`save` wrote; RuntimeError where it is not one."""
        index = faiss.read_index(str(path))
        made = cls(index.d)
        made._index = index
        return made

    def save(self, path: Path) -> None:
        """Written beside ``path``, then renamed: a kill leaves the old file or the new one."""
        with replacing(path) as beside, beside.open("wb") as file:
            # not by the file's name: FAISS would not notice that the disk is full
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def sample(self, limit: int) -> Vectors:
        """At most ``limit`` of the vectors, evenly spread, shape (n, dimensions)."""
        stored = stored_rows(self._index)
        return stored[:: max(1, -(-len(self) // limit))].astype(np.float32)

    def add(self, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Add rows; an id that is already there is replaced."""
        if not len(ids):
            return
        self.remove(ids)
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), _array(ids))

    def remove(self, ids: Collection[PassageId]) -> None:
        """Forget ids; unknown ones are ignored."""
        if len(ids) and len(self):
            self._index.remove_ids(_array(ids))

    def search(
        self, query: NDArray[np.float32], limit: int, among: Collection[PassageId] | None = None
    ) -> list[Scored]:
        """The best ``limit`` ids by inner product; ties break by id."""
        if limit < 1 or not len(self) or (among is not None and not len(among)):
            return []
        narrowed = None
        if among is not None:
            narrowed = faiss.SearchParameters(sel=faiss.IDSelectorBatch(_array(among)))
        with _one_thread():
            scores, ids = self._index.search(query.reshape(1, -1), min(limit, len(self)), params=narrowed)
        # FAISS pads with -1 where fewer are found
        return best_first(
            [Scored(PassageId(i), s) for i, s in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if i != -1]
        )


def stored_rows(index: faiss.IndexIDMap2) -> NDArray[np.float16]:
    """What an index holds, a row each, in its own order."""
    codes = faiss.vector_to_array(faiss.downcast_index(index.index).codes)
    rows: NDArray[np.float16] = codes.view(np.float16).reshape(-1, index.d)
    return rows


@contextmanager
def _one_thread() -> Iterator[None]:
    """One question is too little work to share: waking the other cores took 15 ms, the search 0.5.

    OpenMP's number is the calling thread's own; other threads keep theirs.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _array(ids: Collection[PassageId]) -> NDArray[np.int64]:
    return np.fromiter(ids, dtype=np.int64, count=len(ids))
