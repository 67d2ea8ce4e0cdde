"""Replacing and removing without a browser: what is asked, what is done once, what is refused, and in which words."""

import html
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from assistant.library import Library
from assistant.locales import CHINESE
from assistant.settings import Settings
from assistant.web.add.door import Refused, Uploads
from assistant.web.add.queue import Adder
from assistant.web.change.follow import Shown, follow
from assistant.web.change.form import one_file
from assistant.web.change.routes import open_changes
from assistant.web.plain.frame import Asked
from assistant.wiring import engine_with
from corpus.errors import LibraryBusy
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from corpus.types import RawFile
from index.gloss import Gloss
from ingest.files.sources import MAX_BYTES
from ingest.pipeline import Ingested, Outcome
from tests.assistant.test_intake import BODY, put, text_of
from tests.fakes import HashEmbedder
from tests.web.conftest import run
from tests.web.test_hostile_report_in_browser import ATTACKS

DUTCH, DANISH = text_of(), text_of("丹麥", "離岸風電")
FIXED = text_of(body=BODY.replace("兩處設施", "三座焚化廠"))
NEWER = text_of("挪威", "電動車補助")


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words"))


@dataclass
class House:
    """A library with a visitor before its pages; the Dutch report was read from a folder."""

    library: Library
    visitor: TestClient
    folder: Path
    work: Path
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> str:
        (done,) = self.library.ingest([put(self.folder, name, text)])
        assert done.report_id
        return done.report_id

    def offered(self, report_id: str, text: str | bytes, name: str = "新.txt") -> Any:
        """The answer to a file that is sent, redirections followed."""
        content = text.encode("utf-8") if isinstance(text, str) else text
        return self.visitor.post(f"/reports/{report_id}/replace", files={"file": (name, content)})

    def left(self) -> list[Path]:
        return [path for path in self.work.rglob("*") if path.is_file()]


@pytest.fixture
def house(tmp_path: Path, segmenter: Segmenter, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr("assistant.wiring.Segmenter", lambda _: segmenter)
    monkeypatch.setattr("assistant.wiring.open_gloss", lambda _: Gloss(None, "none"))
    settings, embedder = Settings(tmp_path / "library", models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    library = Library(settings.library, store, lambda: engine_with(settings, store, embedder))
    app, adder = FastAPI(), Adder(library, Uploads(tmp_path / "work"))
    open_changes(app, library, adder)
    (tmp_path / "報告").mkdir()
    with TestClient(app, headers={"accept-language": "zh-TW"}) as visitor:
        yield House(library, visitor, tmp_path / "報告", tmp_path / "work")
    adder.end()


@pytest.fixture
def dutch(house: House) -> str:
    return house.add("荷蘭.txt", DUTCH)


def plain(answer: Any) -> str:
    """What stands in the main part."""
    inner = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inner)).split())


def confirmed(house: House, page: Any, do: str = "replace") -> Any:
    """The form of the page that compares, sent."""
    return house.visitor.post(page.url.path, data={"seen": seen_in(page), "do": do})


def seen_in(page: Any) -> str:
    return re.findall(r'name="seen" value="(\d+)"', page.text)[0]


# ---------- removing ----------


def test_what_would_go_and_what_that_means_is_said_before_anything_goes(house: House, dutch: str) -> None:
    page = house.visitor.get(f"/reports/{dutch}/remove")
    said = plain(page)
    assert page.status_code == 200
    for words in (
        "赴荷蘭考察垃圾費隨袋徵收報告",
        "環境部",
        "112年8月1日",
        f"編號 {dutch}",
        "無法復原",
        "荷蘭.txt 在伺服器的資料夾裡",
    ):
        assert words in said
    assert str(house.folder) not in page.text, "of a file only the name is told"
    assert "從網頁加入的檔案" not in said
    assert f'href="/reports/{dutch}"' in page.text and "<script" not in page.text
    assert house.library.reports()


def test_it_goes_with_a_tick_and_once(house: House, dutch: str) -> None:
    address = f"/reports/{dutch}/remove"
    without = house.visitor.post(address, data={"seen": "1"})
    assert (without.status_code, "請先勾選" in plain(without)) == (422, True)
    assert house.library.reports()
    gone = house.visitor.post(address, data={"seen": "1", "sure": "yes"})
    assert gone.status_code == 200 and gone.history[0].status_code == 303
    assert "已移除下列報告，共" in plain(gone) and "赴荷蘭考察垃圾費隨袋徵收報告" in plain(gone)
    assert house.library.reports() == []
    assert plain(house.visitor.get(gone.url.path)) == plain(gone), "to reload the page does nothing"
    for again in (house.visitor.get(address), house.visitor.post(address, data={"seen": "1", "sure": "yes"})):
        assert (again.status_code, f"沒有編號 {dutch} 的報告" in plain(again)) == (404, True)


def test_a_report_that_was_replaced_meanwhile_is_shown_again_and_not_removed(house: House, dutch: str) -> None:
    house.library.ingest([put(house.folder, "新.txt", NEWER)], replaces=dutch)
    told = house.visitor.post(f"/reports/{dutch}/remove", data={"seen": "1", "sure": "yes"})
    assert told.status_code == 409
    assert "換成了第 2 版" in plain(told) and "赴挪威考察電動車補助報告" in plain(told)
    assert seen_in(told) == "2" and house.library.reports()


@pytest.mark.parametrize("form", [{}, {"seen": "x", "sure": "yes"}, {"sure": "yes"}, {"seen": "9" * 5000}])
def test_a_form_that_makes_no_sense_removes_nothing(house: House, dutch: str, form: dict[str, str]) -> None:
    assert house.visitor.post(f"/reports/{dutch}/remove", data=form).status_code == 409
    assert house.library.reports()


def test_a_library_that_cannot_be_written_to_says_so(house: House, dutch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise LibraryBusy("Another process has been writing: wait for it.")

    monkeypatch.setattr(house.library, "remove_seen", busy)
    told = house.visitor.post(f"/reports/{dutch}/remove", data={"seen": "1", "sure": "yes"})
    assert (told.status_code, "報告沒有移除。 Another process" in plain(told)) == (503, True)
    monkeypatch.setattr(house.library, "about", busy)
    assert house.visitor.get(f"/reports/{dutch}/remove").status_code == 503


def test_a_report_goes_between_two_files_of_a_batch_and_its_page_says_how_far_that_is(
    house: House, dutch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    adder: Adder = adder_of(house)
    held, ingest, order = threading.Event(), house.library.ingest, []

    def slow(files: list[RawFile], **more: Any) -> list[Ingested]:
        order.append(files[0].name)
        held.wait(20)
        return ingest(files, **more)

    def told(report_id: str, seen: int) -> Ingested:
        order.append("removed")
        return Ingested("", Outcome.REMOVED, report_id, "題", removed=seen)

    monkeypatch.setattr(house.library, "ingest", slow)
    monkeypatch.setattr(house.library, "remove_seen", told)
    key = adder.uploads.begin()
    for name in ("一.txt", "二.txt"):
        run(adder.uploads.receive(key, name, stream(name.encode())))
    adder.start(key)
    monkeypatch.setattr("assistant.web.change.follow._AT_ONCE", 0)
    monkeypatch.setattr("assistant.web.change.follow._LOOK", 0.02)
    threading.Timer(0.3, held.set).start()
    page = house.visitor.post(f"/reports/{dutch}/remove", data={"seen": "1", "sure": "yes"})
    assert page.status_code == 200
    assert page.text.index("移除中") < page.text.index("已移除下列報告"), "the page grew"
    adder.end()
    assert order == ["一.txt", "removed", "二.txt"]


def adder_of(house: House) -> Adder:
    """The one behind the pages."""
    (route,) = (r for r in house.visitor.app.routes if getattr(r, "path", "") == "/reports/{report_id}/remove/{key}")  # type: ignore[attr-defined]
    adder: Adder = route.endpoint.__self__._adder  # type: ignore[attr-defined]
    return adder


# ---------- replacing ----------


def test_old_and_new_stand_side_by_side_before_anything_is_done_and_then_it_is_done_once(
    house: House, dutch: str
) -> None:
    form = house.visitor.get(f"/reports/{dutch}/replace")
    assert "赴荷蘭考察垃圾費隨袋徵收報告" in plain(form) and "64 MiB" in plain(form)
    page = house.offered(dutch, NEWER)
    assert page.status_code == 200 and page.history[0].status_code == 303
    said = plain(page)
    for words in (
        "現有（第 1 版） 新檔案",
        "荷蘭.txt 新.txt",
        "新檔案的名稱與這份報告不同",
        "第 2 版",
        "荷蘭.txt 在伺服器的資料夾裡",
    ):
        assert words in said
    assert re.search(r"報告名稱 赴荷蘭考察垃圾費隨袋徵收報告 赴挪威考察電動車補助報告 不同", said)
    assert "服務機關 環境部 環境部 出國期間" in said, "what is the same has no sign"
    assert house.library.summary(dutch).version == 1
    done = confirmed(house, page)
    assert done.status_code == 200 and done.history[0].status_code == 303
    assert "已更新為第 2 版" in plain(done) and "新舊版本的報告名稱不同" in plain(done)
    assert re.search(r"新增段落 \d+ 沿用段落 \d+ 移除段落 \d+", plain(done)) and "報告卡" in plain(done)
    about = house.library.about(dutch)
    assert (about.summary.version, about.summary.source.split(":")[0]) == (2, "upload")
    again = confirmed(house, page)
    assert (again.status_code, "先前已經確認" in plain(again)) == (409, True)
    assert house.library.summary(dutch).version == 2 and house.left() == []


def test_a_corrected_version_needs_no_warning(house: House, dutch: str) -> None:
    page = house.offered(dutch, FIXED)
    assert 'class="warning"' not in page.text and re.search(r"兩份全文有 \d\d% 相同", plain(page))
    assert 'class="warning"' not in confirmed(house, page).text


def test_whoever_thinks_better_of_it_leaves_nothing(house: House, dutch: str) -> None:
    for do, address in (
        ("cancel", f"/reports/{dutch}"),
        ("other", f"/reports/{dutch}/replace"),
        ("", f"/reports/{dutch}"),
    ):
        page = house.offered(dutch, NEWER)
        left = house.visitor.post(page.url.path, data={"seen": "1", "do": do}, follow_redirects=False)
        assert (left.status_code, left.headers["location"]) == (303, address)
        assert house.left() == []
        for gone in (house.visitor.get(page.url.path), confirmed(house, page)):
            assert (gone.status_code, "已經取消、逾時" in plain(gone)) == (404, True)
    assert house.library.summary(dutch).version == 1


def test_a_report_that_becomes_another_one_meanwhile_is_compared_anew(house: House, dutch: str) -> None:
    page = house.offered(dutch, NEWER)
    house.library.ingest([put(house.folder, "荷蘭.txt", FIXED)])
    told = confirmed(house, page)
    assert "換成了第 2 版" in plain(told) and seen_in(told) == "2"
    assert house.library.summary(dutch).version == 2
    assert "已更新為第 3 版" in plain(confirmed(house, told))


def test_one_that_changes_while_it_waits_its_turn_is_left_alone_and_that_is_told(
    house: House, dutch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, ingest = house.offered(dutch, NEWER), house.library.ingest

    def late(files: list[RawFile], **more: Any) -> list[Ingested]:
        ingest([put(house.folder, "荷蘭.txt", FIXED)])
        return ingest(files, **more)

    monkeypatch.setattr(house.library, "ingest", late)
    told = confirmed(house, page)
    assert (told.status_code, "報告沒有更新。 Report" in plain(told), "version 2 by now" in plain(told)) == (
        422,
        True,
        True,
    )
    assert house.library.summary(dutch).version == 2


def test_a_file_that_is_another_reports_or_the_very_same_cannot_be_confirmed(house: House, dutch: str) -> None:
    danish = house.add("丹麥.txt", DANISH)
    taken = house.offered(dutch, DANISH)
    assert "已屬於另一份報告" in plain(taken) and f'href="/reports/{danish}"' in taken.text
    same = house.offered(dutch, DUTCH)
    assert "這就是目前引用的檔案" in plain(same)
    for page in (taken, same):
        assert 'value="replace"' not in page.text and 'value="cancel"' in page.text
    assert confirmed(house, taken).status_code == 422
    assert "這就是目前引用的檔案，所以沒有更新" in plain(confirmed(house, same))
    alike = house.offered(dutch, DANISH + "\n")
    assert "看來是另一份已有的報告" in plain(alike) and 'value="replace"' in alike.text
    assert house.library.summary(dutch).version == 1


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("年.ZIP", b"PK", 415, "年.ZIP is an archive"),
        ("空.txt", b"", 422, "空.txt is empty"),
        ("圖.txt", b"\0\1\2", 422, "圖.txt is not text"),
        ("表.xlsx", b"x", 422, "表.xlsx"),
    ],
)
def test_what_cannot_replace_a_report_is_refused_in_words(
    house: House, dutch: str, name: str, content: bytes, status: int, words: str
) -> None:
    told = house.offered(dutch, content, name)
    assert (told.status_code, words in plain(told)) == (status, True)
    assert f"/reports/{dutch}/replace" in told.text, "another file can be chosen"
    assert house.left() == []


def test_a_form_that_is_none_of_ours_is_refused(house: House, dutch: str) -> None:
    address = f"/reports/{dutch}/replace"
    kind = {"content-type": "multipart/form-data; boundary=x"}
    none = b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n'
    nothing = house.visitor.post(address, content=none, headers=kind)
    assert (nothing.status_code, "請先選擇檔案" in plain(nothing)) == (422, True)
    two = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    assert house.visitor.post(address, files=two).status_code == 400
    assert house.visitor.post(address, data={"file": "a"}).status_code == 415
    assert house.visitor.post(address, files={"file": (None, b"a")}).status_code == 400
    assert house.visitor.post(address, content=b"nonsense", headers=kind).status_code == 400
    half = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'
    assert "did not come whole" in plain(house.visitor.post(address, content=half, headers=kind))
    assert house.offered("nope", DUTCH).status_code == 404
    assert house.visitor.get(f"{address}/guessed").status_code == 404
    assert house.visitor.post(f"{address}/guessed", data={"do": "replace"}).status_code == 404
    page = house.offered(dutch, NEWER)
    assert house.visitor.get(page.url.path.replace(dutch, "other")).status_code == 404
    assert house.library.summary(dutch).version == 1


def test_a_file_that_is_too_big_is_refused_before_and_while_it_comes(
    house: House, dutch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x", "content-length": str(MAX_BYTES * 2)}
    told = house.visitor.post(f"/reports/{dutch}/replace", content=b"--x\r\n", headers=kind)
    assert (told.status_code, "64 MiB" in plain(told)) == (413, True)
    for part in ("add.door", "change.form"):
        monkeypatch.setattr(f"assistant.web.{part}.MAX_BYTES", 1000)

    def chunks() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        yield from [b"x" * 500] * 50

    slowly = {"content-type": "multipart/form-data; boundary=x"}
    assert house.visitor.post(f"/reports/{dutch}/replace", content=chunks(), headers=slowly).status_code == 413
    assert house.left() == []


def test_only_so_many_files_wait_to_be_read(house: House, dutch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held, compare = threading.Event(), house.library.compare

    def slow(file: RawFile, report_id: str) -> Any:
        held.wait(20)
        return compare(file, report_id)

    monkeypatch.setattr(house.library, "compare", slow)
    monkeypatch.setattr("assistant.web.change.offers._READING", 1)
    send: Callable[[], Any] = lambda: house.visitor.post(  # noqa: E731
        f"/reports/{dutch}/replace", files={"file": ("新.txt", NEWER.encode())}, follow_redirects=False
    )
    first, second = send(), send()
    assert (first.status_code, second.status_code, "try again" in plain(second)) == (303, 503, True)
    held.set()
    assert "現有（第 1 版）" in plain(house.visitor.get(first.headers["location"]))


@pytest.mark.parametrize("attack", [ATTACKS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in ATTACKS[1:])])
def test_a_hostile_name_or_title_is_shown_to_the_letter_and_is_never_code(
    house: House, dutch: str, attack: str
) -> None:
    evil = NEWER.replace("赴挪威考察電動車補助報告", attack.replace("\n", " "))
    page = house.offered(dutch, evil, f"{attack}\u202e.txt".replace("/", "").replace("\n", ""))
    done = confirmed(house, page)
    asked = house.visitor.get(f"/reports/{dutch}/remove")
    gone = house.visitor.post(f"/reports/{dutch}/remove", data={"seen": "2", "sure": "yes"})
    for answer in (page, done, asked, gone):
        assert answer.status_code == 200
        inside = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", answer.text)
        assert not re.search(r"<(?:script|img|svg|iframe|a href=.javascript)", inside)
        assert not set("${}`") & set(inside) and "\u202e.txt" not in inside
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


# ---------- the form and the page that grows ----------


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def asked_with(chunks: list[bytes], kind: str) -> Request:
    waiting = list(chunks)

    async def receive() -> dict[str, object]:
        body = waiting.pop(0) if waiting else b""
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}, receive)


async def read(request: Request) -> tuple[str, bytes]:
    name, chunks = await one_file(request.headers, request.stream())
    return name, b"".join([chunk async for chunk in chunks])


@given(st.binary(max_size=200), st.integers(1, 40))
def test_the_file_of_a_form_is_the_same_however_its_bytes_come(content: bytes, size: int) -> None:
    head = '--b0\r\nContent-Disposition: form-data; name="file"; filename="報告 1.pdf"\r\nContent-Type: x/y\r\n\r\n'
    body = head.encode() + content + b"\r\n--b0--\r\n"
    if b"\r\n--b0" in content:
        return
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    assert run(read(asked_with(chunks, "multipart/form-data; boundary=b0"))) == ("報告 1.pdf", content)


def test_a_form_without_an_end_is_refused() -> None:
    head = b'--b0\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    with pytest.raises(Refused, match="did not come whole"):
        run(read(asked_with([head, b"half"], "multipart/form-data; boundary=b0")))


def test_a_page_grows_until_it_is_over_or_offers_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.change.follow._AT_ONCE", 0)
    monkeypatch.setattr("assistant.web.change.follow._LOOK", 0.001)
    asked = Asked("/reports/r1/replace/k", CHINESE)

    async def grown(steps: list[str | None]) -> list[str]:
        left = iter(steps)
        answer = await follow(asked, "題", lambda: next(left, None), lambda: Shown("<p>完</p>"))
        assert answer.headers["content-security-policy"] and answer.headers["x-accel-buffering"] == "no"
        return [piece async for piece in answer.body_iterator]  # type: ignore[attr-defined]

    pieces = run(grown(["", "", "<p>一</p>", "<p>一</p>", "<p>二</p>", None]))
    assert pieces[1:-1] == ["<p>一</p>", "<p>二</p>", "</div>", "<p>完</p>"], "nothing is said twice"
    assert pieces[0].startswith("<!doctype html>") and pieces[-1].endswith("</html>")
    monkeypatch.setattr("assistant.web.change.follow._LONGEST", 0)
    pieces = run(grown(["<p>一</p>"] * 5))
    assert 'href="/reports/r1/replace/k"' in pieces[-2] and "重新整理進度" in pieces[-2]
