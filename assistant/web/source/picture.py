"""A page of the report's file as a picture, the cited passage marked on it, and the pages to turn."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from assistant.locales import Words
from assistant.pages import PrintedPage
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.text import page_name
from assistant.web.page.view import Spot
from corpus.boxes import rectangles
from corpus.types import Page, Report

DOOR: Final = "/picture"
_BLANK: Final = (595, 842)
"""What is kept free for a page that does not say how large it is: A4."""


def address(report_id: str, file: str, number: int) -> str:
    """Where the picture of a page is: a browser may keep what it gets there for good."""
    return f"{DOOR}/{quote(report_id, safe='')}/{quote(file, safe='')}/{number}.webp"


def render_picture(report: Report, printed: PrintedPage, spot: Spot, t: Words) -> str:
    """The bar that turns pages, and the page with its marks."""
    page, pages = printed.page, report.document.pages
    name = page_name(page, pages, t)
    wide, high = (page.width, page.height) if page.width > 0 < page.height else _BLANK
    near = {number: address(spot.report_id, printed.file, number) for number in (page.number - 1, page.number + 1)}
    ahead = data(ahead=" ".join(url for number, url in near.items() if 0 < number <= len(pages)))
    region = esc(t("picture.region", title=report.title, page=name))
    alt = esc(t("picture.alt", title=report.title, page=name))
    source = esc(address(spot.report_id, printed.file, page.number))
    return (
        f'<div class="picture-room">{_bar(page, pages, t)}'
        f'<div class="source-scroll picture-scroll" tabindex="0" role="region" aria-label="{region}">'
        f'<div class="picture" style="aspect-ratio:{wide:.2f}/{high:.2f}"{ahead}>'
        f'<img src="{source}" alt="{alt}" width="{wide:.0f}" height="{high:.0f}" decoding="async">'
        f'<div class="picture-marks" aria-hidden="true">{_marks(printed, spot)}</div>{_states(t)}</div></div></div>'
    )


def _bar(page: Page, pages: tuple[Page, ...], t: Words) -> str:
    def button(words: str, name: str, to: int) -> str:
        dead = "" if 0 < to <= len(pages) else " disabled"
        return f'<button type="button" class="button"{data(turn=to, control=name)}{dead}>{esc(words)}</button>'

    options = "".join(
        f'<option value="{other.number}"{" selected" if other.number == page.number else ""}>'
        f"{esc(page_name(other, pages, t))}</option>"
        for other in pages
    )
    total, choose = esc(t("picture.total", n=len(pages))), esc(t("picture.choose", n=len(pages)))
    return (
        f'<p class="picture-bar">{button(t("picture.previous"), "previous", page.number - 1)}'
        f'<span class="picture-choose"><span class="picture-pages"><select data-control="choose" aria-label="{choose}">'
        f'{options}</select></span><span class="picture-total" aria-hidden="true">{total}</span></span>'
        f"{button(t('picture.next'), 'next', page.number + 1)}"
        f'<button type="button" class="button zoom" data-zoom data-control="zoom" aria-pressed="false">'
        f"{esc(t('picture.zoom'))}</button></p>"
    )


def _states(t: Words) -> str:
    """What is said while there is no picture yet, and where there will be none; the script shows one of them."""
    read = f'<button type="button" class="button" data-mode="text">{esc(t("picture.read_text"))}</button>'
    again = f'<button type="button" class="button" data-again>{esc(t("picture.try_again"))}</button>'
    renewed = f'<button type="button" class="button" data-renew>{esc(t("picture.renew"))}</button>'
    wrongs = (
        ("failed", t("picture.failed"), read),
        ("gone", t("picture.gone"), renewed),
        ("offline", t("picture.offline"), again + read),
    )
    told = "".join(
        f'<div class="picture-wrong" data-wrong="{kind}" hidden><p>{esc(words)}</p><p>{cures}</p></div>'
        for kind, words, cures in wrongs
    )
    return f'<div class="picture-states"><p class="picture-wait">{esc(t("picture.waiting"))}</p>{told}</div>'


def _marks(printed: PrintedPage, spot: Spot) -> str:
    """The passage tinted, and on it, stronger, the sentences that answer."""
    marks = spot.marks
    passage = _lines(printed, [marks.passage] if marks.passage else [], "picture-mark")
    return passage + _lines(printed, marks.answers, "picture-mark answer")


def _lines(printed: PrintedPage, spans: Iterable[Span], name: str) -> str:
    """A mark for each printed line of ``spans`` on this page, in shares of its width and height."""
    page, boxes = printed.page, printed.boxes
    if boxes is None or not page.width or not page.height:
        return ""
    return "".join(
        f'<span class="{name}" style="left:{left / page.width:.3%};top:{top / page.height:.3%};'
        f'width:{(right - left) / page.width:.3%};height:{(bottom - top) / page.height:.3%}"></span>'
        for start, end in spans
        for left, top, right, bottom in rectangles(boxes, start - page.start, end - page.start)
    )
