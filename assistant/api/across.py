"""One question over all reports, and earlier trips that a plan is like."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.across.listing import across_json
from assistant.api.models import AcrossModel, PriorModel
from assistant.api.problems import BASE
from assistant.api.refusals import LARGEST_BODY, json_only
from assistant.api.wanted import Compared, Nothing, Planned
from assistant.api.wire import answer, to_json
from assistant.prior.listing import prior_json
from assistant.web.library import Library


def open_across(api: FastAPI, library: Library) -> None:
    """``GET /comparisons`` and ``POST /prior-trips``."""

    @api.get(
        "/comparisons", operation_id="compare", summary="Compare what all reports say to one question",
        response_model=AcrossModel,
    )  # fmt: skip
    def compare(request: Request, wanted: Annotated[Compared, Query()]) -> Response:
        """Every report that says something of it, in groups by report, year, agency or country."""
        found = library.ask_across(wanted.question, wanted.by, wanted.per_report, wanted.groups, wanted.filters())
        address = f"{BASE}/comparisons?{urlencode(wanted.model_dump(mode='json', exclude_defaults=True))}"
        return answer(request, to_json(across_json(found) | {"links": {"self": address}}))

    @api.post(
        "/prior-trips", operation_id="priorTrips", summary="Find earlier trips that a plan is like",
        response_model=PriorModel, dependencies=[Depends(json_only)], max_body_size=LARGEST_BODY,
    )  # fmt: skip
    def prior_trips(request: Request, planned: Planned, _: Annotated[Nothing, Query()]) -> Response:
        """The same event or study plan, or related trips, each with the passages that show it; what was searched is
        always said. Nothing of the plan is kept."""
        found = library.prior(planned.plan, planned.k)
        return answer(request, to_json(prior_json(found) | {"links": {"reports": f"{BASE}/reports"}}))
