"""A person says which report a file is: what becomes of its history, its files, its passages, and what is refused."""

import hashlib
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import tripreport
from assistant.library import Library
from corpus.errors import ChangedReport, UnknownReport, UnreadableFile, UserError
from corpus.segment import Segmenter
from corpus.types import RawFile
from index.gloss import Gloss
from ingest.pipeline import Ingested, Outcome
from ingest.recognise import Known
from tests.assistant.test_intake import BODY, put, text_of
from tests.fakes import HashEmbedder

DUTCH = text_of()
DANISH = text_of("丹麥", "離岸風電")
NEWER = text_of("挪威", "電動車補助", BODY.replace("兩處設施", "三座焚化廠"))
"""Nothing in its form says that it is the Dutch report."""


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words"))


@pytest.fixture(autouse=True)
def shared_parts(monkeypatch: pytest.MonkeyPatch, segmenter: Segmenter) -> None:
    """The dictionaries take most of the time to make, and nothing here depends on them."""
    monkeypatch.setattr("assistant.wiring.Segmenter", lambda _: segmenter)
    monkeypatch.setattr("assistant.wiring.open_gloss", lambda _: Gloss(None, "none"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "報告"
    made.mkdir()
    return made


@pytest.fixture
def dutch(library: Library, folder: Path) -> str:
    return added(library, put(folder, "a.txt", DUTCH))


def added(library: Library, file: Path) -> str:
    (done,) = library.ingest([file])
    assert done.outcome is Outcome.ADDED and done.report_id
    return done.report_id


def upload(name: str, text: str) -> RawFile:
    """As the page hands it over: its source says what it is, not where."""
    data = text.encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()
    return RawFile(name, f"upload:{digest[:12]}/{name}", data, digest)


def replaced(library: Library, file: Path | RawFile, report_id: str, **more: bool) -> Ingested:
    (done,) = library.ingest([file], replaces=report_id, **more)
    return done


def test_whatever_its_form_says_the_file_is_the_reports_new_version_and_its_history_stays(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    embedder.embedded.clear()
    done = replaced(library, put(folder, "新.txt", NEWER), dutch)
    assert (done.outcome, done.known, done.report_id) == (Outcome.UPDATED, Known.NAMED, dutch)
    assert done.embedded and done.removed and len(embedder.embedded) >= done.embedded
    about = library.about(dutch)
    assert about.summary.title == "赴挪威考察電動車補助報告"
    assert [(s.name, s.version) for s in about.sources] == [("新.txt", 2), ("a.txt", 1)]
    assert [v.number for v in about.versions] == [1, 2]
    assert library.version_text(dutch, 1) == DUTCH
    assert "三座焚化廠" in library.ask("參觀三座焚化廠").hits[0].text
    assert not any("兩處設施" in hit.text for hit in library.ask("參觀兩處設施", k=50).hits)
    assert len(library.reports()) == 1


def test_what_the_new_file_says_as_the_old_one_did_is_not_embedded_again(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    embedder.embedded.clear()
    done = replaced(library, put(folder, "b.txt", DUTCH.replace("兩處設施", "三座焚化廠")), dutch)
    assert done.kept > done.embedded >= 1
    assert not any("先辦理試辦計畫" in text for text in embedder.embedded)


def test_after_that_each_file_is_known_and_the_old_one_does_not_come_back(
    library: Library, folder: Path, dutch: str
) -> None:
    replaced(library, put(folder, "新.txt", NEWER), dutch)
    assert [d.outcome for d in library.ingest(sorted(folder.iterdir()))] == [Outcome.UNCHANGED] * 2
    assert library.summary(dutch).version == 2
    assert [d.outcome for d in library.sync(folder)] == [Outcome.UNCHANGED] * 2


def test_the_file_that_is_cited_already_changes_nothing(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    embedder.embedded.clear()
    assert replaced(library, folder / "a.txt", dutch).outcome is Outcome.UNCHANGED
    copy = replaced(library, Path(shutil.copy(folder / "a.txt", folder / "副本.txt")), dutch)
    assert (copy.outcome, copy.known) == (Outcome.UNCHANGED, Known.BYTES)
    assert library.summary(dutch).version == 1 and embedder.embedded == []
    assert len(library.about(dutch).sources) == 2


def test_an_older_version_comes_back_as_the_newest(library: Library, folder: Path, dutch: str) -> None:
    replaced(library, put(folder, "新.txt", NEWER), dutch)
    done = replaced(library, folder / "a.txt", dutch)
    assert (done.outcome, done.known) == (Outcome.UPDATED, Known.NAMED)
    about = library.about(dutch)
    assert (about.summary.version, about.summary.name, about.summary.title) == (
        3,
        "a.txt",
        "赴荷蘭考察垃圾費隨袋徵收報告",
    )
    assert library.report(dutch).text == DUTCH
    assert not any("三座焚化廠" in hit.text for hit in library.ask("參觀三座焚化廠", k=50).hits)


def test_the_same_text_in_another_format_becomes_the_file_that_is_cited(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    embedder.embedded.clear()
    done = replaced(library, put(folder, "a.md", f"{DUTCH}\n"), dutch)
    assert (done.outcome, done.removed) == (Outcome.UPDATED, 0)
    assert embedder.embedded == [] and done.kept
    assert library.summary(dutch).media_type == "text/markdown"
    # and so does one that was added as another file of the report
    again = replaced(library, folder / "a.txt", dutch)
    assert (again.outcome, library.summary(dutch).name) == (Outcome.UPDATED, "a.txt")


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_that_is_another_reports_is_refused_by_its_name(
    library: Library, folder: Path, dutch: str, dry_run: bool
) -> None:
    danish = added(library, put(folder, "b.txt", DANISH))
    for file in (folder / "b.txt", Path(shutil.copy(folder / "b.txt", folder / "c.txt")), upload("d.txt", DANISH)):
        done = replaced(library, file, dutch, dry_run=dry_run)
        assert done.outcome is Outcome.FAILED and done.error
        assert danish in done.error and f"tripreport remove {danish}" in done.error
    put(folder, "b.txt", NEWER)  # the place is the Danish report's, whatever stands there now
    assert danish in (replaced(library, folder / "b.txt", dutch, dry_run=dry_run).error or "")
    assert danish in (replaced(library, folder / "b.txt", dutch, dry_run=dry_run, again=True).error or "")
    assert [library.summary(i).version for i in (dutch, danish)] == [1, 1]


def test_what_another_report_once_was_may_be_this_ones_new_version(library: Library, folder: Path, dutch: str) -> None:
    """As after a slip: the file was given to the wrong report, and that one was put right."""
    danish = added(library, put(folder, "b.txt", DANISH))
    replaced(library, upload("新.txt", NEWER), danish)
    replaced(library, folder / "b.txt", danish)
    done = replaced(library, upload("新.txt", NEWER), dutch)
    assert (done.outcome, done.report_id) == (Outcome.UPDATED, dutch)
    assert library.about(dutch).summary.source.startswith("upload:")
    assert [s.name for s in library.about(danish).sources] == ["b.txt"]
    (same,) = library.ingest([upload("別名.txt", NEWER)])
    assert (same.outcome, same.report_id) == (Outcome.UNCHANGED, dutch), "it is of the report that it is of now"
    assert library.verify().problems == []


def test_a_report_that_is_not_there_several_files_and_a_file_that_is_no_report(
    library: Library, folder: Path, dutch: str
) -> None:
    one, two = put(folder, "1.txt", NEWER), put(folder, "2.txt", DANISH)
    with pytest.raises(UnknownReport, match="nope"):
        library.ingest([one], replaces="nope")
    with pytest.raises(UserError, match="these are 2"):
        library.ingest([one, two], replaces=dutch)
    with pytest.raises(UserError, match="these are 0"):
        library.ingest([], replaces=dutch)
    (folder / "壞.txt").write_bytes(b"")
    assert replaced(library, folder / "壞.txt", dutch).outcome is Outcome.FAILED
    assert (library.summary(dutch).version, len(library.reports())) == (1, 1)


def test_a_dry_run_says_what_would_be_and_needs_no_model(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    embedder.embedded.clear()
    done = replaced(library, put(folder, "新.txt", NEWER), dutch, dry_run=True)
    assert (done.outcome, done.known, done.report_id) == (Outcome.UPDATED, Known.NAMED, dutch)
    assert replaced(library, folder / "a.txt", dutch, dry_run=True).outcome is Outcome.UNCHANGED
    assert library.summary(dutch).version == 1 and embedder.embedded == []


def test_who_decided_on_another_version_is_told(library: Library, folder: Path, dutch: str) -> None:
    new = put(folder, "新.txt", NEWER)
    library.ingest([new], replaces=dutch, seen=1)
    with pytest.raises(ChangedReport, match="version 2 by now, not 1"):
        library.ingest([put(folder, "b.txt", DANISH)], replaces=dutch, seen=1)
    with pytest.raises(ChangedReport, match="look at it again"):
        library.remove_seen(dutch, 1)
    assert library.summary(dutch).title == "赴挪威考察電動車補助報告"
    assert library.remove_seen(dutch, 2).outcome is Outcome.REMOVED
    with pytest.raises(UnknownReport):
        library.remove_seen(dutch, 2)


def test_a_report_that_goes_while_its_new_version_is_read_stays_gone(
    library: Library, open_fake: Callable[[], Library], folder: Path, dutch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = open_fake()
    read = here._intake._read

    def slow(raw: RawFile) -> object:
        library.remove([dutch])
        return read(raw)

    monkeypatch.setattr(here._intake, "_read", slow)
    done = replaced(here, put(folder, "新.txt", NEWER), dutch)
    assert done.outcome is Outcome.FAILED and dutch in (done.error or "")
    assert here.reports() == []


def test_two_that_replace_one_report_at_once_come_one_after_the_other(
    open_fake: Callable[[], Library], library: Library, folder: Path, dutch: str
) -> None:
    files = [put(folder, f"{n}.txt", NEWER.replace("試辦", f"第{n}次試辦")) for n in range(4)]
    threads = [threading.Thread(target=replaced, args=(open_fake(), file, dutch)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [v.number for v in library.about(dutch).versions] == [1, 2, 3, 4, 5]
    assert library.verify().problems == []


def test_a_file_is_held_against_the_report_before_anything_is_done(
    library: Library, embedder: HashEmbedder, folder: Path, dutch: str
) -> None:
    danish = added(library, put(folder, "b.txt", DANISH))
    embedder.embedded.clear()
    other = library.compare(upload("新.txt", NEWER), dutch)
    assert list(other.differing()) == ["title"] and other.other is None and other.alike and other.alike < 0.8
    fixed = library.compare(upload("a.txt", DUTCH.replace("兩處設施", "三座焚化廠")), dutch)
    assert list(fixed.differing()) == [] and fixed.alike and 0.8 < fixed.alike < 1
    moved = DUTCH.replace("環境部", "經濟部").replace("112年8月1日", "112年9月1日")
    assert list(library.compare(upload("a.txt", moved), dutch).differing()) == ["agency", "dates"]
    assert library.compare(upload("x.txt", DUTCH), dutch).is_same_file
    copy = library.compare(upload("b.txt", DANISH), dutch)
    assert copy.other and (copy.other.id, copy.taken) == (danish, True)
    in_other_words = library.compare(upload("b.md", "# " + DANISH), dutch)
    assert in_other_words.other and (in_other_words.other.id, in_other_words.taken) == (danish, False)
    assert library.compare(upload("短.txt", "短文"), dutch).alike is None
    with pytest.raises(UnknownReport):
        library.compare(upload("a.txt", NEWER), "nope")
    with pytest.raises(UnreadableFile):
        library.compare(upload("a.xyz", NEWER), dutch)
    assert library.summary(dutch).version == 1 and embedder.embedded == []


def test_the_command_says_it_as_ingest_does(
    library: Library, folder: Path, dutch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.cli.intake.open_library", lambda *_: library)
    new, danish = put(folder, "新.txt", NEWER), added(library, put(folder, "b.txt", DANISH))

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(tripreport, ["ingest", "--replace", *words], standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, UserError | SystemExit)
        if done.exception:
            raise done.exception
        return done.return_value or 0, done.stdout

    code, said = run(dutch, "--json", str(new))
    told = json.loads(said)
    assert (code, told["updated"], told["files"][0]["known"], told["files"][0]["report_id"]) == (0, 1, "named", dutch)
    code, said = run(dutch, str(folder / "b.txt"))
    assert (code, "1 failed" in said) == (2, True)
    with pytest.raises(UnknownReport):
        run("nope", str(new))
    with pytest.raises(UserError, match="these are 3"):
        run(danish, str(folder))
