"""The door that the pictures of pages go out by."""

from functools import partial
from typing import Final

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response

from assistant.web.library import Library
from assistant.web.source.picture import DOOR
from corpus.errors import UnreadableFile
from ingest.files.pictures import MEDIA_TYPE

_THREADS: Final = 8
"""How many of the server's threads may wait for pictures: the others go on answering questions."""
_KEPT: Final = {"Cache-Control": "private, max-age=31536000, immutable"}
"""The address names the file, and a file's pages never change."""
_NOT_KEPT: Final = {"Cache-Control": "no-store"}


def open_door(app: FastAPI, library: Library) -> None:
    """Give ``app`` the address of page pictures: 404 where there is no such page in that file (any more), 422 where it
    cannot be drawn."""
    limiter = CapacityLimiter(_THREADS)

    @app.get(DOOR + "/{report}/{file}/{number:int}.webp")
    async def page_picture(report: str, file: str, number: int) -> Response:
        draw = partial(library.page_picture, report, file, number)
        try:
            picture = await to_thread.run_sync(draw, limiter=limiter)
        except UnreadableFile as error:
            return PlainTextResponse(str(error), status_code=422, headers=_NOT_KEPT)
        if picture is None:
            return PlainTextResponse("There is no such page in this file.", status_code=404, headers=_NOT_KEPT)
        return Response(picture, media_type=MEDIA_TYPE, headers=_KEPT)
