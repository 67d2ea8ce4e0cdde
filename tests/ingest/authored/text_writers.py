"""The plain text, which is the canonical text that every format must give, and a web page."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from tests.ingest.authored.model import (
    AuthoredReport,
    Block,
    Caption,
    Contents,
    Heading,
    Item,
    NewPage,
    Table,
)


def write_txt(report: AuthoredReport) -> bytes:
    return "".join(f"{line}\n" for block, label in report.numbered() for line in _lines(report, block, label)).encode()


def _lines(report: AuthoredReport, block: Block, label: str) -> Iterator[str]:
    if isinstance(block, Contents):
        yield from (f"{words}\t{page}" for words, page in report.contents_lines(block))
    elif isinstance(block, Table):
        yield from ("\t".join(row).rstrip("\t") for row in block.rows)
    elif isinstance(block, Item):
        yield f"• {block.text}"
    elif isinstance(block, Caption):
        yield f"{block.word} {block.number} {block.text}"
    elif not isinstance(block, NewPage):
        yield label + block.text


def write_html(report: AuthoredReport, charset: str = "utf-8") -> bytes:
    body = "\n".join(line for block, label in report.numbered() for line in _elements(report, block, label))
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-Hant-TW"><head><meta charset="{charset}">'
        f"<title>{escape(report.header)}</title>"
        f"<style>p {{ text-indent: 2em }}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
    return page.encode(charset)


def _elements(report: AuthoredReport, block: Block, label: str) -> Iterator[str]:
    if isinstance(block, Contents):
        yield _table([(words, str(page)) for words, page in report.contents_lines(block)])
    elif isinstance(block, Table):
        yield _table(block.rows)
    elif isinstance(block, Item):
        yield f"<ul><li>{escape(block.text)}</li></ul>"
    elif isinstance(block, Caption):
        yield f"<p class='caption'>{block.word} {block.number} {escape(block.text)}</p>"
    elif not isinstance(block, NewPage):
        tag = f"h{block.level + 1}" if isinstance(block, Heading) else "p"
        yield f"<{tag}>{label}{escape(block.text)}</{tag}>"


def _table(rows: Iterable[Sequence[str]]) -> str:
    written = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{written}</table>"
