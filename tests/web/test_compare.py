"""The page /compare: one question over all reports, on a page that works without any script."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from assistant.across import By
from assistant.web.browse.addresses import cited_address
from assistant.web.compare.wanted import Wanted
from assistant.web.html.markup import esc
from tests.web.conftest import app_over, reader_of
from tests.web.fakes import FakeLibrary, printed_report, real_report

CLOUD = "分析師對跨國雲端有什麼建議？"
NOTHING = "2031 年的預算是多少？"


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary({"gartner-2022": real_report(), "forum": printed_report()})


@pytest.fixture(scope="module")
def site(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with reader_of(library, tmp_path_factory.mktemp("compare")) as client:
        yield client


def test_the_form_is_there_before_anything_is_asked(site: TestClient) -> None:
    answer = site.get("/compare")
    assert answer.status_code == 200 and "<form" in answer.text and 'id="results"' not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"] and "<script" not in answer.text


@pytest.mark.parametrize("by", list(By))
def test_each_grouping_shows_passages_with_their_footnotes_and_the_silent_groups(
    site: TestClient, library: FakeLibrary, by: By
) -> None:
    text = site.get("/compare", params={"q": CLOUD, "by": by.value}).text
    across = library.ask_across(CLOUD, by)
    for group in across.groups:
        for hit in group.hits:
            assert esc(hit.citation) in text and f'href="{esc(cited_address(hit.cited))}"' in text
    assert text.count('class="quoted"') == sum(len(group.hits) for group in across.groups)
    assert ('class="silent"' in text) is bool(across.silent)
    assert f'href="{esc(Wanted(CLOUD, By.YEAR).address)}"' in text
    assert text.count("aria-current=true") == 1


def test_no_answer_says_what_was_searched_and_shows_only_the_nearest(site: TestClient) -> None:
    text = site.get("/compare", params={"q": NOTHING}).text
    assert "查無依據" in text and "查了 2 份報告" in text and "2031" in text
    assert 'class="groups"' not in text and 'class="nearest"' in text


def test_what_a_glossary_added_is_told(site: TestClient) -> None:
    text = site.get("/compare", params={"q": CLOUD}).text
    assert "「雲端」也以「云端、cloud」查" in text


@pytest.mark.parametrize(
    ("query", "told", "status"),
    [
        ({"q": "  "}, "aria-invalid", 400),
        ({"q": CLOUD, "year": "soon"}, "soon", 400),
        ({"q": CLOUD, "year": "1999"}, "沒有報告符合", 200),
        ({"q": "busy"}, "一分鐘後再試", 503),
        ({"q": "crash"}, "已寫入伺服器紀錄", 500),
    ],
)
def test_what_goes_wrong_is_told_with_the_form(site: TestClient, query: dict[str, str], told: str, status: int) -> None:
    answer = site.get("/compare", params=query)
    assert answer.status_code == status and "<form" in answer.text
    assert told in answer.text and "secret" not in answer.text and 'class="groups"' not in answer.text


def test_numbers_that_make_no_sense_are_the_usual_ones(site: TestClient) -> None:
    usual = site.get("/compare", params={"q": CLOUD}).text
    for query in ({"per": "x", "by": "moon"}, {"per": "0", "groups": "-1"}, {"per": "²", "groups": "9" * 30}):
        assert re.sub(r'href="[^"]*"', "", site.get("/compare", params={"q": CLOUD, **query}).text) == re.sub(
            r'href="[^"]*"', "", usual
        )


def test_what_is_typed_never_becomes_markup(site: TestClient) -> None:
    nasty = '"><script>alert(1)</script>'
    text = site.get("/compare", params={"q": nasty, "agency": nasty, "country": nasty}).text
    assert "<script" not in text and esc(nasty) in text


def test_the_address_of_one_group_asks_for_its_reports_alone() -> None:
    wanted = Wanted.of({"q": "q", "by": "agency", "per": "3", "country": "JP"})
    only = wanted.only("環境部")
    assert only is not None and only.by is By.REPORT and only.filters.agency == "環境部"
    assert only.filters.country == "JP" and only.per_report == 3
    assert wanted.only("") is None and Wanted("q", By.REPORT).only("ab12") is None
    assert Wanted.of({"q": "q", "per": "3", "by": "agency", "country": "JP"}) == wanted


def test_an_answer_of_the_simple_version_leads_here_with_its_filters(site: TestClient) -> None:
    text = site.get("/lite", params={"q": CLOUD, "country": "US"}).text + site.get("/lite", params={"q": CLOUD}).text
    assert 'href="/compare?q=' in text


def test_without_reports_it_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with TestClient(app_over(FakeLibrary({}), tmp_path_factory.mktemp("none")), base_url="http://localhost") as client:
        answer = client.get("/compare", params={"q": CLOUD, "lang": "en"})
    assert answer.status_code == 200 and "No reports yet" in answer.text
