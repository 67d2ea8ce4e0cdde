"""The page: ``serve`` runs it; the rooms behind it make HTML of data and know no browser."""

from assistant.web.library import Library
from assistant.web.serve import serve

__all__ = ["Library", "serve"]
