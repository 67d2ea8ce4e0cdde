"""Answers, reports and outlines as JSON for programs and as plain text for people. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from corpus.types import Answer, Band, Expansion, Hit, NearMiss, ReportSummary, Section

_VERDICTS: Final = {
    Band.SURE: "",
    Band.UNSURE: "These passages may answer; read them before you cite:",
    Band.NONE: "查無依據 (the reports do not say it). The nearest passages:",
}


def answer_json(answer: Answer, asked_id: object = None) -> dict[str, Any]:
    """The contract of ``tripreport ask --json``; offsets count characters of ``tripreport show ID --text``."""
    return {
        "id": asked_id,
        "question": answer.question,
        "answerable": answer.answerable,
        "confidence": round(answer.confidence, 4),
        "band": answer.band.value,
        "near_misses": [asdict(miss) for miss in answer.near_misses],
        "hits": [hit_json(hit) for hit in answer.hits],
        "expansions": [asdict(expansion) for expansion in answer.expansions],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit of it, as every answer of ours has it."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "report_id": hit.report_id,
        "report_title": hit.report_title,
        "section_path": list(hit.section_path),
        "char_start": hit.char_start,
        "char_end": hit.char_end,
        "page": hit.page,
        "pages": [{"number": page.number, "label": page.label} for page in hit.pages],
        "text": hit.text,
        "highlights": [list(span) for span in hit.highlights],
        "citation": hit.citation,
        "why": asdict(hit.why),
        "also_in": [asdict(place) for place in hit.also_in],
    }


def answer_text(answer: Answer) -> str:
    """For a terminal: the verdict, each passage with its citation, and what the glossary added."""
    passages = [_hit_text(hit) for hit in answer.hits]
    verdict = "\n".join(filter(None, [*map(near_miss_text, answer.near_misses), _VERDICTS[answer.band]]))
    added = "\n".join(map(expansion_text, answer.expansions))
    return "\n\n".join(filter(None, [verdict, *passages, added]))


def expansion_text(expansion: Expansion) -> str:
    """One line on what a glossary added to the question."""
    return f"Looked for {expansion.said} also as {', '.join(expansion.also)} ({expansion.source})."


def _hit_text(hit: Hit) -> str:
    also = "".join(f"\n   亦見於 (also in) {place.citation}" for place in hit.also_in)
    return f"{hit.rank}. {hit.text}\n   — {hit.citation}{also}"


def near_miss_text(miss: NearMiss) -> str:
    """One line on what the passages say instead."""
    if miss.found:
        return f"The passages found say {', '.join(miss.found)}; the question says {miss.asked}."
    return f"The passages found do not have what the question asks for: {miss.asked}."


def summary_json(summary: ReportSummary) -> dict[str, Any]:
    """One report of ``tripreport reports --json``; a field of the form that is not printed is absent."""
    row = asdict(summary)
    front = row.pop("front")
    form = {key: front[key] for key in ("travellers", "destinations", "conflicts")}
    return row | {"form": front["fields"], "dates": front["iso"], **form}


def summary_text(summary: ReportSummary) -> str:
    """One report's facts, a line each."""
    fields = {key: " ".join(found.value.split()) for key, found in summary.front.fields.items()}
    facts = {
        "id": summary.id, "version": summary.version, **fields,
        "characters": summary.characters, "passages": summary.passages, "ingested": summary.ingested_at,
    }  # fmt: skip
    return "\n".join(f"{key:14} {value}" for key, value in facts.items())


def summaries_text(summaries: Sequence[ReportSummary]) -> str:
    """A line a report."""
    if not summaries:
        return "The library has no reports yet: `tripreport ingest FOLDER` brings them in."
    return "\n".join(f"{s.id}  {s.front.value('date') or '':20} {s.title}  ({s.passages} passages)" for s in summaries)


def section_json(section: Section) -> dict[str, Any]:
    """One node of ``tripreport show ID --outline --json``, in reading order."""
    return {
        "path": list(section.path), "title": section.title or None, "level": section.level, "number": section.number,
        "kind": section.kind.value, "start": section.start, "heading_end": section.heading_end,
        "own_end": section.own_end, "end": section.end,
    }  # fmt: skip


def outline_text(sections: Sequence[Section]) -> str:
    """The tree, indented, with offsets."""
    rows = ((s, s.path[-1] if s.path else "(no heading)") for s in sections)
    return "\n".join(f"{'  ' * s.level}{label}  [{s.start}:{s.end}]" for s, label in rows)
