"""Who may come in: what an operator may ask for, and what a password file must be."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.cli import tripreport
from assistant.web.doors.access import PLAIN_HTTP, Access
from assistant.web.doors.password import read_password
from corpus.errors import SettingsError

GOOD, OTHER = "a good password", "another password"


# ---------- what an operator may ask for ----------


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_needs_no_password(host: str) -> None:
    access = Access(host)
    assert not access.is_open and not access.is_guarded


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.7", "2001:db8::7", "reports.example", "0"])
@pytest.mark.parametrize("adding_password", [None, OTHER])
def test_other_machines_are_let_in_only_with_a_password(host: str, adding_password: str | None) -> None:
    with pytest.raises(SettingsError, match="--password-file FILE"):
        Access(host, adding_password=adding_password, allow_hosts=("reports.example",))
    assert Access(host, password=GOOD, allow_hosts=("reports.example",)).is_open


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_every_address_is_no_name_so_one_has_to_be_given(host: str) -> None:
    with pytest.raises(SettingsError, match=r"--allow-host reports\.example"):
        Access(host, password=GOOD)
    access = Access(host, password=GOOD, allow_hosts=("reports.example", "[2001:db8::7]"))
    assert access.hosts == ("127.0.0.1", "localhost", "[::1]", "reports.example", "[2001:db8::7]")
    assert (access.name, access.local_name) == ("reports.example", "127.0.0.1")


def test_the_address_that_is_listened_on_is_a_name_too() -> None:
    access = Access("2001:db8::7", password=GOOD)
    assert access.hosts[-1] == access.name == access.local_name == "[2001:db8::7]"


@pytest.mark.parametrize("name", ["https://reports.example", "reports.example:80", "*", "*.example", "", "a b", "a/b"])
def test_a_name_is_a_name_alone(name: str) -> None:
    with pytest.raises(SettingsError, match="give the name alone"):
        Access(allow_hosts=(name,))


def test_passwords_that_guard_nothing_are_refused() -> None:
    with pytest.raises(SettingsError, match="--no-adding: leave it out"):
        Access(adding=False, adding_password=OTHER)
    with pytest.raises(SettingsError, match="choose another one"):
        Access(password=GOOD, adding_password=GOOD)


def test_no_password_is_ever_printed() -> None:
    assert GOOD not in repr(Access(password=GOOD)) and OTHER not in repr(Access(adding_password=OTHER))


# ---------- on the command line ----------


def serve(*arguments: str, **environment: str) -> Any:
    return CliRunner().invoke(tripreport, ["serve", *arguments], env=environment)


def test_the_command_refuses_before_it_opens_anything(tmp_path: Path) -> None:
    short = private(tmp_path, "short\n")
    for done, cure in (
        (serve("--host", "0.0.0.0"), "--password-file"),
        (serve("--password-file", short), "at least 12"),
        (serve(TRIPREPORT_PASSWORD_FILE=short), "at least 12"),
        (serve("--adding-password-file", short), "at least 12"),
        (serve("--allow-host", "http://x"), "name alone"),
    ):
        assert isinstance(done.exception, SettingsError) and cure in str(done.exception)


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("192.0.2.7", True)])
def test_the_command_says_that_others_could_read_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, warned: bool
) -> None:
    served: list[Access] = []
    monkeypatch.setattr(
        "assistant.cli.serve.open_library", lambda *_: type("Library", (), {"engine": lambda _: None})()
    )
    __import__("assistant.web.serve")
    monkeypatch.setattr(
        sys.modules["assistant.web.serve"], "serve", lambda _, access, *__, **___: served.append(access)
    )
    done = serve("--host", host, "--password-file", private(tmp_path, GOOD), "--allow-host", "a.example")
    assert (done.exit_code, done.stdout, PLAIN_HTTP in done.stderr) == (0, "", warned)
    (access,) = served
    assert replace(access, tokens=None) == Access(host, password=GOOD, allow_hosts=("a.example",))
    assert access.tokens and access.tokens.name == "tokens.sqlite"


# ---------- the password file ----------


def private(folder: Path, content: str | bytes, mode: int = 0o600) -> str:
    file = folder / "password file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.chmod(mode)
    return str(file)


@pytest.mark.parametrize(
    ("content", "password"),
    [(f"{GOOD}\r\nmore", GOOD), (f"\ufeff{GOOD}", GOOD), (" with spaces inside ", " with spaces inside "),
     ("通關密語通關密語通關密語\n", "通關密語通關密語通關密語")],
)  # fmt: skip
def test_the_password_is_the_first_line(tmp_path: Path, content: str, password: str) -> None:
    assert read_password(Path(private(tmp_path, content))) == password


@pytest.mark.parametrize(
    ("content", "mode", "cure"),
    [("", 0o600, "is empty: .*at least 12"), (f"\n{GOOD}", 0o600, "is empty"), ("elevenchars", 0o600, "only 11"),
     (GOOD, 0o604, "chmod 600 '.*password file'"), (GOOD, 0o602, "chmod 600"),
     (b"\xffnot UTF-8 at all", 0o600, "UTF-8"),
     ("x" * 1025, 0o600, "too long")],
    ids=["empty", "second line", "short", "readable", "writable", "not UTF-8", "long"],
)  # fmt: skip
def test_a_bad_password_file_is_refused_with_a_cure(tmp_path: Path, content: str, mode: int, cure: str) -> None:
    with pytest.raises(SettingsError, match=cure):
        read_password(Path(private(tmp_path, content, mode)))


def test_a_password_file_that_is_none_is_refused_with_a_cure(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(SettingsError, match="write the password into its first line"):
            read_password(path)
