"""Original files: kept whole under their hash, and swept when nobody wants them."""

import hashlib
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from corpus.originals import Originals
from corpus.types import RawFile


def raw(data: bytes) -> RawFile:
    return RawFile("a.pdf", "/a.pdf", data, hashlib.sha256(data).hexdigest())


def test_a_file_is_kept_once_and_found_by_its_hash(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    one = raw(b"one")
    assert originals.find(one.sha256) is None
    originals.keep(one)
    originals.keep(one)
    found = originals.find(one.sha256)
    assert found is not None and found.read_bytes() == b"one"
    assert [p for p in (tmp_path / "originals").rglob("*") if p.is_file()] == [found]


def test_what_is_not_wanted_and_what_is_half_written_goes(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    one, other = raw(b"one"), raw(b"other")
    for file in (one, other):
        originals.keep(file)
    kept = originals.find(one.sha256)
    assert kept is not None
    (kept.parent / ".half.new").write_bytes(b"on")
    assert originals.sweep({one.sha256}) == 2
    assert originals.find(one.sha256) == kept and originals.find(other.sha256) is None
    assert Originals(tmp_path / "none").sweep(()) == 0


def test_a_folder_that_cannot_be_written_to_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file in the way")
    with pytest.raises(LibraryError, match="writable"):
        Originals(tmp_path / "originals").keep(raw(b"one"))
