"""One found passage as a card: what it says, where it stands, why it was found, how to cite it."""

import json

from assistant.cite import page_range
from assistant.locales import Words
from assistant.web.html.markup import Marks, data, esc
from assistant.web.html.parts import is_by_line
from assistant.web.html.shelf import Shelf, printed_date
from assistant.web.html.text import Sheet
from corpus.types import Hit, Place, Why


def render_cards(hits: tuple[Hit, ...], shelf: Shelf, t: Words) -> str:
    """The hits as an ordered list, best first."""
    return '<ol class="cards">' + "".join(render_card(hit, shelf, t) for hit in hits) + "</ol>"


def render_card(hit: Hit, shelf: Shelf, t: Words) -> str:
    """One hit. The card carries, as data, all that the page needs to open its source."""
    place = data(report=hit.report_id, start=hit.char_start, end=hit.char_end, rank=hit.rank)
    place += data(answers=json.dumps([list(span) for span in hit.highlights]))
    return (
        f'<li class="card" tabindex="-1" id="hit-{hit.rank}"{place}>'
        f'<p class="card-rank"><span aria-hidden="true">{hit.rank}</span>'
        f'<span class="unseen">{esc(t("card.rank", rank=hit.rank))}</span></p>'
        f'<div class="card-body">{_where(hit, t)}'
        f'<blockquote class="card-text report-text" lang="zh-Hant">{_passage(hit, shelf)}</blockquote>'
        f"{_origin(hit, shelf, t)}{_also(hit, t)}{_why(hit, t)}{_actions(hit, t)}</div></li>"
    )


def citation_text(hit: Hit) -> str:
    """What is put on the clipboard: the passage in corner brackets, then the footnote."""
    return f"「{hit.text.strip()}」\n{hit.citation}"


def _passage(hit: Hit, shelf: Shelf) -> str:
    """The passage to the letter; the blank lines that a page break or a picture left take no room."""
    report = shelf.find(hit.report_id)
    begin, out, at = hit.char_start, [], 0
    answers = tuple((first - begin, last - begin) for first, last in hit.highlights)
    sheet = Sheet(hit.text, Marks(answers=answers), report is not None and is_by_line(report.media_type))
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
    report = shelf.find(hit.report_id)
    agency = report.front.value("agency") if report else None
    day = printed_date(report, t) if report else ""
    parts = [f'<bdi class="card-agency" lang="zh-Hant">{esc(agency)}</bdi>'] if agency else []
    parts += [f"<span>{esc(day)}</span>"] if day else []
    return (
        f'<p class="card-origin"><cite lang="zh-Hant"><bdi>{esc(hit.report_title)}</bdi></cite>'
        f'<span class="card-facts">{"".join(parts)}</span></p>'
    )


def _also(hit: Hit, t: Words) -> str:
    """The other places of the same text, each a button that opens its report there."""
    if not hit.also_in:
        return ""
    # each on a line of its own; the sign between them is for those who hear the page
    between = f'<span class="unseen">{esc(t("quote.separator"))}</span>'
    places = between.join(_also_place(place, hit.rank) for place in hit.also_in)
    return f'<p class="card-also"><span>{esc(t("card.also"))}</span> {places}</p>'


def _also_place(place: Place, rank: int) -> str:
    where = data(
        place=rank, report=place.report_id, start=place.char_start, end=place.char_end, rank=rank, answers="[]"
    )
    words = " › ".join(f"<bdi>{esc(word)}</bdi>" for word in (place.report_title, *place.section_path[-1:]))
    return f'<button type="button" class="link" lang="zh-Hant"{where}>{words}</button>'


def _why(hit: Hit, t: Words) -> str:
    separator = esc(t("quote.separator"))
    matched = separator.join(f'<bdi class="word">{esc(word)}</bdi>' for word in hit.matched)
    words = f"<dt>{esc(t('why.matched'))}</dt><dd>{matched}</dd>" if matched else ""
    sentences = f"{_meaning(hit.why, t)} {_wording(hit.why, t)}"
    return (
        f'<details class="why"><summary><span class="why-kind">{esc(_kind(hit.why, t))}</span>'
        f"{_words_line(matched)}</summary>"
        f"<dl><dt>{esc(t('why.title'))}</dt><dd>{esc(sentences)}</dd>{words}</dl></details>"
    )


def _words_line(matched: str) -> str:
    return f'<span class="why-words">{matched}</span>' if matched else ""


def _kind(why: Why, t: Words) -> str:
    if why.meaning_rank is not None and why.word_rank is not None:
        return t("why.both")
    return t("why.meaning") if why.meaning_rank is not None else t("why.words")


def _meaning(why: Why, t: Words) -> str:
    if why.meaning_rank is None:
        return t("why.meaning_none")
    return t("why.meaning_rank", rank=why.meaning_rank, score=_score(why.meaning_score))


def _wording(why: Why, t: Words) -> str:
    if why.word_rank is None:
        return t("why.word_none")
    return t("why.word_rank", rank=why.word_rank, score=_score(why.word_score))


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.2f}"


def _actions(hit: Hit, t: Words) -> str:
    said = data(failed=t("card.copy_failed"))
    full = data(copy=citation_text(hit), copied=t("card.copied"))
    only = data(copy=hit.citation, copied=t("card.copied_only"))
    rank = f'<span class="unseen"> {esc(t("card.rank", rank=hit.rank))}</span>'
    return (
        '<p class="card-actions">'
        f'<button type="button" class="button show"{data(show=hit.rank)}>{esc(t("card.show"))}{rank}</button>'
        f'<button type="button" class="button cite" title="{esc(t("card.cite_title"))}"{full}{said}>'
        f"{esc(t('card.cite'))}{rank}</button>"
        f'<button type="button" class="link cite-only"{only}{said}>{esc(t("card.cite_only"))}{rank}</button></p>'
    )
