"""Which reader reads which file: one table, filled here and nowhere else."""

from pathlib import Path
from typing import Final

from corpus.errors import UnreadableFile
from corpus.seams import Reader
from ingest.readers.text import TextReader

_READERS: Final[tuple[Reader, ...]] = (TextReader(),)
_BY_SUFFIX: Final = {suffix: reader for reader in _READERS for suffix in reader.suffixes}


def supported_suffixes() -> tuple[str, ...]:
    """Every suffix that can be read, sorted."""
    return tuple(sorted(_BY_SUFFIX))


def reader_for(path: Path | str) -> Reader:
    """The reader for ``path`` by its suffix, or :class:`UnreadableFile` saying what is supported.

    >>> reader_for("report.PDF")
    Traceback (most recent call last):
        ...
    corpus.errors.UnreadableFile: report.PDF: .pdf files cannot be read yet; save it as ...
    """
    path = Path(path)
    reader = _BY_SUFFIX.get(path.suffix.lower())
    if reader is None:
        kind = f"{path.suffix.lower()} files" if path.suffix else "files without a suffix"
        known = ", ".join(supported_suffixes())
        raise UnreadableFile(f"{path.name}: {kind} cannot be read yet; save it as one of {known}.")
    return reader
