"""Prints the DOCX of every authored report as PDF: ``python -m tests.ingest.authored.make`` (needs soffice)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ingest.authored import REPORTS, pdf_path, write_docx


def printed(data: bytes, suffix: str = ".docx") -> bytes:
    """The PDF that LibreOffice makes of ``data``, whose format is that of ``suffix``."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("soffice is not installed: install LibreOffice Writer.")
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        (folder / f"report{suffix}").write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        done = subprocess.run(
            [*command, "--outdir", str(folder), str(folder / f"report{suffix}")],
            capture_output=True, text=True, timeout=300, check=True,
        )  # fmt: skip
        made = folder / "report.pdf"
        if not made.exists():
            raise RuntimeError(f"soffice printed nothing: {done.stdout} {done.stderr}")
        return made.read_bytes()


def main() -> None:
    for report in REPORTS:
        path = pdf_path(report)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(printed(write_docx(report)))
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
