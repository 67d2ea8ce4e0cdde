"""The addresses of the simple version and of the map of the site."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.web.browse.listing import list_reports
from assistant.web.browse.wanted import Wanted
from assistant.web.library import Library
from assistant.web.page.actions import Actions, problem_of
from assistant.web.page.scope import Address
from assistant.web.page.view import Medium, View
from assistant.web.plain.frame import Asked, page
from assistant.web.plain.lite import LITE, Asking, render_lite
from assistant.web.plain.sitemap import SITEMAP, render_sitemap
from assistant.web.request import site_of

if TYPE_CHECKING:
    from fastapi import FastAPI

_LONGEST_TITLE: Final = 60


def open_plain(app: "FastAPI", library: Library) -> None:
    """Answer at these addresses. A question is searched in a thread of its own: the others need not wait for it."""
    actions = Actions(library, beside=False)

    @app.get(LITE)
    def lite(request: Request) -> HTMLResponse:
        asked = Asked.of(request)
        view, asking = _with_choices(_viewed(actions, asked, request), library)
        main = render_lite(view, asking)
        return page(asked, _title(view), main, name="lite", status=view.problem.status if view.problem else 200)

    @app.get(SITEMAP)
    def sitemap(request: Request) -> HTMLResponse:
        asked = Asked.of(request)
        return page(asked, asked.t("way.sitemap"), render_sitemap(asked.visitor, asked.t), name="sitemap")


def _viewed(actions: Actions, asked: Asked, request: Request) -> View:
    """What the address asks for. An empty question is one that was sent; without any the page has only been opened."""
    address = Address.of(asked.address)
    sent = "q" in request.query_params
    if sent:
        *_, view = actions.asked(asked.lang, address.question, address.scope)
    else:
        *_, view = actions.opened(asked.lang, address)
    return replace(view, medium=Medium(LITE, scripted=False, origin=site_of(request)))


def _with_choices(view: View, library: Library) -> tuple[View, Asking]:
    """The form for ``view``: each filter offers what the reports say, as the other filters let them through."""
    try:
        listing = list_reports(library.listed(), Wanted.of(dict(view.scope.facets)))
    except Exception as error:
        return replace(view, problem=view.problem or problem_of(error, view.lang)), Asking(view.question, view.scope)
    is_missing = view.problem is not None and view.problem.empty_question
    return view, Asking(view.question, view.scope, view.shelf, listing.tallies, is_missing)


def _title(view: View) -> str:
    question = view.question if len(view.question) <= _LONGEST_TITLE else f"{view.question[:_LONGEST_TITLE]}…"
    return question or view.t("lite.title")
