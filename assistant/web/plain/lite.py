"""The simple version: asking, reading and citing without JavaScript, on a page of links, text and one form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from assistant.locales import Words
from assistant.web.answer.states import render_results
from assistant.web.browse.labels import FACETS, label
from assistant.web.browse.listing import Tally
from assistant.web.browse.wanted import ASKED, Facet
from assistant.web.html.markup import esc
from assistant.web.html.shelf import Shelf
from assistant.web.page.actions import MAX_QUESTION
from assistant.web.page.scope import EVERYWHERE, Scope
from assistant.web.page.view import View

LITE: Final = "/lite"


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form is filled in with, and what there is to choose from. Without a ``shelf`` nothing can be chosen on
    it: what was chosen elsewhere is sent along."""

    question: str = ""
    scope: Scope = EVERYWHERE
    shelf: Shelf | None = None
    tallies: Mapping[Facet, Tally] = field(default_factory=dict)
    is_missing: bool = False


def render_lite(view: View, asking: Asking) -> str:
    """The middle of the page: the form, and below it what was found."""
    t = view.t
    lead = "" if view.question else f'<p class="lead">{esc(t("lite.lead"))}</p>'
    results = (
        f'<section id="results" tabindex="-1" aria-label="{esc(t("lite.results"))}">{render_results(view)}</section>'
    )
    return f'<h1 class="lite-title">{esc(t("lite.title"))}</h1>{lead}{render_form(asking, t)}{results}'


def render_form(asking: Asking, t: Words) -> str:
    """The question, where to look, and the button. What it finds is in view when the answer has come."""
    chosen = _choices(asking, asking.shelf, t) if asking.shelf else _kept(asking.scope)
    told = ' aria-invalid="true" aria-describedby="q-told"' if asking.is_missing else ""
    said = f'<span class="q-told" id="q-told">{esc(t("empty_question.title"))}</span>' if asking.is_missing else ""
    return (
        f'<form class="lite" role="search" method="get" action="{LITE}#results" aria-label="{esc(t("lite.form"))}">'
        f'<p class="q"><label for="q">{esc(t("ask.label"))}</label>'
        f'<input type="search" id="q" name="q" accesskey="S" dir="auto" autocomplete="off" maxlength="{MAX_QUESTION}" '
        f'title="{esc(t("frame.search"))}" placeholder="{esc(t("ask.placeholder"))}" value="{esc(asking.question)}"'
        f'{told}>{said}</p>{chosen}<p class="go"><button class="primary">{esc(t("ask.button"))}</button></p></form>'
    )


def _choices(asking: Asking, shelf: Shelf, t: Words) -> str:
    """The report, and folded away until one is on, the filters."""
    reports = ((report_id, title) for title, report_id in shelf.choices(t))
    scope, tallies = asking.scope, asking.tallies
    facets = "".join(_facet(tallies[facet], dict(scope.facets), t) for facet in ASKED if facet in tallies)
    opened = " open" if scope.facets else ""
    more = f"<details{opened}><summary>{esc(t('lite.filters'))}</summary><div>{facets}</div></details>"
    chosen = _select("report", t("ask.report"), reports, scope.report)
    return f'<div class="where">{chosen}</div>{more if facets else ""}'


def _facet(tally: Tally, on: Mapping[str, str], t: Words) -> str:
    facet = tally.facet
    stated = (
        (choice.value, t("browse.option", label=label(facet, choice.value, t), n=f"{choice.count:,}"))
        for choice in tally.stated
    )
    return _select(facet.value, t(FACETS[facet]), [("", t("browse.any")), *stated], on.get(facet.value, ""))


def _select(name: str, words: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    made = "".join(
        f'<option value="{esc(value)}" dir="auto"{" selected" if value == chosen else ""}>{esc(said)}</option>'
        for value, said in options
    )
    return f'<p><label for="q-{name}">{esc(words)}</label><select id="q-{name}" name="{name}">{made}</select></p>'


def _kept(scope: Scope) -> str:
    said = {name: value for name, value in scope.query().items() if name in ("report", *ASKED)}
    return "".join(f'<input type="hidden" name="{name}" value="{esc(value)}">' for name, value in said.items())
