"""For who writes, over the API: quotations checked, passages bundled, all reports compared, earlier trips, advice."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.across import By
from assistant.across.listing import across_json
from assistant.api.drafting import Turns
from assistant.api.models import AcrossModel, AdviceModel, CheckedModel, GoneModel, PriorModel, TableModel
from assistant.api.problems import CROWDED, Trouble
from assistant.check.listing import checked_json
from assistant.prior import Plan
from assistant.prior.listing import prior_json
from assistant.recommendations.table import row_json
from corpus.segment import Segmenter
from tests.api.conftest import Caller, House, Stand, house_in
from tests.assistant.test_intake import text_of
from tests.web.fakes import FakeLibrary

CHECKS, BUNDLES, COMPARISONS, TRIPS, ADVICE = (
    f"/api/v1/{name}" for name in ("quote-checks", "bundles", "comparisons", "prior-trips", "recommendations")
)
QUOTE = "由承辦官員說明收費標準、執法方式與民眾的反應，並實地參觀兩處設施"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, segmenter: Segmenter, stand: Stand) -> Iterator[House]:
    """Two reports that nobody changes."""
    with house_in(tmp_path_factory.mktemp("shelf"), segmenter, stand) as made:
        made.add("荷蘭.txt", text_of())
        made.add("丹麥.txt", text_of("丹麥", "離岸風電"))
        yield made


def without_links(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: without_links(value) for key, value in said.items() if key != "links"}
    return list(map(without_links, said)) if isinstance(said, list) else said


def plain(data: Any) -> Any:
    return json.loads(json.dumps(data))


# ---------- quotations ----------


def test_the_quotations_of_a_draft_are_checked_as_on_the_command_line(shelf: House) -> None:
    draft = f"報告指出：「{QUOTE}」，又說「{QUOTE.replace('兩處', '三處')}」，以及「從來沒有人說過的一句話」。"
    said = shelf.client.post(CHECKS, json={"text": draft}).json()
    assert CheckedModel.model_validate(said).model_dump(mode="json") == said
    assert without_links(said) == plain(checked_json(shelf.library.check(draft)))
    assert [q["verdict"] for q in said["quotations"]] == ["exact", "near", "not_found"]
    source = said["quotations"][0]["parts"][0]["source"]
    text = shelf.client.get(f"/api/v1/reports/{source['report_id']}/text").text
    assert text[source["char_start"] : source["char_end"]] == source["text"]


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ({"text": "，。"}, 422, "empty-question"),
        ({"text": ""}, 422, "invalid-request"),
        ({"text": "字" * 200_001}, 422, "invalid-request"),
        ({"text": QUOTE, "report": "nope"}, 404, "unknown-report"),
        ({"text": QUOTE, "every_sentence": "yes"}, 422, "invalid-request"),
        ({"text": QUOTE, "sentences": True}, 422, "invalid-request"),
    ],
)
def test_a_draft_that_cannot_be_checked_says_why(shelf: House, body: dict[str, Any], status: int, name: str) -> None:
    answer = shelf.client.post(CHECKS, json=body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/docs#{name}")


def test_the_longest_draft_there_may_be_gets_in_however_it_is_escaped(shelf: House) -> None:
    body = json.dumps({"text": "字" * 200_000, "report": "nope"}).encode()
    answer = shelf.client.post(CHECKS, content=body, headers={"Content-Type": "application/json"})
    assert len(body) > 1_200_000 and answer.status_code == 404


def test_who_has_waited_long_enough_is_told_to_come_again(
    library: FakeLibrary, stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Turns(1, 0.01)
    with room, pytest.raises(Trouble, match="again"), room:
        pass
    with room:  # it was left by whoever came in
        pass
    monkeypatch.setattr(library, "check", room_is_full)
    answer = Caller(stand, library).post(CHECKS, json={"text": QUOTE})
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/v1/docs#crowded")
    assert answer.headers["retry-after"] == "5"


def room_is_full(*_: Any, **__: Any) -> Any:
    raise Trouble(CROWDED, "Send it again in a moment.")


# ---------- bundles ----------


def test_passages_are_bundled_by_the_anchors_that_citations_give(shelf: House) -> None:
    report = shelf.library.reports()[0]
    cited = shelf.client.get(f"/api/v1/reports/{report.id}/citations", params={"start": 10, "end": 60}).json()["cited"]
    picked = {"passages": [{"report_id": report.id, "anchor": cited["anchor"]}], "question": "收費"}
    made = shelf.client.post(BUNDLES, json=picked)
    assert made.headers["content-type"] == "application/zip" and "evidence.zip" in made.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        facts = json.loads(archive.read("facts.json"))
        assert "README.txt" in archive.namelist() and cited["quote_sha256"] in json.dumps(facts)
    assert shelf.client.post(BUNDLES, json=picked).content == made.content


@pytest.mark.parametrize(
    ("anchor", "status", "name"),
    [
        ("v1-10-60-0000000000", 404, "unproved-passage"),
        ("v1-60-10-0000000000", 404, "no-such-range"),
        ("v1-10-60", 422, "invalid-request"),
    ],
)
def test_a_passage_that_nothing_proves_is_not_bundled(shelf: House, anchor: str, status: int, name: str) -> None:
    report_id = shelf.library.reports()[0].id
    answer = shelf.client.post(BUNDLES, json={"passages": [{"report_id": report_id, "anchor": anchor}]})
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/docs#{name}")


@pytest.mark.parametrize("count", [0, 51])
def test_a_bundle_has_one_passage_to_fifty(shelf: House, count: int) -> None:
    passages = [{"report_id": "x", "anchor": "v1-1-2-0000000000"}] * count
    assert shelf.client.post(BUNDLES, json={"passages": passages}).status_code == 422


# ---------- all reports ----------


@pytest.mark.parametrize("by", list(By))
def test_all_reports_are_compared_as_on_the_command_line(shelf: House, by: By) -> None:
    answer = shelf.client.get(COMPARISONS, params={"question": "收費標準", "by": by.value, "per_report": 1})
    said = answer.json()
    assert AcrossModel.model_validate(said).model_dump(mode="json") == said
    assert without_links(said) == plain(across_json(shelf.library.ask_across("收費標準", by, 1)))
    assert shelf.client.get(said["links"]["self"]).json() == said
    assert answer.headers["etag"]


@pytest.mark.parametrize("query", [{"by": "month"}, {"groups": 0}, {"per_report": 6}, {"question": ""}, {"k": 5}])
def test_what_nothing_is_compared_by_is_refused(shelf: House, query: dict[str, Any]) -> None:
    assert shelf.client.get(COMPARISONS, params={"question": "收費", **query}).status_code == 422


# ---------- earlier trips ----------


def test_a_plan_is_held_against_earlier_trips_as_on_the_command_line(shelf: House) -> None:
    plan = {"purpose": "考察垃圾費隨袋徵收", "country": "荷蘭", "from": "2024-05-01", "to": "2024-05-09"}
    said = shelf.client.post(TRIPS, json=plan).json()
    assert PriorModel.model_validate(said).model_dump(mode="json") == said
    from datetime import date

    found = shelf.library.prior(Plan("考察垃圾費隨袋徵收", "荷蘭", "", date(2024, 5, 1), date(2024, 5, 9)))
    assert without_links(said) == plain(prior_json(found))
    assert said["plan"]["from"] == "2024-05-01" and said["trips"][0]["report_title"] == "赴荷蘭考察垃圾費隨袋徵收報告"


@pytest.mark.parametrize(
    "more",
    [
        {"from": "2024-13-01"}, {"from": 20240501}, {"from": "2024-05-01T00:00:00"}, {"start": "2024-05-01"},
        {"years": 0}, {"years": "5"}, {"k": 51}, {"from": "2024-05-09", "to": "2024-05-01"},
    ],
    ids=str,
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(shelf: House, more: dict[str, Any]) -> None:
    answer = shelf.client.post(TRIPS, json={"purpose": "考察", **more})
    assert answer.status_code == 422 and answer.json()["detail"]


# ---------- recommendations ----------


def test_recommendations_are_listed_as_on_the_command_line(shelf: House) -> None:
    answer = shelf.client.get(ADVICE)
    said = answer.json()
    assert TableModel.model_validate(said).model_dump(mode="json") == said
    found = shelf.library.recommendations()
    assert without_links(said["recommendations"]) == plain([row_json(row) for row in found.rows])
    assert said["total"] == 2 and 'rel="first"' in answer.headers["link"]
    for row in said["recommendations"]:
        assert shelf.client.get(row["links"]["text"]).text == row["text"]
        assert shelf.client.get(row["links"]["self"]).json()["key"] == row["key"]


def test_recommendations_are_filtered_and_walked(shelf: House) -> None:
    assert shelf.client.get(ADVICE, params={"text": "荷蘭"}).json()["total"] == 1
    assert shelf.client.get(ADVICE, params={"status": "done"}).json()["total"] == 0
    first = shelf.client.get(ADVICE, params={"limit": 1}).json()
    second = shelf.client.get(first["links"]["next"]).json()
    keys = {row["key"] for said in (first, second) for row in said["recommendations"]}
    assert len(keys) == 2 and "next" not in second["links"]
    for wrong in ({"status": "undone"}, {"order": "size"}, {"owner": "x" * 101}):
        assert shelf.client.get(ADVICE, params=wrong).status_code == 422


def test_a_mark_is_made_by_who_has_seen_the_last_one(house: House) -> None:
    house.add("荷蘭.txt", text_of())
    address = house.client.get(ADVICE).json()["recommendations"][0]["links"]["self"]
    before = house.client.get(address)
    noted = {"status": "in_progress", "owner": "環境部", "due": "2027-03-01"}
    marked = house.client.patch(address, json=noted, headers={"If-Match": before.headers["etag"]})
    said = marked.json()
    assert AdviceModel.model_validate(said).model_dump(mode="json") == said
    assert (said["mark"]["status"], said["mark"]["owner"], said["mark"]["due"]) == (
        "in_progress",
        "環境部",
        "2027-03-01",
    )
    assert said["mark"]["revision"] == 1 and marked.headers["etag"] == house.client.get(address).headers["etag"]
    stale = house.client.patch(address, json={"owner": "別人"}, headers={"If-Match": before.headers["etag"]})
    assert (stale.status_code, stale.json()["type"]) == (412, "/api/v1/docs#changed-mark")
    cleared = house.client.patch(address, json={"owner": "", "due": ""}, headers={"If-Match": marked.headers["etag"]})
    assert (cleared.json()["mark"]["owner"], cleared.json()["mark"]["due"]) == ("", None)
    assert cleared.json()["mark"]["status"] == "in_progress", "what is left out stays"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({"status": "open"}, {}, 428),
        ({"status": "open"}, {"If-Match": '"v1-x"'}, 412),
        ({"status": "undone"}, {"If-Match": "*"}, 422),
        ({"due": "soon"}, {"If-Match": "*"}, 422),
        ({"due": 5}, {"If-Match": "*"}, 422),
        ({"note": "x" * 2001}, {"If-Match": "*"}, 422),
        ({"done": True}, {"If-Match": "*"}, 422),
    ],
)
def test_a_mark_that_cannot_be_made_changes_nothing(
    shelf: House, body: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    address = shelf.client.get(ADVICE).json()["recommendations"][0]["links"]["self"]
    assert shelf.client.patch(address, json=body, headers=headers).status_code == status
    assert shelf.client.get(address).json()["mark"]["revision"] == 0


def test_what_was_noted_of_a_report_that_is_gone_is_still_told(house: House) -> None:
    report_id = house.add("荷蘭.txt", text_of())
    address = house.client.get(ADVICE).json()["recommendations"][0]["links"]["self"]
    house.client.patch(address, json={"owner": "環境部"}, headers={"If-Match": "*"})
    house.done(house.client.delete(f"/api/v1/reports/{report_id}", headers={"If-Match": "*"}))
    said = house.client.get(address).json()
    assert GoneModel.model_validate(said).model_dump(mode="json") == said
    assert said["mark"]["owner"] == "環境部"
    assert house.client.get(ADVICE).json()["gone"] == [said]


def test_a_recommendation_that_nobody_knows_is_not_there(shelf: House) -> None:
    answer = shelf.client.get(f"{ADVICE}/nope")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#unknown-recommendation")
    assert "GET /api/v1/recommendations" in answer.json()["detail"]
