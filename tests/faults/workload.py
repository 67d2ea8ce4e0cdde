"""A library's life in small commands, what it holds at any time, and all that may be wrong with it."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import faiss
import tantivy

from assistant import wiring
from assistant.library import Library
from assistant.settings import Settings
from corpus.fold import to_traditional
from corpus.marks import Edit
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import Answer, TermGroup
from index.gloss import Gloss
from index.language import language_shift
from ingest.pipeline import Ingested, embed_again
from tests.fakes import HashEmbedder, HashTokenEmbedder
from tests.trips import FORM

QUESTIONS = (
    "鬱金香的花期", "風車的高度", "雪橇的速度", "運河的深度", "渡輪的班次", "燈塔的位置", "磨坊的年代",
    "峽灣的長度", "垃圾費隨袋徵收的目的", "建議如何推廣到各縣市", "5月3日的行程",
)  # fmt: skip
"""Each version of each report says one of these words and no other does."""


def text_of(place: str, body: str, subject: str = "垃圾費隨袋徵收") -> str:
    """A short report with a form; ``body`` is what its versions differ in."""
    return FORM.format(place=place, subject=subject, body=f"抵達後拜會當地主管機關，由承辦官員說明{body}，並答覆提問。")


TULIP, MILL, SLED, CANAL, FJORD, FERRY, LIGHT, GRIST = (
    text_of("荷蘭", "鬱金香的花期"), text_of("荷蘭", "風車的高度"), text_of("挪威", "雪橇的速度"),
    text_of("挪威", "運河的深度"), text_of("挪威", "峽灣的長度", "電動車補助"),
    text_of("丹麥", "渡輪的班次", "離岸風電"), text_of("芬蘭", "燈塔的位置"), text_of("瑞典", "磨坊的年代", "碳稅"),
)  # fmt: skip

BACKUP: Final = "backup.zip"
LOOK: Final = f"{__name__}:look"
"""The job of a kitchen that says all of this of a library."""
Tell = Callable[[Ingested], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a user: ``prepare`` brings the folder to what it is then, however far that has been done."""

    name: str
    prepare: Callable[[Path], object]
    act: Callable[[Path, Tell], object]


def open_face(root: Path) -> Library:
    """The library below ``root`` with the model that it was made with, through the same wiring as the real one."""
    settings = Settings(root / "library", models=root / "models")
    store = Store(settings.library / "library.sqlite")
    with store.snapshot() as view:
        held = view.setting("embedding")
    embedder = _embedder(json.loads(held)["name"] if held else "hash")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    return Library(settings.library, store, lambda: wiring.engine_with(settings, store, embedder))


@cache
def _embedder(name: str) -> HashEmbedder:
    return HashTokenEmbedder(name, dimensions=64 if name == "hash" else 96)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.rename(path)


def _ingest(*names: str) -> Callable[[Path, Tell], object]:
    return lambda root, tell: open_face(root).ingest([root / "folder" / n for n in names], tell)


def _ask(root: Path, tell: Tell) -> None:  # noqa: ARG001
    open_face(root).ask(QUESTIONS[0])


def _replace(root: Path, tell: Tell) -> None:
    """A file that only its user says is the Norwegian report."""
    library = open_face(root)
    (norway,) = (r.id for r in library.reports() if "挪威" in r.title)
    library.ingest([root / "folder" / "e.txt"], tell, replaces=norway)


def _remove(root: Path, tell: Tell) -> None:
    """As a user does who looks whether it is still there."""
    library = open_face(root)
    library.remove([r.id for r in library.reports() if "碳稅" in r.title], tell)


def _note(word: str, owner: str) -> Callable[[Path, Tell], object]:
    """What a person notes of all that the reports with ``word`` in their titles recommend."""

    def noted(root: Path, tell: Tell) -> None:  # noqa: ARG001
        library = open_face(root)
        rows = [row for row in library.recommendations().rows if word in row.report.title]
        library.mark_recommendations([(row.key, Edit(status="accepted", owner=owner), None) for row in rows])

    return noted


def _embed_again(root: Path, tell: Tell) -> None:  # noqa: ARG001
    open_face(root)
    embed_again(Store(root / "library" / "library.sqlite"), _embedder("hash-2"))
    open_face(root).rebuild()


def _first(folder: Path) -> None:
    for name, text in (("a.txt", TULIP), ("b.txt", FERRY), ("c.txt", SLED)):
        _write(folder / name, text)


def _moved(folder: Path) -> None:
    (folder / "sub").mkdir(exist_ok=True)
    if (folder / "a.txt").exists():
        (folder / "a.txt").rename(folder / "sub" / "a2.txt")


def _changed_folder(folder: Path) -> None:
    """The final version and a copy are gone, one file is edited, one is new."""
    for name in ("定稿.txt", "d.txt"):
        (folder / name).unlink(missing_ok=True)
    _write(folder / "sub" / "a2.txt", MILL.replace("先辦理試辦計畫", "先修正法令"))
    _write(folder / "f.txt", LIGHT)


COMMANDS = (
    Command("ingest three", _first, _ingest("a.txt", "b.txt", "c.txt")),
    Command("note", lambda _: None, _note("挪威", "甲組")),
    Command("ask", lambda _: None, _ask),
    Command("update one", lambda f: _write(f / "a.txt", MILL), _ingest("a.txt")),
    Command("another format", lambda f: _write(f / "b.md", "# " + FERRY), _ingest("b.md")),
    Command("another version", lambda f: _write(f / "定稿.txt", CANAL), _ingest("定稿.txt")),
    Command("replace by name", lambda f: _write(f / "e.txt", FJORD), _replace),
    Command("move", _moved, _ingest("sub/a2.txt")),
    Command("ingest one", lambda f: _write(f / "d.txt", GRIST), _ingest("d.txt")),
    Command("note another", lambda _: None, _note("碳稅", "乙組")),
    Command("remove", lambda _: None, _remove),
    Command("ask after removal", lambda _: None, _ask),
    Command("ingest it again", lambda f: _write(f / "d.txt", GRIST), _ingest("d.txt")),
    Command("overwrite by a copy", lambda f: _write(f / "d.txt", FERRY), _ingest("d.txt")),
    Command("embed again", lambda _: None, _embed_again),
    Command("back up", lambda _: None, lambda root, _: open_face(root).backup(root / BACKUP, force=True)),
    Command("sync", _changed_folder, lambda root, tell: open_face(root).sync(root / "folder", tell)),
    Command("restore", lambda _: None, lambda root, _: open_face(root).restore(root / BACKUP)),
    Command("sync again", _changed_folder, lambda root, tell: open_face(root).sync(root / "folder", tell)),
    Command("rebuild", lambda _: None, lambda root, _: open_face(root).rebuild()),
)


# --- what a library holds


def state_of(path: Path) -> dict[str, list[Any]]:
    """All that the store at ``path`` holds but its times, its log and its row numbers: equal states, equal values."""
    db = sqlite3.connect(path)
    try:
        tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        keys = dict(db.execute("SELECT id, key FROM report"))
        passages = {i: f"{keys.get(r)}/{n}" for i, r, n in db.execute("SELECT id, report, ordinal FROM passage")}
        state = {t: _rows(db, t, keys, passages) for t in tables if t != "change" and not t.startswith("sqlite_")}
    finally:
        db.close()
    if not passages:
        state["setting"] = []  # which model it will be made with is told with the first report
    return state


def _rows(db: sqlite3.Connection, table: str, keys: dict[int, str], passages: dict[int, str]) -> list[Any]:
    found = db.execute(f"SELECT * FROM {table}")
    names = [d[0] for d in found.description]
    rows = []
    for row in found:
        told = {}
        for name, value in zip(names, row, strict=True):
            if name == "id" or name.endswith("_at"):
                continue
            value = keys.get(value, "orphan") if name == "report" else value
            value = passages.get(value, "orphan") if name == "passage" else value
            told[name] = hashlib.sha256(value).hexdigest()[:16] if isinstance(value, bytes) else value
        rows.append(told)
    return sorted(rows, key=lambda r: json.dumps(r, sort_keys=True))


def ids_of(path: Path) -> dict[str, str]:
    """Which passage each id names: its report, and a digest of what it says."""
    db = sqlite3.connect(path)
    try:
        rows = db.execute("SELECT p.id, r.key, p.digest FROM passage p JOIN report r ON r.id = p.report")
        return {str(i): f"{key} {digest}" for i, key, digest in rows}
    finally:
        db.close()


def told_by(answer: Answer) -> list[Any]:
    """What a user sees of an answer, but for the scores."""
    return [answer.band, [[h.report_id, h.char_start, h.char_end, h.text, h.citation] for h in answer.hits]]


def _gist(answer: Answer) -> list[Any]:
    """Of a long answer what does not depend on how often a word occurs: removed passages count in that for a while.

    How far one is sure, what comes first, and every character that is told at all.
    """
    told = {(p.report_id, at) for h in answer.hits for p in (h, *h.also_in) for at in range(p.char_start, p.char_end)}
    return [answer.band, told_by(answer)[1][:1], sorted(told)]


def wrong_in(root: Path) -> tuple[list[str], list[Any]]:
    """What is wrong with the library below ``root`` (the store in itself, the indexes against it, the answers against
    those of indexes made from nothing), and its answers."""
    path = root / "library" / "library.sqlite"
    library = open_face(root)
    wrong = _wrong_in_store(path) + [str(problem) for problem in library.verify().problems]
    with library._store.snapshot() as view:
        indexes, ids = library.engine().indexes.at(view), list(view.passage_ids())
        index = indexes.vectors._index
        held = faiss.vector_to_array(index.id_map).tolist()
        if sorted(held) != ids:
            wrong.append(f"vectors of {sorted(held)}, passages {ids}")
        elif any(abs(index.reconstruct(i) - view.vectors([i])[0]).max() > 1e-6 for i in ids):
            wrong.append("a vector of the index is not the store's")
        words = indexes.words
        found = sorted(words._searcher.fast_field_values("id", [a for _, a in _all(words)]))
        if found != ids:
            wrong.append(f"words of {found}, passages {ids}")
        for i, text in view.indexed_texts(ids):
            if i not in {s.id for s in words.search([TermGroup((t,)) for t in words._terms(text)], len(ids))}:
                wrong.append(f"passage {i} is not found by its own words")
    scratch = root / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    _copy_store(path, scratch / "library" / "library.sqlite")
    fresh = open_face(scratch)
    texts = {r.id: library.report(r.id).text for r in library.reports()}
    answers = [library.ask(question) for question in QUESTIONS]
    for answer in answers:
        wrong += [
            f"not in the report: {h}" for h in answer.hits if texts[h.report_id][h.char_start : h.char_end] != h.text
        ]
        given, expected = (_gist(face.ask(answer.question, k=50)) for face in (library, fresh))
        if given != expected:
            wrong.append(f"{answer.question}: {given[:2]} instead of {expected[:2]}")
    return wrong, [told_by(answer) for answer in answers]


def _all(words: Any) -> Any:
    return words._searcher.search(tantivy.Query.all_query(), max(1, len(words)), count=False).hits


def _wrong_in_store(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        wrong = [str(r) for r in db.execute("PRAGMA integrity_check") if r != ("ok",)]
        wrong += [f"dangling: {r}" for r in db.execute("PRAGMA foreign_key_check")]
        last = dict(db.execute("SELECT passage, op FROM change ORDER BY seq"))
        logged = sorted(i for i, op in last.items() if op == "add")
        there = [r[0] for r in db.execute("SELECT id FROM passage ORDER BY id")]
        return wrong + ([f"log says {logged}, there are {there}"] if logged != there else [])
    finally:
        db.close()


def _copy_store(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True)
    source, target = sqlite3.connect(path), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def look(root: Path, say: Callable[[Any], None]) -> None:
    """What the library below ``root`` is in and what is wrong with it."""
    open_face(root)
    path = root / "library" / "library.sqlite"
    state, ids = state_of(path), ids_of(path)
    wrong, answers = wrong_in(root)
    left = sorted({f.name for glob in (".*.new", ".backup*", "restoring-*") for f in root.rglob(glob)})
    say({"state": state, "ids": ids, "wrong": wrong, "answers": answers, "left": left})


def prepare_parts(folder: Path) -> None:
    """Parts that take long to make and that no fault can hurt are made once for all libraries of this process."""
    segmenter = Segmenter(folder)
    segmenter.terms("數位發展部")
    to_traditional("x")
    shifts = {name: language_shift(_embedder(name), folder) for name in ("hash", "hash-2")}
    wiring.Segmenter = lambda _: segmenter  # type: ignore
    wiring.open_gloss = lambda _: Gloss(None, "none")
    wiring.language_shift = lambda embedder, _: shifts[embedder.name]
