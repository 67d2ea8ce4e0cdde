"""What is refused, said as problems: values out of bounds, bodies of the wrong kind, errors of the library."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final

from fastapi import FastAPI, Header
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from assistant.api.models import ProblemModel
from assistant.api.problems import CROWDED, INVALID, MEDIA_TYPE, Trouble, kind_of_status, problem, problem_of
from assistant.web.add.door import Refused
from corpus.errors import TripReportError

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "default": {
        "description": "It cannot be done, and why (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemModel"}}},
    }
}
"""What every operation may answer instead."""
SOON_SECONDS: Final = 5
"""After so long it makes sense to try again where too many asked."""
LARGEST_BODY: Final = 3 << 20
"""Bytes of JSON: a draft of 200,000 characters however they are escaped. Files have a measure of their own."""
IfMatch = Annotated[str | None, Header(max_length=1000, description="The ETag of what was looked at; needed.")]
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def json_only(request: Request) -> None:
    """415 for a body that does not say it is JSON: a form of another site could send any other."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "Send JSON, and say so: Content-Type: application/json.")


def open_refusals(api: FastAPI) -> None:
    """Say every refusal as a problem."""

    @api.exception_handler(TripReportError)
    async def of_library(_request: Request, error: TripReportError) -> Response:
        return problem_of(error)

    @api.exception_handler(Trouble)
    async def trouble(_request: Request, error: Trouble) -> Response:
        again = {"Retry-After": str(SOON_SECONDS)} if error.kind is CROWDED else None
        return problem(error.kind, str(error), again)

    @api.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return problem(kind_of_status(error.status), str(error))

    @api.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        fields = list(_faults(error.errors()))
        return problem(INVALID, "; ".join(f"{f['field']}: {f['message']}" for f in fields)[:500] + ".", fields=fields)

    @api.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> Response:
        kind = kind_of_status(error.status_code)
        is_own = error.status_code not in (404, 405)
        headers = {"Allow": ", ".join(_allowed(api, request))} if error.status_code == 405 else error.headers
        return problem(kind, error.detail if is_own else f"{kind.title}.", headers)


def _faults(errors: Sequence[Any]) -> Iterator[dict[str, str]]:
    """Where and why; never what was sent, which may be anything."""
    for error in errors[:20]:
        where = ".".join(str(part) for part in error["loc"][:4])[:100]
        yield {"field": where, "message": str(error["msg"])}


def _allowed(api: FastAPI, request: Request) -> list[str]:
    """Every method that this address takes; HEAD is answered as GET."""

    def takes(method: str) -> bool:
        scope = {**request.scope, "method": "GET" if method == "HEAD" else method}
        return any(route.matches(scope)[0] is Match.FULL for route in api.routes)

    return [method for method in _METHODS if takes(method)]


def add_schema(document: dict[str, Any]) -> None:
    """Put the form of a problem into an OpenAPI document."""
    schema = ProblemModel.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    parts.update(schema.pop("$defs", {}))
    parts["ProblemModel"] = schema
