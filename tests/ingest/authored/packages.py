"""DOCX packages made by hand, for what python-docx does not write; and archives made to do harm."""

import io
import zipfile
from collections.abc import Mapping

EPOCH = (2024, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W_NAMESPACE}" xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def docx_package(body: str, **others: str) -> bytes:
    """A package with ``body`` in its document; ``others`` are the insides of «numbering», «styles», «footnotes»…"""
    return zipped(docx_parts(body, **others))


def docx_parts(body: str, **others: str) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in others}),
    }
    return parts | {f"word/{kind}.xml": f"<w:{kind} {_NAMES}>{inside}</w:{kind}>" for kind, inside in others.items()}


def _relations(targets: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATED}">{entries}</Relationships>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """Runs, or plain texts, in a paragraph."""
    written = "".join(part if part.startswith("<") else run(part) for part in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"


def numbered(text: str, level: int, list_id: int = 1) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(*([text] if text else []), properties=numbering)


def level(at: int, kind: str = "decimal", text: str | None = None, extra: str = "", start: int = 1) -> str:
    template = f"%{at + 1}." if text is None else text
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{extra}'
        f'<w:lvlText w:val="{template}"/></w:lvl>'
    )


def numbering_of(*lists: str, overrides: Mapping[int, tuple[int, str]] | None = None) -> str:
    """Definitions 0, 1 … with a list 1, 2 … for each; ``overrides`` adds lists: id to definition and overrides."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{inside}</w:abstractNum>' for at, inside in enumerate(lists)
    )
    uses = {at + 1: (at, "") for at in range(len(lists))} | dict(overrides or {})
    return definitions + "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{definition}"/>{inside}</w:num>'
        for at, (definition, inside) in uses.items()
    )
