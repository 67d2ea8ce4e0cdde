"""What stands on /prior: the verdict with what was searched, the trips as a table, and each with what shows it."""

from datetime import date
from typing import Final

from assistant.cite import roc_date
from assistant.locales import Words
from assistant.prior import Ground, Likeness, Plan, PriorTrip, PriorTrips, Reason, Searched
from assistant.web.browse.addresses import report_address
from assistant.web.browse.labels import country
from assistant.web.browse.when import day
from assistant.web.compare.passages import render_passage
from assistant.web.glossary.told import render_expansions
from assistant.web.html.markup import esc

_VERDICTS: Final = {
    Likeness.MUCH: "prior.much",
    Likeness.RELATED: "prior.related",
    Likeness.NONE: "prior.none",
}
_BANDS: Final = {Likeness.MUCH: "prior.band_much", Likeness.RELATED: "prior.band_related"}
_GROUNDS: Final = {
    Ground.EVENT: "prior.same_event",
    Ground.HOST: "prior.same_host",
    Ground.THEME: "prior.same_theme",
    Ground.COUNTRY: "prior.same_country",
    Ground.AGENCY: "prior.same_agency",
}


def render_found(found: PriorTrips, today: date, t: Words) -> str:
    """The whole of it, as it is printed and filed."""
    trips = "".join(_article(number, trip, t) for number, trip in enumerate(found.trips, 1))
    more = f'<p class="note">{esc(t("prior.more", n=f"{found.left_out:,}"))}</p>' if found.left_out else ""
    return (
        f'<section id="results" class="prior" tabindex="-1" aria-labelledby="verdict">{_plan(found.plan, today, t)}'
        f"{_verdict(found, t)}{_table(found.trips, t)}{trips}{more}{_signatures(t)}</section>"
    )


def _plan(plan: Plan, today: date, t: Words) -> str:
    """The plan as it was typed; on paper nothing else says it."""
    period = t("prior.period", start=_date(plan.start, t), end=_date(plan.end, t)) if plan.start and plan.end else ""
    rows = (
        (t("prior.purpose"), f'<bdi class="typed">{esc(plan.purpose)}</bdi>'),
        (t("prior.country"), f"<bdi>{esc(plan.country)}</bdi>" if plan.country else ""),
        (t("prior.agency"), f"<bdi>{esc(plan.agency)}</bdi>" if plan.agency else ""),
        (t("prior.when"), esc(period or _date(plan.start or plan.end, t))),
        (t("prior.searched_on"), esc(_date(today, t))),
    )
    made = "".join(f"<div><dt>{esc(label)}</dt><dd>{inner}</dd></div>" for label, inner in rows if inner)
    return f'<h2>{esc(t("prior.plan"))}</h2><dl class="change-facts">{made}</dl>'


def _verdict(found: PriorTrips, t: Words) -> str:
    """Never a bare «none»: what was searched stands with it."""
    said = t(_VERDICTS[found.verdict], years=found.plan.years, reports=t.count("reports", found.searched.reports))
    return (
        f'<h2 id="verdict">{esc(t("prior.verdict"))}</h2><p class="verdict" data-likeness="{found.verdict.value}">'
        f'<strong>{esc(said)}</strong></p><ul class="searched">{_searched(found.searched, t)}</ul>'
        f"{render_expansions(found.expansions, t)}"
    )


def _searched(searched: Searched, t: Words) -> str:
    rows = [
        t("prior.searched", reports=t.count("reports", searched.reports), since=_date(searched.since, t),
          until=_date(searched.until, t))
    ]  # fmt: skip
    if searched.undated:
        rows.append(t("prior.undated", reports=t.count("reports", searched.undated)))
    if searched.outside:
        rows.append(t("prior.outside", reports=t.count("reports", searched.outside)))
    rows.append(t("prior.themes", themes=t("prior.between").join(searched.themes)))
    return "".join(f"<li><bdi>{esc(row)}</bdi></li>" for row in rows)


def _table(trips: tuple[PriorTrip, ...], t: Words) -> str:
    """A line a trip, by agency and country."""
    if not trips:
        return ""
    columns = ("prior.column_trip", "prior.column_agency", "prior.column_country", "prior.column_when",
               "prior.column_likeness")  # fmt: skip
    head = "".join(f'<th scope="col">{esc(t(column))}</th>' for column in columns)
    rows = "".join(_row(number, trip, t) for number, trip in enumerate(trips, 1))
    return (
        f'<h2>{esc(t("prior.trips"))}</h2><table class="reports trips"><caption class="unseen">{esc(t("prior.trips"))}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(number: int, trip: PriorTrip, t: Words) -> str:
    said = esc(t("prior.to_why", title=trip.report.title))
    title = f'<a href="#trip-{number}" title="{said}"><bdi lang="zh-Hant">{esc(trip.report.title)}</bdi></a>'
    cells = (
        ("prior.column_agency", f'<bdi lang="zh-Hant">{esc(trip.agency)}</bdi>' if trip.agency else ""),
        ("prior.column_country", esc(_countries(trip, t))),
        ("prior.column_when", esc(day(trip.day, t))),
        ("prior.column_likeness", esc(t(_BANDS[trip.likeness]))),
    )
    made = "".join(f'<td data-label="{esc(t(label))}">{inner}</td>' for label, inner in cells)
    return f'<tr><th scope="row">{title}</th>{made}</tr>'


def _article(number: int, trip: PriorTrip, t: Words) -> str:
    """One trip: what it is, why it is alike, and the passages that show it."""
    reasons = "".join(f"<li>{_reason(reason, trip, t)}</li>" for reason in trip.reasons)
    quotes = "".join(render_passage(hit, t) for hit in trip.evidence)
    agency = f'<bdi lang="zh-Hant">{esc(trip.agency)}</bdi>' if trip.agency else ""
    facts = [agency, esc(_countries(trip, t)), esc(day(trip.day, t))]
    said = "".join(f"<span>{fact}</span>" for fact in facts if fact)
    way = esc(t("prior.to_report", title=trip.report.title))
    address = esc(report_address(trip.report.id))
    title = f'<a href="{address}" title="{way}"><bdi lang="zh-Hant">{esc(trip.report.title)}</bdi></a>'
    return (
        f'<article class="trip" id="trip-{number}" tabindex="-1" aria-labelledby="trip-{number}-title">'
        f'<h3 id="trip-{number}-title">{title}</h3><p class="group-facts">'
        f'<strong class="band" data-likeness="{trip.likeness.value}">{esc(t(_BANDS[trip.likeness]))}</strong> '
        f'{said}</p><p class="why">{esc(t("prior.why"))}</p><ul class="reasons">{reasons}</ul>'
        f'<ol class="quotes">{quotes}</ol></article>'
    )


def _reason(reason: Reason, trip: PriorTrip, t: Words) -> str:
    if reason.ground is Ground.COUNTRY:
        return f"<bdi>{esc(t(_GROUNDS[reason.ground], shared=country(reason.shared, t)))}</bdi>"
    if reason.ground is Ground.AGENCY and reason.shared != trip.agency and trip.agency:
        return f"<bdi>{esc(t('prior.same_agency_then', shared=reason.shared, now=trip.agency))}</bdi>"
    return f"<bdi>{esc(t(_GROUNDS[reason.ground], shared=reason.shared))}</bdi>"


def _countries(trip: PriorTrip, t: Words) -> str:
    return t("scope.separator").join(country(code, t) for code in trip.countries)


def _signatures(t: Words) -> str:
    """Lines to sign on, on paper only."""
    names = ("prior.sign_writer", "prior.sign_head", "prior.sign_day")
    lines = "".join(f"<p><span>{esc(t(name))}</span></p>" for name in names)
    return f'<div class="signatures">{lines}</div>'


def _date(when: date | None, t: Words) -> str:
    if when is None:
        return ""
    return roc_date(when) if t.chinese else when.isoformat()
