"""One found passage as a card: what it says, where it stands, why it was found, how to cite it, what to read next."""

import json
from collections.abc import Iterable
from dataclasses import replace

from assistant.anchor import anchor_of
from assistant.cite import page_range
from assistant.locales import Words
from assistant.web.answer.citing import render_citing
from assistant.web.answer.deck import Deck
from assistant.web.answer.why import render_why
from assistant.web.browse.addresses import cited_address, passage_address, report_address
from assistant.web.evidence.picking import render_tick
from assistant.web.html.markup import Marks, data, esc
from assistant.web.html.parts import is_by_line
from assistant.web.html.shelf import Shelf, printed_date
from assistant.web.html.text import Sheet
from corpus.types import Hit, Place


def render_cards(hits: Iterable[Hit], deck: Deck) -> str:
    """The hits as an ordered list, best first."""
    return '<ol class="cards">' + "".join(render_card(hit, deck) for hit in hits) + "</ol>"


def render_card(hit: Hit, deck: Deck, grouped: bool = False) -> str:
    """One hit. The card carries, as data, all that the page needs to open its source. What it shows, and what is
    cited from it, is the whole section where that was asked for. ``grouped``: under the name of its report."""
    t, shown = deck.t, deck.shown(hit)
    place = data(report=hit.report_id, start=hit.char_start, end=hit.char_end, rank=hit.rank)
    place += data(answers=json.dumps([list(span) for span in hit.highlights]), anchor=anchor_of(hit.cited))
    marks = Marks(None if shown is hit else (hit.char_start, hit.char_end), tuple(hit.highlights))
    return (
        f'<li class="card" tabindex="-1" id="hit-{hit.rank}"{place}>{_rank(hit, t)}'
        f'<div class="card-body">{_where(shown, t)}'
        f'<blockquote class="card-text report-text" lang="zh-Hant">{_passage(shown, marks, deck.shelf)}</blockquote>'
        f"{'' if grouped else _origin(hit, deck.shelf, t)}{_also(hit, deck)}{render_why(hit, t) if hit.rank else ''}"
        f"{_actions(hit, shown, deck)}"
        f'<div class="card-tools">{_follow_ups(hit, deck)}{render_citing(shown, deck)}</div></div></li>'
    )


def _rank(hit: Hit, t: Words) -> str:
    """The hit's number; a passage that a link named has none."""
    if not hit.rank:
        return "<span></span>"
    return (
        f'<p class="card-rank"><span aria-hidden="true">{hit.rank}</span>'
        f'<span class="unseen">{esc(t("card.rank", rank=hit.rank))}</span></p>'
    )


def citation_text(hit: Hit) -> str:
    """What is put on the clipboard: the passage in corner brackets, then the footnote."""
    return f"「{hit.text.strip()}」\n{hit.citation}"


def _passage(hit: Hit, marks: Marks, shelf: Shelf) -> str:
    """The passage to the letter; the blank lines that a page break or a picture left take no room."""
    report = shelf.find(hit.report_id)
    out, at = [], 0
    by_line = report is not None and is_by_line(report.media_type)
    sheet = Sheet(hit.text, marks.counted_from(hit.char_start), by_line)
    for block in sheet.blocks(0, len(hit.text)):
        if block.start > at:
            out.append(f'<span class="blank">{esc(hit.text[at : block.start])}</span>')
        out.append(sheet.table(block) if block.is_table else sheet.run(block.start, block.end))
        at = block.end
    return "".join(out)


def _where(hit: Hit, t: Words) -> str:
    steps = hit.section_path or (t("card.no_heading"),)
    items = "".join(f'<li><bdi lang="zh-Hant">{esc(step)}</bdi></li>' for step in steps)
    number = page_range(hit.pages, printed=True) if hit.pages else hit.page
    page = f'<span class="card-page">{esc(t("card.page", page=number))}</span>' if number is not None else ""
    return f'<div class="card-where"><ol class="crumbs" aria-label="{esc(t("card.path"))}">{items}</ol>{page}</div>'


def _origin(hit: Hit, shelf: Shelf, t: Words) -> str:
    return (
        f'<p class="card-origin"><cite lang="zh-Hant"><a href="{esc(report_address(hit.report_id))}" '
        f'title="{esc(t("card.report_title"))}"><bdi>{esc(hit.report_title)}</bdi></a></cite>'
        f'<span class="card-facts">{facts_of(hit, shelf, t)}</span></p>'
    )


def facts_of(hit: Hit, shelf: Shelf, t: Words) -> str:
    """Agency and date of the hit's report."""
    report = shelf.find(hit.report_id)
    agency = report.front.value("agency") if report else None
    day = printed_date(report, t) if report else ""
    parts = [f'<bdi class="card-agency" lang="zh-Hant">{esc(agency)}</bdi>'] if agency else []
    return "".join([*parts, *([f"<span>{esc(day)}</span>"] if day else [])])


def _also(hit: Hit, deck: Deck) -> str:
    """The other places of the same text, each a button that opens its report there."""
    if not hit.also_in:
        return ""
    # each on a line of its own; the sign between them is for those who hear the page
    t = deck.t
    between = f'<span class="unseen">{esc(t("quote.separator"))}</span>'
    places = between.join(_also_place(place, hit.rank, deck) for place in hit.also_in)
    return f'<p class="card-also"><span>{esc(t("card.also"))}</span> {places}</p>'


def _also_place(place: Place, rank: int, deck: Deck) -> str:
    words = " › ".join(f"<bdi>{esc(word)}</bdi>" for word in (place.report_title, *place.section_path[-1:]))
    if not deck.medium.scripted:
        address = passage_address(place.report_id, place.char_start, place.char_end)
        return f'<a class="link" lang="zh-Hant" href="{esc(address)}">{words}</a>'
    where = data(
        place=rank, report=place.report_id, start=place.char_start, end=place.char_end, rank=rank, answers="[]"
    )
    return f'<button type="button" class="link" lang="zh-Hant"{where}>{words}</button>'


def _actions(hit: Hit, shown: Hit, deck: Deck) -> str:
    """To see it in its report, and to take it along."""
    t = deck.t
    rank = f'<span class="unseen"> {esc(t("card.rank", rank=hit.rank))}</span>' if hit.rank else ""
    tick = render_tick(shown, hit.rank, t) if deck.picking else ""
    if not deck.medium.scripted:
        address = esc(cited_address(shown.cited))
        see = f'<a class="button show" href="{address}">{esc(t("card.show"))}{rank}</a>'
        return f'<p class="card-actions">{see}{tick}</p>'
    full = data(copy=citation_text(shown), copied=t("card.copied"), failed=t("card.copy_failed"))
    return (
        '<p class="card-actions">'
        f'<button type="button" class="button show"{data(show=hit.rank)}>{esc(t("card.show"))}{rank}</button>'
        f'<button type="button" class="button cite" title="{esc(t("card.cite_title"))}"{full}>'
        f"{esc(t('card.cite'))}{rank}</button>{tick}</p>"
    )


def _follow_ups(hit: Hit, deck: Deck) -> str:
    """What one may want to read next: the whole section, and what else this report says."""
    t, ways = deck.t, []
    rank = f'<span class="unseen"> {esc(t("card.rank", rank=hit.rank))}</span>' if hit.rank else ""
    if deck.medium.scripted:
        words = t("card.passage_only") if hit.rank in deck.sections else t("card.section")
        ways.append(f'<button type="button" class="link"{data(whole=hit.rank)}>{esc(words)}{rank}</button>')
    if deck.question and not deck.scope.report:
        address = esc(deck.address(replace(deck.scope, report=hit.report_id, grouped=False, k=0)))
        ways.append(f'<a class="link" href="{address}"{data(go="")}>{esc(t("card.same_report"))}{rank}</a>')
    return f'<p class="card-more">{"".join(ways)}</p>' if ways else ""
