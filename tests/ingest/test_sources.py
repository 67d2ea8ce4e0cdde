import hashlib
import os
import socket
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from ingest.files import sources
from ingest.files.sources import Source, find_sources, read_source, shown


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


SUFFIXES = (".txt", ".md", ".pdf")


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(name, "utf-8")


def found(folder: Path, *paths: Path) -> list[str]:
    """What is found in ``folder``, or of ``paths``, as paths below the folder."""
    return [str(s).removeprefix(f"{folder}/") for s in find_sources(paths or [folder], SUFFIXES)]


def why(path: Path) -> str:
    [source] = find_sources([path], SUFFIXES)
    with pytest.raises(UnreadableFile) as raised:
        read_source(source)
    return str(raised.value)


def test_folders_are_searched_sorted_and_hidden_files_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.TXT", "c.doc", ".hidden.txt", "sub/d.md", ".git/e.txt", "~$b.txt", "sub/deep/F.Pdf")
    assert found(tmp_path, tmp_path, tmp_path / "b.txt") == ["a.TXT", "b.txt", "sub/d.md", "sub/deep/F.Pdf"]


def test_a_file_named_outright_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    fill(tmp_path, "c.doc", ".hidden.txt")
    named = ["c.doc", ".hidden.txt", "none.txt"]
    assert sorted(found(tmp_path, *(tmp_path / name for name in named))) == sorted(named)


def test_chinese_names_are_found_in_either_spelling(tmp_path: Path) -> None:
    fill(tmp_path, "赴日考察／報告（定稿）.txt".replace("／", "_"), unicodedata.normalize("NFD", "Café 報告が.txt"))
    assert len(found(tmp_path)) == 2
    [source] = find_sources([tmp_path / "Café 報告が.txt"], SUFFIXES)
    assert read_source(source).name == "Café 報告が.txt"


def test_the_same_file_by_two_paths_is_one_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a/r.txt")
    (tmp_path / "link.txt").symlink_to("a/r.txt")
    (tmp_path / "loop").symlink_to(".")
    monkeypatch.chdir(tmp_path)
    assert found(tmp_path, Path("a"), tmp_path, Path("a/r.txt")) == ["a/r.txt"]
    assert len(found(tmp_path, tmp_path, tmp_path / "a/../a", Path("link.txt"))) == 1


def test_links_to_files_are_read_and_links_to_folders_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "out/b.txt", "out/c.txt")
    (tmp_path / "in/link.txt").symlink_to("../out/b.txt")
    (tmp_path / "in/folder").symlink_to("../out")
    (tmp_path / "in/folder.txt").symlink_to("../out")
    (tmp_path / "in/up").symlink_to("..")
    assert found(tmp_path, tmp_path / "in") == ["in/a.txt", "in/link.txt"]
    assert read_source(tmp_path / "in/link.txt").source == str((tmp_path / "out/b.txt").resolve())
    assert found(tmp_path, tmp_path / "in/folder") == ["in/folder/b.txt", "in/folder/c.txt"]  # named outright


def test_a_loop_of_links_ends_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    assert found(tmp_path) == ["a.txt", "b.txt", "gone.txt"]
    assert "gone.txt is a link to" in why(tmp_path / "gone.txt")
    assert "could not be read" in why(tmp_path / "a.txt")


def test_a_very_deep_folder_is_searched_to_its_end(tmp_path: Path) -> None:
    deep = 1200  # deeper than Python calls, which rmtree needs for each folder
    folders = [tmp_path / "/".join("d" * n) for n in range(1, deep + 1)]
    for folder in folders:
        folder.mkdir()
    report = folders[-1] / "r.txt"
    report.write_text("x")
    names = found(tmp_path)
    report.unlink()
    for folder in reversed(folders):
        folder.rmdir()
    assert names == ["d/" * deep + "r.txt"]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, "x.pdf/a.txt", "y.zip/b.txt")
    assert found(tmp_path) == ["x.pdf/a.txt", "y.zip/b.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "closed/a.txt")
    (tmp_path / "closed").chmod(0)
    assert "may not be read" in why(tmp_path)
    (tmp_path / "closed").chmod(0o700)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()  # noqa: PTH109
        os.chdir(tmp_path)  # a socket's path may not be long
        listening.bind("socket.pdf")
        os.chdir(here)
    assert found(tmp_path) == ["pipe.pdf", "socket.pdf"]
    for path in (tmp_path / "pipe.pdf", tmp_path / "socket.pdf", Path("/dev/zero")):
        assert "is not an ordinary file" in why(path)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt"]),
        ("*", ["2024/b.pdf", "2024/c.md", "a.txt"]),
        ("**/*.md", ["2024/c.md", "z/q.md"]),
        ("20??", ["2024/b.pdf", "2024/c.md"]),
        ("20[12]4/[bc].*", ["2024/b.pdf", "2024/c.md"]),
        ("[[]草稿].txt", ["[草稿].txt"]),
        ("[草稿].txt", ["[草稿].txt"]),  # there is a file of this very name
        ("**", ["2024/b.pdf", "2024/c.md", "[草稿].txt", "a.txt", "z/q.md"]),
        ("*.doc", ["old.doc"]),
    ],
)
def test_patterns_are_followed(pattern: str, names: list[str], tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "2024/b.pdf", "2024/c.md", "2024/photo.jpg", "[草稿].txt", ".h.txt", "old.doc", "z/q.md")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "loop2").symlink_to(".")
    shown_names = found(tmp_path, tmp_path / pattern)
    assert [n for n in shown_names if n in names] == names


def test_a_pattern_that_matches_nothing_is_named(tmp_path: Path) -> None:
    for pattern in ("*.pdf", "nowhere/*.pdf", "a**b.txt", "["):
        assert f"Nothing matches {shown(str(tmp_path / pattern))}" in why(tmp_path / pattern)


@given(st.text())
def test_what_is_shown_is_one_line(text: str) -> None:
    assert len(f"a{shown(text)}b".splitlines()) == 1
    assert len(shown(text)) == len(text)


def test_a_name_with_a_line_end_in_it_is_read_and_shown_on_one_line(tmp_path: Path) -> None:
    fill(tmp_path, "a\nb\u202e.txt")
    assert read_source(tmp_path / "a\nb\u202e.txt").source == str((tmp_path / "a\nb\u202e.txt").resolve())
    (tmp_path / "a\nb\u202e.txt").write_text("")
    assert "a\ufffdb\ufffd.txt is empty" in why(tmp_path / "a\nb\u202e.txt")


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    monkeypatch.setattr(sources, "_check", lambda *_, **__: None)
    fill(tmp_path, "growing-report.txt")
    assert "too big" in why(tmp_path / "growing-report.txt")


def test_a_source_is_shown_as_its_path_and_what_is_in_it() -> None:
    assert str(Source(Path("a.zip"), "資料/b.pdf")) == "a.zip!/資料/b.pdf"
    assert str(Source(Path("b.pdf"))) == "b.pdf"
