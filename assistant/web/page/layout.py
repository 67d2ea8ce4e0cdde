"""The Gradio page: which parts it has. What happens when is in ``events``."""

import gradio as gr

from assistant.locales import CHINESE, words_for
from assistant.web.add.panel import render_panel
from assistant.web.add.queue import Adder
from assistant.web.html.markup import in_language
from assistant.web.library import Library
from assistant.web.page.actions import Actions
from assistant.web.page.events import wire, wire_adding, wire_foot
from assistant.web.page.head import render_foot
from assistant.web.page.parts import Adding, Screen
from assistant.web.page.view import NOTHING_FOUND

# Clicks inside our own HTML reach Python through Gradio's ``trigger``; page.js keeps it under this name.
_BIND = "window.tripreport.bind('{name}', trigger)"
_TICK_SECONDS = 0.7


def build_page(library: Library, adder: Adder | None = None) -> gr.Blocks:
    """The page over ``library``, not yet served. Nothing of a visitor is kept outside ``gr.State``.

    Without an ``adder`` nothing can be added on it.
    """
    actions = Actions(library, adder)
    page: gr.Blocks = gr.Blocks(title=words_for(CHINESE)("app.title"), analytics_enabled=False, fill_width=True)
    with page:
        lang = gr.Textbox(CHINESE, visible="hidden", elem_id="lang", label="lang")
        scope = gr.Textbox("", visible="hidden", elem_id="scope", label="scope")
        found, spot = gr.State(NOTHING_FOUND), gr.State(None)
        head = _html("head")
        adding = _adding() if adder is not None else None
        question, report, ask = _asking()
        with gr.Row(elem_id="desk"):
            results, source = _html("results"), _html("source")
        foot = gr.HTML(render_foot(words_for(CHINESE)), apply_default_css=False, elem_id="below")
        screen = Screen(head, question, report, scope, ask, results, source, lang, found, spot)
        wire(page, actions, screen)
        wire_foot(foot, screen)
        if adding is not None:
            wire_adding(actions, adding, screen)
    return page


def _html(name: str) -> gr.HTML:
    return gr.HTML(apply_default_css=False, elem_id=name, js_on_load=_BIND.format(name=name))


def _asking() -> tuple[gr.Textbox, gr.Dropdown, gr.Button]:
    t = words_for(CHINESE)
    with gr.Row(elem_id="ask"):
        question = gr.Textbox(label=t("ask.label"), elem_id="question", lines=1, max_lines=1, scale=6)
        # Any id is taken: which reports there are is the library's to say when it is asked. Else an address with
        # ``report=`` in it, or a server that was restarted, would end in Gradio's error instead of an answer.
        report = gr.Dropdown(
            [(t("ask.all"), "")],
            value="",
            label=t("ask.report"),
            elem_id="report",
            scale=3,
            allow_custom_value=True,
        )
        ask = gr.Button(t("ask.button"), elem_id="ask-button", variant="primary", scale=1)
    return question, report, ask


def _adding() -> Adding:
    with gr.Column(elem_id="add"):
        frame = gr.HTML(in_language(render_panel(words_for(CHINESE)), CHINESE), apply_default_css=False)
        batch = _html("adding")
    return Adding(frame, batch, gr.State(None), gr.Timer(_TICK_SECONDS, active=False))
