"""The page of all recommendations: what stands in it, who may note something, what happens when two do."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from assistant.web.doors.access import Access
from assistant.web.doors.visitor import Role, needed
from assistant.web.recommendations.wish import Wish
from corpus.tracked import Order
from tests.corpus.test_recommendations import LAW, PORT, report_of
from tests.web.conftest import app_over
from tests.web.fakes import FakeLibrary, printed_report, real_report

PASSWORD = "a password to add"
HOSTILE = "<script>alert(1)</script>“=cmd()”建議改善設施"


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    hostile = report_of(HOSTILE, "=1+1 應改善", sha="d", title="<b>題</b>", agency="<i>署</i>", day="2019-01-01")
    return FakeLibrary({"gartner-2022": real_report(), "forum": printed_report(), "hostile": hostile})


@pytest.fixture(scope="module")
def open_to_all(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(app_over(library, tmp_path_factory.mktemp("open")), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def client(open_to_all: TestClient) -> TestClient:
    open_to_all.cookies.clear()
    open_to_all.headers["accept-language"] = "en"
    return open_to_all


@pytest.fixture(scope="module")
def guarded(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = app_over(library, tmp_path_factory.mktemp("guarded"), Access(adding_password=PASSWORD))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def key_of(library: FakeLibrary, words: str) -> str:
    found = library.recommendations(limit=None).rows
    return next(row.key for row in found if words in row.text)


def rows_in(html: str) -> list[str]:
    return re.findall(r'<tr role="row" id="([^"]+)"', html)


def mark(client: TestClient, key: str, query: str = "", **said: str) -> tuple[int, str]:
    form = {"status": "open", "owner": "", "due": "", "note": "", **said}
    answer = client.post(f"/recommendations/{key}/mark{query}", data=form, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_the_table_has_every_recommendation_with_its_report_its_place_and_its_status(client: TestClient) -> None:
    html = client.get("/recommendations").text
    assert len(rows_in(html)) == 11
    assert "持續參加國際會議" in html and "數位發展部" in html and "中長期" in html
    assert re.search(r'href="/reports/gartner-2022/text\?at=v1-11864-12049-[0-9a-f]{10}#passage"', html)
    assert 'aria-current="page">Recommendations' in html and "<caption" in html and 'scope="col"' in html
    assert "<script" not in html


def test_filters_stand_in_the_address_and_lead_into_the_sheets(client: TestClient) -> None:
    html = client.get("/recommendations?agency=數位發展部&q=同理心&kind=all&sort=agency").text
    assert len(rows_in(html)) == 1
    links = {kind: unescape(re.search(rf'href="(/recommendations\.{kind}[^"]*)"', html)[1]) for kind in ("csv", "xlsx")}  # type: ignore[index]
    lines = list(csv.reader(io.StringIO(client.get(links["csv"]).content.decode("utf-8-sig"), newline="")))
    assert len(lines) == 2 and "同理心導向的數位服務" in lines[1][4]
    answer = client.get(links["xlsx"])
    assert "attachment" in answer.headers["content-disposition"] and answer.headers["cache-control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row == 2
    assert sheet["P2"].hyperlink or sheet["O2"].hyperlink.target.startswith(
        "http://127.0.0.1/reports/gartner-2022/text"
    )


def test_reflections_come_only_when_they_are_asked_for(client: TestClient) -> None:
    every = client.get("/recommendations?report=forum&kind=all").text
    assert "票證更新的重點在規則" in every
    assert "票證更新的重點在規則" not in client.get("/recommendations?report=forum").text
    assert len(rows_in(every)) == 8


def test_what_makes_no_sense_in_the_address_is_told_and_passed_over(client: TestClient) -> None:
    html = client.get("/recommendations?year=abc&status=finished&page=99&sort=x").text
    assert html.count("makes no sense") == 3 and "no page 99" in html
    assert client.get("/recommendations?report=gone").status_code == 404
    assert client.get("/recommendations/hostile-000000000000").status_code == 404


def test_a_report_that_tries_is_only_words_and_no_formula(client: TestClient, library: FakeLibrary) -> None:
    html = client.get("/recommendations").text
    item = client.get(f"/recommendations/{key_of(library, 'alert')}").text
    assert "<script" not in html + item and "<b>題" not in html + item and "&lt;script&gt;" in html
    cells = [c for row in csv.reader(io.StringIO(client.get("/recommendations.csv").text)) for c in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_mark_is_noted_and_leads_back_to_the_table_as_it_was(client: TestClient, library: FakeLibrary) -> None:
    key = key_of(library, "新興科技運用")
    form = client.get(f"/recommendations/{key}?agency=數位發展部").text
    assert f'action="/recommendations/{key}/mark?agency=' in form and 'name="seen" value="0"' in form
    status, where = mark(
        client,
        key,
        "?agency=數位發展部",
        seen="0",
        status="in_progress",
        owner="資安署 <b>",
        due="114.3.1",
        note="一\n二",
    )
    assert status == 303 and where.startswith(f"/recommendations/{key}?agency=") and "saved=1" in where
    html = client.get(where).text
    assert "Saved." in html and 'value="資安署 &lt;b&gt;"' in html and 'value="2025-03-01"' in html
    assert "Overdue 2025-03-01" in client.get("/recommendations?status=in_progress").text
    status, _ = mark(client, key, seen="1")
    assert status == 303 and library.recommendation(key).mark.blank  # an empty field takes away what was there


def test_who_was_overtaken_is_told_and_loses_nothing(client: TestClient, library: FakeLibrary) -> None:
    key = key_of(library, "同理心導向")
    mark(client, key, seen="0", status="accepted", owner="甲組")
    status, html = mark(client, key, seen="0", status="declined", owner="乙組")
    assert status == 409 and "甲組" in html and 'value="乙組"' in html and 'name="seen" value="1"' in html
    assert library.recommendation(key).mark.owner == "甲組"
    assert mark(client, key, seen="1", status="declined", owner="乙組")[0] == 303


def test_a_day_that_is_none_is_said_before_the_form_and_kept_in_it(client: TestClient, library: FakeLibrary) -> None:
    status, html = mark(client, key_of(library, "持續參加"), seen="0", due="年底前")
    assert status == 422 and "The due day makes no sense" in html and 'value="年底前"' in html
    assert re.search(r'<input id="due"[^>]*aria-describedby="why due-how" aria-invalid="true" autofocus', html)
    assert mark(client, key_of(library, "持續參加"), seen="0", note="字" * 30_000)[0] == 413


def test_what_is_gone_is_shown_below_the_table_and_on_its_own_page(client: TestClient, library: FakeLibrary) -> None:
    library.by_id["offshore"] = report_of(LAW, PORT, sha="e")
    key = key_of(library, PORT)
    mark(client, key, seen="0", status="done", owner="港務公司")
    library.by_id["offshore"] = report_of(LAW, sha="f")
    try:
        html = client.get("/recommendations").text
        assert "no longer in any report" in html and "港務公司" in html.split('id="gone"')[1]
        assert "No longer (version 1 said it)" in client.get(f"/recommendations/{key}").text
    finally:
        del library.by_id["offshore"]


def test_reading_is_open_and_noting_asks_for_the_role_that_adds(guarded: TestClient, library: FakeLibrary) -> None:
    key = key_of(library, "持續參加")
    for address in ("/recommendations", f"/recommendations/{key}", "/recommendations.csv", "/recommendations.xlsx"):
        assert (guarded.get(address).status_code, needed(address)) == (200, Role.READ)
    assert needed(f"/recommendations/{key}/mark") is needed("/recommendations/a/MARK\n") is Role.ADD
    page = guarded.get(f"/recommendations/{key}").text
    assert '<form class="noting"' not in page and "/login?next=" in page
    answer = guarded.post(f"/recommendations/{key}/mark", data={"seen": "0", "status": "done"}, follow_redirects=False)
    assert answer.status_code in (303, 401) and library.recommendation(key).mark.blank


def test_another_site_cannot_note_anything(client: TestClient, library: FakeLibrary) -> None:
    key = key_of(library, "持續參加")
    answer = client.post(
        f"/recommendations/{key}/mark", data={"seen": "0", "status": "done"}, headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403 and library.recommendation(key).mark.blank


def test_where_nobody_may_add_nobody_may_note(library: FakeLibrary, tmp_path: Path) -> None:
    key = key_of(library, "持續參加")
    with TestClient(app_over(library, tmp_path, Access(adding=False)), base_url="http://127.0.0.1") as client:
        assert '<form class="noting"' not in client.get(f"/recommendations/{key}").text
        assert client.post(f"/recommendations/{key}/mark", data={"status": "done"}).status_code in (404, 405)
    assert library.recommendation(key).mark.blank


def test_the_reports_page_leads_to_its_rows(client: TestClient) -> None:
    assert 'href="/recommendations?report=gartner-2022"' in client.get("/reports/gartner-2022").text
    assert "/recommendations" in client.get("/sitemap").text


def test_an_address_is_read_and_made_again() -> None:
    said = (
        "agency=數位發展部 country=美國 year=111 status=done kind=all sort=due page=3 report=x owner=組 category=開會"
    )
    query = {"q": " a  b ", **dict(pair.split("=") for pair in said.split())}
    wish = Wish.of(query)
    assert (wish.on["country"], wish.on["year"], wish.on["q"], wish.order, wish.page) == (
        "US",
        "2022",
        "a b",
        Order.DUE,
        3,
    )
    again = re.findall(r"(\w+)=", wish.address)
    assert set(again) == set(query)
    assert wish.sheet("csv").startswith("/recommendations.csv?") and "page" not in wish.sheet("csv")
    assert replace(wish, on={}).at(1).in_order(Order.DATE).address == "/recommendations"
