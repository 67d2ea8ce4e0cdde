"""``tripreport cite``, ``bundle`` and ``ask --style`` as a person and a program use them."""

import importlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.anchor import anchor_of
from assistant.cite import STYLES, Reference, citation_json, footnote, linked
from assistant.cli import tripreport
from assistant.library import Library
from corpus.errors import LibraryError, UserError
from corpus.types import Band, Hit
from tests.assistant.cited import QUOTED, filled, said, sentence

SITE = "https://reports.example.gov.tw"
QUESTION = sentence()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    return filled(tmp_path_factory.mktemp("cited"), models)


@pytest.fixture(autouse=True)
def _opened(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command opens the library that was made with the embedder of the tests."""
    for name in ("ask", "bundle", "cite"):
        module = importlib.import_module(f"assistant.cli.{name}")
        monkeypatch.setattr(module, "open_library", lambda *_: library)


@pytest.fixture
def hit(library: Library) -> Hit:
    return said(library, QUESTION)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(tripreport, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*arguments: object) -> str:
    """What is said, with the exit code of something that the person can mend."""
    done = CliRunner().invoke(tripreport, [str(argument) for argument in arguments])
    if isinstance(done.exception, SystemExit):
        assert done.exit_code == 2
        return done.stderr
    assert isinstance(done.exception, UserError)
    return str(done.exception)


def test_a_span_an_anchor_and_a_permanent_link_cite_the_same(hit: Hit) -> None:
    by_span = run("cite", hit.report_id, "--span", hit.char_start, hit.char_end)
    assert by_span == f"{footnote(hit.cited)}\n"
    anchor = anchor_of(hit.cited)
    assert run("cite", hit.report_id, "--at", anchor) == by_span
    assert run("cite", hit.report_id, "--at", linked(Reference(hit.cited), SITE).link) == by_span


def test_without_a_place_the_report_is_cited(library: Library, hit: Hit) -> None:
    assert run("cite", hit.report_id) == f"{STYLES['footnote'].of(library.reference(hit.report_id))}\n"
    assert "無頁碼" not in run("cite", hit.report_id)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_written_as_the_table_has_it(hit: Hit, style: str) -> None:
    made = run("cite", hit.report_id, "--at", anchor_of(hit.cited), "--style", style, "--site", SITE)
    assert made.strip() == STYLES[style].of(linked(Reference(hit.cited), SITE)).replace("\r\n", "\n").strip()


def test_all_styles_are_named_and_json_has_the_facts_beside_them(hit: Hit) -> None:
    at = ("cite", hit.report_id, "--at", anchor_of(hit.cited))
    shown = run(*at, "--style", "all")
    assert all(f"{name}\n" in shown for name in STYLES)
    told = json.loads(run(*at, "--json", "--site", SITE))
    reference = linked(Reference(hit.cited), SITE)
    assert told["facts"] == citation_json(reference)
    assert told["citations"] == {name: style.of(reference) for name, style in STYLES.items()}
    assert list(json.loads(run(*at, "--json", "--style", "apa"))["citations"]) == ["apa"]


def test_what_cannot_be_cited_is_said_with_its_cure(hit: Hit) -> None:
    report = hit.report_id
    assert "give one of them" in refused("cite", report, "--span", 1, 2, "--at", "v1-1-2-0000000000")
    assert "looks like v1-120-310-3fa8c2d1e0" in refused("cite", report, "--at", "120-310")
    assert "looks like v1-120-310-3fa8c2d1e0" in refused("cite", report, "--at", "")
    for start, end in ((5, 5), (9, 4), (-1, 4), (0, 10**9)):
        assert f"tripreport show {report} --text" in refused("cite", report, "--span", start, end)
    assert "pick it anew" in refused("cite", report, "--at", "v1-1-2-0000000000")
    assert "tripreport reports" in refused("cite", "nobody")
    assert "gbt7714" in refused("cite", report, "--style", "mla")
    assert "https://reports.example.gov.tw" in refused("cite", report, "--site", "javascript:alert(1)")


def test_an_answer_is_shown_in_the_style_that_is_asked_for(library: Library) -> None:
    (hit,) = library.ask(QUESTION, 1).hits
    assert footnote(hit.cited) in run("ask", QUESTION, "-k", 1)
    shown = run("ask", QUESTION, "-k", 1, "--style", "gbt7714")
    assert STYLES["gbt7714"].of(Reference(hit.cited)) in shown and footnote(hit.cited) not in shown
    assert "tripreport cite" in refused("ask", QUESTION, "--json", "--style", "apa")
    assert "bibtex" not in refused("ask", QUESTION, "--style", "ris").partition("of")[2], "a style that people read"


def test_a_bundle_of_an_answer_and_of_named_passages(library: Library, tmp_path: Path) -> None:
    out, extra = tmp_path / "out.zip", said(library, QUOTED)
    told = run("bundle", out, "--question", QUESTION, "-k", 2, "--passage", extra.report_id, anchor_of(extra.cited))
    assert told == f"3 passages in {out}\n"
    with zipfile.ZipFile(out) as archive:
        facts = json.loads(archive.read("facts.json"))
    assert facts["question"] == QUESTION
    answered = [str(anchor_of(hit.cited)) for hit in library.ask(QUESTION, 2).hits]
    assert [fact["anchor"] for fact in facts["passages"]] == [*answered, str(anchor_of(extra.cited))]


def test_nothing_is_overwritten_unless_it_is_forced_and_nothing_is_left_half_made(hit: Hit, tmp_path: Path) -> None:
    out, passage = tmp_path / "out.zip", ("--passage", hit.report_id, anchor_of(hit.cited))
    out.write_text("mine")
    assert "--force" in refused("bundle", out, *passage) and out.read_text() == "mine"
    run("bundle", out, "--force", *passage)
    for gone in ((hit.report_id, "v1-1-2-0000000000"), ("nobody", "v1-1-2-0000000000")):
        refused("bundle", tmp_path / "b.zip", *passage, "--passage", *gone)
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_what_the_reports_do_not_say_is_no_evidence(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = replace(library.ask(QUESTION), band=Band.NONE)
    assert nothing.hits
    monkeypatch.setattr(library, "ask", lambda *_: nothing)
    assert "查無依據" in refused("bundle", tmp_path / "out.zip", "--question", "黑洞")
    assert "--question" in refused("bundle", tmp_path / "out.zip")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(hit: Hit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    passage = ["--passage", hit.report_id, str(anchor_of(hit.cited))]
    with pytest.raises(LibraryError, match="is the folder writable"):
        CliRunner().invoke(tripreport, ["bundle", str(tmp_path / "file" / "out.zip"), *passage], catch_exceptions=False)
