"""The table of recommendations in the store, and what people note: it outlives whatever becomes of the report."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import store as store_module
from corpus.advice import Kind
from corpus.attach import Said, attached
from corpus.errors import BadMark, ChangedMark, UnknownRecommendation
from corpus.facets import Facet
from corpus.filters import Filters
from corpus.marks import NOTE, Edit, Status, day_from
from corpus.store import Store
from corpus.tracked import EVERY_ONE, Gone, Order, Tracked, Wanted
from corpus.types import (
    Destination,
    Document,
    Field,
    FrontMatter,
    Outline,
    Report,
    Section,
    SectionKind,
)
from corpus.verify import Fault, Findings, check, looking

LAW, PORT, TRIP = "儘速訂定離岸風電專法", "於港區保留運維碼頭與後線用地", "每年派員參加國際風能年會"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "library.sqlite")) as opened:
        yield opened


def report_of(
    *items: str,
    sha: str = "a",
    title: str = "赴丹麥考察離岸風電報告",
    agency: str = "經濟部能源署",
    day: str = "2023-08-01",
    country: str = "DK",
    kind: str = "建議",
) -> Report:
    """A report of one chapter; each of ``items`` is a numbered paragraph of it."""
    numerals = "一二三四五六七八九"
    head = f"參、{kind}"
    text, sections = f"{head}\n", []
    for number, item in zip(numerals, items, strict=False):
        start = len(text)
        text += f"{number}、{item}。\n"
        sections.append((number, start, len(text)))
    chapter = Section(
        0, None, 1, "參", "formal", kind, SectionKind.BODY, 0, len(head), sections[0][1] if sections else len(text),
        len(text), (head,),
    )  # fmt: skip
    inside = tuple(
        Section(n, 0, 2, number, "cjk", "", SectionKind.ITEM, start, start, end, end, (head, f"{number}、"))
        for n, (number, start, end) in enumerate(sections, start=1)
    )
    front = FrontMatter(
        {"title": Field(title, 0, 0), "agency": Field(agency, 0, 0), "category": Field("考察", 0, 0)},
        {"date": day, "period_start": day},
        destinations=(Destination("丹麥", 0, 0, country),),
    )
    document = Document(text, "utf-8", "text/plain")
    return Report("a.txt", f"/reports/{sha}.txt", sha * 64, document, Outline((chapter, *inside)), front)


def put(store: Store, report: Report, replaces: str | None = None) -> str:
    return store.save(report, [], replaces).report_id


def rows(store: Store, wanted: Wanted = EVERY_ONE) -> list[Tracked]:
    with store.snapshot() as view:
        return list(view.advice(wanted))


def gone(store: Store, wanted: Wanted = EVERY_ONE) -> list[Gone]:
    with store.snapshot() as view:
        return view.advice_gone(wanted)


def row(store: Store, words: str) -> Tracked:
    return next(tracked for tracked in rows(store) if words in tracked.text)


def note(store: Store, words: str, **said: str) -> str:
    return store.mark([(row(store, words).key, Edit(**said), None)])[0]


def looked_over(path: Path) -> Findings:
    found = Findings()
    with looking(path) as db:
        check(db, found)
    found.problems[:] = [p for p in found.problems if p.kind in (Fault.DERIVED, Fault.MARK, Fault.ORPHAN, Fault.STORE)]
    return found


def test_each_numbered_recommendation_is_a_row_with_its_words(store: Store) -> None:
    report = report_of(LAW, PORT)
    report_id = put(store, report)
    found = rows(store)
    assert [tracked.text for tracked in found] == [f"一、{LAW}。", f"二、{PORT}。"]
    assert all(t.text == report.text[t.advice.start : t.advice.end] and t.report_id == report_id for t in found)
    assert [tracked.mark.status for tracked in found] == [Status.OPEN, Status.OPEN]


def test_a_mark_is_noted_changed_and_taken_away_each_with_a_revision(store: Store) -> None:
    put(store, report_of(LAW))
    key = note(store, LAW, status="accepted", owner="  電力組\n", due="114.3.1")
    assert row(store, LAW).mark.due == "2025-03-01"
    store.mark([(key, Edit(owner="", due=""), 1)])
    mark = row(store, LAW).mark
    assert (mark.status, mark.owner, mark.due, mark.revision) == (Status.ACCEPTED, "", "", 2)
    store.mark([(key, Edit(status="accepted"), 1)])
    assert row(store, LAW).mark.revision == 2  # it says so already: that is no change, and no conflict


def test_who_has_seen_an_older_revision_is_refused_and_told_what_it_is_now(store: Store) -> None:
    put(store, report_of(LAW))
    key = note(store, LAW, status="done", owner="電力組")
    with pytest.raises(ChangedMark, match="status done, owner 電力組"):
        store.mark([(key, Edit(status="declined"), 0)])
    assert row(store, LAW).mark.status is Status.DONE


def test_of_many_who_note_at_once_each_revision_has_one_author(store: Store) -> None:
    put(store, report_of(LAW))
    key = row(store, LAW).key

    def try_to(name: str) -> bool:
        try:
            return bool(store.mark([(key, Edit(owner=name), 0)]))
        except ChangedMark:
            return False

    with ThreadPoolExecutor(8) as pool:
        won = [
            name for name, done in zip("甲乙丙丁戊己庚辛", pool.map(try_to, "甲乙丙丁戊己庚辛"), strict=True) if done
        ]
    assert [row(store, LAW).mark.owner] == won and row(store, LAW).mark.revision == 1


def test_several_are_noted_together_or_none_of_them(store: Store) -> None:
    put(store, report_of(LAW, PORT))
    first, second = rows(store)
    with pytest.raises(BadMark):
        store.mark([(first.key, Edit(status="done"), None), (second.key, Edit(due="明年"), None)])
    assert [tracked.mark.blank for tracked in rows(store)] == [True, True]


@pytest.mark.parametrize(
    "edit", [Edit(status="finished"), Edit(due="113年底"), Edit(note="字" * (NOTE + 1)), Edit(owner="字" * 101)]
)
def test_what_makes_no_sense_is_not_noted(store: Store, edit: Edit) -> None:
    put(store, report_of(LAW))
    with pytest.raises(BadMark):
        store.mark([(rows(store)[0].key, edit, None)])
    with pytest.raises(UnknownRecommendation):
        store.mark([("fa43c01a-000000000000", Edit(status="done"), None)])
    assert day_from("民國114年3月1日") == "2025-03-01"


def test_a_mark_stays_where_the_same_file_is_read_again(store: Store) -> None:
    report_id = put(store, report_of(LAW, PORT))
    note(store, PORT, status="accepted")
    put(store, report_of(LAW, PORT), report_id)
    assert row(store, PORT).mark.status is Status.ACCEPTED
    assert row(store, PORT).mark.reworded is None


def test_a_mark_follows_its_words_to_another_number_of_a_new_version(store: Store) -> None:
    report_id = put(store, report_of(LAW, PORT))
    key = note(store, PORT, owner="港務公司")
    put(store, report_of(TRIP, PORT, LAW, sha="b"), report_id)
    moved = row(store, PORT)
    assert (moved.key, moved.advice.number, moved.mark.owner) == (key, "二", "港務公司")
    assert row(store, LAW).mark.blank and gone(store) == []


def test_a_mark_follows_edited_words_and_says_so_and_its_old_address_leads_there(store: Store) -> None:
    report_id = put(store, report_of(LAW, PORT))
    old = note(store, PORT, status="in_progress", owner="港務公司")
    put(store, report_of(LAW, f"{PORT}，並擴建聯外道路", sha="b"), report_id)
    edited = row(store, PORT)
    assert edited.key != old
    assert (edited.mark.status, edited.mark.owner, edited.mark.reworded) == (Status.IN_PROGRESS, "港務公司", 2)
    with store.snapshot() as view:
        assert view.advice_by_key(old) == edited
    store.mark([(old, Edit(status="done"), edited.mark.revision)])
    assert row(store, PORT).mark.status is Status.DONE
    put(store, report_of(LAW, PORT, sha="c"), report_id)
    assert row(store, PORT).key == old and row(store, PORT).mark.status is Status.DONE


def test_two_that_were_edited_and_changed_places_keep_their_own_marks(store: Store) -> None:
    report_id = put(store, report_of(LAW, PORT))
    note(store, LAW, owner="法規組")
    note(store, PORT, owner="港務公司")
    put(store, report_of(f"{PORT}各一處", f"{LAW}草案", sha="b"), report_id)
    assert (row(store, LAW).mark.owner, row(store, PORT).mark.owner) == ("法規組", "港務公司")


def test_what_is_no_longer_recommended_is_kept_and_says_which_version_said_it(store: Store, tmp_path: Path) -> None:
    report_id = put(store, report_of(LAW, PORT))
    note(store, PORT, status="done", note="已竣工")
    put(store, report_of(LAW, TRIP, sha="b"), report_id)
    put(store, report_of(LAW, sha="c"), report_id)
    (lost,) = gone(store)
    assert (lost.version, lost.number, lost.mark.status, lost.mark.note) == (1, "二", Status.DONE, "已竣工")
    assert PORT in lost.text and lost.title == "赴丹麥考察離岸風電報告"
    assert looked_over(tmp_path / "library.sqlite").problems == []
    store.mark([(lost.key, Edit(note="移交"), None)])
    put(store, report_of(LAW, PORT, sha="d"), report_id)
    assert row(store, PORT).mark.note == "移交" and gone(store) == []


def test_a_removed_report_is_forgotten_but_not_what_people_noted(store: Store, tmp_path: Path) -> None:
    report = report_of(LAW, PORT)
    report_id = put(store, report)
    note(store, LAW, status="accepted", owner="法規組")
    store.remove(report_id)
    (lost,) = gone(store)
    assert (lost.text, lost.title, lost.mark.owner) == ("", None, "法規組")
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as db:
        dump = "\n".join(db.iterdump())
    assert LAW not in dump
    assert looked_over(tmp_path / "library.sqlite").problems == []
    assert put(store, report) == report_id
    assert row(store, LAW).mark.owner == "法規組" and gone(store) == []


def test_a_removed_report_that_comes_back_as_another_file_finds_its_marks(store: Store) -> None:
    note_of = put(store, report_of(LAW, PORT))
    note(store, LAW, owner="法規組")
    store.remove(note_of)
    again = put(store, report_of(LAW, PORT, sha="b"))
    assert again != note_of and row(store, LAW).mark.owner == "法規組"
    store.remove(again)
    put(store, report_of(LAW, sha="c", title="另一份報告"))
    assert row(store, LAW).mark.blank


def test_a_mark_without_anything_in_it_is_not_told_as_gone(store: Store) -> None:
    report_id = put(store, report_of(LAW, PORT))
    key = note(store, PORT, status="done")
    store.mark([(key, Edit(status="open"), None)])
    put(store, report_of(LAW, sha="b"), report_id)
    assert gone(store) == []


def test_rules_that_change_write_the_rows_anew_and_keep_the_marks(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, report_of(LAW, PORT))
    note(store, PORT, owner="港務公司")
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as db, db:
        db.execute("DELETE FROM recommendation WHERE ordinal = 1")
        db.execute("DELETE FROM report_facet")
    monkeypatch.setattr(store_module, "DERIVED", {**store_module.DERIVED, "advice": "x", "facets": "x"})
    with closing(Store(tmp_path / "library.sqlite")) as again:
        assert row(again, PORT).mark.owner == "港務公司" and len(rows(again)) == 2
        assert len(rows(again, Wanted(Filters(country="DK")))) == 2


@pytest.fixture
def shelf(store: Store) -> Store:
    put(store, report_of(LAW, PORT))
    norway = {"sha": "b", "title": "乙", "agency": "交通部航港局", "day": "2021-02-01", "country": "NO"}
    put(store, report_of("采购无人机，以强化巡检", "訂定離岸作業規範", **norway))
    mixed = {"sha": "c", "title": "丙", "agency": "", "day": "2024-01-01", "kind": "心得及建議"}
    put(store, report_of("碼頭寬三百公尺", "應擴建碼頭", **mixed))
    return store


def words(found: list[Tracked]) -> list[str]:
    return [tracked.text[2:4] for tracked in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["應擴", "儘速", "於港", "采购", "訂定"]),
        (Wanted(kind=None), ["碼頭", "應擴", "儘速", "於港", "采购", "訂定"]),
        (Wanted(Filters(agency="能源署")), ["儘速", "於港"]),
        (Wanted(Filters(country="挪威")), ["采购", "訂定"]),
        (Wanted(Filters(country="NO", year=2023)), []),
        (Wanted(Filters(year=2021, category="考察")), ["采购", "訂定"]),
        (Wanted(text="離岸"), ["儘速", "訂定"]),
        (Wanted(text="离岸 专法"), ["儘速"]),
        (Wanted(text="採購無人機"), ["采购"]),
        (Wanted(text="  "), ["應擴", "儘速", "於港", "采购", "訂定"]),
        (Wanted(Filters(agency="能源署"), text="碼頭"), ["於港"]),
        (Wanted(order=Order.AGENCY), ["采购", "訂定", "儘速", "於港", "應擴"]),
        (Wanted(order=Order.REPORT), ["應擴", "采购", "訂定", "儘速", "於港"]),
    ],
    ids=str,
)
def test_rows_are_filtered_and_sorted(shelf: Store, wanted: Wanted, found: list[str]) -> None:
    with shelf.snapshot() as view:
        assert words(list(view.advice(wanted))) == found
        assert view.advice_count(wanted) == len(found)
        assert sum(view.advice_statuses(wanted).values()) == len(found)
        assert words(list(view.advice(wanted, 1, 2))) == found[1:3]


def test_rows_are_filtered_and_sorted_by_what_was_noted(shelf: Store) -> None:
    note(shelf, "作業規範", status="done", owner="航港局", due="2024-05-01")
    note(shelf, LAW, status="in_progress", owner="電力組", due="2024-04-01")
    note(shelf, PORT, owner="港务公司")
    with shelf.snapshot() as view:
        by = {order: words(list(view.advice(Wanted(order=order)))) for order in Order}
        assert by[Order.STATUS] == ["儘速", "訂定", "應擴", "於港", "采购"]
        assert by[Order.OWNER] == ["於港", "訂定", "儘速", "應擴", "采购"]
        assert by[Order.DUE] == ["儘速", "訂定", "應擴", "於港", "采购"]
        for order in Order:  # page by page it is the same
            paged = [w for first in range(0, 6, 2) for w in words(list(view.advice(Wanted(order=order), first, 2)))]
            assert paged == by[order]
        assert words(list(view.advice(Wanted(status=Status.DONE)))) == ["訂定"]
        assert words(list(view.advice(Wanted(status=Status.OPEN)))) == ["應擴", "於港", "采购"]
        assert words(list(view.advice(Wanted(owner="港務")))) == ["於港"]
        assert words(list(view.advice(Wanted(status=Status.OPEN, owner="港務")))) == ["於港"]
        assert words(list(view.advice(Wanted(owner="沒有這個人")))) == []
        counts = view.advice_statuses(EVERY_ONE)
        assert (counts[Status.OPEN], counts[Status.DONE], counts[Status.IN_PROGRESS]) == (3, 1, 1)
        assert view.advice_owners() == ["港务公司", "航港局", "電力組"]


def test_choices_count_the_rows_that_each_would_leave(shelf: Store) -> None:
    with shelf.snapshot() as view:
        assert view.advice_facets(EVERY_ONE, Facet.AGENCY) == [("交通部航港局", 2), ("經濟部能源署", 2)]
        assert view.advice_facets(Wanted(text="離岸"), Facet.COUNTRY) == [("DK", 1), ("NO", 1)]


def test_a_snapshot_looks_for_words_again_in_the_next(shelf: Store) -> None:
    for _ in range(2):  # what is written down of words is gone with the snapshot, on the same connection
        assert words(rows(shelf, Wanted(text="離岸"))) == ["儘速", "訂定"]


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("UPDATE recommendation SET digest = '000000000000' WHERE ordinal = 1", Fault.DERIVED),
        ("UPDATE recommendation_words SET words = '' WHERE ordinal = 1", Fault.DERIVED),
        ("DELETE FROM report_facet", Fault.DERIVED),
        ("UPDATE recommendation_mark SET status = 'finished'", Fault.MARK),
        ("UPDATE recommendation_mark SET former = '{'", Fault.MARK),
        ("UPDATE recommendation_mark SET report = NULL", Fault.MARK),
        ("UPDATE recommendation_mark SET report_key = 'ffffffff'", Fault.MARK),
    ],
)
def test_what_is_damaged_is_found(store: Store, tmp_path: Path, damage: str, kind: Fault) -> None:
    put(store, report_of(LAW, PORT))
    note(store, PORT, status="done")
    path = tmp_path / "library.sqlite"
    assert looked_over(path).problems == []
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(damage)
    assert kind in {problem.kind for problem in looked_over(path).problems}


def test_a_report_that_recommends_nothing_has_no_rows(store: Store) -> None:
    put(store, report_of(LAW, kind="過程"))
    assert rows(store, Wanted(kind=None)) == []


SAID = st.lists(st.sampled_from([LAW, PORT, TRIP, f"{LAW}草案", f"{PORT}二處", "x"]), max_size=5)


@given(SAID, SAID)
@settings(max_examples=100, deadline=None)
def test_each_mark_goes_to_one_recommendation_at_most_and_the_same_words_are_never_missed(
    before: list[str], now: list[str]
) -> None:
    old = [Said(f"{n}{words}", words, None, "") for n, words in enumerate(before)]
    new = [Said(f"{n}{words}", words, None, "") for n, words in enumerate(now)]
    found = attached(old, new)
    assert len(set(found.values())) == len(found)
    assert set(found) <= {said.digest for said in old} and set(found.values()) <= {said.digest for said in new}
    same = {said.digest for said in old} & {said.digest for said in new}
    assert all(found[digest] == digest for digest in same)
    words_of = {said.digest: said.words for said in (*old, *new)}
    for words in set(before):
        left = [d for d, w in words_of.items() if w == words and d in {s.digest for s in new} - set(found.values())]
        lost = [s.digest for s in old if s.words == words and s.digest not in found]
        assert not (left and lost)


def test_the_kinds_are_told_apart_in_one_chapter(shelf: Store) -> None:
    kinds = {t.text[2:4]: t.advice.kind for t in rows(shelf, Wanted(kind=None))}
    assert (kinds["碼頭"], kinds["應擴"]) == (Kind.REFLECTION, Kind.RECOMMENDATION)
