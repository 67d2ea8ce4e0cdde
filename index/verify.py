"""Whether a library is whole: its reports, what they are searched by, and whether the indexes derived from that say
the same. Nothing is changed."""

import json
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import faiss
import numpy as np
import tantivy
from filelock import FileLock
from numpy.typing import NDArray

from corpus import verify
from corpus.seams import Progress, Vectors
from corpus.segment import VERSION
from corpus.types import Step
from corpus.verify import DAMAGE, RESTORE, Fault, Findings, Problem, looking
from corpus.view import View, matrix
from index.manifest import FORMAT, Manifest
from index.vectors import stored_rows

_REBUILD: Final = "`tripreport rebuild`"
_EMBED: Final = "`tripreport rebuild --embed`"
_BATCH: Final = 1000
NORM_ERROR: Final = 0.005
"""How far from 1 the length of a vector may be: half precision costs up to 0.0005."""
_MAGIC: Final = 1337
"""What a file of Tantivy ends with, behind its footer's length."""
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """The derived indexes as they are on disk, ids ascending; the vector of ``vector_ids[n]`` is ``rows[order[n]]``."""

    manifest: Manifest
    vector_ids: Ids
    order: NDArray[np.intp]
    rows: Vectors
    word_ids: Ids


def check(store: Path, folder: Path, originals: Path, progress: Progress | None = None) -> Findings:
    """All that is wrong in the store at ``store``, in the indexes derived from it in ``folder``, and in ``originals``.

    It is one state that is looked at, whatever is written meanwhile. ``progress`` counts reports.
    """
    found = Findings()
    indexes = _load(folder, found)  # before the store is looked at, which is then never behind
    try:
        with looking(store) as db:
            if not verify.check(db, found, progress):
                return found
            view = View(db)
            for problems in (_vectors(view, db), _tokens(view, db), verify.originals(db, originals)):
                found.add(problems)
            if indexes:
                found.add(_compared(view, db, indexes, found))
    except DAMAGE as error:
        found.add([Problem(Fault.STORE, f"{store.name} cannot be read ({error})", RESTORE)])
    return found


def _vectors(view: View, db: sqlite3.Connection) -> Iterator[Problem]:
    """Stored vectors that are none; where the library keeps no windows' vectors, those are empty."""
    recorded = view.setting("embedding")
    first = db.execute("SELECT length(vector) / 2 FROM passage ORDER BY id").fetchone()
    dimensions = json.loads(recorded)["dimensions"] if recorded else first[0] if first else 0
    rows = "SELECT p.id, r.key, {} FROM passage p JOIN report r ON r.id = p.report"
    passages = db.execute(rows.format("p.vector"))
    while batch := passages.fetchmany(_BATCH):
        yield from _misshapen(batch, dimensions, "its vector")
    windows = db.execute(f"{rows.format('w.vector')} JOIN window w ON w.passage = p.id")
    while batch := windows.fetchmany(_BATCH):
        kept = batch if Step.WINDOWS in view.steps() else [row for row in batch if row[2]]
        yield from _misshapen(kept, dimensions, "a window's vector")


def _misshapen(rows: Sequence[tuple[int, str, bytes]], dimensions: int, name: str) -> Iterator[Problem]:
    """Which of ``rows`` (a passage, its report, a vector as it is kept) is no vector of length 1, and why."""
    for passage, report, kept in rows:
        if len(kept) != 2 * dimensions:
            said = f"{name} has {len(kept) / 2:g} dimensions instead of {dimensions}"
            yield Problem(Fault.VECTOR, said, _EMBED, report, passage)
    whole = [row for row in rows if len(row[2]) == 2 * dimensions]
    if not whole or not dimensions:
        return
    lengths = np.linalg.norm(matrix([kept for _, _, kept in whole]), axis=1)
    for at in np.flatnonzero(~(np.abs(lengths - 1) <= NORM_ERROR)).tolist():  # NaN is not within it either
        said = f"{name} has the length {lengths[at]:.3f} instead of 1"
        yield Problem(Fault.VECTOR, said, _EMBED, whole[at][1], whole[at][0])


def _tokens(view: View, db: sqlite3.Connection) -> Iterator[Problem]:
    """Passages have as many counts as windows, and as many rows of bits, all of one width, as they sum to.

    All of them have tokens of one making, or none has.
    """
    makings = db.execute("SELECT made, count(*) FROM token GROUP BY made ORDER BY 2 DESC").fetchall()
    passages = view.passage_count()
    if makings and makings[0][1] < passages and Step.LATE in view.steps():
        said = f"{makings[0][1]} of {passages} passages have tokens that can be compared"
        yield Problem(Fault.TOKENS, said, _EMBED)
    widths = {made: _width(db, made) for made, _ in makings}
    rows = db.execute(
        "SELECT p.id, r.key, t.made, t.counts, length(t.bits),"
        " (SELECT count(*) FROM window w WHERE w.passage = p.id) FROM token t"
        " JOIN passage p ON p.id = t.passage JOIN report r ON r.id = p.report"
    )
    for passage, report, made, counts, length, windows in rows:
        each = _counts(counts)
        if len(each) != windows or min(each, default=0) < 0 or length != sum(each) * widths[made]:
            said = "its tokens are not as many as are counted"
            yield Problem(Fault.TOKENS, said, _EMBED, report, passage)


def _width(db: sqlite3.Connection, made: str) -> int:
    """How many bytes a token of the making ``made`` has: what most of the first passages agree on."""
    rows = db.execute("SELECT counts, length(bits) FROM token WHERE made = ? LIMIT ?", (made, _BATCH))
    found = Counter(length / total for counts, length in rows if (total := sum(_counts(counts))) > 0)
    return int(found.most_common(1)[0][0]) if found else 0


def _counts(kept: str) -> list[int]:
    try:
        read = json.loads(kept)
        return [int(count) for count in read]
    except (ValueError, TypeError):
        return [-1]  # wrong however many windows there are


def _load(folder: Path, found: Findings) -> _OnDisk | None:
    """What is in ``folder``, while no process writes to it; None where nothing is, or nothing that can be read."""
    if not (folder / "manifest.json").exists():
        found.notes.append("there are no indexes yet: the next question makes them")
        return None
    with FileLock(folder / "lock"):
        manifest = Manifest.load(folder / "manifest.json")
        if manifest is None or not isinstance(manifest.generation, int):
            found.add([_index("manifest.json cannot be read")])
            return None
        found.add(_altered(folder / "words"))
        try:
            return _OnDisk(manifest, *_in_faiss(folder / "vectors.faiss"), _in_tantivy(folder / "words"))
        except (OSError, RuntimeError, *DAMAGE) as error:
            found.add([_index(f"the indexes cannot be opened ({str(error).splitlines()[0]})")])
            return None


def _index(detail: str, passage: int | None = None) -> Problem:
    return Problem(Fault.INDEX, detail, _REBUILD, passage=passage)


def _in_faiss(path: Path) -> tuple[Ids, NDArray[np.intp], Vectors]:
    index = faiss.read_index(str(path))
    rows = stored_rows(index).astype(np.float32)
    ids = faiss.vector_to_array(index.id_map)
    order = np.argsort(ids, kind="stable")
    return ids[order], order, rows


def _in_tantivy(folder: Path) -> Ids:
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False).hits
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return np.sort(np.array(ids, dtype=np.int64))


def _altered(folder: Path) -> Iterator[Problem]:
    """Files of the word index that are not as they were written: each ends with its checksum."""
    try:
        segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    except (OSError, ValueError, LookupError, TypeError):
        return  # then it does not open either
    for segment in segments:
        for path in sorted(folder.glob(f"{segment['segment_id'].replace('-', '')}.*")):
            if not _as_written(path):
                yield _index(f"words/{path.name} is damaged")


def _as_written(path: Path) -> bool:
    data = path.read_bytes()
    try:
        length, magic = struct.unpack("<II", data[-8:])
        body, footer = data[: -8 - length], json.loads(data[-8 - length : -8])
        return bool(magic == _MAGIC and footer["crc"] == crc32(body))
    except (struct.error, ValueError, LookupError, TypeError):
        return False


def _compared(view: View, db: sqlite3.Connection, on_disk: _OnDisk, found: Findings) -> Iterator[Problem]:
    manifest, generation = on_disk.manifest, view.generation()
    recorded = json.loads(view.setting("embedding") or "{}")
    if (manifest.format, manifest.segmentation) != (FORMAT, VERSION) or manifest.generation > generation:
        found.notes.append("the indexes are of another version or another library: the next question makes them anew")
        return
    made_for = (recorded.get("fingerprint", manifest.model), recorded.get("dimensions", manifest.dimensions))
    fits = (manifest.model, manifest.dimensions, manifest.steps) == (*made_for, tuple(sorted(view.steps())))
    if manifest.generation < generation:
        found.notes.append(
            f"the indexes are at generation {manifest.generation}, the store at {generation}: the next question "
            "catches up"
        )
        if not fits:
            return
    if not fits:
        yield _index("the manifest tells of another model, or of other steps, than the store")
    if on_disk.rows.shape[1] != manifest.dimensions:
        yield _index(f"vectors.faiss has {on_disk.rows.shape[1]} dimensions, the manifest {manifest.dimensions}")
        return
    # what came or went since is done anew when they catch up, also where a kill left it half done
    changes = view.changes_since(manifest.generation)
    pending = np.array([*changes.added, *changes.removed], dtype=np.int64)
    expected = np.setdiff1d(np.array(view.passage_ids(), dtype=np.int64), pending)
    for name, ids in (("vectors.faiss", on_disk.vector_ids), ("words", on_disk.word_ids)):
        yield from _same(name, np.setdiff1d(ids, pending), expected)
        if len(np.unique(ids)) != len(ids):
            yield _index(f"{name} has a passage twice")
    found.checked["indexed"] += len(expected)
    yield from _other_vectors(db, on_disk, pending)


def _same(name: str, ids: Ids, expected: Ids) -> Iterator[Problem]:
    for passage in np.setdiff1d(expected, ids).tolist():
        yield _index(f"{name} lacks the passage", passage)
    for passage in np.setdiff1d(ids, expected).tolist():
        yield _index(f"{name} has a passage that is not there", passage)


def _other_vectors(db: sqlite3.Connection, on_disk: _OnDisk, pending: Ids) -> Iterator[Problem]:
    """Passages whose vector in FAISS is not the stored one. One of another length is the store's problem."""
    kept = db.execute("SELECT id, vector FROM passage WHERE length(vector) = ?", (2 * on_disk.rows.shape[1],))
    while batch := kept.fetchmany(_BATCH):
        for passage in _differing(batch, on_disk).tolist():
            if passage not in pending:
                yield _index("vectors.faiss has another vector than the store", passage)


def _differing(batch: Sequence[tuple[int, bytes]], on_disk: _OnDisk) -> Ids:
    ids = np.array([i for i, _ in batch], dtype=np.int64)
    stored = matrix([kept for _, kept in batch])
    there = np.isin(ids, on_disk.vector_ids)
    rows = on_disk.rows[on_disk.order[np.searchsorted(on_disk.vector_ids, ids[there])]]
    return ids[there][~np.isclose(stored[there], rows, rtol=0, atol=0, equal_nan=True).all(axis=1)]
