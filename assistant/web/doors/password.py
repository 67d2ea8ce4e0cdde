"""Passwords: read from a file, kept as slow hashes, and compared so that the time taken tells nothing."""

import hashlib
import hmac
import os
import secrets
import shlex
import unicodedata
from pathlib import Path
from typing import Final

from assistant.web.doors.access import Access
from assistant.web.doors.visitor import Role
from corpus.errors import SettingsError

SHORTEST: Final = 12
COST: Final = 2**15
"""scrypt's n: with it a guess takes 32 MiB and about a tenth of a second."""
_BLOCK: Final = 8
_LONGEST: Final = 1024
_OTHERS: Final = 0o007
_SALT_BYTES: Final = 32


def read_password(file: Path) -> str:
    """The first line of ``file``. SettingsError where it is no good password, or others could have read it."""
    try:
        with file.open("rb") as opened:
            mode, line = os.fstat(opened.fileno()).st_mode, opened.readline(_LONGEST + 3)
    except OSError as error:
        raise SettingsError(
            f"The password file {file} cannot be read ({error.strerror}): write the password into its first line."
        ) from error
    if os.name == "posix" and mode & _OTHERS:
        raise SettingsError(
            f"Everybody on this machine can open the password file: run chmod 600 {shlex.quote(str(file))}"
        )
    return _checked(line.rstrip(b"\r\n"), file)


def _checked(line: bytes, file: Path) -> str:
    try:
        password = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"The password file {file} is not UTF-8: save it as UTF-8.") from error
    if len(line) > _LONGEST:
        raise SettingsError(f"The password in {file} is too long: at most {_LONGEST} bytes.")
    if len(password) < SHORTEST:
        found = f"has only {len(password)} characters" if password else "is empty"
        raise SettingsError(f"The first line of {file} {found}: a password has at least {SHORTEST}.")
    return password


def salt_in(folder: Path) -> bytes:
    """The salt of this library's passwords; made once, so that who is logged in stays so when the server restarts."""
    file = folder / "doors.salt"
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        salt = file.read_bytes()
    else:
        salt = secrets.token_bytes(_SALT_BYTES)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(salt)
    if len(salt) != _SALT_BYTES:
        raise SettingsError(f"{file} is damaged: delete it. Everybody has to log in again, and nothing else is lost.")
    return salt


class Passwords:
    """The passwords of one page, of which only hashes are kept, and what each of them opens."""

    def __init__(self, access: Access, salt: bytes, cost: int = COST) -> None:
        self._salt, self._cost = salt, cost
        given = {Role.READ: access.password, Role.ADD: access.adding_password}
        if access.adding_password is None:  # then one password opens everything
            given = {Role.ADD: access.password}
        self._hashes = {role: self._hash(password) for role, password in given.items() if password is not None}
        self.free = Role.READ if access.password is None else Role.NOBODY
        """What may be done without a log-in."""

    def role_of(self, guess: str) -> Role | None:
        """What ``guess`` opens; None where it is no password. Takes its time: not for the event loop."""
        tried = self._hash(guess)
        opened = [role for role, kept in self._hashes.items() if hmac.compare_digest(tried, kept)]
        return max(opened, default=None)

    def keys(self) -> dict[Role, bytes]:
        """For each role a key to sign its sessions with: another password gives another key."""
        return {role: hmac.digest(kept, b"session", "sha256") for role, kept in self._hashes.items()}

    def _hash(self, password: str) -> bytes:
        # keyboards differ in how they compose a letter with its accent
        known = unicodedata.normalize("NFC", password).encode()
        return hashlib.scrypt(known, salt=self._salt, n=self._cost, r=_BLOCK, p=1, maxmem=256 * _BLOCK * self._cost)
