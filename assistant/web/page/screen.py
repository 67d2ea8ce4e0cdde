"""One visitor's view as values for the parts of the Gradio page."""

from typing import Any

import gradio as gr

from assistant.locales import words_for
from assistant.web.add.panel import render_batch, render_panel
from assistant.web.add.queue import Stage
from assistant.web.answer.states import render_results
from assistant.web.html.markup import in_language
from assistant.web.page.actions import Actions
from assistant.web.page.head import render_head, render_source_placeholder
from assistant.web.page.view import Followed, Found, Spot, View
from assistant.web.source.source import render_missing, render_source


def render(view: View, typed: bool = False) -> tuple[Any, ...]:
    """The whole screen, in the order of ``Parts.screen``.

    A question that was ``typed`` stands in its box already, where by now the next one may be.
    """
    t = view.t
    source = render_source_placeholder(view)
    if view.opened is not None and view.spot is not None:
        source = render_source(view.opened, view.spot, view.found.ranked, t)
    return (
        in_language(render_head(view), view.lang),
        gr.skip()
        if view.loading or typed
        else gr.Textbox(view.question, label=t("ask.label"), placeholder=t("ask.placeholder")),
        gr.Dropdown(view.shelf.choices(t, view.scope.report), value=view.scope.report, label=view.shelf.choosing(t)),
        view.scope.written(),
        gr.Button(t("ask.button")),
        in_language(render_results(view), view.lang),
        in_language(source, view.lang),
        view.lang,
        view.found,
        view.spot,
    )


def render_widened(view: View) -> tuple[Any, ...]:
    """The results, what was found and, where another place of a report was opened, the source column and the place."""
    if view.opened is None or view.spot is None:
        return in_language(render_results(view), view.lang), view.found, gr.skip(), gr.skip()
    return (
        in_language(render_results(view), view.lang), view.found,
        in_language(render_source(view.opened, view.spot, view.found.ranked, view.t), view.lang), view.spot,
    )  # fmt: skip


def render_place(actions: Actions, lang: str, spot: Spot | None, found: Found) -> tuple[Any, Any]:
    """The source column alone: the report at ``spot`` beside what was ``found``, or why it cannot be shown."""
    t = words_for(lang)
    if spot is None:
        return in_language(render_missing(t("error.unknown_report"), t), t.lang), None
    spot, opened, problem = actions.report_at(lang, spot)
    if opened is None:
        message = problem.message if problem else t("error.unexpected")
        return in_language(render_missing(message, t, spot.token), t.lang), None
    return in_language(render_source(opened, spot, found.ranked, t), t.lang), spot


def render_followed(actions: Actions, lang: str, followed: Followed) -> tuple[Any, ...]:
    """How far a batch is; and, where reports came in, the rest of the page that knows of them."""
    batch, seen, view = actions.follow(lang, followed)
    going_on = batch is not None and batch.stage is not Stage.DONE
    made = in_language(render_batch(batch, words_for(lang)), lang), seen, gr.Timer(active=going_on)
    if view is None:
        return (*made, gr.skip(), gr.skip(), gr.skip())
    shelf = gr.Dropdown(view.shelf.choices(view.t))
    results = in_language(render_results(view), lang) if followed.was_empty else gr.skip()
    return (*made, in_language(render_head(view), lang), shelf, results)


def render_adding(actions: Actions, lang: str, followed: Followed | None) -> tuple[Any, Any]:
    """The panel and the batch in it in another language; there may be no batch yet."""
    t = words_for(lang)
    batch = render_batch(actions.follow(lang, followed)[0], t) if followed is not None else ""
    return in_language(render_panel(t), lang), in_language(batch, lang)
