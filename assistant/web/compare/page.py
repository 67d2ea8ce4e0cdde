"""What stands on /compare: the verdict, each group with its passages, and the groups that say nothing of it."""

from dataclasses import dataclass
from typing import Final

from assistant.across import Across, By, Group, Silent
from assistant.locales import Words
from assistant.web.answer.states import NEAR_MISS_KEYS
from assistant.web.browse.addresses import report_address
from assistant.web.browse.labels import country
from assistant.web.browse.when import year
from assistant.web.compare.passages import render_passage
from assistant.web.compare.wanted import Wanted
from assistant.web.glossary.told import render_expansions
from assistant.web.html.markup import esc
from corpus.types import Band, NearMiss

_NAMED: Final = 100
"""Groups without anything that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class _Said:
    """How one grouping is spoken of: its name, what was found, what is left out, what says nothing."""

    name: str
    found: str
    more: str
    silent: str


_BY: Final = {
    By.REPORT: _Said(
        "compare.by_report", "compare.by_report_found", "compare.by_report_more", "compare.by_report_silent"
    ),
    By.YEAR: _Said("compare.by_year", "compare.by_year_found", "compare.by_year_more", "compare.by_year_silent"),
    By.AGENCY: _Said(
        "compare.by_agency", "compare.by_agency_found", "compare.by_agency_more", "compare.by_agency_silent"
    ),
    By.COUNTRY: _Said(
        "compare.by_country", "compare.by_country_found", "compare.by_country_more", "compare.by_country_silent"
    ),
}
_BANDS: Final = {Band.SURE: "band.sure", Band.UNSURE: "band.unsure", Band.NONE: "none.title"}


def render_found(across: Across, wanted: Wanted, t: Words) -> str:
    """The whole of what was found."""
    groups = "".join(_group(number, group, wanted, t) for number, group in enumerate(across.groups, 1))
    shown = f'<div class="groups">{groups}</div>' if groups else _nearest(across, t)
    return (
        f'<section id="results" class="compared" tabindex="-1" aria-labelledby="asked">'
        f'<h2 id="asked"><bdi>{esc(across.question)}</bdi></h2>{_verdict(across, t)}{_misses(across, t)}'
        f"{render_expansions(across.expansions, t)}{_tabs(wanted, t)}{shown}{_rest(across, wanted, t)}</section>"
    )


def _verdict(across: Across, t: Words) -> str:
    searched = t.count("reports", across.searched)
    band = f'<strong class="band">{esc(t(_BANDS[across.band]))}</strong>'
    if across.band is Band.NONE:
        return f'<p class="found">{band} <span>{esc(t("compare.none", reports=searched))}</span></p>'
    saying = len(across.groups) + across.left_out
    said = t(
        _BY[across.by].found, n=f"{saying:,}", of=f"{saying + len(across.silent):,}", reports=searched
    )  # fmt: skip
    return f'<p class="found">{band} <span>{esc(said)}</span></p>'


def _misses(across: Across, t: Words) -> str:
    rows = "".join(f"<li>{esc(_miss(miss, t))}</li>" for miss in across.near_misses)
    return f'<ul class="told">{rows}</ul>' if rows else ""


def _miss(miss: NearMiss, t: Words) -> str:
    if miss.found:
        return t("near.instead", asked=miss.asked, found=t("near.separator").join(miss.found))
    return t(NEAR_MISS_KEYS[miss.kind], asked=miss.asked)


def _tabs(wanted: Wanted, t: Words) -> str:
    """The same question in other groups."""
    links = "".join(
        f'<li><a href="{esc(wanted.grouped(by).address)}"{" aria-current=true" if by is wanted.by else ""}>'
        f"{esc(t(said.name))}</a></li>"
        for by, said in _BY.items()
    )
    return f'<nav class="tabs" aria-label="{esc(t("compare.grouping"))}"><ul>{links}</ul></nav>'


def _group(number: int, group: Group, wanted: Wanted, t: Words) -> str:
    name = f"group-{number}"
    titled = wanted.by is not By.REPORT
    hits = "".join(render_passage(hit, t, titled) for hit in group.hits)
    return (
        f'<section class="group" aria-labelledby="{name}"><h3 id="{name}">{_name(group, wanted.by, t)}</h3>'
        f'<p class="group-facts">{_facts(group, wanted, t)}</p><ol class="quotes">{hits}</ol></section>'
    )


def _name(group: Group | Silent, by: By, t: Words) -> str:
    """A report's title leads to its page; what is printed in a report is marked as Chinese."""
    if not group.key:
        return esc(t("browse.not_stated"))
    if by is By.YEAR:
        return esc(year(group.key, t))
    if by is By.COUNTRY:
        return f"<bdi>{esc(country(group.key, t))}</bdi>"
    printed = f'<bdi lang="zh-Hant">{esc(group.name)}</bdi>'
    return f'<a href="{esc(report_address(group.key))}">{printed}</a>' if by is By.REPORT else printed


def _facts(group: Group, wanted: Wanted, t: Words) -> str:
    """How many of its reports say something, under which other names they print the agency, and the way to all."""
    if wanted.by is By.REPORT:
        cited = group.hits[0].cited if group.hits else None
        parts = [f"<bdi>{esc(part)}</bdi>" for part in (cited.agency, cited.date) if part] if cited else []
        return f'<span lang="zh-Hant">{esc(t("scope.separator")).join(parts)}</span>'
    said = [esc(t("compare.saying", n=f"{group.saying:,}", of=f"{group.reports:,}"))]
    if group.printed:
        names = t("scope.separator").join(group.printed)
        said.append(f'{esc(t("compare.printed_as"))}<bdi lang="zh-Hant">{esc(names)}</bdi>')
    only = wanted.only(group.key)
    if only and group.saying > len({hit.report_id for hit in group.hits}):
        said.append(f'<a href="{esc(only.address)}">{esc(t("compare.only"))}</a>')
    return "".join(f"<span>{part}</span>" for part in said)


def _nearest(across: Across, t: Words) -> str:
    """What is nearest where nothing answers: to be read, not to be cited."""
    if not across.nearest:
        return ""
    hits = "".join(render_passage(hit, t, titled=True) for hit in across.nearest)
    return (
        f'<section class="nearest"><h3>{esc(t("none.nearest"))}</h3><p class="note">{esc(t("none.nearest_note"))}</p>'
        f'<ol class="quotes">{hits}</ol></section>'
    )


def _rest(across: Across, wanted: Wanted, t: Words) -> str:
    """What is not shown, and why."""
    parts = []
    if across.left_out:
        more = f'<a class="button" href="{esc(wanted.more().address)}">{esc(t("compare.more"))}</a>'
        parts.append(f'<p class="more">{esc(t(_BY[across.by].more, n=f"{across.left_out:,}"))} {more}</p>')
    if not across.complete:
        parts.append(f'<p class="note">{esc(t("compare.incomplete"))}</p>')
    if across.silent:
        names = "".join(f"<li>{_name(silent, across.by, t)}{_size(silent, across.by, t)}</li>" for silent in
                        across.silent[:_NAMED])  # fmt: skip
        others = len(across.silent) - _NAMED
        more = f"<li>{esc(t('compare.and_more', n=f'{others:,}'))}</li>" if others > 0 else ""
        title = esc(t(_BY[across.by].silent, n=f"{len(across.silent):,}"))
        parts.append(f'<section class="silent"><h3>{title}</h3><ul>{names}{more}</ul></section>')
    return "".join(parts)


def _size(silent: Silent, by: By, t: Words) -> str:
    if by is By.REPORT:
        return ""
    return f' <span class="count">{esc(t.count("reports", silent.reports))}</span>'
