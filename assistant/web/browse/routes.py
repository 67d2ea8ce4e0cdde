"""The addresses under /reports: the list, each report's page, its text; and what is said where there is none."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.anchor import anchor_at, read_anchor
from assistant.locales import Words
from assistant.web.answer.citing import render_citing_alone
from assistant.web.browse.addresses import text_address
from assistant.web.browse.catalogue import render_list
from assistant.web.browse.listing import list_reports
from assistant.web.browse.reading import NoNumber, NoPlace, Reading, render_reading
from assistant.web.browse.report import render_report
from assistant.web.browse.wanted import Wanted
from assistant.web.library import Library
from assistant.web.page.view import Medium
from assistant.web.plain.frame import Asked, page, told
from assistant.web.request import site_of
from corpus.errors import LibraryError, UnknownReport
from corpus.types import Report

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_browse(app: "FastAPI", library: Library, adding: bool) -> None:
    """Answer at these addresses. ``adding``: whether reports can be added, replaced and removed on the page."""

    @app.get("/reports")
    def reports(request: Request) -> HTMLResponse:
        return _answer(request, lambda asked: _list(asked, library, request.query_params, adding))

    @app.get("/reports/{report_id}")
    def report(request: Request, report_id: str) -> HTMLResponse:
        return _answer(request, lambda asked: _report(asked, library, report_id, adding))

    @app.get("/reports/{report_id}/text")
    def text(request: Request, report_id: str) -> HTMLResponse:
        return _answer(request, lambda asked: _text(asked, library, report_id, request))


def _answer(request: Request, answer: Callable[[Asked], HTMLResponse]) -> HTMLResponse:
    """The page, or in words why there is none."""
    asked = Asked.of(request)
    t = asked.t
    try:
        return answer(asked)
    except UnknownReport:
        words = t("missing.text", id=request.path_params["report_id"])
        return told(asked, t("missing.title"), words, ("/reports", t("missing.back")), 404)
    except LibraryError as error:
        return told(asked, t("trouble.title"), str(error), ("/reports", t("missing.back")), 503)


def _list(asked: Asked, library: Library, query: Mapping[str, str], adding: bool) -> HTMLResponse:
    listing = list_reports(library.listed(), Wanted.of(query))
    return page(asked, asked.t("browse.title"), render_list(listing, adding, asked.t), name="reports")


def _report(asked: Asked, library: Library, report_id: str, adding: bool) -> HTMLResponse:
    report, about = library.report_and_about(report_id)
    return page(asked, report.title, render_report(report_id, report, about, adding, asked.t), name="report")


def _text(asked: Asked, library: Library, report_id: str, request: Request) -> HTMLResponse:
    t, report, query = asked.t, library.report(report_id), request.query_params
    read = (text_address(report_id), t("missing.read"))
    try:
        reading = Reading.of(_places(query, library, report_id), report)
    except NoNumber as bad:
        words = t("missing.number_text", name=bad.key, value=bad.value)
        return told(asked, t("missing.number_title"), words, read, 400)
    except NoPlace:
        return told(asked, t("missing.place_title"), t("missing.place_text"), read, 404)
    title = t("report.text_title", title=report.title)
    medium = Medium(scripted=False, origin=site_of(request))
    citing = _citing(library, report_id, report, reading, medium, t)
    return page(asked, title, render_reading(report_id, report, reading, t, citing), name="text")


def _citing(library: Library, report_id: str, report: Report, reading: Reading, medium: Medium, t: Words) -> str:
    """How to cite the passage that is marked; nothing where the report was replaced this very moment."""
    if reading.passage is None:
        return ""
    version = library.about(report_id).summary.version
    hit = library.recall(report_id, anchor_at(version, *reading.passage, report.text)).hit
    return render_citing_alone(hit, medium, t) if hit else ""


def _places(query: Mapping[str, str], library: Library, report_id: str) -> Mapping[str, str]:
    """What the address says, with the place where the passage of its anchor stands today; NoPlace where it does not."""
    if not query.get("at"):
        return query
    anchor = read_anchor(query["at"])
    hit = library.recall(report_id, anchor).hit if anchor else None
    if hit is None:
        raise NoPlace
    return {**query, "start": str(hit.char_start), "end": str(hit.char_end)}
