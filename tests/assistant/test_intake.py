"""Any file in, exactly once: what is recognised, what replaces what, what goes, and what is only said."""

import os
import shutil
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.watch import keep_up, wait_until_settled
from corpus.errors import UnknownReport, UnreadableFile
from ingest.files.sources import Source
from ingest.pipeline import Ingested, Outcome
from ingest.recognise import Known
from tests.fakes import HashEmbedder
from tests.trips import FORM

BODY = "抵達後拜會當地主管機關，由承辦官員說明收費標準、執法方式與民眾的反應，並實地參觀兩處設施，瞭解其營運狀況。"


def text_of(place: str = "荷蘭", subject: str = "垃圾費隨袋徵收", body: str = BODY) -> str:
    return FORM.format(place=place, subject=subject, body=body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "報告"
    made.mkdir()
    return made


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(done: list[Ingested]) -> list[tuple[Outcome, Known | None]]:
    return [(d.outcome, d.known) for d in done]


def test_the_same_bytes_are_the_same_report_whatever_the_name(library: Library, folder: Path) -> None:
    first = put(folder, "a.txt", text_of())
    library.ingest([first])
    copy = Path(shutil.copy(first, folder / "副本.txt"))
    assert outcomes(library.ingest([copy])) == [(Outcome.UNCHANGED, Known.BYTES)]
    assert outcomes(library.ingest([first, copy])) == [(Outcome.UNCHANGED, None)] * 2
    assert len(library.reports()) == 1


def test_another_file_whose_form_says_the_same_is_a_new_version(
    library: Library, embedder: HashEmbedder, folder: Path
) -> None:
    (first,) = library.ingest([put(folder, "初稿.txt", text_of())])
    embedder.embedded.clear()
    changed = put(folder, "定稿.txt", text_of(body=BODY.replace("兩處設施", "三座焚化廠")))
    (second,) = library.ingest([changed])
    assert (second.outcome, second.known, second.report_id) == (Outcome.UPDATED, Known.FORM, first.report_id)
    assert 1 <= second.embedded <= 3 and second.removed == second.embedded
    assert "三座焚化廠" in library.ask("參觀三座焚化廠").hits[0].text
    assert not any("兩處設施" in hit.text for hit in library.ask("參觀兩處設施", k=50).hits)
    # the draft is still in the folder: it must not come back
    assert outcomes(library.ingest(sorted(folder.iterdir()))) == [(Outcome.UNCHANGED, None)] * 2
    assert [v.number for v in library.about(first.report_id or "").versions] == [1, 2]


def test_a_file_that_goes_back_to_what_it_was_is_a_third_version(library: Library, folder: Path) -> None:
    path = put(folder, "a.txt", text_of())
    (first,) = library.ingest([path])
    put(folder, "a.txt", text_of(body="改過的過程，拜會了鹿特丹市政府。"))
    library.ingest([path])
    put(folder, "a.txt", text_of())
    (third,) = library.ingest([path])
    assert (third.outcome, third.known) == (Outcome.UPDATED, Known.PATH)
    assert library.summary(first.report_id or "").version == 3
    assert not any("鹿特丹" in hit.text for hit in library.ask("鹿特丹市政府", k=50).hits)


def test_the_same_report_in_another_format_is_one_report_with_two_files(library: Library, folder: Path) -> None:
    text = put(folder, "報告.txt", text_of())
    page = put(folder, "報告.md", text_of().replace("，", ",").replace("壹、目的", "# 壹、目的"))
    (first,) = library.ingest([text])
    (second,) = library.ingest([page])
    assert (second.outcome, second.known, second.report_id) == (Outcome.UNCHANGED, Known.FORMAT, first.report_id)
    assert [s.name for s in library.about(first.report_id or "").sources] == ["報告.txt", "報告.md"]
    assert outcomes(library.ingest([text, page])) == [(Outcome.UNCHANGED, None)] * 2


def test_two_reports_by_one_agency_on_different_trips_stay_two(library: Library, folder: Path) -> None:
    library.ingest([put(folder, "a.txt", text_of("荷蘭")), put(folder, "b.txt", text_of("丹麥", "離岸風電"))])
    assert len(library.reports()) == 2


def test_a_text_that_is_much_like_another_without_a_form_is_kept_and_told(library: Library, folder: Path) -> None:
    bare = text_of().partition("壹、")[2] * 3
    library.ingest([put(folder, "報告.txt", "壹、" + bare)])
    (folder / "舊").mkdir()
    (second,) = library.ingest([put(folder / "舊", "報告.txt", "壹、" + bare + "\n後記：承辦人已更換。\n")])
    assert (second.outcome, second.known) == (Outcome.ADDED, Known.ALIKE)
    assert second.like is not None and second.like != second.report_id


def test_a_file_that_was_moved_is_not_read_again(library: Library, embedder: HashEmbedder, folder: Path) -> None:
    path = put(folder, "a.txt", text_of())
    (first,) = library.ingest([path])
    embedder.embedded.clear()
    moved = path.rename(folder / "新名.txt")
    library.ingest([moved])
    assert library.summary(first.report_id or "").source == str(moved)
    assert [s.path for s in library.about(first.report_id or "").sources] == [str(moved)]
    assert embedder.embedded == []


def test_a_file_overwritten_by_a_copy_of_another_report_leaves_one_report(library: Library, folder: Path) -> None:
    a, b = put(folder, "a.txt", text_of("荷蘭")), put(folder, "b.txt", text_of("丹麥", "離岸風電"))
    library.ingest([a, b])
    shutil.copy(a, b)
    (done,) = library.ingest([b])
    assert done.removed > 0
    assert [r.title for r in library.reports()] == ["赴荷蘭考察垃圾費隨袋徵收報告"]
    assert not any("離岸風電" in hit.text for hit in library.ask("離岸風電", k=50).hits)
    put(folder, "b.txt", text_of("丹麥", "離岸風電"))
    library.ingest([a, b])
    assert len(library.reports()) == 2


def test_sync_makes_the_library_equal_to_the_folder(library: Library, folder: Path, tmp_path: Path) -> None:
    elsewhere = put(tmp_path, "elsewhere.txt", text_of("瑞典", "碳稅"))
    kept, changed, gone = (put(folder, f"{n}.txt", text_of(n)) for n in ("荷蘭", "丹麥", "挪威"))
    library.ingest([elsewhere, kept, changed, gone])
    put(folder, "丹麥.txt", text_of("丹麥", body="改過了，這次拜會了哥本哈根市政府。"))
    gone.unlink()
    put(folder, "芬蘭.txt", text_of("芬蘭"))
    planned = library.sync(folder, dry_run=True)
    assert len(library.reports()) == 4
    done = library.sync(folder)
    tally = [d.outcome for d in done]
    assert [d.outcome for d in planned] == tally
    assert sorted(tally) == ["added", "removed", "removed", "unchanged", "updated"]
    assert sorted(Path(r.source).stem for r in library.reports()) == sorted(["荷蘭", "丹麥", "芬蘭"])
    assert all(d.outcome is Outcome.UNCHANGED for d in library.sync(folder))


def test_sync_keeps_what_a_damaged_file_was_and_refuses_an_empty_folder(library: Library, folder: Path) -> None:
    path = put(folder, "a.txt", text_of())
    library.sync(folder)
    path.write_bytes(b"\x00\x01\x02" * 100)
    assert [d.outcome for d in library.sync(folder)] == [Outcome.FAILED]
    assert len(library.reports()) == 1
    path.unlink()
    with pytest.raises(UnreadableFile, match="nothing was removed"):
        library.sync(folder)
    with pytest.raises(UnreadableFile, match="not a folder"):
        library.sync(folder / "missing")
    assert len(library.reports()) == 1


def test_sync_keeps_what_lies_in_a_folder_that_cannot_be_looked_into(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = folder / "內"
    inner.mkdir()
    put(inner, "a.txt", text_of())
    put(folder, "b.txt", text_of("丹麥", "離岸風電"))
    library.sync(folder)
    # what find_sources says where the user may not list a folder; root may list any
    monkeypatch.setattr("assistant.intake.find_sources", lambda *_: [Source(folder / "b.txt"), Source(inner)])
    assert {d.outcome for d in library.sync(folder)} == {Outcome.UNCHANGED, Outcome.FAILED}
    assert len(library.reports()) == 2


def test_of_two_versions_in_one_folder_the_one_that_was_changed_last_answers_whatever_their_names(
    library: Library, folder: Path
) -> None:
    final = put(folder, "a 定稿.txt", text_of(body="定稿：參觀了三座焚化廠。"))
    draft = put(folder, "b 初稿.txt", text_of())
    os.utime(draft, (1_600_000_000, 1_600_000_000))
    library.sync(folder)
    assert [Path(r.source).name for r in library.reports()] == [final.name]
    assert "三座焚化廠" in library.ask("參觀三座焚化廠").hits[0].text
    assert all(d.outcome is Outcome.UNCHANGED for d in library.sync(folder))


def test_sync_goes_on_with_the_older_file_when_the_newer_one_is_deleted(library: Library, folder: Path) -> None:
    put(folder, "初稿.txt", text_of())
    library.sync(folder)
    final = put(folder, "定稿.txt", text_of(body="定稿：參觀了三座焚化廠。"))
    library.sync(folder)
    assert any("三座焚化廠" in hit.text for hit in library.ask("參觀三座焚化廠").hits)
    final.unlink()
    assert [d.outcome for d in library.sync(folder)] == [Outcome.UNCHANGED, Outcome.UPDATED]
    assert not any("三座焚化廠" in hit.text for hit in library.ask("參觀三座焚化廠", k=50).hits)
    assert [d.outcome for d in library.sync(folder)] == [Outcome.UNCHANGED]
    assert library.reports()[0].source == str(folder / "初稿.txt")


def test_the_reports_of_an_archive_come_in_and_an_archive_that_breaks_loses_none(
    library: Library, folder: Path
) -> None:
    archive = folder / "一批.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("歐洲/荷蘭.txt", text_of("荷蘭"))
        packed.writestr("歐洲/丹麥.txt", text_of("丹麥", "離岸風電"))
    assert [d.outcome for d in library.sync(folder)] == [Outcome.ADDED] * 2
    assert {r.source for r in library.reports()} == {f"{archive}!/歐洲/荷蘭.txt", f"{archive}!/歐洲/丹麥.txt"}
    assert [d.outcome for d in library.sync(folder)] == [Outcome.UNCHANGED] * 2
    archive.write_bytes(archive.read_bytes()[:-200])
    assert [d.outcome for d in library.sync(folder)] == [Outcome.FAILED]
    assert len(library.reports()) == 2


def test_what_was_removed_never_answers_again_in_any_face_of_the_library(
    open_fake: Callable[[], Library], folder: Path
) -> None:
    here, there = open_fake(), open_fake()
    (done,) = here.ingest([put(folder, "a.txt", text_of())])
    assert there.ask("垃圾費隨袋徵收").hits
    (gone,) = here.remove([done.report_id or ""])
    assert (gone.outcome, gone.removed) == (Outcome.REMOVED, done.embedded)
    assert there.ask("垃圾費隨袋徵收").hits == [] and there.reports() == []


def test_removing_a_report_that_is_not_there_removes_nothing(library: Library, folder: Path) -> None:
    (done,) = library.ingest([put(folder, "a.txt", text_of())])
    with pytest.raises(UnknownReport):
        library.remove([done.report_id or "", "nope"])
    assert library.remove([done.report_id or ""], dry_run=True)[0].removed == done.embedded
    assert len(library.reports()) == 1


def test_a_dry_run_changes_nothing_and_needs_no_model(library: Library, embedder: HashEmbedder, folder: Path) -> None:
    path = put(folder, "a.txt", text_of())
    assert outcomes(library.ingest([path], dry_run=True)) == [(Outcome.ADDED, None)]
    assert library.reports() == [] and embedder.embedded == []
    library.ingest([path])
    put(folder, "a.txt", text_of(body="改過了。"))
    assert outcomes(library.ingest([path], dry_run=True)) == [(Outcome.UPDATED, Known.PATH)]
    assert library.reports()[0].version == 1


def test_a_file_is_settled_when_it_has_stopped_growing(tmp_path: Path) -> None:
    path = tmp_path / "grows.txt"
    path.write_text("a")

    def grow() -> None:
        for _ in range(5):
            time.sleep(0.1)
            with path.open("a") as file:
                file.write("more")

    writer = threading.Thread(target=grow)
    writer.start()
    wait_until_settled([path], 0.3, threading.Event())
    assert not writer.is_alive()
    assert path.stat().st_size == 1 + 5 * 4


@pytest.mark.slow
def test_a_watched_folder_is_followed_through_copies_changes_renames_and_deletions(
    library: Library, folder: Path
) -> None:
    told: list[Ingested] = []
    stop, ready = threading.Event(), threading.Event()
    put(folder, "a.txt", text_of("荷蘭"))
    watcher = threading.Thread(target=keep_up, args=(library, folder, told.append, stop, ready.set, 0.4), daemon=True)
    watcher.start()
    try:
        assert ready.wait(20)

        def until(expected: dict[str, str]) -> None:
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                now = {Path(r.source).name: r.title for r in library.reports()}
                if now == expected:
                    return
                time.sleep(0.1)
            raise AssertionError((now, told))

        until({"a.txt": "赴荷蘭考察垃圾費隨袋徵收報告"})
        text = text_of("丹麥", "離岸風電")
        with (folder / "b.txt").open("w", encoding="utf-8") as slow:  # a copy that takes its time
            for line in text.splitlines(keepends=True):
                slow.write(line)
                slow.flush()
                time.sleep(0.02)
        until({"a.txt": "赴荷蘭考察垃圾費隨袋徵收報告", "b.txt": "赴丹麥考察離岸風電報告"})
        (folder / "a.txt").rename(folder / "c.txt")
        until({"c.txt": "赴荷蘭考察垃圾費隨袋徵收報告", "b.txt": "赴丹麥考察離岸風電報告"})
        (folder / "b.txt").unlink()
        until({"c.txt": "赴荷蘭考察垃圾費隨袋徵收報告"})
        put(folder, "c.txt", text_of("挪威"))
        until({"c.txt": "赴挪威考察垃圾費隨袋徵收報告"})
        assert not any(d.outcome is Outcome.FAILED for d in told)
    finally:
        stop.set()
        watcher.join(20)
    assert not watcher.is_alive()
