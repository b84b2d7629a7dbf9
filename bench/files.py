"""The data file: one change made safe, and a conflict copy merged."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from bench.board import change, changed_copy, fill, fill_past, service_over
from bench.commands import added_and_started
from bench.goals import ANEW, WHOLE
from bench.pairs import Measure, in_turns, process
from bench.run import Run
from wiptui.store import open_store

COPIED = """
import os, sys
data = open(sys.argv[1], "rb").read()
with open(sys.argv[1] + ".new", "wb") as out:
    out.write(data)
    out.flush()
    os.fsync(out.fileno())
os.replace(sys.argv[1] + ".new", sys.argv[1])
"""


def written(data: bytes, path: Path) -> float:
    """Milliseconds to write so many bytes and to sync them."""
    began = time.perf_counter()
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return 1000 * (time.perf_counter() - began)


def changed_lines(before: bytes, after: bytes) -> bytes:
    """The lines of the file that were not there before: a record is a line."""
    known = set(before.splitlines())
    return b"\n".join(line for line in after.splitlines() if line not in known)


def save(run: Run) -> None:
    """One change of one task, with everything that keeps it safe."""
    for finished in run.sizes(100, 10_000):
        file = fill_past(run.home / f"save-{finished}" / "wip.json", finished)
        service = service_over(file)
        service.board()
        beside = run.home / "beside"  # in the folder of the data file it would be news to look at
        beside.mkdir(exist_ok=True)

        def ours(service: object = service) -> float:
            began = time.perf_counter()
            change(service)
            return 1000 * (time.perf_counter() - began)

        ours()
        before = file.read_bytes()
        ours()
        lines = changed_lines(before, file.read_bytes())
        assert lines, "a change is a line"

        def least(lines: bytes = lines, beside: Path = beside) -> float:
            return written(lines, beside / "lines")

        def whole(file: Path = file, beside: Path = beside) -> float:
            return written(file.read_bytes(), beside / "whole")

        yardsticks: tuple[tuple[str, Measure], ...] = (("", least), (WHOLE, whole))
        for yardstick, theirs in yardsticks:
            run.row("a change made durable", in_turns(ours, theirs, 2 * run.runs), finished, yardstick=yardstick)


def rewrite(run: Run) -> None:
    """``add`` and ``start`` against a Python that reads the file, writes it beside, syncs it and replaces it."""
    finished = run.sizes(100_000)[0]
    file = fill_past(run.home / f"past-{finished}" / "wip.json", finished)
    copy = run.home / f"copied-{finished}" / "wip.json"
    copy.parent.mkdir()
    copy.write_bytes(file.read_bytes())
    anew = process([sys.executable, "-c", COPIED, str(copy)], run.variables)
    for what, ours in added_and_started(run, str(file)):
        run.row(what, in_turns(ours, anew, run.runs_for(finished)), finished, yardstick=ANEW)


def merge(run: Run) -> None:
    """A conflict copy with one more change is merged, against loading both files as JSON."""
    tasks = run.sizes(10_000)[0]
    file = fill(run.home / "merge.json", tasks)
    conflict = run.home / "merge.sync-conflict-20261122-101500-ABCDEFG.json"

    def ours() -> float:
        conflict.write_bytes(changed_copy(file))
        began = time.perf_counter()
        open_store(file).merge_now()
        spent = time.perf_counter() - began
        assert not conflict.exists(), "merged and kept elsewhere"
        return 1000 * spent

    def theirs() -> float:
        raw = file.read_bytes()
        began = time.perf_counter()
        json.loads(raw), json.loads(raw)
        return 1000 * (time.perf_counter() - began)

    run.row(
        "a conflict copy merged",
        in_turns(ours, theirs, run.runs),
        tasks,
        yardstick="both files read as JSON",
        of="tasks",
    )
