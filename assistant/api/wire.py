"""Answers on the wire: JSON, strong ETags, what has not changed is not sent again."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from assistant.api.problems import BASE, CHANGED, NEEDS_MATCH, Kind, Trouble

KEPT: Final = "private, no-cache"
"""Its reader may keep it, and asks each time whether it is still so."""
_DIGITS: Final = 20


def to_bytes(text: str) -> bytes:
    """``text`` in UTF-8; half a character, of which there is none there, becomes «?», so that every offset stays."""
    return text.encode("utf-8", "replace")


def to_json(data: object) -> bytes:
    """``data`` as JSON in UTF-8."""
    return to_bytes(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def etag_of(body: bytes, version: int | None = None) -> str:
    """A strong ETag: it changes with the report's version and with any byte.

    >>> etag_of(b"{}", 3)
    '"v3-44136fa355b3678a1146"'
    """
    digest = hashlib.sha256(body).hexdigest()[:_DIGITS]
    return f'"{digest}"' if version is None else f'"v{version}-{digest}"'


def answer(
    request: Request,
    body: bytes,
    version: int | None = None,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """200 with ``body``, or 304 where whoever asks has it already."""
    etag = etag_of(body, version)
    said = {"ETag": etag, "Cache-Control": KEPT, **(headers or {})}
    if request.method in ("GET", "HEAD") and _has(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=said)
    return Response(body, headers=said, media_type=media_type)


def require_match(if_match: str | None, etag: str, changed: Kind = CHANGED) -> None:
    """Trouble where it is not this ETag that was seen: what would be changed might be something else by now."""
    if if_match is None:
        raise Trouble(NEEDS_MATCH, "Send the ETag that GET gave for it in If-Match, so that nothing else is changed.")
    if if_match.strip() != "*" and etag not in _tags(if_match):
        raise Trouble(changed, f"If-Match is {if_match[:100]}; the ETag is {etag} now.")


def _has(if_none_match: str | None, etag: str) -> bool:
    return if_none_match is not None and (
        if_none_match.strip() == "*" or etag in (tag.removeprefix("W/") for tag in _tags(if_none_match))
    )


def _tags(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",")]


def stretches(path: str, query: str, offset: int, limit: int, total: int) -> dict[str, str]:
    """The addresses of a stretch of a list, and of the others; ``query`` is all else that was asked.

    >>> stretches("/r", "", 3, 3, 7)["next"], stretches("/r", "", 3, 3, 7)["prev"]
    ('/r?offset=6&limit=3', '/r?offset=0&limit=3')
    """
    last = max(0, total - 1) // limit * limit
    at = {"self": offset, "first": 0, "last": last}
    if offset > 0:
        at["prev"] = max(0, min(offset, last + limit) - limit)
    if offset + limit < total:
        at["next"] = offset + limit
    kept = f"{query}&" if query else ""
    return {rel: f"{path}?{kept}offset={begin}&limit={limit}" for rel, begin in at.items()}


def link_header(links: Mapping[str, str]) -> str:
    """The others as RFC 8288 has them."""
    return ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items() if rel != "self")


def report_address(report_id: str, part: str = "", **query: Any) -> str:
    """The address of a report here, or of a part of it.

    >>> report_address("a/b", "text", start=1, end=9)
    '/api/v1/reports/a%2Fb/text?start=1&end=9'
    """
    path = f"{BASE}/reports/{quote(report_id, safe='')}{f'/{part}' if part else ''}"
    return f"{path}?{urlencode(query)}" if query else path
