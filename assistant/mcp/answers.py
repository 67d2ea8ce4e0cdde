"""From the library's nouns to what tools give, and from its errors to what a tool says went wrong."""

import functools
import logging
from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from assistant.api.models import StretchFacts
from assistant.api.shapes import reference_to, stretch_shape
from assistant.api.wire import to_json
from assistant.cite import citation_json
from assistant.listing import answer_json
from assistant.mcp.models import Asked, Row
from corpus.errors import TripReportError, UnknownReport
from corpus.types import Answer, Hit, ReportSummary

log = logging.getLogger(__name__)

_P = ParamSpec("_P")
_R = TypeVar("_R")
_CURES: Final[dict[type[TripReportError], str]] = {UnknownReport: "The tool list_reports gives the ids."}
"""The errors' own words are for who types commands."""


def said(tool: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let an error of the library be the tool's answer, in words that name the cure."""

    @functools.wraps(tool)
    def careful(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return tool(*args, **kwargs)
        except TripReportError as error:
            raise ToolError(with_cure(error)) from error
        except Exception as error:
            log.error("the tool %s went wrong", tool.__name__, exc_info=error)
            raise ToolError("This is our mistake, and nothing is lost: the server's log says more.") from error

    return careful


def with_cure(error: TripReportError) -> str:
    """What went wrong, and what to do about it here."""
    return f"{error} {next((words for kind, words in _CURES.items() if isinstance(error, kind)), '')}".strip()


def asked(answer: Answer) -> Asked:
    """An answer, each of its passages with all that proves it."""
    facts: dict[str, Any] = answer_json(answer)
    hits = [
        one | {"cited": citation_json(reference_to(hit))} for one, hit in zip(facts["hits"], answer.hits, strict=True)
    ]
    return Asked.model_validate_json(to_json(facts | {"hits": hits}))


def stretch(hit: Hit) -> StretchFacts:
    """Any stretch."""
    return StretchFacts.model_validate_json(to_json(stretch_shape(hit, reference_to(hit))))


def row(summary: ReportSummary) -> Row:
    """A report in a list."""
    front = summary.front
    agency, country, category = (_line(front.value(key)) for key in ("agency", "country", "category"))
    trip = [front.iso[key] for key in ("period_start", "period_end") if key in front.iso]
    facts = {
        "id": summary.id, "title": summary.title, "agency": agency, "country": country, "date": front.iso.get("date"),
        "trip": trip, "category": category, "version": summary.version, "characters": summary.characters,
    }  # fmt: skip
    return Row.model_validate_json(to_json(facts))


def _line(printed: str | None) -> str | None:
    return " ".join(printed.split()) if printed else None
