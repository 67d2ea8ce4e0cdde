import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.types import Document, RawFile
from ingest.readers.html.reader import HtmlReader


def read(data: bytes | str, name: str = "report.html") -> Document:
    return HtmlReader().read(RawFile(name, f"/{name}", data.encode() if isinstance(data, str) else data, ""))


def text_of(page: str) -> str:
    return read(page).text


CHINESE = "本次會議於新加坡舉行，由交通局派員參加。"


@pytest.mark.parametrize(
    ("head", "codec", "told"),
    [
        ("", "utf-8", "utf-8"),
        ("<meta charset='big5'>", "utf-8", "utf-8"),  # it says so, but it is not
        ("<meta charset=big5>", "cp950", "cp950"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=BIG5">', "cp950", "cp950"),
        ('<meta charset="gb2312">', "gb18030", "gb18030"),
        ('<meta charset="utf-8">', "cp950", "cp950"),
        ("", "cp950", "cp950"),
        ("", "utf-8-sig", "utf-8"),
        ("", "utf-16", "utf-16-le"),
        ("", "utf-16-be", "utf-16-be"),
        ('<meta charset="x-unheard-of">', "cp950", "cp950"),
    ],
)
def test_the_charset_is_found(head: str, codec: str, told: str) -> None:
    document = read(f"<html><head>{head}</head><body><p>{CHINESE}</p></body></html>".encode(codec))
    assert (document.text, document.encoding) == (f"{CHINESE}\n", told)


def test_a_latin_page_is_read_as_it_declares() -> None:
    assert read('<meta charset="iso-8859-1"><p>“Café” is open'.encode("cp1252")).text == "“Café” is open\n"


def test_a_page_is_named_for_what_it_is() -> None:
    assert (read("<p>a").media_type, read("<p>a").pages, read("<p>a").notices) == ("text/html", (), ())
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script/></head><p>內文</p></html>'
    strict = read(page, "report.XHTML")
    assert (strict.text, strict.media_type) == ("內文\n", "application/xhtml+xml")


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x{}</style>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<!-- x -->",
        "<nav><a>x</a></nav>",
        "<p hidden>x</p>",
        '<p style="color:red; DISPLAY: none !important">x</p>',
        '<p class="a gone">x</p>',
        '<div id="menu">x</div>',
        "<aside>x</aside>",
        '<p style="visibility:hidden">x</p>',
        "<select><option>x</select>",
        "<textarea>x</textarea>",
        "<svg><text>x</text></svg>",
        "<dialog>x</dialog>",
        "<iframe>x</iframe>",
        '<div title="header"><p>x</p></div>',
        "<head><title>x</title></head>",
        "<div style='display:none'><div><p>x</p></div></div>",
    ],
)
def test_what_is_not_shown_is_left_out(hidden: str) -> None:
    rules = "/* a */ .gone, #menu { display: none } aside { display : none; } @media print { p { display: none } }"
    assert text_of(f"<style>{rules}</style><p>前</p>{hidden}<p>後</p>") == "前\n後\n"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>甲<b>乙</b>丙<p>丁", "甲乙丙\n丁\n"),
        ("甲<div>乙<div>丙</div>丁</div>戊", "甲\n乙\n丙\n丁\n戊\n"),
        ("<p>甲<br>乙<br/>丙</p>", "甲\n乙\n丙\n"),
        ("<h1>上<br>下</h1>", "上 下\n"),
        ("<p>甲</p><p>&nbsp;</p><p><br></p><p></p><p>乙&nbsp;丙</p>", "甲\n\n乙 丙\n"),
        ("<p>甲<br><br>乙", "甲\n\n乙\n"),
        ("<pre>一\n  二\t三\n\n四</pre>五", "一\n  二\t三\n\n四\n五\n"),
        ("<p>The\n  first\tday", "The first day\n"),
        ("<p>本次\n會議，\n  由 Ms. Ong\n主持", "本次會議，由 Ms. Ong 主持\n"),
        ("<p>甲 <span> 乙</span> <i>丙</i>\n</p>", "甲 乙 丙\n"),
        ("<p><span>甲\n</span>乙<em>\n</em>丙", "甲乙丙\n"),
        ("<ruby>漢<rp>(</rp><rt>ㄏㄢˋ</rt><rp>)</rp></ruby>字", "漢字\n"),
        ("<dl><dt>日期<dd>五月</dl>", "日期\n五月\n"),
        ("<figure><img alt='x'><figcaption>圖 1 會場</figcaption></figure>", "圖 1 會場\n"),
        ("甲<hr>乙&lt;丙&gt;&amp;&#x4e01;", "甲\n乙<丙>&丁\n"),
        ("<a href='x'>連結</a><details><summary>更多</summary>細節</details>", "連結\n更多\n細節\n"),
        ("<body>甲\f乙\v丙", "甲 乙\n丙\n"),
    ],
)
def test_blocks_are_lines_and_white_space_is_one_blank(page: str, text: str) -> None:
    assert text_of(page) == text


def test_a_program_that_ends_lines_only_at_blanks_is_known() -> None:
    page = "<meta name='Generator' content='LibreOffice 7.4 (Linux)'><p>林書弘\n科長</p>"
    assert text_of(page) == "林書弘 科長\n"
    assert text_of(page.replace("LibreOffice", "Other")) == "林書弘科長\n"


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("<ol><li>x<li>x</ol>", "1. 2."),
        ("<ol start=3><li>x<li value=7>x<li>x</ol>", "3. 7. 8."),
        ("<ol type=A><li>x<li>x</ol><ol type=i><li>x<li>x</ol>", "A. B. i. ii."),
        ("<ol style='list-style-type:cjk-ideographic' start=11><li>x<li>x</ol>", "十一、 十二、"),
        ("<ol style='list-style: trad-chinese-formal inside'><li>x<li>x</ol>", "壹、 貳、"),
        ("<style>ol.c { list-style-type: cjk-decimal }</style><ol class='b c' start=10><li>x</ol>", "一〇、"),
        ("<style>.s{list-style-type:cjk-heavenly-stem}</style><ol class=s><li>x<li>x</ol>", "甲、 乙、"),
        ("<style>li{list-style-type:upper-roman}</style><ol><li>x<li>x</ol>", "I. II."),
        ("<ul><li>x<li>x</ul>", "• •"),
        ("<ol><li>x<ol><li>x<li>x</ol><li>x</ol>", "1. 1. 2. 2."),
        ("<ol><li><p>x</p><p>x</p><li>x</ol>", "1. x 2."),
        ("<ol style='list-style:none'><li>x</ol><li>x", "x •"),
        ("<ol start=x><li value=''>x</ol>", "1."),
        ("<ol type=a start=27><li>x</ol>", "aa."),
        ("<ol><li></li><li>x</ol>", "2."),
    ],
)
def test_lists_are_numbered_as_a_browser_numbers_them(page: str, labels: str) -> None:
    found = [line.removesuffix("x").strip() or "x" for line in text_of(page).splitlines()]
    assert " ".join(found) == labels


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "<table><caption>表 1</caption><tr><th>日期<th>地點<tr><td>五月<td>臺北</table>後",
            "表 1\n日期\t地點\n五月\t臺北\n後\n",
        ),
        ("<table><tr><td>甲<br>乙<td><p>Day<p>1<td><tr><td><td>丙<td>丁</table>", "甲 乙\tDay 1\n\t丙\t丁\n"),
        ("<table><tr><td rowspan=3>甲<td>乙<tr><td>丙<tr><td>丁</table>", "甲\t乙\n\t丙\n\t丁\n"),
        (
            "<table><tr><td colspan=2>甲<td>乙<tr><td>丙<td>丁<td rowspan=2>戊<tr><td>己<td>庚</table>",
            "甲\t乙\n丙\t丁\t戊\n己\t庚\n",
        ),
        ("<table><tr><td>摘要<tr><td>本次<p>會議</table>", "摘要\n本次\n會議\n"),
        ("<table><tr><td>選單<td><h1>目的</h1><p>內文</p></table>", "選單\n目的\n內文\n"),
        ("<table><tr><td>甲<td><table><tr><td>乙<td>丙</table></table>", "甲\n乙\t丙\n"),
        ("<table><tr><td><ol><li>甲<li>乙</ol><td>丙</table>", "1. 甲 2. 乙\t丙\n"),
        ("<table></table><td>甲</td><tr>乙", "甲乙\n"),
    ],
)
def test_a_row_is_a_line_unless_the_table_only_arranges_the_page(page: str, text: str) -> None:
    assert text_of(page) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><head><title>x</title></head><body><img src=a></body></html>", "holds no text"),
        ("", "holds no text"),
        ("<div>" * 5000 + "x", "nests its elements too deeply: open it in a browser, print it to a PDF"),
        (b"\x00\x01\x02" * 90, "binary file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(data: bytes | str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.html .*: ") as error:
        read(data)
    assert words in str(error.value)


def test_depth_long_pages_and_wild_style_sheets_are_no_trouble() -> None:
    began = time.monotonic()
    assert text_of("<div>" * 1500 + "深" + "</div>" * 1500) == "深\n"
    assert text_of("<p>甲<p>" * 20_000).count("甲") == 20_000
    assert text_of("<style>" + "@media{" * 9000 + "a{" * 9000 + "}" * 900 + "</style><p>甲") == "甲\n"
    assert text_of("<style>" + "a" * 200_000 + "</style><p>甲") == "甲\n"
    assert text_of("<" * 100_000 + "<p>甲").endswith("甲\n")
    assert text_of("<table>" * 400 + "甲") == "甲\n"
    assert time.monotonic() - began < 10


LINES = st.lists(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Co", "Cn")), min_size=1),
    min_size=1,
)


@given(LINES, st.sampled_from(["p", "div", "h2", "blockquote", "section"]))
def test_whatever_is_written_is_read(lines: list[str], tag: str) -> None:
    page = "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)
    assert text_of(page).splitlines() == lines


PIECES = (
    "甲",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "</td>",
    "</table>",
    "<ol>",
    "<li>",
    "</ol>",
    "<h1>",
    "</h1>",
    "<pre>",
    "</pre>",
    "<br>",
    "<b>",
    "</i>",
    "\n",
    " ",
    "&nbsp;",
    "<!--",
    "-->",
    "<style>ol{",
    "</style>",
    "<ul style='list-style:none'>",
    "<template>",
    "</template>",
    "<select>",
    "</select>",
    "</body>",
    "<svg>",
    "</svg>",
    "<ruby>",
    "<rt>",
    "<caption>",
    "<dialog>",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_whatever_the_tags_they_are_read(pieces: list[str]) -> None:
    text = text_of("<p>首</p>" + "".join(pieces))
    assert text.startswith("首\n") and text.count("甲") <= pieces.count("甲")


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_read_or_refused(data: bytes) -> None:
    try:
        assert read(data).text.strip()
    except UnreadableFile as error:
        message = str(error)
        assert "report.html" in message
