"""What a plain form sends: a few short fields, or one file that is passed on as it comes."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from assistant.web.add.door import Refused, too_big
from assistant.web.request import form_within
from ingest.files.sources import MAX_BYTES

_MAX_FIELDS: Final = 4096
"""Bytes of a form without a file: a number, a tick."""
_FRAME: Final = 16 * 1024
"""Bytes that the form takes around its file."""
_PATIENCE: Final = 8 * MAX_BYTES


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form without a file; Refused where it is longer than any of ours."""
    sent = await form_within(request, _MAX_FIELDS)
    if sent is None:
        raise Refused(413, "This form is too long.")
    return dict(parse_qsl(sent))


async def one_file(headers: Headers, body: AsyncIterator[bytes]) -> tuple[str, AsyncIterator[bytes]]:
    """The name and the bytes of the one file of a form, as ``body`` brings it; Refused where it is none of ours.

    Nothing of the file is held: who takes the bytes writes them away.
    """
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BYTES + _FRAME:
        raise too_big()
    form = _OneFile(headers.get("content-type"))
    async for chunk in body:
        first = form.feed(chunk)
        if form.name is not None:
            return form.name, _rest(form, first, body)
    raise Refused(400, "There is no file in this form.")


async def drain(body: AsyncIterator[bytes]) -> None:
    """Hear a browser out, within reason: one that is cut off while it sends shows no answer of ours."""
    size = 0
    try:
        async for chunk in body:
            size += len(chunk)
            if size > _PATIENCE:
                return
    except ClientDisconnect:
        return


async def _rest(form: "_OneFile", first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in chunks:
        yield form.feed(chunk)
    if not form.whole:
        raise Refused(400, "The file did not come whole.")


class _OneFile:
    """Takes a form apart as it comes. ``name`` is known once its file has begun, ``whole`` is said at its end."""

    def __init__(self, content_type: str | None) -> None:
        kind, options = parse_options_header(content_type)
        self.name: str | None = None
        self.whole = False
        self._size = 0
        self._disposition = b""
        self._header: dict[str, bytes] = {"field": b"", "value": b""}
        self._got: list[bytes] = []
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise Refused(415, "This is no form with a file.")
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_header_field": lambda data, start, end: self._add("field", data[start:end]),
                "on_header_value": lambda data, start, end: self._add("value", data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin,
                "on_part_data": lambda data, start, end: self._got.append(data[start:end]),
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> bytes:
        """What is of the file in the next bytes of the form."""
        self._size += len(chunk)
        if self._size > MAX_BYTES + _FRAME:
            raise too_big()
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise Refused(400, "This form cannot be read.") from error
        got = b"".join(self._got)
        self._got.clear()
        return got

    def _add(self, kind: str, data: bytes) -> None:
        self._header[kind] += data

    def _end_header(self) -> None:
        if self._header["field"].lower() == b"content-disposition":
            self._disposition = self._header["value"]
        self._header = {"field": b"", "value": b""}

    def _begin(self) -> None:
        _, options = parse_options_header(self._disposition)
        if self.name is not None or b"filename" not in options:
            raise Refused(400, "This form has one file and nothing else.")
        self.name = options[b"filename"].decode("utf-8", "replace")

    def _end(self) -> None:
        self.whole = True
