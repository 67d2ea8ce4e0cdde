"""Picking passages on the page, and fetching them as a bundle; a plain form, with or without scripts."""

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.anchor import Anchor, anchor_of
from assistant.bundle import MOST
from assistant.locales import CHINESE, words_for
from assistant.web.answer.states import render_results
from assistant.web.doors.access import Access
from assistant.web.evidence.picking import FORM, read, written
from assistant.web.html.shelf import Shelf
from assistant.web.page.view import Found, View
from corpus.errors import LibraryBusy
from corpus.types import Hit
from tests.web.conftest import app_over
from tests.web.evidence import Evidence
from tests.web.fakes import FakeLibrary

CLOUD, NOTHING = "分析師對跨國雲端有什麼建議？", "2031 年的預算是多少？"
SITE = "http://127.0.0.1"


class Shelved(Evidence):
    def bundle(self, anchors: Any, question: str = "", site: str = "") -> bytes:
        if question == "busy":
            raise LibraryBusy("Another process is writing: wait for it.")
        return super().bundle(anchors, question, site)


@pytest.fixture(scope="module")
def library() -> Shelved:
    return Shelved()


@pytest.fixture(scope="module")
def site(library: Shelved, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(
        app_over(library, tmp_path_factory.mktemp("work")), base_url=SITE, headers={"Accept-Language": "zh-TW"}
    )


@pytest.fixture(scope="module")
def hits(library: Shelved) -> tuple[Hit, ...]:
    return tuple(library.ask(CLOUD).hits)


TEXT = FakeLibrary()


def results(question: str, **found: Any) -> str:
    answer, library = TEXT.ask(question), TEXT
    return render_results(View(CHINESE, Shelf.of(library.reports()), question, found=Found(answer, **found)))


def send(site: TestClient, *passages: str, **more: str) -> httpx.Response:
    fields = [*((f"passage-{n}", passage) for n, passage in enumerate(passages, start=1)), *more.items()]
    return site.post(
        "/bundle", content=urlencode(fields), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )


def facts_of(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        facts: dict[str, Any] = json.loads(archive.read("facts.json"))
    return facts


def test_each_card_has_a_tick_of_the_one_form_below_them() -> None:
    made = results(CLOUD)
    answer = TEXT.ask(CLOUD)
    ticks = re.findall(rf'<input type="checkbox" name="passage-\d" value="([^"]+)" form="{FORM}"', made)
    shown = re.findall(r'<input type="hidden" name="shown" value="([^"]+)"', made)
    assert ticks == shown == [written(hit.cited) for hit in answer.hits]
    assert made.count(f'<form class="bundle" id="{FORM}" method="post" action="/bundle">') == 1
    assert "都不勾選，就是以上全部" in made and f'name="q" value="{CLOUD}"' in made


def test_a_card_that_shows_the_whole_section_picks_the_section() -> None:
    hit = TEXT.ask(CLOUD).hits[1]
    section = TEXT.section_around(hit.report_id, hit.char_start, hit.char_end)
    assert section is not None
    made = results(CLOUD, sections={2: replace(section, rank=2)})
    assert made.count(f'value="{written(section.cited)}"') == 2 and f'value="{written(hit.cited)}"' not in made


def test_what_is_no_answer_is_no_evidence() -> None:
    made = results(NOTHING)
    assert 'data-state="no-answer"' in made and "checkbox" not in made and "/bundle" not in made


def test_what_is_ticked_comes_in_the_order_of_the_page(site: TestClient, hits: tuple[Hit, ...]) -> None:
    ticked = [written(hit.cited) for hit in hits]
    answer = send(site, ticked[0], ticked[4], q=CLOUD, shown=ticked[1])
    assert answer.headers["content-type"] == "application/zip" and answer.headers["cache-control"] == "no-store"
    assert re.fullmatch(
        r"attachment; filename=\"evidence\.zip\"; filename\*=UTF-8''[%A-Z0-9]+\.zip",
        answer.headers["content-disposition"],
    )
    facts = facts_of(answer)
    assert [fact["anchor"] for fact in facts["passages"]] == [str(anchor_of(hits[n].cited)) for n in (0, 4)]
    assert facts["question"] == CLOUD and facts["passages"][0]["link"].startswith(f"{SITE}/?report=forum#v1-")


def test_with_nothing_ticked_it_is_all_that_was_shown(site: TestClient, hits: tuple[Hit, ...]) -> None:
    shown = [("shown", written(hit.cited)) for hit in hits[3:]]
    answer = site.post(
        "/bundle", content=urlencode(shown), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert len(facts_of(answer)["passages"]) == 2 and facts_of(answer)["question"] is None


def test_the_same_ticks_make_the_same_bytes(site: TestClient, hits: tuple[Hit, ...]) -> None:
    one = written(hits[4].cited)
    assert send(site, one, q="問").content == send(site, one, one, q="問").content


@pytest.mark.parametrize(
    ("passages", "more", "status", "words"),
    [
        ((), {}, 400, "沒有收到任何段落"),
        (("forum",), {}, 400, "收到的「forum」不是段落的位置"),
        (("forum v1-9-2-1234567890",), {}, 400, "不是段落的位置"),
        (("forum v1-5-9-1234567890",), {}, 404, "報告 forum，位置 v1-5-9-1234567890"),
        (("<b>x</b> v1-5-9-1234567890",), {}, 404, "報告「&lt;b&gt;x&lt;/b&gt;」已經不在"),
        (tuple(f"forum v1-{n}-{n + 5}-1234567890" for n in range(MOST + 1)), {}, 413, f"有 {MOST + 1} 段"),
        (("forum v1-5-9-1234567890",), {"q": "busy"}, 503, "Another process is writing"),
        (("forum v1-5-9-1234567890",), {"q": "長" * 20_000}, 413, "太長"),
    ],
)
def test_what_cannot_be_bundled_is_said_on_a_page_and_nothing_is_given(
    site: TestClient, passages: tuple[str, ...], more: dict[str, str], status: int, words: str
) -> None:
    answer = send(site, *passages, **more)
    assert answer.status_code == status and words in answer.text
    assert "依據包沒有做成" in answer.text and "content-disposition" not in answer.headers


def test_another_site_cannot_send_the_form(site: TestClient, hits: tuple[Hit, ...]) -> None:
    headers = {"Origin": "http://elsewhere.example", "Content-Type": "application/x-www-form-urlencoded"}
    content = urlencode({"passage": written(hits[4].cited)})
    assert site.post("/bundle", content=content, headers=headers).status_code == 403


def test_who_may_not_read_gets_neither_citation_nor_bundle(library: Shelved, tmp_path_factory: Any) -> None:
    access = Access(password="a password to read")
    shut = TestClient(app_over(library, tmp_path_factory.mktemp("shut"), access), base_url=SITE)
    assert shut.get("/cite/forum").status_code == 401
    assert shut.post("/bundle", content="passage=x").status_code == 401


def test_the_simple_version_has_the_ticks_and_the_button(site: TestClient, hits: tuple[Hit, ...]) -> None:
    text = site.get("/lite", params={"q": CLOUD}).text
    ticks = [html.unescape(value) for value in re.findall(r'type="checkbox" name="passage-\d" value="([^"]+)"', text)]
    assert ticks == [written(hit.cited) for hit in hits]
    answer = send(site, ticks[1])
    assert [fact["report_id"] for fact in facts_of(answer)["passages"]] == [hits[1].report_id]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a b v1-2-3-0123456789", ("a b", Anchor(1, 2, 3, "0123456789"))),
        (" v1-2-3-0123456789", None),
        ("v1-2-3-0123456789", None),
        ("a v1-2-3", None),
        ("", None),
    ],
)
def test_a_field_names_a_report_and_a_place_or_nothing(value: str, expected: object) -> None:
    assert read(value) == expected


def test_a_passage_that_a_link_names_can_be_fetched_too() -> None:
    hit = TEXT.ask(CLOUD).hits[0]
    recalled = TEXT.recall(hit.report_id, anchor_of(hit.cited))
    made = render_results(View(CHINESE, Shelf.of(TEXT.reports()), found=Found(recalled=recalled)))
    assert 'data-state="linked"' in made and f'name="shown" value="{written(hit.cited)}"' in made
    assert "checkbox" not in made, "there is nothing to choose from"


def test_the_words_say_what_is_fetched_in_both_languages() -> None:
    for lang, words in ((CHINESE, "都不勾選"), ("en", "none ticked")):
        assert words in words_for(lang)("bundle.note")
