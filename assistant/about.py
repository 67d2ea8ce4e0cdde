"""All that is known of one report, as JSON for programs and as plain text for people."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.listing import summary_json, summary_text
from corpus.card import Card, card_json, remark_text
from corpus.types import FrontMatter, ReportSummary, Source, Version
from corpus.view import View


@dataclass(frozen=True, slots=True)
class About:
    """A report's form, the files that hold it (the cited one first), its history (the present state last), its card.

    ``card`` is None where the report was read by a version that made none.
    """

    summary: ReportSummary
    sources: tuple[Source, ...]
    versions: tuple[Version, ...]
    card: Card | None


def about_in(view: View, report_id: str) -> About:
    """All that is known of a report but its text, or UnknownReport."""
    summary = view.summary(report_id)
    return About(summary, tuple(view.sources(report_id)), tuple(view.versions(report_id)), view.card(report_id))


def about_json(about: About) -> dict[str, Any]:
    """``tripreport show ID --json``; each field of the form has the span it came from."""
    card = about.card
    told = card and card_json(card) | {"remarks": [asdict(r) | {"text": remark_text(r)} for r in card.remarks]}
    return summary_json(about.summary) | {
        "sources": [asdict(s) for s in about.sources],
        "versions": [asdict(v) for v in about.versions],
        "card": told,
    }


def about_text(about: About) -> str:
    """A fact a line, and the card."""
    facts = [f"{key:14} {value}" for key, value in _facts(about)]
    return "\n".join([summary_text(about.summary), *facts, "", card_text(about.card)])


def _facts(about: About) -> Iterator[tuple[str, str]]:
    yield from _of_form(about.summary.front)
    for source in about.sources:
        older = f" (of version {source.version})" if source.version != about.summary.version else ""
        yield "file", f"{source.path}{older}"
    for v in about.versions:
        changed = f"{v.passages} passages, {v.added} new, {v.removed} gone"
        yield "version", f"{v.number}: {v.ingested_at}, {v.name} ({changed})"


def _of_form(front: FrontMatter) -> Iterator[tuple[str, str]]:
    for key, day in front.iso.items():
        yield f"{key} is", day
    for t in front.travellers:
        yield "traveller", ", ".join(filter(None, (t.name, t.agency, t.unit, t.title)))
    for d in front.destinations:
        yield "destination", f"{d.name} ({d.country})" if d.country else d.name


def card_text(card: Card | None) -> str:
    """The report card: what was counted, what was left out, what to look at."""
    if card is None:
        return "No report card: an older version read the report; `tripreport ingest --again FILE` makes one."
    counts = [f"{card.pages} pages"] if card.pages is not None else []
    counts += [f"{card.characters} characters", f"{card.sections} sections", f"{card.figures} figures"]
    counts += [f"{card.toc_found} of {card.toc_entries} lines of the contents found again"] if card.toc_entries else []
    lines = [f"Report card: {', '.join(counts)}"]
    lines += [f"  left out: {f.text}{f' ({f.times} times)' if f.times else ''}" for f in card.furniture]
    lines += [f"  look at{f' page {r.page}' if r.page else ''}: {remark_text(r)}" for r in card.remarks]
    return "\n".join(lines)
