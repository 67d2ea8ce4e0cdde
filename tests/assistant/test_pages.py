"""The pages of a library's reports: from the file that was kept, as it is now."""

from pathlib import Path

import pytest

from assistant.library import Library
from assistant.pages import SHORT
from corpus.boxes import rectangles
from corpus.errors import UnknownReport, UnreadableFile
from tests.ingest.pdf_samples.drawn import Drawing, pdf_of

FIRST = ("壹、目的", "本次考察之目的為瞭解各國之數位政府。", "貳、過程", "拜會三個機關並參訪資料中心。")
SECOND = (*FIRST, "參、心得", "制度先於系統，資料先於制度。")


def pdf(rows: tuple[str, ...]) -> bytes:
    return pdf_of(Drawing().lines(72, 90, rows), Drawing(rotate=90).lines(72, 90, [f"附錄{row}" for row in rows]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "report.pdf"
    path.parent.mkdir()
    path.write_bytes(pdf(FIRST))
    return path


def only(library: Library) -> tuple[str, str]:
    (summary,) = library.reports()
    return summary.id, summary.sha256[:SHORT]


def test_a_page_is_shown_with_its_boxes_also_when_the_file_has_gone(library: Library, file: Path) -> None:
    library.ingest([file])
    file.unlink()
    report_id, sha = only(library)
    printed = library.printed_page(report_id, 2)
    assert printed and printed.file == sha and printed.boxes is not None
    assert (printed.page.width, printed.page.height) == (842, 595)  # as it is looked at: it is turned
    marks = rectangles(printed.boxes, 0, len(printed.boxes))
    assert marks and all(0 <= left < right <= 842 and 0 <= top < bottom <= 595 for left, top, right, bottom in marks)
    first, second = (library.page_picture(report_id, sha, number) for number in (1, 2))
    assert first and second and first != second and first[:4] == b"RIFF"


def test_there_is_no_picture_of_another_file_or_page_or_of_a_text(
    library: Library, file: Path, first_report: Path
) -> None:
    library.ingest([file])
    report_id, sha = only(library)
    assert library.page_picture(report_id, "0" * SHORT, 1) is None
    assert library.page_picture(report_id, sha[:-1], 1) is None
    for number in (-1, 0, 3, 10**20):
        assert library.printed_page(report_id, number) is None
        assert library.page_picture(report_id, sha, number) is None
    assert library.page_picture("nobody", sha, 1) is None
    with pytest.raises(UnknownReport):
        library.printed_page("nobody", 1)
    library.ingest([first_report])
    text = next(summary for summary in library.reports() if summary.media_type == "text/plain")
    assert library.printed_page(text.id, 1) is None
    assert library.page_picture(text.id, text.sha256[:SHORT], 1) is None


def test_a_replaced_report_shows_its_new_pages_and_the_old_ones_no_more(library: Library, file: Path) -> None:
    library.ingest([file])
    report_id, old = only(library)
    before = library.page_picture(report_id, old, 1)
    file.write_bytes(pdf(SECOND))
    library.ingest([file])
    again, new = only(library)
    assert (again, new) != (report_id, old) and again == report_id
    assert library.page_picture(report_id, old, 1) is None
    after = library.page_picture(report_id, new, 1)
    assert after and after != before
    printed = library.printed_page(report_id, 1)
    assert printed and printed.file == new


def test_a_file_that_was_lost_or_spoilt_since_costs_its_pictures_alone(library: Library, file: Path) -> None:
    library.ingest([file])
    report_id, sha = only(library)
    (kept,) = (path for path in (library._folder / "originals").rglob("*") if path.is_file())
    kept.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UnreadableFile, match=r"report\.pdf is damaged or no PDF: "):
        library.page_picture(report_id, sha, 1)
    kept.unlink()
    assert library.printed_page(report_id, 1) is None
    assert library.page_picture(report_id, sha, 1) is None
    assert library.report(report_id).text.startswith("壹、目的")
