"""What was measured, as Markdown for people and as JSON for programs. Pure."""

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

from assistant.evaluation.measure import Compared, Group, Measured, Verdict


def measured_text(measured: Measured) -> str:
    """Tables in Markdown: per cent, 95 % intervals in brackets."""
    head = f"## {measured.name}: {measured.questions} judged questions, {measured.reports} reports, "
    parts = [f"{head}{measured.passages} passages", _groups(measured.groups)]
    if measured.verdicts:
        parts.append(_verdicts(measured.verdicts.items()))
    if measured.compared:
        parts.append(_compared(measured.groups[0], measured.compared))
    return "\n\n".join(parts)


def verdicts_text(verdicts: Iterable[tuple[str, Verdict]]) -> str:
    """The table of verdicts alone, as for sets pooled."""
    return _verdicts(verdicts)


def measured_json(measured: Measured) -> dict[str, Any]:
    """Shares from 0 to 1; a figure that does not exist is null."""
    return {
        "set": measured.name,
        "questions": measured.questions,
        "reports": measured.reports,
        "passages": measured.passages,
        "groups": [
            {"name": g.name, "questions": g.questions, "figures": _numbers(g.figures), "intervals": dict(g.intervals)}
            for g in measured.groups
        ],
        "verdicts": {name: verdict_json(v) for name, v in measured.verdicts.items()},
        "baselines": [
            {"name": c.name, "figures": _numbers(c.figures), "wins": c.wins, "losses": c.losses, "p_value": c.p_value}
            for c in measured.compared
        ],
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Shares from 0 to 1; a figure that does not exist is null."""
    figures = {
        "auroc": verdict.auroc, "refused_at_5_percent_wrongly": verdict.refused_at_5, "answered": verdict.answered,
        "refused": verdict.refused, "calibration_error": verdict.calibration_error,
    }  # fmt: skip
    return {
        "answerable": len(verdict.positives),
        "unanswerable": len(verdict.negatives),
        **_numbers(figures),
        "reliability": [{"stated": s, "true": t, "questions": n} for s, t, n in verdict.reliability],
    }


def pooled(measured: Sequence[Measured]) -> Verdict | None:
    """The verdicts of several sets as one, as if they had been asked in one go; None where one set has none."""
    parts = [m.verdicts["all"] for m in measured if "all" in m.verdicts]
    if len(parts) < 2 or len(parts) < len(measured):
        return None
    answerable, unanswerable = sum(len(v.positives) for v in parts), sum(len(v.negatives) for v in parts)
    return Verdict(
        [p for v in parts for p in v.positives], [n for v in parts for n in v.negatives],
        sum(v.answered * len(v.positives) for v in parts) / answerable,
        sum(v.refused * len(v.negatives) for v in parts) / unanswerable,
        [c for v in parts for c in v.values], [r for v in parts for r in v.right],
    )  # fmt: skip


def _groups(groups: Sequence[Group]) -> str:
    names = list(dict.fromkeys(name for g in groups for name in g.figures))
    rows = [[g.name, str(g.questions), *(_interval(g, name) for name in names)] for g in groups]
    return table(["", "n", *names], rows)


def _verdicts(verdicts: Iterable[tuple[str, Verdict]]) -> str:
    heads = ["is there an answer", "answerable", "not", "AUROC", "refused at 5 % wrongly", "answered", "refused", "ECE"]
    rows = [
        [name, str(len(v.positives)), str(len(v.negatives)), _figure(v.auroc, 1, 3), _figure(v.refused_at_5),
         _figure(v.answered), _figure(v.refused), _figure(v.calibration_error, 1, 3)]
        for name, v in verdicts
    ]  # fmt: skip
    return table(heads, rows)


def _compared(ours: Group, compared: Sequence[Compared]) -> str:
    names = list(compared[0].figures)
    rows = [["tripreport", *(_figure(ours.figures[n]) for n in names), "", "", ""]]
    rows += [
        [c.name, *(_figure(c.figures[n]) for n in names), str(c.wins), str(c.losses), f"{c.p_value:.3f}"]
        for c in compared
    ]
    return table(["", *names, "tripreport wins", "loses", "p"], rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _interval(group: Group, name: str) -> str:
    if name not in group.figures:
        return ""
    low, high = group.intervals[name]
    return f"{_figure(group.figures[name])} [{100 * low:.1f}–{100 * high:.1f}]"


def _figure(value: float, scale: int = 100, digits: int = 1) -> str:
    return "" if isnan(value) else f"{scale * value:.{digits}f}"


def _numbers(figures: Any) -> dict[str, float | None]:
    return {name: None if isnan(value) else value for name, value in figures.items()}
