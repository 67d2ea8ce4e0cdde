"""A report's text on a page of its own: the outline beside it, a stretch of it marked and in view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.locales import Words
from assistant.web.browse.addresses import ask_address, report_address, text_address
from assistant.web.browse.report import render_outline_panel
from assistant.web.html.markup import Marks, Span, esc
from assistant.web.html.outline import outline_links
from assistant.web.html.parts import part_at, parts_of
from assistant.web.html.text import render_text
from corpus.types import Report, Section

_MOST_DIGITS: Final = 9


class NoNumber(Exception):
    """A value of the address is no number that can be used."""

    def __init__(self, key: str, value: str):
        super().__init__(key, value)
        self.key, self.value = key, value


class NoPlace(Exception):
    """The report's text has no such place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where in a report one reads: the part that is open, counted from 0, and the stretch that is marked."""

    parts: list[Span]
    part: int
    passage: Span | None = None

    @classmethod
    def of(cls, query: Mapping[str, str], report: Report) -> "Reading":
        """What the address says; NoNumber or NoPlace where it says nothing of this report."""
        parts = parts_of(report)
        passage = _passage(query, len(report.text))
        home = part_at(parts, passage[0]) if passage else 0
        part = _number("part", query["part"]) - 1 if query.get("part") else home
        if not 0 <= part < len(parts):
            raise NoPlace
        return cls(parts, part, passage)

    def room(self) -> Span:
        """From where to where the text is shown; a passage is not cut by the end of its part."""
        start, end = self.parts[self.part]
        begins_here = self.passage is not None and start <= self.passage[0] < end
        return start, max(end, self.passage[1]) if self.passage and begins_here else end


def _passage(query: Mapping[str, str], length: int) -> Span | None:
    said = {key: query[key] for key in ("start", "end") if query.get(key)}
    if not said:
        return None
    numbers = {key: _number(key, value) for key, value in said.items()}
    for missing in {"start", "end"} - said.keys():
        raise NoNumber(missing, "")
    if numbers["start"] >= numbers["end"]:
        raise NoNumber("end", said["end"])
    if numbers["end"] > length:
        raise NoPlace
    return numbers["start"], numbers["end"]


def _number(key: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS):
        raise NoNumber(key, value)
    return int(value)


def render_reading(report_id: str, report: Report, reading: Reading, t: Words, citing: str = "") -> str:
    """What stands in the main part of the page; ``citing`` is the citation of the passage, where one is marked."""
    start, end = reading.room()
    text = render_text(report, start, end, Marks(reading.passage, named=True), t)
    turner = _turner(report_id, reading, t)
    return (
        f"{_head(report_id, report, t)}{citing}"
        f'<div class="with-outline">{_outline(report_id, report, reading, t)}'
        f'<div class="beside"><h2 class="unseen">{esc(t("report.text"))}</h2>{turner}'
        f'<div class="report-text" id="text" tabindex="-1" lang="zh-Hant">{text}</div>{turner}</div></div>'
    )


def _head(report_id: str, report: Report, t: Words) -> str:
    back = f'<a href="{esc(report_address(report_id))}">{esc(t("report.back"))}</a>'
    ask = f'<a href="{esc(ask_address(report_id))}">{esc(t("report.ask"))}</a>'
    outline = f'<a href="#outline">{esc(t("report.outline"))}</a>'
    return (
        f'<header class="report-head reading"><p class="eyebrow">{back}</p>'
        f'<h1 lang="zh-Hant"><bdi>{esc(report.title)}</bdi></h1>'
        f'<ul class="actions" aria-label="{esc(t("report.actions"))}"><li>{ask}</li>'
        f'<li class="to-outline">{outline}</li></ul></header>'
    )


def _outline(report_id: str, report: Report, reading: Reading, t: Words) -> str:
    def address(section: Section) -> str:
        part = part_at(reading.parts, section.start)
        place = f"s{section.ordinal}"
        return f"#{place}" if part == reading.part else text_address(report_id, part + 1, place)

    return render_outline_panel(outline_links(report, address, t), t, back="#text")


def _turner(report_id: str, reading: Reading, t: Words) -> str:
    """The part before and the part after; empty where the text is short."""
    total = len(reading.parts)
    if total == 1:
        return ""

    def link(words: str, to: int) -> str:
        if not 0 <= to < total:
            return "<span></span>"
        return f'<a class="button" href="{esc(text_address(report_id, to + 1))}">{esc(words)}</a>'

    where = esc(t("source.part", n=reading.part + 1, total=total))
    previous, following = link(t("source.previous"), reading.part - 1), link(t("source.next"), reading.part + 1)
    return f'<nav class="turner" aria-label="{esc(t("report.parts"))}">{previous}<span>{where}</span>{following}</nav>'
