"""``python -m bench.pages``: the tables and the chart of docs/speed.md, written anew from the results that were kept.

Between ``<!-- bench:NAME -->`` and ``<!-- /bench -->`` nobody writes by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.chart import Line, Panel, picture
from bench.goals import GOALS, LIST_APP, PYTHON, Goal
from bench.kept import Kept, kept
from bench.run import PEERS, Row

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "speed.md"
CHART = ROOT / "docs" / "speed.svg"
DAYS = 3
"""So many days stand side by side."""
BLOCK = re.compile(r"(<!-- bench:(\w+) -->\n).*?(<!-- /bench -->)", re.DOTALL)
AFTER = "after a change elsewhere"


class Days:
    """The kept runs of the machine that was measured on last, day by day; of a day a part's last run counts."""

    def __init__(self, runs: Sequence[Kept]) -> None:
        """``runs`` are the newest first. Raises ValueError where nothing was kept."""
        if not runs:
            raise ValueError("No result was kept: python -m bench --keep")
        self.runs = [run for run in runs if _place(run) == _place(runs[0])]
        self.days = list(dict.fromkeys(run.day for run in self.runs))[:DAYS]

    def of(self, day: str) -> list[Row]:
        """The rows of a day."""
        return _last([run for run in self.runs if run.day == day])

    def newest(self) -> list[Row]:
        """Each part as it was measured last."""
        return _last(self.shown())

    def shown(self) -> list[Kept]:
        """The runs that a row of these days is from."""
        return [run for run in self.runs if run.day in self.days]


def _place(run: Kept) -> tuple[str, int, str]:
    return run.machine.system, run.machine.cores, run.machine.processor


def _last(runs: Iterable[Kept]) -> list[Row]:
    """Of each part the rows of the first run that has it."""
    parts: dict[str, list[Row]] = {}
    for run in runs:
        for part in dict.fromkeys(row.part for row in run.rows):
            parts.setdefault(part, [row for row in run.rows if row.part == part])
    return [row for rows in parts.values() for row in rows]


def ratio(value: float) -> str:
    """A ratio with the digits that count."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def taken(row: Row) -> str:
    """What it was in the row's unit."""
    if row.unit == "ms" and row.ours >= 1000:
        return f"{row.ours / 1000:.1f} s"
    return f"{row.ours:.{2 if row.ours < 1 else 1 if row.ours < 10 else 0}f} {row.unit}"


def cost(row: Row | None) -> str:
    """A ratio, and what it was in the row's unit."""
    return "–" if row is None else f"{ratio(row.ratio)} ({taken(row)})"


def spread(row: Row | None) -> str:
    """The same, and between what the middle half of the ratios lay."""
    if row is None or row.low == row.high:
        return cost(row)
    return f"{ratio(row.ratio)} ({ratio(row.low)}–{ratio(row.high)}; {taken(row)})"


def judged(row: Row | None, said: Callable[[Row | None], str] = cost) -> str:
    """A cost, with a word where the goal was missed."""
    return f"**{said(row)}** missed" if row is not None and row.missed else said(row)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def goals_table(days: Days) -> str:
    """What we want to reach, and what was reached on each day."""
    lines = []
    for goal in GOALS:
        for size, limit in goal.limits.items():
            of_day = [[row for row in days.of(day) if _meets(row, goal, size)] for day in days.days]
            for name in dict.fromkeys(row.name for rows in of_day for row in rows):
                cells = [next((row for row in rows if row.name == name), None) for rows in of_day]
                lines.append([_code(name), f"{limit:g}", *(judged(cell, spread) for cell in cells)])
    return table(["", "goal", *days.days], lines)


def _meets(row: Row, goal: Goal, size: int) -> bool:
    return row.part != PEERS and row.what == goal.what and row.size == size


def _code(words: str) -> str:
    """Commands stand as commands."""
    return re.sub(r"^(status|stats|list|add|start|q)\b|python -c pass", r"`\g<0>`", words)


def past_table(days: Days) -> str:
    """What short commands cost by the size of the past."""
    whats = ("status", "status after a change", "list", "add", "start")
    return _by_size(days, "finished", "past", [(_code(what), what, "") for what in whats])


def start_table(days: Days) -> str:
    """What the board's start costs by the size of the past."""
    columns = [
        ("first picture", "first picture of the board", ""),
        (f"the same, {AFTER}", "first picture of the board", AFTER),
        ("first handled key", "first handled key", ""),
        (f"the same, {AFTER}", "first handled key", AFTER),
        ("first screen of Textual", "first screen of Textual", ""),
    ]
    return _by_size(days, "finished", "screen", columns)


def _by_size(days: Days, head: str, part: str, columns: Sequence[tuple[str, str, str]]) -> str:
    rows = {(row.what, row.note, row.size): row for row in days.newest() if row.part == part}
    sizes = sorted({size for *_, size in rows if size})
    cells = [[f"{size:,}", *(judged(rows.get((what, note, size))) for _, what, note in columns)] for size in sizes]
    return table([head, *(name for name, *_ in columns)], cells)


def live_table(days: Days) -> str:
    """Keys on a full board."""
    rows = {(row.what, row.note, row.size): row for row in days.newest() if row.part == "live"}
    sizes = sorted({size for *_, size in rows})
    names = list(dict.fromkeys((what, note) for what, note, _ in rows))
    lines = [[note or what, *(judged(rows.get((what, note, size))) for size in sizes)] for what, note in names]
    return table(["key", *(f"{size:,} open" for size in sizes)], lines)


def rest_table(days: Days) -> str:
    """What stands in none of the other tables."""
    shown = {(goal.what, size) for goal in GOALS for size in goal.limits}
    others = ("past", "screen", "live", PEERS)
    rows = [row for row in days.newest() if row.part not in others and (row.what, row.size) not in shown]
    return table(["", "ratio"], [[_code(row.name), judged(row)] for row in rows])


def peers_table(days: Days) -> str:
    """Programs side by side."""
    rows = [row for row in days.newest() if row.part == PEERS]
    versions: dict[str, str] = {}
    for run in reversed(days.shown()):
        versions.update(run.machine.versions)
    names = sorted({row.note for row in rows}, key=lambda name: (name != "wiptui", name))
    by = {(row.what, row.size, row.note): row for row in rows}
    lines = [
        [f"{_code(what)}, {size:,}", *(cost(by.get((what, size, name))) for name in names)]
        for what in dict.fromkeys(row.what for row in rows)
        for size in sorted({row.size for row in rows if row.what == what})
    ]
    compared = table(["open tasks", *(f"{name} {versions.get(name, '')}".strip() for name in names)], lines)
    told = next((run.told for run in days.shown() if any(row.part == PEERS for row in run.rows)), ())
    return compared + "".join(["\n" if told else "", *(f"* Not measured: {why}\n" for why in told)])


def runs_list(days: Days) -> str:
    """When and on what it was measured."""
    lines = []
    for run in days.shown():
        parts = ", ".join(dict.fromkeys(row.part for row in run.rows))
        most = max((row.runs for row in run.rows), default=0)
        lines.append(f"* {run.at} ({parts}; up to {most} runs): {run.machine.line()}\n")
    return "".join(lines)


def chart(days: Days) -> str:
    """The picture of docs/speed.md."""
    rows = days.newest()

    def line(name: str, what: str, note: str, *, part: str = "", has_goal: bool = False) -> Line:
        found = {row.size: row.ratio for row in rows if (row.part, row.what, row.note) == (part, what, note)}
        goal = next((goal for goal in GOALS if goal.what == what), None)
        return Line(name, found, goal.limits if has_goal and goal else None)

    commands = [line(what, what, "", part="past", has_goal=True) for what in ("status", "list", "start", "add")]
    starts = [
        line("first picture", "first picture of the board", "", part="screen", has_goal=True),
        line("after a change", "first picture of the board", AFTER, part="screen"),
        line("first key", "first handled key", "", part="screen", has_goal=True),
    ]
    names = ("wiptui", "Taskwarrior", "kanban-tui", "dooit")
    panels = [
        Panel("Commands", f"against {PYTHON}; dashed: the goals", "finished tasks behind 60 open ones", commands),
        Panel(
            "Opening the board",
            f"against a {LIST_APP}; dashed: the goals",
            "finished tasks behind 60 open ones",
            starts,
        ),
        Panel(
            "A list, beside other programs",
            f"against {PYTHON}",
            "open tasks",
            [line(name, "list", name, part=PEERS) for name in names],
        ),
        Panel(
            "The first screen with tasks on it",
            f"against a {LIST_APP}",
            "open tasks",
            [line(name, "first screen with tasks", name, part=PEERS) for name in names],
        ),
    ]
    return picture("What wiptui costs by the number of tasks, as ratios; dashed: the goals", panels)


BLOCKS: dict[str, Callable[[Days], str]] = {
    "goals": goals_table,
    "past": past_table,
    "start": start_table,
    "live": live_table,
    "rest": rest_table,
    "peers": peers_table,
    "runs": runs_list,
}


def filled(page: str, days: Days) -> str:
    """The page with its blocks as the results have them. Raises KeyError for a block that nobody makes."""
    return BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block[2]](days)}{block[3]}", page)


def write() -> list[Path]:
    """Write page and chart anew."""
    days = Days(kept())
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), days), encoding="utf-8", newline="\n")
    CHART.write_text(chart(days), encoding="utf-8", newline="\n")
    return [PAGE, CHART]


if __name__ == "__main__":
    for path in write():
        print(f"written: {path}")
