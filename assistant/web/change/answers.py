"""What the addresses of a change have in common: the report that they are about, what a form said, a way back."""

from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.about import About
from assistant.web.add.door import Refused
from assistant.web.add.queue import Adder, Batch, Stage, Stop
from assistant.web.browse.addresses import report_address
from assistant.web.change.form import fields
from assistant.web.change.parts import warning
from assistant.web.html.markup import esc
from assistant.web.library import Library
from assistant.web.plain.frame import Asked, page
from corpus.errors import LibraryError, UnknownReport
from ingest.pipeline import Outcome


async def about_or_page(library: Library, asked: Asked, report_id: str, title: str) -> About | Response:
    """All that is known of the report, else the page that says why nothing is: 404 or 503."""
    try:
        return await run_in_threadpool(library.about, report_id)
    except UnknownReport:
        return told(asked, title, asked.t("change.unknown", id=report_id), None, 404)
    except LibraryError as error:
        return told(asked, title, str(error), report_id, 503)


def told(asked: Asked, title: str, words: str, report_id: str | None, status: int) -> Response:
    """A page that says one thing and leads back: to the report, or to all where there is none."""
    address = "/reports" if report_id is None else report_address(report_id)
    way = asked.t("change.all_reports" if report_id is None else "change.to_report")
    inner = (
        f"<h1>{esc(title)}</h1>{warning(f'<bdi>{esc(words)}</bdi>')}"
        f'<p class="choices"><a class="button" href="{esc(address)}">{esc(way)}</a></p>'
    )
    return changing(asked, title, inner, status)


def changing(asked: Asked, title: str, inner: str, status: int = 200) -> Response:
    """A page of this room."""
    return page(asked, title, inner, name="change", status=status)


def see(address: str) -> Response:
    """After a deed its page is fetched, so that reloading that does nothing again."""
    return RedirectResponse(address, status_code=303)


async def said(request: Request) -> dict[str, str]:
    """What a form without a file said; nothing where it is none of ours."""
    try:
        return await fields(request)
    except Refused:
        return {}


def number(words: str | None) -> int:
    """A version that a form brought back; 0, which no report has, where it is none."""
    return int(words) if words and words.isascii() and words.isdecimal() and len(words) < 10 else 0


def step_of(adder: Adder, key: str, render: Callable[[Batch], str]) -> Callable[[], str | None]:
    """How far something is as HTML, None once it is done."""

    def step() -> str | None:
        batch = adder.batch(key)
        return None if batch is None or batch.stage is Stage.DONE else render(batch)

    return step


def finished(adder: Adder, key: str) -> Batch:
    """What became of it; the unexpected where nobody remembers."""
    return adder.batch(key) or Batch(stage=Stage.DONE, stop=Stop.UNEXPECTED)


def status_of(batch: Batch) -> int:
    """HTTP's number for what became of it."""
    if batch.stop is Stop.LIBRARY:
        return 503
    if batch.stop is not None or not batch.done:
        return 500
    return 422 if batch.done[0].outcome is Outcome.FAILED else 200
