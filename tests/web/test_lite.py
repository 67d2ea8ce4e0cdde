"""The simple version: the same answers on a page of links, text and one form."""

import re
from collections.abc import Iterator

import httpx
import pytest

from assistant.anchor import permanent_link
from assistant.cite import footnote
from assistant.web.browse.addresses import cited_address
from assistant.web.html.markup import esc
from assistant.web.page.actions import MAX_QUESTION
from tests.web.fakes import FakeLibrary

CLOUD = "分析師對跨國雲端有什麼建議？"
NOTHING = "2031 年的預算是多少？"


@pytest.fixture
def site(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"Accept-Language": "zh-TW", "Accept": "text/html"}) as client:
        yield client


def asked(site: httpx.Client, **query: str) -> httpx.Response:
    return site.get("/lite", params=query)


def test_the_cards_are_those_of_the_page_with_links_and_text_where_it_has_scripts(
    site: httpx.Client, library: FakeLibrary
) -> None:
    answer = asked(site, q=CLOUD)
    assert answer.status_code == 200 and f"<title>{CLOUD}" in answer.text
    for hit in library.ask(CLOUD).hits:
        assert f'href="{esc(cited_address(hit.cited))}"' in answer.text
        assert esc(footnote(hit.cited)) in answer.text
        assert esc(f"{str(site.base_url).rstrip('/')}{permanent_link(hit.cited, CLOUD)}") in answer.text
    assert answer.text.count('<li class="card"') == 5 and "依據充分" in answer.text
    assert "<script" not in answer.text and "data-copy" not in answer.text
    assert re.findall(r'<button class="(\w+)"', answer.text) == ["primary", "button"]
    assert "script-src" not in answer.headers["content-security-policy"]


def test_every_link_of_a_card_leads_to_a_page(site: httpx.Client) -> None:
    cards = asked(site, q=CLOUD).text.partition('id="results"')[2].partition("</section>")[0]
    links = set(re.findall(r'href="([^"#]+)', cards))
    assert len(links) > 5
    for link in links:
        assert site.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize(("question", "band"), [("或許有雲端", "可能相關"), (NOTHING, "查無依據")])
def test_the_other_bands(site: httpx.Client, question: str, band: str) -> None:
    assert band in asked(site, q=question).text


def test_no_answer_says_so_and_shows_the_nearest_apart(site: httpx.Client) -> None:
    text = asked(site, q=NOTHING).text
    before, _, nearest = text.partition('<section class="nearest"')
    assert "查無依據" in before and "報告寫的是 2022、2023" in before and "<blockquote" not in before
    assert "以下不是答案" in nearest and nearest.count("<blockquote") == 5


def test_an_empty_question_is_told_at_its_field(site: httpx.Client) -> None:
    answer = asked(site, q="  ")
    assert answer.status_code == 400
    assert 'aria-invalid="true" aria-describedby="q-told"' in answer.text and "還沒有輸入問題" in answer.text
    assert site.get("/lite").status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"q": "busy"}, 503, "請一分鐘後再試"),
        ({"q": "crash"}, 500, "系統發生未預期的錯誤"),
        ({"q": CLOUD, "year": "去年"}, 400, "去年"),
        ({"q": CLOUD, "year": "1999"}, 400, "這次沒有查成"),
    ],
)
def test_what_goes_wrong_is_told_with_its_cure(
    site: httpx.Client, query: dict[str, str], status: int, words: str
) -> None:
    answer = asked(site, **query)
    assert answer.status_code == status
    assert words in answer.text and "secret detail" not in answer.text
    assert f'value="{esc(query["q"])}"' in answer.text, "the question need not be typed again"


def test_report_and_filters_go_with_the_question_and_stay_chosen(site: httpx.Client, library: FakeLibrary) -> None:
    text = asked(site, q=CLOUD, report="gartner-2022", agency="數位發展部", year="112").text
    assert library.asked[-1] == (CLOUD, "gartner-2022")
    assert (library.filters[-1].agency, library.filters[-1].year) == ("數位發展部", 2023)
    assert '<option value="gartner-2022" dir="auto" selected>' in text
    assert '<option value="數位發展部" dir="auto" selected>' in text
    assert "<details open><summary>篩選報告" in text


def test_a_question_as_long_as_a_report_is_cut(site: httpx.Client, library: FakeLibrary) -> None:
    assert asked(site, q="長" * 5000).status_code == 200
    assert library.asked[-1][0] == "長" * MAX_QUESTION


def test_the_language_is_that_of_the_address_and_remembered(address: str) -> None:
    with httpx.Client(base_url=address) as visitor:
        assert '<html lang="en"' in visitor.get("/lite?lang=en").text
        assert "Simple search" in visitor.get("/lite").text


def test_nothing_says_once_more_that_it_is_in_the_language_of_the_page(site: httpx.Client) -> None:
    for lang, other in (("zh-Hant", "en"), ("en", "zh-Hant")):
        body = asked(site, q=CLOUD, lang=lang).text.partition("<body")[2]
        assert f'lang="{lang}"' not in body.replace("hreflang", "") and f'lang="{other}"' in body


# ---------- where there is no script, and where there is no page ----------


def test_without_a_script_the_page_is_the_form_of_the_simple_version_filled_in(site: httpx.Client) -> None:
    unscripted = site.get("/", params={"q": CLOUD, "agency": "數位發展部"}).text.partition("<noscript>")[2]
    unscripted = unscripted.partition("</noscript>")[0]
    assert f'value="{CLOUD}"' in unscripted and 'action="/lite#results"' in unscripted
    assert '<input type="hidden" name="agency" value="數位發展部">' in unscripted
    assert "#boot, gradio-app { display: none" in unscripted and 'href="/sitemap"' in unscripted


def test_gradios_letters_grow_with_those_of_the_browser(site: httpx.Client) -> None:
    sheets = re.findall(r'href="\.?(/assets/[^"]+\.css)"', site.get("/").text)
    assert sheets
    for sheet in (*sheets, "/theme.css"):
        styles = site.get(sheet)
        assert styles.headers["content-type"].startswith("text/css")
        assert re.search(r"font-size|--text-", styles.text)
        assert not re.search(r"(font-size|--text-[a-z]+)\s*:\s*[^;}]*\dpx", styles.text), sheet


def test_an_unknown_address_is_a_page_for_a_browser_and_json_for_a_program(site: httpx.Client) -> None:
    page = site.get("/no/such/page")
    assert page.status_code == 404 and "沒有這一頁" in page.text and "/sitemap" in page.text
    assert site.get("/no/such/page", headers={"Accept": "*/*"}).json() == {"detail": "Not Found"}


# ---------- the map of the site ----------


def test_the_map_names_every_page_of_the_menu_and_says_what_it_is(site: httpx.Client) -> None:
    text = site.get("/sitemap").text
    menu, listed = (re.findall(r'<a href="(/[a-z]*)"', part) for part in text.split("</nav>"))
    assert [link for link in menu if link != "/"] == [link for link in listed if link in menu and link != "/"] != []
    for link in listed:
        assert site.get(link).status_code == 200


@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_the_map_says_of_each_access_key_what_its_sign_says(site: httpx.Client, lang: str) -> None:
    text = site.get("/sitemap", params={"lang": lang}).text
    signs = dict(re.findall(r'accesskey="([A-Z])" title="([^"]+)">:::', text))
    table = dict(re.findall(r"<kbd>Alt \+ ([A-Z])</kbd></th><td>([^<]+)<", text))
    assert signs.keys() == {"U", "C", "Z"} and table.keys() == {"U", "C", "S", "Z"}
    assert all(table[key] == said for key, said in signs.items())
    assert "Shift + Alt" in text and 'id="accessibility"' in text


# ---------- in a browser without JavaScript ----------


@pytest.mark.slow
@pytest.mark.browser
def test_ask_read_the_source_and_the_citation_without_javascript(
    chromium: object, address: str, library: FakeLibrary
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-TW")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address)
    page.get_by_label("問題").fill(CLOUD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lite?*#results")
    hit = library.ask(CLOUD).hits[0]
    assert hit.text in page.locator("#hit-1 blockquote").inner_text()
    page.locator("#hit-1 .citing summary").click()
    assert footnote(hit.cited) in page.locator("#cite-1-1").inner_text()
    page.locator("#hit-1 .show").click()
    assert page.locator("#passage").inner_text() in hit.text
    context.close()
