"""The server around the page: who may call, what it says before JavaScript, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.web.serve import bind
from corpus.errors import SettingsError

ROOT = Path(__file__).parents[2]
RUN = (
    "import sys; from pathlib import Path; from assistant.web import serve; from tests.web.fakes import FakeLibrary; "
    "serve(FakeLibrary(), port=0, open_browser=False, work_folder=Path(sys.argv[1]), "
    "announce=lambda url: print(url, flush=True))"
)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RUN, str(tmp_path / "work")]
    (tmp_path / "temp").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temp")}
    environment.pop("GRADIO_TEMP_DIR", None)
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        yield running
        running.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_it_without_a_word(
    process: "subprocess.Popen[str]", number: signal.Signals, tmp_path: Path
) -> None:
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with httpx.stream("GET", f"{address}gradio_api/heartbeat/abc", timeout=10) as held_open:
        assert held_open.status_code == 200
        process.send_signal(number)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["temp", "work"], "nothing is written elsewhere"
    assert not list((tmp_path / "temp").iterdir()), "nothing is written elsewhere"


def test_a_port_in_use_is_an_error_that_names_the_cure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match=r"--port \d+, or PORT="):
            bind("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_an_error_too(port: int) -> None:
    with pytest.raises(SettingsError, match="--port"):
        bind("127.0.0.1", port)


@pytest.mark.parametrize(
    ("languages", "lang", "title"),
    [
        ("zh-HK,en;q=0.5", "zh-Hant", "出國報告依據檢索"),
        ("en-GB,en", "en", "Trip Report Evidence"),
        ("", "zh-Hant", "出國"),
    ],
)
def test_the_raw_html_has_a_language_a_title_and_words_without_javascript(
    address: str, languages: str, lang: str, title: str
) -> None:
    response = httpx.get(address, headers={"Accept-Language": languages})
    assert f'<html lang="{lang}"' in response.text
    assert f"<title>{title}" in response.text
    assert "<noscript>" in response.text
    assert "githubusercontent" not in response.text
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_other_names_for_this_machine_are_refused(address: str, host: str) -> None:
    assert httpx.get(address, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_another_site_sends_is_refused(address: str, headers: dict[str, str]) -> None:
    assert httpx.post(f"{address}gradio_api/queue/join", headers=headers, json={}).status_code == 403


@pytest.mark.parametrize("path", ["upload", "file=/etc/passwd", "proxy=http://evil.example/", "runs"])
def test_doors_that_the_page_does_not_need_are_shut(address: str, path: str) -> None:
    assert httpx.get(f"{address}gradio_api/{path}").status_code == 404
    assert httpx.post(f"{address}gradio_api/{path}").status_code == 404


@pytest.mark.parametrize("path", ["docs", "openapi.json", "redoc", "page/../serve.py", "page/__init__.py"])
def test_there_is_nothing_else_to_see(address: str, path: str) -> None:
    response = httpx.get(f"{address}{path}")
    assert response.status_code in (404, 405) or "gradio_config" in response.text
