"""The parts of the page by their names: what an event reads and fills."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Screen:
    """Every part that a view fills. ``scope`` is the filters as a query string, ``found`` and ``spot`` the visitor's
    state; ``lang`` and ``scope`` are boxes that nobody sees."""

    head: Any
    question: Any
    report: Any
    scope: Any
    ask: Any
    results: Any
    source: Any
    lang: Any
    found: Any
    spot: Any

    @property
    def outputs(self) -> list[Any]:
        """All of them, in the order of ``render``."""
        return [getattr(self, name) for name in self.__slots__]


@dataclass(frozen=True, slots=True)
class Adding:
    """The parts of the panel for adding reports; ``followed`` is what the visitor's page knows of its batch."""

    frame: Any
    batch: Any
    followed: Any
    timer: Any
