"""The files that reports with laid-out pages were read from, kept by their hash: what a page is shown from, also when
the folder they came from is gone. Written before the store knows of them, swept after it has forgotten them."""

import contextlib
from collections.abc import Collection
from pathlib import Path
from typing import Final

from corpus.errors import LibraryError
from corpus.files import replacing
from corpus.types import RawFile

FOLDER: Final = "originals"
"""In the library's folder."""


class Originals:
    """The files in ``folder``, each under the SHA-256 of its bytes; made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, raw: RawFile) -> None:
        """Keep a file, whole or not at all; one that is there already is left alone."""
        path = self._path(raw.sha256)
        if path.exists():
            return
        try:
            with replacing(path) as beside:
                beside.write_bytes(raw.data)
        except OSError as error:
            raise LibraryError(
                f"{raw.name} cannot be kept in {self._folder} ({error}): is the folder writable and the disk not full?"
            ) from error

    def find(self, sha256: str) -> Path | None:
        """The file with these bytes, if it was kept."""
        path = self._path(sha256)
        return path if path.exists() else None

    def sweep(self, wanted: Collection[str]) -> int:
        """Delete all but the ``wanted`` hashes, and what a killed process left half written; how many files went."""
        gone = [path for path in self._folder.glob("*/*") if path.name not in wanted] if self._folder.is_dir() else []
        for path in gone:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        return len(gone)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
