"""A ZIP archive whose bytes depend on what is in it and on nothing else."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Final

SUMS: Final = "SHA256SUMS"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that the format knows: when a bundle was made is no part of it."""
_UNIX, _READABLE = 3, 0o644 << 16
_PACKED_ALREADY: Final = ".png"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in their order, and last the hashes of all as ``sha256sum -c`` reads them."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, SUMS: sums.encode()}.items():
            archive.writestr(_entry(name), data, compresslevel=9)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    return entry
