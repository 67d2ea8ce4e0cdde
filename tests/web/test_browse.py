"""The pages of all reports over HTTP: plain, fast, told in words whatever the address says, and nothing runs."""

import html
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.browse.routes import open_browse
from corpus.errors import DamagedLibrary
from corpus.listed import Listed
from corpus.types import Destination, Document, Field, FrontMatter, Outline, Report, Section, SectionKind
from tests.web.fakes import FakeLibrary, real_report
from tests.web.shelf import many_reports

ZH, EN = words_for(CHINESE), words_for(ENGLISH)
ATTACKS = ("<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "${alert(1)}", "{{{value}}}`", "\u202eكود")
EVIL = " ".join(ATTACKS)


class Counting(FakeLibrary):
    """Knows what was asked of it."""

    def __init__(self, reports: dict[str, Report] | None = None) -> None:
        super().__init__(reports)
        self.calls: list[str] = []

    def listed(self) -> list[Listed]:
        self.calls.append("listed")
        return super().listed()

    def report(self, report_id: str) -> Report:
        self.calls.append("report")
        return super().report(report_id)


def client(library: FakeLibrary, adding: bool = True) -> TestClient:
    app = FastAPI()
    open_browse(app, library, adding)
    return TestClient(app, headers={"accept-language": "zh-TW"})


@pytest.fixture(scope="module")
def shelf() -> Iterator[TestClient]:
    with client(FakeLibrary({"gartner-2022": real_report(), **many_reports(120)})) as opened:
        yield opened


def get(at: TestClient, path: str = "/reports", status: int = 200, **query: str) -> str:
    at.cookies.clear()  # a language that was chosen before
    answer = at.get(path, params=query or None)
    assert answer.status_code == status
    assert "script" not in answer.headers["content-security-policy"]
    return answer.text


def said(markup: str) -> str:
    body = markup.split("<main", 1)[-1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def tags(markup: str) -> list[str]:
    return re.findall(r"<[a-z/][a-z0-9]*", markup)


def test_reports_are_listed_with_what_one_looks_for_them_by(shelf: TestClient) -> None:
    page = get(shelf, q="Gartner")
    assert '<a href="/reports/gartner-2022"><bdi>出席 2022 Gartner' in page
    assert "數位發展部" in said(page) and "報告日期 112.01.19" in said(page) and "1 份報告" in said(page)
    english = get(shelf, q="Gartner", lang="en")
    assert "Report 2023-01-19" in said(english) and '<bdi lang="zh-Hant">出席 2022 Gartner' in english
    assert '<bdi lang="zh-Hant">數位發展部</bdi>' in english


def test_the_list_says_which_part_of_it_this_is_and_leads_to_the_others(shelf: TestClient) -> None:
    page = get(shelf, page="2")
    assert "第 51–100 份，共 121 份" in said(page) and page.count("<tr ") == 51
    assert 'href="/reports?page=3"' in page and 'aria-current="page">2<' in page
    assert "沒有第 9 頁，以下是最後一頁。" in said(get(shelf, page="9"))


def test_filters_that_are_on_are_chosen_in_the_form_and_can_be_taken_off(shelf: TestClient) -> None:
    page = get(shelf, country="JP", year="105", sort="title")
    assert re.search(r'<option value="JP" dir="auto" selected>日本（\d+）</option>', page)
    chips = dict(re.findall(r'class="chip" href="([^"]+)" title="([^"]+)"', html.unescape(page)))
    assert chips == {
        "/reports?year=2016&sort=title": "取消「國家 日本」這項篩選",
        "/reports?country=JP&sort=title": "取消「年份 民國 105 年（2016）」這項篩選",
    }
    assert 'href="/?country=JP&amp;year=2016">在這些報告中提問' in page


def test_every_bar_sets_its_filter_and_the_one_that_is_on_takes_it_off(shelf: TestClient) -> None:
    bars = re.findall(
        r'<li(?: [^>]*)?><a href="([^"]+)" title="([^"]+)"( aria-current="true")?>', get(shelf, year="2016")
    )
    on = [(address, title) for address, title, current in bars if current]
    assert on == [("/reports", "取消「年份 民國 105 年（2016）」這項篩選")]
    assert ("/reports?year=2016&amp;country=JP", "只看「國家 日本」", "") in bars


def test_a_list_without_any_report_and_one_that_none_passes_say_what_to_do(shelf: TestClient) -> None:
    none = get(shelf, agency="不存在的機關")
    assert ZH("browse.none_title") in said(none) and "<table" not in none and "不存在的機關（0）" in said(none)
    empty = get(client(FakeLibrary({})))
    assert ZH("empty_library.title") in said(empty) and "tripreport ingest FOLDER" in empty
    assert ZH("add.open") in said(empty) and ZH("add.open") not in said(get(client(FakeLibrary({}), adding=False)))


@pytest.mark.parametrize(
    "query",
    [{"year": "x"}, {"chapter": "x"}, {"sort": "x"}, {"page": "x"}],
    ids=str,
)
@pytest.mark.parametrize("t", [ZH, EN], ids=[CHINESE, ENGLISH])
def test_what_makes_no_sense_is_told_and_passed_over(shelf: TestClient, query: dict[str, str], t: Any) -> None:
    (key,) = query
    assert t("browse.unread", name=t(f"browse.{key}"), value="x") in said(get(shelf, lang=t.lang, **query))


def test_the_list_reads_no_report_and_500_are_listed_at_once() -> None:
    library = Counting(many_reports(500))
    at = client(library)
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        get(at, country="JP")
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.3
    assert library.calls == ["listed"] * 3


def test_a_damaged_library_is_told_in_words() -> None:
    class Damaged(FakeLibrary):
        def listed(self) -> list[Listed]:
            raise DamagedLibrary("run `tripreport verify`")

    page = get(client(Damaged()), status=503)
    assert ZH("trouble.title") in said(page) and "run `tripreport verify`" in said(page)


def hostile(evil: str) -> Report:
    heading = f"建議 {evil}"
    text = f"{evil}\n{heading}\n{evil}\n"
    start = text.index(heading)
    section = Section(
        0, None, 1, evil, None, heading, SectionKind.BODY, start, start + len(heading), len(text), len(text), (heading,)
    )
    keys = ("title", "agency", "country", "category", "period", "date")
    front = FrontMatter({key: Field(evil, 0, 0) for key in keys}, {}, (), (Destination(evil, 0, 0, None),))
    return Report(f"{evil}.txt", "/x", "0" * 64, Document(text, "", "text/plain"), Outline((section,)), front)


@pytest.mark.parametrize("path", ["/reports", "/reports/{}", "/reports/{}/text", "/reports/{}x"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_a_report_or_an_address_says_becomes_markup(attack: str, path: str) -> None:
    def page(evil: str) -> str:
        at = client(FakeLibrary({"r": hostile(evil)}))
        keys = ("agency", "country", "year", "category", "chapter", "q", "sort", "page")
        query: Mapping[str, str] = dict.fromkeys(keys, evil) if path == "/reports" else {}
        return str(at.get(path.format("r"), params=query).text)

    evil, good = page(attack), page("好")
    assert tags(evil) == tags(good)
    main = evil.split("<main", 1)[1]
    assert not set("${}`") & set(main)
    assert attack in html.unescape(main) or path.endswith("x")
