"""What several rooms want to know of a request: how this site is called, and what a form sends."""

from starlette.requests import Request


def site_of(request: Request) -> str:
    """What the caller knows this site by, scheme and host; the guard has let that host in."""
    return f"{request.url.scheme}://{request.url.netloc}"


async def form_within(request: Request, most: int) -> str | None:
    """The fields of a form without files as they were sent, for ``parse_qsl``; None where they are longer than ``most``
    bytes, and what comes after is not waited for."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body.decode("utf-8", "replace")
