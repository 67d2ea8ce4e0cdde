"""A library in one file and back: whole or not at all, whoever else is at work, and no number is used twice."""

import errno
import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import backup, wiring
from assistant.backup import STORE, restore
from assistant.cli import keeping
from assistant.library import Library, writing
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus import store, takeover
from corpus.errors import DamagedLibrary, LibraryError, ModelMismatch, UserError
from corpus.migrations import MIGRATIONS
from corpus.originals import Originals
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import RawFile
from tests.corpus.test_store import back_to_version
from tests.fakes import HashEmbedder, HashTokenEmbedder

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "tests" / "fixtures" / "reports"
ONE, TWO, THREE = REPORTS / "chapters.txt", REPORTS / "english.txt", REPORTS / "prose.txt"
QUESTION = "本次參訪的目的與心得建議"


def contents(folder: Path) -> list[tuple[object, ...]]:
    """All that a store says, apart from the numbers of its passages and the log of them."""
    with closing(sqlite3.connect(folder / "library.sqlite")) as db:
        columns = 'r.key, p.ordinal, p.section, p.kind, p.start, p."end", p.page, p.digest, p.vector'
        rows = db.execute(f"SELECT {columns} FROM passage p JOIN report r ON r.id = p.report ORDER BY 1, 2").fetchall()
        kept = ("recommendation", "recommendation_words", "recommendation_mark", "report_facet")
        plain = ("report", "report_text", "section", "figure", "source", "version", "page", "identity", "setting")
        for table in (*plain, *kept):
            rows += db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        for table in ("window", "token", "passage_day"):
            rows += db.execute(f"SELECT count(*) FROM {table}").fetchall()
        return rows


def ever_used(folder: Path) -> set[int]:
    with closing(sqlite3.connect(folder / "library.sqlite")) as db:
        return {r[0] for r in db.execute("SELECT passage FROM change UNION SELECT id FROM passage")}


def ids(library: Library) -> list[int]:
    with library._store.snapshot() as view:
        return [*view.passage_ids()]


def texts(library: Library, question: str = QUESTION) -> list[str]:
    return [hit.text for hit in library.ask(question, k=50).hits]


def whole(library: Library) -> bool:
    found = library.verify()
    assert found.problems == []
    return found.ok


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words"))


@pytest.fixture
def opened(
    tmp_path: Path, models: Path, segmenter: Segmenter, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Library]:
    """Open a library by its name; twice gives two faces of one library."""
    # each face would read the dictionary of words for itself, for a second or two
    monkeypatch.setattr(wiring, "Segmenter", lambda _: segmenter)

    def by_name(name: str, embedder: HashEmbedder | None = None) -> Library:
        embedder, settings = embedder or HashTokenEmbedder(), Settings(tmp_path / name, models=models)
        store = Store(settings.library / "library.sqlite")
        store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
        return Library(settings.library, store, lambda: engine_with(settings, store, embedder))

    return by_name


@pytest.fixture
def library(opened: Callable[..., Library]) -> Library:
    return opened("library")


@pytest.fixture
def archive(opened: Callable[..., Library], tmp_path: Path) -> Path:
    """A backup of a library with two reports, an original and a glossary."""
    library = opened("first")
    library.ingest([ONE, TWO])
    original = library.reports()[0].sha256
    Originals(tmp_path / "first" / "originals").keep(RawFile("a.pdf", "/a.pdf", b"original", original))
    (tmp_path / "first" / "glossary.tsv").write_text("甲\t乙\n", encoding="utf-8")
    library.backup(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


# -- a backup


def test_a_backup_holds_the_store_the_originals_the_glossary_and_what_they_are(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened_archive:
        told = json.loads(opened_archive.read("backup.json"))
        assert sorted(opened_archive.namelist()) == sorted(["backup.json", *told["members"]])
        for name, member in told["members"].items():
            data = opened_archive.read(name)
            assert (member["size"], member["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert sorted(name.split("/")[0] for name in told["members"]) == ["glossary.tsv", "library.sqlite", "originals"]
    assert (told["format"], told["schema"], told["reports"]) == (1, len(MIGRATIONS), 2)
    assert [p.name for p in archive.parent.iterdir() if p.name.startswith(".")] == []


def test_a_library_comes_back_in_another_folder_as_it_was(
    opened: Callable[..., Library], archive: Path, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    second = tmp_path / "second"
    made = restore(second, archive, writing(second), lambda done, total: told.append((done, total)))
    assert made.reports == 2 and told and all(done <= total for done, total in told)
    assert contents(second) == contents(tmp_path / "first")
    assert (second / "glossary.tsv").read_text(encoding="utf-8") == "甲\t乙\n"
    assert len([p for p in (second / "originals").rglob("*") if p.is_file()]) == 1
    assert texts(opened("second")) == texts(opened("first"))
    assert whole(opened("second"))
    assert not [*second.glob("restoring-*")]


def test_a_file_that_is_there_is_overwritten_only_when_told_so(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    target.write_bytes(b"precious")
    with pytest.raises(UserError, match="--force"):
        library.backup(target)
    assert target.read_bytes() == b"precious"
    library.backup(target, force=True)
    assert zipfile.is_zipfile(target)


@pytest.mark.parametrize("there_before", [True, False])
def test_a_full_disk_is_said_so_and_leaves_what_was_there(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there_before: bool
) -> None:
    library.ingest([ONE])
    target = tmp_path / "backups" / "backup.zip"
    if there_before:
        library.backup(target)
    before = target.read_bytes() if there_before else None

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "_pour", full)
    with pytest.raises(LibraryError, match=r"No space left on device.*is there room"):
        library.backup(target, force=True)
    assert [p.read_bytes() for p in target.parent.iterdir()] == ([before] if before else [])


def test_a_place_that_cannot_be_written_to_is_said_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be written"):
        library.backup(tmp_path / "file" / "backup.zip")


def test_a_damaged_store_is_not_backed_up(library: Library, tmp_path: Path) -> None:
    library.ingest([ONE])
    with closing(sqlite3.connect(tmp_path / "library" / "library.sqlite")) as db:
        db.execute("DELETE FROM passage WHERE id = 1")
        db.commit()
    with pytest.raises(DamagedLibrary, match="tripreport verify"):
        library.backup(tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_a_backup_during_an_ingest_is_one_state_of_the_library(opened: Callable[..., Library], tmp_path: Path) -> None:
    writer, library = opened("busy"), opened("busy")
    writer.ingest([ONE])
    done = threading.Event()
    file = tmp_path / "changing.txt"

    def ingest() -> None:
        number = 0
        while not done.is_set():
            number += 1
            file.write_text(
                f"壹、目的\n\n第{number}版，參訪港務局。\n\n貳、過程\n\n{'內容。' * number}\n", encoding="utf-8"
            )
            writer.ingest([file])

    ingesting = threading.Thread(target=ingest)
    ingesting.start()
    for number in range(5):
        library.backup(tmp_path / f"{number}.zip")
    done.set()
    ingesting.join()
    for number in range(5):
        folder = tmp_path / f"restored-{number}"
        restore(folder, tmp_path / f"{number}.zip", writing(folder))
        assert whole(opened(f"restored-{number}"))


def test_a_backup_ends_and_is_of_when_it_began_however_often_is_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.ingest([ONE])
    monkeypatch.setattr(store, "PAGES", 1)
    steps: list[int] = []

    def write(done: int, _: int) -> None:
        steps.append(done)
        assert len(steps) < 1000, "it begins anew at every write"
        with closing(sqlite3.connect(tmp_path / "library" / "library.sqlite")) as db:
            db.execute("INSERT OR REPLACE INTO setting VALUES ('later', ?)", (done,))
            db.commit()

    library.backup(tmp_path / "backup.zip", progress=write)
    restore(tmp_path / "again", tmp_path / "backup.zip", writing(tmp_path / "again"))
    assert [row for row in contents(tmp_path / "again") if row[0] == "later"] == []
    assert [row for row in contents(tmp_path / "library") if row[0] == "later"] != []


def test_an_original_that_goes_away_during_a_backup_goes_with_its_report(
    opened: Callable[..., Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened("first")
    library.ingest([ONE, TWO])
    report = library.reports()[0]
    with closing(sqlite3.connect(tmp_path / "first" / "library.sqlite")) as db:  # a report whose pages can be shown
        row = db.execute("SELECT id FROM report WHERE key = ?", (report.id,)).fetchone()[0]
        db.execute("INSERT INTO page VALUES (?, 1, 0, ?, NULL, 1, 1, x'00')", (row, report.characters))
        db.commit()
    Originals(tmp_path / "first" / "originals").keep(RawFile("a.pdf", "/a.pdf", b"original", report.sha256))
    kept = backup._kept

    def removed_meanwhile(folder: Path) -> object:
        if library.reports()[0].id == report.id:
            library.remove([report.id])
        return kept(folder)

    monkeypatch.setattr(backup, "_kept", removed_meanwhile)
    made = library.backup(tmp_path / "backup.zip")
    assert (made.reports, [*made.members]) == (1, ["library.sqlite"])


# -- restoring, and who has the library open meanwhile


def test_another_process_sees_the_restored_state_at_its_next_question(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    here, there = opened("one"), opened("one")
    here.ingest([ONE, TWO])
    expected, before = texts(there), contents(tmp_path / "one")
    here.backup(tmp_path / "backup.zip")
    here.remove([r.id for r in here.reports() if r.name == ONE.name])
    here.ingest([THREE])
    later = texts(there)
    used = ever_used(tmp_path / "one")
    here.restore(tmp_path / "backup.zip")
    assert texts(there) == expected != later
    assert texts(here) == expected
    assert contents(tmp_path / "one") == before
    assert used.isdisjoint(ids(here)) and whole(here)
    here.ingest([THREE])
    assert "prose.txt" in {r.name for r in there.reports()}
    assert len(set(ids(here)) - ever_used(tmp_path / "one")) == 0 and used.isdisjoint(ids(here)) and whole(here)


def test_an_index_at_any_older_state_catches_up_to_the_restored_one(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    library = opened("one")
    faces = []
    library.ingest([ONE])
    library.backup(tmp_path / "backup.zip")
    expected = texts(library)
    for file in (TWO, THREE, REPORTS / "colons.txt"):
        faces.append(opened("one"))
        faces[-1].ask(QUESTION)  # stays behind from here on
        shutil.copytree(tmp_path / "one" / "index", tmp_path / f"index-{len(faces)}")
        library.ingest([file])
    library.remove([r.id for r in library.reports() if r.name == TWO.name])
    library.restore(tmp_path / "backup.zip")
    for number, face in enumerate(faces, start=1):
        shutil.rmtree(tmp_path / "one" / "index")
        shutil.copytree(tmp_path / f"index-{number}", tmp_path / "one" / "index")
        assert texts(face) == expected and whole(face)


def test_a_backup_of_another_library_has_no_number_in_common_with_this_one(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    other, here, there = opened("other"), opened("here"), opened("here")
    other.ingest([TWO, THREE])
    other.backup(tmp_path / "other.zip")
    here.ingest([ONE, REPORTS / "colons.txt"])
    assert set(ids(other)) & set(ids(here))
    there.ask(QUESTION)
    used = ever_used(tmp_path / "here")
    here.restore(tmp_path / "other.zip")
    assert texts(there) == texts(other) and texts(there, "AI") == texts(other, "AI")
    assert used.isdisjoint(ids(here)) and whole(here)
    here.restore(tmp_path / "other.zip")  # and once more
    assert texts(there) == texts(other) and whole(there)


def test_questions_during_a_restore_are_answered_from_one_of_both(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    other, here, there = opened("other"), opened("here"), opened("here")
    other.ingest([TWO])
    here.ingest([ONE])
    other.backup(tmp_path / "other.zip")
    here.backup(tmp_path / "here.zip")
    either = [texts(here), texts(other)]
    seen: list[list[str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen.append(texts(there))

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in range(5):
        here.restore(tmp_path / "other.zip")
        here.restore(tmp_path / "here.zip")
    done.set()
    asking.join()
    assert seen and all(answer in either for answer in seen)


def test_ingests_and_restores_take_turns(opened: Callable[..., Library], archive: Path, tmp_path: Path) -> None:
    here, there = opened("here"), opened("here")
    file, done, wrong = tmp_path / "changing.txt", threading.Event(), []

    def ingest() -> None:
        number = 0
        while not done.is_set():
            number += 1
            file.write_text(f"壹、目的\n\n第{number}版，參訪港務局。\n\n貳、過程\n\n內容{number}。\n", encoding="utf-8")
            wrong.extend(o.error for o in there.ingest([file]) if o.error)

    ingesting = threading.Thread(target=ingest)
    ingesting.start()
    for _ in range(5):
        here.restore(archive)
        assert {r.name for r in here.reports()} >= {ONE.name, TWO.name}
    done.set()
    ingesting.join()
    assert not wrong and whole(here)
    assert texts(here) == texts(there)


def test_a_process_with_another_model_neither_asks_nor_adds(opened: Callable[..., Library], tmp_path: Path) -> None:
    other, here = opened("other", HashEmbedder("other", 64)), opened("here")
    other.ingest([ONE])
    other.backup(tmp_path / "other.zip")
    here.ingest([TWO])
    assert texts(here)
    here.restore(tmp_path / "other.zip")
    with pytest.raises(ModelMismatch, match="start it again"):
        here.ask(QUESTION)
    (refused,) = here.ingest([THREE])
    assert "start it again" in (refused.error or "")
    again = opened("here", HashEmbedder("other", 64))
    assert texts(again) == texts(other) and whole(again)


def test_an_older_schema_is_brought_up_to_date(opened: Callable[..., Library], tmp_path: Path) -> None:
    library = opened("old")
    library.ingest([ONE])
    expected = texts(library)
    library._store.close()
    back_to_version(3, tmp_path / "old" / "library.sqlite")
    with closing(sqlite3.connect(tmp_path / "old" / "library.sqlite")) as db:
        db.execute("UPDATE report SET pages = '[]'")
        db.commit()
    packed(tmp_path / "old.zip", tmp_path / "old" / "library.sqlite", schema=3)
    restore(tmp_path / "new", tmp_path / "old.zip", writing(tmp_path / "new"))
    assert texts(opened("new")) == expected and whole(opened("new"))


def test_pages_of_another_size_are_made_to_fit(opened: Callable[..., Library], archive: Path, tmp_path: Path) -> None:
    here = opened("here")
    with zipfile.ZipFile(archive) as members:
        members.extract("library.sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as db:
        db.execute("PRAGMA page_size = 16384")
        db.execute("VACUUM")
    packed(tmp_path / "wide.zip", tmp_path / "library.sqlite")
    here.restore(tmp_path / "wide.zip")
    assert len(here.reports()) == 2 and whole(here)
    with closing(sqlite3.connect(tmp_path / "here" / "library.sqlite")) as db:
        assert db.execute("PRAGMA page_size").fetchone() == (4096,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_the_backup_does_not_know_of_goes_and_the_glossary_stays(
    opened: Callable[..., Library], archive: Path, tmp_path: Path
) -> None:
    here = opened("here")
    here.backup(tmp_path / "empty.zip")
    here.restore(archive)
    assert [p for p in (tmp_path / "here" / "originals").rglob("*") if p.is_file()]
    here.restore(tmp_path / "empty.zip")
    assert not [p for p in (tmp_path / "here" / "originals").rglob("*") if p.is_file()]
    assert (tmp_path / "here" / "glossary.tsv").exists()
    assert here.reports() == [] and texts(here) == [] and whole(here)


# -- archives that are refused


def packed(path: Path, store: Path, **told: object) -> None:
    """An archive whose sums are right, whatever is in it."""
    data = store.read_bytes()
    member = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    about = {"created": "", "schema": len(MIGRATIONS), "reports": 0, "passages": 0, "format": 1}
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("library.sqlite", data)
        made.writestr("backup.json", json.dumps(about | {"members": {"library.sqlite": member}} | told))


def rewritten(archive: Path, change: Callable[[dict[str, bytes], dict], None]) -> None:
    """The archive with its files and what it says of them changed."""
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist()}
    told = json.loads(files["backup.json"])
    change(files, told)
    if "backup.json" in files:
        files["backup.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(archive, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)


def add_member(files: dict[str, bytes], told: dict, name: str) -> None:
    files[name] = b"x"
    told["members"][name] = {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}


def with_store(files: dict[str, bytes], told: dict, data: bytes) -> None:
    files["library.sqlite"] = data
    told["members"]["library.sqlite"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def store_after(files: dict[str, bytes], told: dict, folder: Path, *statements: str) -> None:
    path = folder / "changed.sqlite"
    path.write_bytes(files["library.sqlite"])
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    with_store(files, told, path.read_bytes())


def cut(archive: Path, share: float) -> None:
    archive.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])


def flipped(archive: Path, share: float) -> None:
    """One bit of the packed store, ``share`` into it, from where on it says something else: in a run of zeros one that
    points to another zero does not."""
    with zipfile.ZipFile(archive) as held:
        store = held.getinfo(STORE)
    data = bytearray(archive.read_bytes())
    begins = data.index(STORE.encode(), store.header_offset) + len(STORE)
    for at in range(begins + int(store.compress_size * share), begins + store.compress_size):
        data[at] ^= 1
        archive.write_bytes(data)
        with zipfile.ZipFile(archive) as held:
            try:
                held.read(STORE)
            except (zipfile.BadZipFile, zlib.error):
                return
        data[at] ^= 1
    raise AssertionError("no bit of the store matters")


REFUSED: dict[str, Callable[[Path], object]] = {
    "no archive": lambda a: a.write_bytes(b"hello" * 100),
    "empty": lambda a: a.write_bytes(b""),
    "cut in half": lambda a: cut(a, 0.5),
    "the end is missing": lambda a: cut(a, 0.999),
    "a bit flipped early": lambda a: flipped(a, 0.1),
    "a bit flipped in the middle": lambda a: flipped(a, 0.5),
    "some other archive": lambda a: rewritten(a, lambda f, _: f.clear() or f.update({"readme.txt": b"hello"})),
    "nothing said": lambda a: rewritten(a, lambda f, _: f.pop("backup.json")),
    "said badly": lambda a: rewritten(a, lambda _, t: t.clear()),
    "no store": lambda a: rewritten(a, lambda f, t: (f.pop("library.sqlite"), t["members"].pop("library.sqlite"))),
    "a file is missing": lambda a: rewritten(a, lambda f, _: f.pop("glossary.tsv")),
    "a file too many": lambda a: rewritten(a, lambda f, _: f.update({"more.txt": b"x"})),
    "a wrong sum": lambda a: rewritten(a, lambda _, t: t["members"]["glossary.tsv"].update(sha256="0" * 64)),
    "longer than said": lambda a: rewritten(a, lambda _, t: t["members"]["library.sqlite"].update(size=4096)),
    "shorter than said": lambda a: rewritten(a, lambda _, t: t["members"]["library.sqlite"].update(size=10**7)),
    "out of the folder": lambda a: rewritten(a, lambda f, t: add_member(f, t, "originals/../../evil")),
    "out of the system": lambda a: rewritten(a, lambda f, t: add_member(f, t, "/etc/evil")),
    "out of it on Windows": lambda a: rewritten(a, lambda f, t: add_member(f, t, "originals/..\\evil")),
    "over the manifest": lambda a: rewritten(a, lambda f, t: add_member(f, t, "index/manifest.json")),
    "a newer format": lambda a: rewritten(a, lambda _, t: t.update(format=99)),
    "a newer schema": lambda a: rewritten(a, lambda _, t: t.update(schema=99)),
    "a store that is none": lambda a: rewritten(a, lambda f, t: with_store(f, t, b"rubbish" * 1000)),
    "an empty store": lambda a: rewritten(a, lambda f, t: with_store(f, t, b"")),
    "a damaged store": lambda a: rewritten(
        a, lambda f, t: with_store(f, t, f["library.sqlite"][:8192] + b"x" * 20000 + f["library.sqlite"][28192:])
    ),
    "another program's store": lambda a: rewritten(
        a, lambda f, t: store_after(f, t, a.parent, "PRAGMA user_version = 0", "DROP TABLE token")
    ),
    "a store of a newer schema": lambda a: rewritten(
        a, lambda f, t: store_after(f, t, a.parent, "PRAGMA user_version = 99")
    ),
    "a store that does things": lambda a: rewritten(
        a, lambda f, t: store_after(f, t, a.parent, "CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT 1; END")
    ),
    "a store with orphans": lambda a: rewritten(
        a, lambda f, t: store_after(f, t, a.parent, "DELETE FROM passage WHERE id = 1")
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_damaged_or_foreign_archive_is_refused_and_the_library_untouched(
    opened: Callable[..., Library], archive: Path, tmp_path: Path, name: str
) -> None:
    here = opened("here")
    here.ingest([THREE])
    before = contents(tmp_path / "here")
    REFUSED[name](archive)
    with pytest.raises(LibraryError, match=r"backup of a library|upgrade"):
        here.restore(archive)
    assert contents(tmp_path / "here") == before and whole(here)
    assert not [*(tmp_path / "here").glob("restoring-*")] and not (tmp_path / "here" / "glossary.tsv").exists()
    assert not (tmp_path / "evil").exists() and not (tmp_path / "here" / "evil").exists()


def test_a_backup_for_which_there_is_no_room_is_refused(
    opened: Callable[..., Library], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened("here")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10}))
    with pytest.raises(LibraryError, match="no room"):
        here.restore(archive)
    assert here.reports() == []


def test_a_disk_that_fills_up_while_it_is_put_in_place_leaves_the_old_library(
    opened: Callable[..., Library], archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opened("here")
    here.ingest([THREE])
    before = contents(tmp_path / "here")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(takeover, "copy_pages", full)
    with pytest.raises(LibraryError, match=r"disk is full.*is there room"):
        here.restore(archive)
    assert contents(tmp_path / "here") == before and whole(here)


def test_a_file_that_is_not_there_is_said_so(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is it there"):
        library.restore(tmp_path / "none.zip")


# -- killed


CHILD = """
import os, signal, sys
from pathlib import Path
from assistant import backup, wiring
from assistant.library import writing
from corpus import store, takeover

point, folder, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
store.PAGES = 1
told = 0

def progress(done, total):
    global told
    told += 1
    if point == f"step {told}":
        die()

if not point.startswith("step"):
    when, name = point.split()
    room = takeover if name in ("_renumbered", "copy_pages") else backup
    known = getattr(room, name)
    def instead(*arguments):
        if when == "before":
            die()
        known(*arguments)
        die()
    setattr(room, name, instead)
backup.restore(folder, file, writing(folder), progress)
"""

POINTS = {
    "step 1": "old", "before take_over": "old", "after _renumbered": "old", "step 8": "old", "after copy_pages": "new",
    "after take_over": "new",
}  # fmt: skip
MORE_POINTS = {f"step {n}": "old" for n in (2, 3, 4, 5, 10, 15, 20, 25)} | {"before _follow": "new"}


def killed_at(point: str, folder: Path, file: Path) -> int:
    command = [sys.executable, "-c", CHILD, point, str(folder), str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    ("point", "expected"),
    [*POINTS.items(), *(pytest.param(*item, marks=pytest.mark.slow) for item in MORE_POINTS.items())],
)
def test_a_restore_that_is_killed_leaves_the_old_library_or_the_new_one(
    opened: Callable[..., Library], archive: Path, tmp_path: Path, point: str, expected: str
) -> None:
    here, there = opened("here"), opened("here")
    here.ingest([THREE])
    there.ask(QUESTION)
    old, new = contents(tmp_path / "here"), contents(tmp_path / "first")
    used = ever_used(tmp_path / "here")
    assert killed_at(point, tmp_path / "here", archive) == -signal.SIGKILL
    assert contents(tmp_path / "here") == (old if expected == "old" else new)
    assert [*(tmp_path / "here").glob("restoring-*")]
    assert texts(there) == texts(opened("here")) and whole(opened("here"))
    here.restore(archive)
    assert not [*(tmp_path / "here").glob("restoring-*")]
    assert contents(tmp_path / "here") == new and whole(here) and used.isdisjoint(ids(here))
    assert texts(there) == texts(opened("first"))


# -- a store that is too damaged to be opened


DAMAGES: dict[str, Callable[[Path], object]] = {
    "header": lambda path: path.write_bytes(b"rubbish" * 20 + path.read_bytes()[140:]),
    "inside": lambda path: path.write_bytes(path.read_bytes()[:4096] + b"x" * (path.stat().st_size - 4096)),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:20000]),
    "rubbish": lambda path: path.write_bytes(b"hello" * 1000),
    "emptied": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_restore_mends_a_library_that_cannot_even_be_opened(
    opened: Callable[..., Library], archive: Path, tmp_path: Path, name: str
) -> None:
    here, there = opened("here"), opened("here")
    here.ingest([THREE])
    there.ask(QUESTION)
    here._store.close()
    there._store.close()
    DAMAGES[name](tmp_path / "here" / "library.sqlite")
    done = run(keeping.put_back, tmp_path / "here", str(archive))
    assert done.exit_code == 0, done.output
    assert contents(tmp_path / "here") == contents(tmp_path / "first")
    assert whole(opened("here"))
    assert texts(opened("here")) == texts(opened("first"))
    if name not in ("emptied", "gone"):  # there, nobody could say what had been used
        assert texts(there) == texts(opened("first"))
        assert min(ids(here)) > 1 << 40


# -- the commands


def run(command: object, folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--library", str(folder)], catch_exceptions=True)  # type: ignore[arg-type]


def test_the_commands_say_what_was_done_for_people_and_for_programs(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    opened("here").ingest([ONE])
    done = run(keeping.backup, tmp_path / "here", str(tmp_path / "b.zip"))
    assert (done.exit_code, done.stdout.startswith("1 reports, ")) == (0, True)
    assert isinstance(run(keeping.backup, tmp_path / "here", str(tmp_path / "b.zip")).exception, UserError)
    told = json.loads(run(keeping.backup, tmp_path / "here", str(tmp_path / "b.zip"), "--force", "--json").stdout)
    assert told["reports"] == 1 and "library.sqlite" in told["members"]
    done = run(keeping.put_back, tmp_path / "there", str(tmp_path / "b.zip"))
    assert (done.exit_code, "as of 20" in done.stdout) == (0, True)
    assert json.loads(run(keeping.put_back, tmp_path / "there", str(tmp_path / "b.zip"), "--json").stdout) == told


def test_verify_says_what_is_wrong_and_what_mends_it_and_ends_with_1(
    opened: Callable[..., Library], tmp_path: Path
) -> None:
    library = opened("here")
    library.ingest([ONE])
    done = run(keeping.verify, tmp_path / "here")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "The library is whole.")
    told = json.loads(run(keeping.verify, tmp_path / "here", "--json").stdout)
    assert (told["ok"], told["problems"], told["checked"]["reports"]) == (True, [], 1)
    with closing(sqlite3.connect(tmp_path / "here" / "library.sqlite")) as db:
        db.execute("UPDATE passage SET start = start + 1 WHERE id = 2")
        db.commit()
    done = run(keeping.verify, tmp_path / "here")
    report = library.reports()[0].id
    assert done.exit_code == LibraryError.exit_code == 1
    assert f"passage: report {report}, passage 2: " in done.stdout and "`tripreport restore FILE`" in done.stdout
    told = json.loads(run(keeping.verify, tmp_path / "here", "--json").stdout)
    assert not told["ok"]
    assert {"kind": "passage", "report": report, "passage": 2} == {
        key: told["problems"][0][key] for key in ("kind", "report", "passage")
    }


def test_verify_speaks_of_a_store_that_cannot_be_opened_and_of_none_at_all(tmp_path: Path) -> None:
    assert isinstance(run(keeping.verify, tmp_path).exception, LibraryError)
    assert [*tmp_path.iterdir()] == []
    (tmp_path / "library.sqlite").write_bytes(b"hello" * 1000)
    done = run(keeping.verify, tmp_path, "--json")
    assert done.exit_code == 1 and json.loads(done.stdout)["problems"][0]["kind"] == "store"
