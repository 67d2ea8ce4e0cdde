"""What a password opens and for how long, how wrong ones are counted, what each address asks for."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.web.doors.access import Access
from assistant.web.doors.login import own_address
from assistant.web.doors.password import Passwords, salt_in
from assistant.web.doors.sessions import SESSION_SECONDS, Sessions
from assistant.web.doors.tries import FROM_ALL, FROM_ONE, WINDOW_SECONDS, Tries, counted_as
from assistant.web.doors.visitor import Role, needed
from corpus.errors import SettingsError

GOOD, OTHER = "a good password", "another password"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


# ---------- what a password opens ----------


def passwords(salt: bytes = b"salt" * 8, **given: str) -> Passwords:
    return Passwords(Access(**given), salt, cost=16)  # type: ignore[arg-type]


def test_one_password_opens_everything_and_of_two_each_its_own() -> None:
    one, two, only = (
        passwords(password=GOOD),
        passwords(password=GOOD, adding_password=OTHER),
        passwords(adding_password=OTHER),
    )
    assert (one.free, one.role_of(GOOD), one.role_of(OTHER)) == (Role.NOBODY, Role.ADD, None)
    assert (two.free, two.role_of(GOOD), two.role_of(OTHER)) == (Role.NOBODY, Role.READ, Role.ADD)
    assert (only.free, only.role_of(GOOD), only.role_of(OTHER)) == (Role.READ, None, Role.ADD)


def test_an_accent_is_the_same_however_a_keyboard_makes_it() -> None:
    assert passwords(password="cafe\u0301 au lait !").role_of("caf\u00e9 au lait !") is Role.ADD


def test_a_guess_costs_something_and_the_salt_outlives_a_restart(tmp_path: Path) -> None:
    salt = salt_in(tmp_path)
    assert salt == salt_in(tmp_path) and len(salt) == 32
    assert (tmp_path / "doors.salt").stat().st_mode & 0o777 == 0o600
    first, again = (Sessions(Passwords(Access(password=GOOD), salt).keys()) for _ in range(2))
    assert again.role_of(first.token(Role.ADD)) is Role.ADD
    (tmp_path / "doors.salt").write_bytes(b"half")
    with pytest.raises(SettingsError, match="delete it"):
        salt_in(tmp_path)


# ---------- sessions ----------


def test_a_session_ends_after_twelve_hours() -> None:
    clock = Clock()
    sessions = Sessions(passwords(password=GOOD).keys(), clock)
    token = sessions.token(Role.ADD)
    clock.now += SESSION_SECONDS
    assert sessions.role_of(token) is Role.ADD
    clock.now += 1
    assert sessions.role_of(token) is None


def test_another_password_or_another_salt_ends_every_session() -> None:
    token = Sessions(passwords(password=GOOD).keys()).token(Role.ADD)
    for other in (
        passwords(password=OTHER),
        passwords(b"pepper" * 6, password=GOOD),
        passwords(adding_password=GOOD[::-1]),
    ):
        assert Sessions(other.keys()).role_of(token) is None


def test_a_password_that_opened_everything_and_opens_less_now_leaves_nobody_with_more() -> None:
    token = Sessions(passwords(password=GOOD).keys()).token(Role.ADD)
    assert Sessions(passwords(password=GOOD, adding_password=OTHER).keys()).role_of(token) is None


def test_a_reader_cannot_make_a_session_of_an_adder() -> None:
    sessions = Sessions(passwords(password=GOOD, adding_password=OTHER).keys())
    token = sessions.token(Role.READ)
    assert sessions.role_of(token) is Role.READ
    assert sessions.role_of(token.replace("READ", "ADD")) is None


@given(st.text())
@example("READ..")
@example("ADD.\u0000.é")
def test_a_token_that_is_not_ours_opens_nothing(token: str) -> None:
    assert Sessions({Role.READ: b"key", Role.ADD: b"other"}).role_of(token.encode("utf-8", "replace").decode()) is None


# ---------- wrong passwords ----------


def test_after_five_wrong_passwords_an_address_waits_until_the_first_is_a_quarter_of_an_hour_old() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(FROM_ONE):
        assert tries.wait("192.0.2.1") == 0
        tries.count("192.0.2.1")
        clock.now += 60
    assert tries.wait("192.0.2.1") == WINDOW_SECONDS - FROM_ONE * 60
    assert tries.wait("192.0.2.2") == 0
    clock.now += WINDOW_SECONDS - FROM_ONE * 60
    assert tries.wait("192.0.2.1") == 0
    tries.count("192.0.2.1")
    assert tries.wait("192.0.2.1") == 60


def test_the_right_password_forgets_what_its_own_address_mistyped() -> None:
    tries = Tries(Clock())
    for address in ("192.0.2.1", "192.0.2.2") * FROM_ONE:
        tries.count(address)
    tries.forget("192.0.2.1")
    assert tries.wait("192.0.2.1") == 0 < tries.wait("192.0.2.2")


def test_many_addresses_together_cannot_guess_without_end_nor_fill_the_memory() -> None:
    clock = Clock()
    tries = Tries(clock)
    tried = 0
    for n in range(400):
        if not tries.wait(f"198.51.{n // 250}.{n % 250}"):
            tries.count(f"198.51.{n // 250}.{n % 250}")
            tried += 1
    assert tried == FROM_ALL == len(tries._wrong)
    assert tries.wait("203.0.113.9") == WINDOW_SECONDS
    clock.now += WINDOW_SECONDS
    assert tries.wait("203.0.113.9") == 0 == len(tries._wrong)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True), ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
     ("::ffff:192.0.2.1", "192.0.2.1", True), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
     ("fe80::1%eth0", "fe80::2%eth0", True), ("unix", "", True)],
)  # fmt: skip
def test_who_has_one_ipv6_address_has_its_whole_network(one: str, other: str, same: bool) -> None:
    assert (counted_as(one) == counted_as(other)) == same


# ---------- addresses ----------


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/login", Role.NOBODY), ("/logout", Role.NOBODY), ("/page/tokens.css", Role.NOBODY),
        ("/", Role.READ), ("/login/", Role.READ), ("/login\n", Role.READ), ("/LOGIN", Role.READ),
        ("/loginx", Role.READ), ("/page/", Role.READ), ("/page/a/b", Role.READ), ("/page/a\n/b", Role.READ),
        ("//login", Role.READ), ("", Role.READ), ("/reports", Role.READ), ("/reports/remove", Role.READ),
        ("/gradio_api/queue/join", Role.READ), ("/config", Role.READ), ("/address", Role.READ),
        ("/reports/a/removed", Role.READ),
        ("/add", Role.ADD), ("/add/", Role.ADD), ("/add/key", Role.ADD), ("/add\n", Role.ADD), ("/ADD", Role.ADD),
        ("/reports/a/remove", Role.ADD), ("/reports/a/replace/", Role.ADD), ("/reports/a/replace/key", Role.ADD),
        ("/reports/a\nb/remove", Role.ADD), ("/reports/a/b/remove", Role.ADD), ("/reports//remove", Role.ADD),
        ("/reports/a/remove\n", Role.ADD),
    ],
)  # fmt: skip
def test_each_address_asks_for_its_role_and_a_strange_one_for_no_less(path: str, role: Role) -> None:
    assert needed(path) is role


@pytest.mark.parametrize("address", ["/", "/reports?page=2&agency=%E7%92%B0", "/?q=a//b", "/reports/x/remove"])
def test_the_log_in_leads_back_into_the_page(address: str) -> None:
    assert own_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
     "http:evil.example", "http://evil.example", "javascript:alert(1)", "evil.example", " //evil.example", "",
     "/login", "/login?next=/", "/logout", "/\u3000", "/" + "x" * 5000, "/\x00"],
)  # fmt: skip
def test_the_log_in_leads_nowhere_else(address: str) -> None:
    assert own_address(address) == "/"


@given(st.one_of(st.text(), st.text("/\\\t\r\n @:.?#eh"), st.builds("/{}//evil.example".format, st.text(max_size=3))))
def test_wherever_it_leads_it_is_this_page(address: str) -> None:
    led = own_address(address)
    as_browsers_read = "".join(sign for sign in led.replace("\\", "/") if sign not in "\t\r\n").strip()
    for read in (led, as_browsers_read):
        where = urlsplit(urljoin("https://reports.example/login", read))
        assert (where.scheme, where.netloc) == ("https", "reports.example")
    assert not any(sign in led for sign in "\r\n")
