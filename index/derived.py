"""The derived indexes of a library: kept equal to the store, mended when they are not."""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from corpus.errors import LibraryError
from corpus.seams import Progress, Vectors
from corpus.segment import VERSION, Segmenter
from corpus.store import Store, require_model
from corpus.types import PassageId
from corpus.view import View
from index.manifest import Manifest
from index.usual import usual
from index.vectors import FlatVectors
from index.words import TantivyWords

REBUILD_SHARE = 0.1
"""Removed passages count in BM25's statistics until they are merged away: from this share on, build anew."""
SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Indexes:
    """Both indexes at one generation of the store; never changed, only replaced."""

    manifest: Manifest
    vectors: FlatVectors
    words: TantivyWords
    sample: Vectors
    """Up to SAMPLE vectors spread over the library, shape (n, dimensions): what is usual in it."""

    @classmethod
    def of(cls, manifest: Manifest, vectors: FlatVectors, words: TantivyWords) -> "Indexes":
        """With the sample taken from ``vectors``."""
        return cls(manifest, vectors, words, vectors.sample(SAMPLE))


class DerivedIndexes:
    """The folder ``folder`` with ``vectors.faiss``, ``words/`` and ``manifest.json``, for one model.

    Searches use the indexes that :meth:`at` returns; they stay whole while newer ones are made.
    """

    def __init__(self, folder: Path, store: Store, segmenter: Segmenter, model: str, dimensions: int) -> None:
        self._folder, self._store, self._segmenter = folder, store, segmenter
        self._model, self._dimensions = model, dimensions
        folder.mkdir(parents=True, exist_ok=True)
        # between processes, and between this process's threads
        self._between_processes = FileLock(folder / "lock")
        self._between_threads = threading.Lock()
        self._current: Indexes | None = None

    def at(self, view: View, progress: Progress | None = None) -> Indexes:
        """The indexes, brought to the generation of ``view`` or a later one."""
        current = self._current
        if current and current.manifest.generation >= view.generation():
            return current
        with self._between_threads:
            try:
                self._between_processes.acquire()
            except OSError as error:  # a folder that may only be read
                self._current = self._as_they_are(error)
                return self._current
            try:
                self._current = self._caught_up(progress)
                return self._current
            finally:
                self._between_processes.release()

    def _as_they_are(self, error: OSError) -> Indexes:
        """What is on disk, if that is what the store says; LibraryError where it had to be caught up first."""
        with self._store.snapshot() as view:
            require_model(view, self._model)
            wanted = self._wanted(view)
        found = self._on_disk(wanted)
        if found is None or found.manifest != wanted:
            raise _unwritable(self._folder, error) from error
        return found

    def rebuild(self, progress: Progress | None = None) -> Indexes:
        """Both indexes anew from the store; nothing is embedded."""
        with self._between_threads, self._between_processes:
            self._manifest_path.unlink(missing_ok=True)
            self._current = None
            self._current = self._caught_up(progress)
            return self._current

    @property
    def _manifest_path(self) -> Path:
        return self._folder / "manifest.json"

    def _wanted(self, view: View) -> Manifest:
        return Manifest(view.generation(), self._model, self._dimensions, VERSION, tuple(sorted(view.steps())))

    def _caught_up(self, progress: Progress | None) -> Indexes:
        with self._store.snapshot() as view:
            require_model(view, self._model)
            wanted = self._wanted(view)
            start = self._on_disk(wanted)
            if start and start.manifest == wanted:
                return start
            try:
                return self._brought_to(view, wanted, start, progress)
            except OSError as error:
                raise _unwritable(self._folder, error) from error

    def _brought_to(self, view: View, wanted: Manifest, start: Indexes | None, progress: Progress | None) -> Indexes:
        if start:
            changes = view.changes_since(start.manifest.generation)
            if len(changes.removed) <= REBUILD_SHARE * len(start.words):
                return self._write(view, wanted, start, changes.removed, changes.added, progress)
        return self._write(view, wanted, self._empty(), (), view.passage_ids(), progress)

    def _on_disk(self, wanted: Manifest) -> Indexes | None:
        """What the folder holds, or None where it does not fit, or does not open."""
        manifest = Manifest.load(self._manifest_path)
        if manifest is None or not manifest.fits(wanted):
            return None
        try:
            vectors = FlatVectors.load(self._folder / "vectors.faiss")
            words = TantivyWords(self._folder / "words", self._segmenter)
        except (OSError, RuntimeError, ValueError):  # damaged: derived, so never fatal
            return None
        if len(vectors) != len(words):
            return None
        return Indexes.of(manifest, vectors, words)

    def _empty(self) -> Indexes:
        self._manifest_path.unlink(missing_ok=True)
        shutil.rmtree(self._folder / "words", ignore_errors=True)
        none = Manifest(0, self._model, self._dimensions, VERSION)
        return Indexes.of(none, FlatVectors(self._dimensions), TantivyWords(self._folder / "words", self._segmenter))

    def _write(
        self,
        view: View,
        wanted: Manifest,
        start: Indexes,
        removed: Sequence[PassageId],
        added: Sequence[PassageId],
        progress: Progress | None,
    ) -> Indexes:
        """Apply changes to ``start``, which nobody else uses, and put it on disk; the manifest comes last.

        Killed before the manifest, the same changes are applied again: removing and replacing twice is once.
        """
        start.words.update(removed, _told(view.indexed_texts(added), len(added), progress))
        start.vectors.remove(removed)
        start.vectors.add(added, view.vectors(added))
        start.vectors.save(self._folder / "vectors.faiss")
        found = start.manifest.usual
        if not found.holds_for(len(start.vectors)):
            found = usual(view, start.vectors, start.vectors.sample(SAMPLE))
        manifest = replace(wanted, usual=found)
        manifest.save(self._manifest_path)
        return Indexes.of(manifest, start.vectors, start.words)


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The indexes in {folder} have to be brought up to date and cannot be written ({error}): is the folder "
        "writable and the disk not full? The reports are safe: try again when it is."
    )


def _told(
    items: Iterable[tuple[PassageId, str]], total: int, progress: Progress | None
) -> Iterator[tuple[PassageId, str]]:
    for done, item in enumerate(items, start=1):
        yield item
        if progress:
            progress(done, total)


@contextmanager
def forgotten(folder: Path) -> Iterator[None]:
    """No process catches up meanwhile, and the next one that does makes the indexes in ``folder`` anew."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        (folder / "manifest.json").unlink(missing_ok=True)
        yield
