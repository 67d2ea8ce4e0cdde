"""Every refusal under /api is a problem with a type that does not change, whoever refuses."""

import html
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.api.docs import every_kind
from assistant.api.models import ProblemModel
from assistant.api.problems import BUSY_SECONDS, OF_ERRORS, kind_of, problem_of
from corpus import errors
from tests.api.conftest import api_over
from tests.web.fakes import FakeLibrary

ANSWERS = "/api/v1/answers"


def all_errors(root: type[errors.TripReportError] = errors.TripReportError) -> Iterator[type[errors.TripReportError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from all_errors(child)


def made(kind: type[errors.TripReportError]) -> errors.TripReportError:
    needed = [
        value for value in list(inspect.signature(kind.__init__).parameters.values())[1:]
        if value.default is value.empty and value.kind is value.POSITIONAL_OR_KEYWORD
    ]  # fmt: skip
    return kind(*["what to do"] * max(1, len(needed)))


@pytest.mark.parametrize("kind", list(all_errors()), ids=lambda kind: kind.__name__)
def test_every_error_has_a_type_of_its_own(kind: type[errors.TripReportError]) -> None:
    error = made(kind)
    said = ProblemModel.model_validate_json(problem_of(error).body)
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
    assert said.type == f"/api/v1/docs#{name}"
    assert str(error) in said.detail and said.title
    assert said.status == problem_of(error).status_code == kind_of(error).status


def test_types_are_told_apart_by_name() -> None:
    names = [kind.name for kind in every_kind()]
    assert len(names) == len(set(names))
    assert {kind.name for kind in OF_ERRORS.values()} <= set(names)


def test_a_new_kind_of_an_error_is_a_problem_of_its_own() -> None:
    class OddFile(errors.UnreadableFile):
        pass

    assert (kind_of(OddFile("x")).name, kind_of(OddFile("x")).status) == ("odd-file", 422)


def test_a_library_that_is_busy_says_when_to_come_again(client: TestClient) -> None:
    answer = client.get(ANSWERS, params={"question": "busy"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/docs#library-busy")
    assert answer.headers["retry-after"] == str(BUSY_SECONDS)


def test_a_mistake_of_ours_is_told_without_its_detail(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get(ANSWERS, params={"question": "crash"})
    assert (answer.status_code, answer.json()["type"]) == (500, "/api/v1/docs#unexpected")
    assert "secret" not in answer.text and "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("method", "address", "headers", "status", "name"),
    [
        ("GET", "/api", {}, 404, "not-found"),
        ("GET", "/api/", {}, 404, "not-found"),
        ("GET", "/api/v1", {}, 404, "not-found"),
        ("GET", "/api/v2/answers", {}, 404, "not-found"),
        ("GET", "/api/v1/nothing", {"Accept": "text/html"}, 404, "not-found"),
        ("PATCH", "/api/v1/reports", {}, 405, "method-not-allowed"),
        ("TRACE", ANSWERS, {}, 405, "method-not-allowed"),
        ("POST", ANSWERS, {"Origin": "http://evil.example"}, 403, "refused"),
        ("DELETE", "/api/v1/reports/gartner-2022", {"Sec-Fetch-Site": "cross-site"}, 403, "refused"),
        ("GET", ANSWERS, {"Host": "evil.example"}, 400, "bad-request"),
    ],
)
def test_whoever_refuses_says_it_as_a_problem(
    client: TestClient, method: str, address: str, headers: dict[str, str], status: int, name: str
) -> None:
    answer = client.request(method, address, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    said = ProblemModel.model_validate_json(answer.content)
    assert (said.type, said.status) == (f"/api/v1/docs#{name}", status)
    assert answer.headers["cache-control"] == "no-store"


def test_an_address_says_which_methods_it_takes(client: TestClient) -> None:
    assert client.post("/api/v1/reports/x").headers["allow"] == "GET, HEAD, PUT, DELETE"
    assert client.delete(ANSWERS).headers["allow"] == "GET, HEAD, POST"


def test_a_program_on_the_same_site_and_one_without_an_origin_get_in(client: TestClient) -> None:
    for headers in ({}, {"Origin": "http://testserver"}):
        assert client.post(ANSWERS, json={"question": "跨國"}, headers=headers).status_code == 200


def test_nothing_under_the_api_can_be_run_or_framed(client: TestClient) -> None:
    for address in (f"{ANSWERS}?question=a", "/api/v1/reports/gartner-2022/text", "/api/v1/nothing"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_the_whole_page_has_the_api_beside_it(tmp_path: Path) -> None:
    from tests.web.conftest import app_over

    client = TestClient(app_over(FakeLibrary(), tmp_path), base_url="http://localhost")
    assert client.get(ANSWERS, params={"question": "跨國"}).json()["answerable"]
    for address in ("/api/v1/nothing", "/api/v1/", "/api/predict", "/api"):
        assert client.get(address).headers["content-type"] == "application/problem+json", address
    assert client.get("/api/v1/docs").headers["content-type"].startswith("text/html")


# ---------- the reference ----------


def test_the_reference_has_every_operation_and_every_problem(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    page = html.unescape(client.get("/api/v1/docs", headers={"Accept-Language": "en"}).text)
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page and f"/api/v1{path}" in page
            assert operation["summary"] and operation["description"]
    for kind in every_kind():
        assert f'<dt id="{kind.name}">' in page
    assert "<script" not in page
    assert all(re.match("[/#]|data:", address) for address in re.findall(r'(?:src|href)="([^"]+)"', page))


def test_every_operation_documents_its_problems(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    for methods in document["paths"].values():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert "ProblemModel" in document["components"]["schemas"]


def test_every_value_that_is_asked_for_has_bounds(client: TestClient) -> None:
    def is_bounded(schema: dict[str, object]) -> bool:
        if "anyOf" in schema:
            return all(map(is_bounded, schema["anyOf"]))  # type: ignore[arg-type]
        if "$ref" in schema or schema.get("type") in ("null", "boolean") or "enum" in schema:
            return True
        if schema["type"] == "string":
            return "maxLength" in schema
        if schema["type"] == "array":
            return "maxItems" in schema and is_bounded(schema["items"])  # type: ignore[arg-type]
        return {"minimum", "maximum"} <= schema.keys()

    document = client.get("/api/v1/openapi.json").json()
    values = [v for ms in document["paths"].values() for o in ms.values() for v in o.get("parameters", ())]
    assert len(values) > 20
    assert not [value["name"] for value in values if not is_bounded(value["schema"])]


def test_who_needs_a_token_is_told_by_the_document(tmp_path: Path) -> None:
    from assistant.web.doors.access import Access
    from assistant.web.doors.keeper import Keeper
    from assistant.web.doors.password import Passwords

    keeper = Keeper(Passwords(Access(adding_password="a good password"), b"salt" * 8, cost=16))
    guarded = TestClient(api_over(FakeLibrary(), tmp_path, keeper))
    document = guarded.get("/api/v1/openapi.json").json()
    assert document["security"] and document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    open_to_all = TestClient(api_over(FakeLibrary(), tmp_path)).get("/api/v1/openapi.json").json()
    assert "security" not in open_to_all
