"""What is known of a report beside its text: what to look at, its form as printed, how its reading went, its files
and its versions. What is not known is left out, never made up; of a file only the name is told, not where it lies."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from assistant.about import About
from assistant.locales import Words
from assistant.web.html.markup import Span, data, esc
from assistant.web.html.parts import part_at
from assistant.web.html.text import page_name
from corpus.card import Card, Remark, ranges, remark_text, remark_text_zh
from corpus.countries import country_names
from corpus.types import Destination, FrontMatter, Page, Report, Source, Traveller, Version

LONG_ABSTRACT: Final = 160
"""A longer abstract is opened by who wants it: the panel is for a look, and the abstract stands in the report."""
AGAIN: Final = "tripreport ingest --again FILE"
_FORMATS: Final = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.ms-word.document.macroEnabled.12": "DOCM",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/xhtml+xml": "XHTML",
    "text/html": "HTML",
    "text/markdown": "Markdown",
    "text/plain": "TXT",
}


def render_about(about: About, report: Report, parts: list[Span], open_part: int, t: Words) -> str:
    """The panel over the report's text, closed. A remark leads to its page in ``parts``."""
    places = {page.number: _place(page, report, parts, open_part, t) for page in report.document.pages}
    inner = (
        _part(t("about.remarks"), render_remarks(about.card, report.document.pages, places, t))
        + _part(t("about.form"), render_form(about.summary.front, t))
        + _part(t("about.reading"), render_reading(about.card, t))
        + _part(t("about.files"), render_files(about, t))
        + _part(t("about.versions"), render_versions(about, t))
    )
    return (
        '<section class="about" id="source-about" tabindex="0" aria-labelledby="about-title" hidden>'
        f'<div class="about-sheet"><div class="about-head"><h3 id="about-title">{esc(t("about.open"))}</h3>'
        f'<button type="button" class="link" data-about>{esc(t("about.close"))}</button></div>{inner}</div></section>'
    )


def _part(title: str, inner: str) -> str:
    return f"<h4>{esc(title)}</h4>{inner}" if inner else ""


def _note(words: str) -> str:
    return f'<p class="about-note">{esc(words)}</p>'


def _list(name: str, items: Iterable[str]) -> str:
    made = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="about-{name}">{made}</ul>' if made else ""


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    """A definition list of the rows that have something to say."""
    made = "".join(f"<div><dt>{esc(label)}</dt><dd>{inner}</dd></div>" for label, inner in rows if inner)
    return f'<dl class="about-facts">{made}</dl>' if made else ""


# ---------- what to look at ----------


def render_remarks(card: Card | None, pages: tuple[Page, ...], places: Mapping[int, str], t: Words) -> str:
    """A list of what to look at, empty where there is nothing; ``places`` has the HTML of the way to each page."""
    if card is None or not card.remarks:
        return ""
    # a remark counts the file's pages, which need not be the printed ones
    differs = any(r.page for r in card.remarks) and any(p.label and p.label != str(p.number) for p in pages)
    note = _note(t("about.page_note")) if differs else ""
    return note + _list("remarks", (_remark(remark, places, t) for remark in card.remarks))


def _remark(remark: Remark, places: Mapping[int, str], t: Words) -> str:
    words = remark_text_zh(remark) if t.chinese else remark_text(remark)
    said = f"<bdi>{esc(words)}</bdi>"
    if remark.page is None:
        return said
    return f"{said} {places.get(remark.page) or esc(t('card.page', page=remark.page))}"


def _place(page: Page, report: Report, parts: list[Span], open_part: int, t: Words) -> str:
    """A page's name as a button that leads to where the page begins."""
    part = part_at(parts, page.start)
    goto = data(page=page.number, part=part if part != open_part else None)
    name = page_name(page, report.document.pages, t)
    return f'<button type="button" class="link" title="{esc(t("about.page_title"))}"{goto}>{esc(name)}</button>'


# ---------- the form ----------


def render_form(front: FrontMatter, t: Words) -> str:
    """The fields that cover and form print, or that there is none."""
    days = [front.iso.get("period_start"), front.iso.get("period_end")]
    rows = (
        (t("about.title"), _field(front, "title")),
        (t("about.agency"), _field(front, "agency")),
        (t("about.travellers"), _travellers(front)),
        (t("about.category"), _field(front, "category")),
        (t("about.period"), _field(front, "period") + _aside(" – ".join(filter(None, days)), t)),
        (t("about.destinations"), _destinations(front, t)),
        (t("about.date"), _field(front, "date") + _aside(front.iso.get("date", ""), t)),
        (t("about.planner"), _field(front, "planner")),
        (t("about.printed_pages"), _field(front, "pages")),
        (t("about.attachments"), _field(front, "attachments")),
        (t("about.keywords"), _field(front, "keywords")),
        (t("about.abstract"), _abstract(front, t)),
    )
    return _rows(rows) or _note(t("about.no_form"))


def _printed(words: str) -> str:
    return f'<bdi lang="zh-Hant">{esc(" ".join(words.split()))}</bdi>'


def _field(front: FrontMatter, key: str) -> str:
    value = front.value(key)
    return _printed(value) if value else ""


def _aside(words: str, t: Words) -> str:
    """What the print means, beside it."""
    return f'<span class="aside">{esc(t("about.aside", words=words))}</span>' if words else ""


def _travellers(front: FrontMatter) -> str:
    if front.travellers:
        return _list("people", (_traveller(one, front.value("agency")) for one in front.travellers))
    return " ".join(filter(None, (_field(front, "author"), _field(front, "author_title"))))


def _traveller(one: Traveller, agency: str | None) -> str:
    """The agency only where it is another than the report's."""
    of_unit = [one.agency if one.agency != agency else None, one.unit, one.title]
    post = "".join(f"<span>{_printed(words)}</span>" for words in of_unit if words)
    return f"{_printed(one.name) if one.name else ''}{post}"


def _destinations(front: FrontMatter, t: Words) -> str:
    if not front.destinations:
        return _field(front, "country")
    return _list("places", (_destination(one, t) for one in front.destinations))


def _destination(one: Destination, t: Words) -> str:
    """The place as printed, and its country where the print does not say it in the reader's language."""
    country = country_names(one.country)[0 if t.chinese else 1] if one.country else ""
    return _printed(one.name) + (_aside(country, t) if country not in one.name else "")


def _abstract(front: FrontMatter, t: Words) -> str:
    value = (front.value("abstract") or "").strip()
    if not value:
        return ""
    text = f'<p class="abstract" lang="zh-Hant"><bdi>{esc(value)}</bdi></p>'
    if len(value) <= LONG_ABSTRACT:
        return text
    more = esc(t("about.abstract_more", n=f"{len(value):,}"))
    return f"<details><summary>{more}</summary>{text}</details>"


# ---------- how the reading went, files, versions ----------


def render_reading(card: Card | None, t: Words) -> str:
    """What was counted when the file was read, or how to have it counted."""
    if card is None:
        return f'{_note(t("about.no_card"))}<pre class="command" lang="en"><code>{AGAIN}</code></pre>'
    fine = "" if card.remarks else _note(t("about.nothing"))
    return fine + _rows(_counts(card, t))


def _counts(card: Card, t: Words) -> Iterator[tuple[str, str]]:
    yield t("about.pages"), f"{card.pages:,}" if card.pages is not None else ""
    yield t("about.characters"), f"{card.characters:,}"
    yield t("about.sections"), f"{card.sections:,}"
    yield t("about.figures"), f"{card.figures:,}"
    contents = esc(t("about.contents_found", found=card.toc_found, total=card.toc_entries))
    yield t("about.contents"), contents if card.toc_entries else ""
    yield t("about.ocr"), esc(t("card.page", page=ranges(card.ocr_pages))) if card.ocr_pages else ""
    yield t("about.left_out"), _left_out(card, t)


def _left_out(card: Card, t: Words) -> str:
    times = ((f.text, _aside(t.count("about.times", f.times), t) if f.times else "") for f in card.furniture)
    key = _note(t("about.digits")) if any("#" in f.text for f in card.furniture) else ""
    return _list("left-out", (f"{_printed(text)}{said}" for text, said in times)) + key


def render_files(about: About, t: Words) -> str:
    """The files that hold the report, by name."""
    return _list("files", (_file(source, about, t) for source in about.sources))


def _file(source: Source, about: About, t: Words) -> str:
    facts = [_FORMATS.get(source.media_type, source.media_type)]
    facts += [t("about.cited")] if source is about.sources[0] else []
    facts += [t("about.older", n=source.version)] if source.version != about.summary.version else []
    return f"{_printed(source.name)}{_facts(facts)}"


def render_versions(about: About, t: Words) -> str:
    """The states that the report was in, the present one first."""
    return _list("versions", (_version(version, about, t) for version in reversed(about.versions)))


def _version(version: Version, about: About, t: Words) -> str:
    facts = [version.ingested_at[:10], t.count("about.passages", version.passages)]
    facts += [t("about.changed", added=version.added, removed=version.removed)] if version.number > 1 else []
    facts += [t("about.current")] if version.number == about.summary.version else []
    return f"<span>{esc(t('about.version', n=version.number))}</span>{_facts(facts)}"


def _facts(facts: Iterable[str]) -> str:
    return "".join(f'<span class="fact">{esc(fact)}</span>' for fact in facts)
