"""What an address of /prior asks for: a travel plan, field by field as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.prior import Plan
from assistant.prior.types import MOST_YEARS, YEARS

PRIOR: Final = "/prior"
MAX_PURPOSE: Final = 2_000
_LONGEST: Final = 100


class NoDay(ValueError):
    """A day that is none; ``args[0]`` is what was typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields of the form. ``sent``: whether it was."""

    purpose: str = ""
    country: str = ""
    agency: str = ""
    start: str = ""
    end: str = ""
    years: int = YEARS
    sent: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read from the query; a number of years that is none is the usual one."""
        said = query.get("years", "")
        years = int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else YEARS
        short = {key: query.get(key, "").strip()[:_LONGEST] for key in ("country", "agency", "from", "to")}
        return cls(
            query.get("purpose", "").strip()[:MAX_PURPOSE], short["country"], short["agency"], short["from"],
            short["to"], min(max(years, 1), MOST_YEARS), "purpose" in query,
        )  # fmt: skip

    @property
    def plan(self) -> Plan:
        """The plan; NoDay where a day is none."""
        return Plan(self.purpose, self.country, self.agency, _day(self.start), _day(self.end), self.years)


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise NoDay(said) from error
