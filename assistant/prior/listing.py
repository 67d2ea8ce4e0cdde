"""A verdict on a plan as JSON for programs and as text for a terminal. Pure."""

from dataclasses import asdict
from typing import Any, Final

from assistant.across.listing import quoted_json
from assistant.listing import expansion_text
from assistant.prior.types import Ground, Likeness, PriorTrip, PriorTrips, Reason, Searched
from corpus.countries import country_codes, country_names
from corpus.types import Hit

VERDICTS: Final = {
    Likeness.MUCH: "Much alike: there were trips to the same event, or with the same study plan.",
    Likeness.RELATED: "Related: there were trips on the theme, none of them to the same event or with the same plan.",
    Likeness.NONE: "No prior trip found",
}
_GROUNDS: Final = {
    Ground.EVENT: "the same event: {}",
    Ground.HOST: "the same body: {}",
    Ground.THEME: "the same theme",
    Ground.COUNTRY: "the same country: {}",
    Ground.AGENCY: "the same agency: {}",
}


def prior_json(found: PriorTrips) -> dict[str, Any]:
    """The contract of ``tripreport prior --json``; days are ISO 8601, null where nothing is known."""
    plan = found.plan
    return {
        "plan": {
            "purpose": plan.purpose, "country": plan.country or None, "agency": plan.agency or None,
            "from": plan.start.isoformat() if plan.start else None, "to": plan.end.isoformat() if plan.end else None,
            "years": plan.years,
        },
        "verdict": found.verdict.value,
        "searched": {
            "reports": found.searched.reports, "undated": found.searched.undated, "outside": found.searched.outside,
            "since": found.searched.since.isoformat(), "until": found.searched.until.isoformat(),
            "themes": list(found.searched.themes),
        },
        "trips": [_trip_json(trip) for trip in found.trips],
        "trips_left_out": found.left_out,
        "expansions": [asdict(expansion) for expansion in found.expansions],
    }  # fmt: skip


def _trip_json(trip: PriorTrip) -> dict[str, Any]:
    return {
        "report_id": trip.report.id, "report_title": trip.report.title, "agency": trip.agency or None,
        "countries": list(trip.countries), "day": trip.day or None, "likeness": trip.likeness.value,
        "score": round(trip.score, 4),
        "reasons": [{"ground": r.ground.value, "shared": r.shared or None, "weight": round(r.weight, 4)}
                    for r in trip.reasons],
        "evidence": [quoted_json(hit) for hit in trip.evidence],
    }  # fmt: skip


def prior_text(found: PriorTrips) -> str:
    """For a terminal: the verdict with what was searched, then each trip, why it is alike, and what shows it."""
    more = f"{found.left_out} more trips are like it: ask for more with -k." if found.left_out else ""
    parts = [_verdict(found), *map(_trip_text, found.trips), more, *map(expansion_text, found.expansions)]
    return "\n\n".join(filter(None, parts))


def _verdict(found: PriorTrips) -> str:
    said, searched = VERDICTS[found.verdict], searched_text(found.searched)
    if found.verdict is Likeness.NONE:
        return f"{said} in the {found.plan.years} years searched. {searched}"
    return f"{said} {searched}"


def searched_text(searched: Searched) -> str:
    """What a verdict rests on, in a sentence or two."""
    undated = f", {searched.undated} of them without a date" if searched.undated else ""
    outside = f" {searched.outside} reports of other times were not." if searched.outside else ""
    themes = " / ".join(searched.themes)
    return (
        f"Searched: {searched.reports} reports of trips from {searched.since} to {searched.until}{undated}.{outside} "
        f"Looked for: {themes}"
    )


def _trip_text(trip: PriorTrip) -> str:
    facts = "，".join(filter(None, [trip.agency, "、".join(map(country_text, trip.countries)), trip.day]))
    head = f"## [{trip.likeness.value}] {trip.report.title} ({trip.report.id})\n{facts}"
    why = "Why: " + "; ".join(map(_reason_text, trip.reasons))
    return "\n\n".join([f"{head}\n{why}", *map(_hit_text, trip.evidence)])


def _reason_text(reason: Reason) -> str:
    shared = country_text(reason.shared) if reason.ground is Ground.COUNTRY else reason.shared
    return _GROUNDS[reason.ground].format(shared)


def country_text(code: str) -> str:
    """A country in Chinese and English; what is no code as it is printed."""
    return " ".join(country_names(code)) if code in country_codes() else code


def _hit_text(hit: Hit) -> str:
    return f"{hit.rank}. {hit.text.strip()}\n   — {hit.citation}"
