"""Adding on the page without a browser: what is taken, what is said of it, and who is let in."""

import html
import io
import re
import socket
import threading
import time
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from assistant.library import Library
from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.outcomes import tally_text
from assistant.settings import Settings
from assistant.web.add.door import (
    MAX_FILES,
    MAX_NAME,
    Refused,
    Uploads,
    clean_name,
    discard,
    read_upload,
    reports_in,
)
from assistant.web.add.panel import render_batch, render_panel, tally
from assistant.web.add.queue import Adder, Batch, Stage, Stop
from assistant.web.answer.states import render_results
from assistant.web.doors.access import Access
from assistant.web.html.shelf import Shelf
from assistant.web.page.actions import Actions
from assistant.web.page.head import render_head
from assistant.web.page.scope import Address
from assistant.web.page.screen import render_followed
from assistant.web.page.view import View
from assistant.wiring import engine_with
from corpus.errors import UnreadableFile
from corpus.store import EmbeddingModel, Store
from ingest.files.sources import MAX_BYTES
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes
from ingest.recognise import Known
from tests.assistant.test_intake import BODY, text_of
from tests.fakes import HashEmbedder
from tests.web.conftest import page_over, run
from tests.web.fakes import FakeLibrary

ZH, EN = words_for(CHINESE), words_for(ENGLISH)
ADDED = Ingested("upload:0123456789ab/一.txt", Outcome.ADDED, "r1", "考察報告", embedded=3)
SAME = Ingested("upload:0123456789ab/二.txt", Outcome.UNCHANGED, "r1", "考察報告", known=Known.BYTES)
NEW = Ingested("upload:0123456789ab/三.txt", Outcome.UPDATED, "r2", "開會報告", known=Known.FORM)
BAD = Ingested("四.txt", Outcome.FAILED, error="四.txt is empty: there is nothing to read in it.")


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def send(uploads: Uploads, key: str, name: str, *chunks: bytes) -> None:
    run(uploads.receive(key, name, stream(*chunks)))


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, f"報告 {name}")
    return out.getvalue()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path)


@pytest.fixture
def shelf() -> FakeLibrary:
    return FakeLibrary()


def added(adder: Adder, *files: tuple[str, bytes]) -> Batch:
    key = adder.uploads.begin()
    for name, content in files:
        send(adder.uploads, key, name, content)
    adder.start(key)
    wait_for(lambda: (batch := adder.batch(key)) and batch.stage is Stage.DONE)
    batch = adder.batch(key)
    assert batch is not None
    return batch


# ---------- what is taken ----------


def test_an_upload_is_known_by_its_bytes_and_its_name_so_two_reports_of_one_name_are_two(uploads: Uploads) -> None:
    key = uploads.begin()
    send(uploads, key, "report.pdf", b"one")
    send(uploads, key, "report.pdf", b"two")
    raws = [read_upload(found) for found in reports_in(uploads.take(key))]
    assert [raw.name for raw in raws] == ["report.pdf"] * 2
    assert [raw.source for raw in raws] == [f"upload:{raw.sha256[:12]}/report.pdf" for raw in raws]
    assert raws[0].source != raws[1].source


def test_what_is_wrong_with_a_file_is_told_by_its_own_name_and_not_by_ours(uploads: Uploads, tmp_path: Path) -> None:
    key = uploads.begin()
    for name, content in (("空.txt", b""), ("壞.zip", b"PK\3\4 no archive"), ("圖.zip", packed("a.png"))):
        send(uploads, key, name, content)
    for found, name in zip(reports_in(uploads.take(key)), ("空.txt", "壞.zip", "圖.zip"), strict=True):
        with pytest.raises(UnreadableFile, match=f"^{name} ") as told:
            read_upload(found)
        assert str(tmp_path) not in str(told.value)


def test_every_report_of_an_archive_counts_and_nothing_else_of_it(uploads: Uploads) -> None:
    key = uploads.begin()
    send(uploads, key, "年.ZIP", packed("甲/a.txt", "乙/b.pdf", "c.png", "__MACOSX/a.txt"))
    send(uploads, key, "d.txt", b"d")
    found = reports_in(uploads.take(key))
    assert sorted(report.name for report in found) == ["a.txt", "b.pdf", "d.txt"]
    assert all(read_upload(report).data for report in found)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\公文\\報告.docx", "報告.docx"),
        ("a\u202efdp.exe", "a�fdp.exe"),
        ("e\u0301.txt", "é.txt"),
        ("a\nb\0.txt", "a�b�.txt"),
        ("..", "(?)"),
        ("", "(?)"),
        ("長" * 300 + ".docx", "長" * (MAX_NAME - 5) + ".docx"),
    ],
)
def test_a_name_cannot_lead_elsewhere_nor_mislead(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_too_much_is_refused_and_half_a_file_is_not_kept(uploads: Uploads, tmp_path: Path) -> None:
    key = uploads.begin()
    with pytest.raises(Refused, match="64 MiB"):
        send(uploads, key, "a.pdf", *[bytes(MAX_BYTES // 4)] * 4, b"x")
    assert files_in(tmp_path) == []
    for number in range(MAX_FILES):
        send(uploads, key, f"{number}.txt", b"x")
    with pytest.raises(Refused, match="50 files"):
        send(uploads, key, "one more.txt", b"x")
    assert len(uploads.take(key)) == MAX_FILES


def test_a_browser_that_breaks_off_leaves_nothing(uploads: Uploads, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    key = uploads.begin()
    with pytest.raises(Refused):
        run(uploads.receive(key, "a.txt", broken()))
    assert files_in(tmp_path) == []
    assert uploads.take(key) == []


def test_a_batch_is_taken_once_and_nothing_comes_into_it_after_that(uploads: Uploads) -> None:
    key = uploads.begin()
    send(uploads, key, "a.txt", b"a")
    sent = uploads.take(key)
    assert [file.name for file in sent] == ["a.txt"]
    assert uploads.take(key) == []
    with pytest.raises(Refused, match="no such batch"):
        send(uploads, key, "b.txt", b"b")
    discard(sent)
    assert not sent[0].path.parent.exists()


def test_what_was_sent_and_never_added_goes_after_an_hour(
    uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(uploads, uploads.begin(), "a.txt", b"a")
    now = time.monotonic()
    # the door's clock alone: the loop of a page that other tests look at would sleep for the hour
    later = SimpleNamespace(time=time.time, monotonic=lambda: now + 3601)
    monkeypatch.setattr("assistant.web.add.door.time", later)
    uploads.begin()
    assert files_in(tmp_path) == []


# ---------- adding ----------


def test_one_bad_file_stops_none_and_no_copy_is_left(shelf: FakeLibrary, uploads: Uploads, tmp_path: Path) -> None:
    files = [("一.txt", "甲"), ("二.txt", "FAIL 壞"), ("三.txt", ""), ("四.txt", "CRASH"), ("五.txt", "甲\n新")]
    batch = added(Adder(shelf, uploads), *((name, words.encode()) for name, words in files))
    assert [one.outcome.value for one in batch.done] == ["added", "failed", "failed", "failed", "updated"]
    assert batch.done[2].error == "三.txt is empty: there is nothing to read in it."
    assert batch.done[3].error is None, "what is our mistake stays in the log"
    assert (batch.came_in, batch.stop) == (2, None)
    assert files_in(tmp_path) == []


def test_a_library_that_cannot_be_written_to_ends_the_batch_and_says_why(
    shelf: FakeLibrary, uploads: Uploads, tmp_path: Path
) -> None:
    batch = added(Adder(shelf, uploads), ("一.txt", b"1"), ("二.txt", b"BUSY"), ("三.txt", b"3"))
    assert (batch.stop, len(batch.done)) == (Stop.LIBRARY, 1)
    said = plain(render_batch(batch, ZH))
    assert "還有 2 份沒有處理：Another process is writing" in said
    assert files_in(tmp_path) == []


@pytest.mark.slow
def test_in_a_real_library_a_name_says_nothing_and_the_form_says_all(
    uploads: Uploads, tmp_path: Path, models: Path
) -> None:
    embedder = HashEmbedder()
    settings = Settings(tmp_path / "library", models=models)
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    real = Library(settings.library, store, lambda: engine_with(settings, store, embedder))
    adder = Adder(real, uploads)
    dutch, german = text_of().encode(), text_of("德國", "廢棄物處理").encode()
    batch = added(adder, ("report.txt", dutch), ("report.txt", german), ("copy.txt", dutch))
    assert [(done.outcome, done.known) for done in batch.done] == [
        (Outcome.ADDED, None), (Outcome.ADDED, None), (Outcome.UNCHANGED, Known.BYTES),
    ]  # fmt: skip
    newer = text_of(body=BODY.replace("兩處設施", "三座焚化廠")).encode()
    (update,) = added(adder, ("定稿.txt", newer)).done
    assert (update.outcome, update.known, update.report_id) == (Outcome.UPDATED, Known.FORM, batch.done[0].report_id)
    assert len(real.reports()) == 2


def test_more_than_fifty_in_an_archive_are_refused_as_a_whole(shelf: FakeLibrary, uploads: Uploads) -> None:
    batch = added(Adder(shelf, uploads), ("年.zip", packed(*(f"{n}.txt" for n in range(51)))))
    assert batch.stop is Stop.TOO_MANY
    assert shelf.sources == []
    assert "這次有 51 份" in plain(render_batch(batch, ZH))
    assert "These are 51" in plain(render_batch(batch, EN))


def test_batches_wait_for_each_other_in_order_and_nobody_sees_another_ones(
    shelf: FakeLibrary, uploads: Uploads
) -> None:
    adder = Adder(shelf, uploads)
    shelf.wait.clear()
    keys = [uploads.begin() for _ in range(3)]
    for number, key in enumerate(keys):
        send(uploads, key, f"{number}.txt", f"報告 {number}".encode())
        adder.start(key)
        adder.start(key)
    wait_for(lambda: (first := adder.batch(keys[0])) and first.stage is Stage.WORKING)
    waiting = [adder.batch(key) for key in keys[1:]]
    assert [(batch.stage, batch.ahead) for batch in waiting if batch] == [(Stage.WAITING, 1), (Stage.WAITING, 2)]
    assert "前面還有 2 批報告" in plain(render_batch(waiting[1], ZH))
    shelf.wait.set()
    wait_for(lambda: all((batch := adder.batch(key)) and batch.stage is Stage.DONE for key in keys))
    assert [source.rpartition("/")[2] for source in shelf.sources] == ["0.txt", "1.txt", "2.txt"]
    wait_for(lambda: all(thread.name != "adding" for thread in threading.enumerate()))


def test_the_end_of_the_server_stops_within_a_file_and_leaves_nothing_half_done(
    shelf: FakeLibrary, uploads: Uploads
) -> None:
    adder = Adder(shelf, uploads)
    before = len(shelf.reports())
    keys = [uploads.begin() for _ in range(2)]
    for key in keys:
        send(uploads, key, "a.txt", "報告\nSLOW".encode())
        adder.start(key)
    wait_for(lambda: (batch := adder.batch(keys[0])) and batch.share)
    adder.end()
    assert all(thread.name != "adding" for thread in threading.enumerate())
    assert (len(shelf.reports()), len(shelf.sources)) == (before, 1)
    adder.start(uploads.begin())
    assert len(shelf.sources) == 1


def test_a_key_that_nobody_gave_out_starts_and_shows_nothing(shelf: FakeLibrary, uploads: Uploads) -> None:
    adder = Adder(shelf, uploads)
    adder.start("guessed")
    assert adder.batch("guessed") is None
    assert "重新啟動" in plain(render_batch(None, ZH))


def test_the_page_learns_of_new_reports_once_and_an_empty_library_opens(uploads: Uploads) -> None:
    shelf = FakeLibrary({})
    adder = Adder(shelf, uploads)
    actions = Actions(shelf, adder)
    key = uploads.begin()
    send(uploads, key, "a.txt", "考察報告".encode())
    followed = actions.start_adding(key)
    assert followed.was_empty
    wait_for(lambda: (batch := adder.batch(key)) and batch.stage is Stage.DONE)
    _, seen, _, head, report, results = render_followed(actions, CHINESE, followed)
    assert "1 份報告" in head and 'data-state="welcome"' in results
    assert [title for title, _ in report.choices] == ["全部報告", "考察報告"]
    again = render_followed(actions, CHINESE, seen)
    assert again[1] == seen
    assert not isinstance(again[3], str), "nothing new, so the head is left alone"


# ---------- what is said ----------


def test_the_tally_has_the_counts_of_the_command_line() -> None:
    done = (ADDED, ADDED, SAME, NEW, BAD)
    assert tally(done, ZH) == "加入 2 份，更新 1 份，未變更 1 份，失敗 1 份"
    assert tally(done, EN) == "2 added, 1 updated, 1 unchanged, 1 failed"
    counts = dict(reversed(part.split()) for part in tally_text(done).split(", "))
    assert all(f"{counts[word]} {word}" in tally(done, EN) for word in ("added", "updated", "unchanged", "failed"))


def test_while_it_works_position_rate_and_estimate_are_said() -> None:
    names = tuple(f"{n}.txt" for n in range(12))
    batch = Batch(names, (ADDED, SAME), Stage.WORKING, share=0.5, seconds=18.75)
    said = plain(render_batch(batch, ZH))
    assert all(words in said for words in ("第 3 份，共 12 份", "每分鐘 8 份", "約 2 分鐘", "2.txt", "還有 9 份等候中"))
    assert 'value="0.208"' in render_batch(batch, ZH)
    assert "about 2 minutes left" in plain(render_batch(batch, EN))
    soon = Batch(names[:3], (ADDED, SAME), Stage.WORKING, share=0.5, seconds=18.75)
    assert "約 5 秒" in plain(render_batch(soon, ZH))


def test_nothing_is_guessed_before_a_file_is_done() -> None:
    batch = Batch(("a.txt", "b.txt"), (), Stage.WORKING, share=0.2, seconds=30)
    assert (batch.per_minute, batch.seconds_left) == (None, None)
    assert "每分鐘" not in plain(render_batch(batch, ZH))


def test_what_failed_comes_first_at_the_end_with_its_cure_and_reports_are_linked() -> None:
    made = render_batch(Batch(("",) * 4, (ADDED, SAME, NEW, BAD), Stage.DONE), ZH)
    said = " ".join(plain(made).split())
    assert said.index("失敗 四.txt is empty") < said.index("已加入 考察報告 編號 r1 一.txt")
    assert "已更新 開會報告 編號 r2 三.txt 同一份報告的新版本" in said
    assert "未變更 考察報告 編號 r1 二.txt 資料庫已有同一個檔案" in said
    assert re.findall(r'href="([^"]+)"', made) == ["/?report=r1", "/?report=r1", "/?report=r2"]


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize("known", [None, *Known])
def test_every_way_to_be_recognised_has_its_words(words: object, known: Known | None) -> None:
    done = Ingested("a.txt", Outcome.UPDATED, "r1", "題", known=known, like="r9")
    said = plain(render_batch(Batch(("a.txt",), (done,), Stage.DONE), words))  # type: ignore[arg-type]
    assert ("r9" in said) == (known is Known.ALIKE)


def test_what_is_code_in_a_name_a_title_or_an_error_is_shown_as_words() -> None:
    attack = "<img src=x onerror=alert(1)>${alert(1)}{{x}}`"
    bad = Ingested(f"upload:0/{attack}", Outcome.FAILED, error=attack)
    good = Ingested(f"upload:0/{attack}", Outcome.ADDED, f'"{attack}', f"\u202e{attack}")
    made = render_batch(Batch((attack, attack, attack), (bad, good), Stage.WORKING, share=0.5), ZH)
    made += render_batch(Batch((attack,), (), Stage.DONE, stop=Stop.LIBRARY, why=attack), ZH)
    assert "<img" not in made and not set("${}`") & set(made)


@pytest.mark.parametrize("words", [ZH, EN])
def test_the_panel_names_every_suffix_and_both_limits(words: object) -> None:
    made = render_panel(words)  # type: ignore[arg-type]
    accepted = re.findall(r'accept="([^"]+)"', made)[0].split(",")
    assert accepted == [*supported_suffixes(), ".zip"]
    assert all(suffix in plain(made) for suffix in accepted)
    assert "64 MiB" in plain(made) and "50" in plain(made)


def test_where_nothing_can_be_added_there_is_no_button() -> None:
    empty = Shelf()
    for adding in (True, False):
        view = View(CHINESE, empty, adding=adding)
        assert ("data-add" in render_head(view)) == adding
        assert ("data-add" in render_results(view)) == adding
    assert not next(Actions(FakeLibrary()).opened(CHINESE, Address())).adding


# ---------- who is let in ----------


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with page_over(FakeLibrary(), tmp_path_factory.mktemp("house")) as url:
        yield url


def test_a_browser_of_this_page_is_let_in(house: str) -> None:
    own = {"Origin": house.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    key = httpx.post(f"{house}add", headers=own).text
    sent = httpx.post(f"{house}add/{key}", params={"name": "報告.txt"}, headers=own, content=b"x")
    assert (sent.status_code, sent.headers["x-content-type-options"]) == (204, "nosniff")
    assert httpx.post(f"{house}add/guessed", headers=own, content=b"x").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Origin": "http://127.0.0.1:1"}],
)  # fmt: skip
def test_what_another_site_sends_is_refused(house: str, headers: dict[str, str]) -> None:
    key = httpx.post(f"{house}add").text
    assert httpx.post(f"{house}add", headers=headers).status_code == 403
    form = {"files": ("a.txt", b"x", "text/plain")}
    assert httpx.post(f"{house}add/{key}", headers=headers, files=form).status_code == 403
    assert httpx.post(f"{house}add/{key}", headers=headers, content=b"x").status_code == 403
    assert httpx.post(f"{house}add", headers={"Host": "evil.example"}).status_code == 400


def test_a_file_that_says_it_is_too_big_is_refused_before_it_comes(house: str) -> None:
    key = httpx.post(f"{house}add").text
    port = httpx.URL(house).port
    asked = f"POST /add/{key}?name=a.pdf HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {MAX_BYTES + 1}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port or 0), timeout=10) as caller:
        caller.sendall(asked.encode())
        assert b" 413 " in caller.recv(4096).split(b"\r\n")[0]


def test_gradios_own_door_stays_shut(house: str) -> None:
    assert httpx.post(f"{house}gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 404


def test_with_adding_switched_off_there_is_no_door(tmp_path: Path) -> None:
    with page_over(FakeLibrary(), tmp_path, Access(adding=False)) as url:
        for path in ("add", "add/key", "gradio_api/upload"):
            assert httpx.post(f"{url}{path}", files={"files": ("a.txt", b"x")}).status_code in (404, 405)
        parts = httpx.get(f"{url}config").json()["components"]
        ids = {part["props"].get("elem_id") for part in parts}
        assert "head" in ids and not {"add", "adding"} & ids
    assert not (tmp_path / "uploads").exists()
