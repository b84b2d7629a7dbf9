"""The four ways to draw: bars, columns, bands, and points over time."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.tui.charts.canvas import HOLLOW, Canvas, Glyphs
from wiptui.tui.views.styled_text import width_of

AXIS = 5
"""Cells for the numbers at the left."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its value, and the words at the end. A bar without a value is a heading."""

    name: str
    value: float | None = None
    said: str = ""
    role: str = "accent"
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the chart at a value, with its name."""

    value: float
    name: str
    role: str = "muted"


def bars(canvas: Canvas, glyphs: Glyphs, rows: Sequence[Bar], levels: Sequence[Level] = (), first: int = 0) -> None:
    """Horizontal bars from one zero, with ``levels`` as marks across them.

    ``first`` is the first row to show, and rows below that have no room are counted.
    """
    if not rows or canvas.height < 1:
        return
    names = max((width_of(row.name) for row in rows if row.value is not None), default=0)
    names = min(names, max(canvas.width * 2 // 5, 8))
    said = max(width_of(row.said) for row in rows)
    room = canvas.width - names - said - 3
    top = max([row.value or 0.0 for row in rows] + [level.value for level in levels] + [1e-9])
    y = _level_names(canvas, levels, names + 1, room, top) if room >= 4 else 0
    shown = rows[first : first + canvas.height - y]
    more = sum(row.value is not None for row in rows[first + len(shown) :])
    if more and len(shown) > 2:
        shown = shown[:-1]
        more += rows[first + len(shown)].value is not None
        canvas.label(0, canvas.height - 1, f"… {more} more", canvas.width, "muted")
    for row in shown:
        if row.value is None:
            canvas.label(0, y, row.name, canvas.width, "strong")
            y += 1
            continue
        canvas.label(0, y, row.name, names, "", row.point)
        if room >= 4:
            full = min(round(row.value / top * room), room)
            full = max(full, 1) if row.value > 0 else 0
            canvas.put(names + 1, y, glyphs.rest * room, "muted", row.point)
            canvas.put(names + 1, y, glyphs.bar * full, row.role, row.point)
            for level in levels:
                x = min(round(level.value / top * room), room - 1)
                if x >= full:
                    canvas.put(names + 1 + x, y, glyphs.mark, level.role)
        canvas.right(canvas.width, y, row.said, row.role if row.role == "warn" else "", row.point)
        y += 1


def in_sight(rows: Sequence[Bar], point: int | None, height: int) -> int:
    """The first row to show, so that the one of a point is in sight."""
    at = next((place for place, row in enumerate(rows) if point is not None and row.point == point), 0)
    return max(at - max(height - 2, 0), 0)


def _level_names(canvas: Canvas, levels: Sequence[Level], left: int, room: int, top: float) -> int:
    """The names of the levels above their marks, or a cell or two beside; the one that warns before all others.

    Returns the lines that it took.
    """
    if not levels or canvas.height < 3:
        return 0
    taken: list[tuple[int, int]] = []
    for level in sorted(levels, key=lambda level: (level.role != "warn", level.value)):
        size = width_of(level.name)
        x = min(left + min(round(level.value / top * room), room - 1), canvas.width - size)
        for at in (x, x + 1, x - 1, x + 2, x - 2):
            if left <= at <= canvas.width - size and all(at + size < start or at > end for start, end in taken):
                canvas.put(at, 0, level.name, level.role)
                taken.append((at, at + size))
                break
    return 1


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot is inside the axes."""

    left: int
    width: int
    height: int
    top: float

    def row(self, value: float) -> int:
        """The line of a value."""
        return self.height - 1 - min(int(value / self.top * self.height), self.height - 1)


def frame(canvas: Canvas, glyphs: Glyphs, top: float, right: int = 0) -> Frame:
    """Draw the axes for values from 0 to ``top`` and say where the plot is; ``right`` cells are kept free for names."""
    height = max(canvas.height - 2, 1)
    top = _nice(top)
    left = AXIS if canvas.width >= 20 else 0
    plot = Frame(left, max(canvas.width - left - right, 1), height, top)
    if left:
        for y in range(height):
            canvas.put(left - 1, y, glyphs.axis, "muted")
        for share in (1.0, 0.5):
            value = top * share
            y = height - 1 - min(round(share * height), height - 1) if share < 1 else 0
            canvas.right(left - 1, y, f"{value:g}", "muted")
        canvas.right(left - 1, height - 1, "0", "muted")
        canvas.put(left - 1, height, glyphs.corner + glyphs.floor * plot.width, "muted")
    return plot


def _lines_across(canvas: Canvas, glyphs: Glyphs, plot: Frame, levels: Sequence[Level]) -> None:
    """The levels with their names; where two share a line, the one that warns is the one to see."""
    for level in sorted(levels, key=lambda level: level.role == "warn"):
        y = plot.row(level.value)
        canvas.put(plot.left, y, glyphs.line * plot.width, level.role)
        canvas.put(plot.left + plot.width + 1, y, " " * max(canvas.width - plot.left - plot.width - 1, 0))
        canvas.put(plot.left + plot.width + 1, y, level.name, level.role)


def _nice(top: float) -> float:
    """The next round number from ``top`` on of which the half is round too, so that the axis reads well."""
    step = 1.0
    while True:
        for factor in (1, 2, 4, 6, 8, 12, 16):
            if factor * step >= top:
                return float(factor * step)
        step *= 10


def ticks(canvas: Canvas, plot: Frame, names: Sequence[tuple[int, str]]) -> None:
    """Names below the axis at cells of the plot, as many as there is room for."""
    last = -1
    for x, name in names:
        at = min(plot.left + x, canvas.width - width_of(name))
        if at > last and at >= 0:
            canvas.put(at, plot.height + 1, name, "muted")
            last = at + width_of(name) + 1


def spans(count: int, cells: int) -> list[tuple[int, int]]:
    """``count`` neighbours spread over at most so many cells: where each cell's share begins and ends."""
    groups = min(count, max(cells, 1))
    return [(place * count // groups, (place + 1) * count // groups) for place in range(groups)]


def means(values: Sequence[float], shares: Sequence[tuple[int, int]]) -> list[float]:
    """The mean of each share."""
    return [sum(values[start:end]) / (end - start) for start, end in shares]


def columns(
    canvas: Canvas,
    glyphs: Glyphs,
    values: Sequence[float],
    names: Sequence[str],
    *,
    levels: Sequence[Level] = (),
    steps: Sequence[float] = (),
) -> None:
    """A column for each value, left to right in time; ``steps`` is a line of one value each, over them.

    Where there are more values than cells, neighbours share one with their mean.
    """
    if not values:
        return
    right = max((width_of(level.name) + 1 for level in levels), default=0) if canvas.width >= 40 else 0
    cells = max(canvas.width - (AXIS if canvas.width >= 20 else 0) - right, 1)
    shares = spans(len(values), cells)
    shown, lines = means(values, shares), means(steps, shares) if steps else []
    plot = frame(canvas, glyphs, max([*shown, *lines, *(level.value for level in levels), 1.0]), right)
    wide, draw = _widths(plot.width, len(shown))
    _lines_across(canvas, glyphs, plot, levels)
    for place, value in enumerate(shown):
        _column(canvas, glyphs, plot, place * wide, draw, value, shares[place][0])
    for place, value in enumerate(lines):
        x, y = plot.left + place * wide, plot.row(value)
        role = HOLLOW if canvas.sign(x, y) == glyphs.bar and not canvas.plain else "strong"
        canvas.put(x, y, glyphs.floor * draw, role, shares[place][0])
    if len(shares) < len(values) and plot.left:
        sizes = {end - start for start, end in shares}
        said = f" each the mean of {'-'.join(str(size) for size in sorted(sizes))} "
        canvas.right(plot.left + plot.width - 1, plot.height, said, "muted")
    _stand(canvas, glyphs, plot, shares, wide)
    ticks(canvas, plot, [(place * wide, names[start]) for place, (start, _) in enumerate(shares)])


def _stand(canvas: Canvas, glyphs: Glyphs, plot: Frame, shares: Sequence[tuple[int, int]], wide: int) -> None:
    """Say where the cursor is on the axis, and which points share a column."""
    for place, (start, end) in enumerate(shares):
        canvas.sign_for(start, plot.left + place * wide + max(wide - 1, 0) // 2, plot.height, glyphs.here)
        canvas.share(range(start, end), start)


def _widths(room: int, count: int) -> tuple[int, int]:
    """Cells from one column to the next, and how many of them are drawn."""
    wide = max(room // count, 1)
    draw = min(wide - 1, 8) if wide > 1 else 1
    return (draw + 1 if wide > 1 else 1), draw


def _column(canvas: Canvas, glyphs: Glyphs, plot: Frame, x: int, wide: int, value: float, point: int) -> None:
    steps = len(glyphs.eighths)
    parts = round(value / plot.top * plot.height * steps)
    parts = max(parts, 1) if value > 0 else 0
    for up in range(plot.height):
        fill = min(parts - up * steps, steps)
        if fill > 0:
            canvas.put(plot.left + x, plot.height - 1 - up, glyphs.eighths[fill - 1] * wide, "accent", point)
    if not parts:
        canvas.put(plot.left + x, plot.height - 1, glyphs.eighths[0] * min(wide, 1), "muted", point)


def bands(
    canvas: Canvas,
    glyphs: Glyphs,
    layers: Sequence[Sequence[float]],
    names: Sequence[str],
    legend: Sequence[str],
) -> None:
    """What left, what is in work, what is not started, on top of each other, each in a pattern that ``legend`` names.

    The band of the work is exact to an eighth of a cell at both edges: it is what a cumulative flow is read for.
    """
    if not layers or not layers[0]:
        return
    cells = max(canvas.width - (AXIS if canvas.width >= 20 else 0), 1)
    shares = spans(len(layers[0]), cells)
    last = [[layer[end - 1] for _, end in shares] for layer in layers]
    totals = [sum(column) for column in zip(*last, strict=True)]
    plot = frame(canvas, glyphs, max([*totals, 1.0]))
    wide = max(plot.width // len(totals), 1)
    steps = len(glyphs.eighths)
    scale = plot.height * steps / plot.top
    for place, (gone, work, _) in enumerate(zip(*last, strict=True)):
        low, high, all_of = round(gone * scale), round((gone + work) * scale), round(totals[place] * scale)
        high = max(high, low + 1) if work > 0 else low
        for up in range(plot.height):
            text, role = _band(low - up * steps, high - up * steps, all_of - up * steps, glyphs)
            if text:
                x, y = plot.left + place * wide, plot.height - 1 - up
                canvas.put(x, y, text * wide, role, shares[place][0])
    ticks(canvas, plot, [(place * wide, names[start]) for place, (start, _) in enumerate(shares)])
    _stand(canvas, glyphs, plot, shares, wide)
    roles = ("muted", "accent", "muted")
    if plot.height >= len(layers) + 2:
        for y, (pattern, name, role) in enumerate(reversed(list(zip(glyphs.bands, legend, roles, strict=True)))):
            canvas.put(plot.left + 1, y, f"{pattern * 2} {name}", role)


def _band(low: int, high: int, top: int, glyphs: Glyphs) -> tuple[str, str]:
    """The sign of a cell that the work fills from ``low`` to ``high``, in steps from the cell's floor."""
    steps = len(glyphs.eighths)
    gone, work, later = glyphs.bands
    if low >= steps:
        return gone, "muted"
    if high <= 0:
        return (later, "muted") if top > steps // 2 else ("", "")
    if high <= low:
        return (gone, "muted") if low > steps // 2 else ("", "")
    if low <= 0:
        return glyphs.eighths[min(high, steps) - 1] if high < steps else work, "accent"
    if high < steps:
        return glyphs.slivers[min((low + high) * 3 // (2 * steps), 2)], "accent"
    return (glyphs.eighths[low - 1], HOLLOW) if steps == 8 else (work, "accent")


def scatter(
    canvas: Canvas,
    glyphs: Glyphs,
    points: Sequence[tuple[int, int]],
    days: Sequence[int],
    levels: Sequence[Level],
    names: Sequence[str],
    top: float = 0.0,
) -> None:
    """A dot for each ``(day, value)``; where several meet, their number. ``names`` has one for each day.

    Values above ``top``, if it is given, stand at the upper edge with a sign that points on.
    """
    if not points:
        return
    top = top or max([float(value) for _, value in points] + [level.value for level in levels])
    right = max((width_of(level.name) + 1 for level in levels), default=0) if canvas.width >= 40 else 0
    plot = frame(canvas, glyphs, top, right)
    _lines_across(canvas, glyphs, plot, levels)
    span = max(days[-1] - days[0], 1)
    found: dict[tuple[int, int], list[int]] = {}
    for place, (day, value) in enumerate(points):
        x = round((day - days[0]) / span * (plot.width - 1))
        found.setdefault((plot.left + x, plot.row(value)), []).append(place)
    for (x, y), places in found.items():
        text = glyphs.dot if len(places) == 1 else str(len(places)) if len(places) < 10 else "+"
        text = glyphs.here if all(points[place][1] > plot.top for place in places) else text
        canvas.put(x, y, text, "accent", places[0])
        canvas.share(places, places[0])
    places = [round((day - days[0]) / span * (plot.width - 1)) for day in days]
    ticks(canvas, plot, list(zip(places, names, strict=True)))
