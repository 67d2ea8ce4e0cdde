"""From the library's nouns to what is sent: the command line's JSON, with links."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from assistant.about import About, about_json
from assistant.anchor import permanent_link
from assistant.api.problems import BASE
from assistant.api.wire import report_address
from assistant.cite import Reference, citation_json, linked
from assistant.listing import answer_json, section_json, summary_json
from assistant.web.add.queue import Batch
from corpus.types import Answer, Hit, ReportSummary, Section
from ingest.pipeline import Ingested


def answer_shape(answer: Answer, address: str) -> dict[str, Any]:
    """The object of ``tripreport ask --json``; ``address`` asks it again."""
    said = answer_json(answer)
    hits = [
        shown | {"links": hit_links(hit, answer.question)} for shown, hit in zip(said["hits"], answer.hits, strict=True)
    ]
    return said | {"hits": hits, "links": {"self": address, "reports": f"{BASE}/reports"}}


def hit_links(hit: Hit, question: str = "") -> dict[str, str]:
    """Where to go on from a hit; ``page`` is its permanent link for people."""
    span = {"start": hit.char_start, "end": hit.char_end}
    return {
        "report": report_address(hit.report_id),
        "text": report_address(hit.report_id, "text", **span),
        "section": report_address(hit.report_id, "section", **span),
        "citations": report_address(hit.report_id, "citations", **span),
        "page": permanent_link(hit.cited, question),
    }


def report_links(report_id: str) -> dict[str, str]:
    """The parts of a report."""
    parts = {part: report_address(report_id, part) for part in ("outline", "text")}
    return {"self": report_address(report_id), **parts, "page": report_address(report_id).removeprefix(BASE)}


def summary_shape(summary: ReportSummary) -> dict[str, Any]:
    """A report in a list. Where on this machine its file lies is nobody's business elsewhere."""
    return _without(summary_json(summary), "source") | {"links": report_links(summary.id)}


def about_shape(about: About) -> dict[str, Any]:
    """All that is known of a report, without places on this machine."""
    said = _without(about_json(about), "source")
    said["sources"] = [_without(source, "path") for source in said["sources"]]
    said["versions"] = [_without(version, "source") for version in said["versions"]]
    return said | {"links": report_links(about.summary.id)}


def outline_shape(report_id: str, version: int, sections: Sequence[Section]) -> dict[str, Any]:
    """The section tree."""
    links = {"self": report_address(report_id, "outline"), "report": report_address(report_id)}
    return {"report_id": report_id, "version": version, "sections": list(map(section_json, sections)), "links": links}


def stretch_shape(hit: Hit, reference: Reference) -> dict[str, Any]:
    """A stretch without a rank; ``reference`` is to it."""
    return {
        "report_id": hit.report_id, "report_title": hit.report_title, "section_path": list(hit.section_path),
        "char_start": hit.char_start, "char_end": hit.char_end, "page": hit.page,
        "pages": [{"number": page.number, "label": page.label} for page in hit.pages],
        "text": hit.text, "citation": hit.citation, "cited": citation_json(reference), "links": hit_links(hit),
    }  # fmt: skip


def reference_to(hit: Hit, site: str = "") -> Reference:
    """What a style makes a citation of; ``site`` is how this server is called."""
    return linked(Reference(hit.cited), site)


def job_shape(key: str, batch: Batch) -> dict[str, Any]:
    """How far a job is."""
    progress = {
        "done": len(batch.done), "total": len(batch.names), "share": round(batch.share, 4),
        "seconds": round(batch.seconds, 2), "seconds_left": batch.seconds_left and round(batch.seconds_left, 1),
    }  # fmt: skip
    reports = {done.report_id for done in batch.done if done.report_id}
    links = {"self": job_address(key)} | ({"report": report_address(reports.pop())} if len(reports) == 1 else {})
    return {
        "id": key, "state": batch.stage.value, "ahead": batch.ahead, "names": list(batch.names), "progress": progress,
        "outcomes": list(map(_outcome_shape, batch.done)), "stop": batch.stop and batch.stop.value, "why": batch.why,
        "links": links,
    }  # fmt: skip


def job_address(key: str) -> str:
    """Where a job tells how far it is."""
    return f"{BASE}/jobs/{key}"


def _outcome_shape(done: Ingested) -> dict[str, Any]:
    return {"name": PurePath(done.source).name} | _without(asdict(done), "source")


def _without(said: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}
