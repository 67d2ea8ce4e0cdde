"""PDFs for the tests: drawn by hand, character by character, where what matters is where things stand."""

from tests.ingest.pdf_samples.drawn import Drawing, pdf_of, report

__all__ = ["Drawing", "pdf_of", "report"]
