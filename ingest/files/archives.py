"""Reports in a ZIP archive: listed and read where they are. Nothing is ever unpacked onto the disk, so a member's
name can do no harm; it is only shown, and decoded as whoever packed it wrote it.
"""

import io
import os
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.errors import UnreadableFile
from ingest.readers.text import likeness

SUFFIX: Final = ".zip"
MAX_MEMBERS: Final = 10_000
MAX_TOTAL: Final = 2 * 1024**3
_DIRECTORY_BYTES: Final = 8 * 2**20
"""More than the directory of 10,000 members takes."""
_CHUNK: Final = 2**20
_ENCRYPTED: Final = 1
_UTF8: Final = 1 << 11
_UNPACK: Final = "unpack it and add the folder."


def members(archive: Path) -> list[str]:
    """The files in ``archive`` by their names, as they would lie in its folder; nothing is inflated.

    Left out is what a packer adds by itself, and what is hidden. :class:`UnreadableFile` names what is wrong.
    """
    with _opened(archive) as opened:
        return list(_by_name(archive, opened))


def read_member(archive: Path, member: str, limit: int) -> bytes:
    """The bytes of one of :func:`members`, at most ``limit`` of them."""
    with _opened(archive) as opened:
        info = _by_name(archive, opened).get(member)
        if info is None:
            raise UnreadableFile(f"There is no {member} in {archive}: check the name.")
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFile(f"{member} in {archive} is protected with a password: {_UNPACK}")
        if member.lower().endswith(SUFFIX):
            raise UnreadableFile(f"{member} in {archive} is an archive in an archive: {_UNPACK}")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # bzip2 and LZMA inflate without a limit
            raise UnreadableFile(f"{member} in {archive} is packed in an unusual way: {_UNPACK}")
        data = bytearray()
        with opened.open(info) as stream:
            while (chunk := stream.read(_CHUNK)) and len(data) <= limit:
                data += chunk
    if len(data) > limit:
        raise UnreadableFile(f"{member} in {archive} is too big (at most {limit >> 20} MiB): split the report.")
    return bytes(data)


class _Careful(io.FileIO):
    """A file that is never read in one gulp beyond an honest archive's directory: zipfile would hold it all."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = os.fstat(self.fileno()).st_size - self.tell()
        if (left if size is None or size < 0 else min(size, left)) > _DIRECTORY_BYTES:
            raise BadZipFile("its directory is huge")
        return super().read(size) or b""


@contextmanager
def _opened(archive: Path) -> Iterator[ZipFile]:
    """``archive``, opened; whatever is wrong with it comes as one clear line."""
    try:
        with _Careful(archive) as file, ZipFile(file) as opened:
            yield opened
    except (BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableFile(f"{archive} is a damaged archive ({error}): fetch or pack it again.") from error


def _by_name(archive: Path, opened: ZipFile) -> dict[str, ZipInfo]:
    """What is in it by name; of two of the same name the later, which is what unpacking leaves."""
    infos = opened.infolist()
    if len(infos) > MAX_MEMBERS:
        raise UnreadableFile(f"{archive} holds {len(infos):,} files, at most {MAX_MEMBERS:,} are read: {_UNPACK}")
    if sum(info.file_size for info in infos) > MAX_TOTAL:  # no more of a member is ever inflated than it says
        raise UnreadableFile(f"{archive} holds more than {MAX_TOTAL >> 30} GiB: {_UNPACK}")
    named = {_harmless(name): info for info, name in zip(infos, _names(infos), strict=True) if not info.is_dir()}
    return {name: info for name, info in named.items() if name and not _is_junk(name)}


def _names(infos: list[ZipInfo]) -> list[str]:
    """Names as they were written. Without the flag for UTF-8 they are in the code page of whoever packed them."""
    raw = [None if info.flag_bits & _UTF8 else info.orig_filename.encode("cp437") for info in infos]
    encoding = _code_page([name for name in raw if name is not None])
    return [
        info.orig_filename if name is None else name.decode(encoding) for info, name in zip(infos, raw, strict=True)
    ]


def _code_page(names: list[bytes]) -> str:
    """The one encoding that all names are in; of Big5 and GB18030 the one that reads more like Chinese."""
    together = b"\n".join(names)
    if (text := _decoded(together, "utf-8")) is not None:
        return "utf-8"
    read = {name: text for name in ("cp950", "big5hkscs", "gb18030") if (text := _decoded(together, name)) is not None}
    return max(read, key=lambda name: likeness(read[name]), default="cp437")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _harmless(name: str) -> str:
    """The name as a path below the archive: no drive, no root, no way up.

    >>> _harmless("C:\\\\..\\\\報告\\\\a.pdf")
    '報告/a.pdf'
    """
    steps = re.sub(r"^[A-Za-z]:", "", name.replace("\\", "/")).split("/")
    return "/".join(step for step in steps if step not in ("", ".", ".."))


def _is_junk(name: str) -> bool:
    """What macOS and Word leave behind, and what is hidden."""
    return any(step.startswith((".", "~$", "__MACOSX")) for step in name.split("/"))
