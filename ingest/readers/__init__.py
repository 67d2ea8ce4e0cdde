"""One file a format: each reader turns bytes into the report's canonical text and its page map."""

from ingest.readers.table import reader_for, supported_suffixes
from ingest.readers.text import TextReader

__all__ = ["TextReader", "reader_for", "supported_suffixes"]
