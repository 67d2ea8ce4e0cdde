"""Draws the reliability diagram of docs/QUALITY.md: stated confidence beside the share that was right, by tenths."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SIZE, EDGE, LEGEND = 320, 44, 260


@dataclass(frozen=True, slots=True)
class Point:
    stated: float
    true: float
    questions: int


def points(rows: Iterable[tuple[float, float, int]]) -> list[Point]:
    """From (stated, true, count) as :func:`assistant.evaluation.metrics.reliability` gives them."""
    return [Point(*row) for row in rows]


def diagram(sets: Mapping[str, Sequence[Point]]) -> str:
    """A square: stated confidence to the right, the share that was right upwards; the area of a dot is its count."""
    colours = (
        "#8c2716", "#1f5f8b", "#4b7a2f", "#7a5195", "#b07a00", "#555555", "#0f7b7b", "#c2185b", "#3f51b5",
    )  # fmt: skip
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE + 2 * EDGE + LEGEND} {SIZE + 2 * EDGE}" '
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
    for number, (name, shown) in enumerate(sets.items()):
        colour, total = colours[number % len(colours)], sum(p.questions for p in shown)
        path = " ".join(f"{_x(p.stated):.1f},{_y(p.true):.1f}" for p in shown)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}"/>')
        for p in shown:
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
