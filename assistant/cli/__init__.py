"""The command line: ``tripreport``."""

from assistant.cli.main import main, tripreport

__all__ = ["main", "tripreport"]
