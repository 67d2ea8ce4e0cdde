"""A report's own page and its text: what it recommends word for word, and every link leads to the place it names."""

import html
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from assistant.locales import CHINESE, words_for
from assistant.web.browse.addresses import cited_address
from assistant.web.browse.advice import render_advice
from assistant.web.html.parts import parts_of
from corpus.chapters import Chapter, sections_of
from corpus.types import Document, FrontMatter, Outline, Report
from tests.web.fakes import FakeLibrary, printed_report, real_report
from tests.web.shelf import section
from tests.web.test_browse import Counting, client, get, said

ZH = words_for(CHINESE)
REAL, PRINTED = real_report(), printed_report()


def long_report() -> Report:
    lines = [f"第{number}章 標題\n{'內文。' * 9000}" for number in range(1, 9)]
    text = "\n".join(lines)
    sections = tuple(section(n, f"第{n + 1}章 標題", text) for n in range(8))
    document = Document(text, "utf-8", "application/pdf")
    return Report("long.txt", "/long.txt", "1" * 64, document, Outline(sections), FrontMatter())


LONG = long_report()


@pytest.fixture(scope="module")
def at() -> TestClient:
    return client(FakeLibrary({"real": REAL, "printed": PRINTED, "long": LONG}))


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("report", [REAL, PRINTED], ids=["text", "printed"])
def test_recommendations_are_the_reports_own_words_all_of_them(report: Report) -> None:
    words = re.findall(r'<div class="words report-text"[^>]*>(.*?)</div>', render_advice("r", report, ZH), re.DOTALL)
    chapters = sections_of(Chapter.REFLECTIONS, report.outline.sections)
    assert chapters
    assert "".join(map(text_of, words)) == "".join(report.text[c.start : c.end] for c in chapters)


def test_each_item_says_where_it_stands_and_leads_there(at: TestClient) -> None:
    page = get(at, "/reports/printed")
    items = re.findall(r'<p class="place"><a href="([^"]+)" title="([^"]+)">([^<]+)</a><bdi[^>]*>([^<]*)', page)
    deepest = next(item for item in items if "公布公車到站資訊之準確率" in item[1])
    address, title, page_name, path = map(html.unescape, deepest)
    assert (page_name, path) == ("第 14 頁", "伍、建議 › 一、立即可行建議")
    assert title.startswith("在全文中看：伍、建議 › 一、立即可行建議 › (一)") and title.endswith("第 14 頁")
    marked = re.search(r'<p class="para has-passage"[^>]*>(.*?)</p>', get(at, address.split("#")[0]), re.DOTALL)
    assert address.endswith("#passage") and marked and "由本局自" in text_of(marked.group(1))


def test_a_report_without_such_a_chapter_says_so(at: TestClient) -> None:
    assert ZH("report.no_advice") in said(get(at, "/reports/long"))
    bare = Report("a.txt", "/a.txt", "0", Document("字", "", "text/plain"), Outline(()), FrontMatter())
    assert ZH("report.no_outline") in said(get(client(FakeLibrary({"r": bare})), "/reports/r"))


def test_what_is_known_of_a_report_is_on_its_page(at: TestClient) -> None:
    told = said(get(at, "/reports/printed"))
    for title in ("report.advice", "report.outline", "about.form", "about.reading", "about.files", "about.versions"):
        assert ZH(title) in told
    assert "需要留意 封面與提要表的報告名稱不一致" in told
    assert "/reports/forum.pdf" not in told, "where a file lies is nobody's business"


def test_what_one_can_do_with_it_is_there_and_changing_it_only_where_that_is_allowed() -> None:
    library = FakeLibrary({"a&b é": REAL})
    may, may_not = (get(client(library, adding), "/reports/a%26b%20%C3%A9") for adding in (True, False))
    for page in (may, may_not):
        assert 'href="/?report=a%26b+%C3%A9"' in page and 'href="/reports/a%26b%20%C3%A9/text"' in page
    for change in ("replace", "remove"):
        address = f'href="/reports/a%26b%20%C3%A9/{change}"'
        assert address in may and address not in may_not


def test_every_heading_leads_to_its_section_in_the_right_part(at: TestClient) -> None:
    page = get(at, "/reports/long")
    parts = parts_of(LONG)
    links = re.findall(r'<a href="/reports/long/text\?part=(\d+)#s(\d+)">', page)
    assert len(parts) > 2 and len(links) == len(LONG.outline.sections)
    for part, ordinal in links:
        assert f'id="s{ordinal}"' in get(at, "/reports/long/text", part=part)


def test_a_remark_leads_to_its_page(at: TestClient) -> None:
    page = get(at, "/reports/printed")
    assert 'href="/reports/printed/text#p2">第 2 頁</a>' in page
    assert 'id="p2"' in get(at, "/reports/printed/text")


def test_the_text_is_whole_and_the_passage_has_an_address(at: TestClient) -> None:
    start = REAL.text.index("人工智慧將持續應用")
    page = get(at, "/reports/real/text", start=str(start), end=str(start + 9))
    shown = page.split('id="text"', 1)[1].split(">", 1)[1].rsplit("</div></div></div></main>")[0]
    assert text_of(shown) == REAL.text
    assert page.count('id="passage"') == 1
    assert '<p class="para has-passage" id="passage"><span class="passage">人工智慧將持續應用</span>' in page
    assert 'id="passage"' not in get(at, "/reports/real/text")


def test_a_heading_can_be_the_passage_too(at: TestClient) -> None:
    (heading,) = sections_of(Chapter.REFLECTIONS, REAL.outline.sections)
    page = get(at, "/reports/real/text", start=str(heading.start), end=str(heading.heading_end))
    assert re.search(r'<h\d class="heading level-1" id="passage">', page) and page.count('id="passage"') == 1


def test_a_long_text_is_turned_part_by_part_and_a_passage_opens_its_own(at: TestClient) -> None:
    first = get(at, "/reports/long/text")
    assert "第 1／" in said(first) and "/reports/long/text?part=2" in first and "part=0" not in first
    parts = parts_of(LONG)
    begins = parts[1][0] + 20
    assert "第 2／" in said(get(at, "/reports/long/text", start=str(begins), end=str(begins + 5)))
    cut = parts[0][1]
    across = get(at, "/reports/long/text", start=str(cut - 4), end=str(cut + 6))
    assert "第 1／" in said(across) and across.count('class="passage"') >= 2, "the end of a part cuts no passage"


@pytest.mark.parametrize(
    ("query", "status", "title"),
    [
        ({"start": "x", "end": "9"}, 400, "missing.number_title"),
        ({"start": "-1", "end": "9"}, 400, "missing.number_title"),
        ({"start": "5"}, 400, "missing.number_title"),
        ({"end": "5"}, 400, "missing.number_title"),
        ({"start": "9", "end": "9"}, 400, "missing.number_title"),
        ({"part": "${x}"}, 400, "missing.number_title"),
        ({"part": "٣"}, 400, "missing.number_title"),
        ({"part": "9" * 5000}, 400, "missing.number_title"),
        ({"part": "0"}, 404, "missing.place_title"),
        ({"part": "99"}, 404, "missing.place_title"),
        ({"start": "0", "end": "999999999"}, 404, "missing.place_title"),
    ],
    ids=str,
)
def test_an_address_that_names_no_place_is_told_so(
    at: TestClient, query: dict[str, str], status: int, title: str
) -> None:
    page = get(at, "/reports/real/text", status, **query)
    assert ZH(title) in said(page) and 'href="/reports/real/text"' in page


@pytest.mark.parametrize("path", ["/reports/none", "/reports/none/text"])
def test_an_unknown_report_is_told_so_with_the_way_to_all(at: TestClient, path: str) -> None:
    page = get(at, path, 404)
    assert "沒有編號為「none」的報告" in said(page) and 'href="/reports">看所有報告' in page


def test_a_reports_page_reads_that_report_alone() -> None:
    library = Counting({"real": REAL, "printed": PRINTED})
    get(client(library), "/reports/real")
    assert "listed" not in library.calls


def test_an_address_of_a_cited_passage_leads_to_it_and_says_when_it_is_gone(at: TestClient) -> None:
    hit = FakeLibrary({"gartner-2022": REAL}).ask("跨國").hits[0]
    address = cited_address(replace(hit.cited, report_id="real"))
    marked = re.search(r'id="passage"[^>]*>(.*?)</p>', get(at, address.split("#")[0]), re.DOTALL)
    assert marked and text_of(marked.group(1)) == hit.text
    for wrong in ("v1-5-12-0000000000", "v9-1-2", "x"):
        assert ZH("missing.place_title") in get(at, f"/reports/real/text?at={wrong}", 404)
