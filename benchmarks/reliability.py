"""Draws the reliability diagram of docs/QUALITY.md from what ``tripreport evaluate --json`` printed.

usage: tripreport evaluate SET ... --json | python -m benchmarks.reliability docs/reliability.svg

Prints the same as a Markdown table: stated confidence beside the share that was right, by tenths, over all sets given.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

SIZE, EDGE = 320, 44


@dataclass(frozen=True, slots=True)
class Point:
    stated: float
    true: float
    questions: int


def main() -> None:
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    sets = {row["set"]: _points(row["verdicts"]["all"]["reliability"]) for row in rows if row["verdicts"]}
    Path(sys.argv[1]).write_text(svg(sets), encoding="utf-8")
    print("| set | stated | right | questions |\n|---|---|---|---|")
    for name, points in sets.items():
        for p in points:
            print(f"| {name} | {100 * p.stated:.0f} % | {100 * p.true:.0f} % | {p.questions} |")


def _points(rows: list[dict[str, float]]) -> list[Point]:
    return [Point(r["stated"], r["true"], int(r["questions"])) for r in rows]


def svg(sets: dict[str, list[Point]]) -> str:
    """A square: stated confidence to the right, the share that was right upwards; the area of a dot is its count."""
    colours = ("#8c2716", "#1f5f8b", "#4b7a2f", "#7a5195", "#b07a00", "#555555")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE + 2 * EDGE + 120} {SIZE + 2 * EDGE}" '
        'font-family="sans-serif" font-size="11" role="img">',
        "<title>Reliability: stated confidence and the share that was right</title>",
        f'<rect width="100%" height="100%" fill="#fff"/><rect x="{EDGE}" y="{EDGE}" width="{SIZE}" height="{SIZE}" '
        'fill="none" stroke="#999"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>',
        f'<text x="{_x(0.5)}" y="{_y(0) + 34}" text-anchor="middle">stated confidence</text>',
        f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">share that was right</text>',
    ]
    for tick in (0, 0.5, 1):
        parts.append(f'<text x="{_x(tick)}" y="{_y(0) + 16}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    for number, (name, points) in enumerate(sets.items()):
        colour, total = colours[number % len(colours)], sum(p.questions for p in points)
        path = " ".join(f"{_x(p.stated):.1f},{_y(p.true):.1f}" for p in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        for p in points:
            radius = 2 + 14 * (p.questions / total) ** 0.5
            spot = f'cx="{_x(p.stated):.1f}" cy="{_y(p.true):.1f}" r="{radius:.1f}"'
            parts.append(f'<circle {spot} fill="{colour}" fill-opacity="0.35"/>')
        at = EDGE + 14 + 16 * number
        parts.append(f'<text x="{EDGE + SIZE + 10}" y="{at}" fill="{colour}">{name} ({total})</text>')
    return "\n".join([*parts, "</svg>\n"])


def _x(share: float) -> float:
    return EDGE + SIZE * share


def _y(share: float) -> float:
    return EDGE + SIZE * (1 - share)


if __name__ == "__main__":
    main()
