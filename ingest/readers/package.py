"""The parts of a DOCX or ODT file: a ZIP archive of XML, opened so that no file can do harm by being read."""

import io
import posixpath
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.types import RawFile

MAX_PART: Final = 64 * 2**20
"""The text of a report of a thousand pages takes about a third of it as XML."""
MAX_TOTAL: Final = 128 * 2**20
MAX_RATIO: Final = 400
"""XML packs to a twentieth; a bomb to a thousandth."""
_SMALL: Final = 2**20
"""A part below this may be packed as tightly as it likes."""
MAX_ENTRIES: Final = 20_000
_ENCRYPTED: Final = 1
_OLE: Final = b"\xd0\xcf\x11\xe0"
_LOCKED_OLE: Final = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_DAMAGE: Final = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What zipfile and zlib raise at an archive that is damaged, or made to be."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program that writes a format, for the cure in an error: «Word», «.docx»."""

    name: str
    suffix: str

    @property
    def cure(self) -> str:
        """What to do about a file that cannot be read."""
        return f"open it in {self.name}, save it again as {self.suffix} and add that."

    @property
    def unlock(self) -> str:
        """What to do about a file that is locked."""
        return f"open it in {self.name} with its password, save it without one and add that."


class Package:
    """The parts of ``raw`` by name. ``program`` names the cure for what is wrong."""

    def __init__(self, raw: RawFile, program: Program) -> None:
        self.name, self._program = raw.name, program
        if raw.data.startswith(_OLE):
            raise self._refused_ole(raw.data)
        try:
            self._zip = ZipFile(io.BytesIO(raw.data))
        except _DAMAGE as error:
            raise self.unreadable(f"is no {program.suffix} file, or is damaged") from error
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise self.unreadable("has far too many parts")
        self._entries = {info.filename: info for info in self._zip.infolist()}
        self._left = MAX_TOTAL

    def unreadable(self, what: str) -> UnreadableFile:
        """The error that says ``what`` is wrong with the file, and the cure."""
        return UnreadableFile(f"{self.name} {what}: {self._program.cure}")

    def locked(self) -> UnreadableFile:
        """The error for a file that is protected by a password."""
        return UnreadableFile(f"{self.name} is protected by a password: {self._program.unlock}")

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return list(self._entries)

    def read(self, part: str) -> bytes:
        """The bytes of ``part``."""
        info = self._entries.get(part)
        if info is None:
            raise self.unreadable(f"lacks its part {part}")
        self._check(info)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(min(MAX_PART, self._left) + 1)
        except _DAMAGE as error:
            raise self.unreadable(f"is damaged in its part {part}") from error
        self._left -= len(data)
        if len(data) > MAX_PART or self._left < 0:
            raise self._too_big(part)
        return data

    def xml(self, part: str) -> Any:
        """The root element of ``part``; a document type, which is only there to do harm, is refused."""
        return self.parsed(part, self.read(part))

    def parsed(self, part: str, data: bytes) -> Any:
        """The root element of ``data``, the bytes of ``part``."""
        if any(mark in data for mark in _DOCTYPES):
            raise self.unreadable(f"declares a document type (DTD) in its part {part}, which is not safe to read")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.unreadable(f"is damaged in its part {part} ({_first(error)})") from error
        if root.getroottree().docinfo.doctype:  # in an encoding that the search above does not know
            raise self.unreadable(f"declares a document type (DTD) in its part {part}, which is not safe to read")
        return root

    def _refused_ole(self, data: bytes) -> UnreadableFile:
        if _LOCKED_OLE in data:
            return self.locked()
        return self.unreadable("is protected by a password, or an old .doc under another name")

    def _check(self, info: ZipInfo) -> None:
        if info.flag_bits & _ENCRYPTED:
            raise self.locked()
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # the others inflate without a limit
            raise self.unreadable(f"is packed in an unusual way in its part {info.filename}")
        dense = info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if dense or info.file_size > min(MAX_PART, self._left):  # zipfile never reads beyond the declared size
            raise self._too_big(info.filename)

    def _too_big(self, part: str) -> UnreadableFile:
        return self.unreadable(f"unpacks to far too much in its part {part}")


def related(source: str, target: str) -> str:
    """The name of the part that a relationship of the part ``source`` points to.

    >>> related("word/document.xml", "styles.xml"), related("", "/word/document.xml")
    ('word/styles.xml', 'word/document.xml')
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0][:120]
