"""Wrong passwords: how many there were of late, and how long nobody may try again."""

import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

FROM_ONE: Final = 5
FROM_ALL: Final = 100
"""So that many addresses together cannot guess without end either."""
WINDOW_SECONDS: Final = 15 * 60


class Tries:
    """The wrong passwords of the last quarter of an hour. Never more than ``FROM_ALL``: then nobody may try."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: deque[tuple[float, str]] = deque()

    def wait(self, address: str) -> float:
        """For how many seconds ``address`` may not try a password; 0 where it may."""
        now = self._now()
        while self._wrong and self._wrong[0][0] <= now - WINDOW_SECONDS:
            self._wrong.popleft()
        own = [when for when, who in self._wrong if who == counted_as(address)]
        too_many = [whens[0] for whens, most in ((own, FROM_ONE), (self._whens(), FROM_ALL)) if len(whens) >= most]
        return max((when + WINDOW_SECONDS - now for when in too_many), default=0.0)

    def count(self, address: str) -> None:
        """``address`` gave a wrong password, which it was allowed to try."""
        self._wrong.append((self._now(), counted_as(address)))

    def forget(self, address: str) -> None:
        """``address`` knows the password: what it mistyped before counts no longer."""
        self._wrong = deque((when, who) for when, who in self._wrong if who != counted_as(address))

    def _whens(self) -> list[float]:
        return [when for when, _ in self._wrong]


def counted_as(address: str) -> str:
    """Under which name the tries of ``address`` are counted: who has one IPv6 address has a whole /64 of them.

    >>> counted_as("2001:db8::1") == counted_as("2001:db8::2"), counted_as("::ffff:192.0.2.1")
    (True, '192.0.2.1')
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "elsewhere"
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Network((int(ip), 64), strict=False))
