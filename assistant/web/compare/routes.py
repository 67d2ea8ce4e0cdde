"""The address /compare."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.web.compare.form import render_form
from assistant.web.compare.page import render_found
from assistant.web.compare.wanted import COMPARE, Wanted
from assistant.web.html.markup import esc
from assistant.web.library import Library
from assistant.web.page.actions import problem_of
from assistant.web.plain.frame import Asked, page
from corpus.errors import EmptyQuestion, SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_compare(app: "FastAPI", library: Library) -> None:
    """Answer at this address, in a thread of its own: the others need not wait for it."""

    @app.get(COMPARE)
    def compare(request: Request) -> HTMLResponse:
        asked, wanted = Asked.of(request), Wanted.of(request.query_params)
        inner, told, status = _found(asked, wanted, library)
        t = asked.t
        lead = "" if wanted.sent else f'<p class="lead">{esc(t("compare.lead"))}</p>'
        main = f'<h1 class="tool-title">{esc(t("compare.title"))}</h1>{lead}{render_form(wanted, t, told)}{inner}'
        title = f"{t('compare.title')}: {wanted.question[:60]}" if wanted.question else t("compare.title")
        return page(asked, title, main, name="compare", status=status)


def _found(asked: Asked, wanted: Wanted, library: Library) -> tuple[str, str, int]:
    """What was found as HTML, else what is wrong with what was sent; and HTTP's number for it."""
    t = asked.t
    if not wanted.sent:
        return "", "", 200
    try:
        filters = wanted.filters
    except SettingsError:
        return "", t("error.no_year", year=dict(wanted.scope.facets)["year"]), 400
    try:
        across = library.ask_across(wanted.question, wanted.by, wanted.per_report, wanted.groups, filters)
    except EmptyQuestion:
        return "", t("empty_question.text"), 400
    except Exception as error:  # in the visitor's words; the unexpected goes to the log
        problem = problem_of(error, asked.lang)
        return "", problem.message, problem.status
    if not across.searched:
        return "", t("error.nothing_admitted") if filters else t("empty_library.title"), 200
    return render_found(across, wanted, t), "", 200
