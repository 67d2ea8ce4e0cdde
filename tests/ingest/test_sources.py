import hashlib
import os
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from ingest import sources
from ingest.sources import find_sources, read_source


def test_a_file_is_read_with_its_digest_and_its_absolute_path(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "報告.txt").write_text("目的", "utf-8")
    monkeypatch.chdir(tmp_path)
    raw = read_source(Path("報告.txt"))
    assert (raw.name, raw.source) == ("報告.txt", str((tmp_path / "報告.txt").resolve()))
    assert raw.sha256 == hashlib.sha256("目的".encode()).hexdigest()


def test_what_cannot_be_read_is_named_with_its_cure(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "big.txt").write_bytes(b"x" * 2000)
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    for name, words in (("none.txt", "no file"), ("", "folder"), ("empty.txt", "empty"), ("big.txt", "too big")):
        with pytest.raises(UnreadableFile, match=words):
            read_source(tmp_path / name)
    with pytest.raises(UnreadableFile, match="could not be read"):
        read_source(tmp_path / "a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "secret.txt").chmod(0)
    with pytest.raises(UnreadableFile, match="permission"):
        read_source(tmp_path / "secret.txt")


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        read_source(tmp_path / "pipe.txt")


def test_folders_are_searched_sorted_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "c.pdf", ".hidden.txt", "sub/d.md", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_sources([tmp_path, tmp_path / "b.txt"], (".txt", ".md"))
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.TXT", "b.txt", "sub/d.md"]


def test_a_file_named_outright_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_text("x")
    assert find_sources([tmp_path / "c.pdf", tmp_path / "none.txt"], (".txt",)) == [
        tmp_path / "c.pdf",
        tmp_path / "none.txt",
    ]
