"""The report beside its results: the text as printed, its outline, and the cited passage marked in it."""

from assistant.locales import Words
from assistant.web.markup import Marks, Span, data, esc, marked
from assistant.web.outline import KIND_KEYS, render_outline
from assistant.web.parts import Piece, paragraphs, part_at, parts_of, pieces_of
from assistant.web.view import Spot
from corpus.types import Report


def render_source(report: Report, spot: Spot, t: Words) -> str:
    """The report opened at ``spot``; a very long one shows only the part asked for."""
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
        f"{_head(report, bool(outline), t)}"
        f'<div class="source-panes">{_nav(outline, t)}'
        f'<div class="source-scroll" tabindex="0" role="region" aria-label="{esc(_region(report, t))}">'
        f"{_turner(part, len(parts), t)}"
        f'<div class="report-text" lang="zh-Hant">{render_text(report, start, end, spot.marks, t)}</div>'
        f"{_turner(part, len(parts), t)}</div></div></article>"
    )


def render_missing(message: str, t: Words) -> str:
    """Why the report cannot be shown."""
    close = f'<button type="button" class="button close" data-close>{esc(t("source.close"))}</button>'
    return (
        f'<article class="source missing" lang="{t.lang}" tabindex="-1"{data(announce=message)}>'
        f'<header class="source-head"><h2 id="source-title">{esc(t("source.title"))}</h2>{close}</header>'
        f'<p class="lead"><bdi>{esc(message)}</bdi></p></article>'
    )


def render_text(report: Report, start: int, end: int, marks: Marks, t: Words) -> str:
    """``report.text[start:end]`` with every character in place: reading the nodes gives back the text exactly."""
    captions = {figure.start for figure in report.outline.figures}
    pieces = (piece for piece in pieces_of(report.text, report.outline) if piece.start < end and start < piece.end)
    return "".join(_piece(report.text, piece, (start, end), marks, captions, t) for piece in pieces)


def _head(report: Report, has_outline: bool, t: Words) -> str:
    toggle = (
        f'<button type="button" class="button outline-toggle" data-outline aria-expanded="false" '
        f'aria-controls="source-outline">{esc(t("source.outline"))}</button>'
        if has_outline
        else ""
    )
    return (
        f'<header class="source-head"><div><p class="eyebrow">{esc(t("source.title"))}</p>'
        f'<h2 id="source-title" lang="zh-Hant"><bdi>{esc(report.title)}</bdi></h2></div>'
        f'<p class="source-tools">{toggle}'
        f'<button type="button" class="button back" data-back>{esc(t("source.back_to_hit"))}</button>'
        f'<button type="button" class="button close" data-close>{esc(t("source.close"))}</button></p></header>'
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


def _piece(text: str, piece: Piece, room: Span, marks: Marks, captions: set[int], t: Words) -> str:
    start, end = max(piece.start, room[0]), min(piece.end, room[1])
    heading_end = min(max(piece.heading_end, start), end)
    section = piece.section
    if section is None:
        return f'<section class="piece">{_body(text, start, end, marks, captions)}</section>'
    level = min(max(section.level, 1), 4)
    head = ""
    if heading_end > start:
        inner = marked(text, start, heading_end, marks, 0)
        head = f'<h{level + 2} class="heading level-{level}">{inner}</h{level + 2}>'
    label = "" if head else f' aria-label="{esc(section.title or t(KIND_KEYS[section.kind]))}"'
    body = _body(text, heading_end, end, marks, captions)
    return (
        f'<section class="piece kind-{section.kind.value}" id="s{section.ordinal}" tabindex="-1"'
        f"{data(piece=section.ordinal)}{label}>{head}{body}</section>"
    )


def _body(text: str, start: int, end: int, marks: Marks, captions: set[int]) -> str:
    """Paragraphs, and between them the blank lines as they are, so that nothing of the text is lost."""
    out, at = [], start
    for first, last in paragraphs(text, start, end):
        classes = "caption" if first in captions else "para"
        hit = " has-passage" if marks.touches(first, last) else ""
        out.append(marked(text, at, first, Marks()))
        out.append(f'<p class="{classes}{hit}">{marked(text, first, last, marks)}</p>')
        at = last
    return "".join(out) + marked(text, at, end, Marks())
