import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.types import Document, NoticeKind, RawFile
from ingest.readers.odt.reader import OdtReader
from tests.ingest.authored import LIBRARY, write_odt
from tests.ingest.authored.odt_writer import NAMESPACES, odt_package
from tests.ingest.authored.packages import zipped

FORMAL, PLAIN = "壹, 貳, 參, ...", "一, 二, 三, ..."


def read(data: bytes) -> Document:
    return OdtReader().read(RawFile("report.odt", "/report.odt", data, ""))


def level(
    at: int, form: str = "1", after: str = ".", extra: str = "", inside: str = "", kind: str = "list-level"
) -> str:
    return (
        f'<text:{kind}-style{"-number" if kind == "list-level" else ""} text:level="{at}" style:num-format="{form}"'
        f' style:num-suffix="{after}" {extra}>{inside}</text:{kind}-style{"-number" if kind == "list-level" else ""}>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


AUTOMATIC = (
    list_style(
        "L",
        level(1, FORMAL, "、"),
        level(2, PLAIN, ")", 'style:num-prefix="("'),
        level(3, "1", ".", 'text:display-levels="3"'),
    )
    + list_style(
        "M",
        level(1),
        level(2, "1", ".", 'text:display-levels="2" text:start-value="3"'),
        '<text:list-level-style-bullet text:level="3" text:bullet-char="–"/>',
    )
    + '<style:style style:name="P" style:family="paragraph" style:list-style-name="M"/>'
    '<style:style style:name="Q" style:family="paragraph" style:parent-style-name="P"/>'
    '<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="HiddenP" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Loop" style:family="text" style:parent-style-name="Loop"/>'
    '<style:style style:name="Unnumbered" style:family="paragraph" style:list-style-name=""/>'
)
OUTLINE = (
    '<office:styles><text:outline-style style:name="Outline">'
    + level(1, FORMAL, "、", kind="outline-level")
    + level(2, PLAIN, "、", kind="outline-level")
    + level(3, "1", "", 'text:display-levels="3"', kind="outline-level")
    + "</text:outline-style></office:styles>"
)


def text_of(body: str, automatic: str = AUTOMATIC, styles: str = OUTLINE) -> str:
    return read(odt_package(body, automatic, styles)).text


def p(inside: str, attributes: str = "") -> str:
    return f"<text:p {attributes}>{inside}</text:p>"


def h(at: int, inside: str, attributes: str = "") -> str:
    return f'<text:h text:outline-level="{at}" {attributes}>{inside}</text:h>'


def item(*inside: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{''.join(inside)}</text:list-item>"


def listed(*items: str, style: str | None = "L", attributes: str = "") -> str:
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {attributes}>{''.join(items)}</text:list>"


def test_a_document_is_named_for_what_it_is() -> None:
    document = read(odt_package(p("目的")))
    assert (document.text, document.encoding, document.pages, document.notices) == ("目的\n", "odt", (), ())
    assert document.media_type == "application/vnd.oasis.opendocument.text"


CONTINUE = 'text:continue-numbering="true"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            listed(
                item(p("a"), listed(item(p("b")), item(p("c"), listed(item(p("d")), style=None)), style=None)),
                item(p("e")),
            ),
            "壹、a (一) b (二) c 壹.二.1. d 貳、e",
        ),
        (listed(item(p("a")), item(p("b"))) + p("x") + listed(item(p("c"))), "壹、a 貳、b x 壹、c"),
        (listed(item(p("a"))) + p("x") + listed(item(p("b")), attributes=CONTINUE), "壹、a x 貳、b"),
        (
            listed(item(p("a"))) + listed(item(p("b")), style="M") + listed(item(p("c")), attributes=CONTINUE),
            "壹、a 1. b 壹、c",
        ),
        (
            listed(item(p("a")), attributes='xml:id="one"')
            + listed(item(p("b")), style="M")
            + listed(item(p("c")), attributes='text:continue-list="one"'),
            "壹、a 1. b 貳、c",
        ),
        (
            listed(item(p("a"), listed(item(p("b")), style=None)))
            + p("x")
            + listed(item(listed(item(p("c")), style=None)), item(p("d")), attributes=CONTINUE),
            "壹、a (一) b x (二) c 貳、d",
        ),
        (
            listed(item(p("a"), listed(item(p("b")), style=None), p("x"), listed(item(p("c")), style=None))),
            "壹、a (一) b x (一) c",
        ),
        (listed(item(p("a")), item(p("b"), attributes='text:start-value="7"'), item(p("c"))), "壹、a 柒、b 捌、c"),
        (
            listed(f"<text:list-header>{p('x')}</text:list-header>", item(p("a"), p("y")), item(p("b"))),
            "x 壹、a y 貳、b",
        ),
        (
            listed(item(p("a"), listed(item(p("b"), listed(item(p("c")), style=None)), style=None)), style="M"),
            "1. a 1.3. b • c",
        ),
        (listed(item(listed(item(p("a")), item(p("b")), style=None)), item(p("c"))), "(一) a (二) b 貳、c"),
        (listed(item(p("a")), item(p("")), item(p("b"))), "壹、a 貳、 參、b"),
        (listed(item(p("a"), listed(item(p("b")), style="M"))), "壹、a 1.3. b"),
    ],
)
def test_a_list_is_numbered_as_libreoffice_prints_it(body: str, expected: str) -> None:
    assert " ".join(text_of(body).split()) == expected


def test_a_list_without_a_style_has_that_of_its_paragraphs() -> None:
    first = 'text:style-name="Q"'
    assert text_of(listed(item(p("a", first)), item(p("b", first)), style=None)) == "1. a\n2. b\n"
    assert text_of(listed(item(p("a")), style=None)) == "a\n"  # there is none at all


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            h(1, "a") + h(2, "b") + h(2, "c") + h(1, "d") + h(3, "e") + h(2, "f"),
            "壹、a 一、b 二、c 貳、d 貳.一.1 e 二、f",
        ),
        (h(1, "a") + h(1, "b", 'text:restart-numbering="true" text:start-value="5"') + h(1, "c"), "壹、a 伍、b 陸、c"),
        (h(1, "a") + h(1, "b", 'text:is-list-header="true"') + h(1, "c"), "壹、a b 貳、c"),
        (h(2, "a") + h(1, "b") + h(2, "c"), "一、a 貳、b 一、c"),
        (h(1, "a") + h(1, "b", 'text:style-name="Unnumbered"') + h(9, "c"), "壹、a b c"),
        (
            listed(item(h(1, "a"), listed(item(h(2, "b")), style=None)), item(h(1, "c")), style="Outline"),
            "壹、a 一、b 貳、c",
        ),
        (listed(item(h(1, "a")), item(h(1, "b")), style="M") + h(1, "c"), "1. a 2. b 壹、c"),
    ],
)
def test_headings_are_numbered_by_the_outline_unless_a_list_has_them(body: str, expected: str) -> None:
    assert " ".join(text_of(body).split()) == expected


@pytest.mark.parametrize(
    ("form", "extra", "expected"),
    [
        ("1", "", "3."),
        ("i", "", "iii."),
        ("I", "", "III."),
        ("a", "", "c."),
        ("A", 'style:num-letter-sync="true"', "C."),
        ("甲, 乙, 丙, ...", "", "丙."),
        ("子, 丑, 寅, ...", "", "寅."),
        ("①, ②, ③, ...", "", "③."),
        ("１, ２, ３, ...", "", "３."),
        ("壹, 贰, 叁, ...", "", "叁."),
        ("1st", "", "3rd."),
        ("", "", "."),
        (FORMAL, 'style:num-prefix="第"', "第參."),
        (PLAIN, 'loext:num-list-format="第%1%章"', "第三章"),
    ],
)
def test_formats_bear_their_first_numerals_as_names(form: str, extra: str, expected: str) -> None:
    style = list_style("L", level(1, form, ".", f'{extra} text:start-value="3"'))
    assert text_of(listed(item(p("x"))), style).split()[0] == expected


def test_an_unknown_format_is_written_in_digits_and_told() -> None:
    document = read(odt_package(listed(item(p("x"))), list_style("L", level(1, "א, ב, ג, ..."))))
    assert document.text == "1. x\n"
    assert [(n.kind, "«א, ב, ג, ...»" in n.detail) for n in document.notices] == [(NoticeKind.LOST, True)]


@pytest.mark.parametrize(
    ("after", "followed", "expected"),
    [("、", "listtab", "一、x"), (")", "space", "一) x"), (")", "nothing", "一)x"), ("、", "nothing", "一、x")],
)
def test_what_stands_between_numeral_and_title_is_one_blank_or_nothing(
    after: str, followed: str, expected: str
) -> None:
    aligned = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="{followed}"/></style:list-level-properties>'
    )
    assert text_of(listed(item(p("x"))), list_style("L", level(1, PLAIN, after, inside=aligned))) == f"{expected}\n"


def test_white_space_is_one_blank_but_what_stands_for_blanks_is_kept() -> None:
    body = p(" 甲 \n\t乙<text:span> 丙 </text:span> 丁<text:s text:c='3'/>戊<text:tab/>己<text:line-break/> 庚 ")
    assert text_of(body) == "甲 乙 丙 丁   戊\t己\n庚\n"
    assert text_of(h(1, "上<text:line-break/>下")) == "壹、上 下\n"
    assert text_of(p("甲<text:s text:c='99999'/>乙")) == f"甲{' ' * 100}乙\n"


def test_what_is_not_printed_is_left_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("舊")
        + "</text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        + p(
            "前<office:annotation><text:p>批註</text:p></office:annotation><text:change-start/>新<text:change-end/>"
            "<text:span text:style-name='Hidden'>密</text:span><text:span text:style-name='Loop'>後</text:span>"
        )
        + p("隱", 'text:style-name="HiddenP"')
        + p("<text:hidden-paragraph text:is-hidden='true'/>藏")
        + p("<text:hidden-text text:is-hidden='true'>匿</text:hidden-text>末")
        + f'<text:section text:display="none">{p("節")}</text:section><text:section>{p("尾")}</text:section>'
    )
    assert text_of(body) == "前新後\n末\n尾\n"


def test_fields_links_and_ruby_keep_what_they_show() -> None:
    body = p(
        "表 <text:sequence>3</text:sequence> <text:a>連結</text:a><text:date>今日</text:date>"
        "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>ㄏㄢˋ</text:ruby-text></text:ruby>"
        "<text:bookmark-start/>字<text:soft-page-break/>"
    )
    assert text_of(body) == "表 3 連結今日漢字\n"


NOTE = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"


def test_notes_stand_behind_their_paragraph() -> None:
    note = NOTE.format(p(" 資料來源：統計處"))
    assert text_of(p(f"共 3 件{note}。") + p("下段")) == "共 3 件。\n資料來源：統計處\n下段\n"
    cells = f"<table:table-cell>{p('甲' + note)}</table:table-cell><table:table-cell>{p('乙')}</table:table-cell>"
    assert text_of(table(cells)) == "甲\t乙\n資料來源：統計處\n"


def test_frames_and_shapes_are_lines_of_their_own_and_descriptions_are_not() -> None:
    inside = p("框內") + listed(item(p("一項")))
    box = f"<draw:frame><draw:text-box>{inside}</draw:text-box><svg:desc>說明</svg:desc></draw:frame>"
    shape = f"<draw:g><svg:title>名稱</svg:title><draw:custom-shape>{p('圖形')}</draw:custom-shape></draw:g>"
    link = "<draw:a><draw:frame><draw:image/></draw:frame></draw:a>"
    assert (
        text_of(p(f"文{box}{shape}{link}字") + box.replace("框內", "頁框"))
        == "文字\n框內\n壹、一項\n圖形\n頁框\n壹、一項\n"
    )
    document = read(odt_package(p("文<draw:frame><draw:object/></draw:frame>")))
    assert [n.detail for n in document.notices] == ["an embedded object"]


def table(*rows: str) -> str:
    written = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return (
        f"<table:table><table:table-column/><table:table-header-rows>{written}</table:table-header-rows></table:table>"
    )


def cell(inside: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(inside)}</table:table-cell>"


def test_a_row_is_a_line_and_its_cells_stand_between_tabs() -> None:
    covered = "<table:covered-table-cell/>"
    rows = (
        cell("日期") + cell("地點") + cell("備註"),
        cell("甲", 'table:number-columns-spanned="2"') + covered + cell("乙", 'table:number-rows-spanned="2"'),
        cell() + cell("丙") + covered,
        covered + cell("丁") + cell("戊"),
        cell("", 'table:number-columns-repeated="1000000"'),
    )
    assert text_of(table(*rows) + p("末")) == "日期\t地點\t備註\n甲\t乙\n\t丙\n\t丁\t戊\n\n末\n"


def test_tables_in_cells_are_flattened_and_one_of_one_column_is_a_frame() -> None:
    inner = table(cell("子") + cell("丑"))
    assert text_of(table(f"<table:table-cell>{inner}</table:table-cell>" + cell("寅"))) == "子 丑\t寅\n"
    assert text_of(table(cell("摘要："), cell("本次會議。"))) == "摘要：\n本次會議。\n"


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        read(data)
    return str(error.value)


LOCKED = f"<manifest:manifest {NAMESPACES}><manifest:encryption-data/></manifest:manifest>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            zipped({"META-INF/manifest.xml": LOCKED, "content.xml": b"\x01\x02"}),
            "protected by a password: open it in LibreOffice",
        ),
        (zipped({"META-INF/manifest.xml": LOCKED, "encrypted-package": b"\x01"}), "protected by a password"),
        (b"no archive", "is no .odt file, or is damaged: open it in LibreOffice, save it again as .odt"),
        (zipped({"mimetype": "x"}), "is no OpenDocument text (its part content.xml is missing)"),
        (
            zipped({"content.xml": f"<a {NAMESPACES}><office:body><office:spreadsheet/></office:body></a>"}),
            "but no text: ",
        ),
        (zipped({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "declares a document type (DTD)"),
        (zipped({"content.xml": "<a>" + " " * 9_000_000 + "</a>"}), "unpacks to far too much"),
        (odt_package(p(" ")), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_text_nested_as_deep_as_the_parser_allows_is_read() -> None:
    assert text_of(p("<text:span>" * 240 + "深" + "</text:span>" * 240)) == "深\n"
    lists = p("深")
    for _ in range(110):
        lists = listed(item(lists), style=None)
    assert text_of(lists) == "深\n"
    tables = p("深")
    for _ in range(60):
        tables = table(f"<table:table-cell>{tables}</table:table-cell>")
    tables = tables.replace("<table:table-header-rows>", "").replace("</table:table-header-rows>", "")
    assert text_of(tables) == "深\n"
    assert "is damaged in its part content.xml" in refused(odt_package(p("<text:span>" * 300 + "</text:span>" * 300)))


LINES = st.lists(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Co", "Cn")), min_size=1),
    min_size=1,
)


@given(LINES)
def test_whatever_is_written_is_read(lines: list[str]) -> None:
    escaped = (line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
    assert text_of("".join(p(line) for line in escaped)).splitlines() == lines


SAMPLE = write_odt(LIBRARY)


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    for candidate in (bytes(damaged), bytes(damaged[:cut])):
        try:
            assert read(candidate).text.strip()
        except UnreadableFile as error:
            message = str(error)
            assert ": " in message


PIECES = (
    p("甲"),
    h(2, "乙"),
    listed(item(p("丙"))),
    listed(item(h(1, "丁")), style="Outline"),
    table(cell("戊") + cell("己")),
    "<text:list/>",
    "<table:table/>",
    "<text:p/>",
    listed("<text:list-item/>"),
    "<draw:frame/>",
    "<text:h text:outline-level='x'>庚</text:h>",
    listed(item(p("辛")), style="nowhere", attributes="text:continue-list='nowhere'"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_the_parts_they_are_read_in_order(pieces: list[str]) -> None:
    text = text_of("".join(pieces) + p("末"))
    letters = [c for piece in pieces for c in piece if c in "甲乙丙丁戊己庚辛"]
    assert [c for c in text if c in "甲乙丙丁戊己庚辛末"] == [*letters, "末"]
