"""The facts of a citation, and what proves it, as data."""

from typing import Any

from assistant.anchor import anchor_of, quote_hash
from assistant.cite.reference import Reference
from corpus.types import Citation, Located, Page


def cite(located: Located) -> Citation:
    """The facts of a citation."""
    report, passage = located.report, located.passage
    front = report.front
    pages = located.pages or ((Page(passage.page, passage.start, passage.end),) if passage.page is not None else ())
    return Citation(
        report.id, report.version, report.sha256, report.name, front.value("title"), front.value("author"),
        front.value("agency"), front.value("date"), front.iso.get("date"), located.section_path, pages,
        passage.start, passage.end, quote_hash(located.text),
    )  # fmt: skip


def citation_json(reference: Reference) -> dict[str, Any]:
    """All that proves a quote; what the report does not print is null, and named in ``missing``.

    ``char_start`` .. ``char_end`` count characters of the text of ``version``, whose file has ``sha256``.
    ``replaced_by`` is the version that does not have the passage any more; null where today's has it.
    """
    cited = reference.cited
    return {
        "report_id": cited.report_id, "version": cited.version, "sha256": cited.sha256, "name": cited.name,
        "title": cited.title, "author": cited.author, "agency": cited.agency, "date": cited.date,
        "iso_date": cited.iso_date, "section_path": list(cited.section_path), "char_start": cited.start,
        "char_end": cited.end, "pages": [{"number": page.number, "label": page.label} for page in cited.pages],
        "quote_sha256": cited.quote_sha256, "anchor": str(anchor_of(cited)), "link": reference.link or None,
        "missing": list(reference.missing), "replaced_by": reference.now,
    }  # fmt: skip


def proof(reference: Reference) -> str:
    """The same on one line, for formats whose fields nobody else can extend."""
    cited = reference.cited
    said = [
        f"tripreport {anchor_of(cited)}", f"report {cited.report_id}", f"version {cited.version}",
        f"sha256 {cited.sha256}", f"characters {cited.start}-{cited.end}", f"quote sha256 {cited.quote_sha256}",
        *([f"not printed: {', '.join(reference.missing)}"] if reference.missing else []),
        *([f"not in the current version {reference.now}"] if reference.now else []),
    ]  # fmt: skip
    return "; ".join(said)
