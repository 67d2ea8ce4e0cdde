"""Who may come in: what an operator decides before the page is served, and why some of it is refused."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from corpus.errors import SettingsError

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names under which this machine calls itself; others are refused (DNS rebinding)."""
PLAIN_HTTP: Final = (
    "The page can be reached from other machines over plain HTTP, where a password can be read on its way. "
    "Put a reverse proxy with TLS before it."
)
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in. Without a password everybody on this machine may do everything, and nobody else anything.

    ``host`` is the address to listen on. ``allow_hosts`` are the names that a browser may call the page by, besides
    it and loopback. With a ``password`` nobody reads before a log-in; with an ``adding_password`` nobody changes the
    library without it. ``adding`` False: nobody does at all. ``tokens`` is the file of those that programs may show
    instead of a password. SettingsError where that makes no sense or is not safe.
    """

    host: str = "127.0.0.1"
    adding: bool = True
    password: str | None = field(default=None, repr=False)
    adding_password: str | None = field(default=None, repr=False)
    allow_hosts: tuple[str, ...] = ()
    tokens: Path | None = None

    def __post_init__(self) -> None:
        for name in self.allow_hosts:
            _check_name(name)
        _check_passwords(self)
        if self.is_open and self.password is None:
            raise SettingsError(
                f"Without a password the page is served to this machine only: {self.host!r} is not allowed. Give "
                "--password-file FILE, or use 127.0.0.1 and put a reverse proxy with a log-in before it."
            )
        if _is_every_address(self.host) and not self.allow_hosts:
            raise SettingsError(
                f"{self.host!r} is every address of this machine and no name: say by which name the page is called, "
                "for example --allow-host reports.example.gov.tw. It can be given more than once."
            )

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach the page."""
        return not _is_loopback(self.host)

    @property
    def is_guarded(self) -> bool:
        """Whether there is anything to log in for."""
        return self.password is not None or self.adding_password is not None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that a request may call the page by."""
        own = () if _is_every_address(self.host) else (in_address(self.host),)
        return tuple(dict.fromkeys((*LOOPBACK, *own, *self.allow_hosts)))

    @property
    def name(self) -> str:
        """How the page is called in an address that a person can use."""
        return self.allow_hosts[0] if _is_every_address(self.host) else in_address(self.host)

    @property
    def local_name(self) -> str:
        """How the browser of this machine calls it."""
        return LOOPBACK[0] if _is_every_address(self.host) else in_address(self.host)


def in_address(host: str) -> str:
    """``host`` as it stands in an address.

    >>> in_address("::1"), in_address("127.0.0.1")
    ('[::1]', '127.0.0.1')
    """
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_every_address(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return host == ""


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"--allow-host {name!r} is no host name: give the name alone, without http://, port or path, "
            "for example reports.example.gov.tw."
        )


def _check_passwords(access: Access) -> None:
    if access.adding_password is None:
        return
    if not access.adding:
        raise SettingsError("Nobody can add anything with --no-adding: leave it out, or --adding-password-file.")
    if access.adding_password == access.password:
        raise SettingsError(
            "Both passwords are the same, so that whoever may read could add: choose another one for "
            "--adding-password-file, or leave it out."
        )


THIS_MACHINE: Final = Access()
"""Everybody on this machine may do everything, and nobody else anything."""
