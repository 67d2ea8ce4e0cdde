import hashlib
import os
import stat
import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from ingest.files import archives, sources
from ingest.files.sources import Source, find_sources, read_source

SUFFIXES = (".pdf", ".txt", ".docx")
Entry = tuple[str | bytes, bytes]


def pack(path: Path, entries: Iterable[Entry]) -> Path:
    """A ZIP archive whose names, where they are bytes, stand in it as they are, without the flag for UTF-8."""
    entries = list(entries)
    stand_ins = {name: "QJZWKV"[n] * len(name) for n, (name, _) in enumerate(entries) if isinstance(name, bytes)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(stand_ins[name] if isinstance(name, bytes) else name, data)
    written = path.read_bytes()
    for name, stand_in in stand_ins.items():
        written = written.replace(stand_in.encode(), name)
    path.write_bytes(written)
    return path


def names(archive: Path) -> list[str | None]:
    return [s.member for s in find_sources([archive], SUFFIXES)]


def why(source: Source | Path) -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_source(source)
    return str(raised.value)


def test_reports_in_an_archive_are_read_where_they_are(tmp_path: Path) -> None:
    archive = pack(tmp_path / "歷年.ZIP", [("資料夾/報告.txt", "目的".encode()), ("b.TXT", b"x"), ("photo.jpg", b"x")])
    found = find_sources([tmp_path], SUFFIXES)
    assert found == [Source(archive, "b.TXT"), Source(archive, "資料夾/報告.txt")]
    raw = read_source(found[1])
    assert (raw.name, raw.source, raw.data) == ("報告.txt", f"{archive.resolve()}!/資料夾/報告.txt", "目的".encode())
    assert raw.sha256 == hashlib.sha256("目的".encode()).hexdigest()
    assert os.listdir(tmp_path) == ["歷年.ZIP"]  # noqa: PTH208


@pytest.mark.parametrize("encoding", ["utf-8", "cp950", "gb18030"])
@pytest.mark.parametrize(
    "name", ["赴日本考察報告", "出國報告（出國類別：會議）", "參加國際研討會心得", "附件一 名單", "許功蓋", "中日"]
)
def test_names_are_decoded_as_they_were_written(name: str, encoding: str, tmp_path: Path) -> None:
    if encoding == "gb18030" and name in ("許功蓋", "中日"):
        pytest.skip("too short to tell from Big5")
    archive = pack(tmp_path / "a.zip", [(f"{name}/{name}.txt".encode(encoding), b"x")])
    assert names(archive) == [f"{name}/{name}.txt"]


def test_names_flagged_as_utf8_are_read_so_beside_others(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [("國際.txt", b"x"), ("報告.txt".encode("cp950"), b"x")])
    assert names(archive) == ["國際.txt", "報告.txt"]


def test_what_packers_leave_behind_and_what_is_hidden_is_skipped(tmp_path: Path) -> None:
    kept = ["a.txt", "b/c.txt"]
    junk = ["__MACOSX/._a.txt", "._a.txt", ".DS_Store", "b/.hidden/d.txt", "b/~$c.docx", "b/"]
    assert names(pack(tmp_path / "a.zip", [(name, b"x") for name in [*kept, *junk]])) == kept


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("c:a.txt", "a.txt"),
        ("a/./b//c/../d.txt", "a/b/c/d.txt"),
        ("..\\..\\a.txt", "a.txt"),
    ],
)
def test_a_name_that_points_out_of_the_archive_stays_in_it(name: str, harmless: str, tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [(name.encode(), b"inside")])
    assert names(archive) == [harmless]
    raw = read_source(Source(archive, harmless))
    assert (raw.data, raw.source) == (b"inside", f"{archive.resolve()}!/{harmless}")


def test_a_name_with_a_nul_or_a_line_end_is_what_it_ends_with(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [(b"a.txt\0.exe", b"x"), (b"b\nc.txt", b""), (b"\xe2\x80\xaed.txt", b"")])
    assert names(archive) == ["b\nc.txt", "\u202ed.txt"]
    assert f"{archive}!/b\ufffdc.txt is empty" in why(Source(archive, "b\nc.txt"))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6))
def test_every_name_that_is_listed_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, given_names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("zip") / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in dict.fromkeys(f"{name}.txt" for name in given_names):
            try:
                packed.writestr(name, b"x")
            except (UnicodeEncodeError, IndexError):  # names that zipfile itself does not pack
                continue
    for source in find_sources([path], SUFFIXES):
        if source.member:
            assert read_source(source).data == b"x"
            assert not source.member.startswith("/") and ".." not in source.member.split("/")


def test_of_two_members_of_one_name_the_later_counts(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [(b"a.txt", b"old"), (b"./a.txt", b"new")])
    assert names(archive) == ["a.txt"]
    assert read_source(Source(archive, "a.txt")).data == b"new"


def flagged(archive: Path, flag: int = 1, method: int | None = None) -> Path:
    """``archive`` with a flag or a method set in each header, as if it were packed so."""
    data = bytearray(archive.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= flag
            if method is not None:
                data[start + at + 2] = method
            start = data.find(mark, start + 4)
    archive.write_bytes(data)
    return archive


def test_what_cannot_be_read_in_an_archive_is_one_clear_line_each(tmp_path: Path) -> None:
    packed = pack(tmp_path / "in.zip", [("a.txt", b"x")]).read_bytes()
    archive = pack(tmp_path / "a.zip", [("in.zip", packed), ("empty.txt", b""), ("good.txt", b"x")])
    assert names(archive) == ["empty.txt", "good.txt", "in.zip"]
    assert "in.zip in " in why(Source(archive, "in.zip")) and "archive in an archive: unpack it" in why(
        Source(archive, "in.zip")
    )
    assert "is empty" in why(Source(archive, "empty.txt"))
    assert "There is no other.txt in" in why(Source(archive, "other.txt"))
    assert "protected with a password: unpack it" in why(
        Source(flagged(pack(tmp_path / "e.zip", [("a.txt", b"x")])), "a.txt")
    )
    for method in (12, 14, 9, 93):  # bzip2, LZMA, Deflate64, Zstandard
        odd = flagged(pack(tmp_path / "m.zip", [("a.txt", b"x")]), 0, method)
        assert "packed in an unusual way: unpack it" in why(Source(odd, "a.txt"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged archive"),
        (b"no archive at all", "damaged archive (File is not a zip file): fetch or pack it again"),
        (b"PK\3\4" + b"\0" * 100, "damaged archive"),
        (b"PK\5\6" + b"\0" * 18, "without any report"),
        (b"PK\5\6" + b"\xff" * 18, "damaged archive"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_one_failure(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert find_sources([tmp_path / "a.zip"], SUFFIXES) == [Source(tmp_path / "a.zip")]
    assert said in why(tmp_path / "a.zip")


def test_an_archive_without_reports_is_told_where_it_is_named_and_skipped_in_a_folder(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [("photo.jpg", b"x")])
    assert find_sources([tmp_path], SUFFIXES) == []
    assert find_sources([archive], SUFFIXES) == [Source(archive)]
    assert "is an archive without any report that can be read: check" in why(archive)


def test_damage_in_one_member_leaves_the_others(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [("a.txt", os.urandom(2000)), ("b.txt", b"good")])
    data = bytearray(archive.read_bytes())
    data[300] ^= 0xFF
    archive.write_bytes(data)
    assert "is a damaged archive" in why(Source(archive, "a.txt"))
    assert read_source(Source(archive, "b.txt")).data == b"good"


def test_a_truncated_archive_is_one_failure(tmp_path: Path) -> None:
    whole = pack(tmp_path / "a.zip", [(f"{n}.txt", os.urandom(50)) for n in range(20)]).read_bytes()
    for size in range(1, len(whole), 97):
        (tmp_path / "t.zip").write_bytes(whole[:size])
        assert find_sources([tmp_path / "t.zip"], SUFFIXES) == [Source(tmp_path / "t.zip")]
        assert "damaged archive" in why(tmp_path / "t.zip")


def test_a_member_is_inflated_up_to_the_limit_and_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 2 << 20)
    archive = pack(tmp_path / "a.zip", [("just.txt", b"0" * (2 << 20)), ("over.txt", b"0" * ((2 << 20) + 1))])
    assert len(read_source(Source(archive, "just.txt")).data) == 2 << 20
    assert "over.txt in " in why(Source(archive, "over.txt")) and "is too big (at most 2 MiB): split the report" in why(
        Source(archive, "over.txt")
    )


def test_a_member_that_understates_its_size_is_not_inflated_beyond_it(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [("a.txt", b"0" * (1 << 20))])
    data = archive.read_bytes().replace(struct.pack("<L", 1 << 20), struct.pack("<L", 10))
    archive.write_bytes(data)
    assert "damaged archive (Bad CRC-32" in why(Source(archive, "a.txt"))


def test_an_archive_of_too_many_or_too_much_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tmp_path / "a.zip", [(f"{n}.txt", b"0" * 100) for n in range(5)])
    monkeypatch.setattr(archives, "MAX_MEMBERS", 4)
    assert find_sources([archive], SUFFIXES) == [Source(archive)]
    assert "holds 5 files, at most 4 are read: unpack it" in why(archive)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    monkeypatch.setattr(archives, "MAX_TOTAL", 499)
    assert find_sources([archive], SUFFIXES) == [Source(archive)]
    assert "holds more than" in why(archive)


def test_listing_inflates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tmp_path / "a.zip", [("a.txt", b"x")])
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("inflated"))
    assert names(archive) == ["a.txt"]


def test_a_word_file_is_no_archive(tmp_path: Path) -> None:
    report = pack(tmp_path / "a.docx", [("word/document.xml", b"x")])
    assert find_sources([tmp_path], SUFFIXES) == [Source(report)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_an_archive_without_permission_is_named(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", [("a.txt", b"x")])
    archive.chmod(0)
    [source] = find_sources([tmp_path], SUFFIXES)
    assert "may not be read" in why(source)
    archive.chmod(stat.S_IRWXU)
