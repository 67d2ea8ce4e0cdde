"""The table of recommendations as an office meets it: the commands, the sheets, and an edited sheet taken back."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli import tripreport
from assistant.library import Library
from assistant.locales import words_for
from assistant.recommendations import Recommendation, reading
from assistant.recommendations.columns import COLUMNS, name_of
from assistant.recommendations.files import put_csv, put_xlsx
from assistant.recommendations.reading import lines_of
from assistant.recommendations.sheets import BOM, csv_lines, plain, safe
from assistant.recommendations.table import table_json
from assistant.recommendations.taking import Fate, decide, to_note
from corpus.errors import UnreadableFile
from corpus.marks import Edit, Status
from corpus.store import Store
from corpus.tracked import EVERY_ONE, Wanted
from tests.corpus.test_recommendations import LAW, PORT, TRIP, put, report_of

ENGLISH, CHINESE = words_for("en"), words_for("zh-Hant")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One that has recommendations and no passages: no model is ever opened."""
    with closing(Store(tmp_path / "library" / "library.sqlite")) as store:
        put(store, report_of(LAW, PORT, TRIP))
        yield Library(tmp_path / "library", store, lambda: pytest.fail("the model was opened"))


def rows(library: Library, wanted: Wanted = EVERY_ONE) -> list[Recommendation]:
    return list(library.recommendations(wanted, limit=None).rows)


def edited(path: Path, **changes: tuple[int, object]) -> None:
    """Write into cells of an XLSX file: a column's name, a row from 1 on, and what it says then."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    names = [name_of(cell.value) for cell in sheet[1]]
    for name, (row, value) in changes.items():
        sheet.cell(row + 1, names.index(name) + 1).value = value
    book.save(path)


def run(library: Library, *arguments: str) -> Result:
    folder = str(library._folder)
    return CliRunner().invoke(tripreport, [arguments[0], "--library", folder, *arguments[1:]])


def test_each_row_is_cited_and_its_quote_is_the_text_between_its_offsets(library: Library) -> None:
    (first, *_), text = rows(library), library.report(rows(library)[0].cited.report_id).text
    assert text[first.cited.start : first.cited.end] == first.text == f"一、{LAW}。"
    assert "《赴丹麥考察離岸風電報告》" in first.citation and "經濟部能源署" in first.citation
    told = table_json(library.recommendations())
    assert json.loads(json.dumps(told))["recommendations"][0]["quote_sha256"] == first.cited.quote_sha256


def test_the_table_is_given_page_by_page_with_what_one_could_filter_by(library: Library) -> None:
    found = library.recommendations(EVERY_ONE, 2, 2, choices=True)
    assert (found.first, len(found.rows), found.total) == (2, 1, 3)
    assert {facet.value: values for facet, values in found.choices.items()}["agency"] == [("經濟部能源署", 3)]


def test_the_command_lists_filters_and_marks(library: Library) -> None:
    key = rows(library)[1].key
    assert run(library, "mark", key, "--status", "done", "--owner", "港務公司", "--due", "114.3.1").exit_code == 0
    listed = run(library, "recommendations", "--status", "done")
    assert key in listed.output and PORT[:8] in listed.output and LAW not in listed.output
    told = json.loads(run(library, "recommendations", "--json", "--text", "碼頭").stdout)
    assert [row["mark"]["due"] for row in told["recommendations"]] == ["2025-03-01"]
    assert run(library, "recommendations", "--report", "ffffffff").exit_code == 1  # the error says what to do
    shown = json.loads(run(library, "mark", key, "--json").stdout)
    assert shown["mark"]["status"] == "done"


def test_a_stale_mark_is_refused_by_the_command_too(library: Library) -> None:
    key = rows(library)[0].key
    assert run(library, "mark", key, "--status", "done", "--seen", "0").exit_code == 0
    refused = run(library, "mark", key, "--status", "open", "--seen", "0")
    assert refused.exit_code != 0 and "status done" in str(refused.exception)


def test_csv_is_for_spreadsheets_and_none_of_its_cells_is_a_formula(library: Library) -> None:
    library.mark_recommendation(rows(library)[0].key, Edit(owner="=cmd|' /C calc'!A0", note="@x\n第二行"))
    lines = "".join(csv_lines(rows(library), CHINESE))
    assert lines.startswith(BOM)
    table_rows = list(csv.reader(io.StringIO(lines.removeprefix(BOM), newline="")))
    assert table_rows[0] == [CHINESE(column.title) for column in COLUMNS]
    assert len(table_rows) == 4
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in table_rows for cell in row)


@given(st.text(max_size=20))
def test_what_is_made_safe_is_read_back_as_it_was(said: str) -> None:
    assert plain(safe(said)) == said or said.startswith("'")
    assert not safe(said).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_xlsx_has_a_frozen_head_filters_a_list_of_statuses_and_links(library: Library, tmp_path: Path) -> None:
    library.mark_recommendation(rows(library)[0].key, Edit(owner="=1+1", due="2025-03-01", status="in_progress"))
    path = tmp_path / "a.xlsx"
    assert put_xlsx(library, EVERY_ONE, path, CHINESE, "http://127.0.0.1:7860/") == 3
    sheet = openpyxl.load_workbook(path).worksheets[0]
    names = [name_of(cell.value) for cell in sheet[1]]
    row = dict(zip(names, sheet[2], strict=True))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:X4")
    assert row["owner"].value == "=1+1" and row["owner"].data_type == "s"
    assert row["status"].value == "辦理中" and row["due"].value.isoformat().startswith("2025-03-01")
    (statuses,) = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert statuses.formula1 == '"未處理,已採納,辦理中,已完成,不採納"'
    assert row["text"].alignment.wrap_text and row["text"].font.name == "Microsoft JhengHei"
    links = [cell.hyperlink.target for cell in row.values() if cell.hyperlink]
    assert links == [f"http://127.0.0.1:7860/reports/aaaaaaaa/text?at=v1-5-{5 + len(LAW) + 3}-" + links[0][-10:]]


def test_a_character_that_xml_does_not_bear_is_no_end_of_the_sheet(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "library" / "library.sqlite")) as store:
        put(store, report_of("建議\x0b改善\ufffe設施\x01，並公布"))
        library = Library(tmp_path / "library", store, lambda: pytest.fail("the model was opened"))
        put_xlsx(library, EVERY_ONE, tmp_path / "a.xlsx", CHINESE)
    assert "改善" in str(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["E2"].value)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_a_sheet_that_nobody_edited_changes_nothing(
    library: Library, tmp_path: Path, suffix: str, words: object
) -> None:
    library.mark_recommendation(rows(library)[0].key, Edit(owner="=1+1", note="一\n二", due="2025-03-01"))
    path = tmp_path / f"a.{suffix}"
    (put_csv if suffix == "csv" else put_xlsx)(library, EVERY_ONE, path, words)
    assert [taken.fate for taken in decide(lines_of(path), library.recommendation)] == [Fate.SAME] * 3


def test_an_edited_sheet_is_taken_back(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    put_xlsx(library, EVERY_ONE, path, CHINESE)
    edited(path, status=(1, "已完成"), owner=(2, " 港務公司 "), due=(3, "114.3.1"))
    decided = decide(lines_of(path), library.recommendation)
    assert [taken.fate for taken in decided] == [Fate.CHANGED] * 3
    library.mark_recommendations(to_note(decided))
    marks = [row.mark for row in rows(library)]
    assert (marks[0].status, marks[1].owner, marks[2].due) == (Status.DONE, "港務公司", "2025-03-01")
    assert [taken.fate for taken in decide(lines_of(path), library.recommendation)] == [Fate.SAME] * 3


def test_rows_that_others_changed_meanwhile_are_told_and_left(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    put_xlsx(library, EVERY_ONE, path, CHINESE)
    first, second, third = rows(library)
    for row in (first, second):
        library.mark_recommendation(row.key, Edit(owner="別人"))
    edited(path, owner=(1, "我"), status=(3, "已完成"))  # the second was not touched in the sheet
    decided = decide(lines_of(path), library.recommendation)
    assert [taken.fate for taken in decided] == [Fate.CONFLICT, Fate.SAME, Fate.CHANGED]
    library.mark_recommendations(to_note(decided))
    assert [row.mark.owner for row in rows(library)] == ["別人", "別人", ""]
    assert library.recommendation(third.key).mark.status is Status.DONE


def test_what_a_sheet_has_wrong_is_told_by_row(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    put_xlsx(library, EVERY_ONE, path, CHINESE)
    keys = [row.key for row in rows(library)]
    edited(path, status=(1, "快好了"), key=(2, "ffffffff-000000000000"))
    assert [taken.fate for taken in decide(lines_of(path), library.recommendation)][:2] == [Fate.BAD, Fate.UNKNOWN]
    edited(path, key=(3, keys[0]))
    assert decide(lines_of(path), library.recommendation)[2].fate is Fate.TWICE


def test_importing_by_command_says_what_it_did_and_a_dry_run_does_nothing(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert run(library, "recommendations", "--csv", str(path), "--lang", "en").exit_code == 0
    path.write_text(path.read_text("utf-8").replace(",Open,,", ",Accepted,甲組,", 1), "utf-8")
    tried = run(library, "recommendations", "--import", str(path), "--dry-run")
    assert "1 changed, 2 unchanged (nothing was written)" in tried.output and rows(library)[0].mark.blank
    done = json.loads(run(library, "recommendations", "--import", str(path), "--json").stdout)
    assert [row["fate"] for row in done["rows"]] == ["changed", "same", "same"]
    assert rows(library)[0].mark.owner == "甲組"
    path.write_text(path.read_text("utf-8").replace("甲組", "乙組", 1), "utf-8")
    refused = run(library, "recommendations", "--import", str(path))
    assert refused.exit_code == 2 and "in conflict" in refused.output


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"PK\x03\x04 no archive", "識別碼\nx\n".encode()], ids=repr
)
def test_a_file_that_is_no_sheet_of_ours_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        lines_of(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    monkeypatch.setattr(reading, "_MOST_UNPACKED", 1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (2 << 20))
    with pytest.raises(UnreadableFile, match="larger"):
        lines_of(path)


def test_what_is_gone_is_in_the_sheet_too(library: Library, tmp_path: Path) -> None:
    library.mark_recommendation(rows(library)[1].key, Edit(status="done", owner="港務公司"))
    put(library._store, report_of(LAW, TRIP, sha="b"), "aaaaaaaa")
    path = tmp_path / "a.csv"
    assert put_csv(library, EVERY_ONE, path, CHINESE) == 3
    (*_, last) = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    assert last[9] == "已完成" and PORT in last[4] and "第 1 版" in last[13]
    assert decide(lines_of(path), library.recommendation)[2].fate is Fate.SAME


def test_a_sheet_is_read_from_one_state_of_the_library(library: Library) -> None:
    with library.each_recommendation() as found:
        first = next(found)
        library.mark_recommendation(rows(library)[2].key, Edit(status="done"))
        assert [row.mark.status for row in (first, *found)] == [Status.OPEN] * 3


def test_a_backup_has_what_was_noted_and_a_restore_brings_it_back(library: Library, tmp_path: Path) -> None:
    key = rows(library)[1].key
    library.mark_recommendation(key, Edit(status="done", owner="港務公司"))
    library.backup(tmp_path / "backup.zip")
    library.mark_recommendation(key, Edit(status="open", owner=""))
    library.remove(["aaaaaaaa"])
    library.restore(tmp_path / "backup.zip")
    assert library.recommendation(key).mark.owner == "港務公司"
    assert library.verify().problems == []
