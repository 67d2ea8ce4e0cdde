"""Requests that nobody thought of, good ones and bad ones, made from the API's own OpenAPI document (schemathesis)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from assistant.across import Across
from assistant.ask import EVERYTHING
from assistant.check.verdict import Checked
from assistant.prior import Plan, PriorTrips
from corpus.filters import Filters
from corpus.types import Answer, RawFile
from ingest.pipeline import Ingested
from tests.api.conftest import api_over
from tests.web.fakes import FakeLibrary

CONFIG = {
    "checks": {
        # a report that is another one by now is refused as RFC 9110 has it
        "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "503"]},
        "negative_data_rejection": {"expected-statuses": [400, 404, 405, 409, 412, 415, 422, 428]},
        "missing_required_header": {"expected-statuses": [400, 415, 422, 428]},
    },
    # a form whose superfluous field is an empty list is sent as a form without it, and so is no bad one
    "operations": [
        {"include-operation-id": ["ingest", "replaceReport"], "checks": {"negative_data_rejection": {"enabled": False}}}
    ],
    "phases": {"fuzzing": {"generation": {"max-examples": 40}}, "stateful": {"generation": {"max-examples": 20}}},
}


class Steady(FakeLibrary):
    """Answers from the first report whatever becomes of it, and takes any bytes for a report."""

    def __init__(self) -> None:
        super().__init__()
        self._first = FakeLibrary(dict(self.by_id))

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        for wanted in filters.reports or ():
            self.report(wanted)
        return self._first.ask(question.replace("crash", "").replace("busy", ""), k, report, filters)

    def prior(self, plan: Plan, k: int = 10) -> PriorTrips:
        return self._first.prior(replace(plan, purpose="雲端"), k)

    def ask_across(self, question: str, *how: Any) -> Across:
        return self._first.ask_across(question.replace("crash", "").replace("busy", ""), *how)

    def check(self, text: str, report: str | None = None, **how: Any) -> Checked:
        return super().check(f"甲{text}".replace("crash", "").replace("慢", ""), report, **how)  # a «÷» says nothing

    def ingest(self, files: Iterable[RawFile], **options: Any) -> list[Ingested]:
        readable = [replace(raw, data=raw.data.decode("utf-8", "replace").encode()) for raw in files]
        return super().ingest(readable, **options)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    app = api_over(Steady(), tmp_path_factory.mktemp("work"))
    config = SchemathesisConfig.from_dict(CONFIG)
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    app.state.adder.end()


def test_a_few_requests_are_answered_as_the_document_says(document: schemathesis.BaseSchema) -> None:
    operations = [found.ok() for found in document.get_all_operations()]
    requests = [operation.as_strategy(mode) for operation in operations for mode in GenerationMode]
    assert len(operations) >= 12

    @given(st.one_of(requests))
    @settings(
        max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    def each(case: Case) -> None:
        case.call_and_validate()

    each()


@pytest.mark.slow
def test_no_request_at_all_is_answered_otherwise_than_the_document_says(document: schemathesis.BaseSchema) -> None:
    faults: list[str] = []
    seen = 0
    for event in from_schema(document).execute():
        assert not isinstance(event, FatalError | NonFatalError), event
        if isinstance(event, ScenarioFinished):
            seen += len(event.recorder.cases)
            faults += [
                f"{check.name}: {check.failure_info.failure if check.failure_info else ''}"
                for checks in event.recorder.checks.values()
                for check in checks
                if check.status.value == "failure"
            ]
    assert not faults, "\n\n".join(sorted(set(faults)))
    assert seen > 800
