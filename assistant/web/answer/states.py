"""What stands in the results column: first visit, loading, an answer, none, a question that is missing, an error."""

from dataclasses import replace

from assistant.locales import Words
from assistant.web.answer.cards import render_cards
from assistant.web.answer.chips import facets_said, render_chips
from assistant.web.answer.deck import Deck
from assistant.web.answer.groups import render_grouping, render_groups, render_more
from assistant.web.answer.linked import render_linked
from assistant.web.compare.way import render_way
from assistant.web.evidence.picking import render_form
from assistant.web.glossary.told import render_expansions
from assistant.web.html.markup import data, esc
from assistant.web.html.shelf import Shelf
from assistant.web.page.view import Problem, View
from corpus.types import Answer, Band, NearMiss, NearMissKind

BAND_KEYS = {Band.SURE: "band.sure", Band.UNSURE: "band.unsure", Band.NONE: "none.title"}
NEAR_MISS_KEYS = {
    NearMissKind.YEAR: "near.missing",
    NearMissKind.NUMBER: "near.missing",
    NearMissKind.NAME: "near.missing",
    NearMissKind.THING: "near.missing",
    NearMissKind.NEGATION: "near.negation",
    NearMissKind.AMOUNT: "near.amount",
    NearMissKind.DURATION: "near.duration",
}
INGEST_COMMAND = "tripreport ingest FOLDER"


def render_results(view: View) -> str:
    """The results column for ``view``. ``data-state`` names the state to the style sheet and to page.js."""
    t = view.t
    if view.loading:
        return _state("loading", _chips(view) + _loading(view.shelf, t), t, busy=True)
    if view.problem is not None:
        return _problem(view, view.problem)
    if view.found.answer is not None:
        return _answer(view, view.found.answer)
    if view.found.recalled is not None:
        return render_linked(view, view.found.recalled)
    if not view.shelf.reports:
        return _state("empty-library", _empty_library(t, view.adding), t)
    return _state("welcome", _chips(view) + _welcome(view), t)


def _state(name: str, inner: str, t: Words, announce: str = "", busy: bool = False, **kept: str) -> str:
    said = data(state=name, announce=announce or None, **kept)
    aria = ' aria-busy="true"' if busy else ""
    return f'<div class="state {name}" lang="{t.lang}"{said}{aria}>{inner}</div>'


def _chips(view: View) -> str:
    return render_chips(Deck.of(view))


def _welcome(view: View) -> str:
    t, deck = view.t, Deck.of(view)
    chinese, english = [t("welcome.example_cloud"), t("welcome.example_lessons")], [t("welcome.example_english")]
    examples = chinese + english if t.chinese else english + chinese
    links = "".join(
        f'<li><a class="example" lang="{"en" if question.isascii() else "zh-Hant"}"{data(go="")} '
        f'href="{esc(deck.address(view.scope, question))}">{esc(question)}</a></li>'
        for question in examples
    )
    promises = (
        (t("welcome.verbatim"), t("welcome.verbatim_text")),
        (t("welcome.source"), t("welcome.source_text")),
        (t("welcome.cite"), t("welcome.cite_text")),
    )
    notes = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(text)}</dd></div>" for name, text in promises)
    return f'<h2>{esc(t("welcome.try"))}</h2><ul class="examples">{links}</ul><dl class="promises">{notes}</dl>'


def _loading(shelf: Shelf, t: Words) -> str:
    rows = '<div class="ghost" aria-hidden="true"><i></i><i></i><i></i></div>' * 3
    text = t("loading.text", reports=shelf.counted(t))
    return f"<h2>{esc(t('loading.title'))}</h2><p>{esc(text)}</p>{rows}"


def _answer(view: View, answer: Answer) -> str:
    if not answer.answerable or not answer.hits:
        return _no_answer(view, answer)
    t, deck = view.t, replace(Deck.of(view), picking=True)
    found = t.count("answer.found", len(answer.hits))
    reports = t.count("reports", len({hit.report_id for hit in answer.hits}))
    head = (
        f'<h2 class="asked" tabindex="-1"><bdi>{esc(answer.question)}</bdi></h2>'
        f'<p class="found"><strong>{esc(found)}</strong> <span>{esc(t("answer.from", reports=reports))}</span> '
        f'<span class="band" title="{esc(t("answer.confidence_title"))}"{data(band=answer.band)}>'
        f"{esc(t(BAND_KEYS[answer.band]))}</span>{render_grouping(deck)}"
        f"{render_way(answer.question, view.scope, t)}</p>{_near_misses(answer, t)}"
        f"{render_expansions(answer.expansions, t)}"
    )
    cards = render_groups(answer.hits, deck) if view.scope.grouped else render_cards(answer.hits, deck)
    announce = t("answer.announce", found=found, title=answer.hits[0].report_title)
    bundle = render_form([deck.shown(hit) for hit in answer.hits], answer.question, t)
    inner = f"{_chips(view)}{head}{cards}{render_more(len(answer.hits), deck)}{bundle}"
    return _state("answer", inner, t, announce, False, **_asked(view, answer.question))


def _no_answer(view: View, answer: Answer) -> str:
    t = view.t
    text = t("none.text", scope=_scope(view))
    head = (
        f'<p class="asked" tabindex="-1"><bdi>{esc(answer.question)}</bdi></p><h2>{esc(t("none.title"))}</h2>'
        f'<p class="lead">{esc(text)}</p>{_near_misses(answer, t)}<p class="advice">{esc(t("none.advice"))}'
        f"{render_way(answer.question, view.scope, t)}</p>{render_expansions(answer.expansions, t)}"
    )
    nearest = ""
    if answer.hits:
        nearest = (
            f'<section class="nearest" aria-labelledby="nearest-title"><h3 id="nearest-title">'
            f"{esc(t('none.nearest'))}</h3><p>{esc(t('none.nearest_note'))}</p>"
            f"{render_cards(answer.hits, Deck.of(view))}</section>"
        )
    inner = _chips(view) + head + nearest
    return _state("no-answer", inner, t, t("none.announce"), False, **_asked(view, answer.question))


def _asked(view: View, question: str) -> dict[str, str]:
    """What page.js keeps of it: the question for the title, and the address that asks it again."""
    return {"question": question, "address": Deck.of(view).address(view.scope, question)}


def _near_misses(answer: Answer, t: Words) -> str:
    """What the passages say instead of what was asked."""
    if not answer.near_misses:
        return ""
    rows = "".join(f"<li>{esc(_near_miss(miss, t))}</li>" for miss in answer.near_misses)
    return f'<ul class="near-misses">{rows}</ul>'


def _near_miss(miss: NearMiss, t: Words) -> str:
    if miss.found:
        return t("near.instead", asked=miss.asked, found=t("near.separator").join(miss.found))
    return t(NEAR_MISS_KEYS[miss.kind], asked=miss.asked)


def _scope(view: View) -> str:
    """What was searched, in words: how many reports, of which years, by which filters."""
    t, one = view.t, view.shelf.find(view.scope.report)
    if one is not None:
        return t("none.scope_one", title=one.title)
    shelf = view.shelf.admitted(view.scope.filters)
    reports, years, filters = shelf.counted(t), shelf.years(t), facets_said(view.scope, t)
    said = t("none.scope_all", reports=reports, years=years) if years else t("none.scope_all_no_years", reports=reports)
    return t("none.scope_filtered", scope=said, filters=filters) if filters else said


def _problem(view: View, problem: Problem) -> str:
    t = view.t
    if problem.empty_question:
        title, text = t("empty_question.title"), t("empty_question.text")
        inner = f"{_chips(view)}<h2>{esc(title)}</h2><p class='lead'>{esc(text)}</p>"
        return _state("empty-question", inner, t, text)
    announce = t("error.announce", message=problem.message)
    inner = f"<h2>{esc(t('error.title'))}</h2><p class='lead'><bdi>{esc(problem.message)}</bdi></p>"
    return _state("error", _chips(view) + inner, t, announce)


def _empty_library(t: Words, adding: bool) -> str:
    text = f"<p class='lead'>{esc(t('empty_library.text'))}</p>"
    if adding:
        text = (
            f"<p class='lead'>{esc(t('empty_library.text_adding'))}</p>"
            f'<p class="start"><button type="button" class="button" data-add>{esc(t("add.open"))}</button></p>'
            f"<p class='folder'>{esc(t('empty_library.text_folder'))}</p>"
        )
    return (
        f"<h2>{esc(t('empty_library.title'))}</h2>{text}"
        f'<pre class="command" lang="en"><code>{esc(INGEST_COMMAND)}</code></pre>'
    )
