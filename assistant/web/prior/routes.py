"""The address /prior."""

from datetime import date
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.web.html.markup import esc
from assistant.web.library import Library
from assistant.web.page.actions import problem_of
from assistant.web.plain.frame import Asked, page
from assistant.web.prior.form import render_form
from assistant.web.prior.page import render_found
from assistant.web.prior.wanted import PRIOR, NoDay, Wanted
from corpus.errors import EmptyQuestion, SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_prior(app: "FastAPI", library: Library) -> None:
    """Answer at this address, in a thread of its own: the others need not wait for it."""

    @app.get(PRIOR)
    def prior(request: Request) -> HTMLResponse:
        asked, wanted = Asked.of(request), Wanted.of(request.query_params)
        t = asked.t
        inner, told, at, status = _found(asked, wanted, library)
        lead = "" if inner else f'<p class="lead">{esc(t("prior.lead"))}</p>'
        form = render_form(wanted, t, told, at)
        if inner:  # what was found is what one came for; the plan can be changed above it
            form = f'<details class="again"><summary>{esc(t("prior.again"))}</summary>{form}</details>'
        main = f'<h1 class="tool-title">{esc(t("prior.title"))}</h1>{lead}{form}{inner}'
        return page(asked, t("prior.title"), main, name="prior", status=status)


def _found(asked: Asked, wanted: Wanted, library: Library) -> tuple[str, str, str, int]:
    """What was found as HTML, else what is wrong and with which field; and HTTP's number for it."""
    t = asked.t
    if not wanted.sent:
        return "", "", "", 200
    try:
        plan = wanted.plan
        return render_found(library.prior(plan), date.today(), t), "", "", 200
    except NoDay as error:
        field = "from" if error.args[0] == wanted.start else "to"
        return "", t("prior.no_day", day=error.args[0]), field, 400
    except EmptyQuestion:
        return "", t("prior.no_purpose"), "purpose", 400
    except SettingsError as error:
        ends_first = bool(wanted.start and wanted.end and wanted.end < wanted.start)
        return "", t("prior.turned") if ends_first else str(error), "to" if ends_first else "", 400
    except Exception as error:  # in the visitor's words; the unexpected goes to the log
        problem = problem_of(error, asked.lang)
        return "", problem.message, "", problem.status
