"""ODT: the text as LibreOffice prints it, with the numerals that it counts («壹、», «(一)») and does not store."""

from collections.abc import Sequence
from typing import Final

from corpus.types import Document, RawFile
from ingest.readers.flow import canonical, lost_notices
from ingest.readers.odt.story import Story
from ingest.readers.odt.styles import OFFICE, Styles
from ingest.readers.package import Package, Program

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_PROGRAM: Final = Program("LibreOffice", ".odt")


class OdtReader:
    """Reads ``.odt``."""

    suffixes: Sequence[str] = (".odt",)

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` naming what is wrong and the cure."""
        package = Package(raw, _PROGRAM)
        _refuse_locked(package)
        if "content.xml" not in package:
            raise package.unreadable("is no OpenDocument text (its part content.xml is missing)")
        content = package.xml("content.xml")
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise package.unreadable("is an OpenDocument file, but no text")
        sheets = [package.xml("styles.xml")] if "styles.xml" in package else []
        story = Story(Styles(*sheets, content))
        text = canonical(story.lines(body), raw.name)
        return Document(text, "odt", MEDIA_TYPE, notices=tuple(lost_notices(story.unknown, story.lost)))


def _refuse_locked(package: Package) -> None:
    """A locked file says so in its list of contents; a newer one is a locked package in a package."""
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise package.locked()
