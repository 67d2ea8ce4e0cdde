"""The addresses below a report's page where it is replaced or removed. Each deed is asked for twice, and done once."""

from typing import Final

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.web.add.door import Refused
from assistant.web.add.queue import Adder, Wanted
from assistant.web.browse.addresses import remove_address, replace_address, report_address
from assistant.web.change import compare, remove, replace
from assistant.web.change.answers import (
    about_or_page,
    changing,
    finished,
    number,
    said,
    see,
    status_of,
    step_of,
    told,
)
from assistant.web.change.follow import Shown, follow
from assistant.web.change.form import drain, one_file
from assistant.web.change.offers import Offer, Offers, Reading
from assistant.web.change.parts import key_address
from assistant.web.library import Library
from assistant.web.plain.frame import Asked
from corpus.errors import LibraryError, UnknownReport

_REMOVE: Final = "/reports/{report_id}/remove"
_REPLACE: Final = "/reports/{report_id}/replace"


def open_changes(app: FastAPI, library: Library, adder: Adder) -> None:
    """Let visitors replace and remove reports; only where they may add some, too."""
    removing, replacing = _Removing(library, adder), _Replacing(library, adder)
    for address, method, answer in (
        (_REMOVE, "GET", removing.asked),
        (_REMOVE, "POST", removing.decided),
        (f"{_REMOVE}/{{key}}", "GET", removing.followed),
        (_REPLACE, "GET", replacing.asked),
        (_REPLACE, "POST", replacing.sent),
        (f"{_REPLACE}/{{key}}", "GET", replacing.followed),
        (f"{_REPLACE}/{{key}}", "POST", replacing.decided),
    ):
        app.add_api_route(address, answer, methods=[method], response_model=None)


class _Removing:
    def __init__(self, library: Library, adder: Adder) -> None:
        self._library, self._adder = library, adder

    async def asked(self, request: Request, report_id: str) -> Response:
        """What would go."""
        asked = Asked.of(request)
        title = asked.t("remove.title")
        about = await about_or_page(self._library, asked, report_id, title)
        return about if isinstance(about, Response) else changing(asked, title, remove.render_question(about, asked.t))

    async def decided(self, request: Request, report_id: str) -> Response:
        """It goes, if it still is what the visitor looked at and the tick is there."""
        asked, form = Asked.of(request), await said(request)
        title = asked.t("remove.title")
        about = await about_or_page(self._library, asked, report_id, title)
        if isinstance(about, Response):
            return about
        seen, unsure = number(form.get("seen")), form.get("sure") != "yes"
        changed = seen != about.summary.version
        if changed or unsure:
            question = remove.render_question(about, asked.t, changed=changed, unsure=unsure)
            return changing(asked, title, question, 409 if changed else 422)
        return see(key_address(remove_address(report_id), self._adder.remove(Wanted(report_id, seen))))

    async def followed(self, request: Request, report_id: str, key: str) -> Response:
        """How far it is, and what came of it."""
        asked = Asked.of(request)
        t, batch = asked.t, self._adder.batch(key)
        if batch is None or batch.names != (report_id,):
            return told(asked, t("remove.title"), t("change.nothing"), None, 404)

        def over() -> Shown:
            done = finished(self._adder, key)
            return Shown(remove.render_outcome(report_id, done, t), status_of(done))

        step = step_of(self._adder, key, lambda _: remove.render_step(t))
        return await follow(asked, t("remove.title"), step, over)


class _Replacing:
    def __init__(self, library: Library, adder: Adder) -> None:
        self._library, self._adder = library, adder
        self._offers = Offers(library, adder.uploads)

    async def asked(self, request: Request, report_id: str) -> Response:
        """Where to choose the new file."""
        return await self._form(Asked.of(request), report_id)

    async def sent(self, request: Request, report_id: str) -> Response:
        """The new file comes; nothing is done with it before its sender has seen what it is."""
        asked, body = Asked.of(request), request.stream()
        form = await self._form(asked, report_id)
        if form.status_code != 200:
            await drain(body)
            return form
        try:
            name, chunks = await one_file(request.headers, body)
            if not name:
                raise Refused(422, asked.t("replace.no_file"))
            return see(key_address(replace_address(report_id), await self._offers.receive(report_id, name, chunks)))
        except Refused as refused:
            await drain(body)
            return await self._form(asked, report_id, str(refused), refused.status)
        except ClientDisconnect:
            return Response(status_code=400)

    async def _form(self, asked: Asked, report_id: str, note: str = "", status: int = 200) -> Response:
        title = asked.t("replace.title")
        about = await about_or_page(self._library, asked, report_id, title)
        if isinstance(about, Response):
            return about
        return changing(asked, title, replace.render_form(about, asked.t, note), status)

    async def followed(self, request: Request, report_id: str, key: str) -> Response:
        """Old and new side by side; once that is confirmed, how far it is and what came of it."""
        asked = Asked.of(request)
        t, offer = asked.t, self._offers.find(key)
        if offer is None or offer.report_id != report_id:
            return told(asked, t("replace.title"), t("change.nothing"), report_id, 404)
        if self._adder.batch(key) is not None:
            step = step_of(self._adder, key, lambda batch: replace.render_step(batch, t))
            return await follow(asked, t("replace.title"), step, lambda: self._outcome(offer, key, asked))

        def reading() -> str | None:
            now = self._offers.find(key)
            return replace.render_reading(now, t) if now and now.reading is Reading.UNDER_WAY else None

        return await follow(asked, t("replace.compare"), reading, lambda: self._compared(offer, key, asked))

    def _compared(self, before: Offer, key: str, asked: Asked) -> Shown:
        offer = self._offers.find(key) or before
        if offer.compared is None:
            return Shown(replace.render_unread(offer, asked.t), 422)
        return Shown(compare.render_compared(offer, offer.compared, key, asked.t))

    def _outcome(self, offer: Offer, key: str, asked: Asked) -> Shown:
        batch = finished(self._adder, key)
        try:
            about = self._library.about(offer.report_id)
        except (UnknownReport, LibraryError):  # what was done is told all the same
            about = None
        return Shown(replace.render_outcome(offer, batch, about, asked.t), status_of(batch))

    async def decided(self, request: Request, report_id: str, key: str) -> Response:
        """The report is replaced, or the visitor thought better of it."""
        asked, form, offer = Asked.of(request), await said(request), self._offers.find(key)
        title = asked.t("replace.title")
        if offer is None or offer.report_id != report_id or offer.compared is None:
            return told(asked, title, asked.t("change.nothing"), report_id, 404)
        if self._adder.batch(key) is not None:
            return told(asked, title, asked.t("change.twice"), report_id, 409)
        if form.get("do") != "replace":
            self._offers.drop(key)
            return see(replace_address(report_id) if form.get("do") == "other" else report_address(report_id))
        return await self._replaced(asked, offer, key, number(form.get("seen")))

    async def _replaced(self, asked: Asked, offer: Offer, key: str, seen: int) -> Response:
        title, report_id = asked.t("replace.title"), offer.report_id
        about = await about_or_page(self._library, asked, report_id, title)
        if isinstance(about, Response):
            return about
        try:
            if about.summary.version == seen:
                self._adder.start(key, Wanted(report_id, seen))
                under_way = self._adder.batch(key) is not None
            else:
                under_way = self._offers.look_again(key)
        except Refused as refused:
            return told(asked, title, str(refused), report_id, refused.status)
        if not under_way:
            return told(asked, title, asked.t("change.nothing"), report_id, 410)
        return see(key_address(replace_address(report_id), key))
