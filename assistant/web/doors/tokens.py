"""API tokens: made and taken back on the command line, kept as hashes in a small file of the library's folder.

The file is SQLite: while one process makes or revokes a token another one notes which were used, and a transaction
loses neither. A token is 256 random bits, which nobody guesses, so that its SHA-256 is kept and no slow hash.
"""

import hashlib
import hmac
import logging
import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from assistant.web.doors.visitor import Role
from corpus.errors import LibraryError, SettingsError, UserError

log = logging.getLogger(__name__)

FILE_NAME: Final = "tokens.sqlite"
BEGIN: Final = "trt_"
"""What every token begins with, so that one that was left lying about is known for what it is."""
MOST_DAYS: Final = 3650
_BYTES: Final = 32
_NOTED_EVERY: Final = timedelta(minutes=1)
"""A token that is used a hundred times a second is written down once a minute."""
_PATIENCE_SECONDS: Final = 5
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TABLE: Final = """CREATE TABLE IF NOT EXISTS token (
  name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, role TEXT NOT NULL CHECK (role IN ('READ', 'ADD')),
  created TEXT NOT NULL, expires TEXT, used TEXT
) STRICT"""


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token, which is not the token. Without ``expires`` it holds until it is revoked."""

    name: str
    role: Role
    created: datetime
    expires: datetime | None
    used: datetime | None

    def over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.expires is not None and now >= self.expires


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Tokens:
    """The tokens of one library. Nothing is kept in memory: what another process changes counts from then on."""

    def __init__(self, file: Path, now: Callable[[], datetime] = _now) -> None:
        self._file, self.now = file, now

    def add(self, name: str, role: Role, days: int | None = None) -> str:
        """A new token, which is said here and never again; it ends after ``days``.

        SettingsError where ``name`` is none; UserError where there is such a token.
        """
        if not _NAME.fullmatch(name):
            raise SettingsError(
                f"{name!r} is no name for a token: at most 64 letters, digits, dots, dashes, as in zotero."
            )
        token, now = BEGIN + secrets.token_urlsafe(_BYTES), self.now()
        expires = None if days is None else (now + timedelta(days=days)).isoformat()
        self._make_file()
        with self._open() as db:
            try:
                db.execute(
                    "INSERT INTO token VALUES (?, ?, ?, ?, ?, NULL)",
                    (name, _hash(token), role.name, now.isoformat(), expires),
                )
            except sqlite3.IntegrityError as error:
                raise UserError(
                    f"There is a token {name!r}: choose another name, or `tripreport token revoke {name}` first."
                ) from error
        return token

    def all(self) -> list[Token]:
        """Every token, by name."""
        return [token for token, _ in self._rows()]

    def revoke(self, name: str) -> None:
        """From now on the token opens nothing; UserError where there is none of that name."""
        if self._file.exists():
            with self._open() as db:
                if db.execute("DELETE FROM token WHERE name = ?", (name,)).rowcount:
                    return
        raise UserError(f"There is no token {name!r}: `tripreport token list` names them.")

    def find(self, said: str) -> Token | None:
        """The token that ``said`` is, also where it is over; None where it is none."""
        hashed = _hash(said)
        # every row is compared: how long that takes says nothing of any of them
        found = [token for token, kept in self._rows() if hmac.compare_digest(kept, hashed)]
        return found[0] if found else None

    def note_use(self, token: Token) -> None:
        """Write down that ``token`` has just been used."""
        now = self.now()
        if token.used is not None and now - token.used < _NOTED_EVERY:
            return
        try:
            with self._open() as db:
                db.execute("UPDATE token SET used = ? WHERE name = ?", (now.isoformat(), token.name))
        except LibraryError as error:  # who may read is not kept out by a disk that is full
            log.warning("it could not be written down that token %s was used: %s", token.name, error)

    def _rows(self) -> list[tuple[Token, bytes]]:
        if not self._file.exists():
            return []
        with self._open() as db:
            rows = db.execute("SELECT name, hash, role, created, expires, used FROM token ORDER BY name").fetchall()
        return [(_token(name, role, *times), kept) for name, kept, role, *times in rows]

    def _make_file(self) -> None:
        """For its owner alone, before anything is in it; what SQLite puts beside it has the same rights."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._file, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise LibraryError(f"{self._file} cannot be written ({error.strerror}): is the folder writable?") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE_SECONDS)) as db, db:
                db.execute(_TABLE)
                yield db
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise LibraryError(
                f"The tokens in {self._file} cannot be read or written ({error}). If the file is damaged, delete it "
                "and make new tokens: nothing else is lost."
            ) from error


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _token(name: str, role: str, created: str, expires: str | None, used: str | None) -> Token:
    return Token(name, Role[role], datetime.fromisoformat(created), *map(_time, (expires, used)))


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def tokens_in(library: Path) -> Tokens:
    """The tokens of the library in a folder."""
    return Tokens(library / FILE_NAME)


def token_json(token: Token) -> dict[str, str | None]:
    """What ``tripreport token list --json`` says of a token."""
    times = {"created": token.created, "used": token.used, "expires": token.expires}
    return {
        "name": token.name, "role": token.role.name.lower(),
        **{key: time.isoformat() if time else None for key, time in times.items()},
    }  # fmt: skip
