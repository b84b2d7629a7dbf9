"""Commands, each a process of its own, with 60 open tasks and ever more finished ones behind them."""

from __future__ import annotations

import json
import subprocess

from bench.board import fill_past
from bench.goals import PYTHON
from bench.pairs import Measure, in_turns, process
from bench.run import NOTHING, WIPTUI, Run


def past(run: Run) -> None:
    """``status``, ``list``, ``add`` and ``start`` against a Python that does nothing."""
    nothing = process(NOTHING, run.variables)
    for finished in run.sizes(100, 1_000, 10_000, 100_000):
        file = str(fill_past(run.home / f"past-{finished}" / "wip.json", finished))
        measures = (
            ("status", process(command(file, "status"), run.variables)),
            ("list", process(command(file, "list"), run.variables)),
            *added_and_started(run, file),
        )
        for what, measure in measures:
            run.row(what, in_turns(measure, nothing, run.runs_for(finished)), finished, yardstick=PYTHON)
        changed = process(command(file, "status"), run.variables, before=command(file, "add", "news"))
        pair = in_turns(changed, nothing, run.runs_for(finished))
        run.row("status after a change", pair, finished, yardstick=PYTHON, of="in the past")


def command(file: str, *words: str) -> list[str]:
    """The command line of wiptui on a file."""
    return [*WIPTUI, *words, "--file", file]


def added_and_started(run: Run, file: str) -> tuple[tuple[str, Measure], ...]:
    """``add``, and ``start`` of a task that is put back before each measurement."""
    listed = subprocess.run(command(file, "list", "--json"), check=True, capture_output=True, env=run.variables)
    task = json.loads(listed.stdout)[0]["id"]
    subprocess.run(command(file, "start", task), check=False, capture_output=True, env=run.variables)
    return (
        ("add", process(command(file, "add", "Write report"), run.variables)),
        ("start", process(command(file, "start", task), run.variables, before=command(file, "stop", task))),
    )
