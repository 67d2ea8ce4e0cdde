"""The report as LibreOffice Writer saves it: the numerals are in styles.xml, not in the text."""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.ingest.authored.model import AuthoredReport, Block, Caption, Contents, Heading, Item, NewPage, Table

MIMETYPE = "application/vnd.oasis.opendocument.text"
_EPOCH = (2024, 1, 1, 0, 0, 0)
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"), ("svg", "svg-compatible"),
    )
) + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'  # fmt: skip


def write_odt(report: AuthoredReport, auto_numbering: bool = True) -> bytes:
    """``auto_numbering`` off types the numerals into the headings, as many authors do."""
    lines: list[str] = []
    new_page = False
    for block, label in report.numbered():
        if isinstance(block, NewPage):
            new_page = True
        else:
            lines += _elements(report, block, "" if auto_numbering else label, new_page)
            new_page = False
    return odt_package("".join(lines), _AUTOMATIC, _styles(report, auto_numbering))


def odt_package(body: str, automatic: str = "", styles: str = "") -> bytes:
    """A package with ``body`` as its text; ``styles`` is what stands in styles.xml."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    sheet = f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = entry.format("/", MIMETYPE) + "".join(entry.format(n, "text/xml") for n in ("content.xml", "styles.xml"))
    manifest = f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>"
    parts = {"content.xml": content, "styles.xml": sheet, "META-INF/manifest.xml": manifest}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", _EPOCH), MIMETYPE)
        for name, text in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + text
            package.writestr(zipfile.ZipInfo(name, _EPOCH), declared, zipfile.ZIP_DEFLATED)
    return held.getvalue()


_AUTOMATIC = (
    '<style:style style:name="NewPage" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    "</text:list-style>"
)


def _styles(report: AuthoredReport, auto_numbering: bool) -> str:
    levels = "".join(
        f'<text:outline-level-style text:level="{at}" style:num-format="{level.odt}" style:num-prefix="{level.before}"'
        f' style:num-suffix="{level.after}"><style:list-level-properties text:list-level-position-and-space-mode='
        f'"label-alignment"><style:list-level-label-alignment text:label-followed-by="'
        f'{"space" if level.blank else "nothing"}"/></style:list-level-properties></text:outline-level-style>'
        for at, level in enumerate(report.levels, 1)
    )
    outline = f'<text:outline-style style:name="Outline">{levels}</text:outline-style>' if auto_numbering else ""
    return (
        f'<office:styles><style:style style:name="Standard" style:family="paragraph"/>{outline}</office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4"/></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:header><text:p>{escape(report.header)}</text:p></style:header>"
        "<style:footer><text:p><text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )


def _elements(report: AuthoredReport, block: Block, label: str, new_page: bool) -> Iterator[str]:
    style = "NewPage" if new_page else "Standard"
    if isinstance(block, Heading) and block.level:
        start = f'<text:h text:style-name="{style}" text:outline-level="{block.level}">'
        yield f"{start}{label}{escape(block.text)}</text:h>"
    elif isinstance(block, Item):
        yield f'<text:list text:style-name="Bullets"><text:list-item><text:p>{escape(block.text)}</text:p>'
        yield "</text:list-item></text:list>"
    elif isinstance(block, Caption):
        number = f'<text:sequence text:name="{block.word}" style:num-format="1">{block.number}</text:sequence>'
        yield f"<text:p>{block.word} {number} {escape(block.text)}</text:p>"
    elif isinstance(block, Contents):
        yield '<text:table-of-content text:name="Contents"><text:index-body>'
        yield from (
            f"<text:p>{escape(words)}<text:tab/>{page}</text:p>" for words, page in report.contents_lines(block)
        )
        yield "</text:index-body></text:table-of-content>"
    elif isinstance(block, Table):
        yield _table(block)
    elif not isinstance(block, NewPage):
        yield f'<text:p text:style-name="{style}">{escape(block.text)}</text:p>'


def _table(block: Table) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in block.rows
    )
    return f"<table:table>{columns}{rows}</table:table>"
