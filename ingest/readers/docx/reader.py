"""DOCX: the text as Word prints it, with the numerals that it counts by itself («壹、», «(一)») and does not store."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from corpus.types import Document, RawFile
from ingest.readers.docx.story import Story
from ingest.readers.docx.styles import Numbering, Styles, W
from ingest.readers.flow import canonical, lost_notices
from ingest.readers.package import Package, Program, related

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MACROS: Final = "application/vnd.ms-word.document.macroEnabled.12"
_PROGRAM: Final = Program("Word", ".docx")
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class DocxReader:
    """Reads ``.docx`` and ``.docm``, whose macros are left alone."""

    suffixes: Sequence[str] = (".docx", ".docm")

    def read(self, raw: RawFile) -> Document:
        """The document, or :class:`UnreadableFile` naming what is wrong and the cure."""
        package = Package(raw, _PROGRAM)
        main = _main_part(package)
        parts = _relationships(package, main)
        body = _xml(package, main).find(f"{W}body")
        if body is None:
            raise package.unreadable("is no Word document")
        styles = Styles(_part(package, parts, "styles"))
        numbering = Numbering(_part(package, parts, "numbering"), styles)
        notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in _part(package, parts, f"{kind}s", ())
        }
        story = Story(styles, numbering, notes)
        text = canonical(story.lines(body), raw.name)
        macros = PurePath(raw.name).suffix.lower() == ".docm"
        return Document(
            text, "docx", _MACROS if macros else MEDIA_TYPE, notices=tuple(lost_notices(numbering.unknown, story.lost))
        )


def _main_part(package: Package) -> str:
    """The part that holds the text; its name is a custom, not a rule."""
    main = _relationships(package, "").get("officeDocument", "word/document.xml")
    if not main.startswith(("xl/", "ppt/")) and main in package:
        return main
    raise package.unreadable("is no Word document (its part word/document.xml is missing)")


def _relationships(package: Package, part: str) -> dict[str, str]:
    """The parts that ``part`` refers to, by the last word of what they are to it."""
    folder, _, name = part.rpartition("/")
    listed = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if listed not in package:
        return {}
    entries = package.xml(listed).iter(_RELATIONSHIP)
    return {
        entry.get("Type", "").rpartition("/")[2]: related(part, entry.get("Target", ""))
        for entry in entries
        if entry.get("TargetMode") != "External"
    }


def _part(package: Package, parts: dict[str, str], kind: str, otherwise: Any = None) -> Any:
    name = parts.get(kind)
    return _xml(package, name) if name is not None and name in package else otherwise


def _xml(package: Package, part: str) -> Any:
    """A part whose names are those of the usual form of the format; the strict form calls them differently."""
    return package.parsed(part, package.read(part).replace(_STRICT, _TRANSITIONAL))
