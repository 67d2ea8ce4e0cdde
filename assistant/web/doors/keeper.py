"""Who is let in: the passwords, the sessions and the count of wrong tries in one hand."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.web.doors.access import Access
from assistant.web.doors.password import Passwords, salt_in
from assistant.web.doors.sessions import Sessions
from assistant.web.doors.tokens import Tokens
from assistant.web.doors.tries import Tries, counted_as
from assistant.web.doors.visitor import Role, Visitor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a password: a ``token`` for the right one, seconds to ``wait`` after too many wrong ones;
    ``missing``: there was none."""

    token: str | None = None
    wait: float = 0.0
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of an API token: the ``visitor`` who shows it, None where it opens nothing; ``over``: it did once;
    after too many wrong ones seconds to ``wait``."""

    visitor: Visitor | None = None
    over: bool = False
    wait: float = 0.0


class Keeper:
    """Knows what each session and each API token opens, and gives a session for a password."""

    def __init__(
        self,
        passwords: Passwords,
        sessions: Sessions | None = None,
        tries: Tries | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        self._passwords, self._tokens = passwords, tokens
        self._sessions = sessions or Sessions(passwords.keys())
        self._tries = tries or Tries()
        # One thread, so that a password is checked and counted before the next one is looked at: a thousand at once
        # are five, then 995 that wait. It also bounds what the slow hashes take of memory.
        self._thread = ThreadPoolExecutor(1, "log-in")

    def visitor(self, token: str | None) -> Visitor:
        """Who bears ``token``, which is a session's."""
        role = self._sessions.role_of(token) if token else None
        return Visitor(self._passwords.free if role is None else role, logged_in=role is not None)

    async def try_password(self, address: str, guess: str) -> Tried:
        """See what ``guess``, which comes from ``address``, opens."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._try, address, guess)

    def _try(self, address: str, guess: str) -> Tried:
        if wait := self._tries.wait(address):
            return Tried(wait=wait)
        role = self._passwords.role_of(guess)
        if role is None:
            self._tries.count(address)
            log.warning("a wrong password from %s", counted_as(address))
            return Tried()
        if role is Role.ADD:  # else a reader who guesses at the other password starts afresh with every log-in
            self._tries.forget(address)
        return Tried(self._sessions.token(role))

    async def try_token(self, address: str, said: str) -> Shown:
        """See what the API token ``said``, which comes from ``address``, opens."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look_up, address, said)

    def _look_up(self, address: str, said: str) -> Shown:
        token = self._tokens.find(said) if self._tokens else None
        if self._tokens and token and not token.over(self._tokens.now()):
            # even where the address has to wait: nobody guesses a right one
            self._tokens.note_use(token)
            return Shown(Visitor(max(token.role, self._passwords.free), logged_in=True))
        if token:
            return Shown(over=True)
        if wait := self._tries.wait(address):
            return Shown(wait=wait)
        self._tries.count(address)
        log.warning("a wrong API token from %s", counted_as(address))
        return Shown()


def keeper_for(access: Access, folder: Path) -> Keeper | None:
    """The keeper of a page with passwords; None for one without. ``folder`` keeps what outlives a restart."""
    if not access.is_guarded:
        return None
    tokens = Tokens(access.tokens) if access.tokens is not None else None
    return Keeper(Passwords(access, salt_in(folder)), tokens=tokens)
