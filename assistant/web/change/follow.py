"""A plain page that grows while something is under way: no script, and no reload that takes a reader's place away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page

_AT_ONCE: Final = 0.8
"""What is over in so many seconds is shown as a page that is whole."""
_LOOK: Final = 0.4
_LONGEST: Final = 300.0
"""Seconds after which the page ends and offers to go on: a connection is not held for good."""
_CUT: Final = "<!-- here it grows -->"


@dataclass(frozen=True, slots=True)
class Shown:
    """The inside of a page that is whole, and HTTP's number for it."""

    html: str
    status: int = 200


async def follow(asked: Asked, title: str, step: Callable[[], str | None], over: Callable[[], Shown]) -> Response:
    """A page headed ``title``: ``step`` says in HTML how far it is, None at the end; ``over`` says what came of it."""
    heading = f"<h1>{esc(title)}</h1>"
    until = time.monotonic() + _AT_ONCE
    while step() is not None and time.monotonic() < until:
        await asyncio.sleep(_LOOK / 8)
    if step() is None:
        shown = await run_in_threadpool(over)
        return page(asked, title, f"{heading}{shown.html}", name="change", status=shown.status)
    whole = page(asked, title, f"{heading}{_CUT}", name="change")
    before, _, after = bytes(whole.body).decode("utf-8").partition(_CUT)
    headers = {key: value for key, value in whole.headers.items() if key not in ("content-length", "content-type")}
    headers["X-Accel-Buffering"] = "no"  # a proxy would wait for the end
    return StreamingResponse(
        _growing(before, after, asked, step, over), media_type="text/html; charset=utf-8", headers=headers
    )


async def _growing(
    before: str, after: str, asked: Asked, step: Callable[[], str | None], over: Callable[[], Shown]
) -> AsyncIterator[str]:
    yield f'{before}<div class="steps" role="status">'
    said, until = "", time.monotonic() + _LONGEST
    while (now := step()) is not None and time.monotonic() < until:
        if now != said:
            yield now
        said = now
        await asyncio.sleep(_LOOK)
    yield "</div>"
    if now is None:
        yield (await run_in_threadpool(over)).html
    else:
        words = esc(asked.t("change.go_on"))
        yield f'<p class="choices"><a class="button" href="{esc(asked.path)}">{words}</a></p>'
    yield after
