"""A library that is whole is found whole; each damage made by hand is found, with the command that mends it."""

import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from corpus import verify
from corpus.boxes import pack
from corpus.originals import Originals
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import RawFile, Step
from corpus.verify import Fault, Findings
from index.derived import DerivedIndexes
from index.vectors import FlatVectors
from index.verify import check
from index.words import TantivyWords
from ingest.files.sources import read_source
from ingest.pipeline import Ingestor, embed_again, parse
from tests.fakes import HashEmbedder, HashTokenEmbedder

REPORTS = Path(__file__).parents[1] / "fixtures" / "reports"
PAGED, DATED = REPORTS / "pdftotext.txt", REPORTS / "chapters.txt"
EMBEDDER = HashTokenEmbedder()


@dataclass(frozen=True)
class Made:
    """A library without its face: what verifying sees."""

    folder: Path
    segmenter: Segmenter

    @property
    def store(self) -> Path:
        return self.folder / "library.sqlite"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def look(self) -> Findings:
        return check(self.store, self.index, self.folder / "originals")

    def sql(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.store, isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)

    def put(self, file: Path | RawFile) -> str:
        with closing(Store(self.store)) as store:
            raw = file if isinstance(file, RawFile) else read_source(file)
            return Ingestor(store, EMBEDDER, self.segmenter).put(parse(raw)).report_id or ""

    def caught_up(self) -> None:
        with closing(Store(self.store)) as store, store.snapshot() as view:
            self.indexes(store).at(view)

    def indexes(self, store: Store) -> DerivedIndexes:
        return DerivedIndexes(self.index, store, self.segmenter, EMBEDDER.fingerprint, EMBEDDER.dimensions)

    def words(self) -> TantivyWords:
        return TantivyWords(self.index / "words", self.segmenter)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Two reports, one with pages that are laid out and with an older version; indexed."""
    folder = tmp_path_factory.mktemp("whole")
    made = Made(folder, Segmenter(folder / "cache"))
    with closing(Store(made.store)) as store:
        store.claim_model(EmbeddingModel(EMBEDDER.name, EMBEDDER.fingerprint, EMBEDDER.dimensions))
    raw = read_source(PAGED)
    made.put(RawFile(raw.name, raw.source, raw.data + "\n末尾。\n".encode(), "f" * 64))
    made.put(PAGED)
    made.put(DATED)
    with closing(sqlite3.connect(made.store)) as db:
        pages = db.execute('SELECT number, "end" - start FROM page').fetchall()
        for number, size in pages:
            boxes = pack(np.ones((size, 4), dtype=np.uint16))
            db.execute("UPDATE page SET boxes = ? WHERE number = ?", (boxes, number))
        db.commit()
        assert pages and db.execute("SELECT count(*) FROM passage_day").fetchone()[0]
        assert db.execute("SELECT count(*) FROM version").fetchone()[0] == 3
        laid_out = db.execute("SELECT sha256 FROM report WHERE id IN (SELECT report FROM page)").fetchone()[0]
    assert laid_out == raw.sha256
    Originals(made.folder / "originals").keep(raw)
    made.caught_up()
    return made


@pytest.fixture
def library(whole: Made, tmp_path: Path) -> Made:
    shutil.copytree(whole.folder, tmp_path / "library", ignore=shutil.ignore_patterns("cache"))
    return Made(tmp_path / "library", whole.segmenter)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_a_library_that_is_whole_is_found_whole_and_stays_as_it_is(library: Made) -> None:
    before, told = dump(library.store), []
    found = check(
        library.store, library.index, library.folder / "originals", lambda done, total: told.append((done, total))
    )
    assert (found.ok, found.problems, found.notes) == (True, [], [])
    assert found.checked["reports"] == 2 and found.checked["indexed"] == found.checked["passages"] > 5
    assert told == [(1, 2), (2, 2)]
    assert dump(library.store) == before


def test_an_empty_library_is_whole(tmp_path: Path) -> None:
    Store(tmp_path / "library.sqlite").close()
    found = check(tmp_path / "library.sqlite", tmp_path / "index", tmp_path / "originals")
    assert found.ok and found.notes == ["there are no indexes yet: the next question makes them"]
    assert not (tmp_path / "index").exists()


SET = "UPDATE passage SET {} WHERE id = (SELECT max(id) FROM passage)"
NAN = "x'" + "007e" * EMBEDDER.dimensions + "'"
LONG = "x'" + "0040" * EMBEDDER.dimensions + "'"

IN_THE_STORE = {
    "a vector of NaN": (SET.format(f"vector = {NAN}"), Fault.VECTOR, "rebuild --embed"),
    "a vector that is too long": (SET.format(f"vector = {LONG}"), Fault.VECTOR, "rebuild --embed"),
    "a vector with a dimension less": (SET.format("vector = substr(vector, 3)"), Fault.VECTOR, "rebuild --embed"),
    "half a number of a vector": (SET.format("vector = substr(vector, 2)"), Fault.VECTOR, "rebuild --embed"),
    "no vector": (SET.format("vector = x''"), Fault.VECTOR, "rebuild --embed"),
    "a window's vector of NaN": (f"UPDATE window SET vector = {NAN} WHERE part = 0", Fault.VECTOR, "rebuild --embed"),
    "a window without a vector": ("UPDATE window SET vector = x''", Fault.VECTOR, "rebuild --embed"),
    "a span that is shifted": (SET.format("start = start + 1"), Fault.PASSAGE, "restore FILE"),
    "a span beyond the text": (SET.format('"end" = 1000000'), Fault.PASSAGE, "restore FILE"),
    "an empty span": (SET.format('"end" = start'), Fault.PASSAGE, "restore FILE"),
    "a passage in another section": (SET.format("section = 0"), Fault.PASSAGE, "restore FILE"),
    "a passage in no section": (SET.format("section = 99"), Fault.PASSAGE, "restore FILE"),
    "a passage on no page": (SET.format("page = 7"), Fault.PASSAGE, "restore FILE"),
    "a passage on another page": ("UPDATE passage SET page = page + 1", Fault.PASSAGE, "restore FILE"),
    "a passage out of order": (SET.format("ordinal = 99"), Fault.PASSAGE, "restore FILE"),
    "another digest": (SET.format("digest = 'no'"), Fault.PASSAGE, "restore FILE"),
    "a window beyond its passage": ('UPDATE window SET "end" = 9999', Fault.WINDOW, "restore FILE"),
    "tokens that are missing": ("DELETE FROM token WHERE passage = 1", Fault.TOKENS, "rebuild --embed"),
    "tokens that are cut off": ("UPDATE token SET bits = substr(bits, 2)", Fault.TOKENS, "rebuild --embed"),
    "counts of other windows": ("UPDATE token SET counts = '[1]'", Fault.TOKENS, "rebuild --embed"),
    "counts that are none": ("UPDATE token SET counts = '[1' WHERE passage > 2", Fault.TOKENS, "rebuild --embed"),
    "a section that ends too late": ('UPDATE section SET "end" = 99999 WHERE ordinal = 1', Fault.OUTLINE, "restore"),
    "a section beside its parent": ("UPDATE section SET start = 0 WHERE ordinal = 5", Fault.OUTLINE, "restore"),
    "a section without a parent": ("UPDATE section SET parent = 99 WHERE ordinal = 5", Fault.OUTLINE, "restore"),
    "a section that is missing": ("DELETE FROM section WHERE ordinal = 2", Fault.OUTLINE, "restore"),
    "a page that is missing": ("DELETE FROM page WHERE number = 2", Fault.PAGES, "restore"),
    "a page too long": ('UPDATE page SET "end" = "end" + 1', Fault.PAGES, "restore"),
    "boxes of another page": ("UPDATE page SET boxes = (SELECT max(boxes) FROM page)", Fault.PAGES, "restore"),
    "boxes that are rubbish": ("UPDATE page SET boxes = x'00'", Fault.PAGES, "restore"),
    "a text with a letter less": ("UPDATE report_text SET text = substr(text, 2)", Fault.REPORT, "restore"),
    "a text with another letter": ("UPDATE report_text SET text = replace(text, '的', '之')", Fault.DERIVED, "restore"),
    "a form beyond the text": (
        """UPDATE report SET front = '{"fields": {"date": {"value": "", "start": 0, "end": 9999}}, "iso": {}}'""",
        Fault.REPORT, "restore"),
    "a form that is no JSON": ("UPDATE report SET front = '{'", Fault.REPORT, "tripreport remove"),
    "a kind that is none": (SET.format("kind = 'none'"), Fault.REPORT, "tripreport remove"),
    "a report without a text": ("DELETE FROM report_text WHERE report = 1", Fault.ORPHAN, "tripreport remove"),
    "a report without a file": ("DELETE FROM source", Fault.HISTORY, "sync"),
    "a file of no version": ("UPDATE source SET version = 9", Fault.HISTORY, "sync"),
    "a version that is missing": ("DELETE FROM version WHERE number = 2", Fault.HISTORY, "restore"),
    "a version of another file": ("UPDATE version SET sha256 = 'other'", Fault.HISTORY, "restore"),
    "an old text that is rubbish": ("UPDATE version SET text = x'00' WHERE number = 1", Fault.HISTORY, "restore"),
    "an old text that is gone": ("UPDATE version SET text = NULL", Fault.HISTORY, "restore"),
    "keys of another text": ("UPDATE identity SET key = 'other' WHERE kind = 'text'", Fault.DERIVED, "restore"),
    "a day that is missing": ("DELETE FROM passage_day", Fault.DERIVED, "restore"),
    "a passage that is gone": ("DELETE FROM passage WHERE id = 3", Fault.ORPHAN, "restore FILE"),
    "numbers to be used again": ("UPDATE sqlite_sequence SET seq = 1", Fault.NUMBERS, "restore FILE"),
    "a hole in the log": ("DELETE FROM change WHERE passage = 3", Fault.NUMBERS, "restore FILE"),
    "a newer schema": ("PRAGMA user_version = 1000", Fault.SCHEMA, "pip install --upgrade tripreport"),
    "an index of SQLite that lies": (
        "PRAGMA writable_schema = ON;DELETE FROM sqlite_schema WHERE name = 'passage_report'", Fault.STORE, "restore"),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_STORE)
def test_what_is_wrong_in_the_store_is_found_and_the_cure_named(library: Made, name: str) -> None:
    statements, kind, cure = IN_THE_STORE[name]
    library.sql(*statements.split(";"))
    found = library.look()
    assert not found.ok
    told = [problem for problem in found.problems if problem.kind is kind]
    assert told and all(cure in problem.cure and problem.detail for problem in told), found.problems


def overwritten(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: overwritten(path, 0, b"rubbish" * 20),
        lambda path: overwritten(path, 4096, b"rubbish" * 9000),
        truncated,
        lambda path: path.write_bytes(b"hello" * 1000),
        lambda path: path.unlink(),
    ],
)
def test_a_store_that_cannot_be_read_is_a_problem_and_no_crash(library: Made, damage: Callable[[Path], None]) -> None:
    damage(library.store)
    found = library.look()
    assert not found.ok
    assert found.problems[0].kind is Fault.STORE and "tripreport restore FILE" in found.problems[0].cure


@pytest.mark.parametrize("seed", range(12))
def test_whatever_bytes_are_overwritten_verifying_ends_with_a_verdict(library: Made, seed: int) -> None:
    drawn, before = random.Random(seed), quotable(library.store)
    for _ in range(drawn.choice((1, 3, 30))):
        start = drawn.randrange(library.store.stat().st_size - 64)
        overwritten(library.store, start, drawn.randbytes(drawn.choice((1, 8, 64))))
    if library.look().ok:
        assert quotable(library.store) == before


def quotable(path: Path) -> list[tuple[object, ...]]:
    """All that an answer shows; nothing but the model could tell a token or a direction from another."""
    with closing(sqlite3.connect(path)) as db:
        tables = ("report_text", "section", "page", "passage_day", "identity")
        rows = [row for table in tables for row in db.execute(f"SELECT * FROM {table}")]
        return rows + db.execute('SELECT id, report, section, start, "end", page, digest FROM passage').fetchall()


def manifest_of(library: Made, old: str, new: str) -> None:
    path = library.index / "manifest.json"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def other_vector(library: Made) -> None:
    vectors = FlatVectors.load(library.index / "vectors.faiss")
    vectors.add([3], np.eye(1, EMBEDDER.dimensions, dtype=np.float32))
    vectors.save(library.index / "vectors.faiss")


def vector_gone(library: Made) -> None:
    vectors = FlatVectors.load(library.index / "vectors.faiss")
    vectors.remove([3])
    vectors.save(library.index / "vectors.faiss")


def byte_flipped(library: Made) -> None:
    path = max((library.index / "words").glob("*.idx"), key=lambda p: p.stat().st_size)
    overwritten(path, 40, bytes([path.read_bytes()[40] ^ 1]))


IN_THE_INDEX = {
    "vectors cut off": lambda made: truncated(made.index / "vectors.faiss"),
    "vectors gone": lambda made: (made.index / "vectors.faiss").unlink(),
    "words gone": lambda made: shutil.rmtree(made.index / "words"),
    "words that are no index": lambda made: (made.index / "words" / "meta.json").write_text("damaged"),
    "a manifest that is none": lambda made: (made.index / "manifest.json").write_text("{}"),
    "a manifest without a number": lambda made: manifest_of(made, '"generation": ', '"generation": "x", "was": '),
    "a generation that is no number": lambda made: manifest_of(made, '"format": ', '"generation": "x", "format": '),
    "another model": lambda made: manifest_of(made, EMBEDDER.fingerprint, "other"),
    "other steps": lambda made: manifest_of(made, "windows", "late"),
    "a word too few": lambda made: made.words().remove([3]),
    "a word too many": lambda made: made.words().add([999], ["一"]),
    "a vector too few": vector_gone,
    "another vector": other_vector,
    "a bit of the words": byte_flipped,
}


@pytest.mark.parametrize("name", IN_THE_INDEX)
def test_what_is_wrong_with_the_indexes_is_found_and_a_rebuild_mends_it(library: Made, name: str) -> None:
    IN_THE_INDEX[name](library)
    found = library.look()
    assert found.problems
    assert {(p.kind, p.cure) for p in found.problems} == {(Fault.INDEX, "`tripreport rebuild`")}, found.problems
    with closing(Store(library.store)) as store:
        library.indexes(store).rebuild()
    assert library.look().ok


@pytest.mark.parametrize("name", [n for n, (_, _, cure) in IN_THE_STORE.items() if "embed" in cure])
def test_embedding_again_mends_what_it_is_the_cure_for(library: Made, name: str) -> None:
    library.sql(IN_THE_STORE[name][0])
    with closing(Store(library.store)) as store:
        embed_again(store, EMBEDDER)
    library.caught_up()
    assert library.look().ok


OF_A_REPORT = (Fault.PASSAGE, Fault.WINDOW, Fault.OUTLINE, Fault.PAGES, Fault.DERIVED)


@pytest.mark.parametrize("name", [name for name, (_, kind, _) in IN_THE_STORE.items() if kind in OF_A_REPORT])
def test_removing_a_report_and_ingesting_it_again_mends_what_it_is_the_cure_for(library: Made, name: str) -> None:
    library.sql(IN_THE_STORE[name][0])
    for key in sorted({p.report for p in library.look().problems if p.report}):
        assert any(f"tripreport remove {key}" in p.cure for p in library.look().problems)
        with closing(Store(library.store)) as store:
            store.remove(key)
    library.put(PAGED)
    library.put(DATED)
    library.caught_up()
    assert library.look().ok


def test_an_original_that_is_missing_or_is_another_file_is_found(library: Made) -> None:
    (kept,) = (p for p in (library.folder / "originals").rglob("*") if p.is_file())
    for damage, said in ((lambda: kept.write_bytes(b"other"), "damaged"), (kept.unlink, "missing")):
        damage()
        (problem,) = library.look().problems
        assert problem.kind is Fault.ORIGINAL and said in problem.detail and "ingest --again" in problem.cure


def test_indexes_that_are_behind_are_no_fault_also_where_a_kill_left_them_half_done(
    library: Made, tmp_path: Path
) -> None:
    file = tmp_path / "later.txt"
    file.write_text("壹、目的\n\n參訪鹿特丹港，了解岸電設施。\n", encoding="utf-8")
    later = library.put(file)
    with closing(Store(library.store)) as store, store.snapshot() as view:
        added = view.passage_ids([later])
    found = library.look()
    assert found.ok and "the next question catches up" in found.notes[0]
    library.words().add(added, ["岸電"])  # killed between words and vectors
    assert library.look().ok
    library.words().remove([3])  # this one is not to be done again
    assert [(p.kind, p.passage) for p in library.look().problems] == [(Fault.INDEX, 3)]


def test_what_switched_off_steps_do_not_keep_is_not_missed(library: Made) -> None:
    for steps in ((), (Step.WINDOWS,), (Step.LATE,)):
        with closing(Store(library.store)) as store:
            embed_again(store, EMBEDDER, steps=steps)
        library.caught_up()
        assert library.look().problems == []


def test_a_model_that_says_nothing_of_its_tokens_is_no_fault(library: Made) -> None:
    with closing(Store(library.store)) as store:
        embed_again(store, HashEmbedder())
    library.caught_up()
    assert library.look().problems == []


def test_an_older_schema_is_told_and_nothing_is_changed(library: Made) -> None:
    library.sql("PRAGMA user_version = 1")
    found = library.look()
    assert found.ok and "schema 1 is an older one" in found.notes[0]
    with closing(sqlite3.connect(library.store)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_report_whose_first_versions_were_before_there_was_a_history_is_whole(library: Made) -> None:
    library.sql("DELETE FROM version WHERE number = 1 AND report IN (SELECT report FROM version WHERE number = 2)")
    assert library.look().ok


def test_a_report_whose_file_was_renamed_is_whole(library: Made, tmp_path: Path) -> None:
    with closing(Store(library.store)) as store:
        with store.snapshot() as view:
            (report,) = [r for r in view.reports() if r.name == DATED.name]
            (source,) = view.sources(report.id)
        store.add_source(report.id, replace(source, path=str(tmp_path / "renamed.txt"), name="renamed.txt"))
        store.drop_sources(report.id, [source.path])
    assert library.look().ok


def test_many_problems_of_one_kind_are_counted_and_not_all_told(library: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST", 3)
    library.sql("UPDATE passage SET digest = 'no'")
    found = library.look()
    assert len(found.problems) == 3 and found.left_out == found.checked["passages"] - 3


def test_verifying_sees_one_state_while_reports_come_and_go(library: Made) -> None:
    done, seen = threading.Event(), []

    def look() -> None:
        while not done.is_set():
            seen.append(library.look().problems)

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(6):
        with closing(Store(library.store)) as store:
            store.remove(library.put(DATED))
        library.put(DATED)
        library.caught_up()
    done.set()
    looking.join()
    assert seen and not any(seen)
