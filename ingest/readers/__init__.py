"""One file a format: each reader turns bytes into the report's canonical text and its page map."""

from ingest.readers.table import reader_for, supported_suffixes

__all__ = ["reader_for", "supported_suffixes"]
