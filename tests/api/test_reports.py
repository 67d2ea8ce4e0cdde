"""Reports over the API: the list and its stretches, one report, its outline, any stretch of its text, citations."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.about import about_json
from assistant.api.models import AboutModel, CitationsModel, OutlineModel, ReportsModel, StretchModel
from assistant.cite import STYLES
from assistant.cite.facts import quote_hash
from assistant.listing import section_json
from tests.api.conftest import Caller, Stand
from tests.web.fakes import FakeLibrary, printed_report, real_report

REPORTS = "/api/v1/reports"
ONE = f"{REPORTS}/gartner-2022"


@pytest.fixture(scope="module")
def shelf(stand: Stand) -> TestClient:
    """Seven reports, one of them with pages, one with a name that has to be quoted in an address."""
    reports = {f"r{i}": real_report() for i in range(5)} | {"gartner-2022": real_report(), "甲 乙?1": printed_report()}
    return Caller(stand, FakeLibrary(reports))


def links_of(header: str) -> dict[str, str]:
    parts = [part.split("; rel=") for part in header.split(", ")]
    return {rel.strip('"'): address.strip("<>") for address, rel in parts}


def test_the_list_is_walked_by_its_links(shelf: TestClient) -> None:
    address, seen, pages = f"{REPORTS}?limit=3", [], 0
    while address:
        answer = shelf.get(address)
        said = answer.json()
        assert ReportsModel.model_validate(said).model_dump(mode="json") == said
        seen += [item["id"] for item in said["items"]]
        address = links_of(answer.headers["link"]).get("next", "")
        pages += 1
    assert len(seen) == len(set(seen)) == said["total"] == 7 and pages == 3


@pytest.mark.parametrize(
    ("offset", "limit", "rels"),
    [(0, 50, {}), (0, 3, {"next": 3}), (3, 3, {"prev": 0, "next": 6}), (6, 3, {"prev": 3}), (100, 3, {"prev": 6}),
     (1, 3, {"prev": 0, "next": 4})],
)  # fmt: skip
def test_each_stretch_knows_the_others(shelf: TestClient, offset: int, limit: int, rels: dict[str, int]) -> None:
    answer = shelf.get(REPORTS, params={"offset": offset, "limit": limit})
    links = links_of(answer.headers["link"])
    assert {rel: links[rel] for rel in rels} == {
        rel: f"{REPORTS}?offset={at}&limit={limit}" for rel, at in rels.items()
    }
    assert set(links) == {"first", "last", *rels}
    assert all(shelf.get(address).status_code == 200 for address in links.values())
    assert len(answer.json()["items"]) == max(0, min(limit, 7 - offset))


def test_filters_hold_and_are_kept_in_the_links(shelf: TestClient) -> None:
    said = shelf.get(REPORTS, params={"agency": "數位發展部", "limit": 2})
    assert said.json()["total"] == 6
    assert all("agency=" in address for address in links_of(said.headers["link"]).values())
    assert shelf.get(REPORTS, params={"year": 1950}).json()["total"] == 0


def test_a_report_says_all_but_where_on_the_server_it_lies(shelf: TestClient) -> None:
    said = shelf.get(f"{REPORTS}/{quote('甲 乙?1', safe='')}").json()
    assert AboutModel.model_validate(said).model_dump(mode="json") == said
    library = FakeLibrary({"甲 乙?1": printed_report()})
    whole = json.loads(json.dumps(about_json(library.about("甲 乙?1"))))
    assert said["card"] == whole["card"] and said["form"] == whole["form"]
    assert "/reports/" in json.dumps(whole["sources"]) and "/reports/" not in json.dumps(said["sources"])
    assert "source" not in said and "path" not in said["sources"][0] and "source" not in said["versions"][0]


def test_the_links_of_a_report_lead_to_its_parts(shelf: TestClient) -> None:
    for address in (said := shelf.get(ONE).json()["links"]).values():
        assert address == said["page"] or shelf.get(address).status_code == 200
    assert said["page"] == "/reports/gartner-2022"


def test_the_etag_of_a_report_is_its_version_and_a_hash(shelf: TestClient) -> None:
    for part in ("", "/outline", "/text"):
        etag = shelf.get(f"{ONE}{part}").headers["etag"]
        assert etag.startswith('"v1-')
        assert shelf.get(f"{ONE}{part}", headers={"If-None-Match": etag}).status_code == 304


def test_the_outline_is_that_of_the_command(shelf: TestClient) -> None:
    said = shelf.get(f"{ONE}/outline").json()
    assert OutlineModel.model_validate(said).model_dump(mode="json") == said
    assert said["sections"] == [section_json(section) for section in real_report().outline.sections]


@given(st.integers(0, 12_409), st.integers(0, 12_409))
@settings(max_examples=20, deadline=None)
def test_any_stretch_of_the_text_is_to_the_letter(shelf: TestClient, one: int, other: int) -> None:
    start, end = sorted((one, other))
    answer = shelf.get(f"{ONE}/text", params={"start": start, "end": end})
    assert answer.content.decode("utf-8") == real_report().text[start:end]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["text-range"] == f"characters {start}-{end}/12409"
    assert answer.headers["report-version"] == "1"


def test_the_whole_text_is_given_where_nothing_is_said(shelf: TestClient) -> None:
    assert shelf.get(f"{ONE}/text").text == shelf.get(f"{ONE}/text?version=1").text == real_report().text


@pytest.mark.parametrize("part", ["text", "section", "citations"])
@pytest.mark.parametrize(("start", "end"), [(5, 4), (0, 12_410), (12_410, 12_411)])
def test_a_stretch_that_the_text_does_not_have_is_not_there(shelf: TestClient, part: str, start: int, end: int) -> None:
    answer = shelf.get(f"{ONE}/{part}", params={"start": start, "end": end})
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#no-such-range")
    assert "12409" in answer.json()["detail"]


def test_a_version_that_nobody_knows_is_not_there(shelf: TestClient) -> None:
    answer = shelf.get(f"{ONE}/text?version=9")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#unknown-report")


def test_a_section_is_what_stands_around_a_span(shelf: TestClient) -> None:
    said = shelf.get(f"{ONE}/section", params={"start": 11435, "end": 11536}).json()
    assert StretchModel.model_validate(said).model_dump(mode="json") == said
    assert said["char_start"] <= 11435 and said["char_end"] >= 11536
    assert said["cited"]["quote_sha256"] == quote_hash(said["text"])


def test_a_section_that_is_too_long_is_not_given_whole(shelf: TestClient) -> None:
    answer = shelf.get(f"{ONE}/section", params={"start": 0, "end": 12_409})
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#no-section")
    assert "/outline" in answer.json()["detail"]


def test_a_span_is_cited_in_every_style_or_in_one(shelf: TestClient) -> None:
    span = {"start": 11435, "end": 11536}
    said = shelf.get(f"{ONE}/citations", params=span).json()
    assert CitationsModel.model_validate(said).model_dump(mode="json") == said
    assert list(said["citations"]) == list(STYLES)
    assert said["cited"]["link"].startswith("http://testserver/?report=gartner-2022#v1-11435-11536-")
    one = shelf.get(f"{ONE}/citations", params={**span, "style": "bibtex"}).json()
    assert one["citations"] == {"bibtex": said["citations"]["bibtex"]}
    assert shelf.get(f"{ONE}/citations", params={**span, "style": "mla"}).status_code == 422


@pytest.mark.parametrize("part", ["", "/outline", "/text", "/section?start=0&end=1", "/citations?start=0&end=1"])
def test_a_report_that_is_not_there_is_said_so(shelf: TestClient, part: str) -> None:
    answer = shelf.get(f"{REPORTS}/nope{part}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#unknown-report")
    assert "GET /api/v1/reports" in answer.json()["detail"]


@pytest.mark.parametrize("address", [f"{ONE}?x=1", f"{ONE}/outline?x=1", f"{REPORTS}?page=2", f"{ONE}/text?star=1"])
def test_a_name_that_nobody_knows_is_refused(shelf: TestClient, address: str) -> None:
    assert shelf.get(address).status_code == 422


def test_an_older_text_is_read_by_its_version(stand: Stand) -> None:
    class Replaced(FakeLibrary):
        def version_text(self, report_id: str, number: int) -> str:  # noqa: ARG002
            return {1: "舊文", 2: "新文"}[number]

    answer = Caller(stand, Replaced()).get(f"{ONE}/text", params={"version": 1, "start": 1})
    assert (answer.text, answer.headers["report-version"]) == ("文", "1")
    assert answer.headers["etag"].startswith('"v1-')
