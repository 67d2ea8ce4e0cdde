"""Who is logged in: a signed token in the visitor's browser, and nothing kept on the server."""

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Final

from itsdangerous import BadSignature, TimestampSigner

from assistant.web.doors.visitor import Role

SESSION_COOKIE: Final = "tripreport_session"
SESSION_SECONDS: Final = 12 * 3600


class Sessions:
    """Tokens that say what their bearer may do, each role's signed with a key of its own."""

    def __init__(self, keys: Mapping[Role, bytes], now: Callable[[], float] = time.time) -> None:
        self._signers = {role: _Signer(key, now) for role, key in keys.items()}

    def token(self, role: Role) -> str:
        """A token for whoever has just given the password of ``role``."""
        return self._signers[role].sign(role.name).decode("ascii")

    def role_of(self, token: str) -> Role | None:
        """What the bearer of ``token`` may do; None where it is not ours, too old, or of another password."""
        return next((role for role, signer in self._signers.items() if signer.signed(role.name, token)), None)


class _Signer(TimestampSigner):
    def __init__(self, key: bytes, now: Callable[[], float]) -> None:
        super().__init__(key, salt="tripreport session", key_derivation="hmac", digest_method=hashlib.sha256)
        self._now = now

    def get_timestamp(self) -> int:
        """The time that goes into a token, and that its age is counted from."""
        return int(self._now())

    def signed(self, name: str, token: str) -> bool:
        """Whether ``token`` is ``name``, signed here and not too long ago."""
        try:
            return self.unsign(token, max_age=SESSION_SECONDS) == name.encode()
        except BadSignature:
            return False
