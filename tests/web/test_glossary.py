"""The page /glossary: what is looked for in other words too, and the library's own words, edited by one at a time."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from assistant.locales import words_for
from assistant.web.doors.access import Access
from assistant.web.doors.visitor import Role, needed
from assistant.web.glossary.edit import from_form, in_form
from assistant.web.glossary.told import render_expansions
from corpus.agencies import agency_expansions
from index.glossary import built_in_lines
from index.own_glossary import Own
from tests.ingest.strategies import texts
from tests.web.conftest import app_over, reader_of
from tests.web.fakes import FakeLibrary


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def site(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with reader_of(library, tmp_path_factory.mktemp("glossary")) as client:
        yield client


def text_of(page: str) -> str:
    """What the box of the form holds; a browser takes the first line end off."""
    return unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1])  # type: ignore[index]


def seen_in(page: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', page)[1]  # type: ignore[index]


def test_it_lists_the_librarys_own_words_what_is_built_in_and_agencies_over_time(site: TestClient) -> None:
    text = site.get("/glossary").text
    assert "飛碟" in text and "資訊安全" in text and "信息安全" in text
    assert text.count("<li>") >= len(built_in_lines())
    table = text.partition("<table")[2].partition("</table>")[0]
    assert "<caption" in table and 'scope="col"' in table
    row = table.partition("環境部</bdi>")[2].partition("</tr>")[0]
    assert "行政院環境保護署" in row and "至 112.08.22" in row and "MOENV" in row
    assert "<script" not in text


def test_one_word_can_be_looked_for(site: TestClient) -> None:
    text = site.get("/glossary", params={"find": "环保署"}).text
    assert "行政院環境保護署" in text and "飛碟" not in text and "農業部" not in text
    nothing = site.get("/glossary", params={"find": '"><script>'}).text
    assert "<script" not in nothing and "沒有符合的詞" in nothing


def test_a_line_is_added_and_said_to_be_saved(site: TestClient, library: FakeLibrary) -> None:
    page = site.get("/glossary/edit").text
    assert text_of(page) == in_form(library.glossary.text) == "飛碟 | UFO\n"
    sent = {"lines": f"{text_of(page)}\n雲朵｜cloudlet\n# 註解 a|b", "seen": seen_in(page)}
    answer = site.post("/glossary/edit", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/glossary?saved=1")
    assert library.glossary.text.splitlines() == ["飛碟\tUFO", "", "雲朵\tcloudlet", "# 註解 a|b"]
    assert "已儲存" in site.get(answer.headers["location"]).text


def test_a_wrong_line_is_named_and_nothing_is_lost(site: TestClient, library: FakeLibrary) -> None:
    before = library.glossary
    answer = site.post("/glossary/edit", data={"lines": "甲|乙\n丙", "seen": before.version})
    assert answer.status_code == 422 and library.glossary == before
    assert "line 2" in answer.text and "aria-invalid" in answer.text and text_of(answer.text) == "甲 | 乙\n丙"


def test_who_edits_what_somebody_else_has_saved_sees_both(site: TestClient, library: FakeLibrary) -> None:
    page = site.get("/glossary/edit").text
    library.save_glossary("星星\tstar\n", seen_in(page))
    answer = site.post("/glossary/edit", data={"lines": "月亮|moon", "seen": seen_in(page)})
    assert answer.status_code == 409 and "別人先儲存了" in answer.text and "星星 | star" in answer.text
    assert text_of(answer.text) == "月亮 | moon" and library.glossary.text == "星星\tstar\n"
    again = site.post(
        "/glossary/edit", data={"lines": "月亮|moon", "seen": seen_in(answer.text)}, follow_redirects=False
    )
    assert again.status_code == 303 and library.glossary.text == "月亮\tmoon"


def test_what_is_too_long_and_what_another_site_sends_is_refused(site: TestClient) -> None:
    assert site.post("/glossary/edit", content=b"lines=" + b"a" * 3_000_000).status_code == 413
    other = site.post("/glossary/edit", data={"lines": ""}, headers={"Origin": "http://elsewhere.example"})
    assert other.status_code == 403


def test_a_file_that_is_wrong_is_shown_with_what_is_wrong(site: TestClient, library: FakeLibrary) -> None:
    before, library.glossary = library.glossary, Own("丙\n", "v9", (), "glossary.tsv, line 1: one form only")
    try:
        assert "line 1: one form only" in site.get("/glossary").text
        edit = site.get("/glossary/edit").text
        assert text_of(edit) == "丙\n" and "line 1: one form only" in edit
    finally:
        library.glossary = before


def test_only_who_may_add_may_edit(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert needed("/glossary") is Role.READ and needed("/glossary/edit") is needed("/Glossary/EDIT/") is Role.ADD
    shut = app_over(FakeLibrary(), tmp_path_factory.mktemp("shut"), Access(adding=False))
    with TestClient(shut, base_url="http://localhost") as client:
        assert "/glossary/edit" not in client.get("/glossary").text
        assert client.get("/glossary/edit").status_code == 404
        assert client.post("/glossary/edit", data={"lines": ""}).status_code in (404, 405)


@given(texts)
def test_a_form_gives_back_what_the_file_has(text: str) -> None:
    tidy = from_form(in_form(text))
    assert from_form(in_form(tidy)).rstrip() == tidy.rstrip()
    for line in tidy.splitlines():
        assert line.lstrip().startswith("#") or "|" not in line


def test_an_earlier_name_that_a_filter_admits_is_told_with_its_end() -> None:
    told = render_expansions(agency_expansions("環境部"), words_for("zh-Hant"))
    assert "「環境部」包含以前的「行政院環境保護署」（至 112.08）" in told
    english = render_expansions(agency_expansions("環境部"), words_for("en"))
    assert "its name until 2023-08" in english and render_expansions((), words_for("en")) == ""
