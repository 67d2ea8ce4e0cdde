"""Pages drawn by hand. The font is not embedded: every character is an em wide, the ASCII ones half of it."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT = 72.0, 72.0 + 32 * 14
"""The margins that :func:`report` sets its text between: 32 characters of 14 points."""

Turn = tuple[float, float, float, float]
"""The factors of a text matrix."""


@dataclass
class Drawing:
    """One page. Heights are counted from the top, as one looks at it."""

    rotate: int = 0
    crop: tuple[int, int, int, int] | None = None
    size: tuple[int, int] = (WIDTH, HEIGHT)
    ops: list[str] = field(default_factory=list)
    images: list[NDArray[np.uint8]] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, size: float = 14, turn: tuple[float, ...] = (1, 0, 0, 1)
    ) -> "Drawing":
        a, b, c, d = turn
        codes = words.encode("utf-16-be").hex()
        self.ops.append(f"BT /F {size} Tf {a} {b} {c} {d} {x} {self.size[1] - y} Tm <{codes}> Tj ET")
        return self

    def lines(self, x: float, y: float, rows: Sequence[str], size: float = 14, step: float = 24) -> "Drawing":
        for at, row in enumerate(rows):
            self.text(x, y + at * step, row, size)
        return self

    def rule(self, x: float, y: float, x_end: float, y_end: float) -> "Drawing":
        self.ops.append(f"0.5 w {x} {self.size[1] - y} m {x_end} {self.size[1] - y_end} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> "Drawing":
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def picture(self, image: NDArray[np.uint8]) -> "Drawing":
        """A picture that covers the page."""
        self.ops.append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /I{len(self.images)} Do Q")
        self.images.append(image)
        return self


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /MingLiU /Encoding /UniCNS-UTF16-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /MingLiU /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 4 >> "
    b"/DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /MingLiU /Flags 4 /ItalicAngle 0 "
    b"/FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
)


def pdf_of(*drawings: Drawing) -> bytes:
    """The drawings as a PDF."""
    bodies: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _FONT]
    pages = []
    for drawing in drawings:
        images = []
        for number, image in enumerate(drawing.images):
            bodies.append(_image(image))
            images.append(f"/I{number} {len(bodies)} 0 R")
        content = "\n".join(drawing.ops).encode("ascii")
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        crop = f"/CropBox [{' '.join(map(str, drawing.crop))}]" if drawing.crop else ""
        resources = f"<< /Font << /F 3 0 R >> /XObject << {' '.join(images)} >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {drawing.size[0]} {drawing.size[1]}] {crop} "
            f"/Rotate {drawing.rotate} /Contents {len(bodies)} 0 R /Resources {resources} >>".encode()
        )
        pages.append(len(bodies))
    kids = " ".join(f"{page} 0 R" for page in pages)
    bodies[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    return _file(bodies)


def _image(image: NDArray[np.uint8]) -> bytes:
    height, width = image.shape[:2]
    data = zlib.compress(image.tobytes())
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        f"/Filter /FlateDecode /Length {len(data)} >>"
    )
    return head.encode() + b"\nstream\n" + data + b"\nendstream"


def _file(bodies: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def report(paragraphs: Sequence[str], rows: int = 24, header: str = "", footer: str = "{page}") -> list[Drawing]:
    """Paragraphs set as an office program sets them: two characters' indent, 32 characters a line, ``rows`` a page."""
    lines: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        first = paragraph[:30]
        lines.append((LEFT + 28, first))
        lines += [(LEFT, paragraph[at : at + 32]) for at in range(30, len(paragraph), 32)]
    pages = []
    for number, start in enumerate(range(0, len(lines), rows), 1):
        page = Drawing()
        if header:
            page.text(LEFT, 40, header.format(page=number), 10)
        for at, (x, words) in enumerate(lines[start : start + rows]):
            page.text(x, 90 + 28 * at, words)
        if footer:
            page.text(290, 810, footer.format(page=number), 10)
        pages.append(page)
    return pages
