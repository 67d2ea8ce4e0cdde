"""The library for who writes Python: its list of names, what each verb does, and that looking at it costs nothing."""

import doctest
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant
from assistant import Library, Outcome, Verdict
from assistant.cite import STYLES
from corpus.errors import LibraryError, SettingsError, UnknownReport, UserError
from corpus.segment import Segmenter
from tests.api.conftest import House, Stand, house_in
from tests.assistant.test_intake import put, text_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    stand, segmenter = Stand(tmp_path_factory.mktemp("stand")), Segmenter(tmp_path_factory.mktemp("words"))
    with house_in(tmp_path_factory.mktemp("house"), segmenter, stand) as made:
        made.add("荷蘭.txt", text_of())
        made.add("丹麥.txt", text_of("丹麥", "離岸風電"))
        yield made


@pytest.fixture
def library(house: House) -> Library:
    return Library(house.library)


# ---------- names ----------


def test_the_face_has_these_names_and_no_others() -> None:
    assert assistant.__all__ == [
        "Answer", "Band", "Checked", "Citation", "Hit", "Ingested", "Judged", "Library", "LibraryError", "NearMiss",
        "Outcome", "Page", "ReportSummary", "TripReportError", "UserError", "Verdict",
    ]  # fmt: skip
    assert set(assistant.__all__) <= set(dir(assistant))
    for name in assistant.__all__:
        assert getattr(assistant, name).__name__ == name
        assert getattr(assistant, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        assistant.Nothing  # noqa: B018


def test_the_library_has_five_verbs_and_the_list_of_reports() -> None:
    names = {name for name in vars(Library) if not name.startswith("_")}
    assert names == {"open", "close", "ask", "read", "cite", "check", "ingest", "reports"}
    for name in names:
        assert getattr(Library, name).__doc__


def test_looking_at_the_package_loads_nothing() -> None:
    script = (
        "import sys, assistant; from assistant import Library; "
        "heavy = {'numpy', 'faiss', 'click', 'gradio', 'mcp', 'fastapi', 'rapidfuzz', 'torch'} & set(sys.modules); "
        "assert not heavy, heavy; from assistant import Answer, Hit; assert 'numpy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_package_says_that_it_is_typed() -> None:
    for package in ("assistant", "index", "ingest", "corpus"):
        assert (ROOT / package / "py.typed").exists()


@pytest.mark.slow
def test_a_program_outside_is_checked_against_our_types(tmp_path: Path) -> None:
    program = tmp_path / "outside.py"
    program.write_text(
        "from assistant import Answer, Checked, Hit, Ingested, Library, ReportSummary\n"
        "with Library.open('x') as library:\n"
        "    answer: Answer = library.ask('x', 3, year='111', reports=['a'])\n"
        "    hit: Hit = library.read(answer.hits[0])\n"
        "    words: str = library.cite(library.read('a', 1, 2), 'apa')\n"
        "    checked: Checked = library.check('x')\n"
        "    done: list[Ingested] = library.ingest(['x'], tell=lambda one: print(one.outcome))\n"
        "    rows: list[ReportSummary] = library.reports()\n"
        "    reveal_type(library)\n"
        "library.ask(5)\n"
        "library.cite(answer)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    wrong = [line for line in done.stdout.splitlines() if "error" in line and line.startswith("outside.py")]
    assert 'Revealed type is "assistant.face.Library"' in done.stdout
    assert [line.split(":")[1] for line in wrong] == ["10", "11"], done.stdout


# ---------- verbs ----------


def test_asking_narrows_as_the_command_does(library: Library) -> None:
    found = library.ask("收費標準", 1, country="荷蘭", year="112", agency="環境部", category="考察")
    assert [hit.report_title for hit in found.hits] == ["赴荷蘭考察垃圾費隨袋徵收報告"]
    assert library.ask("收費標準", year=1950).hits in ([], ())
    danish = next(r.id for r in library.reports() if "丹麥" in r.title)
    assert {hit.report_id for hit in library.ask("收費標準", reports=[danish]).hits} == {danish}
    with pytest.raises(SettingsError, match="no year"):
        library.ask("x", year="soon")
    with pytest.raises(UnknownReport):
        library.ask("x", reports=["nope"])


def test_reading_gives_the_section_or_any_stretch_or_all(library: Library) -> None:
    hit = library.ask("收費標準", 1).hits[0]
    whole = library.read(hit.report_id)
    assert hit.text in library.read(hit).text and hit.text in whole.text
    assert library.read(hit.report_id, 3, 8).text == whole.text[3:8]
    assert library.read(hit.report_id, 3).text == whole.text[3:]
    assert library.read(whole).text == whole.text, "there is nothing around all of it"
    with pytest.raises(UnknownReport):
        library.read("nope")


@pytest.mark.parametrize("style", STYLES)
def test_what_was_read_is_cited_in_any_style(library: Library, style: str) -> None:
    assert "荷蘭" in library.cite(library.ask("荷蘭收費標準", 1, country="荷蘭").hits[0], style)


def test_a_style_that_there_is_not_is_refused(library: Library) -> None:
    with pytest.raises(SettingsError, match="footnote, apa"):
        library.cite(library.ask("收費標準", 1).hits[0], "mla")


def test_quotations_are_checked(library: Library) -> None:
    said = "由承辦官員說明收費標準、執法方式與民眾的反應"
    checked = library.check(f"「{said}」「這句話從來沒有在任何報告裡面出現過」")
    assert [judged.verdict for judged in checked.quotations] == [Verdict.EXACT, Verdict.NOT_FOUND]


def test_files_are_told_of_as_they_are_done(library: Library, house: House, tmp_path: Path) -> None:
    told: list[Outcome] = []
    done = library.ingest(house.folder, tell=lambda one: told.append(one.outcome))
    assert told == [one.outcome for one in done] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    with pytest.raises(UserError, match="No report among"):
        library.ingest(str(tmp_path))


def test_a_file_is_named_as_the_new_version_of_a_report(library: Library, tmp_path: Path) -> None:
    (first,) = library.ingest(put(tmp_path, "瑞典.txt", text_of("瑞典", "地熱")))
    (done,) = library.ingest(put(tmp_path, "新.txt", text_of("挪威", "電動車補助")), replaces=first.report_id)
    assert (done.outcome, done.report_id) == (Outcome.UPDATED, first.report_id)


def test_a_closed_library_says_how_to_open_it(library: Library) -> None:
    with library as same:
        assert same is library
    for _ in range(2):
        library.close()
    with pytest.raises(LibraryError, match=r"Library\.open\(\)"):
        library.reports()


def test_opening_makes_a_library_and_loads_no_model(tmp_path: Path) -> None:
    with Library.open(tmp_path / "new") as library:
        assert library.reports() == []
    assert (tmp_path / "new" / "library.sqlite").exists() and not (tmp_path / "new" / "models").exists()


@pytest.mark.slow
def test_the_examples_of_the_documentation_do_what_they_say(tmp_path: Path, models: Path, first_report: Path) -> None:
    from index.embed import load_embedder

    load_embedder(None, models)
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    known = {"FOLDER": folder, "REPORTS": first_report}
    failed, tried = doctest.testfile(str(ROOT / "docs" / "PYTHON.md"), module_relative=False, globs=known)
    assert tried > 15 and not failed
