import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.types import Document, NoticeKind, RawFile
from ingest.readers import package as package_module
from ingest.readers.docx.reader import DocxReader
from tests.ingest.authored import LIBRARY, write_docx
from tests.ingest.authored.packages import (
    W_NAMESPACE,
    docx_package,
    docx_parts,
    level,
    numbered,
    numbering_of,
    paragraph,
    run,
    zipped,
)

OUTLINED = "".join(level(at, text=".".join(f"%{n + 1}" for n in range(at + 1))) for at in range(4))
OFFICIAL = (
    level(0, "ideographLegalTraditional", "%1、")
    + level(1, "taiwaneseCountingThousand", "%2、")
    + level(2, "taiwaneseCountingThousand", "(%3)")
)


def read(data: bytes, name: str = "report.docx") -> Document:
    return DocxReader().read(RawFile(name, f"/{name}", data, ""))


def text_of(body: str, **others: str) -> str:
    return read(docx_package(body, **others)).text


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*inside: str, properties: str = "") -> str:
    blocks = "".join(part if part.startswith("<") else paragraph(part) for part in inside) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def field(code: str, result: str) -> str:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{char.format('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{char.format('separate')}"
        f"{run(result)}{char.format('end')}"
    )


def test_a_document_is_named_for_what_it_is() -> None:
    document = read(docx_package(paragraph("目的")))
    assert (document.text, document.encoding, document.pages, document.notices) == ("目的\n", "docx", (), ())
    assert document.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with_macros = read(docx_package(paragraph("目的")), "report.DOCM")
    assert (with_macros.text, with_macros.media_type) == ("目的\n", "application/vnd.ms-word.document.macroEnabled.12")


def test_numerals_are_counted_by_level() -> None:
    places = [("目的", 0), ("過程", 0), ("行程", 1), ("拜會", 2), ("會議", 2), ("討論", 1), ("心得", 0), ("甲", 1)]
    assert text_of("".join(numbered(*p) for p in places), numbering=numbering_of(OFFICIAL)) == (
        "壹、目的\n貳、過程\n一、行程\n(一) 拜會\n(二) 會議\n二、討論\n參、心得\n一、甲\n"
    )


@pytest.mark.parametrize(
    ("overrides", "places", "expected"),
    [
        ("", [(1, 0), (1, 0), (2, 0), (2, 1)], "1 2 3 3.1"),  # two lists of one definition go on with each other
        (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
            [(1, 0), (1, 0), (2, 0), (2, 0), (2, 1), (1, 0), (2, 0)],
            "1 2 1 2 2.1 3 4",
        ),
        (
            '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>',
            [(1, 0), (1, 1), (2, 1), (2, 1), (2, 0), (2, 1)],
            "1 1.1 1.5 1.6 2 2.5",
        ),
        (
            f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "(%1)")}</w:lvlOverride>',
            [(1, 0), (2, 0), (2, 0), (1, 0)],
            "1 (B) (C) 4",
        ),
    ],
)
def test_a_list_may_go_on_with_another_or_begin_anew(
    overrides: str, places: list[tuple[int, int]], expected: str
) -> None:
    body = "".join(numbered("", at, list_id) for list_id, at in places)
    assert text_of(body, numbering=numbering_of(OUTLINED, overrides={2: (0, overrides)})).split() == expected.split()


@pytest.mark.parametrize(
    ("levels", "places", "expected"),
    [
        (level(0, text="%1") + level(1, text="%2", extra='<w:lvlRestart w:val="0"/>'), "01101", "1 1 2 2 3"),
        (
            level(0, "ideographLegalTraditional", "%1、") + level(1, text="%1.%2", extra="<w:isLgl/>"),
            "001",
            "壹、 貳、 2.1",
        ),
        (level(0, start=5, text="%1") + level(1, text="%1.%2", start=3), "1010", "5.3 6 6.3 7"),
        (level(0, "none", "附件"), "00", "附件 附件"),
        (level(0, text="第%1條"), "00", "第1條 第2條"),
    ],
)
def test_a_level_says_how_its_numbers_are_printed(levels: str, places: str, expected: str) -> None:
    body = "".join(numbered("", int(at)) for at in places)
    assert text_of(body, numbering=numbering_of(levels)).split() == expected.split()


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Top"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr>'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="heading 2"/><w:basedOn w:val="Top"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Like"><w:name w:val="like"/><w:basedOn w:val="Sub"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Linked"><w:name w:val="linked"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Veiled"><w:name w:val="veiled"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def styled(style: str, *inside: str, properties: str = "") -> str:
    return paragraph(*inside, properties=f'<w:pStyle w:val="{style}"/>{properties}')


def test_numerals_come_through_styles_too() -> None:
    levels = (
        level(0, text="%1") + level(1, text="%1.%2") + level(2, text="%1.%2.%3", extra='<w:pStyle w:val="Linked"/>')
    )
    body = (
        styled("Top", "甲")
        + styled("Sub", "乙")
        + styled("Like", "丙")
        + styled("Linked", "丁")
        + styled("Top", "戊", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("Top", "己", properties='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + styled("Loop", "庚")
    )
    text = text_of(body, styles=STYLES, numbering=numbering_of(levels))
    assert text.splitlines() == ["1 甲", "1.1 乙", "1.2 丙", "1.2.1 丁", "戊", "1.3 己", "庚"]


def test_a_definition_may_be_that_of_a_list_style() -> None:
    linked = '<w:numStyleLink w:val="Official"/>'
    owner = f'<w:styleLink w:val="Official"/>{OFFICIAL}'
    numbering = numbering_of(linked, owner)
    assert text_of(numbered("目的", 0) + numbered("過程", 0), numbering=numbering) == "壹、目的\n貳、過程\n"


@pytest.mark.parametrize(
    ("suffix", "template", "expected"),
    [
        ("", "%1、", "壹、目的"),
        ("", "(%1)", "(壹) 目的"),
        ('<w:suff w:val="space"/>', "%1.", "壹. 目的"),
        ('<w:suff w:val="nothing"/>', "(%1)", "(壹)目的"),
        ('<w:suff w:val="nothing"/>', "%1、 ", "壹、目的"),
    ],
)
def test_what_stands_between_numeral_and_title_is_one_blank_or_nothing(
    suffix: str, template: str, expected: str
) -> None:
    levels = level(0, "ideographLegalTraditional", template, extra=suffix)
    assert text_of(numbered("目的", 0), numbering=numbering_of(levels)) == f"{expected}\n"


def test_bullets_are_bullets_whatever_their_sign_and_one_without_text_is_none() -> None:
    body = numbered("一項", 0) + numbered("", 0) + numbered("二項", 0)
    assert text_of(body, numbering=numbering_of(level(0, "bullet", "\uf0b7"))) == "• 一項\n\n• 二項\n"


def test_an_unknown_format_is_written_in_digits_and_told() -> None:
    document = read(docx_package(numbered("甲", 0), numbering=numbering_of(level(0, "thaiCounting"))))
    assert document.text == "1. 甲\n"
    assert [(n.kind, n.detail) for n in document.notices] == [
        (NoticeKind.LOST, "numerals of the format «thaiCounting» are written as plain digits")
    ]


def test_a_newer_format_gives_way_to_the_older_one_behind_it() -> None:
    newer = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent>'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    assert text_of(numbered("甲", 0), numbering=numbering_of(newer)) == "01. 甲\n"


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_kept() -> None:
    deleted = "<w:del><w:r><w:delText>舊</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('移')}</w:moveFrom><w:moveTo>{run('遷')}</w:moveTo>"
    body = (
        paragraph("前", deleted, f"<w:ins>{run('新')}</w:ins>", moved, run("密", "<w:vanish/>"), "後")
        + paragraph(
            run("祕", '<w:rStyle w:val="Secret"/>'), run("顯", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')
        )
        + styled("Veiled", "隱")
        + paragraph("末")
    )
    assert text_of(body, styles=STYLES) == "前新遷後\n顯\n\n末\n"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next_and_is_not_counted() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        numbered("甲", 0)
        + paragraph(
            "<w:del><w:r><w:delText>舊</w:delText></w:r></w:del>",
            properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{gone}',
        )
        + numbered("乙", 0)
        + paragraph("前半", properties=gone)
        + paragraph("後半")
        + paragraph("尾", properties=gone)
    )
    assert text_of(body, numbering=numbering_of(level(0))) == "1. 甲\n2. 乙\n前半後半\n尾\n"


def test_of_a_field_the_result_is_kept_and_the_code_is_not() -> None:
    nested = field("TOC \\o", "目錄").replace("</w:instrText>", f"</w:instrText></w:r>{field('PAGE', '9')}<w:r>")
    body = (
        paragraph("表 ", field("SEQ 表", "3"), " 行程")
        + paragraph('<w:fldSimple w:instr="DATE"><w:r><w:t>今日</w:t></w:r></w:fldSimple>')
        + paragraph(nested)
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("碼"))  # a field that never ends
        + paragraph("之後")
    )
    assert text_of(body) == "表 3 行程\n今日\n目錄\n\n之後\n"


def test_a_field_may_run_over_paragraphs() -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        paragraph(
            char.format("begin"),
            "<w:r><w:instrText>TOC</w:instrText></w:r>",
            char.format("separate"),
            "壹、目的",
            "<w:r><w:tab/></w:r>",
            field("PAGEREF", "3"),
        )
        + paragraph("<w:hyperlink>", run("貳、過程"), "<w:r><w:tab/></w:r>", field("PAGEREF", "5"), "</w:hyperlink>")
        + paragraph(char.format("end"))
        + paragraph("內文")
    )
    assert text_of(body) == "壹、目的\t3\n貳、過程\t5\n\n內文\n"


def test_a_check_box_of_a_form_shows_its_state() -> None:
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = paragraph(box.format("<w:checked/>"), end, "考察 ", box.format('<w:default w:val="0"/>'), end, "研究")
    assert text_of(body) == "☒考察 ☐研究\n"


def test_line_breaks_end_lines_but_not_in_a_heading() -> None:
    broken = run("上") + "<w:r><w:br/></w:r>" + run("下")
    page = '<w:r><w:br w:type="page"/></w:r>'
    body = paragraph(broken) + styled("Top", broken) + paragraph(page, "新頁") + paragraph("舊頁", page)
    assert text_of(body, styles=STYLES) == "上\n下\n上 下\n新頁\n舊頁\n"


def test_small_signs_are_kept() -> None:
    inside = (
        "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:tab/><w:t>B</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    )
    document = read(docx_package(paragraph(inside)))
    assert document.text == "A-1\tB☑\n"
    assert [n.detail for n in document.notices] == ["a sign of a symbol font"]


def test_ruby_keeps_the_word_and_mathematics_its_letters() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('ㄏㄢˋ')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    maths = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    assert text_of(paragraph(ruby, "字 ", maths)) == "漢字 x=1\n"


def test_notes_stand_behind_their_paragraph_and_comments_nowhere() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    comment = '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{paragraph("——")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", " 資料來源：統計處", reference)}</w:footnote>'
    )
    body = paragraph("共 3 件", reference, "。", comment) + paragraph("下段")
    assert text_of(body, footnotes=notes) == "共 3 件。\n資料來源：統計處\n下段\n"
    in_table = table(cell("甲", f"<w:p>{reference}</w:p>") + cell("乙")) + paragraph("末")
    assert text_of(in_table, footnotes=notes) == "甲\t乙\n資料來源：統計處\n末\n"


def test_text_boxes_are_read_once() -> None:
    shape = f"<wps:txbx><w:txbxContent>{paragraph('框內')}{paragraph('二行')}</w:txbxContent></wps:txbx>"
    old = f"<v:shape><v:textbox><w:txbxContent>{paragraph('框內')}</w:txbxContent></v:textbox></v:shape>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(paragraph("文", both) + paragraph("後")) == "文\n框內\n二行\n後\n"
    assert text_of(paragraph("文", f"<w:r><w:pict>{old}</w:pict></w:r>")) == "文\n框內\n"


def test_what_has_its_text_elsewhere_is_told() -> None:
    chart = '<w:r><w:drawing><a:graphicData uri="http://x/2006/chart"/></w:drawing></w:r>'
    document = read(docx_package(paragraph("文", chart, chart, "<w:r><w:object/></w:r>") + "<w:altChunk/>"))
    assert [n.detail for n in document.notices] == ["a chart, 2 times", "an embedded object", "an inserted document"]


def test_a_row_is_a_line_and_its_cells_stand_between_tabs() -> None:
    rows = (
        cell("日期") + cell("地點", "備註") + cell("Day 1", "a\tb"),
        cell() + cell("臺北") + cell(),
        cell("甲", properties='<w:vMerge w:val="restart"/>') + cell("乙", properties='<w:gridSpan w:val="2"/>'),
        cell("丙", properties="<w:vMerge/>") + cell("丁"),
    )
    assert text_of(table(*rows)) == "日期\t地點 備註\tDay 1 a b\n\t臺北\n甲\t乙\n\t丁\n"


def test_tables_in_cells_are_flattened_and_deleted_rows_left_out() -> None:
    inner = table(cell("子") + cell("丑"))
    rows = (cell(inner, "") + cell("寅"), "<w:trPr><w:del/></w:trPr>" + cell("舊") + cell("列"))
    assert text_of(table(*rows)) == "子 丑\t寅\n"


def test_a_table_of_one_column_is_a_frame() -> None:
    assert text_of(table(cell("摘要：", "本次會議。"), cell("關鍵詞：交通"))) == "摘要：\n本次會議。\n關鍵詞：交通\n"


def test_numerals_are_counted_in_tables_content_controls_and_boxes_too() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{numbered('甲', 0)}</w:sdtContent></w:sdt>"
    body = wrapped + table(cell(numbered("乙", 0)) + cell("丙")) + f"<w:customXml>{numbered('丁', 0)}</w:customXml>"
    assert text_of(body, numbering=numbering_of(level(0))) == "1. 甲\n2. 乙\t丙\n3. 丁\n"


def test_blank_paragraphs_become_one_blank_line() -> None:
    body = paragraph("") * 2 + paragraph("甲\u00a0乙　") + paragraph("") * 3 + paragraph("丙") + paragraph("")
    assert text_of(body) == "甲 乙\n\n丙\n"


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = {
        name: data.replace(W_NAMESPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, data in docx_parts(paragraph("目的")).items()
        if isinstance(data, str)
    }
    assert read(zipped(strict)).text == "目的\n"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DTD = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        read(data)
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password: open it in Word with its password"),
        (OLE, "is protected by a password, or an old .doc under another name: open it in Word, save it again as .docx"),
        (b"PK\x03\x04 no archive", "is no .docx file, or is damaged: open it in Word"),
        (b"", "is no .docx file, or is damaged"),
        (zipped({"a.txt": "x"}), "(its part word/document.xml is missing): open it in Word"),
        (zipped({"word/document.xml": "<a/>"}), "is no Word document"),
        (zipped({"word/document.xml": "<w:document"}), "is damaged in its part word/document.xml"),
        (
            zipped({"word/document.xml": DTD + "<a>&b;</a>"}),
            "declares a document type (DTD) in its part word/document.xml",
        ),
        (zipped({"word/document.xml": (DTD + "<a>&b;</a>").encode("utf-16")}), "declares a document type"),
        (zipped({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "is damaged in its part word/document.xml"),
        (docx_package(paragraph("")), "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(data: bytes, words: str) -> None:
    message = refused(data)
    assert message.startswith("report.docx ") and words in message and ": " in message


def test_a_locked_entry_and_unusual_packing_are_refused() -> None:
    good = docx_package(paragraph("目的"))
    locked = bytearray(good)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + offset] |= 1
    assert "protected by a password" in refused(bytes(locked))
    odd = good.replace(b"\x08\x00\x00\x00\x21\x58", b"\x0c\x00\x00\x00\x21\x58")
    assert odd != good and "packed in an unusual way" in refused(odd)


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 8_000_000 + b"</a>"})
    assert len(bomb) < 10_000 and "unpacks to far too much in its part word/document.xml" in refused(bomb)
    monkeypatch.setattr(package_module, "MAX_PART", 100)
    assert "unpacks to far too much" in refused(docx_package(paragraph("目的")))


def test_all_parts_together_have_a_limit_and_their_number_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx_package(paragraph("目的"))
    monkeypatch.setattr(package_module, "MAX_TOTAL", 900)
    assert "unpacks to far too much" in refused(data)
    monkeypatch.setattr(package_module, "MAX_ENTRIES", 2)
    assert "has far too many parts" in refused(data)


def test_a_file_that_lies_about_its_sizes_is_not_believed() -> None:
    data = bytearray(zipped({"word/document.xml": b"<a>" + b" " * 2_000_000 + b"</a>"}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (50).to_bytes(4, "little")  # it says that it unpacks to 50 bytes
    assert "is damaged in its part word/document.xml" in refused(bytes(data))


def test_text_nested_as_deep_as_the_parser_allows_is_read() -> None:
    deep = "<w:smartTag>" * 245 + run("深") + "</w:smartTag>" * 245
    assert text_of(paragraph(deep)) == "深\n"
    tables = "目"
    for _ in range(60):
        tables = table(cell(tables))
    assert text_of(tables) == "目\n"


LINES = st.lists(
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Co", "Cn")), min_size=1),
    min_size=1,
)


@given(LINES)
def test_whatever_is_written_is_read(lines: list[str]) -> None:
    escaped = (line.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
    assert text_of("".join(paragraph(run(line)) for line in escaped)).splitlines() == lines


SAMPLE = write_docx(LIBRARY)


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
    paragraph("甲"),
    numbered("乙", 1),
    table(cell("丙") + cell("丁")),
    "<w:p/>",
    "<w:tbl/>",
    "<w:tbl><w:tr/></w:tbl>",
    "<w:sdt/>",
    paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
    paragraph('<w:r><w:footnoteReference w:id="1"/></w:r>'),
    paragraph('<w:r><w:sym w:font="x" w:char="zz"/></w:r>'),
    paragraph(
        "戊", properties='<w:pStyle w:val="nowhere"/><w:numPr><w:ilvl w:val="-3"/><w:numId w:val="1"/></w:numPr>'
    ),
    paragraph("己", properties='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="y"/></w:numPr><w:outlineLvl w:val="q"/>'),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_the_parts_they_are_read_in_order(pieces: list[str]) -> None:
    body = "".join(pieces) + paragraph("末")
    text = text_of(body, numbering=numbering_of(OFFICIAL), footnotes="<w:footnote/>")
    letters = [c for piece in pieces for c in piece if c in "甲乙丙丁戊己"]
    assert [c for c in text if c in "甲乙丙丁戊己末"] == [*letters, "末"]
