"""What the reports recommend, and noting how far it is."""

from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from fastapi import Depends, FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.models import AdviceModel, GoneModel, TableModel
from assistant.api.problems import BASE, OF_ERRORS
from assistant.api.refusals import LARGEST_BODY, IfMatch, json_only
from assistant.api.wanted import AdviceListed, Key, Noted, Nothing
from assistant.api.wire import answer, etag_of, link_header, report_address, require_match, stretches, to_json
from assistant.recommendations import Recommendation
from assistant.recommendations.table import gone_json, row_json, table_json
from assistant.web.library import Library
from corpus.errors import ChangedMark
from corpus.tracked import Gone

CHANGED_MARK: Final = OF_ERRORS[ChangedMark]
_LISTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "links": {
            "one": {"operationId": "getRecommendation", "parameters": {"key": "$response.body#/recommendations/0/key"}}
        },
        "headers": {"Link": {"schema": {"type": "string"}, "description": "The other stretches (RFC 8288)."}},
    }
}


def open_advice(api: FastAPI, library: Library, *, marking: bool) -> None:
    """``GET /recommendations``, one of them, and, where anything may be changed, a mark on it."""

    @api.get(
        "/recommendations", operation_id="listRecommendations", summary="List what the reports recommend",
        response_model=TableModel, responses=_LISTED,
    )  # fmt: skip
    def list_recommendations(request: Request, wanted: Annotated[AdviceListed, Query()]) -> Response:
        """Each numbered recommendation with its place and what was noted of it; those that are gone, behind them."""
        found = library.recommendations(wanted.rows, wanted.offset, wanted.limit)
        said = table_json(found)
        query = wanted.model_dump(mode="json", exclude_defaults=True, exclude={"offset", "limit"})
        links = stretches(
            f"{BASE}/recommendations", urlencode(query, doseq=True), wanted.offset, wanted.limit, found.total
        )
        for row in (*said["recommendations"], *said["gone"]):
            row["links"] = _links(row)
        return answer(request, to_json(said | {"links": links}), headers={"Link": link_header(links)})

    @api.get(
        "/recommendations/{key}", operation_id="getRecommendation", summary="One recommendation",
        response_model=AdviceModel | GoneModel,
    )  # fmt: skip
    def get_recommendation(request: Request, key: Key, _: Annotated[Nothing, Query()]) -> Response:
        """Also by what it was called before it was reworded. Its ETag goes into If-Match where something is noted."""
        return _said(request, library.recommendation(key))

    if marking:

        @api.patch(
            "/recommendations/{key}", operation_id="markRecommendation", summary="Note how far a recommendation is",
            response_model=AdviceModel | GoneModel, dependencies=[Depends(json_only)], max_body_size=LARGEST_BODY,
        )  # fmt: skip
        def mark(
            request: Request, key: Key, noted: Noted, _: Annotated[Nothing, Query()], if_match: IfMatch = None
        ) -> Response:
            """What is left out stays, an empty text takes away. What is noted survives a new version of the report."""
            kept = library.recommendation(key)
            require_match(if_match, etag_of(_bytes(kept), kept.mark.revision), CHANGED_MARK)
            return _said(request, library.mark_recommendation(key, noted.edit, kept.mark.revision))


def _said(request: Request, kept: Recommendation | Gone) -> Response:
    return answer(request, _bytes(kept), kept.mark.revision)


def _bytes(kept: Recommendation | Gone) -> bytes:
    said = gone_json(kept) if isinstance(kept, Gone) else row_json(kept)
    return to_json(said | {"links": _links(said)})


def _links(row: dict[str, Any]) -> dict[str, str]:
    links = {"self": f"{BASE}/recommendations/{quote(row['key'], safe='')}"}
    if "char_start" not in row:
        return links
    span = {"start": row["char_start"], "end": row["char_end"]}
    parts = {part: report_address(row["report_id"], part, **span) for part in ("text", "citations")}
    return links | {"report": report_address(row["report_id"]), **parts}
