from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.boxes import rectangles, unpack
from corpus.errors import UnreadableFile
from corpus.types import Document, NoticeKind, RawFile
from ingest.readers.ocr import RecognizedLine
from ingest.readers.pdf.reader import MAX_PAGES, PdfReader
from tests.ingest.authored import pdf_path
from tests.ingest.authored.library import LIBRARY
from tests.ingest.pdf_samples import Drawing, pdf_of, report

HAN = "本次考察參訪三處淨水場並就維護人力與經費交換意見所得資料整理如後供局研擬續計畫之此外亦蒐集各國相關法規技術文件"


def read(*drawings: Drawing) -> Document:
    return read_bytes(pdf_of(*drawings))


def read_bytes(data: bytes) -> Document:
    document = PdfReader(lambda: None).read(RawFile("report.pdf", "/report.pdf", data, ""))
    check_map(document)
    return document


def check_map(document: Document) -> None:
    """Pages touch and cover the text; each page that has text has one box a character, printed or not."""
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert all(a.end == b.start for a, b in zip(document.pages[:-1], document.pages[1:], strict=True))
    for page in document.pages:
        text = document.text[page.start : page.end]
        boxes = unpack(document.boxes[page.number]) if text else np.zeros((0, 4))
        assert len(boxes) == len(text)
        assert not boxes[[c.isspace() for c in text]].any()
    assert "\f" not in document.text


def bare(text: str) -> str:
    return "".join(text.split())


def errors(expected: str, found: str) -> int:
    """Characters to insert, leave out or change, at most."""
    steps = SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for name, a, b, c, d in steps if name != "equal")


def is_plain(text: str) -> bool:
    """Whether its last printed line is short: where a paragraph with a full one ends nobody could say."""
    last = len(text) if len(text) < 30 else (len(text) - 30) % 32
    return 1 < last < (29 if len(text) < 30 else 31)


paragraphs = st.text(HAN, min_size=12, max_size=130).map(lambda text: f"{text}。").filter(is_plain)


@settings(max_examples=30, deadline=None)
@given(st.lists(paragraphs, min_size=1, max_size=12), st.integers(4, 24))
def test_paragraphs_come_back_whole_however_they_were_wrapped_and_paged(texts: list[str], rows: int) -> None:
    texts = [f"{HAN * 2}。", *texts]  # else nobody could know where the margins are
    pages = report(texts, rows)
    document = read(*(pages if len(pages) == 1 else report(texts, rows, header="考察報告")))
    expected = "".join(f"{text}\n" for text in texts)
    assert document.text == (expected if len(pages) > 1 else f"{expected}1\n")  # a lone 1 may be anything


places = st.tuples(st.integers(20, 500), st.integers(20, 820), st.text(HAN + "abc 12", min_size=1, max_size=8))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(places, max_size=12), min_size=1, max_size=3))
def test_no_character_is_lost_or_made_up_wherever_it_stands(pages: list[list[tuple[int, int, str]]]) -> None:
    drawings = [Drawing() for _ in pages]
    for drawing, texts in zip(drawings, pages, strict=True):
        for number, (x, _, words) in enumerate(texts):  # one a line: they are not printed over one another
            drawing.text(x, 60 + 60 * number, words, 10)
    printed = [words for texts in pages for _, _, words in texts]
    try:
        document = read(*drawings)
    except UnreadableFile:
        assert not "".join(printed).strip()
        return
    left_out = "".join(notice.detail for notice in document.notices if notice.kind is NoticeKind.FURNITURE)
    lost = Counter("".join("".join(printed).split())) - Counter(document.text)
    assert not lost or left_out
    assert not Counter("".join(document.text.split())) - Counter("".join(printed))


def test_a_paragraph_cut_by_a_page_break_is_one_line_and_the_page_map_cuts_it() -> None:
    text = HAN * 5 + "。"
    document = read(*report([text], rows=4))
    assert document.text == f"{text}\n"
    assert [page.end - page.start for page in document.pages] == [30 + 3 * 32, 4 * 32, len(text) + 1 - 30 - 7 * 32]
    assert [page.label for page in document.pages] == ["1", "2", "3"]


def test_a_box_is_where_the_character_is_seen() -> None:
    document = read(Drawing().text(100, 200, "目的"))
    (left, top, right, bottom), second = unpack(document.boxes[1])[:2].tolist()
    assert (left, right) == (1000, 1140)
    assert 1850 <= top < 1900 and 2000 < bottom <= 2050
    assert second[0] == 1140


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [(0, (100, 50)), (90, (842 - 50, 100)), (180, (595 - 100, 842 - 50)), (270, (50, 595 - 100))],
)
def test_boxes_on_a_turned_page_are_as_it_is_looked_at(rotate: int, expected: tuple[int, int]) -> None:
    document = read(Drawing(rotate=rotate).text(100, 50, "目的與緣起以及過程"))
    page = document.pages[0]
    assert document.text == "目的與緣起以及過程\n"
    assert (page.width, page.height) == ((842, 595) if rotate in (90, 270) else (595, 842))
    left, top, right, bottom = unpack(document.boxes[1])[0] / 10
    assert left - 15 <= expected[0] <= right + 15
    assert top - 15 <= expected[1] <= bottom + 15


def test_text_outside_the_crop_box_is_not_there_and_the_boxes_begin_at_its_corner() -> None:
    document = read(Drawing(crop=(50, 100, 500, 700)).text(100, 300, "目的與緣起以及過程").text(10, 300, "外"))
    assert document.text == "目的與緣起以及過程\n"
    assert (document.pages[0].width, document.pages[0].height) == (450, 600)
    assert unpack(document.boxes[1])[0][0] == 500


def test_letters_drawn_twice_to_look_bold_are_there_once() -> None:
    drawing = Drawing()
    for shift in (0, 0.3, 0.6):
        drawing.text(100 + shift, 100, "壹、目的與緣起以及過程")
    assert read(drawing).text == "壹、目的與緣起以及過程\n"


def test_the_same_character_twice_in_a_row_stays_twice() -> None:
    assert read(Drawing().text(100, 100, "一一列舉並謝謝各位館員們")).text == "一一列舉並謝謝各位館員們\n"


def test_radicals_and_compatibility_forms_become_the_character_they_look_like() -> None:
    from ingest.readers.pdf.glyphs import _character

    assert [_character(ord(c)) for c in "⽬⼀⻄⾧\uf90a金"] == list("目一西長金金")
    assert _character(0x3000) == " "
    assert _character(ord("①")) == "①"


def test_bullets_of_symbol_fonts_are_bullets_and_other_private_characters_are_no_writing() -> None:
    from ingest.readers.pdf.glyphs import _character

    assert {_character(code) for code in (0xF0B7, 0xF06C, 0xF0A7)} == {"•"}
    assert [_character(code) for code in (0xE123, 0xFFFD, 0x0)] == [None] * 3
    assert _character(0x0B) == ""


def test_a_page_of_characters_that_are_no_writing_is_said_to_be_garbled() -> None:
    document = read(Drawing().text(72, 100, HAN[:20]), Drawing().text(72, 100, "\ue123" * 20 + "這是文字" * 4))
    assert [(n.kind, n.page) for n in document.notices] == [(NoticeKind.GARBLED, 2)]
    assert "[ocr]" in document.notices[0].detail


def test_an_almost_empty_page_is_said_to_be_sparse() -> None:
    document = read(Drawing().text(72, 100, HAN[:20]), Drawing().text(72, 100, "附件"), Drawing())
    assert [(n.kind, n.page) for n in document.notices] == [(NoticeKind.SPARSE, 2), (NoticeKind.SPARSE, 3)]
    assert [page.end - page.start for page in document.pages] == [21, 3, 0]


PICTURE = np.full((60, 40, 3), 255, dtype=np.uint8)


@dataclass
class FakeRecognizer:
    """Finds two lines in every picture, in tenths of its size."""

    texts: tuple[str, ...] = ("壹、目的", "受疫情影響，本次考察延後一年辦理。")
    seen: list[tuple[int, ...]] = field(default_factory=list)

    def read(self, image: np.ndarray) -> list[RecognizedLine]:
        self.seen.append(image.shape)
        height, width = image.shape[:2]
        return [
            RecognizedLine(text, 0.1 * width, (0.1 + 0.1 * at) * height, 0.5 * width, (0.12 + 0.1 * at) * height)
            for at, text in enumerate(self.texts)
        ]


def read_scan(recognizer: FakeRecognizer | None, *drawings: Drawing) -> Document:
    document = PdfReader(lambda: recognizer).read(RawFile("scan.pdf", "/scan.pdf", pdf_of(*drawings), ""))
    check_map(document)
    return document


def test_a_scanned_page_is_read_by_recognition_and_said_to_be() -> None:
    recognizer = FakeRecognizer()
    document = read_scan(recognizer, Drawing().picture(PICTURE), Drawing().text(72, 100, HAN[:20]))
    assert document.text == f"壹、目的\n受疫情影響，本次考察延後一年辦理。\n{HAN[:20]}\n"
    assert [(n.kind, n.page) for n in document.notices] == [(NoticeKind.OCR, 1)]
    assert recognizer.seen == [(2339, 1653, 3)]
    (left, top, right, bottom) = rectangles(unpack(document.boxes[1]), 0, 4)[0]
    assert (left, top, right, bottom) == pytest.approx((59.5, 84.2, 297.5, 101), abs=1)


def test_a_huge_scan_is_read_at_a_size_that_memory_bears() -> None:
    recognizer = FakeRecognizer()
    read_scan(recognizer, Drawing(size=(14400, 14400)).picture(PICTURE))
    assert recognizer.seen == [(5000, 5000, 3)]


def test_the_header_that_was_printed_over_a_scan_is_not_read_twice() -> None:
    recognizer = FakeRecognizer(("機關檔案掃描", "受疫情影響，本次考察延後一年辦理。"))
    scan = Drawing().picture(PICTURE).text(60, 100, "機關檔案掃描", 24)
    document = read_scan(recognizer, scan, Drawing().text(72, 100, HAN[:20]))
    assert document.text == f"機關檔案掃描\n受疫情影響，本次考察延後一年辦理。\n{HAN[:20]}\n"


def test_the_same_page_over_and_over_is_text() -> None:
    assert read(*[Drawing().text(72, 100, HAN[:20])] * 3).text == f"{HAN[:20]}\n" * 3


def test_without_recognition_a_scanned_page_is_said_to_be_unread_with_the_cure() -> None:
    document = read_scan(None, Drawing().picture(PICTURE), Drawing().text(72, 100, HAN[:20]))
    assert [(n.kind, n.page) for n in document.notices] == [(NoticeKind.UNREAD, 1)]
    assert "[ocr]" in document.notices[0].detail
    with pytest.raises(UnreadableFile, match=r"only pictures.*\[ocr\]"):
        read_scan(None, Drawing().picture(PICTURE))


def test_a_stamp_on_every_page_of_a_scan_does_not_hide_that_it_is_unread() -> None:
    stamped = [Drawing().picture(PICTURE).text(72, 40, "某機關檔案室掃描存檔專用章", 10) for _ in range(3)]
    with pytest.raises(UnreadableFile, match="only pictures"):
        read_scan(None, *stamped)
    document = read_scan(None, *stamped, Drawing().text(72, 100, HAN[:20]))
    assert document.text == f"{HAN[:20]}\n"
    assert [n.page for n in document.notices if n.kind is NoticeKind.UNREAD] == [1, 2, 3]


def test_the_recognizer_is_asked_for_only_when_a_page_needs_it() -> None:
    def never() -> None:
        raise AssertionError("no page is a picture")

    raw = RawFile("report.pdf", "/report.pdf", pdf_of(Drawing().text(72, 100, HAN[:20])), "")
    assert PdfReader(never).read(raw).text


def test_a_file_without_any_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"report\.pdf has no text on any page"):
        read(Drawing())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all", pdf_of(Drawing().text(72, 72, HAN))[:150]])
def test_a_damaged_file_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.pdf is damaged or no PDF: .* save it anew"):
        read_bytes(data)


def test_a_damaged_page_is_said_to_be_lost_and_the_others_are_read() -> None:
    data = pdf_of(*[Drawing().text(72, 100, HAN[:20])] * 2)
    at = data.rindex(b"/Type /Page ")
    document = read_bytes(data[:at] + b"/Type /Junk " + data[at + 12 :])
    assert document.text == f"{HAN[:20]}\n"
    assert [(n.kind, n.page) for n in document.notices] == [(NoticeKind.LOST, 2)]


def test_a_file_with_a_password_is_refused_with_a_cure() -> None:
    plain = pdf_of(Drawing().text(72, 100, HAN))
    locked = plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00>] /Encrypt "
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>")  # fmt: skip
    with pytest.raises(UnreadableFile, match="protected by a password: save it without one"):
        read_bytes(locked)


def test_too_many_pages_are_refused_before_any_is_read() -> None:
    many = pdf_of(*[Drawing()] * (MAX_PAGES + 1))
    with pytest.raises(UnreadableFile, match=r"2,001 pages, at most 2,000 can be read: split it"):
        read_bytes(many)


def test_rotated_words_beside_the_text_stand_behind_it() -> None:
    drawing = (
        Drawing().text(300, 400, "密件", 60, (0.7071, 0.7071, -0.7071, 0.7071)).lines(72, 100, [HAN[:20], HAN[20:30]])
    )
    assert read(drawing).text == f"{HAN[:20]}\n{HAN[20:30]}\n密件\n"


def test_a_watermark_on_every_page_is_furniture() -> None:
    pages = report([HAN + "。", HAN * 2 + "。"] * 3, rows=5, footer="")
    for page in pages:
        page.text(300, 400, "密件", 60, (0.7071, 0.7071, -0.7071, 0.7071))
    document = read(*pages)
    assert "密件" not in document.text
    assert [n.detail for n in document.notices] == ["密件"]


def test_a_page_drawn_sideways_is_read_as_it_is_meant() -> None:
    page = Drawing()
    for at, words in enumerate([HAN[:30], HAN[30:44] + "。"]):
        page.text(100 + 24 * at, 700, words, 14, (0, 1, -1, 0))
    assert read(page).text == f"{HAN[:44]}。\n" or read(page).text == f"{HAN[:30]}\n{HAN[30:44]}。\n"


@pytest.mark.slow
def test_a_scan_of_a_report_says_what_the_report_says() -> None:
    pytest.importorskip("rapidocr")
    printed = pypdfium2.PdfDocument(pdf_path(LIBRARY).read_bytes())
    pictures = [printed[at].render(scale=200 / 72).to_pil().convert("RGB") for at in (1, 2)]
    scan = pdf_of(*[Drawing().picture(np.asarray(picture)) for picture in pictures])
    document = PdfReader().read(RawFile("scan.pdf", "/scan.pdf", scan, ""))
    check_map(document)
    written = PdfReader().read(RawFile("report.pdf", "/report.pdf", pdf_path(LIBRARY).read_bytes(), ""))
    expected = bare(written.text[written.pages[1].start : written.pages[2].end])
    assert [(n.kind, n.page) for n in document.notices if n.page] == [(NoticeKind.OCR, 1), (NoticeKind.OCR, 2)]
    assert errors(expected, bare(document.text)) < 0.03 * len(expected)
