"""Which reports a question is about, by what their forms say: decided before anything is searched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.agencies import asked_for
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
class Said:
    """What a form says of all that one filters by: ``countries`` are codes, ``places`` what is printed of them.

    Of each, everything that cover and form print, also where they disagree; ``years`` are western years.
    """

    agencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()

    @classmethod
    def by(cls, front: FrontMatter) -> "Said":
        """What ``front`` says."""
        agencies = [*_printed(front, _AGENCIES), *(t.agency for t in front.travellers if t.agency)]
        places = _printed(front, ("country",))
        codes = [d.country for d in front.destinations if d.country] + [c for text in places for c in _codes_in(text)]
        return cls(
            _each_once(map(_on_one_line, agencies)),
            _each_once(codes),
            _each_once(map(_on_one_line, places)),
            years_of(front),
            _each_once(map(_on_one_line, _printed(front, ("category",)))),
        )


@dataclass(frozen=True, slots=True)
class Filters:
    """Every one that is given must hold. ``reports`` are ids; ``year`` is a western year of the trip; an ``agency`` is
    also what it was called before, with «=» in front only what is printed just so: see
    :func:`corpus.agencies.asked_for`."""

    reports: tuple[str, ...] | None = None
    agency: str | None = None
    country: str | None = None
    year: int | None = None
    category: str | None = None

    def __bool__(self) -> bool:
        return bool(self.reports is not None or self.agency or self.country or self.year or self.category)

    def admits(self, summary: ReportSummary) -> bool:
        """Whether a report is one that is asked for."""
        return (self.reports is None or summary.id in self.reports) and self.meets(Said.by(summary.front))

    def meets(self, said: Said) -> bool:
        """Whether a form that says this is one that is asked for; ``reports`` does not count here."""
        return (
            (not self.agency or any(asked_for(self.agency, printed) for printed in said.agencies))
            and (not self.country or _to_country(said, self.country))
            and (not self.year or self.year in said.years)
            and (not self.category or _of_category(said, self.category))
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


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


@lru_cache(maxsize=4096)
def _codes_in(printed: str) -> tuple[str, ...]:
    """The same forms are looked at by every question."""
    return tuple(code for code, _, _ in countries_in(printed))


def _names(asked: str, printed: Iterable[str]) -> bool:
    wanted = fold(_on_one_line(asked))
    return any(wanted in fold(text) for text in printed)


def _to_country(said: Said, asked: str) -> bool:
    code = asked.upper() if len(asked) == 2 and asked.isascii() else country_code(asked)
    # a code is no word to look for: «us» stands in «Brussels»
    return code in said.countries if code else _names(asked, said.places)


def _of_category(said: Said, asked: str) -> bool:
    wanted = category_of(asked)
    return _names(asked, said.categories) or bool(wanted and wanted in map(category_of, said.categories))
