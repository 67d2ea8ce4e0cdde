"""Prints the sample reports again: ``python -m tests.ingest.pdf_samples.make`` (needs soffice)."""

import sys
from pathlib import Path

from tests.ingest.authored.make import printed
from tests.ingest.pdf_samples.official import fodt

FOLDER = Path(__file__).parent


def main() -> None:
    path = FOLDER / "official.pdf"
    path.write_bytes(printed(fodt().encode(), ".fodt"))
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
