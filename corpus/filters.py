"""Which reports a question is about, by what their forms say: decided before anything is searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.categories import category_of
from corpus.countries import countries_in, country_code
from corpus.dates import ROC_OFFSET
from corpus.errors import SettingsError
from corpus.fold import fold
from corpus.types import FrontMatter, ReportSummary

_ROC_YEARS: Final = range(1, 200)
_AGENCIES: Final = ("agency", "planner")
_TRIP: Final = ("period_start", "period_end")


@dataclass(frozen=True, slots=True)
class Filters:
    """Every one that is given must hold. ``reports`` are ids; ``years`` western years of the trip."""

    reports: tuple[str, ...] | None = None
    agency: str | None = None
    country: str | None = None
    year: int | None = None
    category: str | None = None

    def __bool__(self) -> bool:
        return bool(self.reports is not None or self.agency or self.country or self.year or self.category)

    def admits(self, summary: ReportSummary) -> bool:
        """Whether a report is one that is asked for."""
        front = summary.front
        return (
            (self.reports is None or summary.id in self.reports)
            and (not self.agency or _by_agency(front, self.agency))
            and (not self.country or _to_country(front, self.country))
            and (not self.year or self.year in years_of(front))
            and (not self.category or _of_category(front, self.category))
        )


def year_from(said: str) -> int:
    """A western year, of «2022», «111», «民國111年»; SettingsError where it is none.

    >>> year_from("111"), year_from("2022")
    (2022, 2022)
    """
    digits = fold(said).removeprefix("民国").removesuffix("年").strip()
    if not digits.isdecimal() or not (int(digits) in _ROC_YEARS or 1900 <= int(digits) < 2200):
        raise SettingsError(f"{said!r} is no year: give one like 2022 or 111 (民國).")
    return int(digits) + ROC_OFFSET if int(digits) in _ROC_YEARS else int(digits)


def years_of(front: FrontMatter) -> tuple[int, ...]:
    """The years of the trip; where the form does not say when it was, that of the report's date."""
    days = [front.iso[key] for key in _TRIP if key in front.iso] or [d for d in [front.iso.get("date")] if d]
    return tuple(sorted({int(day[:4]) for day in days}))


def _printed(front: FrontMatter, keys: Sequence[str]) -> list[str]:
    """What cover and form print of any of ``keys``, both where they disagree."""
    values = [value for key in keys if (value := front.value(key))]
    return values + [field.value for c in front.conflicts if c.key in keys for field in (c.cover, c.form)]


def _by_agency(front: FrontMatter, asked: str) -> bool:
    agencies = _printed(front, _AGENCIES) + [t.agency for t in front.travellers if t.agency]
    return any(fold(asked) in fold(agency) for agency in agencies)


def _to_country(front: FrontMatter, asked: str) -> bool:
    code = asked.upper() if len(asked) == 2 and asked.isascii() else country_code(asked)
    codes = {d.country for d in front.destinations if d.country}
    printed = _printed(front, ("country",))
    if code and (code in codes or any(code == found for text in printed for found, _, _ in countries_in(text))):
        return True
    return any(fold(asked) in fold(text) for text in printed)


def _of_category(front: FrontMatter, asked: str) -> bool:
    wanted = category_of(asked)
    for printed in _printed(front, ("category",)):
        if fold(asked) in fold(printed) or (wanted and wanted == category_of(printed)):
            return True
    return False
