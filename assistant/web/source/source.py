"""The report beside its results: its text or its pages, its outline and map, and the cited passage marked in it."""

import json
from dataclasses import replace

from assistant.anchor import anchor_at
from assistant.locales import Words
from assistant.pages import PrintedPage
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.outline import render_outline, section_at
from assistant.web.html.parts import part_at, parts_of
from assistant.web.html.text import page_name, render_text
from assistant.web.page.view import Opened, Spot
from assistant.web.source.about import render_about
from assistant.web.source.map import render_map
from assistant.web.source.picture import render_picture
from corpus.types import Hit, Report


def render_source(opened: Opened, spot: Spot, hits: tuple[Hit, ...], t: Words) -> str:
    """The report opened at ``spot``: its text, of which a very long one shows only the part asked for, or a page as a
    picture. ``hits`` are all of the answer's: those of this report are on its map."""
    report, version = opened.report, opened.about.summary.version
    hits = tuple(hit for hit in hits if hit.cited.version == version or hit.report_id != spot.report_id)
    parts = parts_of(report)
    home = part_at(parts, spot.start)
    part = home if spot.part is None else min(max(spot.part, 0), len(parts) - 1)
    printed = opened.printed if spot.page is not None else None
    outline = render_outline(report, parts, part, t, by_page=printed is not None)
    room = render_picture(report, printed, spot, t) if printed else _text(report, parts, part, spot, hits, t)
    place = data(report=spot.report_id, start=spot.start, end=spot.end, rank=spot.rank, part=part)
    place += data(answers=json.dumps([list(span) for span in spot.answers]), announce=_announced(opened, t))
    place += data(anchor=anchor_at(version, spot.start, spot.end, report.text), token=spot.token)
    return (
        f'<section class="source" lang="{t.lang}" tabindex="-1" aria-labelledby="source-kind source-title"{place}'
        f"{_pictured(report, printed, spot, t)}>{_head(opened, bool(outline), _switch(opened, parts, spot, t), t)}"
        f'<div class="map-row">{render_map(report, hits, spot, t)}<button type="button" class="button back" data-back>'
        f"{esc(t('source.back_to_hit'))}</button></div>{_told(opened, t)}"
        f'<div class="source-panes">{_nav(outline, t)}{room}'
        f"{render_about(opened.about, report, parts, part, t)}</div></section>"
    )


def _announced(opened: Opened, t: Words) -> str:
    return t("source.replaced") if opened.gone else t("source.announce")


def _told(opened: Opened, t: Words) -> str:
    """That the passage is not there any more, where the report was replaced since it was found."""
    return f'<p class="source-told">{esc(t("source.replaced"))}</p>' if opened.gone else ""


def _text(report: Report, parts: list[Span], part: int, spot: Spot, hits: tuple[Hit, ...], t: Words) -> str:
    start, end = parts[part]
    marks = replace(spot.marks, others=_others(hits, spot))
    if part == part_at(parts, spot.start):
        end = max(end, min(spot.end, len(report.text)))  # a cut never splits the cited passage
    turner = _turner(part, len(parts), t)
    return (
        f'<div class="source-scroll" tabindex="0" role="region" aria-label="{esc(_region(report, t))}"'
        f"{data(first=start, length=len(report.text))}>{turner}"
        f'<div class="report-text" lang="zh-Hant">{render_text(report, start, end, marks, t)}</div>'
        f"{turner}</div>"
    )


def _others(hits: tuple[Hit, ...], spot: Spot) -> tuple[tuple[int, Span], ...]:
    """The answer's other passages in this report."""
    found = ((hit.rank, (hit.char_start, hit.char_end)) for hit in hits if hit.report_id == spot.report_id)
    return tuple((rank, span) for rank, span in found if span != (spot.start, spot.end))


def _pictured(report: Report, printed: PrintedPage | None, spot: Spot, t: Words) -> str:
    """As data: which page is shown as a picture, how it is called, and where in the report it is."""
    if printed is None:
        return ""
    page, pages = printed.page, report.document.pages
    here = max(page.start, spot.start) if spot.start < page.end else page.start
    section = section_at(report, here)
    within = section.ordinal if section else None
    at = f"{page.start / max(len(report.text), 1):.3%}"
    return data(picture=page.number, pages=len(pages), name=page_name(page, pages, t), within=within, at=at)


def _switch(opened: Opened, parts: list[Span], spot: Spot, t: Words) -> str:
    """Text or original page, where there is a choice. From a page without the passage one gets to its text."""
    if opened.printed is None:
        return ""
    page, pictured = opened.printed.page, spot.page is not None
    away = pictured and not spot.marks.touches(page.start, page.end)
    goal = data(goal=f"p{page.number}", part=part_at(parts, page.start)) if away else ""
    return (
        f'<span class="switch" role="group" aria-label="{esc(t("picture.switch"))}">'
        f'<button type="button" class="button" data-mode="text" aria-pressed="{str(not pictured).lower()}"{goal}>'
        f"{esc(t('picture.as_text'))}</button>"
        f'<button type="button" class="button" data-mode="picture" aria-pressed="{str(pictured).lower()}">'
        f"{esc(t('picture.as_picture'))}</button></span>"
    )


def render_missing(message: str, t: Words, token: int = 0) -> str:
    """Why the report cannot be shown that was asked for under ``token``."""
    close = f'<button type="button" class="button close" data-close>{esc(t("source.close"))}</button>'
    return (
        f'<section class="source missing" lang="{t.lang}" tabindex="-1" aria-labelledby="source-title"'
        f"{data(announce=message, token=token)}>"
        f'<header class="source-head"><h2 id="source-title">{esc(t("source.title"))}</h2>{close}</header>'
        f'<p class="lead"><bdi>{esc(message)}</bdi></p></section>'
    )


def _head(opened: Opened, has_outline: bool, switch: str, t: Words) -> str:
    toggle = (
        f'<button type="button" class="button outline-toggle" data-outline aria-expanded="false" '
        f'aria-controls="source-outline">{esc(t("source.outline"))}</button>'
        if has_outline
        else ""
    )
    return (
        f'<header class="source-head"><div><p class="eyebrow" id="source-kind">{esc(t("source.title"))}</p>'
        f'<h2 id="source-title" lang="zh-Hant"><bdi>{esc(opened.report.title)}</bdi></h2></div>'
        f'<p class="source-tools">{toggle}{switch}{_about_toggle(opened, t)}'
        f'<button type="button" class="button close" data-close>{esc(t("source.close"))}</button></p></header>'
    )


def _about_toggle(opened: Opened, t: Words) -> str:
    """The button of the panel; it says how many things there are to look at."""
    remarks = len(opened.about.card.remarks) if opened.about.card else 0
    pause = f'<span class="unseen">{esc(t("add.separator"))}</span>'  # for those who hear the page
    look = f'{pause}<span class="look">{esc(t.count("about.look", remarks))}</span>' if remarks else ""
    return (
        f'<button type="button" class="button about-toggle" data-about aria-expanded="false" '
        f'aria-controls="source-about">{esc(t("about.open"))}{look}</button>'
    )


def _nav(outline: str, t: Words) -> str:
    if not outline:
        return ""
    return f'<nav class="outline" id="source-outline" aria-label="{esc(t("source.outline"))}">{outline}</nav>'


def _region(report: Report, t: Words) -> str:
    return t("source.region", title=report.title)


def _turner(part: int, total: int, t: Words) -> str:
    if total == 1:
        return ""

    def button(words: str, to: int) -> str:
        dead = "" if 0 <= to < total else " disabled"
        return f'<button type="button" class="button"{data(part=to)}{dead}>{esc(words)}</button>'

    where = esc(t("source.part", n=part + 1, total=total))
    previous, following = button(t("source.previous"), part - 1), button(t("source.next"), part + 1)
    return f'<p class="turner">{previous}<span>{where}</span>{following}</p>'
