"""Commands, each a process of its own, with 60 open tasks and ever more finished ones behind them."""

from __future__ import annotations

import json
import subprocess

from bench.board import fill_past
from bench.goals import PYTHON
from bench.pairs import in_turns, process
from bench.run import NOTHING, WIPTUI, Run


def past(run: Run) -> None:
    """``status``, ``list``, ``add`` and ``start`` against a Python that does nothing."""
    nothing = process(NOTHING, run.variables)
    for finished in run.sizes(100, 1_000, 10_000, 100_000):
        file = str(fill_past(run.home / f"past-{finished}" / "wip.json", finished))

        def command(*words: str, file: str = file) -> list[str]:
            return [*WIPTUI, *words, "--file", file]

        listed = subprocess.run(command("list", "--json"), check=True, capture_output=True, env=run.variables)
        task = json.loads(listed.stdout)[0]["id"]
        measures = (
            ("status", process(command("status"), run.variables)),
            ("list", process(command("list"), run.variables)),
            ("add", process(command("add", "Write report"), run.variables)),
            ("start", process(command("start", task), run.variables, before=command("stop", task))),
        )
        subprocess.run(command("start", task), check=True, capture_output=True, env=run.variables)
        for what, measure in measures:
            run.row(what, in_turns(measure, nothing, run.few(finished)), finished)
        changed = process(command("status"), run.variables, before=command("add", "news"))
        pair = in_turns(changed, nothing, run.few(finished))
        run.row("status after a change", pair, finished, yardstick=PYTHON, of="in the past")
