"""A report's own page: what it recommends, its outline, its form, how its reading went, its files and versions."""

from collections.abc import Iterator
from typing import Final

from assistant.about import About
from assistant.locales import Words
from assistant.web.browse.addresses import (
    ask_address,
    remove_address,
    replace_address,
    text_address,
)
from assistant.web.browse.advice import render_advice
from assistant.web.browse.labels import named
from assistant.web.browse.listing import Entry
from assistant.web.browse.wanted import Facet, Wanted
from assistant.web.browse.when import day, period
from assistant.web.html.markup import esc
from assistant.web.html.outline import outline_links
from assistant.web.html.parts import part_at, parts_of
from assistant.web.html.text import page_name
from assistant.web.source.about import render_files, render_form, render_reading, render_remarks, render_versions
from corpus.listed import Listed
from corpus.types import Report, Section

_FACTS: Final = (Facet.AGENCY, Facet.COUNTRY, Facet.YEAR, Facet.CATEGORY)


def render_report(report_id: str, report: Report, about: About, adding: bool, t: Words) -> str:
    """What stands in the main part of the page. ``adding``: whether reports can be replaced and removed on the page."""
    parts = dict(_parts(report_id, report, about, t))
    links = "".join(f'<li><a href="#{name}">{esc(t(words))}</a></li>' for name, (words, _) in parts.items())
    sections = "".join(
        f'<section id="{name}" tabindex="-1" aria-labelledby="{name}-title">'
        f'<h2 id="{name}-title">{esc(t(words))}</h2>{inner}</section>'
        for name, (words, inner) in parts.items()
    )
    said = esc(t("report.on_this_page"))
    jump = f'<nav class="on-this-page" aria-label="{said}"><ul>{_to_outline(t)}{links}</ul></nav>'
    return (
        f"{_head(report_id, about, adding, t)}"
        f'<div class="with-outline">{_outline(report_id, report, t)}<div class="beside">{jump}{sections}</div></div>'
    )


def _parts(report_id: str, report: Report, about: About, t: Words) -> Iterator[tuple[str, tuple[str, str]]]:
    """The id, title and content of each part that has something to say."""
    yield "advice", ("report.advice", render_advice(report_id, report, t))
    remarks = render_remarks(about.card, report.document.pages, _places(report_id, report, t), t)
    known = (
        ("remarks", "about.remarks", remarks),
        ("form", "about.form", render_form(about.summary.front, t)),
        ("card", "about.reading", render_reading(about.card, t)),
        ("files", "about.files", render_files(about, t)),
        ("versions", "about.versions", render_versions(about, t)),
    )
    yield from ((name, (title, f'<div class="about-sheet">{inner}</div>')) for name, title, inner in known if inner)


def _head(report_id: str, about: About, adding: bool, t: Words) -> str:
    title = f'<h1 lang="zh-Hant"><bdi>{esc(about.summary.title)}</bdi></h1>'
    facts = "".join(f"<li>{fact}</li>" for fact in _facts(about, t))
    return (
        f'<header class="report-head"><p class="eyebrow"><a href="/reports">{esc(t("report.all"))}</a></p>{title}'
        f'<ul class="facts" aria-label="{esc(t("report.facts"))}">{facts}</ul>{_actions(report_id, adding, t)}</header>'
    )


def _facts(about: About, t: Words) -> Iterator[str]:
    """What one would look for other reports by, as links to these; then the days and the pages."""
    entry = Entry.of(Listed(about.summary))
    for facet in _FACTS:
        for value in entry.stated[facet].values:
            address = Wanted({facet: value}).address
            yield f'<a href="{esc(address)}">{named(facet, value, t)}</a>'
    front = about.summary.front
    for key, days in (("report.trip", period(front, t)), ("browse.report_date", day(front.iso.get("date", ""), t))):
        if days:
            yield esc(t(key, days=days, day=days))
    if about.card and about.card.pages:
        yield esc(t.count("browse.pages", about.card.pages))


def _actions(report_id: str, adding: bool, t: Words) -> str:
    ask = f'<a class="button primary" href="{esc(ask_address(report_id))}">{esc(t("report.ask"))}</a>'
    read = f'<a class="button" href="{esc(text_address(report_id))}">{esc(t("report.read"))}</a>'
    change = (
        f'<li class="change"><a href="{esc(replace_address(report_id))}">{esc(t("report.replace"))}</a></li>'
        f'<li><a href="{esc(remove_address(report_id))}">{esc(t("report.remove"))}</a></li>'
        if adding
        else ""
    )
    return f'<ul class="actions" aria-label="{esc(t("report.actions"))}"><li>{ask}</li><li>{read}</li>{change}</ul>'


def _to_outline(t: Words) -> str:
    """On a phone the outline is shown to who asks for it."""
    return f'<li class="to-outline"><a href="#outline">{esc(t("report.outline"))}</a></li>'


def _outline(report_id: str, report: Report, t: Words) -> str:
    """Each heading a link into the text."""
    parts = parts_of(report)

    def address(section: Section) -> str:
        part = part_at(parts, section.start) + 1 if len(parts) > 1 else None
        return text_address(report_id, part, f"s{section.ordinal}")

    return render_outline_panel(outline_links(report, address, t), t, back="#advice")


def render_outline_panel(links: str, t: Words, back: str) -> str:
    """The outline beside the page; ``back`` is where one goes on from it on a phone."""
    inner = links or f'<p class="note">{esc(t("report.no_outline"))}</p>'
    return (
        f'<nav class="outline only-if-asked" id="outline" tabindex="-1" aria-labelledby="outline-title">'
        f'<h2 id="outline-title">{esc(t("report.outline"))}</h2>{inner}'
        f'<p class="to-list"><a href="{back}">{esc(t("report.whole_outline"))}</a></p></nav>'
    )


def _places(report_id: str, report: Report, t: Words) -> dict[int, str]:
    """The way to each page that holds text: its name as a link to where it begins."""
    parts, pages = parts_of(report), report.document.pages
    places = {}
    for page in pages:
        part = part_at(parts, page.start) + 1 if len(parts) > 1 else None
        address = text_address(report_id, part, f"p{page.number}")
        places[page.number] = f'<a href="{esc(address)}">{esc(page_name(page, pages, t))}</a>'
    return places
