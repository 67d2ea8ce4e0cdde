"""The reports by year, country and agency, as pictures: lists of links whose bars a style sheet draws."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from assistant.locales import Words
from assistant.web.browse.labels import FACETS, label, named
from assistant.web.browse.listing import Choice, Listing, Tally
from assistant.web.browse.wanted import Facet, Wanted
from assistant.web.browse.when import short_year
from assistant.web.html.markup import esc

BARS: Final = 8
"""Countries or agencies that are drawn; the rest is one number."""
COLUMNS: Final = 8
"""Years that are drawn, the latest."""


def render_pictures(listing: Listing, t: Words) -> str:
    """The three pictures; each bar sets its filter, and takes it off where it is on."""
    wanted, tallies = listing.wanted, listing.tallies
    years = _columns(tallies[Facet.YEAR], wanted, t)
    bars = (_bars(tallies[facet], wanted, t) for facet in (Facet.COUNTRY, Facet.AGENCY))
    titles = ("browse.by_year", "browse.by_country", "browse.by_agency")
    pictures = "".join(_picture(t(title), inner) for title, inner in zip(titles, (years, *bars), strict=True))
    return (
        f'<section class="pictures only-if-asked" id="pictures" tabindex="-1" aria-label="{esc(t("browse.pictures"))}">'
        f'{pictures}<p class="to-list"><a href="#list">{esc(t("browse.to_list"))}</a></p></section>'
    )


def _picture(title: str, inner: str) -> str:
    return f'<div class="picture"><h2>{esc(title)}</h2>{inner}</div>'


def _columns(tally: Tally, wanted: Wanted, t: Words) -> str:
    """A column a year from the earliest; where years are left out between two, a gap says so."""
    shown = _drawn(tally, COLUMNS)
    most = max((choice.count for choice in shown), default=0)
    columns = "".join(
        f"<li{gap}>{_column(choice, tally.facet, most, wanted, t)}</li>" for gap, choice in _gaps(shown[::-1])
    )
    rest = _rest(tally, "browse.earlier", tally.beyond(shown), wanted, t)
    return f'<ol class="columns">{columns}</ol>{rest}' if columns else _nothing(t)


def _drawn(tally: Tally, most: int) -> tuple[Choice, ...]:
    """The first ones; the one that is on is always among them."""
    chosen = tuple(choice for choice in tally.stated[most:] if choice.chosen)
    return tally.stated[: most - len(chosen)] + chosen


def _gaps(choices: tuple[Choice, ...]) -> Iterator[tuple[str, Choice]]:
    if choices:
        yield "", choices[0]
    for before, choice in pairwise(choices):
        yield ("" if int(choice.value) == int(before.value) + 1 else ' class="after-a-gap"'), choice


def _column(choice: Choice, facet: Facet, most: int, wanted: Wanted, t: Words) -> str:
    bar = f'<span class="bar" style="--share:{_share(choice.count, most)}"></span>'
    inner = (
        f'<span class="unseen">{esc(label(facet, choice.value, t))}</span> <span class="count">{choice.count:,}</span>'
        f'{bar}<span class="name" aria-hidden="true">{esc(short_year(choice.value, t))}</span>'
    )
    return _link(choice, facet, inner, wanted, t)


def _bars(tally: Tally, wanted: Wanted, t: Words) -> str:
    shown = _drawn(tally, BARS)
    most = max((choice.count for choice in shown), default=0)
    bars = "".join(f"<li>{_bar(choice, tally.facet, most, wanted, t)}</li>" for choice in shown)
    rest = _rest(tally, "browse.others", tally.beyond(shown), wanted, t)
    return f'<ol class="bars">{bars}</ol>{rest}' if bars else rest or _nothing(t)


def _bar(choice: Choice, facet: Facet, most: int, wanted: Wanted, t: Words) -> str:
    inner = (
        f'<span class="name">{named(facet, choice.value, t)}</span> '
        f'<span class="track"><span class="bar" style="--share:{_share(choice.count, most)}"></span></span>'
        f'<span class="count">{choice.count:,}</span>'
    )
    return _link(choice, facet, inner, wanted, t)


def _link(choice: Choice, facet: Facet, inner: str, wanted: Wanted, t: Words) -> str:
    """One bar; it sets the filter, or takes it off. A name that is cut short stands in the title."""
    to = wanted.without(facet) if choice.chosen else wanted.with_filter(facet, choice.value)
    named = f"{t(FACETS[facet])} {label(facet, choice.value, t)}"
    said = esc(t("browse.take_off" if choice.chosen else "browse.put_on", label=named))
    current = ' aria-current="true"' if choice.chosen else ""
    return f'<a href="{esc(to.address)}" title="{said}"{current}>{inner}</a>'


def _share(count: int, most: int) -> str:
    return f"{count / most:.3f}" if most else "0"


def _rest(tally: Tally, key: str, beyond: int, wanted: Wanted, t: Words) -> str:
    """What is not drawn: the other values together, and the reports that do not say it."""
    items = [f"<span>{esc(t(key, n=f'{beyond:,}'))}</span>"] if beyond else []
    silent = tally.silent
    if silent:
        items.append(_link(silent, tally.facet, f"{esc(t('browse.not_stated'))} {silent.count:,}", wanted, t))
    return f'<p class="rest">{" ".join(items)}</p>' if items else ""


def _nothing(t: Words) -> str:
    return f'<p class="rest">{esc(t("browse.no_bars"))}</p>'
