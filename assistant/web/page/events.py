"""What happens when: the one place where something that a visitor does meets the action that answers it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.locales import CHINESE, LANGUAGES, words_for
from assistant.web.page.actions import Actions, spot_of
from assistant.web.page.head import render_foot
from assistant.web.page.parts import Adding, Screen
from assistant.web.page.scope import Address, Scope
from assistant.web.page.screen import render, render_adding, render_followed, render_place, render_widened
from assistant.web.page.view import NOTHING_FOUND, Followed, Found, Spot, View

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "always_last"}

Values = tuple[Any, ...]


def wire(page: gr.Blocks, actions: Actions, screen: Screen) -> None:
    """Asking, following up, reading, changing the language."""
    _wire_asking(page, actions, screen)
    _wire_what_is_shown(actions, screen)


def _wire_asking(page: gr.Blocks, actions: Actions, screen: Screen) -> None:
    def opened(lang: str, address: str) -> Iterator[Values]:
        for view in actions.opened(_known(lang), Address.of(address or "")):
            yield render(view)

    def asked(lang: str, question: str, report: str, scope: str) -> Iterator[Values]:
        # what was wanted of the last answer (by report, more of it) is not wanted of every later one
        wanted = replace(Scope.read(scope or "", report or ""), grouped=False, k=0)
        for view in actions.asked(_known(lang), question or "", wanted):
            yield render(view, typed=True)

    def asked_on(lang: str, event: gr.EventData) -> Iterator[Values]:
        said = _payload(event)
        address = Address.of(str(said.get("address", "")))
        for view in actions.opened(_known(lang), address):
            yield render(view)

    typed = [screen.lang, screen.question, screen.report, screen.scope]
    page.load(opened, [screen.lang, screen.scope], screen.outputs, js="() => window.tripreport.boot()", **_QUIET)
    gr.on([screen.question.submit, screen.ask.click], asked, typed, screen.outputs, **_QUIET)
    screen.results.submit(asked_on, [screen.lang], screen.outputs, **_QUIET)


def _wire_what_is_shown(actions: Actions, screen: Screen) -> None:
    def switched(
        question: str, report: str, scope: str, found: Found, spot: Spot | None, event: gr.EventData
    ) -> Iterator[Values]:
        said = _payload(event)
        lang, wanted = _known(str(said.get("lang", ""))), Scope.read(scope or "", report or "")
        if _lost(found, said):
            yield from map(render, actions.opened(lang, Address.of(str(said["address"]))))
            return
        view = View(lang=lang, question=question or "", scope=wanted, found=found, spot=spot)
        yield render(actions.switched(view))

    def widened(lang: str, question: str, report: str, scope: str, found: Found, event: gr.EventData) -> Values:
        said = _payload(event)
        view = View(_known(lang), question=question or "", scope=Scope.read(scope or "", report or ""), found=found)
        if _lost(found, said):
            *_, view = actions.opened(view.lang, Address.of(str(said["address"])))
        return render_widened(actions.widened(view, _whole(said.get("rank"))))

    def shown(lang: str, found: Found, event: gr.EventData) -> tuple[Any, Any]:
        return render_place(actions, _known(lang), spot_of(event._data), found)

    here = [screen.question, screen.report, screen.scope, screen.found]
    screen.head.select(switched, [*here, screen.spot], screen.outputs, **_QUIET)
    card = [screen.results, screen.found, screen.source, screen.spot]
    screen.results.input(widened, [screen.lang, *here], card, **_QUIET)
    screen.source.select(shown, [screen.lang, screen.found], [screen.source, screen.spot], **_QUIET)


def wire_foot(foot: Any, screen: Screen) -> None:
    """The foot says the same all the time, in the language of the page."""
    screen.lang.change(lambda lang: render_foot(words_for(_known(lang))), [screen.lang], [foot], **_QUIET)


def wire_adding(actions: Actions, adding: Adding, screen: Screen) -> None:
    """The panel asks how far its batch is: no thread waits for it, and a page that was reloaded can ask on."""
    outputs = [adding.batch, adding.followed, adding.timer, screen.head, screen.report, screen.results]

    def started(lang: str, event: gr.EventData) -> Values:
        return render_followed(actions, _known(lang), actions.start_adding(str(_payload(event).get("batch", ""))))

    def ticked(lang: str, followed: Followed) -> Values:
        return render_followed(actions, _known(lang), followed)

    def found(event: gr.EventData) -> Any:
        return gr.Dropdown(value=str(_payload(event).get("report", "")))

    def spoken(lang: str, followed: Followed | None) -> Values:
        return render_adding(actions, _known(lang), followed)

    own: dict[str, Any] = {**_QUIET, "concurrency_id": "adding"}
    adding.batch.submit(started, [screen.lang], outputs, **own)
    adding.timer.tick(ticked, [screen.lang, adding.followed], outputs, **{**own, "trigger_mode": "once"})
    adding.batch.select(found, None, [screen.report], **own)
    screen.lang.change(spoken, [screen.lang, adding.followed], [adding.frame, adding.batch], **own)


def _payload(event: gr.EventData) -> Mapping[str, Any]:
    """What page.js sends with an event; a browser can send anything."""
    return event._data if isinstance(event._data, Mapping) else {}


def _lost(found: Found, said: Mapping[str, Any]) -> bool:
    """Whether the visitor sees an answer that this server does not know of: it was restarted meanwhile."""
    return found == NOTHING_FOUND and bool(said.get("address"))


def _whole(rank: Any) -> int:
    return rank if isinstance(rank, int) else -1


def _known(lang: str) -> str:
    return lang if lang in LANGUAGES else CHINESE
