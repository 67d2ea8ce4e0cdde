"""What an edited sheet changes: decided before anything is noted, and told row by row."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assistant.recommendations.reading import Line
from assistant.recommendations.stamp import proof
from assistant.recommendations.table import Recommendation
from corpus.errors import BadMark, UnknownRecommendation
from corpus.marks import UNMARKED, Edit, Mark
from corpus.tracked import Gone

Look = Callable[[str], Recommendation | Gone]


class Fate(StrEnum):
    """What becomes of a row of a sheet."""

    CHANGED = "changed"
    SAME = "same"  # nothing was edited in it, or what it says is noted already
    CONFLICT = "conflict"  # it was edited, and somebody noted something else meanwhile
    UNKNOWN = "unknown"  # no recommendation has its key
    BAD = "bad"  # what it says cannot be noted
    TWICE = "twice"  # its key stands in an earlier row


@dataclass(frozen=True, slots=True)
class Taken:
    """One row: ``now`` is what is noted (None where it is unknown), ``then`` what it says shall be."""

    line: Line
    fate: Fate
    now: Mark | None = None
    then: Mark | None = None
    why: str = ""


def decide(lines: Sequence[Line], look: Look) -> list[Taken]:
    """What becomes of each row; ``look`` finds what is noted now."""
    seen: set[str] = set()
    decided = []
    for line in lines:
        taken = Taken(line, Fate.TWICE) if line.key in seen else _decided(line, look)
        seen.add(line.key)
        decided.append(taken)
    return decided


def _decided(line: Line, look: Look) -> Taken:
    try:
        now = look(line.key).mark
        then = line.edit.on(now)
        sheet = line.edit.on(UNMARKED)
    except UnknownRecommendation as error:
        return Taken(line, Fate.UNKNOWN, why=str(error))
    except BadMark as error:
        return Taken(line, Fate.BAD, why=str(error))
    unedited = line.proof is not None and None not in asdict(line.edit).values() and proof(sheet) == line.proof
    if then.says(now) or unedited:
        return Taken(line, Fate.SAME, now, now)
    if line.seen is not None and line.seen != now.revision:
        return Taken(line, Fate.CONFLICT, now, then)
    return Taken(line, Fate.CHANGED, now, then)


def to_note(decided: Sequence[Taken]) -> list[tuple[str, Edit, int | None]]:
    """What is to be noted, if nobody has noted anything else since it was decided."""
    return [(t.line.key, t.line.edit, t.now.revision) for t in decided if t.fate is Fate.CHANGED and t.now is not None]


def taken_json(taken: Taken) -> dict[str, Any]:
    """One row of ``tripreport recommendations --import FILE --json``."""
    return {
        "row": taken.line.number, "key": taken.line.key, "fate": taken.fate.value, "why": taken.why or None,
        "now": _said(taken.now), "then": _said(taken.then),
    }  # fmt: skip


def _said(mark: Mark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {"status": mark.status.value, "owner": mark.owner, "due": mark.due or None, "note": mark.note}
