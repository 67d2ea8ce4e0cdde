"""A small map of the report: its chapters from beginning to end, and where in it the found passages lie."""

import json
from dataclasses import dataclass

from assistant.anchor import Anchor, anchor_of
from assistant.locales import Words
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.outline import section_at, section_name
from assistant.web.page.view import Spot
from corpus.types import Hit, Report, Section

_ROOM = 0.02
"""The share of the map that a character of a chapter's number takes on a narrow screen, and the air around it."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A found passage on the map; ``rank`` is 0 for the passage that is shown and is none of the answer's."""

    rank: int
    span: Span
    answers: tuple[Span, ...]
    name: str
    shown: bool
    anchor: Anchor | None


def render_map(report: Report, hits: tuple[Hit, ...], spot: Spot, t: Words) -> str:
    """The map with the ``hits`` of this report, each a button that opens it; empty for a report without text."""
    if not report.text:
        return ""
    marks = _marks(report, hits, spot, t)
    buttons = "".join(f"<li{_style(marks, at, report)}>{_button(mark, spot)}</li>" for at, mark in enumerate(marks))
    ticks = "".join(
        f'<span class="map-tick{" shown" if mark.shown else ""}" style="{_extent(mark.span, report)}"></span>'
        for mark in marks
    )
    here = f'<span class="map-here" style="left:{spot.start / len(report.text):.3%}"></span>'
    return (
        f'<nav class="map" aria-label="{esc(t("map.label"))}" style="--n:{len(marks)}">'
        f'<ol class="map-hits">{buttons}</ol><div class="map-strip">{_chapters(report, t)}'
        f'<div class="map-places" aria-hidden="true">{ticks}{here}</div></div></nav>'
    )


def _marks(report: Report, hits: tuple[Hit, ...], spot: Spot, t: Words) -> list[_Mark]:
    """In reading order; the passage that is shown is among them, whether it is a hit or not."""
    found = [_of_hit(hit, spot, t) for hit in hits if hit.report_id == spot.report_id]
    if not any(mark.shown for mark in found):
        section = section_at(report, spot.start)
        name = t("map.shown", path=_path(section.path if section else (), t))
        found.append(_Mark(0, (spot.start, spot.end), spot.answers, name, True, spot.anchor))
    return sorted(found, key=lambda mark: (mark.span, mark.rank))


def _of_hit(hit: Hit, spot: Spot, t: Words) -> _Mark:
    name = t("map.hit", rank=hit.rank, path=_path(hit.section_path, t))
    span = (hit.char_start, hit.char_end)
    return _Mark(hit.rank, span, tuple(hit.highlights), name, span == (spot.start, spot.end), anchor_of(hit.cited))


def _path(path: tuple[str, ...], t: Words) -> str:
    return " › ".join(path) or t("card.no_heading")


# ---------- the marks ----------


def _button(mark: _Mark, spot: Spot) -> str:
    rank = mark.rank or spot.rank
    place = data(place=rank, report=spot.report_id, start=mark.span[0], end=mark.span[1], rank=rank)
    place += data(answers=json.dumps([list(span) for span in mark.answers]), anchor=mark.anchor)
    now = ' aria-current="true"' if mark.shown else ""
    sign = mark.rank or "•"
    return (
        f'<button type="button" title="{esc(mark.name)}"{now}{place}><span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">{esc(mark.name)}</span></button>'
    )


def _style(marks: list[_Mark], at: int, report: Report) -> str:
    """Over its place, moved aside as far as its neighbours need: a mark is ``--b`` wide, however wide the map is.

    Pushed to the right from the first on, no mark covers the one before it; pushed to the left from the last on, none
    covers the one after it. The mean of both keeps these distances and leaves the marks nearest to their places.
    """
    shares = [100 * (mark.span[0] + mark.span[1]) / 2 / len(report.text) for mark in marks]
    right = ",".join(f"{shares[j]:.2f}% + var(--b)*{at - j - 0.5}" for j in range(at + 1))
    left = ",".join(f"{shares[j]:.2f}% - var(--b)*{j - at + 0.5}" for j in range(at, len(marks)))
    mean = f"(max({right}) + min({left}))/2"
    return f' style="left:clamp(var(--b)*{at},{mean},100% - var(--b)*{len(marks) - at})"'


def _extent(span: Span, report: Report) -> str:
    total = len(report.text)
    return f"left:{span[0] / total:.3%};width:{(span[1] - span[0]) / total:.3%}"


# ---------- the chapters ----------


def _chapters(report: Report, t: Words) -> str:
    chapters = sorted((s for s in report.outline.sections if s.parent is None), key=lambda section: section.start)
    starts = [*(chapter.start for chapter in chapters), len(report.text)]
    front = [_segment(None, (0, starts[0]), report, t)] if starts[0] > 0 else []
    items = [
        _segment(chapter, (start, end), report, t)
        for chapter, start, end in zip(chapters, starts, starts[1:], strict=False)
        if end > start
    ]
    return f'<ol class="map-chapters" aria-label="{esc(t("map.chapters"))}">{"".join([*front, *items])}</ol>'


def _segment(chapter: Section | None, span: Span, report: Report, t: Words) -> str:
    """A chapter as wide as it is long, with its number where there is room for it."""
    name = section_name(chapter, report, t) if chapter else t("map.front")
    number = (chapter.number or "") if chapter else ""
    share = (span[1] - span[0]) / len(report.text)
    shown = f'<span aria-hidden="true">{esc(number)}</span>' if number and share >= _ROOM * (len(number) + 1) else ""
    return (
        f'<li style="{_extent(span, report)}" title="{esc(name)}">{shown}'
        f'<bdi class="unseen" lang="zh-Hant">{esc(name)}</bdi></li>'
    )
