"""A picture of what sizes cost: small panels with logarithmic axes, drawn as SVG that can be read on light and on dark.

Lines have a mark each, so that colour is not all that tells them apart; a dashed line is a goal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 440, 290
"""Of a panel, in pixels; two stand side by side."""
LEFT, RIGHT, TOP, BOTTOM = 52, 128, 54, 54
INK = "#767b82"
"""Of words: a contrast of 4.2 on white and of 4.5 on GitHub's dark."""
HUES = ("#3f87cc", "#d0722a", "#3d9657", "#a56fce")
SIGNS = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True)
class Line:
    """A name and a ratio for each number of tasks; ``goals`` are the ratios that it should not pass."""

    name: str
    points: Mapping[int, float]
    goals: Mapping[int, float] | None = None


@dataclass(frozen=True)
class Panel:
    """Lines over the same sizes against the same yardstick."""

    title: str
    about: str
    sizes: str
    """What the sizes count."""
    lines: Sequence[Line]


def picture(title: str, panels: Sequence[Panel]) -> str:
    """The panels, two in a row, as SVG. Panels without a point are left out."""
    drawn = [panel for panel in panels if any(line.points for line in panel.lines)]
    width, height = 2 * WIDTH, HEIGHT * math.ceil(len(drawn) / 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif" font-size="12"'
        f' fill="{INK}">',
        f"<title>{escape(title)}</title>",
    ]
    for number, panel in enumerate(drawn):
        parts.append(f'<g transform="translate({number % 2 * WIDTH} {number // 2 * HEIGHT})">')
        parts += _panel(panel)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True)
class _Axes:
    """From sizes and ratios to pixels."""

    sizes: tuple[int, int]
    ratios: tuple[float, float]

    def x(self, size: int) -> float:
        low, high = map(math.log10, self.sizes)
        return LEFT + (WIDTH - LEFT - RIGHT) * ((math.log10(size) - low) / (high - low) if high > low else 0.5)

    def y(self, ratio: float) -> float:
        low, high = map(math.log10, self.ratios)
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(ratio)) / (high - low)


def _panel(panel: Panel) -> Iterable[str]:
    lines = [line for line in panel.lines if line.points]
    sizes = sorted({size for line in lines for size in line.points})
    values = [value for line in lines for value in [*line.points.values(), *(line.goals or {}).values()]]
    axes = _Axes((sizes[0], sizes[-1]), _span(values))
    yield f'<text x="{LEFT - 42}" y="20" font-weight="600" font-size="13">{escape(panel.title)}</text>'
    yield f'<text x="{LEFT - 42}" y="37">{escape(panel.about)}</text>'
    for ratio in _ticks(*axes.ratios):
        at = axes.y(ratio)
        yield f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{INK}" stroke-opacity=".22"/>'
        yield f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{_number(ratio)}×</text>'
    for size in sizes:
        yield f'<text x="{axes.x(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - BOTTOM + 35}" text-anchor="middle">{escape(panel.sizes)}</text>'
    for goals in {tuple(sorted(line.goals.items())) for line in lines if line.goals}:
        path = "L".join(f"{axes.x(size):.1f} {axes.y(goal):.1f}" for size, goal in goals)
        yield f'<path class="goal" d="M{path}" fill="none" stroke="{INK}" stroke-width="1.5" stroke-dasharray="2 4"/>'
    names = []
    for line, hue, sign in zip(panel.lines, HUES, SIGNS, strict=False):
        if not line.points:
            continue
        points = [(axes.x(size), axes.y(ratio)) for size, ratio in sorted(line.points.items())]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path d="M{path}" fill="none" stroke="{hue}" stroke-width="2"/>'
        for x, y in points:
            yield _sign(sign, hue, x, y)
        names.append((points[-1][1], line.name, hue, sign))
    for y, name, hue, sign in _apart(names):
        yield _sign(sign, hue, WIDTH - RIGHT + 20, y)
        yield f'<text x="{WIDTH - RIGHT + 30}" y="{y + 4:.1f}">{escape(name)}</text>'


def _number(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 1 else f"{ratio:g}"


def _span(values: Sequence[float]) -> tuple[float, float]:
    """A little beyond the least and the most."""
    return min(values) / 1.25, max(values) * 1.25


def _ticks(low: float, high: float) -> list[float]:
    """Round ratios between: 1, 2, 5 of each power of ten where there are few, else the powers alone."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1,) if high / low > 200 else (1, 3) if high / low > 20 else (1, 2, 5)
    return [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]


def _apart(names: list[tuple[float, str, str, str]], gap: float = 17) -> list[tuple[float, str, str, str]]:
    """The names at the ends of their lines, pushed apart where they would cover one another."""
    placed: list[tuple[float, str, str, str]] = []
    for y, *rest in sorted(names):
        placed.append((max(y, placed[-1][0] + gap) if placed else y, *rest))
    beyond = max(0.0, placed[-1][0] - (HEIGHT - BOTTOM)) if placed else 0.0
    return [(y - beyond, *rest) for y, *rest in placed]


def _sign(sign: str, hue: str, x: float, y: float) -> str:
    if sign == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{hue}"/>'
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "diamond": ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
        "triangle": ((0, -5), (5, 4), (-5, 4)),
    }[sign]
    return f'<path d="M{"L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners)}Z" fill="{hue}"/>'
