"""Taiwan's agencies by every name that they had: 環保署 became 環境部. A list of our own, in ``data/agencies.tsv``.

Reports print the name of their day. Whoever asks for an agency by its present name means the reports of its earlier
names too; whoever asks for a name that is no more means the reports that print it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from corpus.fold import fold
from corpus.types import Expansion

EXACTLY: Final = "="
"""Before a name that is asked for: only reports that print just this."""
EARLIER: Final = "its name until "
"""How the source of an earlier name begins; the month follows."""
_ALONE: Final = "="
"""In the list, before a name that counts only where it is all that is said: a city has a 主計處 too."""
_SHORTEST_ABBREVIATION: Final = 4
"""Letters; shorter ones (EPA, NDC) are other bodies' as well, and stand for ours only where an agency is asked for."""
_PARTED: Final = re.compile(r"[、，,;；/／\s（）()]+")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency under one of its names. ``since`` and ``until`` are ISO dates, None where the list has none; ``into``
    are the names it has become, the main one first; ``short`` and ``english`` other ways to write this name, of which
    those in ``alone`` count only where nothing else is said."""

    name: str
    since: str | None
    until: str | None
    into: tuple[str, ...]
    short: tuple[str, ...]
    english: tuple[str, ...]
    alone: frozenset[str] = frozenset()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to write the name, the full one first."""
        return (self.name, *self.short, *self.english)

    @property
    def forms_in_text(self) -> tuple[str, ...]:
        """The ways that stand for it wherever they are written."""
        return tuple(f for f in self.forms if f not in self.alone and not _is_too_short(f))


def agency_named(said: str) -> Agency | None:
    """The agency that ``said`` is a name of, in Chinese of either script or English; None where the list has none.

    >>> [agency_named(said).name for said in ("环保署", "MOENV", "台北縣政府")]
    ['行政院環境保護署', '環境部', '臺北縣政府']
    """
    return _by_form().get(_key(said))


def earlier_names(agency: Agency) -> tuple[Agency, ...]:
    """The agency's earlier names, and those of the agencies that it was made of, the latest first.

    >>> [earlier.name for earlier in earlier_names(agency_named("國科會"))]
    ['科技部', '行政院國家科學委員會']
    """
    found: dict[str, Agency] = {}
    layer = [agency]
    while layer:
        layer = [a for one in layer for a in _before().get(one.name, ()) if a.name not in found]
        found |= {a.name: a for a in layer}
    return tuple(sorted(found.values(), key=lambda a: (a.until or "", a.name), reverse=True))


def present(agency: Agency) -> Agency:
    """What the agency is called today: of several that it became, the main one.

    >>> present(agency_named("營建署")).name
    '內政部國土管理署'
    """
    while agency.into:
        agency = _agencies()[agency.into[0]]
    return agency


@lru_cache(maxsize=16384)  # the same few agencies are printed by thousands of reports
def agency_in(printed: str) -> Agency | None:
    """The agency that a printed name begins with or holds, as 環境部綜合規劃司 is 環境部; None where it is unknown.

    >>> agency_in("行政院環境保護署空氣品質保護處").name, agency_in("臺北市政府環境保護局")
    ('行政院環境保護署', None)
    """
    whole = agency_named(printed)
    if whole:
        return whole
    folded = _key(printed)
    inside = [a for key, a in _full_names().items() if key in folded]
    starts = [a for part in _PARTED.split(folded) for key, a in _openings().items() if part.startswith(key)]
    return max([*inside, *starts], key=lambda a: (len(a.name), a.name), default=None)


@lru_cache(maxsize=16384)
def present_name(printed: str) -> str:
    """How an agency that a report prints is called today; as printed where the list does not have it.

    >>> present_name("行政院農業委員會林務局"), present_name("某某大學")
    ('農業部林業及自然保育署', '某某大學')
    """
    found = agency_in(printed)
    return present(found).name if found else " ".join(printed.split())


@lru_cache(maxsize=65536)
def asked_for(asked: str, printed: str) -> bool:
    """Whether a report that prints ``printed`` is one of the agency that is ``asked`` for.

    It is where it prints those words, or the agency they name under any of its earlier names, or a part of it; with
    EXACTLY before the name only where it prints just that.

    >>> asked_for("環境部", "行政院環境保護署"), asked_for("=環境部", "行政院環境保護署"), asked_for("環保署", "環境部")
    (True, False, False)
    """
    wanted, said = _key(asked), _key(printed)
    if asked.startswith(EXACTLY):
        return said == _key(asked.removeprefix(EXACTLY))
    if wanted in said:
        return True
    return any(_prints(said, name) for name in _names_asked(asked))


def says_more(asked: str) -> tuple[Agency, ...]:
    """The earlier names under which reports are admitted as well, where ``asked`` names an agency that has some."""
    found = None if asked.startswith(EXACTLY) else agency_named(asked)
    return earlier_names(found) if found else ()


def agency_expansions(asked: str | None) -> tuple[Expansion, ...]:
    """The same, as an answer tells it: one for each earlier name.

    >>> [(e.also, e.source) for e in agency_expansions("環境部")]
    [(('行政院環境保護署',), 'its name until 2023-08')]
    """
    return tuple(
        Expansion(asked, (earlier.name,), f"{EARLIER}{earlier.until[:7]}" if earlier.until else "an earlier name")
        for earlier in (says_more(asked) if asked else ())
        if asked
    )


def is_now(asked: str) -> Agency | None:
    """What the agency is called today that is asked for by a name that is no more."""
    found = agency_named(asked.removeprefix(EXACTLY))
    return present(found) if found and found.into else None


def agencies() -> tuple[Agency, ...]:
    """All names of the list, in its order."""
    return tuple(_agencies().values())


@lru_cache(maxsize=256)
def _names_asked(asked: str) -> tuple[Agency, ...]:
    found = agency_named(asked)
    return (found, *earlier_names(found)) if found else ()


def _prints(said: str, agency: Agency) -> bool:
    """Whether a folded printed name is the agency's or begins with it: its full name, or another that opens it."""
    if _folded()[agency.name] in said:
        return True
    parts, folded = [said, *_PARTED.split(said)], _folded()
    keys = [folded[form] for form in _short_forms(agency)]
    return any(part.startswith(key) for part in parts for key in keys) or said in (folded[f] for f in agency.alone)


def _short_forms(agency: Agency) -> tuple[str, ...]:
    return tuple(f for f in agency.short if f not in agency.alone)


def _is_too_short(form: str) -> bool:
    return form.isascii() and form.isalpha() and len(form) < _SHORTEST_ABBREVIATION


def _key(name: str) -> str:
    return _spaced(fold(name))


def _spaced(folded: str) -> str:
    return " ".join(folded.split())


@cache
def _agencies() -> dict[str, Agency]:
    text = resources.files("corpus").joinpath("data/agencies.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {agency.name: agency for agency in map(_agency, rows)}


def _agency(row: list[str]) -> Agency:
    name, since, until, into, short, english = row
    others = [*short.split(), *filter(None, english.split("|"))]
    alone = frozenset(other.removeprefix(_ALONE) for other in others if other.startswith(_ALONE))
    plain = [tuple(o.removeprefix(_ALONE) for o in part) for part in (short.split(), filter(None, english.split("|")))]
    return Agency(name, since or None, until or None, tuple(into.split()), plain[0], plain[1], alone)


@cache
def _by_form() -> dict[str, Agency]:
    """Every folded form; of a form that two names share, the later name is meant."""
    found: dict[str, Agency] = {}
    for agency in _agencies().values():
        for key in (_folded()[form] for form in agency.forms):
            held = found.get(key)
            if held is None or (held.until or "9") < (agency.until or "9"):
                found[key] = agency
    return found


@cache
def _folded() -> dict[str, str]:
    """Every form of the list and its key; folded at once, for a call for each takes ten times as long."""
    forms = [form for agency in _agencies().values() for form in agency.forms]
    return dict(zip(forms, map(_spaced, fold("\n".join(forms)).split("\n")), strict=True))


@cache
def _full_names() -> dict[str, Agency]:
    return {_folded()[agency.name]: agency for agency in _agencies().values()}


@cache
def _openings() -> dict[str, Agency]:
    return {_folded()[form]: agency for agency in _agencies().values() for form in _short_forms(agency)}


def folded_forms() -> dict[str, tuple[Agency, str]]:
    """Every folded form that stands for an agency wherever it is written: the agency, and the form as it is listed."""
    return {_folded()[form]: (agency, form) for agency in _agencies().values() for form in agency.forms_in_text}


@cache
def _before() -> dict[str, tuple[Agency, ...]]:
    """Each name, and those that became it."""
    found: dict[str, tuple[Agency, ...]] = {}
    for agency, after in _steps():
        found[after] = (*found.get(after, ()), agency)
    return found


def _steps() -> Iterator[tuple[Agency, str]]:
    return ((agency, after) for agency in _agencies().values() for after in agency.into)
