"""Who is let in: the passwords, the sessions and the count of wrong tries in one hand."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.web.doors.access import Access
from assistant.web.doors.password import Passwords, salt_in
from assistant.web.doors.sessions import Sessions
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


class Keeper:
    """Knows what each token opens, and gives one for a password."""

    def __init__(self, passwords: Passwords, sessions: Sessions | None = None, tries: Tries | None = None) -> None:
        self._passwords = passwords
        self._sessions = sessions or Sessions(passwords.keys())
        self._tries = tries or Tries()
        # One thread, so that a password is checked and counted before the next one is looked at: a thousand at once
        # are five, then 995 that wait. It also bounds what the slow hashes take of memory.
        self._thread = ThreadPoolExecutor(1, "log-in")

    def visitor(self, token: str | None) -> Visitor:
        """Who bears ``token``."""
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


def keeper_for(access: Access, folder: Path) -> Keeper | None:
    """The keeper of a page with passwords; None for one without. ``folder`` keeps what outlives a restart."""
    return Keeper(Passwords(access, salt_in(folder))) if access.is_guarded else None
