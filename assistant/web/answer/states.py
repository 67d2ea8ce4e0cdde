"""What stands in the results column: first visit, loading, an answer, none, a question that is missing, an error."""

from assistant.locales import Words
from assistant.web.answer.cards import render_cards
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
        return _state("loading", _loading(view.shelf, t), t, busy=True)
    if view.problem is not None:
        return _problem(view.problem, t)
    if view.answer is not None:
        return _answer(view, view.answer)
    if not view.shelf.reports:
        return _state("empty-library", _empty_library(t, view.adding), t)
    return _state("welcome", _welcome(t), t)


def _state(name: str, inner: str, t: Words, announce: str = "", busy: bool = False, **more: object) -> str:
    said = data(state=name, announce=announce or None, **more)
    aria = ' aria-busy="true"' if busy else ""
    return f'<div class="state {name}" lang="{t.lang}"{said}{aria}>{inner}</div>'


def _welcome(t: Words) -> str:
    chinese, english = [t("welcome.example_cloud"), t("welcome.example_lessons")], [t("welcome.example_english")]
    examples = chinese + english if t.chinese else english + chinese
    buttons = "".join(
        f'<li><button type="button" class="example" lang="{"en" if question.isascii() else "zh-Hant"}"'
        f"{data(ask=question)}>{esc(question)}</button></li>"
        for question in examples
    )
    promises = (
        (t("welcome.verbatim"), t("welcome.verbatim_text")),
        (t("welcome.source"), t("welcome.source_text")),
        (t("welcome.cite"), t("welcome.cite_text")),
    )
    notes = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(text)}</dd></div>" for name, text in promises)
    return f'<h2>{esc(t("welcome.try"))}</h2><ul class="examples">{buttons}</ul><dl class="promises">{notes}</dl>'


def _loading(shelf: Shelf, t: Words) -> str:
    rows = '<div class="ghost" aria-hidden="true"><i></i><i></i><i></i></div>' * 3
    text = t("loading.text", reports=shelf.counted(t))
    return f"<h2>{esc(t('loading.title'))}</h2><p>{esc(text)}</p>{rows}"


def _answer(view: View, answer: Answer) -> str:
    if not answer.answerable or not answer.hits:
        return _no_answer(view, answer)
    t = view.t
    found = t.count("answer.found", len(answer.hits))
    reports = t.count("reports", len({hit.report_id for hit in answer.hits}))
    head = (
        f'<h2 class="asked"><bdi>{esc(answer.question)}</bdi></h2>'
        f'<p class="found"><strong>{esc(found)}</strong> <span>{esc(t("answer.from", reports=reports))}</span> '
        f'<span class="band" title="{esc(t("answer.confidence_title"))}"{data(band=answer.band)}>'
        f"{esc(t(BAND_KEYS[answer.band]))}</span></p>{_near_misses(answer, t)}"
    )
    announce = t("answer.announce", found=found, title=answer.hits[0].report_title)
    cards = render_cards(tuple(answer.hits), view.shelf, t)
    return _state("answer", head + cards, t, announce, question=answer.question, filter=view.report)


def _no_answer(view: View, answer: Answer) -> str:
    t = view.t
    text = t("none.text", scope=_scope(view))
    head = (
        f'<p class="asked"><bdi>{esc(answer.question)}</bdi></p><h2>{esc(t("none.title"))}</h2>'
        f'<p class="lead">{esc(text)}</p>{_near_misses(answer, t)}<p class="advice">{esc(t("none.advice"))}</p>'
    )
    nearest = ""
    if answer.hits:
        cards = render_cards(tuple(answer.hits), view.shelf, t)
        nearest = (
            f'<section class="nearest" aria-labelledby="nearest-title"><h3 id="nearest-title">'
            f"{esc(t('none.nearest'))}</h3><p>{esc(t('none.nearest_note'))}</p>{cards}</section>"
        )
    return _state("no-answer", head + nearest, t, t("none.announce"), question=answer.question, filter=view.report)


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
    t, one = view.t, view.shelf.find(view.report)
    if one is not None:
        return t("none.scope_one", title=one.title)
    reports, years = view.shelf.counted(t), view.shelf.years(t)
    if years:
        return t("none.scope_all", reports=reports, years=years)
    return t("none.scope_all_no_years", reports=reports)


def _problem(problem: Problem, t: Words) -> str:
    if problem.empty_question:
        title, text = t("empty_question.title"), t("empty_question.text")
        return _state("empty-question", f"<h2>{esc(title)}</h2><p class='lead'>{esc(text)}</p>", t, text)
    announce = t("error.announce", message=problem.message)
    inner = f"<h2>{esc(t('error.title'))}</h2><p class='lead'><bdi>{esc(problem.message)}</bdi></p>"
    return _state("error", inner, t, announce)


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
        f"<pre class='command' lang='en'><code>{esc(INGEST_COMMAND)}</code></pre>"
    )
