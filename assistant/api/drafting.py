"""For who writes: quotations checked, passages bundled."""

import threading
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.anchor import Anchor, read_anchor
from assistant.api.models import CheckedModel
from assistant.api.problems import BASE, CROWDED, NO_RANGE, Trouble
from assistant.api.refusals import LARGEST_BODY, json_only
from assistant.api.wanted import Draft, Nothing, Passage, Picked
from assistant.api.wire import answer, to_json
from assistant.check.listing import checked_json
from assistant.web.library import Library
from assistant.web.request import site_of

_ZIP: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The archive: quotes, citations, pictures of pages, hashes, a README.",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}


_AT_ONCE: Final = 2
"""Checks, and bundles, that are worked on at the same time: either may take a core for seconds."""
_PATIENCE_SECONDS: Final = 10


class Turns:
    """Lets so many in at once; the others wait their turn, but not without end."""

    def __init__(self, at_once: int = _AT_ONCE, patience: float = _PATIENCE_SECONDS) -> None:
        self._room, self._patience = threading.BoundedSemaphore(at_once), patience

    def __enter__(self) -> None:
        if not self._room.acquire(timeout=self._patience):
            raise Trouble(CROWDED, "Send it again in a moment.")

    def __exit__(self, *_: object) -> None:
        self._room.release()


def open_drafting(api: FastAPI, library: Library) -> None:
    """``POST /quote-checks`` and ``POST /bundles``."""
    checking, bundling = Turns(), Turns()

    @api.post(
        "/quote-checks", operation_id="checkQuotes", summary="Check the quotations of a draft",
        response_model=CheckedModel, dependencies=[Depends(json_only)], max_body_size=LARGEST_BODY,
    )  # fmt: skip
    def check_quotes(request: Request, draft: Draft, _: Annotated[Nothing, Query()]) -> Response:
        """Each quotation with its verdict (exact, near with what differs, not found, too short), its source, and what
        its citation has wrong. Nothing of the draft is kept."""
        with checking:
            checked = library.check(draft.text, draft.report, every_sentence=draft.every_sentence)
        return answer(request, to_json(checked_json(checked) | {"links": {"reports": f"{BASE}/reports"}}))

    @api.post(
        "/bundles", operation_id="bundle", summary="Bundle passages as evidence", response_class=Response,
        responses=_ZIP, dependencies=[Depends(json_only)], max_body_size=LARGEST_BODY,
    )  # fmt: skip
    def bundle(request: Request, picked: Picked, _: Annotated[Nothing, Query()]) -> Response:
        """One ZIP archive for an attachment. The same passages make the same bytes."""
        named = [(passage.report_id, _anchor(passage)) for passage in picked.passages]
        with bundling:
            made = library.bundle(named, picked.question, site_of(request))
        headers = {"Content-Disposition": 'attachment; filename="evidence.zip"'}
        return answer(request, made, media_type="application/zip", headers=headers)


def _anchor(passage: Passage) -> Anchor:
    anchor = read_anchor(passage.anchor)
    if anchor is None:
        raise Trouble(NO_RANGE, f"{passage.anchor} names nothing: take an anchor as it stands in «cited».")
    return anchor
