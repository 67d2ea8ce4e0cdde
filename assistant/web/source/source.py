"""The report beside its results: the text as printed, its outline, and the cited passage marked in it."""

from assistant.locales import Words
from assistant.web.html.markup import data, esc
from assistant.web.html.outline import render_outline
from assistant.web.html.parts import part_at, parts_of
from assistant.web.html.text import render_text
from assistant.web.page.view import Opened, Spot
from assistant.web.source.about import render_about
from corpus.types import Report


def render_source(opened: Opened, spot: Spot, t: Words) -> str:
    """The report opened at ``spot``; a very long one shows only the part asked for."""
    report = opened.report
    parts = parts_of(report)
    home = part_at(parts, spot.start)
    part = home if spot.part is None else min(max(spot.part, 0), len(parts) - 1)
    start, end = parts[part]
    if part == home:
        end = max(end, min(spot.end, len(report.text)))  # a cut never splits the cited passage
    place = data(report=spot.report_id, start=spot.start, end=spot.end, rank=spot.rank, part=part)
    said = data(announce=t("source.announce"))
    outline = render_outline(report, parts, part, t)
    return (
        f'<article class="source" lang="{t.lang}" tabindex="-1" aria-labelledby="source-title"{place}{said}>'
        f"{_head(opened, bool(outline), t)}"
        f'<div class="source-panes">{_nav(outline, t)}'
        f'<div class="source-scroll" tabindex="0" role="region" aria-label="{esc(_region(report, t))}">'
        f"{_turner(part, len(parts), t)}"
        f'<div class="report-text" lang="zh-Hant">{render_text(report, start, end, spot.marks, t)}</div>'
        f"{_turner(part, len(parts), t)}</div>{render_about(opened.about, report, parts, part, t)}</div></article>"
    )


def render_missing(message: str, t: Words) -> str:
    """Why the report cannot be shown."""
    close = f'<button type="button" class="button close" data-close>{esc(t("source.close"))}</button>'
    return (
        f'<article class="source missing" lang="{t.lang}" tabindex="-1"{data(announce=message)}>'
        f'<header class="source-head"><h2 id="source-title">{esc(t("source.title"))}</h2>{close}</header>'
        f'<p class="lead"><bdi>{esc(message)}</bdi></p></article>'
    )


def _head(opened: Opened, has_outline: bool, t: Words) -> str:
    toggle = (
        f'<button type="button" class="button outline-toggle" data-outline aria-expanded="false" '
        f'aria-controls="source-outline">{esc(t("source.outline"))}</button>'
        if has_outline
        else ""
    )
    return (
        f'<header class="source-head"><div><p class="eyebrow">{esc(t("source.title"))}</p>'
        f'<h2 id="source-title" lang="zh-Hant"><bdi>{esc(opened.report.title)}</bdi></h2></div>'
        f'<p class="source-tools">{toggle}{_about_toggle(opened, t)}'
        f'<button type="button" class="button back" data-back>{esc(t("source.back_to_hit"))}</button>'
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
