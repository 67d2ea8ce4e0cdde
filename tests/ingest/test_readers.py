import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.types import Document, Page, RawFile
from ingest.readers import reader_for, supported_suffixes
from ingest.readers.text import TextReader
from tests.ingest.conftest import FIRST_REPORT, FIXTURES


def read(data: bytes, name: str = "report.txt") -> Document:
    return TextReader().read(RawFile(name, f"/{name}", data, ""))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_text_is_the_same_in_every_encoding(path, encoding: str) -> None:
    text = path.read_text("utf-8")
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_big5_is_told_from_gb18030(path) -> None:
    text = path.read_text("utf-8")
    document = read(text.encode("cp950"))
    assert document.text == text
    assert path.stem == "english" or document.encoding == "cp950"


def test_offsets_are_those_of_the_utf8_file() -> None:
    document = read(FIRST_REPORT.read_bytes())
    assert document.text == FIRST_REPORT.read_bytes().decode("utf-8")
    assert (document.encoding, document.media_type, document.pages) == ("utf-8", "text/plain", ())


def test_line_ends_become_one_and_nothing_else_changes() -> None:
    assert read("\ufeff一\r\n二\r三\n  e\u0301\u3000\t\n".encode()).text == "一\n二\n三\n  e\u0301\u3000\t\n"


def test_a_form_feed_ends_a_page_and_stays_in_it() -> None:
    document = read("甲\n\f乙\n\f".encode())
    assert document.text == "甲\n\f乙\n\f"
    assert document.pages == (Page(1, 0, 3), Page(2, 3, 6))


@given(st.text(alphabet="ab\n\f 甲", min_size=1).filter(str.strip))
def test_pages_tile_the_text(text: str) -> None:
    pages = read(text.encode()).pages
    assert bool(pages) == ("\f" in text)
    if pages:
        assert "".join(text[p.start : p.end] for p in pages) == text
        assert [p.number for p in pages] == list(range(1, len(pages) + 1))


def test_markdown_is_kept_raw_and_named() -> None:
    document = read("# 標題\n\n**粗**".encode(), "r.MD")
    assert (document.text, document.media_type) == ("# 標題\n\n**粗**", "text/markdown")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        b"%PDF-1.7\n" + bytes(range(256)) * 8,
        b"\0" * 64,
        b" \n\t\n",
        "\u3000\f\n".encode(),
        b"\xef\xbb\xbf\xff\xfe\xff" * 9,
        bytes(range(128, 256)) * 5,
    ],
)
def test_what_is_no_text_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.txt.*: "):
        read(data)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except UnreadableFile:
        return
    assert document.text.strip()
    assert "\0" not in document.text


def test_the_reader_is_chosen_by_suffix_and_an_unknown_one_is_told_what_is_known() -> None:
    assert isinstance(reader_for("a/報告.TXT"), TextReader)
    assert set(supported_suffixes()) >= {".txt", ".text", ".md", ".markdown"}
    for name in ("report.pdf", "report"):
        with pytest.raises(UnreadableFile, match=r"\.markdown, \.md, \.text, \.txt"):
            reader_for(name)
