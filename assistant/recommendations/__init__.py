"""The table of all that the reports recommend: read, noted in, exported, and taken back from an edited sheet."""

from assistant.recommendations.table import Recommendation, Table, everything, one, table

__all__ = ["Recommendation", "Table", "everything", "one", "table"]
