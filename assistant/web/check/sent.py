"""What the form of /check sends: a text or a file, held in memory only."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.check.check import MAX_CHARACTERS
from assistant.check.drafts import MAX_BYTES
from assistant.web.add.door import Refused, clean_name
from corpus.types import RawFile

_MAX_TEXT_BYTES: Final = 4 * MAX_CHARACTERS + 4096
_MAX_FIELDS: Final = 4
"""text, report, sentences, and one to spare."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is to be checked; ``file`` goes before ``text``."""

    text: str = ""
    report: str = ""
    every_sentence: bool = False
    file: RawFile | None = None


class _InMemory(MultiPartParser):
    """Never anything on the disk."""

    spool_max_size = MAX_BYTES + _MAX_TEXT_BYTES


async def sent(headers: Headers, body: AsyncIterator[bytes]) -> Sent:
    """What was sent; Refused where it is too much, or none of our forms."""
    parser = _InMemory(headers, _limited(body), max_files=1, max_fields=_MAX_FIELDS, max_part_size=_MAX_TEXT_BYTES)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:  # KeyError: not even a content type
        raise Refused(400, "This form cannot be read.") from error
    try:
        return Sent(_said(form, "text"), _said(form, "report"), _said(form, "sentences") == "yes", await _file(form))
    finally:
        await form.close()


async def _limited(body: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in body:
        size += len(chunk)
        if size > MAX_BYTES + _MAX_TEXT_BYTES:
            raise Refused(413, f"A draft has at most {MAX_BYTES >> 20} MiB.")
        yield chunk


def _said(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


async def _file(form: FormData) -> RawFile | None:
    """The file that was chosen; browsers send one without a name where none was."""
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return None
    data = await upload.read()
    if len(data) > MAX_BYTES:
        raise Refused(413, f"A draft has at most {MAX_BYTES >> 20} MiB.")
    name = clean_name(upload.filename)
    return RawFile(name, f"draft:{name}", data, hashlib.sha256(data).hexdigest())
