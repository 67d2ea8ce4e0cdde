"""The store's promises: spans are verbatim, writes are whole, ids are never used again."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.boxes import pack
from corpus.days import Day
from corpus.errors import DamagedLibrary, LibraryError, ModelMismatch, UnknownReport
from corpus.identity import KeyKind, keys
from corpus.store import EmbeddedPassage, EmbeddingModel, Store, passage_digest
from corpus.tokens import PassageTokens
from corpus.tracked import EVERY_ONE
from corpus.types import (
    Document,
    Field,
    Figure,
    FrontMatter,
    Notice,
    NoticeKind,
    Outline,
    Page,
    Passage,
    PassageKind,
    Report,
    Section,
    SectionKind,
    Source,
    Window,
)

E5 = EmbeddingModel("e5", "aaaa", 4)
TOKENS = PassageTokens("m1", (2,), np.array([[1], [2]], dtype=np.uint8))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "library.sqlite")


def report_of(text: str, sha: str, source: str = "/reports/a.txt") -> Report:
    section = Section(0, None, 1, "壹", "numeral", "目的", SectionKind.BODY, 0, 0, len(text), len(text), ("壹、目的",))
    outline = Outline((section,), (Figure("1-1", "議程", 0, 2, 0),))
    front = FrontMatter({"title": Field("考察報告", 0, 4)}, {"date": "2023-01-19"})
    return Report(
        Path(source).name, source, sha * 64, Document(text, "utf-8", "text/plain", (Page(1, 0, 3),)), outline, front
    )


def passages_of(report: Report) -> list[EmbeddedPassage]:
    """One passage a line, each with one window."""
    made, at = [], 0
    for ordinal, line in enumerate(report.text.split("\n")):
        passage = Passage(ordinal, 0, PassageKind.TEXT, at, at + len(line), 1, (Window(at, at + len(line)),))
        vector = np.full(4, len(line), dtype=np.float32)
        made.append(EmbeddedPassage(passage, passage_digest(("壹、目的",), line), vector, vector[None, :]))
        at += len(line) + 1
    return made


def save(store: Store, report: Report, replaces: str | None = None) -> str:
    return store.save(report, passages_of(report), replaces).report_id


def test_a_report_comes_back_as_it_was_saved(store: Store) -> None:
    report = report_of("第一段。\n第二段，長一點。", "a")
    report_id = save(store, report)
    with store.snapshot() as view:
        assert view.report(report_id) == report
        assert [s.title for s in view.reports()] == ["考察報告"]
        assert view.summary(report_id).passages == 2


def test_a_passage_is_the_slice_of_its_report_even_beyond_the_basic_plane(store: Store) -> None:
    report = report_of("𠮷野家😀在臺灣。\né 第二段𠀀。", "a")
    save(store, report)
    with store.snapshot() as view:
        for found in view.locate(view.passage_ids()):
            assert found.text == report.text[found.passage.start : found.passage.end]
            assert found.windows == found.passage.windows


def test_passages_are_located_in_the_order_asked_for_and_missing_ones_are_left_out(store: Store) -> None:
    save(store, report_of("一。\n二。\n三。", "a"))
    with store.snapshot() as view:
        a, b, c = view.passage_ids()
        assert [f.id for f in view.locate([c, a, type(a)(999), b])] == [c, a, b]


def test_a_new_version_keeps_the_ids_of_unchanged_passages_and_forgets_the_others(store: Store) -> None:
    first = report_of("甲段。\n乙段。\n丙段。", "a")
    report_id = save(store, first)
    with store.snapshot() as view:
        before = dict(zip("甲乙丙", view.passage_ids(), strict=True))
    second = report_of("序。\n甲段。\n改過的乙段。\n丙段。", "b")
    saved = store.save(second, passages_of(second), report_id)
    assert (saved.version, saved.new, saved.kept) == (2, 2, 2)
    with store.snapshot() as view:
        after = {f.text[0]: f.id for f in view.locate(view.passage_ids())}
        assert after["甲"] == before["甲"] and after["丙"] == before["丙"]
        assert before["乙"] not in view.passage_ids()
        assert all(f.text == second.text[f.passage.start : f.passage.end] for f in view.locate(view.passage_ids()))
        assert all(w.start >= f.passage.start for f in view.locate(view.passage_ids()) for w in f.windows)


def test_two_passages_with_the_same_text_stay_two(store: Store) -> None:
    report_id = save(store, report_of("同。\n同。", "a"))
    with store.snapshot() as view:
        before = view.passage_ids()
    again = report_of("同。\n同。\n新。", "b")
    save(store, again, report_id)
    with store.snapshot() as view:
        assert len(before) == 2 and view.passage_ids()[:2] == before


def test_ids_are_never_used_again(store: Store) -> None:
    first = save(store, report_of("一。\n二。", "a"))
    with store.snapshot() as view:
        used = set(view.passage_ids())
    store.remove(first)
    save(store, report_of("三。\n四。", "b"))
    with store.snapshot() as view:
        assert used.isdisjoint(view.passage_ids())


def test_a_removed_report_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    store.remove(save(store, report_of("一。\n二。", "a")))
    db = sqlite3.connect(tmp_path / "library.sqlite")
    left = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("report", "report_text", "section", "figure", "passage", "window")}  # fmt: skip
    db.close()
    assert set(left.values()) == {0}


def test_changes_say_what_came_and_went_since_a_generation(store: Store) -> None:
    report_id = save(store, report_of("甲。\n乙。", "a"))
    with store.snapshot() as view:
        generation, (a, b) = view.generation(), view.passage_ids()
    save(store, report_of("甲。\n丙。", "b"), report_id)
    with store.snapshot() as view:
        changes = view.changes_since(generation)
        assert changes.removed == (b,) and changes.added == (view.passage_ids()[-1],) and a not in changes.added
        assert view.changes_since(changes.upto).added == () and view.changes_since(0).removed == (b,)


def test_a_snapshot_sees_one_state_while_another_is_written(store: Store) -> None:
    report_id = save(store, report_of("甲。", "a"))
    with store.snapshot() as view:
        before = view.passage_ids()
        save(store, report_of("乙。", "b"), report_id)
        assert view.passage_ids() == before
        assert view.locate(before)[0].text == "甲。"


def test_a_failing_write_changes_nothing(store: Store) -> None:
    report_id = save(store, report_of("甲。\n乙。", "a"))
    broken = report_of("丙。\n丁。", "b")
    items = passages_of(broken)
    items[1] = replace(items[1], window_vectors=np.zeros((5, 4), dtype=np.float32))
    with pytest.raises(ValueError, match="zip"):
        store.save(broken, items, report_id)
    with store.snapshot() as view:
        assert view.summary(report_id).version == 1
        assert [f.text for f in view.locate(view.passage_ids())] == ["甲。", "乙。"]


def test_vectors_come_back_in_the_order_asked_for(store: Store) -> None:
    save(store, report_of("一。\n二二。\n三三三。", "a"))
    with store.snapshot() as view:
        a, b, c = view.passage_ids()
        assert view.vectors([c, a, b])[:, 0].tolist() == [4, 2, 3]
        owners, rows = view.window_vectors([a, c])
        assert owners == [a, c] and rows.shape == (2, 4)


def test_what_is_indexed_has_the_headings_in_front(store: Store) -> None:
    save(store, report_of("甲段。", "a"))
    with store.snapshot() as view:
        assert [t for _, t in view.indexed_texts(view.passage_ids())] == ["壹、目的\n甲段。"]


def test_a_library_of_another_model_is_refused_and_the_cure_is_named(store: Store) -> None:
    store.claim_model(E5)
    store.claim_model(EmbeddingModel("other", "bbbb", 8))  # nothing is embedded yet: no harm
    store.claim_model(E5)
    save(store, report_of("甲。", "a"))
    with pytest.raises(ModelMismatch, match="tripreport rebuild --embed --model other"):
        store.claim_model(EmbeddingModel("other", "bbbb", 8))
    store.claim_model(EmbeddingModel("moved", "aaaa", 4))  # the same model from another folder


def test_vectors_are_replaced_all_or_none(store: Store) -> None:
    save(store, report_of("甲。\n乙。", "a"))
    with store.snapshot() as view:
        a, b = view.passage_ids()
    one = (np.ones(8, dtype=np.float32), np.ones((1, 8), dtype=np.float32), TOKENS)
    with pytest.raises(LibraryError, match="once more"):
        store.replace_vectors(EmbeddingModel("new", "cccc", 8), {a: one})
    store.replace_vectors(EmbeddingModel("new", "cccc", 8), {a: one, b: one})
    with store.snapshot() as view:
        assert view.vectors([a, b]).shape == (2, 8)
        assert view.window_vectors([a])[1].shape == (1, 8)
        assert (view.tokens([a, b], "m1")[b].bits == TOKENS.bits).all()
    store.replace_vectors(EmbeddingModel("new", "cccc", 8), {a: one, b: (*one[:2], None)})
    with store.snapshot() as view:
        assert set(view.tokens([a, b], "m1")) == {a}


def test_tokens_come_back_as_they_were_saved_and_only_those_of_the_making_asked_for(store: Store) -> None:
    report = report_of("甲段。\n乙段。", "a")
    first, second = passages_of(report)
    none = PassageTokens("m1", (0,), np.zeros((0, 1), dtype=np.uint8))
    report_id = store.save(report, [replace(first, tokens=TOKENS), replace(second, tokens=none)], None).report_id
    with store.snapshot() as view:
        a, b = view.passage_ids()
        held = view.tokens([a, b], "m1")
        assert (held[a].counts, held[a].bits.tolist()) == ((2,), TOKENS.bits.tolist())
        assert (held[b].counts, len(held[b].bits)) == ((0,), 0)
        assert view.tokens([a, b], "m2") == {}
        assert (view.token_count("m1"), view.token_count("m2")) == (2, 0)
        assert {d: t and t.counts for d, (_, _, t) in view.embedded(report_id, "m1").items()} == {
            first.digest: (2,), second.digest: (0,)
        }  # fmt: skip
    store.remove(report_id)
    with store.snapshot() as view:
        assert view.token_count("m1") == 0


def back_to_version(version: int, path: Path) -> None:
    """Take away what later migrations made: an older program never had it."""
    undone = {
        2: ("DROP TABLE token",),
        3: ("DROP TABLE passage_day", "DROP INDEX passage_start"),
        4: (
            "DROP TABLE source", "DROP TABLE version", "DROP TABLE page", "DROP TABLE identity",
            "ALTER TABLE report DROP COLUMN notices", "ALTER TABLE report DROP COLUMN card",
            "ALTER TABLE report ADD COLUMN pages TEXT NOT NULL DEFAULT '[[1, 0, 3]]'",
        ),
        5: (
            "DROP TABLE recommendation_words", "DROP TABLE recommendation", "DROP TABLE recommendation_mark",
            "DROP TABLE report_facet", "DROP INDEX report_title",
        ),
    }  # fmt: skip
    db = sqlite3.connect(path)
    for number, statements in undone.items():
        for statement in statements if number > version else ():
            db.execute(statement)
    db.execute("DELETE FROM setting WHERE key IN ('datebook', 'identity', 'advice', 'facets')")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()


def test_a_library_from_before_there_were_tokens_opens_and_has_none(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    save(Store(path), report_of("甲段。\n乙段。", "a"))
    back_to_version(1, path)
    with Store(path).snapshot() as view:
        assert view.passage_count() == 2
        assert view.tokens(view.passage_ids(), "m1") == {}


def test_a_library_from_before_there_were_recommendations_has_them_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    text = "壹、目的\n\n瞭解作法。\n\n心得及建議\n\n一、建議訂定專法；二、建議派員參加。"
    save(Store(path), report_of(text, "a"))
    with Store(path).snapshot() as view:
        expected = list(view.advice(EVERY_ONE))
    assert len(expected) == 2
    back_to_version(4, path)
    with Store(path).snapshot() as view:
        assert list(view.advice(EVERY_ONE)) == expected


def test_the_days_of_a_library_from_before_there_was_a_datebook_are_read_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    save(Store(path), report_of("10/19(三)\n上午參訪。\n10/20(四)\n返國。", "a"))
    with Store(path).snapshot() as view:
        expected = view.on_days([Day(None, 10, 19)])
    assert list(expected.values()) == [True, True]
    back_to_version(2, path)
    with Store(path).snapshot() as view:
        assert view.on_days([Day(None, 10, 19)]) == expected


def test_a_new_version_of_a_report_has_its_own_days_and_a_removed_one_none(store: Store) -> None:
    report_id = save(store, report_of("乙段。\n10 月 19 日參訪。", "a"))
    save(store, report_of("乙段。\n10 月 21 日參訪。", "b"), replaces=report_id)
    with store.snapshot() as view:
        assert view.on_days([Day(None, 10, 19)]) == {} and list(view.on_days([Day(2022, 10, 21)]).values()) == [True]
    store.remove(report_id)
    with store.snapshot() as view:
        assert view.on_days([Day(None, 10, 21)]) == {}


def test_an_unknown_report_names_the_command_that_lists_them(store: Store) -> None:
    with store.snapshot() as view, pytest.raises(UnknownReport, match="tripreport reports"):
        view.report("nope")


def test_a_file_that_is_no_database_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"this is not a database" * 100)
    with pytest.raises(LibraryError, match="backup"):
        Store(tmp_path / "library.sqlite")


def test_a_library_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Store(tmp_path / "library.sqlite")
    db = sqlite3.connect(tmp_path / "library.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DamagedLibrary, match="upgrade"):
        Store(tmp_path / "library.sqlite")


def test_two_reports_whose_hashes_begin_alike_get_different_ids(store: Store) -> None:
    first = replace(report_of("甲。", "a"), sha256="abcdef0011" + "0" * 54)
    second = replace(report_of("乙。", "b", "/reports/b.txt"), sha256="abcdef0022" + "0" * 54)
    assert (save(store, first), save(store, second)) == ("abcdef00", "abcdef002")


def test_a_library_from_before_there_were_versions_knows_its_files_its_pages_and_what_its_reports_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.sqlite"
    report = report_of("甲段。\n乙段。", "a")
    report_id = save(Store(path), report)
    with Store(path).snapshot() as view:
        like = view.like(keys(report))
        assert KeyKind.STEM in like[report_id]
    back_to_version(3, path)
    with Store(path).snapshot() as view:
        assert view.report(report_id) == report
        assert view.sources(report_id) == [Source("/reports/a.txt", "a.txt", "a" * 64, "text/plain", 1)]
        assert [(v.number, v.passages) for v in view.versions(report_id)] == [(1, 2)]
        assert view.like(keys(report)) == like


def test_the_text_of_a_replaced_version_can_still_be_read(store: Store) -> None:
    first, second = report_of("甲段。\n乙段😀。", "a"), report_of("甲段。\n改過。\n丙段。", "b")
    report_id = save(store, first)
    save(store, second, replaces=report_id)
    with store.snapshot() as view:
        history = view.versions(report_id)
        assert [(v.number, v.sha256[0], v.added, v.kept, v.removed) for v in history] == [
            (1, "a", 2, 0, 0),
            (2, "b", 2, 1, 1),
        ]
        assert view.version_text(report_id, 1) == first.text
        assert view.version_text(report_id, 2) == second.text
        with pytest.raises(UnknownReport, match="version 3"):
            view.version_text(report_id, 3)
    store.remove(report_id)
    with store.snapshot() as view:
        assert view.versions(report_id) == []


def test_a_report_may_have_several_files_and_goes_on_with_another_when_its_own_is_dropped(store: Store) -> None:
    report_id = save(store, report_of("甲段。", "a"))
    copy = Source("/reports/b.docx", "b.docx", "c" * 64, "application/docx", 1)
    same = Source("/elsewhere/a.txt", "a.txt", "a" * 64, "text/plain", 1)
    store.add_source(report_id, copy)
    store.add_source(report_id, same)
    with store.snapshot() as view:
        assert view.sources(report_id)[0].path == "/reports/a.txt"
        assert view.by_source("/reports/b.docx") == (view.summary(report_id), copy)
        assert view.by_bytes("c" * 64) == (view.summary(report_id), copy)
    store.drop_sources(report_id, ["/reports/a.txt"])
    with store.snapshot() as view:
        assert view.summary(report_id).source == "/elsewhere/a.txt"  # the one with the same bytes
        assert view.sources(report_id) == [same, copy]
        assert view.by_source("/reports/a.txt") is None


def test_the_bytes_of_a_replaced_version_are_still_known(store: Store) -> None:
    report_id = save(store, report_of("甲段。", "a"))
    save(store, report_of("乙段。", "b"), replaces=report_id)
    with store.snapshot() as view:
        found = view.by_bytes("a" * 64)
        assert found is not None and (found[0].id, found[1].version) == (report_id, 1)
        assert view.by_bytes("f" * 64) is None


def test_boxes_come_back_with_their_page_and_notices_with_their_report(store: Store) -> None:
    boxes = np.array([[10, 20, 30, 40], [0, 0, 0, 0]], dtype=np.uint16)
    document = Document(
        "甲\n乙", "pdf", "application/pdf", (Page(1, 0, 2, "i", 595.0, 842.0), Page(2, 2, 3)),
        (Notice(NoticeKind.OCR, 2),), {1: pack(boxes)},
    )  # fmt: skip
    report = replace(report_of(document.text, "a"), document=document)
    report_id = save(store, report)
    with store.snapshot() as view:
        assert view.report(report_id) == replace(report, document=replace(document, boxes={}))
        found = view.page_boxes(report_id, 1)
        assert found is not None and found[0] == document.pages[0] and np.array_equal(found[1], boxes)
        assert view.page_boxes(report_id, 2) is None and view.page_boxes(report_id, 9) is None


def test_the_same_bytes_read_anew_are_no_new_version_unless_they_say_something_else(store: Store) -> None:
    report = report_of("甲段。", "a")
    report_id = save(store, report)
    save(store, report, replaces=report_id)
    with store.snapshot() as view:
        assert [v.number for v in view.versions(report_id)] == [1]
    save(store, report_of("甲段。\n乙段。", "a"), replaces=report_id)  # a better reader
    with store.snapshot() as view:
        assert [v.number for v in view.versions(report_id)] == [1, 2]
        assert view.version_text(report_id, 1) == "甲段。"


def test_a_library_that_somebody_else_is_just_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE t (x)")  # not yet write-ahead, and locked
    other.execute("BEGIN EXCLUSIVE")
    done = threading.Timer(0.3, lambda: other.execute("DROP TABLE t").execute("COMMIT"))
    done.start()
    assert Store(path)
    done.join()
    other.close()
