"""The addresses of citations as files, and of bundles; and what is said in words where there is none to be had."""

import re
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from assistant.anchor import Anchor, read_anchor
from assistant.api.wire import answer
from assistant.bundle import MOST
from assistant.cite import STYLES, Style, linked
from assistant.cite.styles import USUAL
from assistant.web.evidence.addresses import BUNDLE
from assistant.web.evidence.picking import QUESTION, SHOWN, TICKED, read
from assistant.web.library import Library
from assistant.web.page.actions import MAX_QUESTION
from assistant.web.plain.frame import Asked, told
from assistant.web.request import form_within, site_of
from corpus.errors import LibraryError, UnknownReport, UnprovedPassage

if TYPE_CHECKING:
    from fastapi import FastAPI

_AT_ONCE: Final = 2
"""Bundles that are made at the same time: each draws up to a hundred pages."""
_LONGEST_FORM: Final = 1 << 17
"""Bytes of the form: fifty passages, twice, and a long question."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.-]+")
_NAME: Final = "依據包.zip"
_PLAIN_NAME: Final = "evidence.zip"


class _Refused(Exception):
    """Why nothing is given, in the visitor's words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def open_evidence(app: "FastAPI", library: Library) -> None:
    """Answer at these addresses."""
    limiter = CapacityLimiter(_AT_ONCE)

    @app.get("/cite/{report_id}", response_model=None)
    def cite(request: Request, report_id: str) -> Response:
        asked = Asked.of(request)
        try:
            return _citation(request, asked, library, report_id)
        except _Refused as refused:
            return told(
                asked, asked.t("cite.wrong_title"), str(refused), ("/", asked.t("cite.way_back")), refused.status
            )

    @app.post(BUNDLE, response_model=None)
    async def bundle(request: Request) -> Response:
        asked = Asked.of(request)
        try:
            picked, question = _picked(await _form(request, asked), asked)
            make = partial(_made, library, picked, question, site_of(request), asked)
            return _attached(await to_thread.run_sync(make, limiter=limiter))
        except _Refused as refused:
            return told(asked, asked.t("bundle.failed"), str(refused), ("/", asked.t("bundle.back")), refused.status)


def _citation(request: Request, asked: Asked, library: Library, report_id: str) -> Response:
    """The file; nothing but «not changed» for who has it."""
    t, query = asked.t, request.query_params
    style = _style(query.get("style", USUAL), asked)
    try:
        reference = library.reference(report_id, _anchor(query.get("at"), asked))
    except UnprovedPassage:
        raise _Refused(404, t("cite.unproved")) from None
    except UnknownReport:
        raise _Refused(404, t("cite.unknown_report", id=report_id)) from None
    except LibraryError as error:
        raise _Refused(503, str(error)) from error
    body = style.of(linked(reference, site_of(request))).encode()
    name = _UNSAFE.sub("_", "-".join(filter(None, [report_id, query.get("at", "").removeprefix("#")])))
    headers = {"Content-Disposition": f'attachment; filename="{name}{style.suffix}"'}
    return answer(request, body, media_type=f"{style.media_type}; charset=utf-8", headers=headers)


def _style(name: str, asked: Asked) -> Style:
    if name not in STYLES:
        known = asked.t("cite.between").join(STYLES)
        raise _Refused(400, asked.t("cite.wrong_style", style=name, styles=known))
    return STYLES[name]


def _anchor(written: str | None, asked: Asked) -> Anchor | None:
    """None where the whole report is to be cited."""
    if written is None:
        return None
    anchor = read_anchor(written)
    if anchor is None:
        raise _Refused(400, asked.t("cite.wrong_anchor", at=written))
    return anchor


async def _form(request: Request, asked: Asked) -> list[tuple[str, str]]:
    sent = await form_within(request, _LONGEST_FORM)
    if sent is None:
        raise _Refused(413, asked.t("bundle.too_long"))
    return parse_qsl(sent)


def _picked(form: list[tuple[str, str]], asked: Asked) -> tuple[list[tuple[str, Anchor]], str]:
    """What is ticked, else all that was shown; and what had been asked."""
    t = asked.t
    said: dict[str, list[str]] = {TICKED: [], SHOWN: [], QUESTION: []}
    for name, value in form:
        said.setdefault(name.partition("-")[0], []).append(value)
    picked: list[tuple[str, Anchor]] = []
    for value in dict.fromkeys(said[TICKED] or said[SHOWN]):
        named = read(value)
        if named is None:
            raise _Refused(400, t("bundle.unreadable", passage=value[:100]))
        picked.append(named)
    if not picked:
        raise _Refused(400, t("bundle.nothing"))
    if len(picked) > MOST:
        raise _Refused(413, t("bundle.too_many", most=MOST, n=len(picked)))
    return picked, "".join(said[QUESTION][:1])[:MAX_QUESTION]


def _made(library: Library, picked: list[tuple[str, Anchor]], question: str, site: str, asked: Asked) -> bytes:
    t = asked.t
    try:
        return library.bundle(picked, question, site)
    except UnprovedPassage as error:
        named = t("bundle.named", id=error.report_id, place=error.place)
        raise _Refused(404, t("bundle.unproved", passage=named)) from error
    except UnknownReport as error:
        there = {summary.id for summary in library.reports()}
        gone = dict.fromkeys(report_id for report_id, _ in picked if report_id not in there)
        raise _Refused(404, t("bundle.no_report", id=t("bundle.between").join(gone))) from error
    except LibraryError as error:
        raise _Refused(503, str(error)) from error


def _attached(made: bytes) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename=\"{_PLAIN_NAME}\"; filename*=UTF-8''{quote(_NAME)}",
        "Cache-Control": "no-store",
    }
    return Response(made, media_type="application/zip", headers=headers)
