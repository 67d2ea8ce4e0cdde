"""The Gradio page: which parts it has, and in one place what happens when."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.locales import CHINESE, LANGUAGES, words_for
from assistant.web.add.panel import render_batch, render_panel
from assistant.web.add.queue import Adder, Stage
from assistant.web.answer.states import render_results
from assistant.web.library import Library
from assistant.web.page.actions import Actions, spot_of
from assistant.web.page.head import render_head, render_source_placeholder
from assistant.web.page.view import Followed, Spot, View
from assistant.web.source.source import render_missing, render_source

# Clicks inside our own HTML reach Python through Gradio's ``trigger``; page.js keeps it under this name.
_BIND = "window.tripreport.bind('{name}', trigger)"
_TICK_SECONDS = 0.7
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "always_last"}


def build_page(library: Library, adder: Adder | None = None) -> gr.Blocks:
    """The page over ``library``, not yet served. Nothing of a visitor is kept outside ``gr.State``.

    Without an ``adder`` nothing can be added on it.
    """
    actions = Actions(library, adder)
    t = words_for(CHINESE)
    page: gr.Blocks = gr.Blocks(title=t("app.title"), analytics_enabled=False, fill_width=True)
    with page:
        lang = gr.Textbox(CHINESE, visible="hidden", elem_id="lang", label="lang")
        answer, spot = gr.State(None), gr.State(None)
        head = gr.HTML(apply_default_css=False, elem_id="head", js_on_load=_BIND.format(name="head"))
        panel = _add_panel() if adder is not None else None
        with gr.Row(elem_id="ask"):
            # Any id is taken: which reports there are is the library's to say when it is asked. Else an address with
            # ``report=`` in it, or a server that was restarted, would end in Gradio's error instead of an answer.
            question = gr.Textbox(label=t("ask.label"), elem_id="question", lines=1, max_lines=1, scale=6)
            report = gr.Dropdown(
                [(t("ask.all"), "")],
                value="",
                label=t("ask.report"),
                elem_id="report",
                scale=3,
                allow_custom_value=True,
            )
            ask = gr.Button(t("ask.button"), elem_id="ask-button", variant="primary", scale=1)
        with gr.Row(elem_id="desk"):
            results = gr.HTML(apply_default_css=False, elem_id="results", js_on_load=_BIND.format(name="results"))
            source = gr.HTML(apply_default_css=False, elem_id="source", js_on_load=_BIND.format(name="source"))
        screen = [head, question, report, ask, results, source, lang, answer, spot]
        _wire(page, actions, screen)
        if panel is not None:
            _wire_adding(actions, lang, panel, [head, report, results])
    return page


def _add_panel() -> list[Any]:
    with gr.Column(elem_id="add"):
        frame = gr.HTML(render_panel(words_for(CHINESE)), apply_default_css=False)
        batch = gr.HTML(apply_default_css=False, elem_id="adding", js_on_load=_BIND.format(name="adding"))
    return [frame, batch, gr.State(None), gr.Timer(_TICK_SECONDS, active=False)]


def _wire(page: gr.Blocks, actions: Actions, screen: list[Any]) -> None:
    head, question, report, ask, results, source, lang, answer, spot = screen

    def opened(lang: str, question: str, report: str) -> Iterator[tuple[Any, ...]]:
        for view in actions.opened(_known(lang), question or "", report or ""):
            yield render(view)

    def asked(lang: str, question: str, report: str) -> Iterator[tuple[Any, ...]]:
        for view in actions.asked(_known(lang), question or "", report or ""):
            yield render(view, typed=True)

    def asked_example(lang: str, report: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        for view in actions.asked(_known(lang), str((event._data or {}).get("question", "")), report or ""):
            yield render(view)

    def switched(question: str, report: str, answer: Any, spot: Any, event: gr.EventData) -> tuple[Any, ...]:
        new = _known(str((event._data or {}).get("lang", "")))
        view = View(lang=new, question=question or "", report=report or "", answer=answer, spot=spot)
        return render(actions.switched(view))

    def shown(lang: str, event: gr.EventData) -> tuple[Any, Any]:
        return render_place(actions, _known(lang), spot_of(event._data))

    asking = {"inputs": [lang, question, report], "outputs": screen, **_QUIET}
    page.load(opened, js="() => window.tripreport.boot()", **asking)
    gr.on([question.submit, ask.click], asked, **asking)
    results.submit(asked_example, [lang, report], screen, **_QUIET)
    head.select(switched, [question, report, answer, spot], screen, **_QUIET)
    gr.on([results.select, source.select], shown, [lang], [source, spot], **_QUIET)


def _wire_adding(actions: Actions, lang: Any, panel: list[Any], touched: list[Any]) -> None:
    """The panel asks how far its batch is: no thread waits for it, and a page that was reloaded can ask on."""
    frame, batch, followed, timer = panel
    head, report, results = touched
    outputs = [batch, followed, timer, head, report, results]

    def started(lang: str, event: gr.EventData) -> tuple[Any, ...]:
        key = str((event._data or {}).get("batch", ""))
        return render_followed(actions, _known(lang), actions.start_adding(key))

    def ticked(lang: str, followed: Followed) -> tuple[Any, ...]:
        return render_followed(actions, _known(lang), followed)

    def found(event: gr.EventData) -> Any:
        return gr.Dropdown(value=str((event._data or {}).get("report", "")))

    own: dict[str, Any] = {**_QUIET, "concurrency_id": "adding"}
    batch.submit(started, [lang], outputs, **own)
    timer.tick(ticked, [lang, followed], outputs, **{**own, "trigger_mode": "once"})
    batch.select(found, None, [report], **own)
    lang.change(lambda lang: render_panel(words_for(_known(lang))), [lang], [frame], **own)


def render_followed(actions: Actions, lang: str, followed: Followed) -> tuple[Any, ...]:
    """How far a batch is; and, where reports came in, the rest of the page that knows of them."""
    batch, seen, view = actions.follow(lang, followed)
    going_on = batch is not None and batch.stage is not Stage.DONE
    made = render_batch(batch, words_for(lang)), seen, gr.Timer(active=going_on)
    if view is None:
        return (*made, gr.skip(), gr.skip(), gr.skip())
    shelf = gr.Dropdown(view.shelf.choices(view.t))
    return (*made, render_head(view), shelf, render_results(view) if followed.was_empty else gr.skip())


def render(view: View, typed: bool = False) -> tuple[Any, ...]:
    """The whole screen, in the order of ``screen``.

    A question that was ``typed`` stands in its box already, where by now the next one may be.
    """
    t = view.t
    source = render_source_placeholder(view)
    if view.opened is not None and view.spot is not None:
        source = render_source(view.opened, view.spot, t)
    return (
        render_head(view),
        gr.skip()
        if view.loading or typed
        else gr.Textbox(view.question, label=t("ask.label"), placeholder=t("ask.placeholder")),
        gr.Dropdown(view.shelf.choices(t), value=view.report, label=t("ask.report")),
        gr.Button(t("ask.button")),
        render_results(view),
        source,
        view.lang,
        view.answer,
        view.spot,
    )


def render_place(actions: Actions, lang: str, spot: Spot | None) -> tuple[Any, Any]:
    """The source column alone: the report at ``spot``, or why it cannot be shown."""
    t = words_for(lang)
    if spot is None:
        return render_missing(t("error.unknown_report"), t), None
    opened, problem = actions.report_at(lang, spot)
    if opened is None:
        return render_missing(problem.message if problem else t("error.unexpected"), t), None
    return render_source(opened, spot, t), spot


def _known(lang: str) -> str:
    return lang if lang in LANGUAGES else CHINESE
