"""Asking over the API: the same object as the command's, with links that lead on."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.models import AnswerModel
from assistant.listing import answer_json
from tests.web.fakes import FakeLibrary

ANSWERS = "/api/v1/answers"
QUESTION = "分析師對跨國雲端有什麼建議"


def without_links(said: dict[str, Any]) -> dict[str, Any]:
    hits = [{key: value for key, value in hit.items() if key != "links"} for hit in said["hits"]]
    return {key: value for key, value in said.items() if key != "links"} | {"hits": hits}


def test_an_answer_is_that_of_the_command_with_links(client: TestClient, library: FakeLibrary) -> None:
    said = client.get(ANSWERS, params={"question": QUESTION, "k": 3}).json()
    assert without_links(said) == json.loads(json.dumps(answer_json(library.ask(QUESTION, 3))))
    assert AnswerModel.model_validate(said).model_dump(mode="json") == said
    assert set(said["hits"][0]["links"]) == {"report", "text", "section", "citations", "page"}


def test_every_link_of_an_answer_leads_to_what_it_says(client: TestClient) -> None:
    said = client.get(ANSWERS, params={"question": QUESTION, "k": 1}).json()
    (hit,) = said["hits"]
    assert client.get(said["links"]["self"]).json() == said
    assert client.get(hit["links"]["text"]).text == hit["text"]
    assert hit["text"] in client.get(hit["links"]["section"]).json()["text"]
    assert client.get(hit["links"]["citations"]).json()["text"] == hit["text"]
    assert client.get(hit["links"]["report"]).json()["id"] == hit["report_id"]
    assert hit["links"]["page"].startswith("/?q=")


def test_a_question_may_come_as_json(client: TestClient) -> None:
    by_address = client.get(ANSWERS, params={"question": QUESTION, "k": 2})
    with_body = client.post(ANSWERS, json={"question": QUESTION, "k": 2})
    assert with_body.json() == by_address.json()
    assert with_body.headers["etag"] == by_address.headers["etag"]


def test_filters_narrow_as_they_do_for_the_command(client: TestClient, library: FakeLibrary) -> None:
    query = {"agency": "數位", "country": "US", "year": 111, "category": "開會", "report": "gartner-2022"}
    assert client.get(ANSWERS, params={"question": QUESTION, **query}).status_code == 200
    asked = library.filters[-1]
    assert (asked.agency, asked.country, asked.year, asked.category) == ("數位", "US", 2022, "開會")
    assert asked.reports == ("gartner-2022",)


@pytest.mark.parametrize(
    "query",
    [
        {}, {"question": ""}, {"question": "a" * 2001}, {"question": "a", "k": 0}, {"question": "a", "k": 51},
        {"question": "a", "k": "x"}, {"question": "a", "year": 500}, {"question": "a", "agancy": "x"},
        {"question": "a", "agency": "x" * 201}, {"question": " 　"}, {"question": "a", "report": [""]},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get(ANSWERS, params=query)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("#invalid-request")
    assert answer.json()["errors"][0]["field"].startswith("query.")


@pytest.mark.parametrize(
    "body",
    [
        b"[]", b"{}", b'{"question": 5}', b'{"question": "a", "k": "5"}', b'{"question": "a", "k": true}',
        b'{"question": "a", "K": 5}', b'{"question": "\\ud800 a"}', b'{"question": "a", "k": NaN}', b"{", b"null",
        b'{"question": "a", "year": true}', b'{"question": "a", "report": "gartner-2022"}',
    ],
)  # fmt: skip
def test_a_body_that_is_not_as_it_is_documented_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post(ANSWERS, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_refusal_never_says_again_what_was_sent(client: TestClient) -> None:
    answer = client.post(ANSWERS, json={"question": ["<script>alert(1)</script>"]})
    assert "script" not in answer.text


@pytest.mark.parametrize("body", [b'{"question": "\xff"}', b"[" * 100_000])
def test_a_body_that_cannot_be_read_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post(ANSWERS, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#bad-request")


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_a_body_has_to_say_that_it_is_json(client: TestClient, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = client.post(ANSWERS, content=b'{"question": "a"}', headers=headers)
    assert answer.status_code == 415 and "application/json" in answer.json()["detail"]


@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in chunks"])
def test_a_body_that_is_too_long_is_not_read(client: TestClient, told: bool) -> None:
    chunks = (b" " * 65_536 for _ in range(64))
    body: Any = b" " * (4 << 20) if told else chunks
    answer = client.post(ANSWERS, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/docs#too-large")


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get(ANSWERS, params={"question": QUESTION})
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    for seen in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(ANSWERS, params={"question": QUESTION}, headers={"If-None-Match": seen})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(ANSWERS, params={"question": QUESTION}, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.post(ANSWERS, json={"question": QUESTION}, headers={"If-None-Match": etag}).status_code == 200


def test_head_says_what_get_says_without_the_body(client: TestClient) -> None:
    get, head = (client.request(method, ANSWERS, params={"question": QUESTION}) for method in ("GET", "HEAD"))
    assert head.content == b"" and head.status_code == 200
    assert {**head.headers} == {**get.headers}


def test_half_a_character_in_a_report_leaves_every_offset_where_it_is() -> None:
    from assistant.api.wire import to_bytes, to_json

    text = "前\ud800後"
    assert to_bytes(text).decode() == "前?後" and len(to_bytes(text).decode()) == len(text)
    assert json.loads(to_json({"text": text}))["text"] == "前?後"
