"""The evidence bundle: one archive that proves itself, the same bytes for the same passages."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import bibtexparser
import numpy as np
import pytest
import rispy
from numpy.typing import NDArray
from PIL import Image

from assistant.anchor import anchor_of
from assistant.bundle import MOST, bundle_of
from assistant.bundle.marked import MOST_EACH
from assistant.cite import STYLES, Reference
from assistant.library import Library
from assistant.pages import PrintedPage
from assistant.picked import Picked
from corpus.errors import UnknownReport, UnprovedPassage, UnreadableFile, UserError
from corpus.types import Page
from tests.assistant.cited import QUOTED, ROWS, filled, named, said, sentence

SENTENCE = sentence()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cited")


@pytest.fixture(scope="module")
def library(folder: Path, models: Path) -> Library:
    return filled(folder, models)


@pytest.fixture(scope="module")
def both(library: Library) -> bytes:
    """A passage of the PDF and one of a text."""
    return library.bundle(
        named(said(library, QUOTED), said(library, SENTENCE)), "拜會\n哪些機關？<script>alert(1)</script>"
    )


def files_of(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_has_every_passage_to_the_letter_and_all_that_proves_it(
    library: Library, both: bytes, folder: Path
) -> None:
    hits, files = (said(library, QUOTED), said(library, SENTENCE)), files_of(both)
    assert list(files) == [
        "README.txt", "passages.html", "passages/01.txt", "passages/02.txt", "citations.bib", "citations.ris",
        "citations.json", "facts.json", "pages/01-p0001.png", "SHA256SUMS",
    ]  # fmt: skip
    facts = json.loads(files["facts.json"])
    assert facts["question"] == "拜會 哪些機關？<script>alert(1)</script>"
    for hit, fact, name in zip(hits, facts["passages"], ("passages/01.txt", "passages/02.txt"), strict=True):
        assert files[name].decode() == hit.text and fact["text_file"] == name
        assert fact["quote_sha256"] == hashlib.sha256(files[name]).hexdigest()
        text = library.version_text(fact["report_id"], fact["version"])
        assert text[fact["char_start"] : fact["char_end"]] == hit.text
    assert [fact["pictures"] for fact in facts["passages"]] == [["pages/01-p0001.png"], []]
    digest = hashlib.sha256((folder / "in" / "report.pdf").read_bytes()).hexdigest()
    assert facts["sources"][0]["sha256"] == digest and digest in files["README.txt"].decode()
    assert digest.encode() in files["passages.html"]


def test_the_hashes_are_what_sha256sum_checks(both: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(both)) as archive:
        archive.extractall(tmp_path)
    rows = (tmp_path / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (row.split("  ") for row in rows)}
    there = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert sums == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items() if name != "SHA256SUMS"
    }
    if shutil.which("sha256sum"):
        check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
        assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
        (tmp_path / "passages" / "01.txt").write_text("another")
        assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_same_passages_make_the_same_bytes(library: Library, both: bytes) -> None:
    passages, asked = named(said(library, QUOTED), said(library, SENTENCE)), "拜會\n哪些機關？<script>alert(1)</script>"
    assert library.bundle([*passages, passages[0]], asked) == both, "and the same passage twice is one"
    assert library.bundle(passages[::-1], asked) != both
    with zipfile.ZipFile(io.BytesIO(both)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(info.filename.isascii() and ".." not in info.filename for info in archive.infolist())


def test_the_citations_are_read_by_other_programs(library: Library) -> None:
    passages = named(said(library, SENTENCE), said(library, sentence("日本")))
    files = files_of(library.bundle(passages, site="https://r.example.gov.tw"))
    read, items = bibtexparser.parse_string(files["citations.bib"].decode()), json.loads(files["citations.json"])
    assert len(read.entries) == 2 and not read.failed_blocks
    assert len(rispy.loads(files["citations.ris"].decode())) == len(items) == 2
    assert all(item["URL"].startswith("https://r.example.gov.tw/?report=") for item in items)


def tinted(png: bytes) -> NDArray[np.bool_]:
    """Where the picture is neither grey nor white."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return np.asarray(np.ptp(pixels, axis=2) > 40)


def test_the_quoted_line_is_marked_on_its_page_and_no_other(library: Library, both: bytes) -> None:
    one = tinted(files_of(both)["pages/01-p0001.png"])
    first = tinted(files_of(library.bundle(named(said(library, ROWS[0]))))["pages/01-p0001.png"])
    rows, columns = np.flatnonzero(one.any(axis=1)), np.flatnonzero(one.any(axis=0))
    assert rows.size and np.ptp(rows) < 60, "one printed line"
    assert np.ptp(columns) < 0.6 * one.shape[1]
    assert rows.min() > np.flatnonzero(first.any(axis=1)).max(), "the first heading stands above it"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_sheet_to_print_shows_pictures_that_are_there_and_loads_nothing_else(library: Library, both: bytes) -> None:
    hit, sheet, tags = said(library, QUOTED), files_of(both)["passages.html"].decode(), Tags()
    tags.feed(sheet)
    pictures = [attrs for tag, attrs in tags.seen if tag == "img"]
    assert [picture["src"] for picture in pictures] == ["pages/01-p0001.png"] and pictures[0]["alt"]
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in tags.seen}
    assert hit.text in sheet and STYLES["footnote"].of(Reference(hit.cited)) in sheet
    assert "&lt;script&gt;" in sheet and "default-src 'none'" in sheet


def test_the_readme_is_in_both_languages_and_names_the_files_that_are_there(library: Library, both: bytes) -> None:
    with_pages = files_of(both)["README.txt"].decode()
    without = files_of(library.bundle(named(said(library, SENTENCE))))["README.txt"].decode()
    assert "出國報告依據包" in with_pages and "word for word" in with_pages and "sha256sum -c SHA256SUMS" in with_pages
    assert "問題: 拜會 哪些機關？" in with_pages and "問題" not in without
    assert "pages/" in with_pages and "pages/" not in without


def test_what_only_an_older_version_says_is_given_as_it_was_and_marked(library: Library, folder: Path) -> None:
    hit, file = said(library, sentence("日本")), folder / "in" / "日本.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("的作法，作為", "的經驗與作法，作為"), encoding="utf-8")
    library.ingest([file])
    assert library.summary(hit.report_id).version == 2
    files = files_of(library.bundle(named(hit)))
    (fact,) = json.loads(files["facts.json"])["passages"]
    assert files["passages/01.txt"].decode() == hit.text
    assert (fact["version"], fact["replaced_by"], fact["sha256"]) == (1, 2, hit.cited.sha256)
    for name, words in (("README.txt", "第 1 段在現行版本中已經沒有"), ("passages.html", "第 1 版的原文")):
        assert words in files[name].decode()
    assert "現行第 2 版已無此段" in files["citations.bib"].decode()


def test_a_passage_that_still_stands_is_cited_where_it_stands_today(library: Library, folder: Path) -> None:
    hit, file = said(library, sentence("德國")), folder / "in" / "德國.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("壹、目的", "壹、考察目的"), encoding="utf-8")
    library.ingest([file])
    (fact,) = json.loads(files_of(library.bundle(named(hit)))["facts.json"])["passages"]
    assert (fact["version"], fact["replaced_by"]) == (2, None)
    assert fact["char_start"] == hit.char_start + 2 and fact["section_path"] == ["壹、考察目的"]


def test_one_passage_that_cannot_be_proved_stops_it_all(library: Library) -> None:
    ((report_id, anchor),) = good = named(said(library, SENTENCE))
    with pytest.raises(UnprovedPassage, match=rf"{report_id}.*{anchor.start}-{anchor.end}-0000000000"):
        library.bundle([*good, (report_id, replace(anchor, proof="0" * 10))])
    with pytest.raises(UnprovedPassage):
        library.bundle([(report_id, replace(anchor, version=7))])
    with pytest.raises(UnknownReport, match="nobody"):
        library.bundle([*good, ("nobody", anchor)])


def test_nothing_and_too_much_are_refused(library: Library) -> None:
    with pytest.raises(UserError, match="Nothing was picked"):
        library.bundle([])
    hit = said(library, SENTENCE)
    many = [Picked(Reference(hit.cited), hit.text)] * (MOST + 1)
    with pytest.raises(UserError, match=f"{MOST + 1} passages"):
        bundle_of(many, library)
    assert len(json.loads(files_of(bundle_of(many[1:], library))["facts.json"])["passages"]) == MOST


def test_half_a_surrogate_pair_is_kept_to_the_letter(library: Library) -> None:
    text = "甲\ud800乙"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    cited = replace(said(library, SENTENCE).cited, title="\ud800題", quote_sha256=digest)
    files = files_of(bundle_of([Picked(Reference(cited), text)], library, "問\ud800"))
    assert hashlib.sha256(files["passages/01.txt"]).hexdigest() == digest
    assert json.loads(files["facts.json"])["passages"][0]["title"] == "\ud800題"
    assert "甲\ufffd乙" in files["passages.html"].decode()


class Shown:
    """Shows as many pages as one asks for, without their characters' places; the third cannot be drawn."""

    def __init__(self, file: str) -> None:
        self.file, self.drawn = file, 0
        out = io.BytesIO()
        Image.new("RGB", (60, 80), "white").save(out, "PNG")
        self._png = out.getvalue()

    def printed_page(self, _report_id: str, number: int) -> PrintedPage | None:
        return PrintedPage(self.file, Page(number, 0, 9, None, 600, 800))

    def page_picture(self, _report_id: str, _file: str, number: int) -> bytes | None:
        self.drawn += 1
        if number == 3:
            raise UnreadableFile("Page 3 is damaged.")
        return self._png


def test_pages_are_bounded_and_what_is_left_out_is_said(library: Library) -> None:
    hit = said(library, SENTENCE)
    shown = Shown(hit.cited.sha256[:12])

    def made(*numbers: int, file: str = hit.cited.sha256) -> tuple[int, str]:
        cited = replace(hit.cited, pages=tuple(Page(number, 0, 9) for number in numbers), sha256=file)
        files = files_of(bundle_of([Picked(Reference(cited), hit.text)], shown))
        return sum(name.startswith("pages/") for name in files), files["passages.html"].decode()

    many, damaged, bare = made(*range(10, 30)), made(3, 4), made(4)
    assert many[0] == MOST_EACH and "只附前面幾頁的圖片" in many[1]
    assert damaged[0] == 1 and "畫不出來" in damaged[1]
    assert bare[0] == 1 and "這一頁無法標出" in bare[1]
    before = shown.drawn
    other = made(4, file="f" * 64)
    assert other[0] == 0 and "沒有頁面圖片" in other[1] and shown.drawn == before, "a page of another file is no proof"


def test_what_is_cited_is_what_is_quoted(library: Library) -> None:
    hit = said(library, SENTENCE)
    assert library.reference(hit.report_id, anchor_of(hit.cited)) == Reference(hit.cited)
    whole = library.reference(hit.report_id)
    assert whole.whole and whole.cited.end == library.summary(hit.report_id).characters
