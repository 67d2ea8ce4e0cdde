"""Reports, and what is in them."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.about import About
from assistant.api.models import AboutModel, CitationsModel, OutlineModel, ReportsModel, StretchModel
from assistant.api.problems import BASE, NO_RANGE, NO_SECTION, Trouble
from assistant.api.shapes import about_shape, outline_shape, reference_to, stretch_shape, summary_shape
from assistant.api.wanted import Cited, Listed, Nothing, Range, ReportId, Span
from assistant.api.wire import answer, etag_of, link_header, report_address, stretches, to_bytes, to_json
from assistant.cite import STYLES
from assistant.web.library import Library
from assistant.web.request import site_of

_TEXT: Final[dict[str, Any]] = {
    "description": "The characters that were asked for, in UTF-8.",
    "content": {"text/plain": {"schema": {"type": "string"}}},
    "headers": {
        "Report-Version": {"schema": {"type": "integer"}, "description": "Whose text it is."},
        "Text-Range": {"schema": {"type": "string"}, "description": "characters START-END/LENGTH"},
    },
}


_FIRST: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "links": {"report": {"operationId": "getReport", "parameters": {"report_id": "$response.body#/items/0/id"}}},
        "headers": {"Link": {"schema": {"type": "string"}, "description": "The other stretches (RFC 8288)."}},
    }
}


def open_reports(api: FastAPI, library: Library) -> None:
    """``GET /reports`` and all below it."""

    @api.get(
        "/reports", operation_id="listReports", summary="List the reports", response_model=ReportsModel,
        responses=_FIRST,
    )  # fmt: skip
    def list_reports(request: Request, wanted: Annotated[Listed, Query()]) -> Response:
        """All reports that pass the filters, by title. The header Link leads to the first, previous, next and last."""
        filters = wanted.filters()
        found = [summary for summary in library.reports() if filters.admits(summary)]
        shown = found[wanted.offset : wanted.offset + wanted.limit]
        query = urlencode(wanted.model_dump(exclude_defaults=True, exclude={"offset", "limit"}))
        links = stretches(f"{BASE}/reports", query, wanted.offset, wanted.limit, len(found))
        said = {
            "total": len(found), "offset": wanted.offset, "limit": wanted.limit,
            "items": list(map(summary_shape, shown)), "links": links,
        }  # fmt: skip
        return answer(request, to_json(said), headers={"Link": link_header(links)})

    @api.get(
        "/reports/{report_id}", operation_id="getReport", summary="One report: form, files, versions, card",
        response_model=AboutModel,
    )  # fmt: skip
    def get_report(request: Request, report_id: ReportId, _: Annotated[Nothing, Query()]) -> Response:
        """All that is known of a report but its text. Its ETag goes into If-Match where it is replaced or removed."""
        about = library.about(report_id)
        return answer(request, about_bytes(about), about.summary.version)

    @api.get(
        "/reports/{report_id}/outline", operation_id="getOutline", summary="The section tree of a report",
        response_model=OutlineModel,
    )  # fmt: skip
    def get_outline(request: Request, report_id: ReportId, _: Annotated[Nothing, Query()]) -> Response:
        """In reading order, with the offsets of each section."""
        report, about = library.report_and_about(report_id)
        version = about.summary.version
        return answer(request, to_json(outline_shape(report_id, version, report.outline.sections)), version)

    @api.get(
        "/reports/{report_id}/text", operation_id="getText", summary="The text, or a stretch of it",
        response_class=Response, responses={200: _TEXT},
    )  # fmt: skip
    def get_text(request: Request, report_id: ReportId, wanted: Annotated[Range, Query()]) -> Response:
        """The canonical text that all offsets count in; also that of an earlier version."""
        text, version = _text(library, report_id, wanted.version)
        start, end = _in_text(text, wanted.start, wanted.end)
        headers = {"Report-Version": str(version), "Text-Range": f"characters {start}-{end}/{len(text)}"}
        return answer(request, to_bytes(text[start:end]), version, "text/plain; charset=utf-8", headers)

    @api.get(
        "/reports/{report_id}/section", operation_id="getSection", summary="The section around a span",
        response_model=StretchModel,
    )  # fmt: skip
    def get_section(request: Request, report_id: ReportId, span: Annotated[Span, Query()]) -> Response:
        """The smallest section that holds the span and says more than that."""
        _of_text(library, report_id, span)
        hit = library.section_around(report_id, span.start, span.end)
        if hit is None:
            outline = report_address(report_id, "outline")
            raise Trouble(NO_SECTION, f"There is none, or it is too long: {outline} has the offsets for a part of it.")
        said = stretch_shape(hit, reference_to(hit, site_of(request)))
        return answer(request, to_json(said), hit.cited.version)

    @api.get(
        "/reports/{report_id}/citations", operation_id="cite", summary="Cite any span",
        response_model=CitationsModel,
    )  # fmt: skip
    def cite(request: Request, report_id: ReportId, wanted: Annotated[Cited, Query()]) -> Response:
        """A stretch of the present text, the facts that prove it, and its citation in one style or in all."""
        styles = STYLES if wanted.style is None else {wanted.style.value: STYLES[wanted.style]}
        _of_text(library, report_id, wanted)
        hit = library.quote(report_id, wanted.start, wanted.end)
        reference = reference_to(hit, site_of(request))
        said = stretch_shape(hit, reference) | {"citations": {name: s.of(reference) for name, s in styles.items()}}
        return answer(request, to_json(said), hit.cited.version)


def about_bytes(about: About) -> bytes:
    """A report as it is sent."""
    return to_json(about_shape(about))


def report_etag(about: About) -> str:
    """The ETag of a report as it is now."""
    return etag_of(about_bytes(about), about.summary.version)


def _text(library: Library, report_id: str, version: int | None) -> tuple[str, int]:
    if version is not None:
        return library.version_text(report_id, version), version
    report, about = library.report_and_about(report_id)
    return report.text, about.summary.version


def _in_text(text: str, start: int, end: int | None) -> tuple[int, int]:
    last = len(text) if end is None else end
    if not start <= last <= len(text):
        raise Trouble(NO_RANGE, f"The text has {len(text)} characters: 0 <= start <= end <= {len(text)}.")
    return start, last


def _of_text(library: Library, report_id: str, span: Span) -> None:
    """Trouble where the present text has no such span, or there is nothing in it."""
    characters = library.about(report_id).summary.characters
    if not span.start < span.end <= characters:
        raise Trouble(NO_RANGE, f"The text has {characters} characters: 0 <= start < end <= {characters}.")
