"""What changes the library: adding, replacing, removing, each a job in the one queue that there is."""

import time
from typing import Annotated, Any, Final

from fastapi import FastAPI, Path, Query
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.api.models import JobModel
from assistant.api.problems import JOB_OVER, NO_JOB, Trouble
from assistant.api.refusals import IfMatch
from assistant.api.reports import report_etag
from assistant.api.shapes import job_address, job_shape
from assistant.api.wanted import Nothing, ReportId
from assistant.api.wire import answer, require_match, to_json
from assistant.web.add.door import Refused, discard
from assistant.web.add.queue import Adder, Batch, Stage, Wanted
from assistant.web.change.form import drain, one_file
from assistant.web.library import Library

JobId = Annotated[str, Path(min_length=1, max_length=64, description="As it was given when the job began.")]
_BEGUN: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "model": JobModel, "description": "It is under way: Location says where to ask how far it is.",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The job."}},
        "links": {
            "job": {"operationId": "getJob", "parameters": {"job_id": "$response.body#/id"}},
            "stop": {"operationId": "cancelJob", "parameters": {"job_id": "$response.body#/id"}},
        },
    }
}  # fmt: skip
_AT_ONCE: Final = 2.0
"""Seconds in which most removals are over: only during an ingest they take longer."""
_LOOK: Final = 0.02
_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object", "required": ["file"], "additionalProperties": False,
                    "properties": {
                        "file": {
                            "type": "string", "format": "binary",
                            "description": "A report, or a ZIP archive of reports, with its name.",
                        }
                    },
                }
            }
        },
    }
}  # fmt: skip


def open_jobs(api: FastAPI, library: Library, adder: Adder) -> None:
    """``/jobs``, and what begins one."""

    def begun(key: str) -> Response:
        batch = _batch(adder, key)
        headers = {"Location": job_address(key), "Retry-After": "1", "Cache-Control": "no-store"}
        return Response(to_json(job_shape(key, batch)), 202, headers, "application/json")

    def seen(report_id: str, if_match: str | None) -> Wanted:
        """The report, if it still is what whoever asks has looked at."""
        about = library.about(report_id)
        require_match(if_match, report_etag(about))
        return Wanted(report_id, about.summary.version)

    @api.post(
        "/jobs", operation_id="ingest", summary="Add a report", status_code=202, responses=_BEGUN, openapi_extra=_FILE,
        response_class=Response,
    )  # fmt: skip
    async def ingest(request: Request, _: Annotated[Nothing, Query()]) -> Response:
        """One file, or a ZIP archive of up to 50. What is there already is recognised, and is not added twice."""
        return begun(await _sent(request, adder, None))

    @api.get("/jobs/{job_id}", operation_id="getJob", summary="How far a job is", response_model=JobModel)
    def get_job(request: Request, job_id: JobId, _: Annotated[Nothing, Query()]) -> Response:
        """Its state, its progress, and what became of each file. The last hundred that are done are remembered."""
        batch = _batch(adder, job_id)
        again = {} if batch.stage is Stage.DONE else {"Retry-After": "1"}
        return answer(request, to_json(job_shape(job_id, batch)), headers=again)

    @api.post(
        "/jobs/{job_id}/cancel", operation_id="cancelJob", summary="Stop a job", status_code=202,
        response_model=JobModel,
    )  # fmt: skip
    def cancel_job(job_id: JobId, _: Annotated[Nothing, Query()]) -> Response:
        """What waits does not begin; of the file in hand nothing stays; what is done already is kept."""
        _batch(adder, job_id)
        if not adder.cancel(job_id):
            raise Trouble(
                JOB_OVER, "It is done, or within a removal, which is not left half done: GET says what became of it."
            )
        return begun(job_id)

    @api.put(
        "/reports/{report_id}", operation_id="replaceReport", summary="Replace a report by a new version",
        status_code=202, responses=_BEGUN, openapi_extra=_FILE, response_class=Response,
    )  # fmt: skip
    async def replace_report(
        request: Request, report_id: ReportId, _: Annotated[Nothing, Query()], if_match: IfMatch = None
    ) -> Response:
        """The file is the new version of this report, whatever its form says. Old citations can still be checked."""
        wanted = await run_in_threadpool(seen, report_id, if_match)
        return begun(await _sent(request, adder, wanted))

    @api.delete(
        "/reports/{report_id}", operation_id="removeReport", summary="Remove a report", status_code=202,
        responses=_BEGUN, response_class=Response,
    )  # fmt: skip
    def remove_report(report_id: ReportId, _: Annotated[Nothing, Query()], if_match: IfMatch = None) -> Response:
        """Wholly, with its history. Once the job is done, which it mostly is at once, it never answers again."""
        key = adder.remove(seen(report_id, if_match))
        until = time.monotonic() + _AT_ONCE
        while _batch(adder, key).stage is not Stage.DONE and time.monotonic() < until:
            time.sleep(_LOOK)
        return begun(key)


def _batch(adder: Adder, key: str) -> Batch:
    batch = adder.batch(key)
    if batch is None:
        raise Trouble(NO_JOB, "It is not known here, or was forgotten since: a hundred that are done are remembered.")
    return batch


async def _sent(request: Request, adder: Adder, wanted: Wanted | None) -> str:
    """The key of the batch that the file of this request is; Refused where there is none, or it is too much."""
    key, body = adder.uploads.begin(), request.stream()
    try:
        name, chunks = await one_file(request.headers, body)
        if not name:
            raise Refused(422, "The file has no name: send one, whose end says what it is, as in report.pdf.")
        await adder.uploads.receive(key, name, chunks)
    except (Refused, ClientDisconnect) as error:
        discard(adder.uploads.take(key))
        if isinstance(error, ClientDisconnect):
            raise Refused(400, "The file did not come whole.") from error
        await drain(body)
        raise
    adder.start(key, wanted)
    if adder.batch(key) is None:
        raise Refused(503, "The server is about to end: send it again.")
    return key
