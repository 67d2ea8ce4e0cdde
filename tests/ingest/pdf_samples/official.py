"""A report as an office program prints it: running lines, notes, hanging items, a cut table, columns, a turned page.

``LINES`` is what its canonical text must be; ``fodt`` the same as a flat OpenDocument file.
"""

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

HEADER = "赴北國考察數位服務報告"
CLAUSES = (
    "本次會議於首都國際會議中心舉行", "主辦單位說明其2023年推動之數位服務", "本局同仁並提出三項問題請教",
    "會後參訪當地之示範場域", "並介紹Open Data平台之使用情形", "其成果可供我國參考", "所得資料業已整理如附錄",
)  # fmt: skip
ENGLISH = (
    "The delegation visited three agencies and discussed the maintenance of the public services, which were introduced "
    "in several phases, together with representatives of the organisation responsible for their standardisation."
)
NOTE = "資料來源：北國數位服務局之網站，並參見其平台所載之說明與附錄，會後並提出其所整理之資料供本局參考。"


def prose(start: int, clauses: int) -> str:
    return "，".join(CLAUSES[(start + 5 * at) % len(CLAUSES)] for at in range(clauses)) + "。"


Block = tuple[str, str | list[list[str]]]


def blocks() -> Iterator[Block]:
    """Style and text of each paragraph, or the rows of a table."""
    yield "title", "出國報告（出國類別：考察）"
    yield "title", "赴北國考察數位服務之推動情形與公開資料說明報告"
    yield "plain", "服務機關：數位服務局"
    yield "page", "壹、目的"
    for at in range(3):
        yield "prose", prose(at, 4 + 3 * at)
    yield "noted", prose(3, 6)
    yield "prose", prose(4, 9)
    yield "heading", "貳、考察北國首都數位服務平台之推動情形及其所提出之資料與說明"
    for at, numeral in enumerate("一二三"):
        yield "item", f"({numeral})" + prose(at, 3 + at)
        yield "inner", f"{at + 1}. " + prose(at + 6, 4)
        yield "english", ENGLISH
    yield "plain", "表 1 行程"
    yield "table", [["日期", "地點", "工作內容"], *([f"5月{n}日", "首都", prose(n, 3)] for n in range(1, 13))]
    yield "prose", prose(7, 12)
    yield "columns", prose(1, 40)
    yield "turned", prose(2, 8)
    yield "upright", "參、建議"
    yield "prose", prose(5, 6)


def lines() -> list[str]:
    """The canonical text, line by line."""
    found: list[str] = []
    for style, content in blocks():
        if isinstance(content, list):
            found.extend("\t".join(row) for row in content)
        else:
            found.extend([content, NOTE] if style == "noted" else [content])
    return found


def fodt() -> str:
    body = "".join(_PRINTERS.get(style, _paragraph)(style, content) for style, content in blocks())
    return f"{_HEAD}<office:body><office:text>{body}</office:text></office:body></office:document>"


def _paragraph(style: str, content: str | list[list[str]]) -> str:
    assert isinstance(content, str)
    return f'<text:p text:style-name="{style}">{escape(content)}</text:p>'


def _noted(_: str, content: str | list[list[str]]) -> str:
    assert isinstance(content, str)
    head, tail = content[:20], content[20:]
    return (
        f'<text:p text:style-name="prose">{head}<text:note text:id="n1" text:note-class="footnote">'
        f'<text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="small">{NOTE}</text:p>'
        f"</text:note-body></text:note>{tail}</text:p>"
    )


def _columns(_: str, content: str | list[list[str]]) -> str:
    return f'<text:section text:style-name="two" text:name="two">{_paragraph("prose", content)}</text:section>'


def _table(_: str, content: str | list[list[str]]) -> str:
    assert isinstance(content, list)
    rows = [
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="cell"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in content
    ]
    head = f"<table:table-header-rows>{rows[0]}</table:table-header-rows>"
    return (
        f'<table:table><table:table-column table:number-columns-repeated="3"/>{head}{"".join(rows[1:])}</table:table>'
    )


_PRINTERS: dict[str, Callable[[str, str | list[list[str]]], str]] = {
    "noted": _noted, "columns": _columns, "table": _table,
}  # fmt: skip


def _style(name: str, paragraph: str, size: int = 14, master: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" {master}><style:paragraph-properties {paragraph}/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>'
    )


_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
    '<office:font-face-decls><style:font-face style:name="F" svg:font-family="\'Noto Serif CJK TC\'"/>'
    "</office:font-face-decls><office:styles>"
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="150%" '
    'style:text-autospace="ideograph-alpha"/><style:text-properties style:font-name="F" style:font-name-asian="F" '
    'fo:font-size="14pt" style:font-size-asian="14pt" fo:language="en" fo:country="US" style:language-asian="zh" '
    'style:country-asian="TW"/></style:default-style>'
    + _style("title", 'fo:text-align="center"', 24)
    + _style("plain", "")
    + _style("page", 'fo:break-before="page"', 18)
    + _style("heading", "", 18)
    + _style("prose", 'fo:text-indent="28pt" fo:text-align="justify"')
    + _style("item", 'fo:margin-left="28pt" fo:text-indent="-28pt"')
    + _style("inner", 'fo:margin-left="56pt" fo:text-indent="-20pt"')
    + _style("english", 'fo:text-align="justify"')
    + _style("small", "", 10)
    + _style("smallmid", 'fo:text-align="center"', 10)
    + "</office:styles><office:automatic-styles>"
    '<style:page-layout style:name="tall"><style:page-layout-properties fo:page-width="595pt" fo:page-height="842pt" '
    'fo:margin="57pt"/><style:header-style><style:header-footer-properties fo:min-height="20pt" '
    'fo:margin-bottom="10pt"/></style:header-style><style:footer-style><style:header-footer-properties '
    'fo:min-height="20pt" fo:margin-top="10pt"/></style:footer-style></style:page-layout>'
    '<style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="842pt" fo:page-height="595pt" '
    'style:print-orientation="landscape" fo:margin="57pt"/></style:page-layout>'
    + _style("turned", 'fo:text-indent="28pt"', master='style:master-page-name="Wide"')
    + _style("upright", "", 18, master='style:master-page-name="Standard"')
    + '<style:style style:name="two" style:family="section"><style:section-properties><style:columns '
    'fo:column-count="2" fo:column-gap="20pt"/></style:section-properties></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000" fo:padding="3pt"/></style:style></office:automatic-styles><office:master-styles>'
    '<style:master-page style:name="Standard" style:page-layout-name="tall">'
    f'<style:header><text:p text:style-name="small">{HEADER}</text:p></style:header><style:footer>'
    '<text:p text:style-name="smallmid">第 <text:page-number/> 頁，共 <text:page-count/> 頁</text:p>'
    "</style:footer></style:master-page>"
    '<style:master-page style:name="Wide" style:page-layout-name="wide"/></office:master-styles>'
)
