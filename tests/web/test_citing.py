"""Citing on the page: every style on a card and at a passage in its report, and the addresses of the files."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.anchor import anchor_of
from assistant.cite import STYLES, Reference, linked
from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.answer.citing import render_citing
from assistant.web.answer.deck import Deck
from assistant.web.evidence.addresses import cite_address
from assistant.web.html.shelf import Shelf
from assistant.web.page.view import Medium
from corpus.errors import LibraryBusy
from tests.web.conftest import app_over
from tests.web.fakes import FakeLibrary

CLOUD = "分析師對跨國雲端有什麼建議？"
SITE = "http://127.0.0.1"
ZH = words_for(CHINESE)
LITE = Medium("/lite", scripted=False, origin=SITE)


class Busy(FakeLibrary):
    def reference(self, report_id: str, *where: Any) -> Reference:
        if report_id == "busy":
            raise LibraryBusy("Another process is writing: wait for it.")
        return super().reference(report_id, *where)


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return Busy()


@pytest.fixture(scope="module")
def site(library: FakeLibrary, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder: Path = tmp_path_factory.mktemp("work")
    return TestClient(app_over(library, folder), base_url=SITE, headers={"Accept-Language": "zh-TW"})


@pytest.fixture(scope="module")
def reference(library: FakeLibrary) -> Reference:
    return linked(Reference(library.ask(CLOUD).hits[0].cited), SITE)


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("medium", [Medium(), LITE])
def test_a_card_has_every_style_to_read_and_every_file_to_fetch(library: FakeLibrary, medium: Medium) -> None:
    hit = library.ask(CLOUD).hits[0]
    made = render_citing(hit, Deck(Shelf.of(library.reports()), ZH, CLOUD, medium=medium))
    said = plain(made)
    reference = linked(Reference(hit.cited), medium.origin)
    for name, style in STYLES.items():
        assert ZH(style.label) in said
        if style.is_prose:
            assert style.of(reference) in said
        else:
            assert f'href="{html.escape(cite_address(hit.cited, name))}" download' in made
    assert linked(reference, medium.origin, CLOUD).link in said, "the link that asks again, too"
    copies = [made.count(f"data-copy-{kind}=") for kind in ("of", "from")]
    assert copies == ([7, 4] if medium.scripted else [0, 0])


def test_the_files_are_not_on_the_card_itself(library: FakeLibrary) -> None:
    made = render_citing(library.ask(CLOUD).hits[0], Deck(Shelf.of(library.reports()), ZH))
    assert "@techreport" not in made and "TY  -" not in made and len(made) < 9_000


@pytest.mark.parametrize("name", STYLES)
def test_an_address_gives_the_citation_as_a_file(site: TestClient, reference: Reference, name: str) -> None:
    style = STYLES[name]
    got = site.get(cite_address(reference.cited, name))
    assert got.status_code == 200 and got.text == style.of(reference)
    assert got.headers["content-type"] == f"{style.media_type}; charset=utf-8"
    where = got.headers["content-disposition"]
    assert where == f'attachment; filename="gartner-2022-{anchor_of(reference.cited)}{style.suffix}"'


def test_who_has_the_file_is_told_that_it_did_not_change(site: TestClient, reference: Reference) -> None:
    address = cite_address(reference.cited, "bibtex")
    tag = site.get(address).headers["etag"]
    again = site.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert site.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert site.get(cite_address(reference.cited, "ris")).headers["etag"] != tag


def test_without_a_place_the_whole_report_is_cited_as_a_footnote(site: TestClient, library: FakeLibrary) -> None:
    got = site.get("/cite/gartner-2022")
    assert got.text == STYLES["footnote"].of(library.reference("gartner-2022"))
    assert got.headers["content-disposition"] == 'attachment; filename="gartner-2022.txt"'


def test_what_only_an_older_version_says_is_marked(site: TestClient, reference: Reference) -> None:
    gone = replace(anchor_of(reference.cited), proof="0" * 10)
    got = site.get(f"/cite/gartner-2022?at={gone}&style=csl-json")
    assert json.loads(got.text)[0]["custom"]["replaced_by"] == 1


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/cite/gartner-2022?style=mla", 400, "沒有「mla」這種引註格式。可用的有：footnote、apa"),
        ("/cite/gartner-2022?at=120-310", 400, "at=「120-310」不是段落的位置"),
        ("/cite/gartner-2022?at=", 400, "不是段落的位置"),
        ("/cite/gartner-2022?at=v1-5-9-1234567890", 404, "各個版本中，都找不到"),
        ("/cite/nobody", 404, "找不到編號「nobody」的報告"),
        ("/cite/busy", 503, "Another process is writing"),
        ("/cite/gartner-2022?style=<script>alert(1)</script>", 400, "沒有「&lt;script&gt;alert(1)&lt;/script&gt;」"),
    ],
)
def test_what_cannot_be_cited_is_said_on_a_page(site: TestClient, address: str, status: int, words: str) -> None:
    got = site.get(address)
    assert got.status_code == status and words in got.text
    assert got.headers["content-type"].startswith("text/html") and "content-disposition" not in got.headers
    assert words_for(ENGLISH)("cite.wrong_title") in site.get(address, headers={"Accept-Language": "en"}).text


def test_a_passage_in_its_report_can_be_cited_there(site: TestClient, reference: Reference) -> None:
    anchor = anchor_of(reference.cited)
    for query in (f"at={anchor}", f"start={anchor.start}&end={anchor.end}"):
        text = site.get(f"/reports/gartner-2022/text?{query}").text
        assert text.count('<details class="citing">') == 1 and "引註這一段" in text
        assert html.escape(cite_address(reference.cited, "ris")) in text and "data-copy" not in text
        assert STYLES["chicago"].of(reference) in plain(text)
    assert "citing" not in site.get("/reports/gartner-2022/text").text


def test_every_link_of_the_citation_leads_to_its_file(site: TestClient) -> None:
    text = site.get("/lite", params={"q": CLOUD}).text
    links = set(re.findall(r'href="(/cite/[^"]+)" download', text))
    assert len(links) == 5 * sum(not style.is_prose for style in STYLES.values())
    for link in sorted(links)[:8]:
        assert site.get(html.unescape(link)).status_code == 200
