"""What a program is told where something cannot be done: problem details (RFC 9457), one stable type a reason.

A type is the address of the part of the reference page that explains it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from corpus import errors

BASE: Final = "/api/v1"
DOCS: Final = f"{BASE}/docs"
POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
"""Nothing that is meant for a program is run or framed by a browser."""
MEDIA_TYPE: Final = "application/problem+json"
BUSY_SECONDS: Final = 60
"""After so long it makes sense to try again where another process writes."""
_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason: its stable ``name``, HTTP's number, a ``title`` that is always the same, and the ``cure`` for a
    program, where the error's own words are for who types commands."""

    name: str
    status: int
    title: str
    cure: str = ""

    @property
    def type(self) -> str:
        """The address that stands for it."""
        return f"{DOCS}#{self.name}"


OF_ERRORS: Final[Mapping[type[errors.TripReportError], Kind]] = {
    errors.TripReportError: Kind("trip-report-error", 500, "It could not be done"),
    errors.UserError: Kind("user-error", 422, "It cannot be done as it was asked"),
    errors.UnreadableFile: Kind("unreadable-file", 422, "The file cannot be read as a report"),
    errors.UnknownReport: Kind(
        "unknown-report", 404, "There is no such report", f"GET {BASE}/reports lists the ids, a report its versions."
    ),
    errors.ChangedReport: Kind(
        "changed-report",
        412,
        "The report is another version by now",
        "GET it again, and send its new ETag in If-Match.",
    ),
    errors.TakenFile: Kind("taken-file", 409, "The file is another report's"),
    errors.UnprovedPassage: Kind("unproved-passage", 404, "No version of the report says that there"),
    errors.UnknownRecommendation: Kind(
        "unknown-recommendation", 404, "There is no such recommendation", f"GET {BASE}/recommendations lists the keys."
    ),
    errors.ChangedMark: Kind(
        "changed-mark",
        412,
        "Somebody else has noted something",
        "GET it again, and send its new ETag in If-Match.",
    ),
    errors.BadMark: Kind("bad-mark", 422, "This cannot be noted"),
    errors.EmptyQuestion: Kind("empty-question", 422, "Nothing was asked"),
    errors.SettingsError: Kind("settings-error", 422, "A value makes no sense"),
    errors.ModelMismatch: Kind("model-mismatch", 503, "The library was embedded by another model"),
    errors.LibraryError: Kind("library-error", 503, "The library is at fault"),
    errors.ModelUnavailable: Kind("model-unavailable", 503, "The embedding model cannot be loaded"),
    errors.LibraryBusy: Kind("library-busy", 503, "Another process is writing to the library"),
    errors.DamagedLibrary: Kind("damaged-library", 500, "A stored file contradicts the store"),
}
"""Every error of the domain. One that is not named here has a name of its own and all else of what it is a kind of."""

INVALID: Final = Kind(
    "invalid-request",
    422,
    "A value is missing, unknown or out of its bounds",
    f"{BASE}/openapi.json has all names and bounds.",
)
NEEDS_MATCH: Final = Kind("if-match-missing", 428, "If-Match is missing")
CHANGED: Final = OF_ERRORS[errors.ChangedReport]
NO_RANGE: Final = Kind("no-such-range", 404, "The text has no such range")
NO_SECTION: Final = Kind("no-section", 404, "No section can be given")
NO_JOB: Final = Kind("unknown-job", 404, "There is no such job")
JOB_OVER: Final = Kind("job-over", 409, "The job can no longer be stopped")
LOG_IN: Final = Kind("log-in-needed", 401, "A log-in or an API token is needed")
WRONG_TOKEN: Final = Kind("wrong-token", 401, "The API token opens nothing")
OVER_TOKEN: Final = Kind("expired-token", 401, "The API token has expired")
NOT_ENOUGH: Final = Kind("forbidden", 403, "This token or log-in may not do that")
LOCKED_OUT: Final = Kind("locked-out", 429, "Too many wrong tokens or passwords")
CROWDED: Final = Kind("crowded", 503, "Too many ask for that at the same time")
UNEXPECTED: Final = Kind("unexpected", 500, "A mistake of ours")
OWN: Final = (
    INVALID, NEEDS_MATCH, NO_RANGE, NO_SECTION, NO_JOB, JOB_OVER, LOG_IN, WRONG_TOKEN, OVER_TOKEN, NOT_ENOUGH,
    LOCKED_OUT, CROWDED, UNEXPECTED,
)  # fmt: skip
OF_STATUSES: Final = {
    400: Kind("bad-request", 400, "The request cannot be understood"),
    403: Kind("refused", 403, "The request is refused"),
    404: Kind("not-found", 404, "There is nothing at this address", f"{DOCS} lists the operations."),
    405: Kind("method-not-allowed", 405, "This address does not take this method", f"{DOCS} lists the operations."),
    409: Kind("conflict", 409, "It does not go together with what is there"),
    413: Kind("too-large", 413, "What was sent is too large"),
    415: Kind("wrong-media-type", 415, "What was sent is of another media type"),
    503: Kind("not-now", 503, "It cannot be done now"),
    507: Kind("no-room", 507, "There is no room for it on the server"),
}
"""What HTTP itself says."""


class Trouble(Exception):
    """Raised where an operation cannot be done for a reason of its own: its ``kind``, and in words with the cure."""

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def kind_of(error: errors.TripReportError) -> Kind:
    """The reason that an error of the domain is."""
    own = type(error)
    known = next(kind for cls in own.__mro__ if (kind := OF_ERRORS.get(cls)))
    return (
        known if own in OF_ERRORS else Kind(_WORD.sub("-", own.__name__).lower(), known.status, known.title, known.cure)
    )


def kind_of_status(status: int) -> Kind:
    """The reason that HTTP's number stands for, where nothing better is known."""
    if status in OF_STATUSES:
        return OF_STATUSES[status]
    if status >= 500:
        return UNEXPECTED
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"
    return Kind(phrase.lower().replace(" ", "-"), status, phrase)


def problem(
    kind: Kind, detail: str, headers: Mapping[str, str] | None = None, fields: Sequence[Mapping[str, str]] = ()
) -> Response:
    """The answer that says so: ``detail`` in words, with the cure; ``fields`` are the values that are at fault."""
    words = " ".join(filter(None, [detail, kind.cure if kind.cure not in detail else ""]))
    said: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": words}
    if fields:
        said["errors"] = list(fields)
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    said_too = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY, **(headers or {})}
    return Response(body, kind.status, said_too, MEDIA_TYPE)


def problem_of(error: errors.TripReportError) -> Response:
    """The answer to an error of the domain."""
    busy = {"Retry-After": str(BUSY_SECONDS)} if isinstance(error, errors.LibraryBusy) else None
    return problem(kind_of(error), str(error), busy)
