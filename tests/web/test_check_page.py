"""The page /check, over a library whose answers are those of the real check."""

import logging
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.check.check import MAX_CHARACTERS
from assistant.check.drafts import MAX_BYTES
from assistant.web.check import under_way
from assistant.web.check.routes import open_check
from assistant.web.doors.access import THIS_MACHINE, Access
from assistant.web.doors.guard import guard
from assistant.web.doors.keeper import keeper_for
from assistant.web.plain.routes import open_plain
from tests.web.fakes import FakeLibrary, printed_report, real_report

TRUE = "政府機關如何運用新興科技推展政府服務，提升服務效能"
NEAR = "本次會議系睽違 3 年後再次舉行實體研討會議，來自世界各地的科技產業人員"
NONE = "本部應立即停止所有雲端服務之採購並全面檢討"
PASSWORD = "a password to read with"


def site(library: FakeLibrary, folder: Path, access: Access = THIS_MACHINE) -> TestClient:
    """The plain pages behind their guards, as in build_app but without Gradio, which takes seconds to build."""
    app = FastAPI()
    guard(app, access.hosts, keeper_for(access, folder))
    open_plain(app, library)
    open_check(app, library)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    library = FakeLibrary({"gartner-2022": real_report(), "forum": printed_report()})
    return site(library, tmp_path_factory.mktemp("work"))


def post(client: TestClient, text: str = "", lang: str = "zh-Hant", **more: Any) -> Any:
    files = more.pop("files", {"file": ("", b"", "application/octet-stream")})
    return client.post("/check", data={"text": text, **more}, files=files, headers={"Accept-Language": lang})


def test_the_form_is_labelled_says_its_limits_and_that_nothing_is_kept(client: TestClient) -> None:
    page = client.get("/check")
    assert page.status_code == 200 and "script-src" not in page.headers["content-security-policy"]
    assert '<label for="text">' in page.text and 'aria-describedby="hint"' in page.text
    assert f"{MAX_CHARACTERS:,}" in page.text and f"{MAX_BYTES >> 20} MB" in page.text
    assert "不儲存，也不寫入紀錄" in page.text
    assert '<option value="gartner-2022"' in page.text
    assert 'href="/check" aria-current="page"' in page.text
    assert 'href="/check"' in client.get("/sitemap").text


def test_each_quotation_is_an_article_with_verdict_words_differences_and_source(client: TestClient) -> None:
    page = post(client, f"一、「{TRUE}」。二、「{NEAR}」。三、「{NONE}」。四、「韌性」。").text
    verdicts = re.findall(r'<article id="q\d"[^>]*data-verdict="([a-z_]+)"', page)
    assert verdicts == ["exact", "near", "not_found", "too_short"]
    for words in ("1 則相符", "1 則相近", "1 則查無", "1 則太短", "逐字相符", "查無此句"):
        assert words in page
    assert '<del><span class="unseen">刪：</span>3</del><ins><span class="unseen">增：</span>2</ins>' in page
    assert "數字不同：草稿「3」，原文「2」" in page
    assert re.search(r'href="/reports/gartner-2022/text\?at=v1-\d+-\d+-[0-9a-f]{10}#passage"', page)
    assert "《出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）》" in page
    assert page.index('class="look"') < page.index('href="#q2"') < page.index('id="q1"')
    assert "<script" not in page


def test_a_wrong_citation_is_told_with_what_is_cited_and_what_is_there(client: TestClient) -> None:
    page = post(client, f"「{TRUE}」（《沒有的報告》，第 3 頁）").text
    assert "沒有名為「沒有的報告」的報告。" in page
    page = post(
        client, "「新舊系統並行期間不宜短於 18 個月，並應保留現金」（《亞太智慧運輸論壇暨參訪》，第 99 頁）"
    ).text
    assert re.search(r"草稿寫第 99 頁，這句在第 \d+ 頁。", page)


def test_the_draft_comes_back_in_the_form_and_can_be_narrowed_to_one_report(client: TestClient) -> None:
    page = post(client, f"「{TRUE}」", report="forum", sentences="yes").text
    assert f">\n「{TRUE}」</textarea>" in page
    assert '<option value="forum" dir="auto" selected>' in page and 'value="yes" checked' in page
    assert 'data-verdict="not_found"' in page


def test_a_file_goes_before_the_text(client: TestClient) -> None:
    page = post(client, "不看這裡", files={"file": ("draft.txt", f"「{TRUE}」".encode(), "text/plain")}).text
    assert 'data-verdict="exact"' in page and f">\n「{TRUE}」</textarea>" in page


def test_the_page_is_english_too_and_the_language_of_what_is_quoted_is_marked(client: TestClient) -> None:
    page = post(client, f"「{TRUE}」", lang="en").text
    assert "Word for word" in page and '<blockquote class="report-text" lang="zh-Hant"' in page
    assert '<blockquote class="report-text" dir="auto">' in post(client, f"「{TRUE}」").text


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [("", 422, "請貼上要核對的文字"), (" 。 ", 422, "請貼上"), ("字" * (MAX_CHARACTERS + 1), 422, "in several parts"),
     ("「crash 這一句話夠長」", 500, "")],
)  # fmt: skip
def test_what_cannot_be_checked_is_told_at_the_field(client: TestClient, text: str, status: int, words: str) -> None:
    page = post(client, text)
    assert page.status_code == status
    assert 'aria-invalid="true" aria-describedby="why hint" autofocus' in page.text
    assert words in page.text and "secret" not in page.text


def test_an_unknown_report_is_told(client: TestClient) -> None:
    page = post(client, f"「{TRUE}」", report="gone")
    assert page.status_code == 422 and 'id="why"' in page.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"text=a", "application/x-www-form-urlencoded"), (b"", "multipart/form-data"), (b"a", "text/plain")],
)
def test_what_is_no_form_of_ours_is_refused(client: TestClient, content: bytes, kind: str) -> None:
    assert client.post("/check", content=content, headers={"Content-Type": kind}).status_code == 400


def test_a_file_that_is_too_big_is_refused_in_words(client: TestClient) -> None:
    page = post(client, files={"file": ("a.txt", b"a" * (MAX_BYTES + 1), "text/plain")})
    assert page.status_code == 413 and "16 MiB" in page.text


def test_whatever_is_pasted_is_shown_and_never_run(client: TestClient) -> None:
    evil = '「<script>alert(1)</script><img src=x onerror=alert(1)>${7*7} 數位韌性計畫」（《"><b>x</b>》，第 3 頁）'
    page = post(client, evil).text
    assert "<script" not in page and "<img src=x" not in page and "<b>x" not in page
    assert "&lt;script&gt;alert(1)" in page and "${7*7}" not in page


def test_nothing_that_is_pasted_is_written_to_disk_or_log(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with caplog.at_level(logging.DEBUG):
        post(
            client,
            f"「{NONE}機密甲乙丙」",
            files={"file": ("secret.txt", "「機密甲乙丙丁戊己」crash".encode() * 99, "text/plain")},
        )
    assert "機密" not in caplog.text and "secret.txt" not in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_a_long_check_says_how_far_it_is_and_ends_with_what_was_found(client: TestClient) -> None:
    page = post(client, f"慢「{TRUE}」").text
    assert page.index('class="steps" role="status"') < page.index("讀取草稿中") < page.index('id="found"')
    assert page.rstrip().endswith("</html>")


def test_too_many_at_once_are_refused_and_none_is_left_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = under_way.Checks(FakeLibrary())
    monkeypatch.setattr(checks, "_places", threading.BoundedSemaphore(1))
    first = checks.start(under_way.Sent("慢「本部應立即停止」"), "zh-Hant")
    with pytest.raises(under_way.Refused):
        checks.start(under_way.Sent("「本部」"), "zh-Hant")
    for _ in range(200):
        if first.over:
            break
        threading.Event().wait(0.05)
    assert first.checked is not None


def test_whoever_may_read_may_check_and_nobody_else_and_an_empty_library_says_so(tmp_path: Path) -> None:
    access = Access(password=PASSWORD, adding_password="a password to add with")
    client = site(FakeLibrary({}), tmp_path, access)
    assert client.get("/check").status_code != 200 and post(client, f"「{TRUE}」").status_code != 200
    client.post("/login", data={"password": PASSWORD})
    assert 'id="why"' in client.get("/check").text
    assert 'data-verdict="not_found"' in post(client, f"「{TRUE}」").text
