"""``python -m bench``: what wiptui costs, as ratios to the least that the same thing can cost on this machine.

    python -m bench [--runs N] [COLD | PAST | SCREEN | LIVE | SAVE | HEAL | FLOW | MEASURES | PEERS]...

Both sides of a ratio run in turns (A B A B ...), so that a busy machine slows both; medians are compared. The first
column of numbers is wiptui, the second its yardstick, the third the ratio, the last the limit that we set ourselves.
Figures are for Linux and macOS; the idle share is read from /proc and left out elsewhere.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.board import change, changed_copy, fill, fill_lived, fill_past, service_over
from bench.live import SIZES, turns
from bench.screen import Screen
from wiptui.store import open_store

PYTHON = sys.executable
WIPTUI = [PYTHON, "-m", "wiptui"]
ALONE = [PYTHON, str(Path(__file__).parent / "list_app.py")]
MINIMAL = [PYTHON, str(Path(__file__).parent / "minimal_app.py")]
Measure = Callable[[], float]


def interleaved(ours: Measure, theirs: Measure, runs: int) -> tuple[float, float]:
    """The medians of two measures taken in turns."""
    ours(), theirs()  # the first of each warms the disk
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def row(name: str, ours: float, theirs: float, unit: str, limit: float | None) -> None:
    """One line of the table."""
    ratio = ours / theirs if theirs else float("inf")
    verdict = "" if limit is None else f"{'ok' if ratio <= limit else 'OVER'}  <= {limit:g}"
    print(f"{name:42} {ours:9.2f} {theirs:9.2f} {unit:3} {ratio:7.2f}  {verdict}", flush=True)


def process(argv: list[str], home: Path, more: Mapping[str, str] | None = None) -> Measure:
    """Milliseconds until a process has come and gone; ``more`` are variables that it needs."""
    environment = _environment(home) | dict(more or {})

    def measure() -> float:
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env=environment)
        return 1000 * (time.perf_counter() - began)

    return measure


def past(home: Path, runs: int) -> None:
    """Short commands with 60 open tasks and ever more finished ones behind them."""
    nothing = process([PYTHON, "-c", "pass"], home)
    for finished in (100, 1_000, 10_000, 100_000):
        file = fill_past(home / f"past-{finished}" / "wip.json", finished)
        few = runs if finished < 100_000 else max(3, runs // 3)
        for words, limit in ((["status"], 2.0), (["list"], 6.0), (["add", "Write report"], 6.0)):
            ours, theirs = interleaved(process([*WIPTUI, *words, "--file", str(file)], home), nothing, few)
            row(f"{words[0]}, {finished:,} behind : python -c pass", ours, theirs, "ms", limit)


def cold(home: Path, runs: int) -> None:
    """Short commands, each a process of its own, on a file of 100 tasks."""
    file = fill(home / "cold.json", 100)

    def run(argv: list[str]) -> Measure:
        return process(argv, home)

    nothing = run([PYTHON, "-c", "pass"])
    for words, limit in ((["status"], 4.0), (["add", "Write report +acme due:fri"], 8.0), (["list"], 8.0)):
        ours, theirs = interleaved(run([*WIPTUI, *words, "--file", str(file)]), nothing, runs)
        row(f"wiptui {words[0]} : python -c pass", ours, theirs, "ms", limit)


def screen(home: Path, runs: int) -> None:
    """The board against a list of a hundred lines: its first screen, a key, a quiet minute."""
    file = fill(home / "screen.json", 100)
    environment = _environment(home) | {"TERM": "xterm-256color"}
    board = [*WIPTUI, "--file", str(file)]

    def timed(argv: list[str], what: Callable[[Screen], float], before: list[str] | None = None) -> Measure:
        def measure() -> float:
            if before is not None:
                subprocess.run(before, check=True, capture_output=True, env=environment)
            with Screen(argv, environment) as program:
                return 1000 * what(program)

        return measure

    def first(program: Screen) -> float:
        return program.painted("task 2")

    def painted(program: Screen) -> float:
        return program.painted("task ")

    def leave(program: Screen) -> float:
        program.board_came("task ")
        return program.left("q")

    for finished in (100, 10_000, 100_000):
        past = [*WIPTUI, "--file", str(fill_past(home / f"picture-{finished}" / "wip.json", finished))]
        timed(past, leave)(), timed(past, leave)()  # it keeps its colours, and then its picture
        few = runs if finished < 100_000 else max(3, runs // 3)
        name = f"first picture, {finished:,} behind : minimal list"
        row(
            name, *interleaved(timed(past, painted), timed(MINIMAL, first), few), "ms", 0.3 if finished == 100 else 0.35
        )
        news = [*WIPTUI, "add", "news", "--file", past[-1]]
        row(
            "  the same, after a change",
            *interleaved(timed(past, painted, news), timed(MINIMAL, first), few),
            "ms",
            0.35,
        )
    screens = timed(board, Screen.board_came), timed(MINIMAL, Screen.board_came)
    row("first screen of Textual : minimal list", *interleaved(*screens, runs), "ms", 1.6)
    keys = timed(board, lambda at: at.handled("/", "next card")), timed(MINIMAL, lambda at: at.handled("/", "answered"))
    row("first handled key : minimal list", *interleaved(*keys, runs), "ms", 1.35)
    row("q to the prompt : minimal list", *interleaved(timed(board, leave), timed(MINIMAL, leave), runs), "ms", 0.4)
    with Screen(board, environment) as ours, Screen(MINIMAL, environment) as theirs:
        ours.board_came(), theirs.board_came()
        key = interleaved(_there_and_back(ours), _there_and_back(theirs), 2 * runs)
        row("key to first paint : minimal list", *key, "ms", 1.6)
    if Path("/proc/self/schedstat").exists():
        with Screen(board, environment) as ours, Screen([*MINIMAL, "empty"], environment) as theirs:
            ours.board_came(), theirs.settle(1)
            idle = interleaved(lambda: ours.cpu(2), lambda: theirs.cpu(2), max(3, runs // 3))
            row("idle CPU : empty app", *idle, "%", None)


def live(home: Path, runs: int) -> None:
    """Keys on a board of 60 and of 10,000 open tasks, against the list of its cards alone in an app."""
    environment = _environment(home) | {"TERM": "xterm-256color", "PYTHONPATH": str(Path(__file__).parents[1])}
    for tasks, limit in zip(SIZES, (1.5, 2.0), strict=True):
        for name, ours, theirs in turns(home, environment, WIPTUI, ALONE, tasks, runs):
            is_cursor = name in ("a card down", "to the end", "half a page")
            row(f"{name}, {tasks:,} open : the list alone", ours, theirs, "ms", limit if is_cursor else None)


def peers(home: Path, runs: int) -> None:
    """The list and add of other programs beside ours, all against the same Python that does nothing."""
    from bench import peers as others

    nothing = process([PYTHON, "-c", "pass"], home)
    for tasks in others.SIZES:
        for peer in others.peers(home, tasks):
            if isinstance(peer, str):
                print(f"{tasks:,} open: {peer}")
                continue
            for verb, argv in (("list", peer.list), ("add", peer.add)):
                measure = process(argv, home, peer.environment)
                row(f"{peer.name} {verb}, {tasks:,} : python", *interleaved(measure, nothing, runs), "ms", None)


def flow(home: Path, runs: int) -> None:
    """The flow screen over 10,000 tasks: its first chart against opening the board; a step from point to point."""
    file = fill(home / "flow.json", 10_000)
    environment = _environment(home) | {"TERM": "xterm-256color"}
    board = [*WIPTUI, "--file", str(file)]

    def opened() -> float:
        with Screen(board, environment) as program:
            return 1000 * program.board_came()

    def first_chart() -> float:
        with Screen(board, environment) as program:
            program.board_came()
            return 1000 * program.brought("2", "days in work")

    row("first chart : opening the board", *interleaved(first_chart, opened, max(3, runs // 3)), "ms", 2.0)
    with Screen(board, environment) as ours, Screen(MINIMAL, environment) as theirs:
        ours.board_came(), theirs.board_came()
        ours.brought("2", "days in work"), ours.settle(2.0)
        ours.answered("\t")
        step = interleaved(_there_and_back(ours), _there_and_back(theirs), 2 * runs)
        row("a step, 850 points : minimal list", *step, "ms", None)


def _there_and_back(program: Screen) -> Measure:
    """Milliseconds for one key: the cursor goes down and comes back, so that each key changes something."""
    return lambda: 500 * (program.answered("j") + program.answered("k"))


def save(home: Path, runs: int) -> None:
    """One change of one task, with everything that keeps it safe, against write and fsync of as many bytes."""
    for tasks in (100, 10_000):
        file = fill(home / f"save-{tasks}.json", tasks)
        service = service_over(file)
        service.board()
        plain = home / "beside" / "plain"  # in the folder of the data file it would be news to look at
        plain.parent.mkdir(exist_ok=True)

        def ours(service: object = service) -> float:
            began = time.perf_counter()
            change(service)
            return 1000 * (time.perf_counter() - began)

        def theirs(file: Path = file, plain: Path = plain) -> float:
            data = file.read_bytes()
            began = time.perf_counter()
            with plain.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            return 1000 * (time.perf_counter() - began)

        row(f"save, {tasks:,} tasks : write + fsync", *interleaved(ours, theirs, runs), "ms", None)


def heal(home: Path, runs: int) -> None:
    """A conflict copy of ten thousand tasks with one more change is merged, against loading both files as JSON."""
    file = fill(home / "heal.json", 10_000)
    conflict = home / "heal.sync-conflict-20261122-101500-ABCDEFG.json"

    def ours() -> float:
        conflict.write_bytes(changed_copy(file))
        began = time.perf_counter()
        open_store(file).heal()
        spent = time.perf_counter() - began
        assert not conflict.exists(), "merged and put away"
        return 1000 * spent

    def theirs() -> float:
        raw = file.read_bytes()
        began = time.perf_counter()
        json.loads(raw), json.loads(raw)
        return 1000 * (time.perf_counter() - began)

    row("heal, 10,000 tasks : load two files", *interleaved(ours, theirs, runs), "ms", 3.0)


def measures(home: Path, runs: int) -> None:
    """All measures over 10,000 tasks with 60,000 moves, against the time that it takes to load them."""
    from wiptui.metrics.advisor import advice, by_wip
    from wiptui.metrics.bottleneck import bottleneck
    from wiptui.metrics.ledger import Ledger
    from wiptui.metrics.outlook import outlook
    from wiptui.metrics.review import week
    from wiptui.metrics.sessions import read_focus
    from wiptui.metrics.stats import stats_of, window

    file = fill_lived(home / "measures.json", 10_000)
    board = service_over(file).board()

    def load() -> float:
        began = time.perf_counter()
        service_over(file).board()
        return 1000 * (time.perf_counter() - began)

    def every() -> float:
        began = time.perf_counter()
        ledger = Ledger(board)
        focus = read_focus(board)
        span = window(ledger, None, None)
        stats_of(ledger, focus, *span)
        bottleneck(ledger, *span)
        advice(by_wip(ledger, *span))
        outlook(ledger, 20, board.today, 1)
        week(board, board.week_start, ledger, focus)
        return 1000 * (time.perf_counter() - began)

    def stats_alone() -> float:
        began = time.perf_counter()
        ledger = Ledger(board)
        stats_of(ledger, read_focus(board), *window(ledger, None, None))
        return 1000 * (time.perf_counter() - began)

    row("all measures, 60,000 moves : load", *interleaved(every, load, runs), "ms", 1.0)
    row("stats alone, 60,000 moves : load", *interleaved(stats_alone, load, runs), "ms", 1.0)


def _environment(home: Path) -> dict[str, str]:
    """A home of its own, nothing of the user's habits, and modules that are compiled once, as where it is installed."""
    habits = ("TEXTUAL", "WIPTUI", "XDG", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(habits)}
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}


def _machine() -> str:
    """What was measured on, for whoever keeps the table."""
    from importlib.metadata import version

    libraries = ", ".join(f"{name} {version(name)}" for name in ("wiptui", "textual", "tinydb"))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {libraries}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


PARTS = {
    "cold": cold,
    "past": past,
    "screen": screen,
    "live": live,
    "save": save,
    "heal": heal,
    "flow": flow,
    "measures": measures,
    "peers": peers,
}


def main(arguments: list[str]) -> int:
    """Measure what was asked for, everything without a name."""
    runs = 11
    if "--runs" in arguments:
        place = arguments.index("--runs")
        runs = int(arguments[place + 1])
        del arguments[place : place + 2]
    if unknown := [name for name in arguments if name.lower() not in PARTS]:
        print(__doc__ if unknown == ["--help"] else f"No such part: {unknown[0]}. There are {', '.join(PARTS)}.")
        return 2
    print(f"{'wiptui : yardstick':42} {'wiptui':>9} {'yardstick':>9} {'':3} {'ratio':>7}")
    with tempfile.TemporaryDirectory(prefix="wiptui-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.update(_environment(Path(folder)))
        print(_machine(), flush=True)
        for name in [name.lower() for name in arguments] or list(PARTS):
            PARTS[name](Path(folder), runs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
