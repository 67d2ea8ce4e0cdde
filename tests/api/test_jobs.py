"""What changes the library over the API: added, replaced and removed in one queue, and only what was looked at."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.models import JobModel
from ingest.files.sources import MAX_BYTES
from tests.api.conftest import House, api_over, over
from tests.assistant.test_intake import BODY, text_of
from tests.web.fakes import FakeLibrary

JOBS, REPORTS = "/api/v1/jobs", "/api/v1/reports"
DUTCH, DANISH = text_of(), text_of("丹麥", "離岸風電")
FIXED = text_of(body=BODY.replace("兩處設施", "三座焚化廠"))


def file(text: str | bytes, name: str = "新.txt") -> dict[str, Any]:
    return {"file": (name, text.encode() if isinstance(text, str) else text)}


def etag_of(client: TestClient, report_id: str) -> str:
    return client.get(f"{REPORTS}/{report_id}").headers["etag"]


# ---------- adding ----------


def test_a_file_is_added_by_a_job_that_tells_how_far_it_is(house: House) -> None:
    begun = house.client.post(JOBS, files=file(DUTCH, "荷蘭.txt"))
    job = begun.json()
    assert begun.headers["location"] == f"{JOBS}/{job['id']}" == job["links"]["self"]
    assert begun.headers["retry-after"] == "1" and job["names"] == ["荷蘭.txt"]
    ended = house.done(begun)
    assert JobModel.model_validate(ended).model_dump(mode="json") == ended
    (outcome,) = ended["outcomes"]
    assert (outcome["name"], outcome["outcome"], outcome["error"]) == ("荷蘭.txt", "added", None)
    assert ended["progress"]["done"] == ended["progress"]["total"] == 1
    assert house.client.get(ended["links"]["report"]).json()["title"] == "赴荷蘭考察垃圾費隨袋徵收報告"


def test_what_is_there_already_is_not_added_twice(house: House) -> None:
    house.add("荷蘭.txt", DUTCH)
    ended = house.done(house.client.post(JOBS, files=file(DUTCH, "copy.txt")))
    assert (ended["outcomes"][0]["outcome"], ended["outcomes"][0]["known"]) == ("unchanged", "bytes")


def test_an_archive_is_several_reports(house: House) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", DUTCH)
        archive.writestr("b.txt", DANISH)
    ended = house.done(house.client.post(JOBS, files=file(packed.getvalue(), "兩份.zip")))
    assert [o["outcome"] for o in ended["outcomes"]] == ["added", "added"] and len(house.library.reports()) == 2


def test_a_file_that_is_no_report_fails_and_says_why(house: House) -> None:
    ended = house.done(house.client.post(JOBS, files=file(b"\x00\x01", "x.exe")))
    (outcome,) = ended["outcomes"]
    assert outcome["outcome"] == "failed" and "x.exe" in outcome["error"] and str(house.folder) not in outcome["error"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"content": b"x"}, 415),
        ({"json": {"file": "x"}}, 415),
        ({"data": {"file": "x"}}, 415),
        ({"files": {"file": ("", b"x")}}, 400),
        ({"files": {"file": (None, "x")}}, 400),
        ({"files": [("file", ("a.txt", b"x")), ("file", ("b.txt", b"x"))]}, 400),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"more": "x"}}, 400),
        ({"content": b"--b\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 400),
    ],
)
def test_a_form_that_is_none_of_ours_begins_nothing(client: TestClient, sent: dict[str, Any], status: int) -> None:
    answer = client.post(JOBS, **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert not client.app.state.adder.uploads._batches  # type: ignore[attr-defined]


def test_a_file_that_is_too_large_is_not_taken(client: TestClient) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    chunks = (head if i == 0 else b" " * (1 << 20) for i in range((MAX_BYTES >> 20) + 2))
    answer = client.post(JOBS, content=chunks, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/docs#too-large")


# ---------- jobs ----------


def test_a_job_that_waits_is_stopped_and_never_begins(library: FakeLibrary, client: TestClient) -> None:
    library.wait.clear()
    first, second = (client.post(JOBS, files=file(f"{n} title")) for n in "ab")
    stopped = client.post(f"{second.headers['location']}/cancel")
    assert (stopped.status_code, stopped.json()["state"], stopped.json()["stop"]) == (202, "done", "cancelled")
    library.wait.set()
    over(client, first)
    assert len(library.sources) == 1 and client.get(second.headers["location"]).json()["outcomes"] == []


def test_of_the_file_in_hand_nothing_stays_when_its_job_is_stopped(house: House) -> None:
    embedder = house.library.engine().embedder
    begun: list[Any] = []
    plain = embedder.embed_passages

    def stopping(texts: Any, progress: Any = None) -> Any:
        house.client.post(f"{begun[0].headers['location']}/cancel")
        return plain(texts, progress)

    embedder.embed_passages = stopping  # type: ignore[method-assign]
    writing = house.library._writing()
    with writing:  # so that the job is known before it embeds
        begun.append(house.client.post(JOBS, files=file(DUTCH)))
    ended = house.done(begun[0])
    assert (ended["stop"], ended["outcomes"], house.library.reports()) == ("cancelled", [], [])
    embedder.embed_passages = plain  # type: ignore[method-assign]
    assert house.done(house.client.post(JOBS, files=file(DUTCH)))["outcomes"][0]["outcome"] == "added"


def test_a_job_that_is_over_cannot_be_stopped(house: House) -> None:
    begun = house.client.post(JOBS, files=file(DUTCH))
    house.done(begun)
    answer = house.client.post(f"{begun.headers['location']}/cancel")
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/v1/docs#job-over")


@pytest.mark.parametrize(("method", "end"), [("GET", ""), ("POST", "/cancel")])
def test_a_job_that_nobody_knows_is_not_there(client: TestClient, method: str, end: str) -> None:
    answer = client.request(method, f"{JOBS}/nope{end}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#unknown-job")


def test_a_library_that_cannot_be_written_to_ends_the_job_and_says_so(client: TestClient) -> None:
    ended = over(client, client.post(JOBS, files=file("BUSY")))
    assert (ended["stop"], ended["why"]) == ("library", "Another process is writing: wait for it.")


# ---------- replacing ----------


def test_a_report_is_replaced_by_who_has_seen_what_it_is(house: House) -> None:
    report_id = house.add("荷蘭.txt", DUTCH)
    before = etag_of(house.client, report_id)
    ended = house.done(house.client.put(f"{REPORTS}/{report_id}", files=file(FIXED), headers={"If-Match": before}))
    assert (ended["outcomes"][0]["outcome"], ended["outcomes"][0]["report_id"]) == ("updated", report_id)
    assert etag_of(house.client, report_id).startswith('"v2-')
    assert "三座焚化廠" in house.client.get(f"{REPORTS}/{report_id}/text").text
    assert "兩處設施" in house.client.get(f"{REPORTS}/{report_id}/text?version=1").text
    stale = house.client.put(f"{REPORTS}/{report_id}", files=file(DUTCH), headers={"If-Match": before})
    assert (stale.status_code, stale.json()["type"]) == (412, "/api/v1/docs#changed-report")
    assert etag_of(house.client, report_id) in stale.json()["detail"]


def test_a_report_that_changes_between_looking_and_doing_is_left_alone(house: House) -> None:
    report_id = house.add("荷蘭.txt", DUTCH)
    with house.library._writing():
        begun = house.client.put(
            f"{REPORTS}/{report_id}", files=file(DANISH), headers={"If-Match": etag_of(house.client, report_id)}
        )
        house.library.ingest([house.folder / "荷蘭.txt"], again=True)
        house.add("荷蘭.txt", FIXED)
    (outcome,) = house.done(begun)["outcomes"]
    assert outcome["outcome"] == "failed" and "version" in outcome["error"]
    assert "三座焚化廠" in house.library.report(report_id).text


def test_an_archive_replaces_a_report_only_if_it_holds_one_file(house: House) -> None:
    report_id = house.add("荷蘭.txt", DUTCH)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", FIXED)
        archive.writestr("b.txt", DANISH)
    sent = file(packed.getvalue(), "x.zip")
    ended = house.done(house.client.put(f"{REPORTS}/{report_id}", files=sent, headers={"If-Match": "*"}))
    assert ended["stop"] == "too_many" and house.library.summary(report_id).version == 1


# ---------- removing ----------


def test_a_report_is_removed_by_who_has_seen_what_it_is(house: House) -> None:
    report_id = house.add("荷蘭.txt", DUTCH)
    ended = house.done(
        house.client.delete(f"{REPORTS}/{report_id}", headers={"If-Match": etag_of(house.client, report_id)})
    )
    assert ended["outcomes"][0]["outcome"] == "removed"
    assert str(house.folder) not in str(ended), "where the file lies on the server is not told"
    assert house.client.get(f"{REPORTS}/{report_id}").status_code == 404
    assert house.library.reports() == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("if_match", "status", "kind"),
    [
        (None, 428, "if-match-missing"),
        ('"v1-0000"', 412, "changed-report"),
        ("W/{etag}", 412, "changed-report"),
        ("", 412, "changed-report"),
    ],
)
def test_nothing_is_changed_that_was_not_looked_at(
    client: TestClient, library: FakeLibrary, method: str, if_match: str | None, status: int, kind: str
) -> None:
    etag = etag_of(client, "gartner-2022")
    headers = {} if if_match is None else {"If-Match": if_match.format(etag=etag)}
    files = file("x") if method == "PUT" else None
    answer = client.request(method, f"{REPORTS}/gartner-2022", headers=headers, files=files)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/docs#{kind}")
    assert "gartner-2022" in library.by_id and not library.sources


def test_one_of_several_etags_is_enough(client: TestClient, library: FakeLibrary) -> None:
    seen = f'"other", {etag_of(client, "gartner-2022")}'
    begun = client.delete(f"{REPORTS}/gartner-2022", headers={"If-Match": seen})
    over(client, begun)
    assert not library.by_id


def test_where_nobody_may_add_there_is_nothing_to_add_with(tmp_path: Path) -> None:
    client = TestClient(api_over(FakeLibrary(), tmp_path, adding=False))
    assert client.post(JOBS, files=file("x")).status_code == 404
    for method in ("PUT", "DELETE"):
        assert client.request(method, f"{REPORTS}/gartner-2022").status_code == 405
    assert {*client.get("/api/v1/openapi.json").json()["paths"]["/reports/{report_id}"]} == {"get"}
