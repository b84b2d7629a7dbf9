"""Other programs beside ours with as many open tasks: their list and add, and their screens in a pseudo-terminal.

What can be installed is installed into a folder that is thrown away; what cannot is said. Tasks come in by the fastest
way that each has: Taskwarrior's import, rows in the databases of kanban-tui and dooit. Taskwarrior has no screen of its
own, dooit no list and no add on the command line.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.board import fill_open
from bench.goals import APP, LIST_APP, OPEN, PYTHON
from bench.pairs import Measure, Pair, in_turns, paired, process
from bench.run import EMPTY, MINIMAL, NOTHING, WIPTUI, Run
from bench.screen import Screen, cpu_shares

SIZES = (100, 1_000, 10_000, 100_000)
SLOW = 5_000
"""Milliseconds from which on a thing is measured once only."""
TOO_SLOW = 15_000
"""Milliseconds from which on a program is not tried with more tasks."""
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
FIRST = "task 1"
"""What is on the first screen of each, and on that of the minimal app."""


@dataclass(frozen=True)
class Program:
    """A program with its tasks; what it has not is empty."""

    name: str
    version: str
    variables: Mapping[str, str] = field(default_factory=dict)
    list: Sequence[str] = ()
    add: Sequence[str] = ()
    board: Sequence[str] = ()
    ready: Callable[[Screen], float] = lambda screen: screen.painted(FIRST)
    """Seconds until its tasks stand there."""
    into: str = ""
    """Keys that lead into its list, so that j and k move there."""
    quit: str = "\x11"


def wiptui(run: Run, tasks: int) -> Program:
    """Ours."""
    from importlib.metadata import version

    at = ("--file", str(fill_open(run.home / f"open-{tasks}" / "wip.json", tasks)))
    return Program(
        "wiptui",
        version("wiptui"),
        list=[*WIPTUI, "list", *at],
        add=[*WIPTUI, "add", "Write report", *at],
        board=[*WIPTUI, *at],
        quit="q",
    )


def taskwarrior(run: Run, tasks: int) -> Program | str:
    """Taskwarrior, where it is installed; else why it is not measured."""
    program = shutil.which("task")
    if program is None:
        return "Taskwarrior is not installed (apt install taskwarrior)"
    folder = run.home / f"task-{tasks}"
    folder.mkdir()
    rc = folder / "taskrc"
    rc.write_text("confirmation=no\nverbose=nothing\n", encoding="utf-8")
    variables = {"TASKRC": str(rc), "TASKDATA": str(folder)}
    rows = [
        {"description": f"task {number} about {number % 11}", "project": f"p{number % 20}"} for number in range(tasks)
    ]
    (folder / "tasks.json").write_text(json.dumps(rows), encoding="utf-8")
    argv = [program, "import", str(folder / "tasks.json")]
    subprocess.run(argv, check=True, env={**os.environ, **variables}, **SILENT)
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return Program("Taskwarrior", said, variables, [program, "list"], [program, "add", "Write report"])


def from_pip(run: Run, package: str, program: str) -> str | None:
    """Its path in an environment of its own, made once; None: it could not be installed."""
    place = run.home / package
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(place / "bin" / "python"), "-m", "pip", "install", "-q", package], check=False, **SILENT)
    path = place / "bin" / program
    return str(path) if path.exists() else None


def version_in(program: str, package: str) -> str:
    """The version that pip installed beside a program."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    argv = [str(Path(program).parent / "python"), "-c", code]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip()


def kanban_tui(run: Run, tasks: int) -> Program | str:
    """kanban-tui from pip; else why it is not measured."""
    program = from_pip(run, "kanban-tui", "ktui")
    if program is None:
        return "kanban-tui could not be installed"
    folder = run.home / f"kanban-{tasks}"
    folder.mkdir()
    places = {"HOME": folder, "XDG_DATA_HOME": folder / "data", "XDG_CONFIG_HOME": folder / "config"}
    variables = {name: str(path) for name, path in places.items()}
    for words in (["board", "create", "bench"], ["task", "create", "task 0"]):
        subprocess.run([program, *words], check=True, env={**os.environ, **variables}, **SILENT)
    with closing(sqlite3.connect(next((folder / "data").rglob("*.db")))) as database, database:
        column, created = database.execute("select [column], creation_date from tasks").fetchone()
        database.executemany(
            "insert into tasks (title, [column], creation_date, position, description) values (?, ?, ?, ?, '')",
            [(f"task {number}", column, created, number) for number in range(1, tasks)],
        )
    name, argv = version_in(program, "kanban-tui"), [program, "task"]
    return Program("kanban-tui", name, variables, [*argv, "list"], [*argv, "create", "Write report"], [program])


def dooit(run: Run, tasks: int) -> Program | str:
    """dooit from pip; else why it is not measured. Its tasks stand there when a workspace has been gone to: ``j``."""
    program = from_pip(run, "dooit", "dooit")
    if program is None:
        return "dooit could not be installed"
    folder = run.home / f"dooit-{tasks}"
    folder.mkdir()
    variables = {"HOME": str(folder)}
    board = [program, "--db", str(folder / "tasks.db")]
    made = "from dooit.api.manager import manager; import dooit.api.workspace, sys; manager.connect(sys.argv[1])"
    argv = [str(Path(program).parent / "python"), "-c", made, board[-1]]
    subprocess.run(argv, check=True, env={**os.environ, **variables})
    with closing(sqlite3.connect(board[-1])) as database, database:
        database.execute("insert into workspace values (1, -1, '', 1, null)")
        database.execute("insert into workspace values (2, 0, 'bench', 0, 1)")
        database.executemany(
            "insert into todo (order_index, description, effort, urgency, pending, parent_workspace_id)"
            " values (?, ?, 0, 1, 1, 2)",
            [(number, f"task {number}") for number in range(tasks)],
        )

    def ready(screen: Screen) -> float:
        screen.painted("bench")
        return screen.handled("j", FIRST)

    return Program("dooit", version_in(program, "dooit"), variables, board=board, ready=ready, into="\t")


def commands(run: Run, program: Program, tasks: int) -> None:
    """Its list and its add."""
    nothing = process(NOTHING, run.variables)
    for what, argv in (("list", program.list), ("add", program.add)):
        if argv:
            pair = patient(process(argv, {**run.variables, **program.variables}), nothing, run.runs)
            run.row(what, pair, tasks, yardstick=PYTHON, of=OPEN, note=program.name)


def patient(ours: Measure, theirs: Measure, runs: int) -> Pair:
    """Both in turns; once only where once takes long."""
    once = ours()
    return paired([(once, theirs())]) if once > SLOW else in_turns(ours, theirs, runs)


def screens(run: Run, program: Program, tasks: int) -> None:
    """Its first screen, a key, a quiet time, its memory and its end."""
    variables = {**run.variables, **program.variables}

    def row(what: str, pair: Pair, yardstick: str, unit: str = "ms") -> None:
        run.row(what, pair, tasks, yardstick=yardstick, of=OPEN, note=program.name, unit=unit)

    def first() -> float:
        with Screen(program.board, variables) as screen:
            return 1000 * program.ready(screen)

    def least() -> float:
        with Screen(MINIMAL, run.variables) as screen:
            return 1000 * screen.painted(FIRST)

    for _ in range(2):  # ours keeps its colours, and then its picture; others may keep things too
        with Screen(program.board, variables) as screen:
            program.ready(screen)
            screen.settle(1.0)
            screen.left(program.quit)
    row("first screen with tasks", patient(first, least, max(1, run.runs // 2)), LIST_APP)
    ends = []
    for _ in range(max(1, run.runs // 4)):
        with Screen(program.board, variables) as ours, Screen(MINIMAL, run.variables) as theirs:
            program.ready(ours), theirs.painted(FIRST)
            ours.settle(2.0), theirs.settle(0.5)
            if not ends:
                held = [(ours.resident(), theirs.resident())]
                for key in program.into:
                    ours.answered(key)
                keys = [(1000 * ours.answered(key), 1000 * theirs.answered(key)) for key in "jk" * run.runs]
            ends.append((1000 * ours.left(program.quit), 1000 * theirs.left("q")))
    row("key to first paint", paired(keys), LIST_APP)
    row("resident memory", paired(held), APP, "MB")
    row("the end, to the shell's prompt", paired(ends), APP)


def idle(run: Run, programs: Sequence[Program], tasks: int) -> None:
    """All of them on their screens for the same quiet time."""
    with ExitStack() as stack:
        empty = stack.enter_context(Screen(EMPTY, run.variables))
        opened = [stack.enter_context(Screen(each.board, {**run.variables, **each.variables})) for each in programs]
        for program, screen in zip(programs, opened, strict=True):
            program.ready(screen)
        for screen in (empty, *opened):
            screen.settle(2.0)
        least, *shares = cpu_shares((empty, *opened), run.idle_seconds)
    for program, share in zip(programs, shares, strict=True):
        note = program.name
        run.row(
            "idle CPU", paired([(share, least)]), tasks, yardstick="empty Textual app", of=OPEN, note=note, unit="%"
        )


def peers(run: Run) -> None:
    """All programs, with ever more open tasks; what took long with fewer is not tried with more."""
    stopped: dict[str, str] = {}
    for tasks in run.sizes(*SIZES):
        on_screen = []
        for made in (wiptui, taskwarrior, kanban_tui, dooit):
            if made.__name__ in stopped:
                continue
            program = made(run, tasks)
            if isinstance(program, str):
                stopped[made.__name__] = program
                run.skip(program)
                continue
            run.versions[program.name] = program.version
            begun = len(run.rows)
            commands(run, program, tasks)
            try:
                if program.board:
                    screens(run, program, tasks)
                    on_screen.append(program)
            except RuntimeError as never:
                stopped[made.__name__] = f"the screen of {program.name} with {tasks:,} open tasks: {never}"
                run.skip(stopped[made.__name__])
            slow = [row for row in run.rows[begun:] if row.unit == "ms" and row.ours > TOO_SLOW]
            if slow and tasks < max(SIZES) and made is not wiptui:
                what, spent = slow[0].what, slow[0].ours / 1000
                stopped[made.__name__] = f"{program.name} with more than {tasks:,}: its {what} took {spent:.0f} s"
                run.skip(stopped[made.__name__])
        if on_screen and Path("/proc/self/schedstat").exists():
            idle(run, on_screen, tasks)
