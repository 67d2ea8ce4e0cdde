"""Three reports written for these tests, all invented, each printed in five formats from one model."""

from tests.ingest.authored.dikes import DIKES
from tests.ingest.authored.docx_writer import write_docx
from tests.ingest.authored.forum import FORUM
from tests.ingest.authored.library import LIBRARY
from tests.ingest.authored.model import AuthoredReport, outline_of, pdf_path
from tests.ingest.authored.odt_writer import write_odt
from tests.ingest.authored.text_writers import write_html, write_txt

REPORTS = (FORUM, DIKES, LIBRARY)

__all__ = ["REPORTS", "AuthoredReport", "outline_of", "pdf_path", "write_docx", "write_html", "write_odt", "write_txt"]
