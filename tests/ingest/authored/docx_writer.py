"""The report as Word saves it: the numerals are in numbering.xml, not in the text."""

import io
import zipfile
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.ingest.authored.model import AuthoredReport, Block, Caption, Contents, Heading, Item, NewPage, Table, Title

_FONT = "Noto Sans CJK TC"
_HEADINGS, _BULLETS = 1, 2
_EPOCH = (2024, 1, 1, 0, 0, 0)


def write_docx(report: AuthoredReport, auto_numbering: bool = True) -> bytes:
    """``auto_numbering`` off types the numerals into the headings, as many authors do."""
    document = docx.Document()
    _set_up(document, report, auto_numbering)
    new_page = False
    for block, label in report.numbered():
        if isinstance(block, NewPage):
            new_page = True
            continue
        first = len(document.paragraphs)
        _add(document, report, block, "" if auto_numbering else label)
        if new_page and len(document.paragraphs) > first:
            document.paragraphs[first].paragraph_format.page_break_before = True
        new_page = False
    held = io.BytesIO()
    document.save(held)
    return _with_fixed_times(held.getvalue())


def _set_up(document: Any, report: AuthoredReport, auto_numbering: bool) -> None:
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(_abstract(report)))
    root.append(parse_xml(_bullets()))
    for number in (_HEADINGS, _BULLETS):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    for style in [document.styles["Normal"], *(document.styles[f"Heading {n}"] for n in range(1, 7))]:
        style.font.name, style.font.size = _FONT, Pt(14)
        style.font.bold = style.font.italic = False  # one font in the PDF keeps it small
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[name]  # a theme's font comes before the one that is named
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    if auto_numbering:
        for level in (1, 2):  # the first two levels by their style, the others paragraph by paragraph
            _number(document.styles[f"Heading {level}"].element.get_or_add_pPr(), level - 1, _HEADINGS)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = report.header
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE", "1")


def _abstract(report: AuthoredReport) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{level.docx}"/>'
        + (f'<w:pStyle w:val="Heading{at + 1}"/>' if at < 2 else "")
        + f'<w:suff w:val="{"space" if level.blank else "nothing"}"/>'
        f'<w:lvlText w:val="{level.before}%{at + 1}{level.after}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, level in enumerate(report.levels)
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_HEADINGS}">{kind}{levels}</w:abstractNum>'


def _bullets() -> str:
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_BULLETS}"><w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )


def _number(properties: Any, level: int, number: int) -> None:
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = number


def _add(document: Any, report: AuthoredReport, block: Block, label: str) -> None:
    if isinstance(block, Title):
        document.add_paragraph(block.text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif isinstance(block, Heading):
        paragraph = document.add_paragraph(label + block.text, style=f"Heading {block.level or 6}")
        if block.level > 2 and not label:
            _number(paragraph._p.get_or_add_pPr(), block.level - 1, _HEADINGS)
    elif isinstance(block, Item):
        _number(document.add_paragraph(block.text)._p.get_or_add_pPr(), 0, _BULLETS)
    elif isinstance(block, Caption):
        paragraph = document.add_paragraph(f"{block.word} ")
        _field(paragraph, f"SEQ {block.word} \\* ARABIC", str(block.number))
        paragraph.add_run(f" {block.text}")
    elif isinstance(block, Contents):
        _add_contents(document, report, block)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif not isinstance(block, NewPage):
        document.add_paragraph(block.text)


def _add_contents(document: Any, report: AuthoredReport, block: Contents) -> None:
    for words, page in report.contents_lines(block):
        paragraph = document.add_paragraph(f"{words}\t{page}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(14), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def _field(paragraph: Any, code: str, result: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), (None, result), ("end", "")):
        run = paragraph.add_run(text if kind is None else "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)


def _with_fixed_times(package: bytes) -> bytes:
    """The same package with one date on every part, so that the same report gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
