"""Files made to hurt whoever reads them, or simply broken; made anew for each test, none is kept.

Each has a name, says how to make it, and what becomes of it: a piece of the one clear line, or that it reads.
"""

import io
import os
import random
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

READS = "reads"
EITHER = "reads, or is refused in one clear line"
TEXT = "壹、目的\n本次考察之目的為瞭解各國之數位政府。\n"


@dataclass(frozen=True)
class Hostile:
    """``make`` gives the bytes; or, given a path, makes there whatever it is."""

    name: str
    make: Callable[[], bytes] | Callable[[Path], object]
    expect: str = EITHER
    slow: bool = False
    on_disk: bool = False

    def put(self, folder: Path) -> Path:
        path = folder / self.name
        if self.on_disk:
            self.make(path)  # type: ignore[call-arg]
        else:
            path.write_bytes(self.make())  # type: ignore[call-arg, arg-type]
        return path


# ---------------------------------------------------------------------------------------------------------- PDF


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", root: int = 1) -> bytes:
    """A PDF with a right cross-reference table, whatever is in its objects."""
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    free = b"0000000000 00000 f \n"
    out += b"".join(b"%010d 00000 n \n" % offsets[n] if n in offsets else free for n in range(1, size))
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(content: bytes, page: bytes = b"", filters: bytes = b"", **others: bytes) -> dict[int, bytes]:
    """The objects of a PDF of one page: 1 catalog, 2 pages, 3 page, 4 content, 5 font; ``o6`` and so on are more."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> " + page + b" >>",
        4: stream(content, filters),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    return objects | {int(name[1:]): body for name, body in others.items()}


SHOW = b"BT /F 12 Tf 72 700 Td (The delegation visited three agencies to learn about digital government.) Tj ET"


def good_pdf() -> bytes:
    return pdf(one_page(SHOW))


def encrypted_pdf() -> bytes:
    noise = random.Random(1).randbytes(32).hex().encode()
    lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<%s> <%s>]"
    return pdf(one_page(SHOW), lock % (noise, noise, noise[:32], noise[:32]))


def inflating(block: bytes, times: int) -> bytes:
    """What inflates to ``block`` so many times, without the check sum at the end, which no PDF reader asks for."""
    packer = zlib.compressobj(9)
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (times - 1) + packer.flush()


def flate_bomb() -> bytes:
    """Some kilobytes that inflate twice, to 2 GB of drawing."""
    once = inflating(b"(a) Tj 0 -9 Td\n" * 4096, 32_000)
    return pdf({**one_page(b""), 4: stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]")})


def many_pages() -> bytes:
    objects = one_page(SHOW)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % (b"3 0 R " * 200_000)
    return pdf(objects)


def claims_pages() -> bytes:
    return pdf({**one_page(SHOW), 2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"})


def looping_pages() -> bytes:
    return pdf({**one_page(SHOW), 2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R /Count 3 >>"})


def deep_pages() -> bytes:
    deep = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 100_010)}
    objects = {**one_page(SHOW), **deep, 2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"}
    objects[100_010] = objects[3]
    return pdf(objects)


def deep_arrays() -> bytes:
    return pdf(one_page(SHOW, page=b"/Deep " + b"[" * 100_000 + b"]" * 100_000))


def deep_dictionaries() -> bytes:
    return pdf(one_page(SHOW, page=b"/Deep " + b"<</A " * 100_000 + b"0" + b">>" * 100_000))


def deep_content() -> bytes:
    return pdf(one_page(b"[" * 500_000 + SHOW))


def xref_loop() -> bytes:
    whole = good_pdf()
    start = whole.rindex(b"startxref\n") + 10
    offset = whole[start : whole.index(b"\n", start)]
    return whole.replace(b"/Root", b"/Prev %s /Root" % offset)


def huge_xref_stream() -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = stream(zlib.compress(b"\0" * 10_000_000, 9),
                   b"/Type /XRef /Size 2147483647 /W [1 4 2] /Index [0 2147483647] /Root 1 0 R "
                   b"/Filter /FlateDecode")  # fmt: skip
    return body + b"9 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def huge_image(width: int = 100_000) -> bytes:
    image = stream(zlib.compress(b"\0" * 1_000_000), b"/Type /XObject /Subtype /Image /Width %d /Height %d "
                   b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode" % (width, width))  # fmt: skip
    return pdf(one_page(b"q 595 0 0 842 0 0 cm /X Do Q", o6=image))


def image_bomb() -> bytes:
    """A picture that really unpacks to 1.2 GB."""
    data = inflating(b"\0" * 20_000 * 3 * 100, 200)
    image = stream(data, b"/Type /XObject /Subtype /Image /Width 20000 /Height 20000 "
                   b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode")  # fmt: skip
    return pdf(one_page(b"q 595 0 0 842 0 0 cm /X Do Q", o6=image))


def calls_itself() -> bytes:
    form = stream(b"/X Do " + SHOW, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
                  b"/Resources << /XObject << /X 6 0 R >> /Font << /F 5 0 R >> >>")  # fmt: skip
    return pdf(one_page(b"/X Do", o6=form))


def billion_forms() -> bytes:
    """Forms that call the next one ten times, ten levels deep."""

    def form(calls: int, content: bytes) -> bytes:
        return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
                      b"/Resources << /XObject << /X %d 0 R >> /Font << /F 5 0 R >> >>" % calls)  # fmt: skip

    levels = {f"o{n}": form(n + 1, b"/X Do " * 10) for n in range(6, 16)}
    return pdf(one_page(b"/X Do", **levels, o16=form(5, SHOW)))


def many_operators() -> bytes:
    return pdf(one_page(b"0 0 m 9 9 l S " * 1_000_000 + SHOW))


def many_letters() -> bytes:
    """1,900 pages, each with the same 3,000 letters."""
    lines = b"".join(b"(%s) Tj 0 -11 Td\n" % (b"digital government " * 4)[:50] for _ in range(60))
    objects = one_page(b"BT /F 9 Tf 72 800 Td " + lines + b"ET")
    return pdf({**objects, 2: b"<< /Type /Pages /Kids [%s] /Count 1900 >>" % (b"3 0 R " * 1900)})


def broken_font() -> bytes:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Broken /FontDescriptor 6 0 R /FirstChar 0 /LastChar 9 >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /Broken /Flags 4 /FontFile2 7 0 R >>"
    noise = stream(b"\0\1\0\0" + random.Random(2).randbytes(50_000), b"/Length1 50004")
    return pdf({**one_page(SHOW), 5: font, 6: descriptor, 7: noise})


def huge_cmap() -> bytes:
    cmap = (
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + (b"100 beginbfrange\n" + b"<0000> <FFFF> <4E00>\n" * 100 + b"endbfrange\n") * 2000
    )
    font = (b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts "
            b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering "
            b"(Identity) /Supplement 0 >> >>] >>")  # fmt: skip
    content = b"BT /F 12 Tf 72 700 Td <%s> Tj ET" % b"00410042" * 20
    return pdf({**one_page(content), 5: font, 6: stream(zlib.compress(cmap), b"/Filter /FlateDecode")})


def scripted_pdf() -> bytes:
    objects = one_page(SHOW, page=b"/AA << /O 6 0 R >>", o6=b"<< /S /JavaScript /JS (while (true) {}) >>",
                       o7=stream(b"MZ", b"/Type /EmbeddedFile"),
                       o8=b"<< /Type /Filespec /F (virus.exe) /EF << /F 7 0 R >> >>")  # fmt: skip
    objects[1] = (b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R "
                  b"/Names << /EmbeddedFiles << /Names [(virus.exe) 8 0 R] >> >> >>")  # fmt: skip
    return pdf(objects)


def launching_pdf() -> bytes:
    launch = b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>"
    link = (
        b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>]"
    )
    return pdf({**one_page(SHOW, page=link), 1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s >>" % launch})


def garbage_image(kind: bytes) -> bytes:
    image = stream(random.Random(3).randbytes(20_000), b"/Type /XObject /Subtype /Image /Width 1000 /Height 1000 "
                   b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /" + kind)  # fmt: skip
    return pdf(one_page(b"q 595 0 0 842 0 0 cm /X Do Q " + SHOW, o6=image))


def pages_of_size(box: bytes) -> bytes:
    return pdf({**one_page(SHOW), 3: one_page(SHOW)[3].replace(b"[0 0 595 842]", box)})


def flipped_pdf() -> bytes:
    """A good file in which each hundredth byte has been changed."""
    noise, data = random.Random(4), bytearray(pdf(one_page(SHOW * 50)))
    for at in range(20, len(data), 100):
        data[at] = noise.randrange(256)
    return bytes(data)


PDFS = (
    Hostile("encrypted.pdf", encrypted_pdf, "protected .*password"),
    Hostile("truncated.pdf", lambda: good_pdf()[:400]),
    Hostile("header-only.pdf", lambda: b"%PDF-1.7\n", "damaged"),
    Hostile("html-inside.pdf", lambda: b"<!DOCTYPE html><html><body><p>404 Not Found</p></body></html>", EITHER),
    Hostile("no-pdf.pdf", lambda: TEXT.encode(), "damaged"),
    Hostile("flate-bomb.pdf", flate_bomb, "needs more than|took longer than|characters", slow=True),
    Hostile("200000-pages.pdf", many_pages, "pages, at most"),
    Hostile("claims-2147483647-pages.pdf", claims_pages),
    Hostile("page-tree-loop.pdf", looping_pages),
    Hostile("page-tree-100000-deep.pdf", deep_pages),
    Hostile("arrays-100000-deep.pdf", deep_arrays),
    Hostile("dictionaries-100000-deep.pdf", deep_dictionaries),
    Hostile("content-500000-deep.pdf", deep_content),
    Hostile("xref-loop.pdf", xref_loop),
    Hostile("xref-stream-huge.pdf", huge_xref_stream),
    Hostile("page-of-a-billion-points.pdf", lambda: pages_of_size(b"[0 0 1000000000 1000000000]")),
    Hostile("page-of-no-size.pdf", lambda: pages_of_size(b"[0 0 0 0]")),
    Hostile("page-upside-down.pdf", lambda: pages_of_size(b"[595 842 0 0]"), READS),
    Hostile("page-of-odd-size.pdf", lambda: pages_of_size(b"[-1e400 nan 1e400 (x)]")),
    Hostile("image-100000-wide.pdf", huge_image, slow=True),
    Hostile("image-2000000000-wide.pdf", lambda: huge_image(2_000_000_000), slow=True),
    Hostile("image-bomb.pdf", image_bomb, slow=True),
    Hostile("form-calls-itself.pdf", calls_itself),
    Hostile("forms-ten-to-the-tenth.pdf", billion_forms, slow=True),
    Hostile("million-operators.pdf", many_operators, slow=True),
    Hostile("six-million-letters.pdf", many_letters, "characters|took longer", slow=True),
    Hostile("broken-font.pdf", broken_font),
    Hostile("cmap-of-200000-ranges.pdf", huge_cmap, slow=True),
    Hostile("no-pages.pdf",
            lambda: pdf({**one_page(b""), 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "0 pages|damaged"),
    Hostile("no-catalog.pdf", lambda: pdf(one_page(SHOW), root=7), "damaged"),
    Hostile("blank.pdf", lambda: pdf(one_page(b"")), "no text|nothing|empty|blank"),
    Hostile("javascript.pdf", scripted_pdf, READS),
    Hostile("launch.pdf", launching_pdf, READS),
    *(Hostile(f"garbage-{kind.decode()}.pdf", lambda kind=kind: garbage_image(kind), READS)
      for kind in (b"DCTDecode", b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode", b"LZWDecode", b"RunLengthDecode")),
    Hostile("flipped-bytes.pdf", flipped_pdf),
    Hostile("junk-before.pdf", lambda: b"junk\n" * 100 + good_pdf(), READS),
    Hostile("pdf-under-another-name.docx", good_pdf, READS),
)  # fmt: skip

# --------------------------------------------------------------------------------------------------- DOCX and ODT

TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>本次考察之目的為瞭解各國之數位政府。</w:t></w:r></w:p>".encode()
ODT_NAMES = (
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
ODT_PARAGRAPH = "<text:p>本次考察之目的為瞭解各國之數位政府。</text:p>".encode()
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
LAUGHS = b"<!DOCTYPE r [<!ENTITY a0 'haha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
) + b"]>"  # fmt: skip
EXTERNAL = b'<!DOCTYPE r [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'
FETCHED = b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">'


def packed(parts: Mapping[str, bytes], stored: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body: bytes = PARAGRAPH, doctype: bytes = b"", **others: bytes) -> bytes:
    document = doctype + b"<w:document " + W + b"><w:body>" + body + b"</w:body></w:document>"
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return packed(parts | others)


def odt(body: bytes = ODT_PARAGRAPH, doctype: bytes = b"", **others: bytes) -> bytes:
    content = (
        doctype
        + b"<office:document-content "
        + ODT_NAMES
        + b"><office:body><office:text>"
        + body
        + (b"</office:text></office:body></office:document-content>")
    )
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"mimetype": ODT_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest}
    return packed(parts | others, ["mimetype"])


def nested(opening: bytes, inner: bytes, closing: bytes, levels: int = 100_000) -> bytes:
    return opening * levels + inner + closing * levels


def numbered(pattern: bytes, count: int = 500_000) -> bytes:
    """So many of ``pattern``, with numbers that do not pack well."""
    noise = random.Random(7)
    return b"".join(pattern % noise.randrange(10**9) for _ in range(count))


DOCX_TABLE = (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>")
ODT_TABLE = (
    b"<table:table><table:table-row><table:table-cell>",
    b"</table:table-cell></table:table-row></table:table>",
)
ODT_LIST = (b"<text:list><text:list-item>", b"</text:list-item></text:list>")


def many_entries(first: bytes, count: int = 100_000) -> bytes:
    """``first``, an archive, with so many empty files added."""
    end = first.rindex(b"PK\5\6")
    size, at = struct.unpack("<LL", first[end + 12 : end + 20])
    local, central = bytearray(first[:at]), bytearray(first[at : at + size])
    for number in range(count):
        name = b"word/media/%06d.png" % number
        central += b"PK\1\2" + struct.pack(
            "<6H3L5H2L", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, len(local)
        )
        central += name
        local += b"PK\3\4" + struct.pack("<5H3L2H", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
    return bytes(local + central) + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 65535, 65535, len(central), len(local), 0)


def overlapping(first: bytes, suffix: bytes = b".xml", count: int = 5000, size: int = 60 << 20) -> bytes:
    """``first``, an archive, with a bomb added once that the directory names many times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b" " * size) + packer.flush()
    check = zlib.crc32(b" " * size)
    end = first.rindex(b"PK\5\6")
    length, at = struct.unpack("<LL", first[end + 12 : end + 20])
    local, central = first[:at], bytearray(first[at : at + length])
    header = struct.pack("<5H3L", 20, 0, 8, 0, 33, check, len(data), size)
    name = b"word/000000" + suffix
    bomb = b"PK\3\4" + header + struct.pack("<2H", len(name), 0) + name + data
    for number in range(count):
        name = b"word/%06d" % number + suffix
        central += (
            b"PK\1\2" + struct.pack("<H", 20) + header + struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, len(local))
        )
        central += name
    entries = struct.pack("<4H2LH", 0, 0, count, count, len(central), len(local) + len(bomb), 0)
    return local + bomb + bytes(central) + b"PK\5\6" + entries


def ole(stream_name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + stream_name.encode("utf-16-le") + b"\0" * 4000


def spread_out(cells: bytes) -> bytes:
    return b'<table:table><table:table-row table:number-rows-repeated="1000000">' + (
        b'<table:table-cell table:number-columns-repeated="%s"><text:p>x</text:p></table:table-cell>' % cells
    ) + b"</table:table-row></table:table>" + ODT_PARAGRAPH  # fmt: skip


OFFICE = (
    Hostile("billion-laughs.docx",
            lambda: docx(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", LAUGHS), "DTD|entit|damaged"),
    Hostile("external-entity.docx",
            lambda: docx(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", EXTERNAL), "DTD|entit|damaged"),
    Hostile("fetched-dtd.docx", lambda: docx(doctype=FETCHED), "DTD|entit|damaged"),
    Hostile("bomb.docx", lambda: docx(b" " * 300_000_000 + PARAGRAPH), "too much|too big", slow=True),
    Hostile("bomb-of-paragraphs.docx",
            lambda: docx(PARAGRAPH * 500_000), "too much|characters|took longer|needs more", slow=True),
    Hostile("missing-document.docx",
            lambda: packed({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}), "is missing"),
    Hostile("missing-types.docx", lambda: packed({"word/document.xml": b"<w:document " + W + b"/>"}), "."),
    Hostile("plain-zip.docx", lambda: packed({"a.txt": b"x"}), "."),
    Hostile("tables-100000-deep.docx",
            lambda: docx(nested(DOCX_TABLE[0], PARAGRAPH, DOCX_TABLE[1])), "damaged|nested|deep"),
    Hostile("tables-3000-deep.docx", lambda: docx(nested(DOCX_TABLE[0], PARAGRAPH, DOCX_TABLE[1], 3000)), "damaged"),
    Hostile("tables-80-deep.docx", lambda: docx(nested(DOCX_TABLE[0], PARAGRAPH, DOCX_TABLE[1], 80))),
    Hostile("million-empty-paragraphs.docx", lambda: docx(b"<w:p/>" * 1_000_000 + PARAGRAPH)),
    Hostile("half-million-runs.docx",
            lambda: docx(b"<w:p>" + numbered(b"<w:r><w:t>%d</w:t></w:r>") + b"</w:p>"), slow=True),
    Hostile("half-million-rows.docx", lambda: docx(
        b"<w:tbl>" + numbered(b"<w:tr><w:tc><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc></w:tr>") + b"</w:tbl>"
    ), slow=True),
    Hostile("spans-a-billion.docx", lambda: docx(
        b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>' + PARAGRAPH + b"</w:tc></w:tr></w:tbl>"
    )),
    Hostile("not-xml.docx", lambda: docx(b"<w:p>" + b"\0\xff" * 100), "damaged"),
    Hostile("locked.docx", lambda: ole("EncryptedPackage"), "password"),
    Hostile("old-word.doc", lambda: ole("WordDocument"), "Word 97-2003.*save it as .docx"),
    Hostile("old-word-renamed.docx", lambda: ole("WordDocument"), "Word 97-2003.*save it as .docx"),
    Hostile("slides.ppt", lambda: ole("PowerPoint Document"), "PowerPoint.*PDF"),
    Hostile("rich-text.doc", lambda: b"{\\rtf1\\ansi " + b"{" * 100_000, "RTF.*save it as .docx"),
    Hostile("100000-entries.docx", lambda: many_entries(docx()), slow=True),
    Hostile("overlapping.docx", lambda: overlapping(docx()), slow=True),
    Hostile("truncated.docx", lambda: docx()[:-200], "damaged|unpack"),
    Hostile("flipped-bytes.docx", lambda: docx().replace(b"PK\3\4", b"PK\3\5", 2)[:900] + docx()[900:]),
    Hostile("docx-under-another-name.pdf", docx, READS),
    Hostile("web-page.doc", lambda: b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><p>" +
            TEXT.encode() + b"</p></body></html>", READS),
    Hostile("billion-laughs.odt", lambda: odt(b"<text:p>&a11;</text:p>", LAUGHS), "DTD|entit|damaged"),
    Hostile("external-entity.odt", lambda: odt(b"<text:p>&a11;</text:p>", EXTERNAL), "DTD|entit|damaged"),
    Hostile("bomb.odt", lambda: odt(b" " * 300_000_000 + ODT_PARAGRAPH), "too much|too big", slow=True),
    Hostile("blanks-a-billion.odt", lambda: odt(b'<text:p>a<text:s text:c="1000000000"/>b</text:p>')),
    Hostile("blanks-minus-one.odt", lambda: odt(b'<text:p>a<text:s text:c="-1"/>b<text:s text:c="x"/>c</text:p>')),
    Hostile("cells-a-billion-times.odt", lambda: odt(spread_out(b"1000000"))),
    Hostile("missing-content.odt", lambda: packed({"mimetype": ODT_TYPE}, ["mimetype"]), "is missing"),
    Hostile("tables-100000-deep.odt",
            lambda: odt(nested(ODT_TABLE[0], ODT_PARAGRAPH, ODT_TABLE[1])), "damaged|nested|deep"),
    Hostile("lists-100000-deep.odt",
            lambda: odt(nested(ODT_LIST[0], ODT_PARAGRAPH, ODT_LIST[1])), "damaged|nested|deep"),
    Hostile("half-million-lines.odt", lambda: odt(
        b"<text:p>" + numbered(b"%d<text:line-break/>") + b"</text:p>"
    ), slow=True),
    Hostile("lists-100-deep.odt", lambda: odt(nested(ODT_LIST[0], ODT_PARAGRAPH, ODT_LIST[1], 100))),
    Hostile("overlapping.odt", lambda: overlapping(odt()), slow=True),
    Hostile("spreadsheet.odt",
            lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, ["mimetype"]),
            "."),
)  # fmt: skip

# ---------------------------------------------------------------------------------------------------------- HTML


def page(body: bytes) -> bytes:
    return b"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>" + body + b"</body></html>"


P = f"<p>{TEXT}</p>".encode()

HTMLS = (
    Hostile("divs-100000-deep.html", lambda: page(nested(b"<div>", P, b"</div>"))),
    Hostile("tables-20000-deep.html", lambda: page(nested(b"<table><tr><td>", P, b"</td></tr></table>", 20_000))),
    Hostile("lists-100000-deep.html", lambda: page(nested(b"<ul><li>", P, b"</li></ul>"))),
    Hostile("unclosed-60000.html", lambda: page(b"<b><i><p>" * 20_000 + P)),
    Hostile("entity-flood.html", lambda: page(b"<p>" + b"&nbsp;&amp;&#x4E00;&#1114112;&#xD800;&bogus;" * 20_000 + P)),
    Hostile("attribute-flood.html", lambda: page(b"<p " + b" ".join(b"a%d=1" % n for n in range(8_000)) + b">" + P)),
    Hostile("scripts.html", lambda: page(b"<script>while(true){}</script><style>p{color:red}</style>" + P), READS),
    Hostile("only-scripts.html", lambda: page(b"<script>document.write('x')</script>"), "."),
    Hostile("comment-never-ends.html", lambda: b"<html><!--" + b"-" * 1_000_000),
    Hostile("spans-a-billion.html",
            lambda: page(b"<table><tr><td rowspan=999999999 colspan=999999999>x</td></tr></table>" + P)),
    Hostile("half-million-lines.html", lambda: page(numbered(b"<p>%d<br>")), slow=True),
    Hostile("table-of-half-a-million.html",
            lambda: page(b"<table>" + numbered(b"<tr><td>%d") + b"</table>"), slow=True),
    Hostile("base64-picture.html",
            lambda: page(b"<img src='data:image/png;base64," + b"A" * 5_000_000 + b"'>" + P), READS),
    Hostile("says-utf-16.html", lambda: page(P).replace(b"utf-8", b"utf-16"), READS),
    Hostile("says-nonsense.html", lambda: page(P).replace(b"utf-8", b"\xff\xfe(*"), EITHER),
    Hostile("nothing.html", lambda: b"<html></html>", "."),
)  # fmt: skip

# ---------------------------------------------------------------------------------------------------------- text

TEXTS = (
    Hostile("empty.txt", lambda: b"", "is empty"),
    Hostile("one-byte.txt", lambda: b"x", READS),
    Hostile("ff.txt", lambda: b"\xff" * 1000, "could not be told|nothing but blanks"),
    Hostile("fe-ff.txt", lambda: b"\xfe\xff", "nothing but blanks"),
    Hostile("mark-only.txt", lambda: b"\xef\xbb\xbf", "nothing but blanks"),
    Hostile("blanks.txt", lambda: " \t\r\n\u3000\f".encode() * 100_000, "nothing but blanks"),
    Hostile("zeros.txt", lambda: b"\0" * 1_000_000, "binary"),
    Hostile("noise.txt", lambda: random.Random(5).randbytes(2_000_000), "binary|told|damaged"),
    Hostile("high-noise.txt",
            lambda: bytes(random.Random(6).choices(range(128, 256), k=2_000_000)), "told|damaged|binary"),
    Hostile("half-a-character.txt", lambda: TEXT.encode()[:-3] + b"\xe6", EITHER),
    Hostile("utf-16-odd.txt", lambda: TEXT.encode("utf-16") + b"\0", "damaged"),
    Hostile("surrogates.txt", lambda: b"\xed\xa0\x80" * 1000),
    Hostile("digits-60-mb.txt", lambda: b"1" * 60_000_000, "60,000,000 characters, at most", slow=True),
    Hostile("pictograms.txt", lambda: "👨‍👩‍👧‍👦\u202e壹\u0301\u0301、".encode() * 10_000, READS),
    Hostile("form-feeds.txt", lambda: b"a\f" * 20_000, "pages, at most"),
    Hostile("five-million.txt", lambda: "壹、\n".encode() * 1_600_000, READS),
    Hostile("picture.txt", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 1000, "picture.*PDF"),
    Hostile("archive.txt", lambda: packed({"a.txt": b"x"}), "archive"),
    Hostile("rar.txt", lambda: b"Rar!\x1a\x07\x01\0", "archive"),
    Hostile("unknown.xyz", lambda: TEXT.encode(), "cannot be read yet; save it as one of"),
    Hostile("a\nb\u202efdp.txt", lambda: b" ", "a\ufffdb\ufffdfdp.txt holds nothing"),
    Hostile("'; drop table report; --.txt", lambda: TEXT.encode(), READS),
    Hostile("$(touch x) `touch x`.txt", lambda: TEXT.encode(), READS),
    Hostile("長" * 80 + ".txt", lambda: TEXT.encode(), READS),
)  # fmt: skip

# ------------------------------------------------------------------------------------- archives, and what is no file


def flagged(data: bytes) -> bytes:
    """An archive of which each header says that it is encrypted."""
    out = bytearray(data)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = out.find(mark)
        while start >= 0:
            out[start + at] |= 1
            start = out.find(mark, start + 4)
    return bytes(out)


def archive(**members: bytes) -> bytes:
    return packed({name.replace("_", "."): data for name, data in members.items()})


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere.txt")


def folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_text(TEXT, "utf-8")
    (path / "up").symlink_to("..")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(os.path.relpath(path))  # a socket's path may not be long


def unreadable(path: Path) -> None:
    path.write_text(TEXT, "utf-8")
    path.chmod(0)


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 << 40)


PLACES = (
    Hostile("slip.zip", lambda: packed({"../../slip.txt": TEXT.encode()}), READS),
    Hostile("nested.zip", lambda: archive(in_zip=archive(a_txt=TEXT.encode())), "archive in an archive: unpack"),
    Hostile("locked.zip", lambda: flagged(archive(a_txt=TEXT.encode())), "password"),
    Hostile("bomb.zip", lambda: archive(a_txt=b"0" * 100_000_000), "too big", slow=True),
    Hostile("overlapping.zip", lambda: overlapping(archive(a_txt=b"x"), b".txt"), "more than 2 GiB"),
    Hostile("100000-members.zip", lambda: many_entries(archive(a_txt=b"x")), "at most 10,000", slow=True),
    Hostile("million-members.zip",
            lambda: many_entries(archive(a_txt=b"x"), 1_000_000), "directory is huge", slow=True),
    Hostile("truncated.zip", lambda: archive(a_txt=TEXT.encode())[:60], "damaged archive"),
    Hostile("no-archive.zip", lambda: TEXT.encode(), "damaged archive"),
    Hostile("no-report.zip", lambda: archive(a_jpg=b"x"), "without any report"),
    Hostile("loop.txt", loop, "could not be read", on_disk=True),
    Hostile("dangling.txt", dangling, "is a link to .* which is not there", on_disk=True),
    Hostile("folder.pdf", folder, READS, on_disk=True),
    Hostile("pipe.pdf", pipe, "not an ordinary file", on_disk=True),
    Hostile("pipe.zip", pipe, "not an ordinary file", on_disk=True),
    Hostile("socket.pdf", listening, "not an ordinary file", on_disk=True),
    Hostile("ten-terabytes.txt", sparse, "too big", on_disk=True),
    Hostile("ten-terabytes.zip", sparse, "damaged archive", on_disk=True),
)  # fmt: skip
UNREADABLE = Hostile("unreadable.txt", unreadable, "may not be read", on_disk=True)
"""Not to root, who may read anything."""

EVERY = (*PDFS, *OFFICE, *HTMLS, *TEXTS, *PLACES, *((UNREADABLE,) if os.geteuid() else ()))
