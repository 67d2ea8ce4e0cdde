"""The table, and what an edited sheet changes, as plain text for people. Pure."""

from collections.abc import Sequence
from typing import Final

from assistant.recommendations.table import Recommendation, Table
from assistant.recommendations.taking import Fate, Taken
from corpus.advice_rows import told
from corpus.marks import Mark
from corpus.text import unwrapped
from corpus.tracked import Gone

_WIDTH: Final = 160
"""Characters of a recommendation in a list; all of it is in the other formats."""
_FATES: Final = {
    Fate.CHANGED: "changed",
    Fate.SAME: "unchanged",
    Fate.CONFLICT: "in conflict",
    Fate.UNKNOWN: "unknown",
    Fate.BAD: "not understood",
    Fate.TWICE: "there twice",
}


def table_text(found: Table) -> str:
    """Two lines a row; then what is gone, then how many there are."""
    rows = [_row_text(row) for row in found.rows]
    gone = [_gone_text(row) for row in found.gone]
    counts = ", ".join(f"{count:,} {status.value}" for status, count in found.statuses.items() if count)
    last = found.first + len(found.rows)
    shown = f" ({found.first + 1:,}-{last:,} shown; -k shows more)" if 0 < len(found.rows) < found.total else ""
    return "\n".join([*rows, *gone, f"{found.total:,} recommendations{shown}{f'; {counts}' if counts else ''}"])


def _row_text(row: Recommendation) -> str:
    number = f"{row.tracked.advice.number} " if row.tracked.advice.number else ""
    said = on_one_line(row.text[row.tracked.advice.said - row.tracked.advice.start :])
    agency = f"{row.cited.agency}, " if row.cited.agency else ""
    where = f"{agency}{row.report.title}, {_place(row)}"
    return f"{row.key}  {_mark_text(row.mark)}\n    {number}{_short(said)}\n    — {where}"


def _gone_text(gone: Gone) -> str:
    why = f"no longer in the report (version {gone.version} said it)" if gone.title else "its report was removed"
    return f"{gone.key}  {_mark_text(gone.mark)}\n    {_short(on_one_line(gone.text))}\n    — {why}"


def on_one_line(text: str) -> str:
    """The words of a text without its line ends; Chinese that was broken at the margin is whole again."""
    return " ".join(unwrapped(text).split())


def _place(row: Recommendation) -> str:
    page = f", page {row.page}" if row.page is not None else ""
    return f"{' > '.join(row.cited.section_path)}{page}"


def _mark_text(mark: Mark) -> str:
    return f"[{told(mark).removeprefix('status ')}]"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def marked_text(row: Recommendation | Gone) -> str:
    """What is noted now."""
    return f"{row.key}  {_mark_text(row.mark)} revision {row.mark.revision}"


def taken_text(decided: Sequence[Taken], dry_run: bool) -> str:
    """A line a row that was edited, and the tally."""
    lines = [_taken_line(taken) for taken in decided if taken.fate is not Fate.SAME]
    counts = [(sum(taken.fate is fate for taken in decided), words) for fate, words in _FATES.items()]
    tally = ", ".join(f"{count} {words}" for count, words in counts if count) or "no rows"
    return "\n".join([*lines, f"{tally}{' (nothing was written)' if dry_run else ''}"])


def _taken_line(taken: Taken) -> str:
    where = f"row {taken.line.number}  {taken.line.key}"
    if taken.now is None or taken.then is None:
        return f"{where}  {_FATES[taken.fate]}{f': {taken.why}' if taken.why else ''}"
    return f"{where}  {_FATES[taken.fate]}: {_mark_text(taken.now)} -> {_mark_text(taken.then)}"
