"""The page /prior: a plan in one address, what it is like, and what the office files with it."""

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from assistant.web.html.markup import esc
from assistant.web.prior.wanted import NoDay, Wanted
from tests.web.conftest import reader_of
from tests.web.fakes import FakeLibrary

PLAN = {
    "purpose": "參加 Gartner Symposium，瞭解雲端治理", "country": "美國", "agency": "數位發展部資通安全署",
    "from": "2025-10-12", "to": "2025-10-20", "years": "5",
}  # fmt: skip


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def site(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with reader_of(library, tmp_path_factory.mktemp("prior")) as client:
        yield client


def test_the_form_is_empty_before_a_plan_is_typed(site: TestClient) -> None:
    answer = site.get("/prior")
    assert answer.status_code == 200 and 'name="purpose"' in answer.text and 'id="results"' not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"] and "<script" not in answer.text


def test_the_page_has_all_that_is_filed_with_the_plan(site: TestClient, library: FakeLibrary) -> None:
    text = site.get("/prior", params=PLAN).text
    assert PLAN["purpose"] in text and "民國 114 年 10 月 12 日至民國 114 年 10 月 20 日" in text
    assert "高度相似：曾經參加同一場活動" in text
    assert "民國 109 年 10 月 12 日 至 民國 114 年 10 月 12 日" in text and "其中 1 份報告沒有印日期" in text
    assert "資料庫另有 2 份報告不在這段期間" in text
    table = text.partition("<table")[2].partition("</table>")[0]
    assert "<caption" in table and 'scope="col"' in table and 'scope="row"' in table and "美國" in table
    assert "同一場活動：Gartner Symposium" in text and "同一機關：當時為行政院資通安全處，今為數位發展部" in text
    for hit in library.ask("雲端").hits[:2]:
        assert esc(hit.citation) in text
    assert "承辦人" in text and "單位主管" in text


def test_the_form_keeps_what_was_typed(site: TestClient) -> None:
    text = site.get("/prior", params=PLAN).text
    for value in (PLAN["country"], PLAN["agency"], PLAN["from"], PLAN["to"]):
        assert f'value="{value}"' in text
    assert f">{PLAN['purpose']}</textarea>" in text and '<option value="5" selected>' in text


def test_nothing_found_says_what_was_searched(site: TestClient) -> None:
    text = site.get("/prior", params={**PLAN, "purpose": "火箭", "years": "3"}).text
    assert "在所查的 3 年、1 份報告中，沒有找到相似的前案。" in text and "<table" not in text
    assert "以這些字句查：火箭" in text


@pytest.mark.parametrize(
    ("changed", "told", "field", "status"),
    [
        ({"purpose": " "}, "請先寫出國目的", "purpose", 400),
        ({"from": "soon"}, "「soon」不是日期", "from", 400),
        ({"to": "2025-13-40"}, "「2025-13-40」不是日期", "to", 400),
        ({"purpose": "busy"}, "一分鐘後再試", "", 503),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    site: TestClient, changed: dict[str, str], told: str, field: str, status: int
) -> None:
    answer = site.get("/prior", params={**PLAN, **changed})
    assert answer.status_code == status and told in answer.text and 'id="results"' not in answer.text
    if field:
        tag = answer.text.partition(f'id="{field}"')[2].partition(">")[0]
        assert 'aria-invalid="true"' in tag and "told" in tag


def test_it_is_said_in_english_with_iso_days(site: TestClient) -> None:
    text = site.get("/prior", params={**PLAN, "lang": "en"}).text
    assert "Much alike" in text and "2025-10-12 to 2025-10-20" in text and "trips from 2020-10-12 to 2025-10-12" in text


def test_what_is_typed_never_becomes_markup(site: TestClient) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    text = site.get("/prior", params={"purpose": nasty, "country": nasty, "agency": nasty, "from": nasty}).text
    assert "<script" not in text and text.count("</textarea>") == 1
    text = site.get("/prior", params={"purpose": f"Gartner {nasty}"}).text
    assert "<script" not in text and text.count("</textarea>") == 1


def test_an_address_is_read_field_by_field() -> None:
    wanted = Wanted.of(PLAN)
    assert wanted.plan.start == date(2025, 10, 12) and wanted.plan.years == 5 and wanted.sent
    assert [Wanted.of({"years": y}).years for y in ("x", "0", "999", "²")] == [5, 1, 50, 5]
    assert not Wanted.of({}).sent
    with pytest.raises(NoDay):
        _ = Wanted.of({"purpose": "x", "from": "1 May"}).plan
