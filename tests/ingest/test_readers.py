import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.types import Document, Page, RawFile
from ingest.readers import reader_for, supported_suffixes
from ingest.readers.text import TextReader
from tests.ingest import hostile
from tests.ingest.conftest import FIRST_REPORT, FIXTURES, ROOT


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
    assert set(supported_suffixes()) >= {".txt", ".text", ".md", ".markdown", ".pdf", ".docx", ".odt", ".html"}
    for name, kind in (("report.xyz", r"\.xyz files"), ("report", "files without a suffix")):
        with pytest.raises(UnreadableFile, match=rf"{name}: {kind} cannot .*\.docm, \.docx, .*\.pdf, \.text, \.txt"):
            reader_for(name)


def test_each_suffix_is_one_that_its_reader_names() -> None:
    for suffix in supported_suffixes():
        assert suffix in reader_for(f"a{suffix}").suffixes
    named = {suffix for known in supported_suffixes() for suffix in reader_for(f"a{known}").suffixes}
    assert named == set(supported_suffixes())


def test_to_know_the_suffixes_no_reader_is_imported() -> None:
    script = (
        "import sys\nfrom ingest.readers import supported_suffixes\nassert supported_suffixes()\n"
        "print({'numpy', 'lxml', 'pypdfium2', 'docx', 'selectolax', 'charset_normalizer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


PLAIN = "壹、目的\n".encode()
PAGE = b"<!DOCTYPE html>\n<html><body>x</body></html>"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.doc", "a"])
@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (b"%PDF-1.7\n", "PdfReader"),
        (b"\xef\xbb\xbf\r\njunk\n" + b"%PDF-1.4\n1 0 obj\nendobj", "PdfReader"),
        (hostile.docx(), "DocxReader"),
        (hostile.odt(), "OdtReader"),
        (PAGE, "HtmlReader"),
        (b"\xef\xbb\xbf  " + PAGE, "HtmlReader"),
        (PAGE.decode().encode("utf-16"), "HtmlReader"),
        (
            b"<?xml version='1.0' encoding='utf-8'?>\n<!-- x --> <!-- y -->" + PAGE.replace(b"html>", b"HTML>"),
            "HtmlReader",
        ),
        (b"<html xmlns:w='urn:schemas-microsoft-com:office:word'>", "HtmlReader"),
    ],
)
def test_what_is_in_a_file_counts_more_than_its_suffix(name: str, data: bytes, reader: str) -> None:
    assert type(reader_for(name, data)).__name__ == reader


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.md", PLAIN, "TextReader"),
        ("a.md", b"a PDF begins with %PDF-1.7", "TextReader"),
        ("a.txt", b"<p>some markup</p>" + PAGE, "TextReader"),
        ("a.pdf", PLAIN, "PdfReader"),
        ("a.docx", hostile.packed({"a.txt": b"x"}), "DocxReader"),
        ("a.html", PLAIN, "HtmlReader"),
        ("a.txt", b"BM is an abbreviation", "TextReader"),
        ("a.txt", b"MIME-Version: 1.0\n\na letter", "TextReader"),
    ],
)
def test_where_the_bytes_do_not_say_the_suffix_does(name: str, data: bytes, reader: str) -> None:
    assert type(reader_for(name, data)).__name__ == reader


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.doc", "a.txt"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (hostile.ole("WordDocument"), r"is of Word 97-2003 .*save it as \.docx"),
        (hostile.ole("EncryptedPackage"), "is protected with a password: open it, save it without one"),
        (hostile.ole("PowerPoint Document"), "PowerPoint .*export it as a PDF"),
        (hostile.ole("Workbook"), "Excel .*print it to a PDF"),
        (hostile.ole("Contents"), r"is an old Office file, .*save it as \.docx"),
        (b"{\\rtf1\\ansi x}", r"is rich text \(RTF\).*save it as \.docx"),
        (b"\x89PNG\r\n\x1a\n", "is a picture: put it into a PDF"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture"),
        (b"II*\0", "is a picture"),
        (b"\0\0\0\x18ftypheic", "is a picture"),
        (b"RIFF\0\0\0\0WEBPVP8", "is a picture"),
        (b"\x1f\x8b\x08\0", "is a packed archive: unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "is a packed archive"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;", r"\(MHTML\).*save it as \.docx"),
        (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?>", r"flat XML.*save it as \.docx"),
        (hostile.packed({"ppt/presentation.xml": b"x"}), "PowerPoint .*export it as a PDF"),
        (hostile.packed({"xl/workbook.xml": b"x"}), "Excel .*print it to a PDF"),
        (hostile.packed({"mimetype": b"application/epub+zip"}, ["mimetype"]), "e-book"),
        (hostile.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, ["mimetype"]), "but no text"),
    ],
)
def test_what_is_known_to_be_no_report_is_named_with_its_cure(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^{name} .*{said}.*\\.$"):
        reader_for(name, data)


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a", "a.doc"]))
def test_any_bytes_have_a_reader_or_a_reason(data: bytes, name: str) -> None:
    try:
        reader = reader_for(name, data)
    except UnreadableFile as error:
        reason = str(error)
    else:
        reason = f"{name} is read by {reader}."
    assert reason.startswith(name) and reason.endswith(".")


def test_a_long_beginning_is_told_quickly() -> None:
    for data in (b"<!-- -->" * 10_000, b" " * 100_000, b"<?xml " * 10_000, b"<!--" * 10_000, b"MIME-Version:" * 10_000):
        started = time.monotonic()
        assert isinstance(reader_for("a.txt", data), TextReader)
        assert time.monotonic() - started < 0.5
