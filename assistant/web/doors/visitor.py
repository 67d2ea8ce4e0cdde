"""What a visitor may do, and what each address asks for."""

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final
from urllib.parse import urlencode

LOG_IN: Final = "/login"
LOG_OUT: Final = "/logout"


class Role(IntEnum):
    """What somebody may do; each role may also do what those before it may."""

    NOBODY = 0
    READ = 1
    ADD = 2  # add, replace and remove reports


# What opens a door must fit to the letter; what shuts one fits too much rather than too little, for a server may
# take «/add» followed by a line break for «/add». Whatever is not named here is reading.
RULES: Final = (
    (re.compile(r"/(login|logout|sitemap)\Z|/page/[^/]+\Z"), Role.NOBODY),
    (re.compile(r"/add\b", re.IGNORECASE), Role.ADD),
    (re.compile(r"/glossary/edit\b", re.IGNORECASE), Role.ADD),
    (re.compile(r"/reports/.*/(replace|remove)\b", re.IGNORECASE | re.DOTALL), Role.ADD),
    (re.compile(r"/recommendations/.*/mark\b", re.IGNORECASE | re.DOTALL), Role.ADD),
    (re.compile(r"/api/v1/jobs\b", re.IGNORECASE), Role.ADD),
)
"""Which address asks for which role: the first that fits, whatever the method."""
_API: Final = re.compile(r"/api\b", re.IGNORECASE)
_ASKED_WITH_A_BODY: Final = re.compile(r"/api/v1/(answers|comparisons|quote-checks|prior-trips|bundles)\Z")
_LOOKS: Final = ("GET", "HEAD", "OPTIONS")


def needed(path: str, method: str = "GET") -> Role:
    """The role that the address ``path`` asks for. Programs change things by the method: there, whatever is not known
    to be a question is a change.

    >>> needed("/login").name, needed("/reports/gartner-2022").name, needed("/reports/gartner-2022/remove").name
    ('NOBODY', 'READ', 'ADD')
    >>> needed("/api/v1/reports/gartner-2022").name, needed("/api/v1/reports/gartner-2022", "DELETE").name
    ('READ', 'ADD')
    """
    for rule, role in RULES:
        if rule.match(path):
            return role
    changes = _API.match(path) and method not in _LOOKS and not _ASKED_WITH_A_BODY.match(path)
    return Role.ADD if changes else Role.READ


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who calls. Where there is no password at all, everybody may do everything and nobody is logged in."""

    role: Role = Role.ADD
    logged_in: bool = False

    @property
    def could_do_more(self) -> bool:
        """Whether there is a password that would open more to them."""
        return self.role < Role.ADD


ANYBODY: Final = Visitor()
"""Whoever calls a page that has no password."""


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """Who makes this request, as the gate has found out."""
    found = scope.get("state", {}).get("visitor")
    return found if isinstance(found, Visitor) else ANYBODY


def log_in_for(address: str) -> str:
    """The address of the log-in that leads back to ``address``."""
    return LOG_IN if address == "/" else f"{LOG_IN}?{urlencode({'next': address})}"


def set_visitor(scope: MutableMapping[str, Any], visitor: Visitor) -> None:
    """Let whatever answers this request know who makes it."""
    scope["state"] = {**scope.get("state", {}), "visitor": visitor}
