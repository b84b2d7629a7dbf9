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
BLOCK = re.compile(r"(<!-- bench:(\w+) -->\n).*?(<!-- /bench -->)", re.DOTALL)
AFTER = "after a change elsewhere"


class Newest:
    """The runs on the machine that was measured last, and of each part of the bench the rows of its newest run."""

    def __init__(self, runs: Sequence[Kept]) -> None:
        """``runs`` are the newest first. Raises ValueError where nothing was kept."""
        if not runs:
            raise ValueError("No result was kept: python -m bench --keep")
        parts: dict[str, Kept] = {}
        for run in (run for run in runs if _machine(run) == _machine(runs[0])):
            for row in run.rows:
                parts.setdefault(row.part, run)
        self.parts = parts
        """Each part and its newest run."""
        self.runs = [run for run in runs if run in parts.values()]
        """The runs that a row is from, the newest first."""
        self.rows = [row for part, run in parts.items() for row in run.rows if row.part == part]


def _machine(run: Kept) -> tuple[str, int, str]:
    return run.machine.system, run.machine.cores, run.machine.processor


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


def goals_table(newest: Newest) -> str:
    """The goals, and what was reached."""
    lines = []
    for goal in GOALS:
        for size, most in goal.limits.items():
            rows = [row for row in newest.rows if _meets(row, goal, size)]
            unmeasured = f"{goal.what} : {goal.yardstick}" + (f", {size:,} {goal.of}" if size else "")
            lines += [[_code(row.name), f"{most:g}", judged(row, spread)] for row in rows] or [
                [_code(unmeasured), f"{most:g}", "not measured yet"]
            ]
    return table(["", "goal", "reached"], lines)


def _meets(row: Row, goal: Goal, size: int) -> bool:
    return row.part != PEERS and (row.what, row.yardstick, row.size) == (goal.what, goal.yardstick, size)


def _code(words: str) -> str:
    """Commands stand as commands."""
    return re.sub(r"^(status|stats|list|add|start|q)\b|python -c pass", r"`\g<0>`", words)


def past_table(newest: Newest) -> str:
    """What short commands cost by the number of finished tasks."""
    whats = ("status", "status after a change", "list", "add", "start")
    return _by_size(newest, "finished", "past", [(_code(what), what, "") for what in whats])


def start_table(newest: Newest) -> str:
    """What the board's start costs by the number of finished tasks."""
    columns = [
        ("first picture", "first picture of the board", ""),
        (f"the same, {AFTER}", "first picture of the board", AFTER),
        ("first handled key", "first handled key", ""),
        (f"the same, {AFTER}", "first handled key", AFTER),
        ("first screen of Textual", "first screen of Textual", ""),
    ]
    return _by_size(newest, "finished", "screen", columns)


def _by_size(newest: Newest, head: str, part: str, columns: Sequence[tuple[str, str, str]]) -> str:
    rows = {(row.what, row.note, row.size): row for row in newest.rows if row.part == part}
    sizes = sorted({size for *_, size in rows if size})
    cells = [[f"{size:,}", *(judged(rows.get((what, note, size))) for _, what, note in columns)] for size in sizes]
    return table([head, *(name for name, *_ in columns)], cells)


def live_table(newest: Newest) -> str:
    """Keys on a full board."""
    rows = {(row.what, row.note, row.size): row for row in newest.rows if row.part == "live"}
    sizes = sorted({size for *_, size in rows})
    names = list(dict.fromkeys((what, note) for what, note, _ in rows))
    lines = [[note or what, *(judged(rows.get((what, note, size))) for size in sizes)] for what, note in names]
    return table(["key", *(f"{size:,} open" for size in sizes)], lines)


def rest_table(newest: Newest) -> str:
    """What is in none of the other tables."""
    shown = {(goal.what, goal.yardstick, size) for goal in GOALS for size in goal.limits}
    others = ("past", "screen", "live", PEERS)
    rows = [row for row in newest.rows if row.part not in others and (row.what, row.yardstick, row.size) not in shown]
    return table(["", "ratio"], [[_code(row.name), judged(row)] for row in rows])


def peers_table(newest: Newest) -> str:
    """Programs side by side."""
    rows = [row for row in newest.rows if row.part == PEERS]
    versions: dict[str, str] = {}
    for run in reversed(newest.runs):
        versions.update(run.machine.versions)
    names = sorted({row.note for row in rows}, key=lambda name: (name != "wiptui", name))
    by = {(row.what, row.size, row.note): row for row in rows}
    lines = [
        [f"{_code(what)}, {size:,}", *(cost(by.get((what, size, name))) for name in names)]
        for what in dict.fromkeys(row.what for row in rows)
        for size in sorted({row.size for row in rows if row.what == what})
    ]
    compared = table(["open tasks", *(f"{name} {versions.get(name, '')}".strip() for name in names)], lines)
    told = next((run.skipped for run in newest.runs if any(row.part == PEERS for row in run.rows)), ())
    return compared + "".join(["\n" if told else "", *(f"* Not measured: {why}\n" for why in told)])


def runs_list(newest: Newest) -> str:
    """When and on what each part was measured."""
    lines = []
    for run in newest.runs:
        rows = [row for row in run.rows if newest.parts[row.part] is run]
        parts = ", ".join(dict.fromkeys(row.part for row in rows))
        most = max(row.runs for row in rows)
        lines.append(f"* {run.at} ({parts}; up to {most} runs): {run.machine.line()}\n")
    return "".join(lines)


def chart(newest: Newest) -> str:
    """The picture of docs/speed.md."""
    rows = newest.rows

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


BLOCKS: dict[str, Callable[[Newest], str]] = {
    "goals": goals_table,
    "past": past_table,
    "start": start_table,
    "live": live_table,
    "rest": rest_table,
    "peers": peers_table,
    "runs": runs_list,
}


def filled(page: str, newest: Newest) -> str:
    """The page with its blocks as the results have them. Raises KeyError for a block that nobody makes."""
    return BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block[2]](newest)}{block[3]}", page)


def write() -> list[Path]:
    """Write page and chart anew."""
    newest = Newest(kept())
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), newest), encoding="utf-8", newline="\n")
    CHART.write_text(chart(newest), encoding="utf-8", newline="\n")
    return [PAGE, CHART]


if __name__ == "__main__":
    for path in write():
        print(f"written: {path}")
