"""What the work says about itself: the flow screen over a long past, and all measures behind it."""

from __future__ import annotations

import sys
from functools import partial

from bench.board import fill, fill_lived, in_memory, service_over
from bench.goals import LIST_APP
from bench.pairs import Measure, in_turns, process, timed
from bench.run import MINIMAL, WIPTUI, Run
from bench.screen import Screen
from wiptui.domain.board import Board


def there_and_back(program: Screen) -> Measure:
    """Milliseconds for one key: the cursor goes down and comes back, so that each key changes something."""
    return lambda: 500 * (program.answered("j") + program.answered("k"))


def flow(run: Run) -> None:
    """The flow screen: its first chart against opening the board; a step from point to point."""
    tasks = run.sizes(10_000)[0]
    board = [*WIPTUI, "--file", str(fill(run.home / "flow.json", tasks))]

    def opened() -> float:
        with Screen(board, run.variables) as program:
            return 1000 * program.board_came()

    def first_chart() -> float:
        with Screen(board, run.variables) as program:
            program.board_came()
            return 1000 * program.brought("2", "in progress")

    pair = in_turns(first_chart, opened, max(1, run.runs // 3))
    run.row("first chart of the flow screen", pair, tasks, yardstick="opening the board", of="in the past")
    with Screen(board, run.variables) as ours, Screen(MINIMAL, run.variables) as theirs:
        ours.board_came(), theirs.board_came()
        ours.brought("2", "in progress"), ours.settle(2.0)
        ours.answered("\t")
        pair = in_turns(there_and_back(ours), there_and_back(theirs), 2 * run.runs)
        run.row("a step from point to point", pair, tasks, yardstick=f"a key in a {LIST_APP}", of="in the past")


LOADS = "import sys; from bench.board import in_memory, service_over; in_memory(service_over(sys.argv[1]).board())"


def measures(run: Run) -> None:
    """All measures over tasks with six moves each, against reading all of these tasks from the file.

    They are measured as they come from memory, and as a command meets them, which opens the file too. Opening a long
    file reads only what is open, so the yardstick asks for the rest.
    """
    tasks = run.sizes(10_000)[0]
    file = fill_lived(run.home / "measures.json", tasks)
    plain = in_memory(service_over(file).board())
    load = timed(lambda: in_memory(service_over(file).board()))
    for what, work in (("all measures", all_measures), ("what stats shows", what_stats_shows)):
        for note, ours in (
            ("the tasks in memory, nothing kept", timed(partial(work, plain))),
            ("opening the file too", timed(lambda work=work: work(service_over(file).board()))),
        ):
            pair = in_turns(ours, load, run.runs)
            run.row(what, pair, tasks, yardstick="reading the tasks from the file", of="with six moves each", note=note)
    asked = process((*WIPTUI, "stats", "--json", "--file", str(file)), run.variables)
    loaded = process((sys.executable, "-c", LOADS, str(file)), run.variables)
    pair = in_turns(asked, loaded, run.runs)
    run.row("stats", pair, tasks, yardstick="a process that reads the tasks", of="with six moves each")


def all_measures(board: Board) -> None:
    """Everything that statistics, review and flow screen work out."""
    from wiptui.metrics.flow.bottleneck import bottleneck
    from wiptui.metrics.focus.sessions import read_focus
    from wiptui.metrics.forecast.outlook import outlook
    from wiptui.metrics.log.ledger import Ledger
    from wiptui.metrics.overload.limit_advisor import advice, by_wip
    from wiptui.metrics.review.week import week
    from wiptui.metrics.stats import stats_of
    from wiptui.metrics.window import window

    ledger = Ledger(board)
    focus = read_focus(board)
    span = window(ledger, None, None)
    stats_of(ledger, focus, span)
    bottleneck(ledger, span.since, span.until)
    advice(by_wip(ledger, span.since, span.until))
    outlook(ledger, 20, board.today, 1)
    week(board, board.week_start, ledger, focus)


def what_stats_shows(board: Board) -> None:
    """The measures of ``stats``."""
    from wiptui.metrics.stats import stats

    stats(board)
