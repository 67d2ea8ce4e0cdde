"""Asking, as a program asks."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.models import AnswerModel
from assistant.api.problems import BASE
from assistant.api.refusals import LARGEST_BODY, json_only
from assistant.api.shapes import answer_shape
from assistant.api.wanted import Question, QuestionBody
from assistant.api.wire import answer, to_json
from assistant.web.library import Library

_SPAN: Final = {
    "report_id": "$response.body#/hits/0/report_id", "query.start": "$response.body#/hits/0/char_start",
    "query.end": "$response.body#/hits/0/char_end",
}  # fmt: skip
_LEADS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "links": {
            "report": {"operationId": "getReport", "parameters": {"report_id": _SPAN["report_id"]}},
            "section": {"operationId": "getSection", "parameters": _SPAN},
            "citations": {"operationId": "cite", "parameters": _SPAN},
        }
    }
}
"""Where to go on from the first hit."""


def open_asking(api: FastAPI, library: Library) -> None:
    """``GET`` and ``POST /answers``."""

    def said(request: Request, question: Question) -> Response:
        found = library.ask(question.question, question.k, filters=question.filters(question.report))
        return answer(request, to_json(answer_shape(found, _address(question))))

    @api.get(
        "/answers", operation_id="ask", summary="Ask a question", response_model=AnswerModel, responses=_LEADS,
    )  # fmt: skip
    def ask(request: Request, question: Annotated[Question, Query()]) -> Response:
        """The best passages for a question, word for word, with their citations. Filters narrow what is searched."""
        return said(request, question)

    @api.post(
        "/answers", operation_id="askWithBody", summary="Ask a question that is too long for an address",
        response_model=AnswerModel, responses=_LEADS, dependencies=[Depends(json_only)], max_body_size=LARGEST_BODY,
    )  # fmt: skip
    def ask_with_body(request: Request, question: QuestionBody) -> Response:
        """The same as GET: nothing is kept of it."""
        return said(request, question)


def _address(question: Question) -> str:
    query = question.model_dump(exclude_defaults=True)
    return f"{BASE}/answers?{urlencode(query, doseq=True)}"
